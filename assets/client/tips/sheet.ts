import { remembered } from '../player/memory.ts'
import { onEvent, onReplaced, send } from '../room/wire.ts'
import { underLamps } from './under-lamps.ts'

const LAMPS = 20
/** A press that comes sooner after another is the same one. */
const TWICE_MS = 700
/** After so long the page says that it does not know; the same press again is the same tip. */
const SLOW_MS = 8000

const language = document.documentElement.lang
const numbers = new Intl.NumberFormat(language)
const plurals = new Intl.PluralRules(language)

/** The tip sheet and the buttons in the lip. Without this module they are links and forms that do the same. */
export function sheet(): void {
  const acts = document.getElementById('tip-acts')
  if (!acts) return
  const dialog = document.querySelector<HTMLDialogElement>('#tip-sheet')
  let opener: HTMLElement | null = null
  let sent: { key: string; press: string; at: number; form: HTMLFormElement; slow: number } | null = null

  const form = () => document.querySelector<HTMLFormElement>('#tip-form')
  const quick = () => document.querySelector<HTMLFormElement>('#tip-quick')

  function open(choose?: { way?: string; wish?: string; amount?: string }, from?: HTMLElement): void {
    if (!dialog) return
    if (!dialog.open) {
      opener = from ?? (document.activeElement as HTMLElement | null)
      place()
      dialog.show()
    }
    const own = form()
    if (choose?.way) tick(own, 'way', value => value === choose.way)
    if (choose?.wish) tick(own, 'wish', value => value.startsWith(`${choose.wish}:`))
    if (choose?.amount) tick(own, 'amount', value => value === choose.amount)
    reckon()
    const first = own?.querySelector<HTMLElement>('[aria-invalid="true"], .tip-way:not([hidden]) input:checked')
    ;(first ?? own?.querySelector<HTMLElement>('input[name="way"]:checked'))?.focus({ preventScroll: true })
  }

  function close(): void {
    if (!dialog?.open) return
    dialog.close()
    opener?.focus({ preventScroll: true })
    opener = null
    // An address that opened it would open it again.
    const here = new URL(location.href)
    if (here.searchParams.has('tip')) {
      for (const name of ['tip', 'wish', 'tipped']) here.searchParams.delete(name)
      history.replaceState(history.state, '', here)
    }
  }

  /** Narrow windows: it rises to just under the lamps, wherever they stand. */
  function place(): void {
    const lamps = document.getElementById('lamps')?.getBoundingClientRect()
    if (lamps && dialog) dialog.style.setProperty('--under-lamps', `${underLamps(lamps.bottom)}px`)
  }

  /** What the form now says, in its own words: the button, what is left afterwards, and the lamps that it would light. */
  function reckon(): void {
    const own = form()
    if (!own) return
    const tokens = tokensIn(own)
    const balance = Number(own.dataset.balance ?? 0)
    const words = own.querySelector<HTMLElement>('[data-tip-words]')
    const sure = own.elements.namedItem('sure') as HTMLInputElement | null
    const again = sure?.value === String(tokens)
    if (words && tokens === 0) words.textContent = words.dataset.plain ?? ''
    else if (words) {
      const one = plurals.select(tokens) === 'one'
      const { one: first, many, sureOne, sureMany } = words.dataset
      const template = (again ? (one ? sureOne : sureMany) : one ? first : many) ?? ''
      words.textContent = template.replace('{n}', numbers.format(tokens))
    }
    const after = own.querySelector<HTMLElement>('[data-tip-after]')
    if (after) {
      const left = balance - tokens
      after.classList.toggle('tip-short', left < 0)
      if (tokens === 0) after.replaceChildren()
      else if (left < 0) after.textContent = (after.dataset.missing ?? '').replace('{n}', numbers.format(-left))
      else {
        const n = document.createElement('b')
        n.textContent = numbers.format(left)
        after.replaceChildren(`${after.dataset.words} `, n)
      }
    }
    const note = own.elements.namedItem('note') as HTMLInputElement | null
    const left = own.querySelector<HTMLElement>('[data-tip-left]')
    if (left && note) {
      left.textContent =
        note.value === '' ? '' : (left.dataset.words ?? '').replace('{used}', numbers.format(note.value.length))
    }
    light(own, tokens)
  }

  function light(own: HTMLFormElement, tokens: number): void {
    const goal = document.getElementById('goal')
    const moved = Number(goal?.dataset.moved ?? own.dataset.moved ?? Number.NaN)
    const target = Number(goal?.dataset.target ?? own.dataset.target ?? Number.NaN)
    const part = own.querySelector<HTMLElement>('.tip-goal')
    if (!part || Number.isNaN(moved) || Number.isNaN(target)) return
    const to = Math.min(target, moved + tokens)
    const halves = Math.floor((to * LAMPS * 2) / target)
    for (const [at, lamp] of [...part.querySelectorAll('.lamp')].entries()) {
      lamp.classList.toggle('on', at < Math.floor(halves / 2))
      lamp.classList.toggle('half', at === Math.floor(halves / 2) && halves % 2 === 1)
    }
    const towards = part.querySelector<HTMLElement>('[data-tip-towards]')
    if (!towards) return
    const [before = '', rest = ''] = (towards.dataset.words ?? '').split('{to}')
    const n = document.createElement('b')
    n.textContent = numbers.format(to)
    towards.replaceChildren(before.replace('{from}', numbers.format(moved)), n, rest)
  }

  function give(own: HTMLFormElement, submitter: HTMLElement | null): void {
    const key = (own.elements.namedItem('key') as HTMLInputElement).value
    const now = performance.now()
    const press = own.id === 'tip-quick' ? ((submitter as HTMLButtonElement | null)?.value ?? '') : key
    // The same press again, or one of a form that waits for its answer; a slow one may be sent again, and is the same tip.
    if (sent && sent.press === press && now - sent.at < TWICE_MS) return
    if (sent && sent.key === key && now - sent.at < SLOW_MS) return
    const fields: Record<string, string> = {}
    for (const [name, value] of new FormData(own, submitter)) if (typeof value === 'string') fields[name] = value
    busy(own, true)
    clearTimeout(sent?.slow)
    sent = { key, press, at: now, form: own, slow: window.setTimeout(() => busy(own, false), SLOW_MS) }
    // Without the line the form goes as it would without scripts.
    if (!send('tip', fields)) {
      const button = submitter as HTMLButtonElement | null
      if (button?.name) {
        const chosen = document.createElement('input')
        chosen.type = 'hidden'
        chosen.name = button.name
        chosen.value = button.value
        own.append(chosen)
      }
      own.submit()
    }
  }

  function answered(): void {
    if (!sent) return
    clearTimeout(sent.slow)
    busy(sent.form, false)
    sent = { ...sent, key: '' }
  }

  const say = (words: string) => {
    const said = document.getElementById('tip-said')
    if (said) said.textContent = words
  }

  onEvent('tipped', said => {
    answered()
    const key = quick()?.elements.namedItem('key') as HTMLInputElement | undefined
    if (key) key.value = String(said.born)
    close()
    say(String(said.words))
  })
  onEvent('tip-refused', said => {
    const wasQuick = sent?.form.id === 'tip-quick'
    answered()
    const key = quick()?.elements.namedItem('key') as HTMLInputElement | undefined
    if (key && said.born) key.value = String(said.born)
    say('')
    open(undefined, wasQuick ? (document.activeElement as HTMLElement) : undefined)
    // Why it did not go is read first, wherever the sheet was scrolled to.
    const wrong = form()?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (wrong) wrong.scrollIntoView({ block: 'center' })
    else dialog?.scrollTo(0, 0)
  })
  onEvent('wrong', said => {
    if (said.act !== 'tip') return false
    answered()
    say(String(said.words))
    return false
  })
  onReplaced('tip-form', reckon)
  onReplaced('goal', reckon)
  onEvent('menu', (_said, came) => {
    const own = form()
    if (!own) return
    for (const way of ['wish', 'gift']) renew(own, way, came)
    reckon()
  })
  onEvent('purse', said => {
    const own = form()
    if (!own) return
    const balance = Number(said.tokens)
    own.dataset.balance = String(balance)
    const words = own.querySelector<HTMLElement>('[data-tip-balance]')
    if (words) words.textContent = (words.dataset.words ?? '').replace('{n}', numbers.format(balance))
    // Bought meanwhile: what was missing is there.
    const missed = own.querySelector('.notice a[href^="/wallet/buy"]')?.closest('.notice')
    if (missed && tokensIn(own) <= balance) {
      missed.remove()
      own.querySelector('#tip-send')?.classList.replace('btn-edge', 'btn-primary')
    }
    reckon()
  })
  // Back from the buy sheet, whose opener may be gone with what was missing.
  document.getElementById('buy-sheet')?.addEventListener('close', () => {
    if (dialog?.open && !dialog.contains(document.activeElement)) document.getElementById('tip-send')?.focus()
  })

  document.addEventListener('submit', event => {
    const own = event.target as HTMLFormElement
    if (own.id !== 'tip-form' && own.id !== 'tip-quick') return
    event.preventDefault()
    give(own, event.submitter)
  })
  document.addEventListener('input', event => {
    const field = event.target as HTMLInputElement
    if (field.form?.id !== 'tip-form') return
    if (field.name === 'other') tick(field.form, 'amount', value => value === 'other')
    reckon()
  })
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    const pressed = (event.target as Element).closest<HTMLElement>('a')
    if (!pressed || !dialog) return
    const choose = chooses(pressed)
    if (!choose) return
    event.preventDefault()
    if (choose === 'close') close()
    else open(choose, pressed)
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && dialog?.open) {
      close()
      return
    }
    if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || event.altKey) return
    if ((event.target as Element).closest('input, textarea, select, [contenteditable]')) return
    if (remembered('keys') === 'off' || document.querySelector('dialog[open]')) return
    event.preventDefault()
    if (dialog) open({}, document.querySelector<HTMLElement>('.tip-open') ?? undefined)
    else document.querySelector<HTMLElement>('.tip-open')?.click()
  })
  window.addEventListener('resize', () => {
    if (dialog?.open) place()
  })
  if (dialog?.open) {
    place()
    reckon()
  }
}

/**
 * The choices of one way as they are now. What was chosen stays chosen, at the price that it has now; a choice that is gone
 * leaves none behind, so that nobody sends another one unseen.
 */
function renew(form: HTMLFormElement, way: string, came: Element): void {
  const old = form.querySelector<HTMLElement>(`[data-way="${way}"]`)
  const fresh = came.querySelector<HTMLElement>(`[data-way="${way}"]`)
  if (!old || !fresh) return
  const idOf = (radio: HTMLInputElement | null) => radio?.value.split(':')[0] ?? ''
  const chosen = idOf(old.querySelector<HTMLInputElement>('input:checked'))
  const held = old.contains(document.activeElement) ? idOf(document.activeElement as HTMLInputElement) : ''
  const radios = [...fresh.querySelectorAll<HTMLInputElement>('input')]
  const meant = new FormData(form).get('way') === way
  for (const [at, radio] of radios.entries()) radio.checked = chosen === '' ? at === 0 : idOf(radio) === chosen
  if (!meant && radios[0] && !radios.some(radio => radio.checked)) radios[0].checked = true
  old.replaceWith(fresh)
  if (held !== '') (radios.find(radio => idOf(radio) === held) ?? radios[0])?.focus({ preventScroll: true })
}

/** What a link of the lip or the menu row would open. */
function chooses(link: HTMLElement): { way?: string; wish?: string } | 'close' | null {
  if (link.dataset.do === 'tip-close') return 'close'
  if (link.dataset.tip === 'open') return {}
  if (link.dataset.wish) return { way: 'wish', wish: link.dataset.wish }
  if (!link.closest('#tip-acts, #wishes')) return null
  const query = new URL((link as HTMLAnchorElement).href).searchParams.get('tip')
  return query === 'gift' || query === 'wish' ? { way: query } : null
}

function tick(form: HTMLFormElement | null, name: string, wanted: (value: string) => boolean): void {
  for (const field of form?.querySelectorAll<HTMLInputElement>(`input[name="${name}"]`) ?? []) {
    if (wanted(field.value)) field.checked = true
  }
}

function tokensIn(form: HTMLFormElement): number {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '')
  const priced = (name: string) => Number(text(name).split(':')[1] ?? 0)
  switch (text('way')) {
    case 'wish':
      return priced('wish')
    case 'gift':
      return priced('gift')
    default: {
      const typed = text('amount') === 'other' ? text('other').trim() : text('amount')
      return /^[0-9]{1,9}$/.test(typed) ? Number(typed) : 0
    }
  }
}

function busy(form: HTMLFormElement, on: boolean): void {
  for (const press of form.querySelectorAll<HTMLElement>('button')) {
    if (on) press.setAttribute('aria-busy', 'true')
    else press.removeAttribute('aria-busy')
  }
}

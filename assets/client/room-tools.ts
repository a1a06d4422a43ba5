// Keeping a room: each form of it goes through the room's socket where one is open, and is posted where none is.
import { onEvent, onLineActs, send } from './room/wire.ts'

/** Longer than this nobody waits for a word about an act. */
const PATIENCE_MS = 10_000

interface Waiting {
  form: HTMLFormElement
  timer: number
}

const PIN = 'M4.5 17V3.5M4.5 4.2h10.7l-2.2 3.5 2.2 3.5H4.5'
const TRASH = 'M3.8 5.8h12.4M8 5.8V3.5h4v2.3M5.3 5.8l.7 11h8l.7-11M8.5 9v5M11.5 9v5'

const waiting = new Map<string, Waiting>()
let asked = 0

function settle(key: unknown): HTMLFormElement | null {
  const known = waiting.get(String(key))
  if (!known) return null
  waiting.delete(String(key))
  clearTimeout(known.timer)
  known.form.removeAttribute('data-sending')
  return known.form
}

function tellWhy(form: HTMLFormElement, words: string): void {
  const why = form.querySelector<HTMLElement>('.tool-why')
  if (!why) return
  why.textContent = words
  why.hidden = words === ''
}

document.addEventListener('submit', event => {
  const form = (event.target as Element).closest<HTMLFormElement>('form[data-act]')
  if (!form || event.defaultPrevented) return
  if (form.hasAttribute('data-sending')) return event.preventDefault()
  const input: Record<string, string> = {}
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') input[name] = value
  const key = `tool-${++asked}`
  if (!send(form.dataset.act ?? '', { ...input, key })) return
  event.preventDefault()
  form.setAttribute('data-sending', '')
  tellWhy(form, '')
  // No answer: the form is the page's own again, and the next press posts it.
  waiting.set(key, { form, timer: window.setTimeout(() => settle(key), PATIENCE_MS) })
})

onEvent('wrong', said => {
  const form = settle(said.key)
  if (!form) return false
  tellWhy(form, String(said.words ?? ''))
  return true
})

onEvent('kept', said => {
  const form = settle(said.key)
  if (!form) return
  // How a rule stands comes with what all who keep the room are told.
  if (form.querySelector('[role="switch"]')) return
  const card = form.closest('dialog')
  if (card) return card.close()
  const sheet = form.closest('details')
  if (!sheet) return
  sheet.open = false
  sheet.querySelector('summary')?.focus()
})

const isTouched = (field: HTMLInputElement | HTMLSelectElement): boolean =>
  field instanceof HTMLSelectElement
    ? [...field.options].some(option => option.selected !== option.defaultSelected)
    : field.type !== 'hidden' && field.value !== field.defaultValue

/** Somebody has set a rule: the forms of the bar show it, except where somebody is choosing something else just now. */
onEvent('rule-forms', (_said, came) => {
  for (const fresh of came.querySelectorAll<HTMLFormElement>('form[data-act]')) {
    const form = document.querySelector<HTMLFormElement>(`.keep-bar form[data-act="${fresh.dataset.act}"]`)
    if (!form) continue
    const onOff = fresh.querySelector('[role="switch"]')
    if (onOff) form.querySelector('[role="switch"]')?.setAttribute('aria-checked', onOff.ariaChecked ?? 'false')
    for (const now of fresh.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')) {
      const field = form.elements.namedItem(now.name)
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue
      const chosen = isTouched(field) ? field.value : now.value
      if (field instanceof HTMLSelectElement) field.replaceChildren(...now.childNodes)
      else field.defaultValue = (now as HTMLInputElement).defaultValue
      field.value = chosen
    }
  }
})

// Whoever keeps the room has two acts on each line. A slip is taken back over the chat.
const bar = document.querySelector<HTMLElement>('.keep-bar[data-words]')
if (bar) {
  const words = JSON.parse(bar.dataset.words ?? '{}') as Record<'remove' | 'pin', string>
  onLineActs((line, add) => {
    const n = line.dataset.n
    if (!n || line.matches('.line-act, .line-between, .line-removed, .line-whisper')) return
    if (line.querySelector('.said') && !line.classList.contains('line-silent'))
      add({ icon: PIN, words: words.pin, act: () => send('pin', { line: n }) })
    add({ icon: TRASH, words: words.remove, act: () => send('line-remove', { id: n }) })
  })
}

// One sheet of the bar at a time, and none once somebody presses beside it.
document.addEventListener('click', event => {
  for (const open of document.querySelectorAll<HTMLDetailsElement>('.keep-tool[open]')) {
    if (!open.contains(event.target as Node)) open.open = false
  }
})
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return
  const open = document.querySelector<HTMLDetailsElement>('.keep-tool[open]')
  if (!open) return
  open.open = false
  open.querySelector('summary')?.focus()
})

/** Whoever has read a room's welcome reads it again only when it says something new. */
for (const welcome of document.querySelectorAll<HTMLElement>('[data-welcome]')) {
  const kept = `welcome ${welcome.dataset.welcome}`
  const words = welcome.querySelector('bdi')?.textContent ?? ''
  const read = () => {
    try {
      return localStorage.getItem(kept) === words
    } catch {
      return false
    }
  }
  if (read()) welcome.hidden = true
  welcome.querySelector('[data-do="welcomed"]')?.addEventListener('click', () => {
    welcome.hidden = true
    try {
      localStorage.setItem(kept, words)
    } catch {
      // A browser that keeps nothing is welcomed again.
    }
  })
}

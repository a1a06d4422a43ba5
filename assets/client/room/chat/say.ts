import { onEvent, onLine, onReplaced, send } from '../wire.ts'
import { fill, type Place } from './place.ts'

/** Letters of a line; the server counts them too. */
const LINE_MOST = 500
const NEAR_MOST = 400
const PATIENCE_MS = 10_000
/** The longest that a browser waits for one timer. */
const TIMER_MOST = 2 ** 31 - 1

export interface SayBox {
  text: HTMLTextAreaElement
  /** Puts words where the caret is, with a blank around them. */
  insert(words: string): void
  answer(line: HTMLElement): void
}

/** The say box: what was typed stays until the server has it, and comes back with the reason when it does not want it. */
export function sayBox({ root, room, words }: Place, toEnd: () => void): SayBox | null {
  const form = root.querySelector<HTMLFormElement>('#say')
  const text = root.querySelector<HTMLTextAreaElement>('#say-text')
  const why = root.querySelector<HTMLElement>('#say-why')
  const state = root.querySelector<HTMLElement>('#say-state')
  const left = root.querySelector<HTMLElement>('#say-count')
  const replying = root.querySelector<HTMLElement>('#say-reply')
  const field = (name: string) => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`)
  const key = field('key')
  const reply = field('reply')
  if (!form || !text || !why || !state || !key || !reply) return null
  const isGuest = form.dataset.guest !== undefined
  const draft = `fl-draft-${room}`
  let usual: (Node | string)[] = [...state.childNodes]

  const fit = () => {
    text.style.height = ''
    // Behind another tab it has no height yet.
    if (text.scrollHeight > text.clientHeight && text.offsetParent)
      text.style.height = `${Math.min(text.scrollHeight, 160)}px`
    if (!left) return
    const letters = Array.from(text.value.trim()).length
    left.hidden = letters < NEAR_MOST
    left.textContent = fill(letters > LINE_MOST ? words.over : words.left, Math.abs(LINE_MOST - letters))
    left.classList.toggle('over', letters > LINE_MOST)
  }
  const keep = () => {
    try {
      if (text.value === '') sessionStorage.removeItem(draft)
      else sessionStorage.setItem(draft, text.value)
    } catch {
      // Some browsers keep nothing for anybody.
    }
  }
  const tell = (said: string, refused: boolean) => {
    why.textContent = said
    why.classList.toggle('said-why', !refused)
    text.setAttribute('aria-invalid', String(refused && said !== ''))
  }

  const closed = root.querySelector<HTMLElement>('#say-closed')
  const row = root.querySelector<HTMLElement>('#say-row')
  let asking = 0
  const askIn = (ms: number) => {
    clearTimeout(asking)
    asking = window.setTimeout(() => send('may'), Math.min(ms, TIMER_MOST))
  }

  let counting = 0
  const wait = (ms: number) => {
    clearInterval(counting)
    const until = performance.now() + ms
    const tick = () => {
      const seconds = Math.ceil((until - performance.now()) / 1000)
      if (seconds > 0) state.textContent = fill(words.wait, seconds)
      else {
        clearInterval(counting)
        state.replaceChildren(...usual)
        if (why.dataset.waits) tell('', false)
        delete why.dataset.waits
      }
    }
    tick()
    if (ms > 0) counting = window.setInterval(tick, 250)
  }

  // Who may write has changed: the box closes with the reason or opens again, and what was typed stays in it.
  onEvent('rules', said => {
    usual = [String(said.state ?? '')]
    if (isGuest) state.replaceChildren(...usual)
    else askIn(Math.random() * Number(said.withinMs ?? 0))
  })
  onEvent('may', said => {
    if (!closed || !row) return
    const why = String(said.closed ?? '')
    closed.textContent = why
    closed.hidden = why === ''
    row.hidden = why !== ''
    usual = [String(said.state ?? '')]
    wait(Number(said.waitMs ?? 0))
    fit()
    clearTimeout(asking)
    if (Number(said.againMs) > 0) askIn(Number(said.againMs))
  })
  // What became of a line that waited stands over the box: what was said when it began to wait is over.
  onReplaced(`held-mine-${room}`, () => {
    if (why.classList.contains('said-why')) tell('', false)
  })
  // The line was gone for a while, and with it what was told meanwhile.
  let wasGone = false
  onLine(open => {
    if (open && wasGone && !isGuest) askIn(Math.random() * 1000)
    // Whether a line that was under way arrived, nobody said: with its key it is the same line, said once.
    if (open && wasGone && form.dataset.sending) {
      settled()
      say()
    }
    wasGone = !open
  })
  // Following the room may be what it takes.
  document.addEventListener('htmx:after:swap', () => {
    if (row?.hidden) askIn(0)
  })

  const noReply = () => {
    reply.value = ''
    if (replying) replying.hidden = true
  }

  let patience = 0
  const settled = () => {
    clearTimeout(patience)
    delete form.dataset.sending
  }
  const isMine = (said: Readonly<Record<string, unknown>>) => form.dataset.sending === said.key

  const say = () => {
    if (form.dataset.sending || text.value.trim() === '') return
    form.dataset.sending = key.value
    const sent = send('chat', { text: text.value, key: key.value, reply: reply.value })
    if (!sent) {
      settled()
      tell(words.unsent ?? '', true)
      return
    }
    patience = window.setTimeout(() => {
      settled()
      tell(words.late ?? '', true)
    }, PATIENCE_MS)
  }

  onEvent('said', said => {
    if (said.key !== key.value) return
    settled()
    text.value = ''
    key.value = crypto.randomUUID()
    noReply()
    keep()
    fit()
    tell(String(said.words ?? ''), false)
    root.querySelector('.line-refused')?.remove()
    if (Number(said.waitMs) > 0) wait(Number(said.waitMs))
    toEnd()
    return true
  })
  onEvent('unsaid', said => {
    if (!isMine(said)) return
    settled()
    tell(String(said.words ?? ''), true)
    if (Number(said.waitMs) > 0) {
      why.dataset.waits = 'yes'
      wait(Number(said.waitMs))
    }
    text.focus()
    return true
  })
  onEvent('wrong', said => {
    if (said.act !== 'chat') return
    if (isMine(said)) settled()
    tell(String(said.words ?? ''), true)
    return true
  })

  form.addEventListener('submit', event => {
    if (isGuest) return
    event.preventDefault()
    say()
  })
  text.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.defaultPrevented) return
    event.preventDefault()
    form.requestSubmit()
  })
  text.addEventListener('input', () => {
    fit()
    keep()
    if (why.textContent !== '' && !why.dataset.waits) tell('', false)
  })
  root.querySelector('#say-reply-end')?.addEventListener('click', () => {
    noReply()
    text.focus()
  })

  if (text.value === '') {
    try {
      text.value = sessionStorage.getItem(draft) ?? ''
    } catch {
      // As above.
    }
  } else if (form.dataset.guest === undefined) text.focus()
  fit()
  if (form.dataset.again) askIn(Number(form.dataset.again))
  if (form.dataset.wait) wait(Number(form.dataset.wait))

  return {
    text,
    insert(words) {
      const { selectionStart: from, selectionEnd: to, value } = text
      const before = value.slice(0, from)
      const gap = before === '' || /\s$/.test(before) ? '' : ' '
      text.setRangeText(`${gap}${words} `, from, to, 'end')
      text.dispatchEvent(new Event('input', { bubbles: true }))
      text.focus()
    },
    answer(line) {
      const by = line.dataset.by
      if (!by || !replying) return
      reply.value = line.dataset.n ?? ''
      const shown = replying.querySelector('#say-reply-words')
      if (shown) shown.textContent = fill(words.answering, by)
      replying.hidden = false
      text.focus()
    },
  }
}

import { spoken } from '../words/unsent.ts'

const NOTE_MS = 8000

interface HtmxFailed {
  ctx?: { request?: { method?: string } }
}

/**
 * A form without a network keeps its page and what was typed, and says so, instead of giving both for the browser's own error
 * page. Forms that a script sends by itself say it themselves.
 */
export function unsent(): void {
  let last: { form: HTMLFormElement; url: string } | null = null
  // At the window, after everybody else: whoever sends the form in another way has stopped it by now.
  window.addEventListener('submit', event => {
    const form = event.target
    if (!(form instanceof HTMLFormElement)) return
    forget(form)
    if (event.defaultPrevented) return
    const to = event.submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? ''
    last = { form, url: withoutPlace(to) }
    if (navigator.onLine) return
    event.preventDefault()
    tell(form)
  })
  document.addEventListener('htmx:error', event => {
    const { ctx } = (event as CustomEvent<HtmxFailed>).detail
    // What looks again by itself is silent about it.
    if (!ctx?.request?.method || ctx.request.method.toUpperCase() === 'GET') return
    const from = event.target as Element
    tell(from instanceof HTMLButtonElement ? (from.form ?? from) : from)
  })
  document.addEventListener('htmx:before:request', event => forget(event.target as Element))
  // The browser was online, the site was not there: the worker has kept the page for us.
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<{ unsent?: string }>) => {
    if (typeof data.unsent === 'string' && last?.url === withoutPlace(data.unsent)) tell(last.form)
  })
}

/** What is asked of the server; the place in the page stays here. */
function withoutPlace(to: string): string {
  const url = new URL(to, location.href)
  url.hash = ''
  return url.href
}

const saying = new WeakMap<Element, HTMLElement>()

function forget(form: Element): void {
  saying.get(form)?.remove()
  saying.delete(form)
}

/** In the form where something was typed, or where a sheet would hide the bar; a form that is one button has the bar. */
function tell(form: Element): void {
  forget(form)
  const words = spoken()
  const typed = form.querySelector('input:not([type="hidden"]), textarea, select') !== null
  const [kept, act] = navigator.onLine ? [words.silent, words.silentAct] : [words.offline, words.offlineAct]
  if (!typed && !form.closest('dialog')) {
    note(act)
    return
  }
  const line = document.createElement('p')
  line.className = 'field-error unsent'
  line.setAttribute('role', 'alert')
  line.textContent = typed ? kept : act
  saying.set(form, line)
  form.append(line)
  line.scrollIntoView({ block: 'nearest' })
}

let timer = 0

function note(said: string): void {
  const bar = document.getElementById('offline-bar')
  if (!bar) return
  const usual = bar.dataset.usual ?? bar.textContent ?? ''
  bar.dataset.usual = usual
  clearTimeout(timer)
  bar.textContent = said
  bar.hidden = false
  timer = window.setTimeout(() => {
    bar.textContent = usual
    bar.hidden = navigator.onLine || document.querySelector('#stage[data-room]') !== null
  }, NOTE_MS)
}

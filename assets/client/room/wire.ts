// How the modules of a room's page speak with its one socket. Each script of a page is a bundle of its own, so that they
// meet on the document.

interface Sending {
  act: string
  input: Readonly<Record<string, unknown>>
  sent: boolean
}

/** Asks the server for an act. False when the line is gone: then nothing was sent. */
export function send(act: string, input: Readonly<Record<string, unknown>> = {}): boolean {
  const detail: Sending = { act, input, sent: false }
  document.dispatchEvent(new CustomEvent('fl:send', { detail }))
  return detail.sent
}

/** The page that owns the socket takes what the modules send. */
export function carry(through: (text: string) => boolean): void {
  document.addEventListener('fl:send', event => {
    const { detail } = event as CustomEvent<Sending>
    detail.sent = through(JSON.stringify({ ...detail.input, act: detail.act }))
  })
}

/** What an `<fl-event>` says: its `data-said`. */
export type Said = Readonly<Record<string, string | number>>

function saidBy(element: Element): Said {
  try {
    return JSON.parse((element as HTMLElement).dataset.said ?? '{}') as Said
  } catch {
    return {}
  }
}

/**
 * `<fl-event kind="KIND">` came: what it says, and the element with all that is in it. Whoever answers true has claimed it;
 * a `wrong` that nobody claims is told at the edge of the page.
 */
export function onEvent(kind: string, act: (said: Said, element: Element) => unknown): void {
  document.addEventListener(`fl:event:${kind}`, event => {
    const element = (event as CustomEvent<Element>).detail
    if (act(saidBy(element), element) === true) event.preventDefault()
  })
}

/** The element with this id was replaced by a newer one. */
export function onReplaced(id: string, act: (element: Element) => void): void {
  document.addEventListener(`fl:replaced:${id}`, event => act((event as CustomEvent<Element>).detail))
}

/** The line of the page: gone, and back again. */
export function onLine(act: (open: boolean) => void): void {
  document.addEventListener('fl:line', event => act((event as CustomEvent<boolean>).detail))
}

export const tellLine = (open: boolean): void =>
  void document.dispatchEvent(new CustomEvent('fl:line', { detail: open }))

/** What the socket's address asks when it opens: modules add theirs, as `after=12`. */
export function whenOpening(act: (asked: URLSearchParams) => void): void {
  document.addEventListener('fl:opening', event => act((event as CustomEvent<URLSearchParams>).detail))
}

export function askedAtOpening(): URLSearchParams {
  const detail = new URLSearchParams()
  document.dispatchEvent(new CustomEvent('fl:opening', { detail }))
  return detail
}

/** One thing that can be done with a line of the chat. `icon`: the path of a drawing on 20. */
export interface LineAct {
  icon: string
  words: string
  act(): void
}

type Offer = { line: HTMLElement; add(act: LineAct): void }

/** Modules add what can be done with a line, each time somebody turns to one. */
export function onLineActs(offer: (line: HTMLElement, add: (act: LineAct) => void) => void): void {
  document.addEventListener('fl:line-acts', event => {
    const { line, add } = (event as CustomEvent<Offer>).detail
    offer(line, add)
  })
}

export const tellLineActs = (line: HTMLElement, add: (act: LineAct) => void): void =>
  void document.dispatchEvent(new CustomEvent<Offer>('fl:line-acts', { detail: { line, add } }))

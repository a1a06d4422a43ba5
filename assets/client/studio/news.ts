import { ours } from '../live/trusted.ts'
import type { News } from './air.ts'

/** What the server tells every open page of the studio. */
export interface StudioNews extends News {
  paused: boolean
  startedAt: number | null
  viewers: number
  from: string
  closed: boolean
  parts: Readonly<Record<'health' | 'figures' | 'signal' | 'notices', string>>
}

const ASK_MS = 20_000
const MOST_WAIT_MS = 5000

export interface NewsLine {
  readonly open: boolean
  readonly last: StudioNews | null
  close(): void
}

/** The studio's socket. Comes back by itself, unless the server has shown the door. */
export function follow(heard: (news: StudioNews) => void, shut: (code: number, reason: string) => void): NewsLine {
  let socket: WebSocket | null = null
  let tries = 0
  let over = false
  const line = {
    open: false,
    last: null as StudioNews | null,
    close() {
      over = true
      socket?.close()
    },
  }
  const dial = () => {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/studio/live`)
    socket.addEventListener('message', event => {
      tries = 0
      line.open = true
      line.last = JSON.parse(String(event.data)) as StudioNews
      heard(line.last)
    })
    socket.addEventListener('close', ({ code, reason }) => {
      line.open = false
      if (over) return
      if (code === 1008 || (code >= 4000 && code < 5000)) shut(code, reason)
      else setTimeout(dial, Math.min(MOST_WAIT_MS, 300 * 2 ** tries++) * (0.8 + Math.random() * 0.4))
    })
  }
  dial()
  setInterval(() => {
    if (line.open && socket?.readyState === WebSocket.OPEN) socket.send('news')
  }, ASK_MS)
  addEventListener('online', () => {
    if (!line.open && socket?.readyState === WebSocket.CLOSED && !over) dial()
  })
  return line
}

const drawn = new WeakMap<Element, string>()

/** Puts the part in place of the one with its id; leaves it alone while it says the same. */
export function redraw(id: string, html: string, how: 'outer' | 'inner' = 'outer'): void {
  const now = document.getElementById(id)
  if (!now || drawn.get(now) === html) return
  if (how === 'inner') {
    now.innerHTML = ours().createHTML(html)
    drawn.set(now, html)
    return
  }
  const kept = now.contains(document.activeElement)
  now.outerHTML = ours().createHTML(html)
  const fresh = document.getElementById(id)
  if (fresh) drawn.set(fresh, html)
  if (kept) fresh?.querySelector<HTMLElement>('button, a')?.focus()
}

/** What this page knows better stands in the place of what the server said, until that is drawn again. */
export function overwrite(id: string, { tone, title, words }: { tone: string; title: string; words: string }): void {
  const place = document.getElementById(id)
  const line = place?.querySelector('p')
  if (!place || !line || line.textContent === `${title} ${words}`) return
  const bold = document.createElement('b')
  bold.textContent = title
  line.replaceChildren(bold, ` ${words}`)
  place.querySelector('.state')?.setAttribute('class', `state state-${tone}`)
  drawn.delete(place)
}

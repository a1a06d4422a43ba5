export interface LiveSocket {
  /** False when the line is gone: nothing was sent, and nothing is kept to be sent later. */
  send(text: string): boolean
  /** Ends it for good. */
  close(): void
}

interface Handlers {
  frame(text: string): void
  opened?(): void
  /** The line is gone; it is tried again by itself unless `final`. */
  lost?(final: boolean, code: number, reason: string): void
}

/** The server closed on purpose (a ban, a sign-out, a flood): coming back would only be refused again. */
export const isFinal = (code: number): boolean => code === 1008 || (code >= 4000 && code < 5000)

/** Closed for a sanction: where the person reads why. The server's reason is the code of the decision. */
export const sanctionedTo = (reason: string): string =>
  /^[a-z2-7]{52}$/.test(reason) ? `/decisions/${reason}` : '/sign-in'

/** Half a second, doubled with each try up to a quarter minute, and never the same for all pages of a house. */
export const backoffMs = (tries: number, chance: number): number =>
  Math.min(15_000, 500 * 2 ** tries) * (0.75 + chance / 2)

/** Sent now and then to a server that answers the same: a line that died without a word is noticed. */
const SIGN_OF_LIFE = '.'
const SIGN_MS = 20_000
const SILENCE_MS = 10_000
const DOUBT_MS = 2000
const NO_WORD = 1006

/** A socket that comes back: at once when the network or the reader does, else after a growing wait. */
export function liveSocket(path: string | (() => string), handlers: Handlers): LiveSocket {
  let socket: WebSocket | undefined
  let tries = 0
  let timer = 0
  let silence = 0
  let ended = false

  function open(): void {
    clearTimeout(timer)
    const url = new URL(typeof path === 'string' ? path : path(), location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const mine = new WebSocket(url)
    socket = mine
    mine.onopen = () => {
      tries = 0
      handlers.opened?.()
    }
    mine.onmessage = ({ data }) => {
      clearTimeout(silence)
      if (typeof data === 'string' && data !== SIGN_OF_LIFE) handlers.frame(data)
    }
    mine.onclose = ({ code, reason }) => closed(mine, code, reason)
  }

  function closed(mine: WebSocket, code: number, reason = ''): void {
    if (ended || socket !== mine) return
    socket = undefined
    clearTimeout(silence)
    ended = isFinal(code)
    handlers.lost?.(ended, code, reason)
    if (!ended) timer = window.setTimeout(open, backoffMs(tries++, Math.random()))
  }

  const ask = (patienceMs: number) => {
    const mine = socket
    if (mine?.readyState !== WebSocket.OPEN) return
    mine.send(SIGN_OF_LIFE)
    clearTimeout(silence)
    silence = window.setTimeout(() => {
      mine.close()
      closed(mine, NO_WORD)
    }, patienceMs)
  }
  const signs = window.setInterval(() => ask(SILENCE_MS), SIGN_MS)
  // The browser says that there is no network: a line that still answers is believed more.
  const doubt = () => ask(DOUBT_MS)
  window.addEventListener('offline', doubt)

  const comeBack = () => {
    if (!ended && !socket && !document.hidden) open()
  }
  window.addEventListener('online', comeBack)
  document.addEventListener('visibilitychange', comeBack)
  open()
  return {
    send(text) {
      if (socket?.readyState !== WebSocket.OPEN) return false
      socket.send(text)
      return true
    },
    close() {
      ended = true
      clearTimeout(timer)
      clearTimeout(silence)
      clearInterval(signs)
      window.removeEventListener('online', comeBack)
      window.removeEventListener('offline', doubt)
      document.removeEventListener('visibilitychange', comeBack)
      socket?.close(1000)
    },
  }
}

export interface LiveSocket {
  /** Ends it for good. */
  close(): void
}

interface Handlers {
  frame(text: string): void
  opened?(): void
  /** The line is gone; it is tried again by itself unless `final`. */
  lost?(final: boolean, code: number): void
}

/** The server closed on purpose (a ban, a sign-out, a flood): coming back would only be refused again. */
const isFinal = (code: number): boolean => code === 1008 || (code >= 4000 && code < 5000)

export const backoffMs = (tries: number, chance: number): number =>
  Math.min(15_000, 500 * 2 ** tries) * (0.75 + chance / 2)

/** A socket that comes back: at once when the network does, else after a growing wait. */
export function liveSocket(path: string, handlers: Handlers): LiveSocket {
  let socket: WebSocket | undefined
  let tries = 0
  let timer = 0
  let ended = false

  function open(): void {
    clearTimeout(timer)
    const url = new URL(path, location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const mine = new WebSocket(url)
    socket = mine
    mine.onopen = () => {
      tries = 0
      handlers.opened?.()
    }
    mine.onmessage = event => {
      if (typeof event.data === 'string') handlers.frame(event.data)
    }
    mine.onclose = event => {
      if (ended || socket !== mine) return
      const final = isFinal(event.code)
      handlers.lost?.(final, event.code)
      if (!final) timer = window.setTimeout(open, backoffMs(tries++, Math.random()))
    }
  }

  const comeBack = () => {
    if (!ended && socket?.readyState === WebSocket.CLOSED) open()
  }
  window.addEventListener('online', comeBack)
  document.addEventListener('visibilitychange', comeBack)
  open()
  return {
    close() {
      ended = true
      clearTimeout(timer)
      window.removeEventListener('online', comeBack)
      document.removeEventListener('visibilitychange', comeBack)
      socket?.close(1000)
    },
  }
}

import type { ServerWebSocket } from 'bun'
import { SECOND } from '../clock.ts'

/** Browsers' pages send none, tools one now and then; each costs an answer that no act of ours limits. */
const PINGS_MOST = 20
const FLOOD = 1008

interface Counted {
  pings: number
  since: number
}

const counts = new WeakMap<ServerWebSocket<unknown>, Counted>()

/** Closes a socket that asks for more signs of life in a second than anybody needs. `now` is monotonic, in ms. */
export function pinged(socket: ServerWebSocket<unknown>, now: number): void {
  const count = counts.get(socket) ?? { pings: 0, since: now }
  counts.set(socket, count)
  if (now - count.since >= SECOND) {
    count.since = now
    count.pings = 0
  }
  if (++count.pings > PINGS_MOST) socket.close(FLOOD, 'too many pings')
}

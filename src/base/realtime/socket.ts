import type { Server, ServerWebSocket } from 'bun'
import { Refused } from '../http/refused.ts'
import type { Seat } from './hub.ts'

/** The open socket as its sitting sees it. */
export type Socket = Seat & Pick<ServerWebSocket<Sitting>, 'subscribe'>

/**
 * What is kept of an open socket, and hears it. Thousands are open and silent: whoever has many of them gives each a small object of a
 * class, and no closures. Elysia's own sockets keep the request and its whole context, 24 functions each: 8 KiB more.
 */
export interface Sitting {
  opened(socket: Socket): void
  /** A text; what was sent as bytes comes as bytes. */
  said?(frame: string | Uint8Array, socket: Socket): void
  closed(socket: Socket): void
}

const FAULT = 1011
const servers = new WeakMap<Request, Server<Sitting>>()
const sockets = new WeakSet<Request>()

/** Two servers may listen at once: a request becomes a socket of the one that it came to. */
export function cameTo(request: Request, server: Server<unknown>): void {
  servers.set(request, server as Server<Sitting>)
}

/** Makes the request a socket. Throws 400 when its connection cannot become one. */
export function sit(request: Request, sitting: Sitting): void {
  if (!servers.get(request)?.upgrade(request, { data: sitting })) throw new Refused(400)
  sockets.add(request)
}

/** Whether the request has become a socket, so that nothing is left to answer. */
export const isSocket = (request: Request): boolean => sockets.has(request)

/** The server's side: each socket's own sitting hears it. What throws is told and ends that socket alone. */
export function hearing(fault: (error: unknown) => void) {
  const guarded = (socket: ServerWebSocket<Sitting>, hear: () => void) => {
    try {
      hear()
    } catch (error) {
      fault(error)
      socket.close(FAULT, 'fault')
    }
  }
  return {
    open: (socket: ServerWebSocket<Sitting>) => guarded(socket, () => socket.data.opened(socket)),
    message: (socket: ServerWebSocket<Sitting>, frame: string | Uint8Array) =>
      guarded(socket, () => socket.data.said?.(frame, socket)),
    close: (socket: ServerWebSocket<Sitting>) => guarded(socket, () => socket.data.closed(socket)),
  }
}

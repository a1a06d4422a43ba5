import type { Server, WebSocketHandler } from 'bun'
import type { SocketHub } from '../realtime/hub.ts'

export interface Served {
  fetch(request: Request, server: Server<unknown>): Response | Promise<Response>
  websocket: WebSocketHandler<unknown>
  /** Elysia upgrades sockets through the server it knows. */
  adopt(server: Server<unknown>): void
}

export interface ListenShape {
  host: string
  port: number
  tls?: { cert: string; key: string }
  hub: SocketHub
  idleTimeoutSeconds?: number
}

export type Listening =
  | { ok: true; server: Server<unknown> }
  | { ok: false; why: 'port-taken' | 'not-allowed' | 'no-such-address'; detail: string }

/**
 * Binds the port. Two processes could share one silently under `reusePort`, which certificate reload needs: so the port is
 * bound once without it, to learn that it is free, and then with it.
 */
export function listenHttp(served: Served, shape: ListenShape): Listening {
  try {
    let port = shape.port
    if (port !== 0) {
      Bun.serve({ hostname: shape.host, port, fetch: () => new Response() }).stop(true)
    }
    const server = Bun.serve({
      hostname: shape.host,
      port,
      reusePort: true,
      idleTimeout: shape.idleTimeoutSeconds ?? 30,
      maxRequestBodySize: 16 * 1024 * 1024,
      ...(shape.tls ? { tls: shape.tls } : {}),
      fetch: served.fetch,
      websocket: served.websocket,
    } as Parameters<typeof Bun.serve>[0]) as Server<unknown>
    port = server.port ?? port
    served.adopt(server)
    shape.hub.attach(server)
    return { ok: true, server }
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    const detail = error instanceof Error ? error.message : String(error)
    if (code === 'EADDRINUSE') return { ok: false, why: 'port-taken', detail }
    if (code === 'EACCES') return { ok: false, why: 'not-allowed', detail }
    return { ok: false, why: 'no-such-address', detail }
  }
}

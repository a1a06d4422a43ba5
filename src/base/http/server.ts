import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Server, WebSocketHandler } from 'bun'
import type { Listen } from '../config.ts'
import type { SocketHub } from '../realtime/hub.ts'
import type { Pair } from './certificate.ts'
import { broken, misnamed } from './host.ts'

export interface Served {
  fetch(request: Request, server: Server<unknown>): Response | Promise<Response>
  websocket: WebSocketHandler<unknown>
  /** Hears what no page could be made of. */
  fault?(error: unknown): void
}

export type Refusal = { ok: false; why: 'port-taken' | 'not-allowed' | 'no-such-address' | 'failed'; detail: string }
export type Bound = { ok: true } | Refusal

/** A blocking playlist request waits up to ten seconds; a socket that says nothing for this long is gone. */
const IDLE_S = 30
const LARGEST_BODY_BYTES = 16 * 1024 * 1024
const DRAIN_LOOK_MS = 500

/**
 * The site's port. A renewed certificate starts a second server on it, since Bun keeps the old one through `reload`; the
 * old server takes nobody new, and the hub reaches the listeners of both until its last one has left.
 */
export class HttpServer {
  private current: Server<unknown> | null = null
  private readonly draining = new Set<Server<unknown>>()

  constructor(
    private readonly served: Served,
    private readonly at: Listen,
    private readonly hub: SocketHub,
  ) {}

  /** The port that was bound, also when any free one was asked for. */
  get port(): number {
    return this.current?.port ?? this.at.port
  }

  get old(): number {
    return this.draining.size
  }

  start(pair: Pair | null): Bound {
    // Two processes could share a port silently under `reusePort`: bound once without it, to learn that it is free.
    const free = this.at.port === 0 ? ({ ok: true } as const) : isFree(this.at)
    if (!free.ok) return free
    return this.open(this.at.port, pair)
  }

  /** Everybody who is here stays on the old certificate until they leave by themselves. */
  replaceCertificate(pair: Pair): Bound {
    const old = this.current
    const opened = this.open(this.port, pair)
    if (!opened.ok || !old) return opened
    this.draining.add(old)
    void old.stop()
    const look = setInterval(() => {
      if (old.pendingRequests + old.pendingWebSockets > 0) return
      clearInterval(look)
      this.draining.delete(old)
      this.hub.detach(old)
    }, DRAIN_LOOK_MS)
    look.unref()
    return opened
  }

  /** Takes nobody new and lets answers that are under way finish, for at most `patienceMs`; then closes what is open. */
  async stop(patienceMs: number): Promise<void> {
    const servers = [...this.draining, ...(this.current ? [this.current] : [])]
    for (const server of servers) void server.stop()
    const end = performance.now() + patienceMs
    while (servers.some(server => server.pendingRequests > 0) && performance.now() < end) await Bun.sleep(20)
    for (const server of servers) {
      this.hub.detach(server)
      void server.stop(true)
    }
  }

  private open(port: number, pair: Pair | null): Bound {
    try {
      const server = Bun.serve({
        hostname: this.at.host,
        port,
        reusePort: true,
        idleTimeout: IDLE_S,
        maxRequestBodySize: LARGEST_BODY_BYTES,
        development: false,
        ...(pair ? { tls: pair } : {}),
        fetch: (request: Request, server: Server<unknown>) => misnamed(request) ?? this.served.fetch(request, server),
        error: (error: unknown) => {
          this.served.fault?.(error)
          return broken()
        },
        websocket: this.served.websocket,
      } as Parameters<typeof Bun.serve>[0]) as Server<unknown>
      this.hub.attach(server)
      this.current = server
      return { ok: true }
    } catch (error) {
      return refusal(error)
    }
  }
}

/** Whether somebody else has the TCP port. */
export function isFree(at: Listen): Bound {
  try {
    Bun.serve({ hostname: at.host, port: at.port, fetch: () => new Response() }).stop(true)
    return { ok: true }
  } catch (error) {
    return refusal(error)
  }
}

/** Whether a host is an address, or a name that has one. */
export const standsFor = async (host: string): Promise<boolean> =>
  isIP(host) !== 0 || host === '' || (await lookup(host).then(Boolean, () => false))

function refusal(error: unknown): Refusal {
  const code = (error as { code?: string }).code ?? ''
  const detail = error instanceof Error ? error.message : String(error)
  if (code === 'EADDRINUSE') return { ok: false, why: 'port-taken', detail }
  if (code === 'EACCES') return { ok: false, why: 'not-allowed', detail }
  // EINVAL: a name that stands for no address at all.
  if (code === 'EADDRNOTAVAIL' || code === 'EINVAL') return { ok: false, why: 'no-such-address', detail }
  return { ok: false, why: 'failed', detail }
}

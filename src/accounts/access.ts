import { Elysia } from 'elysia'
import { clientAddress } from '../base/http/address.ts'
import { sameOrigin } from '../base/http/origin.ts'
import { Refused } from '../base/http/refused.ts'
import { base64url } from '../base/ids.ts'
import type { World } from '../world.ts'
import { type Access, admits, readsCookie } from './role.ts'
import { visitorOf } from './session.ts'
import type { Visitor } from './visitor.ts'

/** What every handler may read besides Elysia's own context. */
export type Asking = {
  visitor: Visitor | null
  /** Client address behind named proxies. */
  address: string
  /** Nonce of this answer's Content-Security-Policy. */
  nonce: string
}

/** Address of the peer, given by the server to each request; `app.ts` fills it. */
export const peers = new WeakMap<Request, string>()

/**
 * Identifies in a root derive and refuses in `transform`, ahead of validation. Every route says `access: '...'`;
 * the route-table test finds the one that does not. One instance a world: Elysia then runs it once a request.
 */
function build(world: World) {
  return new Elysia({ name: 'access' })
    .derive(
      { as: 'global' },
      async ({ request }): Promise<Asking> => ({
        visitor: await visitorOf(world, request),
        address: clientAddress(request, peers.get(request) ?? '', world.config.trustedProxies),
        nonce: base64url(world.ids.bytes(16)),
      }),
    )
    .macro({
      access: (who: Access) => ({
        detail: { tags: [`access:${who}`] },
        transform(context: { request: Request }) {
          const { request, visitor } = context as unknown as Asking & { request: Request }
          if (readsCookie(who) && !sameOrigin(request, ourOrigin(world, request))) {
            throw new Refused(403, 'This came from another site. Open the page here and try again.')
          }
          if (!admits(who, visitor?.role ?? null)) throw new Refused(visitor ? 403 : 401)
        },
      }),
    })
}

const built = new WeakMap<World, ReturnType<typeof build>>()

export function access(world: World): ReturnType<typeof build> {
  let plugin = built.get(world)
  if (!plugin) {
    plugin = build(world)
    built.set(world, plugin)
  }
  return plugin
}

/**
 * The origin that pages of this request have. Host is what the browser put in the address bar, so a page on another origin
 * can never equal it; the scheme is TLS's, or the named proxy's.
 */
export function ourOrigin(world: World, request: Request): string {
  const url = new URL(request.url)
  const proxied = world.config.trustedProxies.includes((peers.get(request) ?? '').replace(/^::ffff:/, ''))
  const forwarded = proxied ? request.headers.get('x-forwarded-proto') : null
  const scheme = forwarded === 'https' || forwarded === 'http' ? forwarded : url.protocol.slice(0, -1)
  return `${scheme}://${request.headers.get('host') ?? url.host}`
}

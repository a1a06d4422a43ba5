import { isLoopback } from './public-url.ts'

/** Why a request over plain HTTP is not served: people's cookies, cameras and keys need a secure way to us. */
export type PlainWhy = 'outside' | 'proxy-plain' | 'proxy-unnamed'

/**
 * Plain HTTP is for this machine and for proxies that the owner named and that say `https`. The Host must be a name of this
 * machine too, so that no page elsewhere reaches a local site under a name that it makes point here (DNS rebinding).
 */
export function plainRefused(request: Request, peer: string, trustedProxies: readonly string[]): PlainWhy | null {
  const from = peer.replace(/^::ffff:/, '')
  const { headers } = request
  const local = isLoopback((headers.get('host') ?? '').replace(/:[0-9]*$/, ''))
  if (trustedProxies.includes(from)) {
    if (headers.get('x-forwarded-proto')?.toLowerCase() === 'https') return null
    return isLoopback(from) && local && !headers.has('x-forwarded-for') ? null : 'proxy-plain'
  }
  if (isLoopback(from) && local) return headers.has('x-forwarded-for') ? 'proxy-unnamed' : null
  return isLoopback(from) && headers.has('x-forwarded-for') ? 'proxy-unnamed' : 'outside'
}

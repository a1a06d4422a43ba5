import { isIP } from 'node:net'

/**
 * Who is asking. A forwarded address counts only from a proxy that the owner named: the nearest hop that is not
 * one of them. What is no address ends the list.
 */
export function clientAddress(request: Request, peer: string, trustedProxies: readonly string[]): string {
  const plain = (address: string) => (address.startsWith('::ffff:') ? address.slice(7) : address)
  let address = plain(peer)
  if (!trustedProxies.includes(address)) return address
  const hops = (request.headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map(hop => plain(hop.trim()))
    .filter(Boolean)
  while (hops.length > 0) {
    const hop = hops.pop()!
    if (isIP(hop) === 0) break
    address = hop
    if (!trustedProxies.includes(address)) break
  }
  return address
}

import type { Clock } from '../clock.ts'

/** Token buckets in memory, bounded in number: the oldest is forgotten first. */
export class Rates {
  private readonly buckets = new Map<string, { left: number; at: number }>()
  constructor(
    private readonly clock: Clock,
    private readonly most = 50_000,
    /** Nobody is refused: for measurements (`--limits bench`). */
    private readonly lifted = false,
  ) {}

  /** Takes one; false when the key has used `count` within `windowMs` (refilled evenly). */
  take(key: string, count: number, windowMs: number): boolean {
    if (this.lifted) return true
    const now = this.clock.monotonic()
    const known = this.buckets.get(key)
    let left = count
    if (known) {
      left = Math.min(count, known.left + ((now - known.at) * count) / windowMs)
      this.buckets.delete(key)
    }
    const allowed = left >= 1
    this.buckets.set(key, { left: allowed ? left - 1 : left, at: now })
    if (this.buckets.size > this.most) this.buckets.delete(this.buckets.keys().next().value!)
    return allowed
  }

  /** Whether one is left; takes none. */
  has(key: string, count: number, windowMs: number): boolean {
    const known = this.buckets.get(key)
    if (this.lifted || !known) return true
    return known.left + ((this.clock.monotonic() - known.at) * count) / windowMs >= 1
  }
}

/** The network an address belongs to: /24 of IPv4, /56 of IPv6. */
export function network(address: string): string {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address
  if (plain.includes('.')) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  const [head = '', tail = ''] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const groups = plain.includes('::') ? [...left, ...Array(8 - left.length - right.length).fill('0'), ...right] : left
  const word = (i: number) => Number.parseInt(groups[i] ?? '0', 16) || 0
  return `${[word(0), word(1), word(2), word(3) & 0xff00].map(n => n.toString(16)).join(':')}::/56`
}

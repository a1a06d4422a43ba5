import type { Seat } from './hub.ts'

/** Who is here now, by topic and by key (account, session): in memory, gone with the process. */
export class Presence {
  private readonly byTopic = new Map<string, Set<Seat>>()
  private readonly byKey = new Map<string, Set<Seat>>()
  private readonly keysOf = new Map<Seat, string[]>()

  /** `keys` are what may end this seat or is counted: `account:ID`, `session:ID`, `network:NET`. */
  join(seat: Seat, topic: string, keys: string[]): void {
    add(this.byTopic, topic, seat)
    for (const key of keys) add(this.byKey, key, seat)
    this.keysOf.set(seat, [topic, ...keys])
  }

  leave(seat: Seat): void {
    const keys = this.keysOf.get(seat)
    if (!keys) return
    this.keysOf.delete(seat)
    const [topic, ...rest] = keys
    drop(this.byTopic, topic!, seat)
    for (const key of rest) drop(this.byKey, key, seat)
  }

  count(topic: string): number {
    return this.byTopic.get(topic)?.size ?? 0
  }

  /** Open seats under the key. */
  held(key: string): number {
    return this.byKey.get(key)?.size ?? 0
  }

  /** Topics with somebody in them. */
  topics(prefix: string): string[] {
    return [...this.byTopic.keys()].filter(topic => topic.startsWith(prefix))
  }

  seats(topic: string): Iterable<Seat> {
    return this.byTopic.get(topic) ?? []
  }

  /** The keys of those on the topic that begin so, each once; `most` seats are looked at. */
  keys(topic: string, prefix: string, most = 2000): string[] {
    const found = new Set<string>()
    let left = most
    for (const seat of this.seats(topic)) {
      if (left-- === 0) break
      for (const key of this.keysOf.get(seat) ?? []) if (key.startsWith(prefix)) found.add(key)
    }
    return [...found]
  }

  /** Closes every seat under the key. 1008 and 4xxx are not reconnected by the page. */
  close(key: string, code: number, reason: string): void {
    for (const seat of [...(this.byKey.get(key) ?? [])]) seat.close(code, reason)
  }
}

function add(map: Map<string, Set<Seat>>, key: string, seat: Seat): void {
  const seats = map.get(key)
  if (seats) seats.add(seat)
  else map.set(key, new Set([seat]))
}

function drop(map: Map<string, Set<Seat>>, key: string, seat: Seat): void {
  const seats = map.get(key)
  seats?.delete(seat)
  if (seats?.size === 0) map.delete(key)
}

import type { Clock } from '../base/clock.ts'

/** What a viewer may tap under the picture: nothing of it is stored. */
export const REACTIONS = ['heart', 'clap', 'star', 'bouquet', 'laugh', 'lamp'] as const
export type Reaction = (typeof REACTIONS)[number]
export type Sum = Partial<Record<Reaction, number>>

export const isReaction = (word: string): word is Reaction => REACTIONS.some(known => known === word)

/** A room is told at most ten times a second, however many tap. */
export const FRAME_MS = 100
/** Of one page; and of one network, which may be a whole school. */
const TAPS = { seat: 20, network: 200 }
const MOST_TAPS_AT_ONCE = 10

export interface Reacting {
  clock: Clock
  rates: { take(key: string, count: number, windowMs: number): boolean }
  later(ms: number, act: () => void): void
  show(room: string, sum: Sum): void
}

/** Adds up the taps of each room and tells their sum, never more often than a viewer's picture can follow. */
export class Reactions {
  private readonly rooms = new Map<string, { sum: Sum; shownAt: number; due: boolean }>()

  constructor(private readonly given: Reacting) {}

  /** Answers how many of the taps count. */
  tap(room: string, from: { seat: string; network: string }, kind: Reaction, taps: number): number {
    const { rates } = this.given
    let counted = 0
    for (; counted < Math.min(taps, MOST_TAPS_AT_ONCE); counted++) {
      if (!rates.take(`react:${from.seat}`, TAPS.seat, 1000)) break
      if (!rates.take(`react:${from.network}`, TAPS.network, 1000)) break
    }
    if (counted > 0) this.add(room, kind, counted)
    return counted
  }

  private add(room: string, kind: Reaction, taps: number): void {
    const { clock, later } = this.given
    const known = this.rooms.get(room) ?? { sum: {}, shownAt: Number.NEGATIVE_INFINITY, due: false }
    this.rooms.set(room, known)
    known.sum[kind] = (known.sum[kind] ?? 0) + taps
    if (known.due) return
    const wait = known.shownAt + FRAME_MS - clock.monotonic()
    if (wait <= 0) this.flush(room)
    else {
      known.due = true
      later(wait, () => this.flush(room))
    }
  }

  private flush(room: string): void {
    const known = this.rooms.get(room)
    if (!known) return
    const { sum } = known
    this.rooms.set(room, { sum: {}, shownAt: this.given.clock.monotonic(), due: false })
    this.given.show(room, sum)
  }

  /** Rooms that nobody taps in any more are forgotten. */
  sweep(): void {
    const before = this.given.clock.monotonic() - 60_000
    for (const [room, { shownAt, due }] of this.rooms) if (!due && shownAt < before) this.rooms.delete(room)
  }
}

import type { Server } from 'bun'

/**
 * Publishes rendered frames to topics. The topic names are the server's alone. Two servers may listen at once while a
 * certificate is replaced: a frame goes to the listeners of both.
 */
export interface Hub {
  publish(topic: string, frame: string): void
}

/** The part of an open socket that the hub and the routes need. */
export interface Seat {
  send(frame: string): unknown
  close(code: number, reason?: string): unknown
}

/** What waits on one topic to go out together. */
interface Held {
  frames: string[]
  /** When the first of them came, and the last. */
  since: number
  latest: number
  /** Ends the hold. */
  timer: ReturnType<typeof setTimeout> | null
  /** The last gaps between frames, a ring. */
  gaps: number[]
  at: number
  /** Whether a hold is worth more than its first millisecond, and when that was last tried. */
  joins: boolean
  tried: number
  /** Frames that were there when the hold went on past its first millisecond. */
  early: number
}

const FIRST_MS = 1
const LONGEST_MS = 50
/** One long hold a second finds out whether lines have begun to join. */
const TRY_AGAIN_MS = 1000
const GAPS = 16
/** A hold goes on while the next frame is due: this many usual gaps. */
const DUE = 2.5
const LEAST_DUE_MS = 1
/** A topic where nobody has said anything for so long is forgotten. */
const QUIET_MS = 60_000
const SWEEP_AT = 1024

/**
 * The cost of telling a room is a socket write for each listener, not the bytes: frames of one topic that come close together
 * go out as one. A frame waits a millisecond, and up to fifty only while others keep joining it. Measured, with the rule that
 * stops: docs/decisions/0014-joined-frames.md.
 */
export class SocketHub implements Hub {
  private readonly servers = new Set<Server<unknown>>()
  private readonly topics = new Map<string, Held>()

  attach(server: Server<unknown>): void {
    this.servers.add(server)
  }

  detach(server: Server<unknown>): void {
    this.servers.delete(server)
  }

  publish(topic: string, frame: string): void {
    const now = performance.now()
    const held = this.topics.get(topic) ?? this.open(topic, now)
    held.gaps[held.at++ % GAPS] = now - held.latest
    held.latest = now
    if (held.frames.push(frame) > 1) return
    held.since = now
    held.early = 0
    held.timer = setTimeout(() => this.due(topic, held), FIRST_MS)
  }

  private open(topic: string, now: number): Held {
    if (this.topics.size >= SWEEP_AT) {
      for (const [name, { frames, latest }] of this.topics) {
        if (frames.length === 0 && now - latest > QUIET_MS) this.topics.delete(name)
      }
    }
    const held: Held = {
      frames: [],
      since: now,
      latest: now,
      timer: null,
      gaps: [],
      at: 0,
      joins: false,
      tried: now,
      early: 0,
    }
    this.topics.set(topic, held)
    return held
  }

  private due(topic: string, held: Held): void {
    const now = performance.now()
    if (held.early === 0) {
      const tries = now - held.tried >= TRY_AGAIN_MS
      if (!held.joins && !tries) {
        this.flush(topic, held)
        return
      }
      held.tried = now
      held.early = held.frames.length
    }
    const left = Math.min(held.since + LONGEST_MS, held.latest + usualGap(held) * DUE) - now
    if (left > 0.5) {
      held.timer = setTimeout(() => this.due(topic, held), left)
      return
    }
    held.joins = held.frames.length > held.early
    this.flush(topic, held)
  }

  private flush(topic: string, held: Held): void {
    const frame = held.frames.length === 1 ? held.frames[0]! : held.frames.join('')
    held.frames = []
    held.timer = null
    for (const server of this.servers) server.publish(topic, frame)
  }
}

/** The middle one of the last gaps: a pause between two bursts does not count as the way within them. */
function usualGap({ gaps }: Held): number {
  const sorted = [...gaps].sort((a, b) => a - b)
  return Math.max(LEAST_DUE_MS / DUE, sorted[sorted.length >> 1] ?? 0)
}

import type { Server } from 'bun'
import { systemClock } from '../clock.ts'

/**
 * Publishes rendered frames to topics. The topic names are the server's alone. Two servers may listen at once while a
 * certificate is replaced: a frame goes to the listeners of both.
 */
export interface Hub {
  publish(topic: string, frame: string): void
}

/** The part of an open socket that presence and the routes need. */
export interface Seat {
  send(frame: string): unknown
  close(code: number, reason?: string): unknown
}

/** What waits on one topic to go out together, and what its last frames were like. */
interface Held {
  frames: string[]
  /** When the first of them came; when the last one on this topic did. */
  since: number
  latest: number
  /** The last gaps between frames and the last numbers that went out together: rings. */
  gaps: number[]
  sizes: number[]
  came: number
  went: number
  /** A hold that is longer than it need be, to learn whether more would join. */
  trying: boolean
  tried: number
  timer: ReturnType<typeof setTimeout> | null
  leaving: ReturnType<typeof setImmediate> | null
}

const LONGEST_MS = 50
const TRY_AGAIN_MS = 1000
const GAPS = 16
const SIZES = 4
/** A try goes on while another frame may come: so much longer than the longest of the last gaps. */
const DUE = 1.5
/** Slower than this, frames would not meet within the longest hold. */
const USUAL_GAP_MOST_MS = LONGEST_MS / 2
/** A topic where nobody has said anything for so long is forgotten. */
const QUIET_MS = 60_000
const SWEEP_AT = 1024

/**
 * The cost of telling a room is a socket write for each listener, not the bytes: frames of one topic that come close together
 * go out as one. A hold ends when as many have come as lately came together, after 50 ms at most; where they come alone there
 * is none. Once a second a longer hold learns whether more would join. Measured: docs/decisions/0014-joined-frames.md.
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
    // Markup can be joined; anything else is whole by itself.
    if (!frame.startsWith('<')) {
      this.send(topic, frame)
      return
    }
    const now = systemClock.monotonic()
    const held = this.topics.get(topic) ?? this.open(topic, now)
    held.gaps[held.came++ % GAPS] = now - held.latest
    held.latest = now
    held.frames.push(frame)
    if (held.frames.length === 1) this.begin(topic, held, now)
    // What else this turn has to say joins it.
    else if (!held.trying && held.frames.length >= expected(held)) this.leave(topic, held)
  }

  private begin(topic: string, held: Held, now: number): void {
    held.since = now
    held.trying = now - held.tried >= TRY_AGAIN_MS && usualGap(held) <= USUAL_GAP_MOST_MS
    if (held.trying) held.tried = now
    if (!held.trying && expected(held) <= 1) this.leave(topic, held)
    else held.timer = setTimeout(() => this.due(topic, held), held.trying ? tryMs(held) : LONGEST_MS)
  }

  private due(topic: string, held: Held): void {
    const now = systemClock.monotonic()
    const left = held.trying ? Math.min(held.since + LONGEST_MS, held.latest + tryMs(held)) - now : 0
    if (left < 1) this.flush(topic, held)
    else held.timer = setTimeout(() => this.due(topic, held), left)
  }

  private leave(topic: string, held: Held): void {
    held.leaving ??= setImmediate(() => this.flush(topic, held))
  }

  private flush(topic: string, held: Held): void {
    if (held.timer) clearTimeout(held.timer)
    if (held.leaving) clearImmediate(held.leaving)
    held.timer = null
    held.leaving = null
    held.sizes[held.went++ % SIZES] = held.frames.length
    const frame = held.frames.length === 1 ? held.frames[0]! : held.frames.join('')
    held.frames = []
    this.send(topic, frame)
  }

  private send(topic: string, frame: string): void {
    for (const server of this.servers) server.publish(topic, frame)
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
      gaps: [],
      sizes: [],
      came: 0,
      went: 0,
      trying: false,
      tried: now,
      timer: null,
      leaving: null,
    }
    this.topics.set(topic, held)
    return held
  }
}

/** How many lately went out together, at most. */
const expected = ({ sizes }: Held): number => Math.max(1, ...sizes)

/** The middle one of the last gaps: a pause between two bursts does not count as the way within them. */
const usualGap = ({ gaps }: Held): number => [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 0

const tryMs = ({ gaps }: Held): number => Math.min(LONGEST_MS, Math.max(1, ...gaps) * DUE)

import { createHash } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { base64url, type Ids } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import type { DoorRoom, PublishWord } from '../base/ports.ts'
import { ROOM } from './config.ts'

export type Protocol = 'rtsp' | 'rtmp' | 'hls' | 'webrtc' | 'srt' | 'moq'

/** What MediaMTX asks. `ip` may be `<nil>`, `id` null. */
interface Question {
  ip: string
  password: string
  token: string
  action: string
  path: string
  protocol: string
  id: string | null
}

export interface NonceFor {
  action: 'publish' | 'read'
  path: string
  protocol: 'webrtc' | 'rtsp'
  /** Whose right it is: a session, a feed; told back when the nonce is used. */
  who: string
  /** What publishes with it, for the studio page. */
  source?: 'browser' | 'whip'
}

export interface DoorOptions {
  clock: Clock
  ids: Ids
  log: Log
  /** A publisher was let in; media follows within seconds, or never. */
  intended(room: string, protocol: Protocol, source: 'browser' | 'whip' | null): void
  refused(room: string, word: PublishWord, protocol: Protocol): void
  /** The session in which a relay uses its nonce: kicking it ends the feed. */
  relayed(who: string, session: string): void
  /** Two encoders share a key. */
  pingPong(room: string): void
}

export interface Publisher {
  id: string | null
  address: string
  protocol: Protocol | null
  source: 'browser' | 'whip' | null
}

const NONCE_MS = 10_000
const MOST_NONCES = 10_000
const REFUSALS = 10
const MINUTE = 60_000
const MOST_ADDRESSES = 20_000
const HOLD_MS = 60_000
const LIVE = new RegExp(`^live/(${ROOM})$`)
/** A second camera or a smaller picture beside the room's own. */
const BELOW_LIVE = new RegExp(`^live/(${ROOM})(?:/|$)`)

/**
 * Answers MediaMTX whether somebody may publish or read. It is asked inside the one goroutine that owns all paths, so
 * it looks at memory only: no SQL, no wait, no call back into MediaMTX.
 */
export class Door {
  private readonly rooms = new Map<string, DoorRoom>()
  private readonly nonces = new Map<string, NonceFor & { until: number; uses: number }>()
  private readonly refusals = new Map<string, { count: number; since: number; shutUntil: number }>()
  private readonly publishers = new Map<string, Publisher>()
  private readonly takeovers = new Map<string, { at: number; address: string }[]>()
  private readonly holds = new Map<string, { keep: string; until: number }>()
  private readonly server: Bun.Server<undefined>
  private closing = false
  readonly url: string

  constructor(private readonly o: DoorOptions) {
    const path = `/${base64url(o.ids.bytes(24))}`
    this.server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      maxRequestBodySize: 16 * 1024,
      development: false,
      fetch: async request => {
        if (request.method !== 'POST' || new URL(request.url).pathname !== path)
          return new Response(null, { status: 404 })
        let asked: unknown
        try {
          asked = await request.json()
        } catch {
          return new Response('key', { status: 403 })
        }
        const word = this.answer(asked)
        return word === null ? new Response(null, { status: 204 }) : new Response(word, { status: 403 })
      },
      error: () => new Response('key', { status: 403 }),
    })
    this.url = `http://127.0.0.1:${this.server.port}${path}`
  }

  stop(): void {
    this.server.stop(true)
  }

  /** From now on nobody new is let in. */
  shut(): void {
    this.closing = true
  }

  admit(room: DoorRoom): void {
    this.rooms.set(room.name, room)
  }

  forget(name: string): void {
    this.rooms.delete(name)
    this.holds.delete(name)
    this.takeovers.delete(name)
  }

  knows(name: string): boolean {
    return this.rooms.has(name)
  }

  /**
   * A right for 10 s and one handshake: ffmpeg has it among its arguments, where others on this machine may read it, and they
   * come too late. An RTSP reader asks with it twice, at DESCRIBE and SETUP; whoever publishes, or plays over WebRTC, once.
   */
  nonce(right: NonceFor): string {
    const now = this.o.clock.monotonic()
    for (const [key, known] of this.nonces) {
      if (known.until > now && this.nonces.size < MOST_NONCES) break
      this.nonces.delete(key)
    }
    const nonce = base64url(this.o.ids.bytes(16))
    const uses = right.protocol === 'rtsp' && right.action === 'read' ? 2 : 1
    this.nonces.set(nonce, { ...right, uses, until: now + NONCE_MS })
    return nonce
  }

  /** Ends a nonce before its time. */
  spend(nonce: string): void {
    this.nonces.delete(nonce)
  }

  /** Whom the door let in last, until `left`. */
  publisher(room: string): Publisher | null {
    return this.publishers.get(room) ?? null
  }

  /** The path list says that nobody publishes any more. */
  left(room: string): void {
    this.publishers.delete(room)
  }

  /**
   * What a publisher over WebRTC would hear, so that the gateway can say it: MediaMTX swallows the word. `key` is null where a
   * session stands for it.
   */
  wouldAnswer(name: string, address: string, key: string | null): PublishWord | null {
    const now = this.o.clock.monotonic()
    const room = this.rooms.get(name)
    const word = this.beforeGate(room, address, key, now) ?? (room ? this.refusal(room, address) : 'key')
    if (word && room) this.o.refused(room.name, word, 'webrtc')
    return word
  }

  private beforeGate(room: DoorRoom | undefined, address: string, key: string | null, now: number): PublishWord | null {
    if (key === null) return null
    if (this.shutOut(address, now)) return 'rate'
    if (room && this.opens(room, key)) return null
    this.countRefusal(address, now)
    return 'key'
  }

  /** Null is yes; a word is no. */
  answer(asked: unknown): PublishWord | null {
    const question = read(asked)
    if (!question) return 'key'
    const { protocol, action, path } = question
    if (protocol === 'webrtc') return this.byNonce(question, question.token || question.password)
    if (protocol === 'rtsp') {
      const loopback = question.ip === '127.0.0.1' || question.ip === '::1' || question.ip === '::ffff:127.0.0.1'
      const fits = (action === 'read' && path.startsWith('live/')) || (action === 'publish' && path.startsWith('feed/'))
      return loopback && fits ? this.byNonce(question, question.password) : 'key'
    }
    if (action !== 'publish' || (protocol !== 'rtmp' && protocol !== 'srt')) return 'key'
    return this.byKey(question, protocol)
  }

  private byKey(question: Question, protocol: 'rtmp' | 'srt'): PublishWord | null {
    const now = this.o.clock.monotonic()
    const name = LIVE.exec(question.path)?.[1]
    const room = name === undefined ? undefined : this.rooms.get(name)
    if (this.shutOut(question.ip, now)) {
      if (room) this.o.refused(room.name, 'rate', protocol)
      return 'rate'
    }
    if (!room || !this.opens(room, question.password)) {
      this.countRefusal(question.ip, now)
      if (room) this.o.refused(room.name, 'key', protocol)
      return 'key'
    }
    return this.gate(room, question, protocol)
  }

  private byNonce(question: Question, nonce: string): PublishWord | null {
    const right = this.nonces.get(nonce)
    const now = this.o.clock.monotonic()
    const fits =
      right !== undefined &&
      right.until > now &&
      right.action === question.action &&
      right.path === question.path &&
      right.protocol === question.protocol
    if (!right || !fits) return 'key'
    if (--right.uses === 0) this.nonces.delete(nonce)
    if (right.protocol === 'rtsp') {
      if (question.id) this.o.relayed(right.who, question.id)
      return null
    }
    const name = right.action === 'publish' ? BELOW_LIVE.exec(right.path)?.[1] : undefined
    if (name === undefined) return this.closing ? 'stopping' : null
    const room = this.rooms.get(name)
    if (!room) return 'key'
    if (right.path === `live/${name}`) return this.gate(room, question, 'webrtc', right.source ?? 'whip')
    const word = this.refusal(room, question.ip)
    if (word) this.o.refused(room.name, word, 'webrtc')
    return word
  }

  /** Whoever holds the right key or nonce still needs a room that may play. */
  private gate(
    room: DoorRoom,
    question: Question,
    protocol: Protocol,
    source: 'browser' | 'whip' | null = null,
  ): PublishWord | null {
    const word = this.refusal(room, question.ip)
    if (word) {
      this.o.refused(room.name, word, protocol)
      return word
    }
    const before = this.publishers.get(room.name)
    if (before && before.id !== question.id) this.takenOver(room.name, before.address, question.ip)
    this.publishers.set(room.name, { id: question.id, address: question.ip, protocol, source })
    this.o.intended(room.name, protocol, source)
    return null
  }

  private refusal(room: DoorRoom, address: string): PublishWord | null {
    if (this.closing) return 'stopping'
    if (room.refuse) return room.refuse
    if (room.heldUntil > this.o.clock.now()) return 'held'
    const hold = this.holds.get(room.name)
    if (hold && hold.until > this.o.clock.monotonic() && hold.keep !== address) return 'held'
    return null
  }

  /** Newest wins; three changes within a minute between two addresses are two encoders on one key: the other waits. */
  private takenOver(name: string, from: string, to: string): void {
    const now = this.o.clock.monotonic()
    const recent = [...(this.takeovers.get(name) ?? []).filter(t => now - t.at < MINUTE), { at: now, address: to }]
    this.takeovers.set(name, recent)
    const addresses = new Set([from, ...recent.map(t => t.address)].filter(Boolean))
    if (recent.length < 3 || addresses.size < 2) return
    this.holds.set(name, { keep: to, until: now + HOLD_MS })
    this.takeovers.delete(name)
    this.o.pingPong(name)
  }

  private opens(room: DoorRoom, key: string): boolean {
    if (!/^fl[a-z2-7]{26}$/.test(key)) return false
    const sha256 = createHash('sha256').update(key).digest('hex')
    const now = this.o.clock.now()
    return room.keys.some(known => known.sha256 === sha256 && (known.until === null || known.until > now))
  }

  private shutOut(address: string, now: number): boolean {
    return (this.refusals.get(address)?.shutUntil ?? 0) > now
  }

  private countRefusal(address: string, now: number): void {
    let known = this.refusals.get(address)
    if (!known || now - known.since > MINUTE) known = { count: 0, since: now, shutUntil: 0 }
    this.refusals.delete(address)
    known.count++
    if (known.count >= REFUSALS) {
      known.shutUntil = now + MINUTE
      known.since = now + MINUTE
      known.count = 0
      this.o.log.warn('door.shut', { address })
    }
    this.refusals.set(address, known)
    if (this.refusals.size > MOST_ADDRESSES) this.refusals.delete(this.refusals.keys().next().value!)
  }
}

function read(asked: unknown): Question | null {
  if (typeof asked !== 'object' || asked === null) return null
  const a = asked as Record<string, unknown>
  const word = (name: string) => (typeof a[name] === 'string' ? (a[name] as string) : '')
  return {
    ip: word('ip'),
    password: word('password'),
    token: word('token'),
    action: word('action'),
    path: word('path'),
    protocol: word('protocol'),
    id: typeof a.id === 'string' ? a.id : null,
  }
}

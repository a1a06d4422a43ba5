import { Agent } from 'node:http'
import { say } from '../../views/words/index.ts'
import type { Clock } from '../base/clock.ts'
import { base64url, type Ids, secret26 } from '../base/ids.ts'
import type { Log } from '../base/log.ts'
import type { PublishWord } from '../base/ports.ts'
import type { NonceFor } from './door.ts'
import type { Upstream } from './media.ts'
import { type AskError, ask, type Got } from './upstream.ts'
import type { OffReason } from './watch.ts'

/** What the gateway needs of `Media`. */
export interface RtcMedia {
  upstream(): Upstream | null
  nonce(right: NonceFor): string
  stopping(room: string, reason?: OffReason): void
}

export interface RtcOptions {
  clock: Clock
  ids: Ids
  log: Log
  media(): RtcMedia | null
  /** The room's last publish by WebRTC goes on now; one of an earlier publish must not stop it. */
  publishesByRtc(room: string): boolean
}

export type Owner =
  | { kind: 'studio'; room: string; session: string }
  | { kind: 'encoder'; room: string }
  | { kind: 'test'; session: string }
  | { kind: 'viewer'; pass: string; session: string | null; room: string; ended(): void }

interface Session {
  /** Upstream's name for it, as the API knows it. */
  id: string
  /** Upstream path that holds its secret. */
  at: string
  path: string
  owner: Owner
  bornAt: number
  timer: ReturnType<typeof setTimeout> | null
}

export interface Problem {
  ok: false
  status: 400 | 401 | 403 | 404 | 406 | 409 | 413 | 415 | 429 | 503
  /** A word for the page, a sentence for the person. */
  word: string
  say: string
}
export type Opened = { ok: true; sid: string; answer: Got } | Problem

export const MOST_SDP = 64 * 1024
const TEST_MS = 15_000
const CONNECT_MS = 12_000
const LOOK_MS = 3000
const ASK_MS = 10_000

/** WHIP and WHEP in front of MediaMTX: it decides who may, hands in a nonce of ten seconds, and keeps the secret of the session. */
export class Rtc {
  private readonly sessions = new Map<string, Session>()
  private readonly latest = new Map<string, string>()
  private readonly agent = new Agent({ keepAlive: true })
  private looking: ReturnType<typeof setTimeout> | null = null
  private stopped = false

  constructor(private readonly o: RtcOptions) {}

  /** Viewers in real time now. */
  get viewers(): number {
    let count = 0
    for (const session of this.sessions.values()) if (session.owner.kind === 'viewer') count++
    return count
  }

  viewersOf(room: string): number {
    let count = 0
    for (const { owner } of this.sessions.values()) if (owner.kind === 'viewer' && owner.room === room) count++
    return count
  }

  publish(room: string, owner: Owner, source: 'browser' | 'whip', offer: Uint8Array, address: string): Promise<Opened> {
    return this.open(`live/${room}`, 'whip', owner, { action: 'publish', source }, offer, address)
  }

  /** Real WHIP to nowhere: the studio page measures what the line carries, and nobody sees it. */
  test(owner: Owner & { kind: 'test' }, offer: Uint8Array, address: string): Promise<Opened> {
    for (const [sid, session] of this.sessions) {
      if (session.owner.kind === 'test' && session.owner.session === owner.session) void this.close(sid)
    }
    return this.open(
      `test/${secret26(this.o.ids)}`,
      'whip',
      owner,
      { action: 'publish', source: 'browser' },
      offer,
      address,
    )
  }

  /** One connection a pass: the newer one is the one that its page looks at. */
  watch(
    feed: string,
    out: string,
    owner: Owner & { kind: 'viewer' },
    offer: Uint8Array,
    address: string,
  ): Promise<Opened> {
    void this.closeOf(owner.pass)
    return this.open(`feed/${feed}/${out}`, 'whep', owner, { action: 'read' }, offer, address)
  }

  /** The pass is over. */
  async closeOf(pass: string): Promise<void> {
    const of = [...this.sessions].filter(([, { owner }]) => owner.kind === 'viewer' && owner.pass === pass)
    await Promise.all(of.map(([sid]) => this.close(sid)))
  }

  ownerOf(sid: string): Owner | null {
    return this.sessions.get(sid)?.owner ?? null
  }

  /** Trickled candidates, or an ICE restart. */
  async patch(sid: string, fragment: Uint8Array, etag: string | null): Promise<Got | Problem> {
    const session = this.sessions.get(sid)
    if (!session) return sessionGone()
    const headers: Record<string, string> = { 'content-type': 'application/trickle-ice-sdpfrag' }
    if (etag) headers['if-match'] = etag
    const got = await this.ask(session.at, 'PATCH', headers, fragment)
    if (typeof got === 'string') return problemOf(got)
    if (got.status === 200 || got.status === 204) return got
    if (got.status === 404) this.forget(sid)
    return problemOf(got)
  }

  /** The page or the encoder says good-bye. For a test: what arrived. */
  async bye(sid: string): Promise<Received | null> {
    const session = this.sessions.get(sid)
    if (!session) return null
    const { owner } = session
    if ((owner.kind === 'studio' || owner.kind === 'encoder') && this.latest.get(owner.room) === sid) {
      if (this.o.publishesByRtc(owner.room)) {
        this.o.media()?.stopping(owner.room, owner.kind === 'studio' ? 'stopped' : 'closed')
      }
    }
    const received = owner.kind === 'test' ? await this.received(session) : null
    this.forget(sid)
    await this.ask(session.at, 'DELETE', {})
    return received
  }

  /** Ends the session from our side: its pass is over, its test took too long. */
  async close(sid: string): Promise<void> {
    const session = this.sessions.get(sid)
    if (!session) return
    this.forget(sid)
    await this.o.media()?.upstream()?.client.kick('webRTCSession', session.id)
  }

  /** MediaMTX is gone, and its sessions with it. */
  clear(): void {
    for (const sid of [...this.sessions.keys()]) this.forget(sid)
  }

  stop(): void {
    this.stopped = true
    this.clear()
    if (this.looking) clearTimeout(this.looking)
    this.agent.destroy()
  }

  private async open(
    path: string,
    kind: 'whip' | 'whep',
    owner: Owner,
    right: { action: 'publish' | 'read'; source?: 'browser' | 'whip' },
    offer: Uint8Array,
    address: string,
  ): Promise<Opened> {
    const media = this.o.media()
    const upstream = media?.upstream()
    if (!media || !upstream) return mediaDown()
    const nonce = media.nonce({ ...right, path, protocol: 'webrtc', who: owner.kind })
    const headers = {
      'content-type': 'application/sdp',
      authorization: `Bearer ${nonce}`,
      'x-forwarded-for': address,
      'user-agent': 'footlight',
    }
    const got = await this.ask(`/${path}/${kind}`, 'POST', headers, offer)
    if (typeof got === 'string') return problemOf(got)
    const at = got.headers.location
    const id = got.headers.id
    if (got.status !== 201 || typeof at !== 'string' || !at.startsWith('/') || typeof id !== 'string')
      return problemOf(got)
    const sid = base64url(this.o.ids.bytes(16))
    const timer = owner.kind === 'test' ? setTimeout(() => void this.close(sid), TEST_MS) : null
    this.sessions.set(sid, { id, at, path, owner, bornAt: this.o.clock.monotonic(), timer })
    if (owner.kind === 'studio' || owner.kind === 'encoder') this.latest.set(owner.room, sid)
    this.look()
    return { ok: true, sid, answer: got }
  }

  private async ask(
    path: string,
    method: string,
    headers: Record<string, string>,
    body?: Uint8Array,
  ): Promise<Got | AskError> {
    const upstream = this.o.media()?.upstream()
    if (!upstream) return 'unreachable'
    const { agent } = this
    return ask({
      agent,
      socketPath: upstream.webrtc,
      path,
      method,
      headers,
      body,
      timeoutMs: ASK_MS,
      mostBytes: 256 * 1024,
    }).answer
  }

  private async received(session: Session): Promise<Received | null> {
    const got = await this.o.media()?.upstream()?.client.webRtcSession(session.id)
    if (!got?.ok) return null
    const { inboundBytes, inboundRTPPackets, inboundRTPPacketsLost, inboundRTPPacketsJitter } = got.value
    return {
      bytes: inboundBytes,
      packets: inboundRTPPackets,
      packetsLost: inboundRTPPacketsLost,
      jitterMs: inboundRTPPacketsJitter,
      milliseconds: Math.round(this.o.clock.monotonic() - session.bornAt),
    }
  }

  private forget(sid: string): void {
    const session = this.sessions.get(sid)
    if (!session) return
    this.sessions.delete(sid)
    if (session.timer) clearTimeout(session.timer)
    const { owner } = session
    if (owner.kind === 'viewer') owner.ended()
    else if (owner.kind !== 'test' && this.latest.get(owner.room) === sid) this.latest.delete(owner.room)
  }

  /** A closed tab says nothing: MediaMTX notices, and we notice that it has. */
  private look(): void {
    if (this.looking || this.stopped) return
    this.looking = setTimeout(async () => {
      const answer = await this.o.media()?.upstream()?.client.paths()
      this.looking = null
      if (this.stopped) return
      if (answer?.ok) {
        const there = new Set<string>()
        for (const path of answer.value) {
          if (path.source) there.add(path.source.id)
          for (const reader of path.readers) there.add(reader.id)
        }
        const now = this.o.clock.monotonic()
        for (const [sid, session] of [...this.sessions]) {
          if (now - session.bornAt > CONNECT_MS && !there.has(session.id)) this.forget(sid)
        }
      }
      if (this.sessions.size > 0) this.look()
    }, LOOK_MS)
  }
}

export interface Received {
  bytes: number
  packets: number
  packetsLost: number
  jitterMs: number
  milliseconds: number
}

const sessionGone = (): Problem => ({ ok: false, status: 404, word: 'gone', say: say.media.sessionGone })
const mediaDown = (): Problem => ({
  ok: false,
  status: 503,
  word: 'media-down',
  say: say.media.mediaDown,
})

function problemOf(got: Got | AskError): Problem {
  if (typeof got === 'string') return mediaDown()
  const problem = (status: Problem['status'], word: string, say: string): Problem => ({ ok: false, status, word, say })
  switch (got.status) {
    case 401:
      return problem(403, 'refused', say.media.mayNotConnect)
    case 404:
      return problem(404, 'dark', say.media.nothingOnAir)
    case 406:
      return problem(406, 'tracks', say.media.offerTracks)
    case 400:
      return problem(400, 'offer', say.media.offerUnfit)
    default:
      return mediaDown()
  }
}

/** What a publisher hears when the door is shut; OBS shows it in its log, the studio page in place. */
export const doorSays = (): Record<PublishWord, string> => ({
  key: say.media.doorKey,
  rate: say.media.doorRate,
  banned: say.media.doorBanned,
  'not-approved': say.media.doorApproved,
  'roster-empty': say.media.doorRoster,
  'consent-missing': say.media.doorConsent,
  'agreement-old': say.media.doorTerms,
  'nobody-on-watch': say.media.doorWatch,
  held: say.media.doorHeld,
  stopping: say.media.doorRestart,
})

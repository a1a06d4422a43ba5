import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import type { PublishWord } from '../base/ports.ts'
import type { Feed, Health, Source, Stage } from '../broadcasts/index.ts'
import type { MediaPath, SourceType } from './client.ts'
import type { Door, Protocol } from './door.ts'
import { FragmentFacts } from './facts.ts'
import type { BornFeed, Feeds } from './feed.ts'
import { audioOf, healthOf, type Loss, Meter, outsOf } from './health.ts'
import { type MediaEvent, PATTERNS } from './log-patterns.ts'
import type { Run } from './process.ts'
import { Bridge, type Bridged, type Ffmpeg } from './sidecar.ts'

export type OffReason = Stage['reason']

/** What media tells the house. Rooms are named by their public name. */
export interface MediaListeners {
  /** The door let a publisher in; a picture follows within seconds, or never. */
  connecting(room: string, source: Source): void
  /** Nothing came of it. */
  connectingEnded(room: string): void
  /** A picture is there: at the start, after a return, after a takeover (another feed id each time). */
  live(room: string, feed: Feed, source: Source): void
  /** The same feed gained or lost an out. */
  outsChanged(room: string, feed: Feed): void
  /** The publisher is connected but sends nothing. `lastAt`: its last growth, ms since 1970. */
  stalled(room: string, lastAt: number): void
  /** It sends again, on the same feed. */
  moving(room: string): void
  /** The picture is gone and may be back in a moment. */
  away(room: string, reason: OffReason, lastAt: number): void
  /** Off air. The broadcast stays open for a reconnect until `ended`. */
  off(room: string, reason: OffReason, lastAt: number): void
  /** Nobody came back in time (or it was stopped): the broadcast is over. */
  ended(room: string, reason: OffReason, lastAt: number): void
  health(room: string, health: Health): void
  refused(room: string, word: PublishWord, protocol: Protocol): void
  /** For the gateways: a feed can be read from now on; forget it with every pass and every byte. */
  feedOpened(room: string, feed: Feed): void
  feedClosed(room: string, feed: string): void
}

interface Room {
  name: string
  state: 'off' | 'connecting' | 'live' | 'stalled' | 'away'
  source: Source
  /** Who publishes according to MediaMTX, and what. */
  seen: MediaPath | null
  feed: BornFeed | null
  outs: string
  bridged: { opus: boolean; aac: boolean }
  bridge: Bridge | null
  settling: boolean
  missing: number
  meter: Meter
  facts: FragmentFacts
  loss: Loss
  bFramesSaid: boolean
  twoEncodersUntil: number
  /** How the publisher's connection ended, where the log has told. */
  closed: string | null
  /** Ended on purpose; until the door lets a publisher in anew. */
  stop: OffReason | null
  lastAt: number
  connecting: ReturnType<typeof setTimeout> | null
  /** Until then a reconnect continues the broadcast. */
  grace: ReturnType<typeof setTimeout> | null
  leaving: { reason: OffReason; lastAt: number } | null
  faults: string
  healthAt: number
  statsAt: number
}

const POLL_LIVE_MS = 500
const POLL_IDLE_MS = 2000
const STALLED_MS = 2000
const CONNECTING_MS = 15_000
const CLOSED_GRACE_MS = 20_000
const LOST_GRACE_MS = 60_000
const HEALTH_MS = 900
const LOG_WAIT_MS = 150

/** Knows what every room shows: the log tells early, the path list tells true. */
export class Watch {
  private readonly rooms = new Map<string, Room>()
  /** Who publishes or reads what, by the prefix of its log lines. */
  private readonly connections = new Map<string, string>()
  private readonly feedRooms = new Map<string, string>()
  private run: Run | null = null
  private pollTimer: ReturnType<typeof setTimeout> | null = null
  private pollNow: (() => void) | null = null
  private stopped = false

  constructor(
    private readonly o: {
      clock: Clock
      log: Log
      door: Door
      feeds: Feeds
      ffmpeg(): Ffmpeg | null
      told: MediaListeners
    },
  ) {}

  up(run: Run): void {
    this.run = run
    this.poll(run)
  }

  /** The child died: every picture is gone, and most publishers will come back by themselves. */
  down(): void {
    this.run = null
    if (this.pollTimer) clearTimeout(this.pollTimer)
    this.connections.clear()
    this.o.feeds.clear()
    for (const room of this.rooms.values()) {
      room.seen = null
      this.o.door.left(room.name)
      this.dropFeed(room)
      if (room.state === 'live' || room.state === 'stalled') this.leave(room, room.stop ?? 'restart')
      else if (room.state === 'connecting') this.connectingEnded(room)
    }
  }

  /** Ends every broadcast, for a shutdown. */
  async close(): Promise<void> {
    this.stopped = true
    await Promise.all(
      [...this.rooms.values()].map(async room => {
        if (room.state === 'live' || room.state === 'stalled') this.leave(room, 'restart', 0)
        else if (room.state === 'connecting') this.connectingEnded(room)
        this.end(room)
        const feed = room.feed
        this.dropFeed(room)
        if (feed && this.run) await this.o.feeds.kill(this.run, feed.id)
        stopTimers(room)
      }),
    )
    if (this.pollTimer) clearTimeout(this.pollTimer)
    this.run = null
  }

  intended(name: string, protocol: Protocol, source: 'browser' | 'whip' | null): void {
    const room = this.room(name)
    room.source = source ?? (protocol === 'srt' ? 'srt' : 'rtmp')
    room.stop = null
    if (room.state !== 'off' && room.state !== 'connecting') return
    room.state = 'connecting'
    this.o.told.connecting(name, room.source)
    if (room.connecting) clearTimeout(room.connecting)
    room.connecting = setTimeout(() => this.connectingEnded(room), CONNECTING_MS)
  }

  pingPong(name: string): void {
    this.room(name).twoEncodersUntil = this.o.clock.monotonic() + LOST_GRACE_MS
  }

  on(event: MediaEvent): void {
    if (event.kind === 'available') void this.look(roomOf(event.path))
    else if (event.kind === 'publishing' || event.kind === 'reading') {
      this.connections.set(event.who, event.path)
      if (event.path.startsWith('feed/')) this.pollNow?.()
      else void this.look(roomOf(event.path))
    } else if (event.kind === 'takeover') {
      this.room(roomOf(event.path)).closed = 'takeover'
    } else if (event.kind === 'closed') {
      const path = this.connections.get(event.who)
      this.connections.delete(event.who)
      if (path?.startsWith('live/')) {
        const room = this.room(roomOf(path))
        if (room.closed !== 'takeover') room.closed = event.reason
        void this.look(room.name)
      } else if (path && PATTERNS.bFrames.test(event.reason)) {
        const name = this.feedRooms.get(path.split('/')[1]!)
        if (name) {
          this.room(name).bFramesSaid = true
          this.tellOuts(this.room(name))
        }
      }
    }
  }

  /** Init and parts of a feed's video, as the HLS gateway fetches them. */
  observe(feed: string, bytes: Uint8Array): void {
    const room = this.rooms.get(this.feedRooms.get(feed) ?? '')
    if (room?.feed?.id !== feed) return
    const before = room.facts.bFrames
    room.facts.take(bytes)
    if (room.facts.bFrames !== before) this.tellOuts(room)
  }

  /** The publisher is about to leave on purpose: no "back in a moment". */
  stopping(name: string, reason: OffReason): void {
    const room = this.rooms.get(name)
    if (!room) return
    room.stop = reason
    if (room.leaving) {
      room.leaving.reason = reason
      this.end(room)
    }
    if (room.state === 'connecting') this.connectingEnded(room)
  }

  /** Ends the publish and its feed; the door's row is already written. */
  async cut(name: string, reason: OffReason): Promise<void> {
    const room = this.rooms.get(name)
    const run = this.run
    this.stopping(name, reason)
    if (!room || !run) return
    const let_in = this.o.door.publisher(name)
    const feed = room.feed
    this.dropFeed(room)
    const kicks: Promise<unknown>[] = []
    if (room.seen?.source) kicks.push(run.client.kick(room.seen.source.type, room.seen.source.id))
    // One that was let in but sends nothing yet has no path.
    if (let_in?.id && let_in.id !== room.seen?.source?.id) {
      for (const type of SOURCES_OF[let_in.protocol ?? ''] ?? []) kicks.push(run.client.kick(type, let_in.id))
    }
    if (room.state === 'live' || room.state === 'stalled') this.leave(room, reason)
    await Promise.all([...kicks, feed ? this.o.feeds.kill(run, feed.id) : null])
    const until = this.o.clock.monotonic() + 5000
    while (this.run === run && this.o.clock.monotonic() < until) {
      const path = await run.client.path(`live/${name}`)
      if (!path.ok || !path.value.available) break
      if (path.value.source) await run.client.kick(path.value.source.type, path.value.source.id)
      await Bun.sleep(25)
    }
    await this.look(name)
  }

  /** Names of the rooms that have a feed. */
  onAir(): string[] {
    return [...this.rooms.values()].filter(room => room.feed).map(room => room.name)
  }

  private poll(run: Run): void {
    let more = false
    const tick = async () => {
      if (this.run !== run || this.stopped) return
      const answer = await run.client.paths()
      if (this.run !== run || this.stopped) return
      if (answer.ok) this.sawAll(new Map(answer.value.map(path => [path.name, path])))
      const busy = more || [...this.rooms.values()].some(room => room.state !== 'off')
      more = false
      this.pollTimer = setTimeout(tick, busy ? POLL_LIVE_MS : POLL_IDLE_MS)
    }
    this.pollNow = () => {
      if (this.pollTimer) clearTimeout(this.pollTimer)
      this.pollTimer = setTimeout(tick, 0)
    }
    void tick()
  }

  private sawAll(paths: Map<string, MediaPath>): void {
    for (const name of paths.keys()) if (name.startsWith('live/')) this.room(roomOf(name))
    const now = this.o.clock.monotonic()
    for (const room of this.rooms.values()) {
      this.saw(room, paths.get(`live/${room.name}`) ?? null)
      if (!room.feed) continue
      const src = paths.get(`feed/${room.feed.id}/src`)
      room.missing = src?.available ? 0 : room.missing + 1
      if (room.missing >= 2) {
        this.dropFeedAndKill(room)
        void this.settle(room)
        continue
      }
      const bridged = {
        opus: paths.get(`feed/${room.feed.id}/opus`)?.available ?? false,
        aac: paths.get(`feed/${room.feed.id}/aac`)?.available ?? false,
      }
      if (bridged.opus !== room.bridged.opus || bridged.aac !== room.bridged.aac) {
        room.bridged = bridged
        this.tellOuts(room)
      }
      this.tellHealth(room, now)
    }
  }

  private async look(name: string): Promise<void> {
    const run = this.run
    if (!run) return
    const answer = await run.client.path(`live/${name}`)
    if (this.run !== run || this.stopped) return
    if (answer.ok) this.saw(this.room(name), answer.value)
    else if (answer.why === 'absent') this.saw(this.room(name), null)
  }

  private saw(room: Room, path: MediaPath | null): void {
    const available = path?.available && path.source ? path : null
    const changed = (available?.source?.id ?? null) !== (room.seen?.source?.id ?? null)
    room.seen = available
    const now = this.o.clock.monotonic()
    if (available) {
      if (changed) {
        room.closed = null
        room.meter = new Meter(now)
      }
      room.meter.count(now, available.inboundBytes)
      if (room.meter.grewAt === now) room.lastAt = this.o.clock.now()
      const flat = now - room.meter.grewAt >= STALLED_MS
      if (room.state === 'live' && flat) {
        room.state = 'stalled'
        this.o.told.stalled(room.name, room.lastAt)
      } else if (room.state === 'stalled' && !flat && room.feed) {
        room.state = 'live'
        this.o.told.moving(room.name)
      }
    } else if (room.state !== 'connecting') this.o.door.left(room.name)
    if (changed || (available !== null) !== (room.feed !== null)) void this.settle(room)
  }

  /** Makes the feed follow what is published, one step after the other. */
  private async settle(room: Room): Promise<void> {
    if (room.settling) return
    room.settling = true
    try {
      for (;;) {
        const run = this.run
        if (!run || this.stopped) return
        const want = room.seen?.source?.id ?? null
        if ((room.feed?.publisher ?? null) === want) {
          if (want === null && (room.state === 'live' || room.state === 'stalled')) await this.gone(room)
          if ((room.seen?.source?.id ?? null) === want) return
          continue
        }
        if (room.feed) {
          const old = room.feed
          this.dropFeed(room)
          await this.o.feeds.kill(run, old.id)
          continue
        }
        // Ended on purpose: nothing is shown of what still flows until the door lets somebody in anew.
        if (room.stop) return
        const born = await this.o.feeds.bear(
          run,
          room.name,
          want!,
          () => room.seen?.source?.id === want && this.run === run,
        )
        if (this.run !== run || this.stopped) return
        if (!born) {
          await Bun.sleep(100)
          await this.look(room.name)
          continue
        }
        if (room.seen?.source?.id !== want || room.stop) {
          await this.o.feeds.kill(run, born.id)
          if (room.stop) return
          continue
        }
        this.begin(room, born)
      }
    } finally {
      room.settling = false
    }
  }

  private begin(room: Room, born: BornFeed): void {
    stopTimers(room)
    room.leaving = null
    room.feed = born
    room.missing = 0
    room.state = 'live'
    room.facts = new FragmentFacts()
    room.loss = {}
    room.bFramesSaid = false
    room.bridged = { opus: false, aac: false }
    room.faults = ''
    room.healthAt = 0
    // A look at the list between the door's yes and the first frame forgets the publisher: what was intended still holds.
    const byNonce = this.o.door.publisher(room.name)?.source ?? (room.source === 'browser' ? 'browser' : null)
    room.source = sourceOf(room.seen?.source?.type ?? '', byNonce)
    this.feedRooms.set(born.id, room.name)
    const feed = this.feedOf(room)!
    room.outs = JSON.stringify(feed.outs)
    this.o.log.info('feed.born', { room: room.name, source: room.source })
    this.o.told.feedOpened(room.name, feed)
    this.o.told.live(room.name, feed, room.source)
    this.startBridge(room)
  }

  private startBridge(room: Room): void {
    const ffmpeg = this.o.ffmpeg()
    if (!ffmpeg || !room.feed || !this.run || room.bridge) return
    const audio = audioOf(room.feed.path)?.codec
    const out: Bridged | null = audio?.startsWith('MPEG-4 Audio') ? 'opus' : audio === 'Opus' ? 'aac' : null
    if (!out) return
    room.bridge = new Bridge({
      ffmpeg,
      door: this.o.door,
      run: this.run,
      clock: this.o.clock,
      log: this.o.log,
      room: room.name,
      feed: room.feed.id,
      out,
      failed: () => this.tellHealth(room, this.o.clock.monotonic()),
    })
  }

  /** The publisher is not there any more. Why decides whether it may be back in a moment. */
  private async gone(room: Room): Promise<void> {
    if (room.closed === null && room.stop === null) await Bun.sleep(LOG_WAIT_MS)
    if (room.seen || (room.state !== 'live' && room.state !== 'stalled')) return
    if (room.stop) this.leave(room, room.stop)
    else if (room.closed === 'EOF') this.leave(room, 'closed')
    else this.leave(room, 'lost')
  }

  private leave(room: Room, reason: OffReason, grace = graceOf(reason)): void {
    const back = reason === 'lost' || reason === 'restart'
    const lastAt = room.lastAt || this.o.clock.now()
    if (back && grace > 0) {
      room.state = 'away'
      this.o.told.away(room.name, reason, lastAt)
    } else {
      room.state = 'off'
      this.o.told.off(room.name, reason, lastAt)
    }
    stopTimers(room)
    room.leaving = { reason, lastAt }
    if (grace === 0) this.end(room)
    else room.grace = setTimeout(() => this.end(room), grace)
  }

  private end(room: Room): void {
    if (!room.leaving) return
    const { reason, lastAt } = room.leaving
    stopTimers(room)
    room.leaving = null
    if (room.state === 'away') {
      room.state = 'off'
      this.o.told.off(room.name, reason, lastAt)
    }
    this.o.told.ended(room.name, reason, lastAt)
  }

  private connectingEnded(room: Room): void {
    if (room.state !== 'connecting') return
    if (room.connecting) clearTimeout(room.connecting)
    room.connecting = null
    room.state = 'off'
    this.o.door.left(room.name)
    this.o.told.connectingEnded(room.name)
  }

  private dropFeedAndKill(room: Room): void {
    const feed = room.feed
    this.dropFeed(room)
    if (feed && this.run) void this.o.feeds.kill(this.run, feed.id)
  }

  /** First the gateways and the bridge let go of it, then MediaMTX. */
  private dropFeed(room: Room): void {
    if (!room.feed) return
    const id = room.feed.id
    room.feed = null
    room.bridge?.stop()
    room.bridge = null
    this.feedRooms.delete(id)
    this.o.told.feedClosed(room.name, id)
  }

  private feedOf(room: Room): Feed | null {
    if (!room.feed) return null
    const bFrames = room.bFramesSaid || room.facts.bFrames
    return { id: room.feed.id, outs: outsOf(room.feed.path, bFrames, room.bridged) }
  }

  private tellOuts(room: Room): void {
    const feed = this.feedOf(room)
    const outs = JSON.stringify(feed?.outs)
    if (!feed || outs === room.outs) return
    room.outs = outs
    this.o.told.outsChanged(room.name, feed)
  }

  private tellHealth(room: Room, now: number): void {
    if (!room.seen) return
    if (now - room.statsAt >= 2000) {
      room.statsAt = now
      void this.readLoss(room)
    }
    const sound = { bridge: this.o.ffmpeg() !== null, failing: room.bridge?.failing ?? false }
    const health = healthOf(
      room.seen,
      room.meter,
      room.facts,
      room.loss,
      sound,
      room.twoEncodersUntil > now,
      room.bFramesSaid,
      now,
    )
    const faults = health.faults.join(' ')
    if (faults === room.faults && now - room.healthAt < HEALTH_MS) return
    room.faults = faults
    room.healthAt = now
    this.o.told.health(room.name, health)
  }

  private async readLoss(room: Room): Promise<void> {
    const source = room.seen?.source
    if (!source || !this.run) return
    if (source.type === 'srtConn') {
      const conn = await this.run.client.srtConn(source.id)
      if (conn.ok) {
        const { packetsReceived, packetsReceivedLoss, msRTT } = conn.value
        room.loss = { lossPercent: percent(packetsReceivedLoss, packetsReceived), rttMs: msRTT }
      }
    } else if (source.type === 'webRTCSession') {
      const session = await this.run.client.webRtcSession(source.id)
      if (session.ok) {
        const { inboundRTPPackets, inboundRTPPacketsLost } = session.value
        room.loss = { lossPercent: percent(inboundRTPPacketsLost, inboundRTPPackets) }
      }
    }
  }

  private room(name: string): Room {
    let room = this.rooms.get(name)
    if (!room) {
      room = {
        name,
        state: 'off',
        source: 'rtmp',
        seen: null,
        feed: null,
        outs: '',
        bridged: { opus: false, aac: false },
        bridge: null,
        settling: false,
        missing: 0,
        meter: new Meter(this.o.clock.monotonic()),
        facts: new FragmentFacts(),
        loss: {},
        bFramesSaid: false,
        twoEncodersUntil: 0,
        closed: null,
        stop: null,
        lastAt: 0,
        connecting: null,
        grace: null,
        leaving: null,
        faults: '',
        healthAt: 0,
        statsAt: 0,
      }
      this.rooms.set(name, room)
    }
    return room
  }
}

const SOURCES_OF: Record<string, SourceType[]> = {
  rtmp: ['rtmpConn', 'rtmpsConn'],
  srt: ['srtConn'],
  webrtc: ['webRTCSession'],
}

function stopTimers(room: Room): void {
  if (room.connecting) clearTimeout(room.connecting)
  if (room.grace) clearTimeout(room.grace)
  room.connecting = room.grace = null
}

const roomOf = (path: string): string => path.split('/')[1]!

function sourceOf(type: SourceType, byNonce: 'browser' | 'whip' | null): Source {
  if (type === 'rtmpsConn') return 'rtmps'
  if (type === 'srtConn') return 'srt'
  if (type === 'webRTCSession') return byNonce ?? 'whip'
  return 'rtmp'
}

const percent = (lost: number, got: number): number => (lost + got === 0 ? 0 : (lost * 100) / (lost + got))

function graceOf(reason: OffReason): number {
  if (reason === 'closed') return CLOSED_GRACE_MS
  return reason === 'lost' || reason === 'restart' ? LOST_GRACE_MS : 0
}

import { cpus } from 'node:os'
import type { PublishWord } from '../base/ports.ts'
import type { Out, Pass } from '../broadcasts/index.ts'
import * as broadcasts from '../broadcasts/index.ts'
import type { World } from '../world.ts'
import { Hls, type Right } from './hls.ts'
import type { Gateways as FeedListeners } from './tell.ts'
import { Thumbnails } from './thumbnail.ts'
import { Rtc, type RtcMedia } from './webrtc.ts'

/** What the gateways need of `Media`. */
export interface GatewayMedia extends RtcMedia {
  observe(feed: string, bytes: Uint8Array): void
  mayPublish(room: string, address: string, key: string | null): PublishWord | null
  readonly ffmpegFile: string | null
}

const SWEEP_MS = 5000
/** Each viewer in real time is packetised and encrypted alone: 50 of 2.6 Mbit/s cost a quarter of a core. */
const WHEP_PER_CORE = 120
/** Of the stated uplink; pages, LL-HLS and the picture coming in need the rest. */
const WHEP_OF_UPLINK = 0.6
/** Above this share new viewers begin in LL-HLS. */
const BUSY = 0.7
const USUAL_BITRATE = 2_600_000

export type RealTime = 'open' | 'busy' | 'full'

/** Everything through which pictures come in and go out over HTTP. One for each world. */
export class Gateways implements FeedListeners {
  readonly hls: Hls
  readonly rtc: Rtc
  readonly thumbnails: Thumbnails
  private media: GatewayMedia | null = null
  private readonly rooms = new Map<string, string>()
  private readonly rights = new WeakMap<Pass, Right>()
  private sweeping: ReturnType<typeof setInterval> | null = null

  constructor(private readonly world: World) {
    const { clock, ids } = world
    const log = world.log.child('gateways')
    this.hls = new Hls({
      clock,
      log,
      upstream: () => this.media?.upstream() ?? null,
      observe: (feed, bytes) => this.media?.observe(feed, bytes),
    })
    this.rtc = new Rtc({
      clock,
      ids,
      log,
      media: () => this.media,
      publishesByRtc: room => ['browser', 'whip'].includes(broadcasts.stage(world, room).source ?? ''),
    })
    this.thumbnails = new Thumbnails({
      clock,
      ffmpeg: () => this.media?.ffmpegFile ?? null,
      picture: feed => this.hls.picture(feed, 'src'),
      open: room => {
        const stage = broadcasts.stage(world, room)
        return stage.state === 'live' && !stage.paused
      },
      covered: room => broadcasts.stage(world, room).paused,
    })
  }

  attach(media: GatewayMedia): void {
    this.media = media
    this.thumbnails.start()
    this.sweeping ??= setInterval(() => {
      broadcasts.sweepPasses(this.world)
      this.judge()
    }, SWEEP_MS)
  }

  stop(): void {
    if (this.sweeping) clearInterval(this.sweeping)
    this.sweeping = null
    this.thumbnails.stop()
    this.hls.stop()
    this.rtc.stop()
  }

  feedOpened(room: string, feed: broadcasts.Feed): void {
    this.rooms.set(feed.id, room)
    this.hls.open(
      feed.id,
      feed.outs.filter(out => out.hls).map(out => out.name),
    )
    this.thumbnails.opened(room, feed.id)
  }

  /** A performer who has her studio open hears of a fault as soon as her encoder shows it, also before anybody watches. */
  private judge(): void {
    for (const [feed, room] of this.rooms) {
      if (this.world.presence.count(broadcasts.studioTopic(room)) > 0) this.hls.look(feed, 'src')
    }
  }

  /** Forgets the feed with every pass and every byte; whoever waits is answered now. */
  feedClosed(room: string, feed: string): void {
    this.rooms.delete(feed)
    this.hls.close(feed)
    broadcasts.endPassesOfFeed(this.world, feed)
    this.thumbnails.closed(room, feed)
  }

  /** The outs that the feed has now; none once it is closed. */
  outs(feed: string): Out[] {
    const room = this.rooms.get(feed)
    const shown = room === undefined ? null : broadcasts.stage(this.world, room).feed
    return shown?.id === feed ? shown.outs : []
  }

  mayPublish(room: string, address: string, key: string | null): PublishWord | null | 'media-down' {
    return this.media ? this.media.mayPublish(room, address, key) : 'media-down'
  }

  right(pass: Pass): Right {
    let right = this.rights.get(pass)
    if (!right) {
      right = {
        alive: () => broadcasts.alive(this.world, pass),
        spend: (kind, seconds, segment) => broadcasts.spend(this.world, pass, kind, seconds, segment),
        ends: pass.ends as unknown as Set<() => void>,
      }
      this.rights.set(pass, right)
    }
    return right
  }

  /** How much room real time has for one more viewer of this room. */
  realTime(room: string): RealTime {
    const load = this.rtcLoad(room)
    return load >= 1 ? 'full' : load >= BUSY ? 'busy' : 'open'
  }

  private rtcLoad(room: string): number {
    const byCores = this.rtc.viewers / (WHEP_PER_CORE * cpus().length)
    const uplink = this.world.settings.get('uplink_mbit') * 1_000_000 * WHEP_OF_UPLINK
    const bitrate = (name: string) => broadcasts.stage(this.world, name).health.bitrate ?? USUAL_BITRATE
    let bits = bitrate(room)
    for (const name of new Set(this.rooms.values())) bits += this.rtc.viewersOf(name) * bitrate(name)
    return Math.max(byCores, uplink > 0 ? bits / uplink : 1)
  }
}

const all = new WeakMap<World, Gateways>()
export function gatewaysOf(world: World): Gateways {
  let gateways = all.get(world)
  if (!gateways) {
    gateways = new Gateways(world)
    all.set(world, gateways)
  }
  return gateways
}

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { Config, Listen } from '../base/config.ts'
import { base64url, type Ids } from '../base/ids.ts'
import { briefly, type Log } from '../base/log.ts'
import type { DoorRoom, MediaPort, MediaStatus, PublishWord } from '../base/ports.ts'
import type { Binary } from './binary.ts'
import type { Client } from './client.ts'
import { config, MEDIAMTX_VERSION, partMs } from './config.ts'
import { Door, type NonceFor } from './door.ts'
import { Feeds } from './feed.ts'
import { MediaProcess } from './process.ts'
import { type Ffmpeg, findFfmpeg } from './sidecar.ts'
import { type MediaListeners, type OffReason, Watch } from './watch.ts'

export interface MediaOptions {
  clock: Clock
  ids: Ids
  log: Log
  config: Pick<Config, 'data' | 'rtmp' | 'rtmps' | 'srt' | 'webrtc' | 'ffmpeg'>
  binary: Binary | (() => Promise<Binary>)
  /** Read at each start of MediaMTX. */
  site(): {
    srtPassphrase: string
    /** Name or address of this site for ICE; empty: the addresses of its interfaces. */
    publicHost: string
    viewersAtPeak: number
    /** PEM, for RTMPS; null where there is none. */
    certificate: { cert: string; key: string } | null
  }
  told: MediaListeners & { statusChanged(status: MediaStatus): void }
}

/** Sockets of the running MediaMTX, for the gateways. New after each restart. */
export interface Upstream {
  hls: string
  webrtc: string
  hlsSecret: string
  client: Client
}

/** A flood of wrong keys is told to the studio page, not as a flood. */
const REFUSED_EVERY_MS = 1000

/** MediaMTX and all that surrounds it: the one thing that main.ts builds and the domains command. */
export class Media implements MediaPort {
  private readonly door: Door
  private readonly feeds: Feeds
  private readonly watch: Watch
  private readonly process: MediaProcess
  private ffmpeg: Ffmpeg | null = null
  private hosts: string[] = []
  private hlsSecret = ''
  private rtmpsOpen = false
  private readonly refusedAt = new Map<string, { word: PublishWord; at: number }>()

  constructor(private readonly o: MediaOptions) {
    const { clock, ids } = o
    const log = o.log.child('media')
    const told = guarded(o.told, log)
    this.door = new Door({
      clock,
      ids,
      log,
      // The door answers first; the house hears of it in the next turn.
      intended: (room, protocol, source) => setImmediate(() => this.watch.intended(room, protocol, source)),
      refused: (room, word, protocol) => {
        const now = clock.monotonic()
        const last = this.refusedAt.get(room)
        if (last?.word === word && now - last.at < REFUSED_EVERY_MS) return
        this.refusedAt.set(room, { word, at: now })
        setImmediate(() => told.refused(room, word, protocol))
      },
      pingPong: room => setImmediate(() => this.watch.pingPong(room)),
      relayed: (who, session) => this.feeds.relayed(who, session),
    })
    this.feeds = new Feeds(this.door, ids, clock, log)
    this.watch = new Watch({ clock, log, door: this.door, feeds: this.feeds, ffmpeg: () => this.ffmpeg, told })
    this.process = new MediaProcess({
      binary: o.binary,
      data: resolve(o.config.data),
      clock,
      log,
      configure: (folder, rtspPort) => this.configure(folder, rtspPort),
      onEvent: event => this.watch.on(event),
      onUp: run => this.watch.up(run),
      onDown: () => this.watch.down(),
      onState: () => told.statusChanged(this.status()),
    })
  }

  async start(): Promise<void> {
    // Known long before the first feed is born; receivers need not wait for it.
    const ffmpeg = findFfmpeg(this.o.config.ffmpeg).then(found => {
      this.ffmpeg = found
    })
    await this.resolveHosts()
    await this.process.start()
    await ffmpeg
  }

  /** Broadcasts end first, then MediaMTX finishes what it writes. */
  async stop(): Promise<void> {
    this.door.shut()
    await this.watch.close()
    await this.process.stop()
    this.door.stop()
  }

  /** Begins anew with changed settings: every picture is away for some seconds. */
  async restart(): Promise<void> {
    await this.resolveHosts()
    await this.process.restart()
  }

  admit(room: DoorRoom): void {
    this.door.admit(room)
  }

  forget(name: string): void {
    this.refusedAt.delete(name)
    this.door.forget(name)
  }

  cut(name: string, why: string): Promise<void> {
    return this.watch.cut(name, why === 'banned' ? 'banned' : why === 'stopped' ? 'stopped' : 'cut')
  }

  status(): MediaStatus {
    const { process } = this
    const state = process.state === 'stopped' ? 'down' : process.state
    return {
      state,
      say: process.say,
      version: MEDIAMTX_VERSION,
      pid: process.run?.pid ?? 0,
      startedAt: process.run?.startedAt ?? 0,
      restarts: process.restarts,
      ffmpeg: { found: this.ffmpeg !== null, version: this.ffmpeg?.version ?? '' },
      listeners: process.run ? this.listeners() : [],
    }
  }

  /** Null while MediaMTX is down. */
  upstream(): Upstream | null {
    const run = this.process.run
    if (!run) return null
    return {
      hls: join(run.folder, 'hls.sock'),
      webrtc: join(run.folder, 'webrtc.sock'),
      hlsSecret: this.hlsSecret,
      client: run.client,
    }
  }

  /** Native ffmpeg, or null where there is none. */
  get ffmpegFile(): string | null {
    return this.ffmpeg?.file ?? null
  }

  /** A right for the WebRTC gateway to hand upstream, valid once within 10 s. */
  nonce(right: NonceFor): string {
    return this.door.nonce(right)
  }

  /** Whether the door would let this publisher in over WebRTC; a word is no. `key` is null where a session stands for it. */
  mayPublish(room: string, address: string, key: string | null): PublishWord | null {
    return this.door.wouldAnswer(room, address, key)
  }

  /** The performer's own stop, said before the connection ends. */
  stopping(room: string, reason: OffReason = 'stopped'): void {
    this.watch.stopping(room, reason)
  }

  /** Init and parts of a feed's video in order, as the HLS gateway fetches them. */
  observe(feed: string, bytes: Uint8Array): void {
    this.watch.observe(feed, bytes)
  }

  /** A renewed certificate for RTMPS; MediaMTX reads it when the files change, the key first. */
  certificateChanged(): void {
    const pair = this.o.site().certificate
    const run = this.process.run
    if (run && pair && this.rtmpsOpen && valid(pair)) writePair(run.folder, pair)
  }

  private configure(folder: string, rtspPort: number): { yaml: string; secrets: string[] } {
    const site = this.o.site()
    const c = this.o.config
    this.hlsSecret = base64url(this.o.ids.bytes(32))
    const pair = site.certificate
    this.rtmpsOpen = c.rtmps !== null && pair !== null && valid(pair)
    if (this.rtmpsOpen && pair) writePair(folder, pair)
    const yaml = config({
      run: folder,
      doorUrl: this.door.url,
      rtspPort,
      rtmp: c.rtmp,
      rtmps: this.rtmpsOpen ? c.rtmps : null,
      srt: c.srt,
      srtPassphrase: site.srtPassphrase,
      webrtc: c.webrtc,
      webrtcHosts: this.hosts,
      hlsSecret: this.hlsSecret,
      hlsPartMs: partMs(site.viewersAtPeak),
      recordings: join(resolve(c.data), 'recordings'),
    })
    return { yaml, secrets: [this.hlsSecret, site.srtPassphrase, new URL(this.door.url).pathname.slice(1)] }
  }

  /** ICE candidates are literal addresses: MediaMTX would look a name up for every session. */
  private async resolveHosts(): Promise<void> {
    const host = this.o.site().publicHost
    if (host === '') this.hosts = []
    else if (isIP(host)) this.hosts = [host]
    else {
      const found = await lookup(host, { all: true }).catch(() => [])
      this.hosts = found.map(entry => entry.address)
      if (found.length === 0) this.o.log.warn('media.host-unknown', { host })
    }
  }

  private listeners(): string[] {
    const { rtmp, rtmps, srt, webrtc } = this.o.config
    const open: [string, Listen | null][] = [
      ['rtmp', rtmp],
      ['rtmps', this.rtmpsOpen ? rtmps : null],
      ['srt', srt],
      ['webrtc', webrtc],
    ]
    return open.flatMap(([name, at]) => (at ? [`${name} ${at.host === '0.0.0.0' ? '' : at.host}:${at.port}`] : []))
  }
}

/** A listener that throws (a full disk, say) is logged; the picture goes on. */
function guarded<T extends object>(told: T, log: Log): T {
  return new Proxy(told, {
    get(target, name) {
      const listener = Reflect.get(target, name)
      if (typeof listener !== 'function') return listener
      return (...args: unknown[]) => {
        try {
          return listener.apply(target, args)
        } catch (error) {
          log.error('media.listener-failed', { listener: String(name), why: briefly(error) })
        }
      }
    },
  })
}

function valid(pair: { cert: string; key: string }): boolean {
  try {
    return new X509Certificate(pair.cert).checkPrivateKey(createPrivateKey(pair.key))
  } catch {
    return false
  }
}

function writePair(folder: string, pair: { cert: string; key: string }): void {
  for (const [name, pem] of [
    ['rtmps.key', pair.key],
    ['rtmps.crt', pair.cert],
  ] as const) {
    writeFileSync(join(folder, `${name}.new`), pem, { mode: 0o600 })
    renameSync(join(folder, `${name}.new`), join(folder, name))
  }
}

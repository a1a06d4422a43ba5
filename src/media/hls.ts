import { Agent } from 'node:http'
import { say } from '../../views/words/index.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import {
  growing,
  type Master,
  type Playlist,
  parseMaster,
  parsePlaylist,
  writeMaster,
  writePlaylist,
} from './playlist.ts'
import { type Asked, ask, type Got } from './upstream.ts'

export type Kind = 'video' | 'audio'

/** What a viewer may do, asked before each answer and again after each wait. */
export interface Right {
  alive(): boolean
  /** Pays for media seconds, of a stream whose segments are that long; false ends the right. */
  spend(kind: Kind, seconds: number, segmentSeconds: number): boolean
  readonly ends: Set<() => void>
}

export interface HlsOptions {
  clock: Clock
  log: Log
  /** Null while MediaMTX is down. */
  upstream(): { hls: string; hlsSecret: string } | null
  /** Init and parts of a feed's picture in order. */
  observe(feed: string, bytes: Uint8Array): void
  ramBytes?: number
  idleMs?: number
  warmMs?: number
}

type Woken = 'ready' | 'late' | 'over' | 'gone'
interface Waiter {
  ready(): boolean
  settle(how: Woken): void
}

interface File {
  name: string
  kind: Kind
  /** Media seconds that it holds; 0 for an init. */
  seconds: number
  /** The longest segment of its playlist. */
  segmentSeconds: number
  part: boolean
  bytes: Uint8Array<ArrayBuffer> | null
  loading: boolean
  listedAt: number
  waiters: Set<Waiter>
}

const RAM_BYTES = 512 * 1024 * 1024
const IDLE_MS = 10_000
const WARM_MS = 15_000
const BLOCKED_MS = 8000
const MOST_PLAYLIST = 256 * 1024
const MOST_FILE = 24 * 1024 * 1024
const BIRTH_MS = 10_000
/** Waits between looks for a muxer that is not there: it is being born, or it died and its path with it. */
const AGAIN_MS = [0, 100, 100, 200, 200, 400, 1000, 1000, 1000]

const SAFE = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-store',
}
const PLAYLIST_HEADERS = { ...SAFE, 'content-type': 'application/vnd.apple.mpegurl' }
const FILE_HEADERS = {
  video: { ...SAFE, 'content-type': 'video/mp4', 'accept-ranges': 'bytes' },
  audio: { ...SAFE, 'content-type': 'audio/mp4', 'accept-ranges': 'bytes' },
}

/** Reads each feed once and serves it to all its viewers from memory: MediaMTX works the same for one as for a thousand. */
export class Hls {
  private readonly feeds = new Map<string, FeedReader>()
  readonly ram: Ram
  readonly agent = new Agent({ keepAlive: true })

  constructor(readonly o: HlsOptions) {
    this.ram = new Ram(o.ramBytes ?? RAM_BYTES)
  }

  /** The feed can be read. Reading starts at once, so that the muxer has a segment before the first viewer asks. */
  open(feed: string, outs: readonly string[]): void {
    this.close(feed)
    const reader = new FeedReader(this, feed)
    this.feeds.set(feed, reader)
    for (const out of outs) reader.out(out)
  }

  /** Forgets the feed with every byte; whoever waits is answered now. */
  close(feed: string): void {
    const reader = this.feeds.get(feed)
    this.feeds.delete(feed)
    reader?.close()
  }

  stop(): void {
    for (const feed of [...this.feeds.keys()]) this.close(feed)
    this.agent.destroy()
  }

  /** `folder` leads from the address of this playlist to the out's files. */
  async master(feed: string, out: string, folder: string, right: Right): Promise<Response> {
    const reader = this.feeds.get(feed)?.out(out)
    if (!reader) return plain(404)
    const how = await reader.awaitBirth(right)
    if (how !== 'ready' || !reader.master) return refusedAfter(how)
    if (!right.alive()) return plain(403)
    return new Response(writeMaster(reader.master, folder), { headers: PLAYLIST_HEADERS })
  }

  playlist(feed: string, out: string, rendition: string, query: string, right: Right): Response | Promise<Response> {
    const reader = this.feeds.get(feed)?.out(out)
    if (!reader) return plain(404)
    const wanted = readQuery(query)
    if (!wanted) return plain(400)
    return reader.servePlaylist(rendition, wanted.msn, wanted.part, right)
  }

  file(feed: string, out: string, name: string, range: string | null, right: Right): Response | Promise<Response> {
    const reader = this.feeds.get(feed)?.out(out)
    if (!reader) return plain(404)
    return reader.serveFile(name, range, right)
  }

  /** Somebody wants to know how the encoder does: it is read as if it were watched. */
  look(feed: string, out: string): void {
    this.feeds.get(feed)?.known(out)?.touch()
  }

  /** Init and first part of the newest whole segment of the picture: what a thumbnail is made of. */
  async picture(feed: string, out: string): Promise<Uint8Array | null> {
    return (await this.feeds.get(feed)?.known(out)?.picture()) ?? null
  }
}

class FeedReader {
  private readonly outs = new Map<string, OutReader>()
  constructor(
    private readonly hls: Hls,
    private readonly id: string,
  ) {}

  known(name: string): OutReader | undefined {
    return this.outs.get(name)
  }

  out(name: string): OutReader {
    let out = this.outs.get(name)
    if (!out) {
      out = new OutReader(this.hls, this.id, name)
      this.outs.set(name, out)
    }
    return out
  }

  close(): void {
    for (const out of this.outs.values()) out.close()
  }
}

/** One muxer of MediaMTX. */
class OutReader {
  master: Master | null = null
  closed = false
  askedAt: number
  readonly files = new Map<string, File>()
  private readonly renditions = new Map<string, Rendition>()
  private readonly births = new Set<Waiter>()
  private readonly asked = new Set<Asked>()
  private readonly naps = new Set<() => void>()
  private indexing: Promise<boolean> | null = null
  private gaveUpAt = Number.NEGATIVE_INFINITY

  constructor(
    readonly hls: Hls,
    readonly feed: string,
    readonly name: string,
  ) {
    this.askedAt = hls.o.clock.monotonic()
    void this.live()
  }

  close(): void {
    this.closed = true
    for (const asked of [...this.asked]) asked.stop()
    this.wake()
    for (const waiter of [...this.births]) waiter.settle('gone')
    for (const rendition of this.renditions.values()) rendition.close()
    for (const file of this.files.values()) this.forget(file)
  }

  get watched(): boolean {
    return this.hls.o.clock.monotonic() - this.askedAt < (this.hls.o.idleMs ?? IDLE_MS)
  }

  async awaitBirth(right: Right): Promise<Woken> {
    this.touch()
    if (this.master) return 'ready'
    return wait(this.births, { ready: () => this.master !== null, closed: this.closed }, right, BIRTH_MS)
  }

  servePlaylist(name: string, msn: number | null, part: number | null, right: Right): Response | Promise<Response> {
    this.touch()
    const rendition = this.renditions.get(name)
    if (!rendition) {
      if (this.master) return plain(404)
      return this.awaitBirth(right).then(how =>
        how === 'ready' && this.renditions.has(name) ? this.servePlaylist(name, msn, part, right) : refusedAfter(how),
      )
    }
    const { current } = rendition
    if (current && msn !== null && msn > rendition.growing + 1) return plain(400)
    if (rendition.has(msn, part)) return rendition.response()
    const target = (current?.targetSeconds ?? 3) * 3000
    return wait(rendition.waiters, { ready: () => rendition.has(msn, part), closed: this.closed }, right, target).then(
      how => {
        if (how !== 'ready') return refusedAfter(how)
        return right.alive() ? rendition.response() : plain(403)
      },
    )
  }

  serveFile(name: string, range: string | null, right: Right): Response | Promise<Response> {
    this.touch()
    const file = this.files.get(name)
    if (!file) return plain(404)
    if (file.bytes) return deliver(file, file.bytes, range, right)
    const waited = wait(file.waiters, { ready: () => file.bytes !== null, closed: this.closed }, right, BLOCKED_MS)
    this.load(file)
    return waited.then(how => {
      if (how !== 'ready' || !file.bytes) return refusedAfter(how)
      return right.alive() ? deliver(file, file.bytes, range, right) : plain(403)
    })
  }

  async picture(): Promise<Uint8Array | null> {
    if (!this.master) return null
    const video = this.master.renditions.find(name => name.startsWith('video'))
    if (!video) return null
    const rendition = this.renditions.get(video)
    const p = this.watched && rendition?.current ? rendition.current : await this.peek(video)
    const newest = p?.segments.at(-1)
    if (!p || !newest) return null
    const [init, picture] = await Promise.all([
      this.bytesOf(p.init),
      this.bytesOf(newest.parts[0]?.name ?? newest.name),
    ])
    return init && picture ? Buffer.concat([init, picture]) : null
  }

  /** From memory, else fetched for this once. */
  private async bytesOf(name: string): Promise<Uint8Array | null> {
    const kept = this.files.get(name)?.bytes
    if (kept) return kept
    const got = await this.get(name, BLOCKED_MS, MOST_FILE)
    return got && got.status === 200 && got.body.length > 0 ? got.body : null
  }

  private async peek(rendition: string): Promise<Playlist | null> {
    let got = await this.get(`${rendition}_stream.m3u8`, BLOCKED_MS, MOST_PLAYLIST)
    if (got?.status === 401 && (await this.index())) {
      got = await this.get(`${rendition}_stream.m3u8`, BLOCKED_MS, MOST_PLAYLIST)
    }
    return got?.status === 200 ? parsePlaylist(got.body.toString()) : null
  }

  /** Finds the muxer, starts its readers, and keeps it warm while nobody watches: it would close after 60 s. */
  private async live(): Promise<void> {
    const warm = this.hls.o.warmMs ?? WARM_MS
    await this.index()
    while (!this.closed) {
      await this.nap(warm)
      if (this.closed || this.watched) continue
      if (await this.index()) await this.sample()
    }
  }

  /** The encoder is judged by its fragments also while nobody watches. */
  private async sample(): Promise<void> {
    const video = this.master?.renditions.find(name => name.startsWith('video'))
    const p = video === undefined ? null : await this.peek(video)
    if (!p || this.closed || this.watched) return
    for (const name of [p.init, ...p.segments.slice(-3).map(segment => segment.name)]) {
      const bytes = await this.bytesOf(name)
      if (!bytes || this.closed || this.watched) return
      this.hls.o.observe(this.feed, bytes)
    }
  }

  /** `index.m3u8` alone makes the session under which everything else is answered. */
  index(): Promise<boolean> {
    this.indexing ??= this.readIndex().finally(() => {
      this.indexing = null
    })
    return this.indexing
  }

  private async readIndex(): Promise<boolean> {
    // MediaMTX writes a log line for each look at a path that is not there.
    if (this.hls.o.clock.monotonic() - this.gaveUpAt < 1000) await this.nap(1000)
    for (const pause of AGAIN_MS) {
      await this.nap(pause)
      if (this.closed) return false
      const got = await this.get('index.m3u8', BIRTH_MS, MOST_PLAYLIST)
      if (this.closed) return false
      const master = got?.status === 200 ? parseMaster(got.body.toString()) : null
      if (!master) continue
      this.master = master
      for (const name of master.renditions) {
        if (!this.renditions.has(name)) this.renditions.set(name, new Rendition(this, name))
      }
      for (const waiter of [...this.births]) waiter.settle('ready')
      return true
    }
    this.gaveUpAt = this.hls.o.clock.monotonic()
    this.hls.o.log.warn('hls.no-muxer', { out: this.name })
    for (const waiter of [...this.births]) waiter.settle('gone')
    return false
  }

  /** Null: the request failed or the feed was closed. */
  async get(file: string, timeoutMs: number, mostBytes: number): Promise<Got | null> {
    const upstream = this.hls.o.upstream()
    if (!upstream || this.closed) return null
    const asked = ask({
      agent: this.hls.agent,
      socketPath: upstream.hls,
      path: `/feed/${this.feed}/${this.name}/${file}`,
      headers: { authorization: `Bearer ${upstream.hlsSecret}` },
      timeoutMs,
      mostBytes,
    })
    this.asked.add(asked)
    const got = await asked.answer
    this.asked.delete(asked)
    return typeof got === 'string' ? null : got
  }

  /** One fetch for however many viewers. An error is never kept. What comes `inOrder` shows how the encoder does. */
  load(file: File, inOrder = false): void {
    if (file.loading || file.bytes) return
    file.loading = true
    void (async () => {
      let got = await this.get(file.name, BLOCKED_MS, MOST_FILE)
      if (got?.status === 401 && (await this.index())) got = await this.get(file.name, BLOCKED_MS, MOST_FILE)
      file.loading = false
      const listed = !this.closed && this.files.get(file.name) === file
      // A hinted part that never came to be is answered 200 with nothing in it.
      if (got?.status === 200 && got.body.length > 0 && listed) {
        file.bytes = got.body
        this.hls.ram.keep(file)
        if (file.kind === 'video' && inOrder) this.hls.o.observe(this.feed, got.body)
        for (const waiter of [...file.waiters]) waiter.settle('ready')
      } else {
        for (const waiter of [...file.waiters]) waiter.settle('gone')
      }
    })()
  }

  list(name: string, kind: Kind, seconds: number, segmentSeconds: number, part: boolean, now: number): File {
    let file = this.files.get(name)
    if (!file) {
      file = {
        name,
        kind,
        seconds,
        segmentSeconds,
        part,
        bytes: null,
        loading: false,
        listedAt: now,
        waiters: new Set(),
      }
      this.files.set(name, file)
    }
    file.listedAt = now
    file.seconds = seconds
    file.segmentSeconds = segmentSeconds
    return file
  }

  /** Listed files and a little more: a viewer who just read the last playlist still finds what it names. */
  prune(kind: Kind, now: number, targetSeconds: number): void {
    for (const file of this.files.values()) {
      if (file.kind !== kind) continue
      if (now - file.listedAt > (file.part ? 6 : 2) * targetSeconds * 1000) {
        this.files.delete(file.name)
        this.forget(file)
      }
    }
  }

  private forget(file: File): void {
    this.hls.ram.drop(file)
    for (const waiter of [...file.waiters]) waiter.settle('gone')
  }

  touch(): void {
    const { watched } = this
    this.askedAt = this.hls.o.clock.monotonic()
    if (watched) return
    for (const rendition of this.renditions.values()) rendition.stale = true
    this.wake()
  }

  nap(ms: number): Promise<void> {
    if (ms === 0 || this.closed) return Promise.resolve()
    return new Promise(resolve => {
      const end = () => {
        clearTimeout(timer)
        this.naps.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.naps.add(end)
    })
  }

  wake(): void {
    for (const end of [...this.naps]) end()
  }
}

/** One media playlist and its loop: a single blocked reload, whose answer wakes all viewers together. */
class Rendition {
  current: Playlist | null = null
  /** Nobody watched, so it was not read; viewers wait for the next reading. */
  stale = false
  readonly waiters = new Set<Waiter>()
  private readonly kind: Kind
  private body: Uint8Array<ArrayBuffer> = new Uint8Array()
  private shift = 0
  private breaks = 0
  private breakAt: number | undefined

  constructor(
    private readonly out: OutReader,
    private readonly name: string,
  ) {
    this.kind = name.startsWith('audio') ? 'audio' : 'video'
    void this.read()
  }

  get growing(): number {
    return this.current ? growing(this.current) + this.shift : 0
  }

  response(): Response {
    return new Response(this.body, { headers: PLAYLIST_HEADERS })
  }

  /** Whether the current playlist holds what a viewer asked to see in it. */
  has(msn: number | null, part: number | null): boolean {
    const p = this.current
    if (!p || this.stale) return false
    if (msn === null) return true
    const growing = this.growing
    if (msn > growing) return false
    if (msn === growing) return part !== null && part < p.parts.length
    if (part === null || msn < growing - 1) return true
    // Past the last part of the newest segment means the first part of the next one (RFC 8216bis, 6.2.5.2).
    const parts = p.segments.at(-1)?.parts.length ?? 0
    return part < parts || p.parts.length > 0
  }

  close(): void {
    for (const waiter of [...this.waiters]) waiter.settle('gone')
  }

  private async read(): Promise<void> {
    const { out } = this
    let resumed = true
    while (!out.closed) {
      if (!out.watched) {
        resumed = true
        this.stale = true
        await out.nap(60_000)
        continue
      }
      const next =
        this.current && !this.stale ? `?_HLS_msn=${growing(this.current)}&_HLS_part=${this.current.parts.length}` : ''
      const got = await out.get(`${this.name}_stream.m3u8${next}`, BLOCKED_MS, MOST_PLAYLIST)
      if (out.closed) return
      const text = got?.status === 200 ? got.body.toString() : ''
      const p = text === '' ? null : parsePlaylist(text)
      if (p) {
        this.take(text, p, resumed)
        resumed = false
        continue
      }
      if (got?.status === 200) out.hls.o.log.warn('hls.unreadable', { out: out.name, rendition: this.name })
      // 400: the muxer began anew and counts from its start again. A reload that stayed blocked is asked again as it was.
      if (got?.status === 400) this.stale = true
      else if (got) await out.index()
      else await out.nap(100)
    }
  }

  private take(text: string, p: Playlist, resumed: boolean): void {
    const before = this.current
    if (before && before.prefix !== p.prefix) {
      // What the lost muxer had begun is never finished: its number is left out.
      this.shift = growing(before) + this.shift + 1 - p.first
      this.breakAt = p.first + this.shift
      this.breaks++
    }
    const leftList = this.breakAt !== undefined && this.breakAt < p.first + this.shift
    this.body = new TextEncoder().encode(
      writePlaylist(text, p, {
        shift: this.shift,
        breakAt: leftList ? undefined : this.breakAt,
        breaksBefore: leftList || this.breaks === 0 ? this.breaks : this.breaks - 1,
      }),
    )
    this.current = p
    this.stale = false
    this.listFiles(p, resumed)
    for (const waiter of [...this.waiters]) if (waiter.ready()) waiter.settle('ready')
  }

  private listFiles(p: Playlist, resumed: boolean): void {
    const { out, kind } = this
    const now = out.hls.o.clock.monotonic()
    const longest = p.targetSeconds
    const init = out.list(p.init, kind, 0, longest, false, now)
    for (const segment of p.segments) {
      out.list(segment.name, kind, segment.seconds, longest, false, now)
      for (const part of segment.parts) out.list(part.name, kind, part.seconds, longest, true, now)
    }
    for (const part of p.parts) out.list(part.name, kind, part.seconds, longest, true, now)
    if (resumed && init.bytes && kind === 'video') out.hls.o.observe(out.feed, init.bytes)
    else out.load(init, true)
    out.load(out.list(p.hint, kind, p.partSeconds, longest, true, now), true)
    out.prune(kind, now, p.targetSeconds)
  }
}

/** All files of all feeds in memory: past the budget the oldest goes first, and is fetched again if it is still asked for. */
class Ram {
  size = 0
  private readonly files = new Set<File>()
  constructor(private readonly most: number) {}

  keep(file: File): void {
    this.size += file.bytes?.length ?? 0
    this.files.add(file)
    for (const oldest of this.files) {
      if (this.size <= this.most || oldest === file) break
      this.drop(oldest)
    }
  }

  drop(file: File): void {
    if (!this.files.delete(file)) return
    this.size -= file.bytes?.length ?? 0
    file.bytes = null
  }
}

function wait(
  set: Set<Waiter>,
  { ready, closed }: { ready(): boolean; closed: boolean },
  right: Right,
  ms: number,
): Promise<Woken> {
  if (closed) return Promise.resolve('gone')
  return new Promise(resolve => {
    const waiter: Waiter = {
      ready,
      settle(how) {
        clearTimeout(timer)
        set.delete(waiter)
        right.ends.delete(over)
        resolve(how)
      },
    }
    const over = () => waiter.settle('over')
    const timer = setTimeout(() => waiter.settle('late'), ms)
    set.add(waiter)
    right.ends.add(over)
  })
}

const MSN = /(?:^|&)_HLS_msn=([^&]*)/
const PART = /(?:^|&)_HLS_part=([^&]*)/

/** Null where it is not given, undefined where it is no number. */
function number(text: string | undefined): number | null | undefined {
  if (text === undefined) return null
  return /^[0-9]{1,12}$/.test(text) ? Number(text) : undefined
}

function readQuery(query: string): { msn: number | null; part: number | null } | null {
  if (query === '') return { msn: null, part: null }
  const msn = number(MSN.exec(query)?.[1])
  const part = number(PART.exec(query)?.[1])
  if (msn === undefined || part === undefined || (part !== null && msn === null)) return null
  return { msn, part }
}

function deliver(file: File, bytes: Uint8Array<ArrayBuffer>, range: string | null, right: Right): Response {
  const span = range === null ? null : readRange(range, bytes.length)
  if (span === 'none') {
    return new Response(null, { status: 416, headers: { ...SAFE, 'content-range': `bytes */${bytes.length}` } })
  }
  const seconds = span ? (file.seconds * (span.end - span.start)) / bytes.length : file.seconds
  if (seconds > 0 && !right.spend(file.kind, seconds, file.segmentSeconds)) return plain(403)
  const headers = FILE_HEADERS[file.kind]
  if (!span) return new Response(bytes, { headers })
  return new Response(bytes.subarray(span.start, span.end), {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${span.start}-${span.end - 1}/${bytes.length}` },
  })
}

/** A single range of bytes; null where the header asks for something else, which means the whole (RFC 9110, 14.2). */
function readRange(header: string, size: number): { start: number; end: number } | 'none' | null {
  const match = /^bytes=([0-9]{0,15})-([0-9]{0,15})$/.exec(header.trim())
  if (!match) return null
  const [, from = '', to = ''] = match
  if (from === '') {
    if (to === '') return null
    return Number(to) === 0 ? 'none' : { start: Math.max(0, size - Number(to)), end: size }
  }
  const start = Number(from)
  const end = to === '' ? size : Math.min(size, Number(to) + 1)
  if (to !== '' && Number(to) < start) return null
  return start >= size ? 'none' : { start, end }
}

const plainWords = (): Record<number, string> => ({
  400: say.media.tooFarAhead,
  403: say.media.passOver,
  404: say.media.noFile,
  503: say.media.standsStill,
})

function plain(status: number): Response {
  const headers: Record<string, string> = { ...SAFE, 'content-type': 'text/plain; charset=utf-8' }
  if (status === 503) headers['retry-after'] = '1'
  return new Response(plainWords()[status] ?? null, { status, headers })
}

/** Why a wait ended without what was waited for. */
const refusedAfter = (how: Woken): Response => plain(how === 'late' ? 503 : how === 'over' ? 403 : 404)

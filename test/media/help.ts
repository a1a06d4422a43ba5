import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { base32, systemIds } from '../../src/base/ids.ts'
import { logTo } from '../../src/base/log.ts'
import type { DoorRoom, MediaStatus, PublishWord } from '../../src/base/ports.ts'
import type { Feed, Health, Source } from '../../src/broadcasts/index.ts'
import { Media, type MediaOptions } from '../../src/media/index.ts'

/** The real MediaMTX, as scripts/mediamtx obtains it. */
export const binary = (() => {
  const script = new URL('../../scripts/mediamtx', import.meta.url).pathname
  const ran = Bun.spawnSync([script], { stderr: 'inherit' })
  if (!ran.success) throw new Error('scripts/mediamtx gave no binary')
  return ran.stdout.toString().trim()
})()

export const ffmpeg = Bun.which('ffmpeg') ?? 'ffmpeg'
export const PASSPHRASE = 'abcdefghijklmnopqrstuvwx'

export type Told =
  | { kind: 'connecting' | 'live' | 'outs'; room: string; feed?: Feed; source?: Source; at: number }
  | { kind: 'connectingEnded' | 'moving'; room: string; at: number }
  | { kind: 'stalled' | 'away' | 'off' | 'ended'; room: string; reason?: string; lastAt: number; at: number }
  | { kind: 'health'; room: string; health: Health; at: number }
  | { kind: 'refused'; room: string; word: PublishWord; protocol: string; at: number }
  | { kind: 'feedOpened' | 'feedClosed'; room: string; id: string; at: number }
  | { kind: 'status'; status: MediaStatus; at: number }

export interface Stand {
  media: Media
  told: Told[]
  lines: string[]
  data: string
  ports: { rtmp: number; srt: number; webrtc: number }
  keys: Map<string, string>
  /** Makes a room that may play, and its key. */
  room(name: string, row?: Partial<DoorRoom>): string
  rtmp(name: string, key?: string, host?: string): string
  srt(name: string, key?: string, passphrase?: string): string
  last<K extends Told['kind']>(kind: K, room: string): (Told & { kind: K }) | undefined
  count(kind: Told['kind'], room: string): number
  stop(): Promise<void>
}

export interface StandOptions {
  ffmpeg?: string
  /** Opens RTMPS beside RTMP. */
  rtmps?: { port: number; certificate(): { cert: string; key: string } | null }
}

export async function stand(options: StandOptions = {}): Promise<Stand> {
  const data = mkdtempSync(join(tmpdir(), 'footlight-test-'))
  const ports = { rtmp: await free('tcp'), srt: await free('udp'), webrtc: await free('udp') }
  const told: Told[] = []
  const lines: string[] = []
  const tell = (t: Told) => told.push(t)
  const at = () => performance.now()
  const o: MediaOptions = {
    clock: systemClock,
    ids: systemIds(Date.now),
    log: logTo(line => lines.push(line), 'debug', Date.now),
    config: {
      data,
      rtmp: { host: '0.0.0.0', port: ports.rtmp },
      rtmps: options.rtmps ? { host: '127.0.0.1', port: options.rtmps.port } : null,
      srt: { host: '127.0.0.1', port: ports.srt },
      webrtc: { host: '127.0.0.1', port: ports.webrtc },
      ffmpeg: options.ffmpeg ?? ffmpeg,
    },
    binary: { ok: true, file: binary },
    site: () => ({
      srtPassphrase: PASSPHRASE,
      publicHost: '127.0.0.1',
      viewersAtPeak: 200,
      certificate: options.rtmps?.certificate() ?? null,
    }),
    told: {
      connecting: (room, source) => tell({ kind: 'connecting', room, source, at: at() }),
      connectingEnded: room => tell({ kind: 'connectingEnded', room, at: at() }),
      live: (room, feed, source) => tell({ kind: 'live', room, feed, source, at: at() }),
      outsChanged: (room, feed) => tell({ kind: 'outs', room, feed, at: at() }),
      stalled: (room, lastAt) => tell({ kind: 'stalled', room, lastAt, at: at() }),
      moving: room => tell({ kind: 'moving', room, at: at() }),
      away: (room, reason, lastAt) => tell({ kind: 'away', room, reason, lastAt, at: at() }),
      off: (room, reason, lastAt) => tell({ kind: 'off', room, reason, lastAt, at: at() }),
      ended: (room, reason, lastAt) => tell({ kind: 'ended', room, reason, lastAt, at: at() }),
      health: (room, health) => tell({ kind: 'health', room, health, at: at() }),
      refused: (room, word, protocol) => tell({ kind: 'refused', room, word, protocol, at: at() }),
      feedOpened: (room, feed) => tell({ kind: 'feedOpened', room, id: feed.id, at: at() }),
      feedClosed: (room, id) => tell({ kind: 'feedClosed', room, id, at: at() }),
      statusChanged: status => tell({ kind: 'status', status, at: at() }),
    },
  }
  const media = new Media(o)
  const keys = new Map<string, string>()
  await media.start()
  return {
    media,
    told,
    lines,
    data,
    ports,
    keys,
    room(name, row = {}) {
      const key = newKey()
      keys.set(name, key)
      media.admit({ name, keys: [{ sha256: sha256(key), until: null }], refuse: null, heldUntil: 0, ...row })
      return key
    },
    rtmp: (name, key = keys.get(name), host = '127.0.0.1') => `rtmp://${host}:${ports.rtmp}/live/${name}?pass=${key}`,
    srt(name, key = keys.get(name), passphrase = PASSPHRASE) {
      const secret = passphrase ? `&passphrase=${passphrase}&pbkeylen=32` : ''
      return `srt://127.0.0.1:${ports.srt}?streamid=publish:live/${name}:${name}:${key}${secret}&latency=100000&pkt_size=1316&connect_timeout=1000`
    },
    last: (kind, room) => told.findLast(t => t.kind === kind && 'room' in t && t.room === room) as never,
    count: (kind, room) => told.filter(t => t.kind === kind && 'room' in t && t.room === room).length,
    async stop() {
      await media.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

export const newKey = (): string => `fl${base32(randomBytes(17)).slice(0, 26)}`
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Encoded once for all tests, then sent with `-c copy`: the machine has better things to do. */
const films = new Map<string, string>()
export function film(name: 'plain' | 'b-frames' | 'far-keys' | 'silent' | 'hevc' = 'plain'): string {
  const known = films.get(name)
  if (known) return known
  const folder = mkdtempSync(join(tmpdir(), 'footlight-film-'))
  const file = join(folder, `${name}.mkv`)
  const gop = name === 'far-keys' ? '90' : '30'
  const video =
    name === 'hevc'
      ? ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error:keyint=30:bframes=0']
      : ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', gop, '-keyint_min', gop, '-sc_threshold', '0']
  const order = name === 'b-frames' ? ['-bf', '2', '-preset', 'veryfast'] : ['-bf', '0', '-tune', 'zerolatency']
  const sound = name === 'silent' ? ['-an'] : ['-c:a', 'aac', '-b:a', '96k', '-ar', '48000', '-ac', '2']
  const ran = Bun.spawnSync([
    ...[ffmpeg, '-hide_banner', '-loglevel', 'error', '-y'],
    ...[
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=320x180:rate=30',
      '-f',
      'lavfi',
      '-i',
      'sine=frequency=440:sample_rate=48000',
    ],
    ...['-t', '9', '-pix_fmt', 'yuv420p', ...video, ...(name === 'hevc' ? [] : order), ...sound, file],
  ])
  if (!ran.success) throw new Error(ran.stderr.toString())
  films.set(name, file)
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return file
}

const publishers = new Set<Bun.Subprocess>()
export interface Publisher {
  child: Bun.Subprocess<'pipe', 'ignore', 'pipe'>
  words(): string
  /** As a person stops an encoder: it says good-bye. */
  end(): Promise<void>
  /** Gone without a word. */
  kill(): void
}

export function publish(url: string, what: string = film()): Publisher {
  const format = url.startsWith('srt') ? 'mpegts' : 'flv'
  const child = Bun.spawn(
    [
      ffmpeg,
      '-hide_banner',
      '-loglevel',
      'error',
      '-re',
      '-stream_loop',
      '-1',
      '-i',
      what,
      '-c',
      'copy',
      '-f',
      format,
      url,
    ],
    { stdin: 'pipe', stdout: 'ignore', stderr: 'pipe' },
  )
  publishers.add(child)
  let words = ''
  void (async () => {
    for await (const chunk of child.stderr) words += Buffer.from(chunk).toString()
  })()
  return {
    child,
    words: () => words,
    async end() {
      child.kill('SIGINT')
      await child.exited
      publishers.delete(child)
    },
    kill() {
      child.kill('SIGKILL')
      publishers.delete(child)
    },
  }
}

export function killPublishers(): void {
  for (const child of publishers) child.kill('SIGKILL')
  publishers.clear()
}

type Found<T> = Exclude<T, undefined | null | false | 0 | ''>

export async function until<T>(what: string, found: () => T, ms = 15_000): Promise<Found<T>> {
  const end = performance.now() + ms
  for (;;) {
    const value = found()
    if (value) return value as Found<T>
    if (performance.now() > end) throw new Error(`waited ${ms} ms in vain: ${what}`)
    await Bun.sleep(10)
  }
}

/** A port below the range from which the kernel takes those of outgoing connections. */
export async function free(kind: 'tcp' | 'udp'): Promise<number> {
  for (;;) {
    const port = 18_000 + Math.floor(Math.random() * 14_000)
    try {
      if (kind === 'tcp') Bun.listen({ hostname: '127.0.0.1', port, socket: { data() {} } }).stop(true)
      else (await Bun.udpSocket({ hostname: '127.0.0.1', port })).close()
      return port
    } catch {}
  }
}

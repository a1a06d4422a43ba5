import { createHash } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import type { Clock } from '../base/clock.ts'
import { cleanEnvironment } from './exec.ts'

/** For a card; and for the first card of a page and the stage before it plays. */
export const SIZES = { small: { width: 320, height: 180 }, large: { width: 640, height: 360 } } as const
export type Size = keyof typeof SIZES
export const MOST_FRAME = 200 * 1024

export interface Thumbnail {
  bytes: Uint8Array<ArrayBuffer>
  etag: string
  at: number
}

type Both = Record<Size, Thumbnail>

export interface ThumbnailOptions {
  clock: Clock
  ffmpeg(): string | null
  /** Init and first part of the newest segment, or null while there is none. */
  picture(feed: string): Promise<Uint8Array | null>
  /** The picture moves and may be seen. */
  open(room: string): boolean
  /** The performer has covered it: nothing of it is shown, not even what was. */
  covered(room: string): boolean
}

const EVERY_MS = 15_000
const FIRST_MS = 500
const LATER_EVERY_MS = 30_000
const MANY_ROOMS = 40
const AT_ONCE = 2
const MOST_MS = 5000
const MOST_JPEG = 512 * 1024
/** An own frame that is not renewed is no longer what the camera shows. */
const FRAME_LIVES_MS = 60_000

/** Small pictures for cards, made from what viewers get, kept in memory alone. */
export class Thumbnails {
  private readonly made = new Map<string, Both>()
  private readonly frames = new Map<string, Both>()
  private readonly feeds = new Map<string, { feed: string; due: number; busy: boolean }>()
  private running = 0
  private timer: ReturnType<typeof setInterval> | null = null

  constructor(private readonly o: ThumbnailOptions) {}

  start(): void {
    this.timer ??= setInterval(() => this.tick(), FIRST_MS)
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
    this.feeds.clear()
    this.made.clear()
    this.frames.clear()
  }

  opened(room: string, feed: string): void {
    this.feeds.set(room, { feed, due: this.o.clock.monotonic(), busy: false })
  }

  /** What a feed showed is not shown after it. */
  closed(room: string, feed: string): void {
    if (this.feeds.get(room)?.feed !== feed) return
    this.feeds.delete(room)
    this.made.delete(room)
    this.frames.delete(room)
  }

  of(room: string, size: Size = 'small'): Thumbnail | null {
    if (this.o.covered(room)) return null
    const made = this.made.get(room)?.[size]
    if (made) return made
    const frame = this.frames.get(room)?.[size]
    if (!frame || this.o.ffmpeg() !== null || !this.o.open(room)) return null
    return this.o.clock.monotonic() - frame.at < FRAME_LIVES_MS ? frame : null
  }

  /** The performer's own picture stands in on cards where no ffmpeg is. Decoded and drawn anew: no byte of it is kept. */
  async frame(
    room: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<'kept' | 'not-on-air' | 'too-large' | 'not-a-picture'> {
    if (bytes.length > MOST_FRAME) return 'too-large'
    if (!isJpeg(bytes) && !isWebp(bytes)) return 'not-a-picture'
    const both = await this.draw(bytes)
    if (!both) return 'not-a-picture'
    if (!this.feeds.has(room)) return 'not-on-air'
    this.frames.set(room, both)
    return 'kept'
  }

  private tick(): void {
    const ffmpeg = this.o.ffmpeg()
    if (!ffmpeg) return
    const now = this.o.clock.monotonic()
    for (const [room, entry] of this.feeds) {
      if (this.running >= AT_ONCE) return
      if (entry.busy || entry.due > now || !this.o.open(room)) continue
      entry.busy = true
      this.running++
      void this.take(room, entry.feed, ffmpeg)
        .catch(() => false)
        .then(taken => {
          this.running--
          entry.busy = false
          const every = this.feeds.size > MANY_ROOMS ? LATER_EVERY_MS : EVERY_MS
          entry.due = this.o.clock.monotonic() + (taken || this.made.has(room) ? every : FIRST_MS)
        })
    }
  }

  private async take(room: string, feed: string, ffmpeg: string): Promise<boolean> {
    const fragment = await this.o.picture(feed)
    const jpeg = fragment && (await firstFrame(ffmpeg, fragment))
    const both = jpeg && (await this.draw(jpeg))
    if (!both || this.feeds.get(room)?.feed !== feed || !this.o.open(room)) return false
    this.made.set(room, both)
    return true
  }

  private async draw(bytes: Uint8Array<ArrayBuffer>): Promise<Both | null> {
    const [small, large] = await Promise.all([toWebp(bytes, 'small'), toWebp(bytes, 'large')])
    return small && large && { small: this.thumbnail(small), large: this.thumbnail(large) }
  }

  private thumbnail(bytes: Uint8Array<ArrayBuffer>): Thumbnail {
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    return { bytes, etag, at: this.o.clock.monotonic() }
  }
}

/** One frame as JPEG, by a child that has five seconds and the lowest claim on the processor. */
async function firstFrame(ffmpeg: string, fragment: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
  const { width, height } = SIZES.large
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease,pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`
  const child = Bun.spawn(
    [
      ...[ffmpeg, '-hide_banner', '-nostdin', '-loglevel', 'quiet', '-threads', '1', '-f', 'mp4', '-i', 'pipe:0'],
      ...['-frames:v', '1', '-an', '-vf', fit, '-threads', '1', '-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p'],
      ...['-f', 'image2pipe', 'pipe:1'],
    ],
    { stdin: fragment, stdout: 'pipe', stderr: 'ignore', env: cleanEnvironment() },
  )
  const late = setTimeout(() => child.kill('SIGKILL'), MOST_MS)
  try {
    setPriority(child.pid, constants.priority.PRIORITY_LOW)
  } catch {}
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of child.stdout) {
    size += chunk.length
    if (size > MOST_JPEG) child.kill('SIGKILL')
    else chunks.push(chunk)
  }
  await child.exited
  clearTimeout(late)
  return child.exitCode === 0 && size > 0 && size <= MOST_JPEG ? Buffer.concat(chunks) : null
}

async function toWebp(bytes: Uint8Array<ArrayBuffer>, size: Size): Promise<Uint8Array<ArrayBuffer> | null> {
  const { width, height } = SIZES[size]
  try {
    const image = new Bun.Image(bytes, { maxPixels: 4096 * 4096 }).resize(width, height, { fit: 'inside' })
    return (await image.webp({ quality: 72 }).bytes()) as Uint8Array<ArrayBuffer>
  } catch {
    return null
  }
}

const isJpeg = (b: Uint8Array): boolean => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff
const isWebp = (b: Uint8Array): boolean => word(b, 0) === 'RIFF' && word(b, 8) === 'WEBP'
const word = (b: Uint8Array, at: number): string => String.fromCharCode(...b.subarray(at, at + 4))

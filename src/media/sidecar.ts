import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { saying } from '../base/saying.ts'
import type { Door } from './door.ts'
import { cleanEnvironment, tied } from './exec.ts'
import { masked } from './log-patterns.ts'
import type { Run } from './process.ts'

export interface Ffmpeg {
  file: string
  version: string
}

/** Native ffmpeg, by name or on PATH; null where there is none that runs. */
export async function findFfmpeg(given: string): Promise<Ffmpeg | null> {
  const file = given || Bun.which('ffmpeg')
  if (!file) return null
  const version = /^ffmpeg version (\S+)/.exec(await saying([file, '-hide_banner', '-version']))?.[1]
  return version ? { file, version } : null
}

/** `opus` for WHEP from AAC, `aac` for HLS from Opus. */
export type Bridged = 'opus' | 'aac'

const BACK_OFF_MS = [0, 250, 500, 1000, 2000, 5000, 10_000]
const MINUTE = 60_000

const ENCODERS: Record<Bridged, string[]> = {
  opus: ['-c:a', 'libopus', '-ar', '48000', '-ac', '2', '-b:a', '96k', '-application', 'lowdelay'],
  aac: ['-c:a', 'aac', '-ar', '48000', '-ac', '2', '-b:a', '128k'],
}

/** Gives a feed the sound that its other transport can carry, by copying the picture and encoding the sound anew. */
export class Bridge {
  failing = false
  private child: Bun.Subprocess | null = null
  private stopped = false
  private wake: () => void = () => {}

  constructor(
    private readonly o: {
      ffmpeg: Ffmpeg
      door: Door
      run: Run
      clock: Clock
      log: Log
      room: string
      feed: string
      out: Bridged
      failed(): void
    },
  ) {
    void this.live()
  }

  /** At once: it writes no file that would have to be finished. */
  stop(): void {
    this.stopped = true
    this.wake()
    this.child?.kill('SIGKILL')
  }

  private async live(): Promise<void> {
    let step = 0
    let exits: number[] = []
    while (!this.stopped) {
      const began = this.o.clock.monotonic()
      const words = await this.once().catch(() => 'could not be started')
      if (this.stopped) return
      const now = this.o.clock.monotonic()
      this.o.log.warn('bridge.ended', { room: this.o.room, out: this.o.out, words })
      if (now - began > MINUTE) step = 0
      exits = [...exits.filter(at => now - at < MINUTE), now]
      if (exits.length >= 5 && !this.failing) {
        this.failing = true
        this.o.failed()
      }
      const wait = BACK_OFF_MS[Math.min(step++, BACK_OFF_MS.length - 1)]! * (0.8 + Math.random() * 0.4)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, wait)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  private async once(): Promise<string> {
    const { door, run, room, feed, out } = this.o
    const from = door.nonce({ action: 'read', path: `live/${room}`, protocol: 'rtsp', who: `bridge ${feed}` })
    const to = door.nonce({ action: 'publish', path: `feed/${feed}/${out}`, protocol: 'rtsp', who: `bridge ${feed}` })
    const host = `127.0.0.1:${run.rtspPort}`
    const child = Bun.spawn(
      tied(this.o.ffmpeg.file, [
        ...['-hide_banner', '-nostdin', '-loglevel', 'warning'],
        ...['-fflags', 'nobuffer', '-analyzeduration', '200000', '-probesize', '64k'],
        ...['-rtsp_transport', 'tcp', '-timeout', '5000000', '-i', `rtsp://relay:${from}@${host}/live/${room}`],
        ...['-map', '0:v:0', '-map', '0:a:0', '-c:v', 'copy', ...ENCODERS[out]],
        ...['-af', 'aresample=async=1:first_pts=0'],
        ...['-f', 'rtsp', '-rtsp_transport', 'tcp', `rtsp://relay:${to}@${host}/feed/${feed}/${out}`],
      ]),
      { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe', env: cleanEnvironment() },
    )
    this.child = child
    if (this.stopped) child.kill('SIGKILL')
    let words = ''
    const decoder = new TextDecoder()
    for await (const chunk of child.stderr) words = (words + decoder.decode(chunk, { stream: true })).slice(-2000)
    await child.exited
    this.child = null
    return masked(words, [from, to]).trim().slice(-300)
  }
}

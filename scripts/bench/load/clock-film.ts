import type { Stand } from '../case.ts'
import { onServerCore } from '../lib.ts'
import { end } from './proc.ts'

const WIDTH = 640
const HEIGHT = 360
const FPS = 30
export const BLOCKS = 24
export const BLOCK_PX = 26
const BAND_PX = 48

/** One encoder for all who watch: frames that carry the clock as black and white blocks, and a tone. */
export function publishClock(stand: Stand, targets: string[]): void {
  const child = Bun.spawn(
    onServerCore([
      ...['ffmpeg', '-hide_banner', '-loglevel', 'error', '-fflags', 'nobuffer', '-use_wallclock_as_timestamps', '1'],
      ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${WIDTH}x${HEIGHT}`, '-r', String(FPS), '-i', 'pipe:0'],
      ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=220:sample_rate=48000'],
      ...['-map', '0:v', '-map', '1:a', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-bf', '0'],
      ...['-pix_fmt', 'yuv420p', '-g', String(FPS), '-sc_threshold', '0', '-r', String(FPS), '-b:v', '1200k'],
      ...['-c:a', 'aac', '-b:a', '96k', '-ac', '2', '-flags', '+global_header', '-flush_packets', '1'],
      ...['-f', 'tee', targets.map(target => `[f=flv:flvflags=no_duration_filesize]${target}`).join('|')],
    ]),
    { stdin: 'pipe', stdout: 'ignore', stderr: 'inherit' },
  )
  const frame = Buffer.alloc(WIDTH * HEIGHT, 90)
  let count = 0
  const began = performance.now()
  const timer = setInterval(
    () => {
      while (count <= ((performance.now() - began) * FPS) / 1000) {
        count++
        draw(frame, Date.now(), count)
        // It may be ended just now.
        Promise.resolve(child.stdin.write(frame)).catch(() => {})
        Promise.resolve(child.stdin.flush()).catch(() => {})
      }
    },
    1000 / FPS / 4,
  )
  stand.after(async () => {
    clearInterval(timer)
    await end(child, 'SIGKILL')
  })
}

/** 20 bits of the clock in milliseconds and 4 bits that prove it was read right. */
function draw(frame: Buffer, at: number, count: number): void {
  const ms = at % 2 ** 20
  let sum = 0
  for (let i = 0; i < 20; i += 4) sum ^= (ms >> i) & 15
  const code = ms * 16 + sum
  for (let i = 0; i < BLOCKS; i++) {
    const value = Math.floor(code / 2 ** (BLOCKS - 1 - i)) % 2 === 1 ? 235 : 16
    for (let y = 0; y < BAND_PX; y++) frame.fill(value, y * WIDTH + i * BLOCK_PX, y * WIDTH + (i + 1) * BLOCK_PX)
  }
  // Something that moves, so that there is a picture to encode.
  const x = (count * 7) % (WIDTH - 80)
  for (let y = 120; y < 300; y++) {
    frame.fill(90, y * WIDTH, (y + 1) * WIDTH)
    frame.fill(200, y * WIDTH + x, y * WIDTH + x + 80)
  }
}

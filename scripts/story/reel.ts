import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../bundle.ts'

/** Raise it when a scene or an encoder setting changes: the cache is named by it. */
const EDITION = 1
const SECONDS = 20

export interface Reel {
  scene: 'painter' | 'musician'
  /** Left and right channel, in the words of ffmpeg's aevalsrc. */
  sound: string
  /** How the camera wanders over the drawing. */
  pan: { x: string; y: string }
}

const tone = (hz: number, swell: string) => `sin(2*PI*${hz}*t)*(${swell})`

export const REELS: Reel[] = [
  {
    scene: 'painter',
    sound: `0.10*(${tone(220, '0.6+0.4*sin(2*PI*t/5)')}+${tone(277.2, '0.6+0.4*cos(2*PI*t/4)')}+${tone(329.6, '0.5')})|0.10*(${tone(220.5, '0.6+0.4*cos(2*PI*t/5)')}+${tone(329.6, '0.6')})`,
    pan: { x: `128+128*sin(2*PI*t/${SECONDS})`, y: `72+72*cos(2*PI*t/${SECONDS})` },
  },
  {
    scene: 'musician',
    sound: `0.25*sin(2*PI*t*(196+49*floor(mod(t\\,2)*2)))*exp(-3*mod(t\\,0.5))|0.25*sin(2*PI*t*(196+49*floor(mod(t+1\\,2)*2)))*exp(-3*mod(t\\,0.5))`,
    pan: { x: `128+128*cos(2*PI*t/${SECONDS})`, y: `72+40*sin(4*PI*t/${SECONDS})` },
  },
]

export const reelsFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'footlight', `reels-${EDITION}`)

/**
 * Encodes the reel once (H.264 without B-frames, a key frame a second, AAC) so that publishing it in a loop costs next to
 * nothing. Answers the file; throws with ffmpeg's own words.
 */
export async function encodeReel(ffmpeg: string, reel: Reel): Promise<string> {
  const folder = reelsFolder()
  const file = join(folder, `${reel.scene}.mp4`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const scratch = `${file}.${process.pid}.mp4`
  const still = `${file}.${process.pid}.png`
  const drawing = join(ROOT, 'assets/img', `${reel.scene}.svg`)
  await run([ffmpeg, '-v', 'error', '-y', '-width', '1536', '-i', drawing, '-frames:v', '1', still])
  await run([
    ...[ffmpeg, '-v', 'error', '-y', '-loop', '1', '-framerate', '30', '-t', String(SECONDS), '-i', still],
    ...['-f', 'lavfi', '-i', `aevalsrc='${reel.sound}':s=48000:d=${SECONDS}`],
    '-filter_complex',
    `[0:v]crop=1280:720:x='${reel.pan.x}':y='${reel.pan.y}',eq=brightness='0.05*sin(2*PI*t/10)':eval=frame,format=yuv420p[v]`,
    ...['-map', '[v]', '-map', '1:a', '-t', String(SECONDS)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-bf', '0', '-g', '30', '-keyint_min', '30'],
    ...['-sc_threshold', '0', '-b:v', '1200k', '-maxrate', '1400k', '-bufsize', '1400k'],
    ...['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', scratch],
  ])
  renameSync(scratch, file)
  await Bun.file(still).delete()
  return file
}

async function run(command: string[]): Promise<void> {
  const child = Bun.spawn(['nice', '-n', '10', ...command], { stdin: 'ignore', stdout: 'ignore', stderr: 'pipe' })
  const words = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(`ffmpeg: ${words.trim().split('\n').slice(-2).join(' ')}`)
}

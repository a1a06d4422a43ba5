import type { Fault, Health, Out } from '../broadcasts/index.ts'
import type { MediaPath, Track } from './client.ts'
import type { FragmentFacts } from './facts.ts'

const VIDEO = new Set(['H264', 'H265', 'VP8', 'VP9', 'AV1', 'MPEG-4 Video', 'MPEG-1/2 Video', 'M-JPEG'])
const HIGH_BITRATE = 12_000_000
const HIGH_FOR_MS = 10_000
const KEY_FRAMES_FAR_S = 2.5
const LOSS_PERCENT = 2

export interface Sound {
  /** Native ffmpeg is here. */
  bridge: boolean
  failing: boolean
}

export const videoOf = (path: MediaPath): Track | undefined => path.tracks2.find(t => VIDEO.has(t.codec))
export const audioOf = (path: MediaPath): Track | undefined => path.tracks2.find(t => !VIDEO.has(t.codec))

/** LL-HLS carries all but VP8; WebRTC all but B-frames, which a browser cannot reorder. */
export function outsOf(path: MediaPath, bFrames: boolean, bridged: { opus: boolean; aac: boolean }): Out[] {
  const video = videoOf(path)?.codec
  const audio = audioOf(path)?.codec
  const hls = video === 'H264' || video === 'H265' || video === 'VP9' || video === 'AV1'
  const whep = (video === 'H264' && !bFrames) || video === 'VP8' || video === 'VP9' || video === 'AV1'
  const aac = audio === 'MPEG-4 Audio' || audio === 'MPEG-4 Audio LATM'
  const opus = audio === 'Opus'
  const outs: Out[] = [{ name: 'src', hls, whep, hlsSound: hls && (aac || opus), whepSound: whep && opus }]
  if (bridged.opus) outs.push({ name: 'opus', hls: false, whep, hlsSound: false, whepSound: whep })
  if (bridged.aac) outs.push({ name: 'aac', hls, whep: false, hlsSound: hls, whepSound: false })
  return outs
}

/** Bytes counted over the last seconds. */
export class Meter {
  private points: { at: number; bytes: number }[] = []
  private highSince: number | null = null
  grewAt: number

  constructor(now: number) {
    this.grewAt = now
  }

  count(now: number, bytes: number): void {
    const last = this.points.at(-1)
    if (last && bytes < last.bytes) this.points = []
    if (!last || bytes !== last.bytes) this.grewAt = now
    this.points = [...this.points.filter(p => now - p.at <= 4000), { at: now, bytes }]
    this.highSince = (this.bitrate ?? 0) > HIGH_BITRATE ? (this.highSince ?? now) : null
  }

  get bitrate(): number | undefined {
    const first = this.points[0]
    const last = this.points.at(-1)
    if (!first || !last || last.at - first.at < 900) return undefined
    return Math.round(((last.bytes - first.bytes) * 8000) / (last.at - first.at))
  }

  high(now: number): boolean {
    return this.highSince !== null && now - this.highSince >= HIGH_FOR_MS
  }
}

export interface Loss {
  lossPercent?: number
  rttMs?: number
}

export function healthOf(
  path: MediaPath,
  meter: Meter,
  facts: FragmentFacts,
  loss: Loss,
  sound: Sound,
  twoEncoders: boolean,
  bFramesSaid: boolean,
  now: number,
): Health {
  const video = videoOf(path)
  const audio = audioOf(path)
  const round = (n: number | undefined, digits: number) => (n === undefined ? undefined : Number(n.toFixed(digits)))
  const faults: Fault[] = []
  const fault = (is: boolean, name: Fault) => {
    if (is) faults.push(name)
  }
  const bFrames = bFramesSaid || facts.bFrames
  const aac = audio?.codec.startsWith('MPEG-4 Audio') ?? false
  fault(bFrames, 'b-frames')
  fault((facts.keyFrameSeconds ?? 0) > KEY_FRAMES_FAR_S, 'key-frames-far')
  fault(video?.codec === 'H265' || video?.codec === 'VP9' || video?.codec === 'AV1', 'not-h264')
  fault(video === undefined || !outsOf(path, false, { opus: false, aac: false })[0]!.hls, 'codec-not-playable')
  fault(audio === undefined, 'no-audio')
  fault(audio !== undefined && !aac && audio.codec !== 'Opus', 'audio-codec')
  fault(meter.high(now), 'bitrate-high')
  fault((loss.lossPercent ?? 0) > LOSS_PERCENT, 'loss')
  fault(facts.unevenParts, 'uneven')
  fault(twoEncoders, 'two-encoders')
  fault((aac || audio?.codec === 'Opus') && !sound.bridge, 'bridge-off')
  fault(sound.failing, 'bridge-failing')
  return {
    videoCodec: video?.codec,
    audioCodec: aac ? 'AAC' : audio?.codec,
    width: video?.codecProps?.width,
    height: video?.codecProps?.height,
    fps: round(facts.fps, 1),
    bitrate: meter.bitrate,
    keyFrameSeconds: round(facts.keyFrameSeconds, 2),
    lossPercent: round(loss.lossPercent, 1),
    rttMs: round(loss.rttMs, 0),
    faults,
  }
}

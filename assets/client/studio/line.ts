import { bitrate } from '../../../views/format.ts'
import { spoken } from '../words/studio.ts'

// What the browser counts while it sends, and what is wrong with it. Pure over RTCStatsReport.

export interface Count {
  at: number
  bytes: number
  packets: number
}

export interface Figures {
  /** bit/s of picture and sound since the last count. */
  sent: number
  fps?: number
  width?: number
  height?: number
  limit: string
  available?: number
  rttMs?: number
  lost?: number
  codec?: string
}

type Stat = Record<string, unknown> & { type: string; id: string; kind?: string }

const num = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

export function count(stats: Iterable<Stat>, at: number): Count {
  let bytes = 0
  let packets = 0
  for (const stat of stats) {
    if (stat.type !== 'outbound-rtp') continue
    bytes += num(stat.bytesSent) ?? 0
    packets += num(stat.packetsSent) ?? 0
  }
  return { at, bytes, packets }
}

export function figures(all: readonly Stat[], before: Count | null, now: Count): Figures {
  const video = all.find(stat => stat.type === 'outbound-rtp' && stat.kind === 'video')
  const remote = all.find(stat => stat.type === 'remote-inbound-rtp' && stat.kind === 'video')
  const transport = all.find(stat => stat.type === 'transport')
  const pair =
    all.find(stat => stat.type === 'candidate-pair' && stat.id === transport?.selectedCandidatePairId) ??
    all.find(stat => stat.type === 'candidate-pair' && stat.nominated === true && stat.state === 'succeeded')
  const codec = all.find(stat => stat.type === 'codec' && stat.id === video?.codecId)
  const rtt = num(pair?.currentRoundTripTime) ?? num(remote?.roundTripTime)
  const span = before ? now.at - before.at : 0
  return {
    sent: before && span > 0 ? Math.max(0, ((now.bytes - before.bytes) * 8000) / span) : 0,
    fps: num(video?.framesPerSecond),
    width: num(video?.frameWidth),
    height: num(video?.frameHeight),
    limit: typeof video?.qualityLimitationReason === 'string' ? video.qualityLimitationReason : 'none',
    available: num(pair?.availableOutgoingBitrate),
    rttMs: rtt === undefined ? undefined : rtt * 1000,
    lost: num(remote?.fractionLost),
    codec: typeof codec?.mimeType === 'string' ? codec.mimeType.replace(/^video\//, '') : undefined,
  }
}

export interface Trouble {
  tone: 'ok' | 'warn' | 'bad'
  title: string
  words: string
}

/** Of the last seconds, the newest last. Nothing is said of a single bad moment. */
export function trouble(recent: readonly Figures[], wanted: number, paused: boolean): Trouble | null {
  if (recent.length < 3 || paused) return null
  const last = recent.slice(-3)
  if (last.every(each => (each.lost ?? 0) > 0.03)) {
    return {
      tone: 'warn',
      title: spoken().losesPackets,
      words: spoken().useCable,
    }
  }
  if (last.every(each => each.limit === 'cpu')) {
    return {
      tone: 'warn',
      title: spoken().computerBusy,
      words: spoken().computerBusyWords,
    }
  }
  if (last.every(each => each.limit === 'bandwidth' && each.sent < wanted * 0.6)) {
    const carries = Math.max(...last.map(each => each.sent))
    return {
      tone: 'warn',
      title: spoken().weakLine,
      words: spoken().carries(bitrate(carries), bitrate(wanted)),
    }
  }
  if (last.every(each => each.fps !== undefined && each.fps < 15)) {
    return {
      tone: 'warn',
      title: spoken().fewPictures,
      words: spoken().moreLight,
    }
  }
  return null
}

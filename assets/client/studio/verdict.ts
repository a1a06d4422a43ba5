import { bitrate, decimal, number } from '../../../views/format.ts'
import { spoken } from '../words/studio.ts'

// What the upload check found, in plain words. Pure.

export const RUNGS = [
  { id: '1080', words: '1080p', width: 1920, height: 1080, needs: 4_500_000 },
  { id: '720', words: '720p', width: 1280, height: 720, needs: 2_500_000 },
  { id: '480', words: '480p', width: 854, height: 480, needs: 1_100_000 },
  { id: '240', words: '240p', width: 426, height: 240, needs: 400_000 },
] as const

export type Rung = (typeof RUNGS)[number]

/** What goes on air when nothing was measured. */
export const USUAL: Rung = RUNGS[1]

export interface Sample {
  /** bit/s that the browser believes the line carries; absent in Firefox. */
  available?: number
  /** bit/s that left since the last sample. */
  sent: number
  limit: string
  rttMs?: number
  /** Of what was sent since the last sample, 0 to 1. */
  lost?: number
}

/** What the other side counted. */
export interface Received {
  bytes: number
  packets: number
  packetsLost: number
  milliseconds: number
}

export interface Verdict {
  /** bit/s that can be counted on. */
  carries: number
  /** The best picture with half as much again to spare, or null when none has that. */
  rung: Rung | null
  tone: 'ok' | 'warn' | 'bad'
  /** "Enough for 1080p". */
  title: string
  /** "8 seconds, 6.2 Mb/s, 0.1 % lost, 24 ms". */
  words: string
  lossPercent: number
}

/** A line that carries just what is sent has no room for a bad moment. */
const SPARE = 1.5
/** The estimate climbs or falls at first: the last two seconds count. */
const SETTLED_FROM = 0.75
const LOSSY_PERCENT = 3
const SLOW_MS = 400

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

export function verdict(samples: readonly Sample[], received: Received | null): Verdict {
  const settled = samples.slice(Math.floor(samples.length * SETTLED_FROM))
  const sent = median(settled.map(sample => sample.sent))
  const carries = Math.max(median(settled.map(sample => sample.available ?? sample.sent)), sent)
  const rtts = samples.flatMap(sample => (sample.rttMs === undefined ? [] : [sample.rttMs]))
  // The way itself, without the queue that the check fills.
  const rtt = rtts.length > 0 ? Math.min(...rtts) : undefined
  const lossPercent = lossOf(settled, received)
  const slowMachine = settled.filter(sample => sample.limit === 'cpu').length > settled.length / 2
  const most = slowMachine ? 720 : 1080
  const rung = RUNGS.find(each => each.height <= most && carries / SPARE >= each.needs) ?? null
  const facts = [
    bitrate(carries),
    lossPercent < 0.05 ? spoken().nothingLost : spoken().lost(decimal(lossPercent, 1)),
    ...(rtt === undefined ? [] : [`${number(Math.round(rtt))} ms`]),
  ]
  return {
    carries,
    rung,
    lossPercent,
    words: spoken().eightSeconds(facts.join(', ')),
    ...judged(rung, lossPercent, rtt, slowMachine),
  }
}

/** The first seconds overfill a weak line on purpose: only what is lost once it has settled counts. */
function lossOf(settled: readonly Sample[], received: Received | null): number {
  const losses = settled.flatMap(sample => (sample.lost === undefined ? [] : [sample.lost]))
  if (losses.length > 0) return (losses.reduce((sum, lost) => sum + lost, 0) / losses.length) * 100
  const all = received ? received.packets + received.packetsLost : 0
  return received && all > 0 ? (received.packetsLost * 100) / all : 0
}

function judged(
  rung: Rung | null,
  lossPercent: number,
  rtt: number | undefined,
  slowMachine: boolean,
): Pick<Verdict, 'tone' | 'title'> {
  if (!rung) return { tone: 'bad', title: spoken().tooWeak }
  if (rung.height < 480) return { tone: 'bad', title: spoken().enoughOnly(rung.words) }
  if (lossPercent > LOSSY_PERCENT) return { tone: 'warn', title: spoken().enoughLoses(rung.words) }
  if ((rtt ?? 0) > SLOW_MS) return { tone: 'warn', title: spoken().enoughFar(rung.words) }
  if (rung.height < 720) return { tone: 'warn', title: spoken().enoughOnly(rung.words) }
  if (slowMachine) return { tone: 'ok', title: spoken().enoughComputer(rung.words) }
  return { tone: 'ok', title: spoken().enough(rung.words) }
}

/** The curve of the check as two paths in a box of `width` by `height`; `top` is the highest value that fits. */
export function curve(
  samples: readonly Sample[],
  of: number,
  width: number,
  height: number,
): { line: string; area: string } {
  const values = samples.map(sample => sample.available ?? sample.sent)
  const top = Math.max(6_750_000, ...values)
  const points = values.map((value, at) => {
    const x = of > 1 ? (at / (of - 1)) * width : 0
    return `${x.toFixed(1)} ${(height - 2 - (value / top) * (height - 8)).toFixed(1)}`
  })
  if (points.length < 2) return { line: '', area: '' }
  const line = `M${points.join('L')}`
  const last = (((values.length - 1) / Math.max(1, of - 1)) * width).toFixed(1)
  return { line, area: `${line}L${last} ${height}L0 ${height}Z` }
}

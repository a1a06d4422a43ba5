// What every benchmark shares: pairs that interleave, medians of their ratios, one JSON line a case (docs/benchmarks.md).

export interface Line {
  case: string
  ours: number
  peer: number | null
  ratio: number | null
  unit: string
  n: number
  better: 'higher' | 'lower' | 'equal'
  min?: number
  max?: number
  must?: number
  moonshot?: number
  pass?: boolean
  void?: string
  load_bound?: boolean
}

export interface Bars {
  case: string
  unit: string
  better: 'higher' | 'lower'
  /** Of the ratio where there is a peer, else in the unit. */
  must?: number
  moonshot?: number
}

export let failures = 0

/** Standard output is for machines; people read standard error. */
export function emit(line: Line): Line {
  if (line.pass === false) failures++
  console.log(JSON.stringify(line))
  const versus = line.peer === null ? '' : ` against ${show(line.peer)}: ${line.ratio?.toFixed(2)}x`
  const verdict = line.void ? `void, ${line.void}` : line.pass === undefined ? '' : line.pass ? 'met' : 'missed'
  say(
    `${line.case}: ${show(line.ours)} ${line.unit}${versus}${line.must === undefined ? '' : ` (bar ${line.must})`} ${verdict}`,
  )
  return line
}

export const say = (text: string): void => {
  process.stderr.write(`bench: ${text}\n`)
}

const show = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2))

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** Nearest rank; 50 of an even count is the mean of the middle two. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  if (sorted.length === 0) return Number.NaN
  if (p === 50 && sorted.length % 2 === 0) return (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))]!
}

const meets = (value: number, bar: number | undefined, better: 'higher' | 'lower'): boolean | undefined =>
  bar === undefined ? undefined : better === 'higher' ? value >= bar : value <= bar

/** One value against a bar in its own unit. */
export const absolute = ({ better, must, ...bars }: Bars, ours: number, n: number): Line =>
  emit({ ...bars, better, must, ours: round(ours), peer: null, ratio: null, n, pass: meets(ours, must, better) })

/** Values that were measured pair by pair: the median of the pairs' ratios with the least and the most; nothing is dropped. */
export function compared({ better, must, ...bars }: Bars, ours: readonly number[], peer: readonly number[]): Line {
  const ratios = ours.map((value, i) => value / peer[i]!)
  const ratio = median(ratios)
  return emit({
    case: bars.case,
    ours: round(median(ours)),
    peer: round(median(peer)),
    ratio: round(ratio),
    unit: bars.unit,
    n: ours.length,
    better,
    min: round(Math.min(...ratios)),
    max: round(Math.max(...ratios)),
    must,
    moonshot: bars.moonshot,
    pass: meets(ratio, must, better),
  })
}

/** A case that could not be measured honestly, and why. */
export const voided = (bars: Bars, why: string): Line =>
  emit({ ...bars, ours: 0, peer: null, ratio: null, n: 0, void: why, pass: false })

const round = (value: number): number => Number(value.toPrecision(4))

/** Proportional set size of a process and all its children, in MiB (`/proc/PID/smaps_rollup`). */
export async function treeMemoryMib(pid: number): Promise<number> {
  let kib = 0
  for (const each of [pid, ...(await descendants(pid))]) {
    const text = await Bun.file(`/proc/${each}/smaps_rollup`)
      .text()
      .catch(() => '')
    kib += Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0)
  }
  return kib / 1024
}

export async function descendants(pid: number): Promise<number[]> {
  const children = (
    await Bun.file(`/proc/${pid}/task/${pid}/children`)
      .text()
      .catch(() => '')
  )
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number)
  const below = await Promise.all(children.map(descendants))
  return [...children, ...below.flat()]
}

/** User and system time of a process tree in seconds. */
export async function treeCpuSeconds(pid: number): Promise<number> {
  let ticks = 0
  for (const each of [pid, ...(await descendants(pid))]) {
    const stat = await Bun.file(`/proc/${each}/stat`)
      .text()
      .catch(() => '')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  }
  return ticks / 100
}

/** Servers and their children run on core 0, load on core 1. */
export const onServerCore = (command: string[]): string[] => ['taskset', '-c', '0', ...command]
export const onLoadCore = (command: string[]): string[] => ['taskset', '-c', '1', ...command]

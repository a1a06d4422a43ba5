import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bars, emit, median, say, voided } from './lib.ts'
import type { Asked } from './run.ts'

/** What a case has around it; all of it is undone in reverse order when the case is over, whatever happened. */
export interface Stand extends Asked {
  after(undo: () => unknown): void
  temp(): string
}

export async function staged(asked: Asked, work: (stand: Stand) => Promise<void>): Promise<void> {
  const undo: (() => unknown)[] = []
  try {
    await work({
      ...asked,
      after: step => undo.push(step),
      temp() {
        const folder = mkdtempSync(join(tmpdir(), 'footlight-bench-'))
        undo.push(() => rmSync(folder, { recursive: true, force: true }))
        return folder
      },
    })
  } finally {
    for (const step of undo.reverse()) {
      try {
        await step()
      } catch (error) {
        say(`tidying up: ${error}`)
      }
    }
  }
}

export interface Run {
  value: number
  /** What the same run did per second of the server's processor; it counts where the generator was the limit. */
  perCpuSecond?: number
  loadBound?: boolean
  /** Something was wrong with an answer: the case is void, whatever its speed. */
  wrong?: string
}

/**
 * A B A B after one warm-up pair. First ours against ours: if the machine cannot tell a thing from itself, the pairs are doubled
 * once, and after that the case is void.
 */
export async function against(
  stand: Stand,
  bars: Bars,
  ours: () => Promise<Run>,
  peer: () => Promise<Run>,
): Promise<void> {
  let n = stand.pairs
  let same = await pairs(n, ours, ours)
  if (!quiet(same.ratio)) {
    n *= 2
    same = await pairs(n, ours, ours)
  }
  const got = await pairs(n, ours, peer)
  const noise = quiet(same.ratio) ? undefined : `too noisy: ours against ours gave ${same.ratio.toFixed(2)}`
  const bad = got.wrong ?? same.wrong ?? noise
  const must = bars.must ?? 0
  emit({
    case: bars.case,
    ours: short(median(got.a)),
    peer: short(median(got.b)),
    ratio: short(got.ratio),
    unit: got.loadBound ? `${bars.unit} of the server's processor` : bars.unit,
    n,
    better: bars.better,
    min: short(Math.min(...got.ratios)),
    max: short(Math.max(...got.ratios)),
    must,
    moonshot: bars.moonshot,
    pass: !bad && (bars.better === 'higher' ? got.ratio >= must : got.ratio <= must),
    ...(got.loadBound ? { load_bound: true } : {}),
    ...(bad ? { void: bad } : {}),
  })
}

const quiet = (ratio: number): boolean => ratio >= 0.9 && ratio <= 1.1
const short = (value: number): number => Number(value.toPrecision(4))

async function pairs(n: number, ours: () => Promise<Run>, peer: () => Promise<Run>) {
  const runs: [Run, Run][] = []
  let wrong: string | undefined
  for (let i = 0; i <= n; i++) {
    const pair: [Run, Run] = [await ours(), await peer()]
    wrong ??= pair[0].wrong ?? pair[1].wrong
    // The first pair warms up.
    if (i > 0) runs.push(pair)
  }
  const loadBound = runs.some(([a, b]) => a.loadBound || b.loadBound)
  const figure = (run: Run) => (loadBound ? (run.perCpuSecond ?? run.value) : run.value)
  const a = runs.map(([one]) => figure(one))
  const b = runs.map(([, two]) => figure(two))
  const ratios = a.map((value, i) => value / b[i]!)
  return { a, b, ratios, ratio: median(ratios), wrong, loadBound }
}

/** A peer that is not here is said plainly and fails: nobody should read the silence as a win. */
export const missing = (bars: Bars, what: string): unknown => voided(bars, `${what} is not installed`)

/** Where a peer's program is, fetched where that is possible; null when it is not to be had. */
export function peerProgram(name: 'nginx' | 'varnish' | 'wrk' | 'node'): string | null {
  const got = Bun.spawnSync([join(import.meta.dir, 'peers/get'), name], { stderr: 'inherit' })
  return got.success ? got.stdout.toString().trim() : null
}

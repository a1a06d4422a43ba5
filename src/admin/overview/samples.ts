import { DAY, MINUTE } from '../../base/clock.ts'
import { prepared } from '../../base/db/prepared.ts'
import { tx } from '../../base/db/tx.ts'
import type { World } from '../../world.ts'
import { overview } from './overview.ts'

/** How the house fared in one minute. */
export interface Sample {
  at: number
  rooms: number
  watching: number
  lines: number
  tips: number
  tip_tokens: bigint
}

/** Two weeks: this day, and the same one a week before, whatever the time zone. */
const KEPT_MS = 15 * DAY

const q = prepared(sql => ({
  last: sql.one<{ at: number; posting: number }>('SELECT at, posting FROM samples ORDER BY at DESC LIMIT 1'),
  lines: sql.one<{ n: number }>('SELECT count(*) AS n FROM lines WHERE posted_at >= $from AND posted_at < $to'),
  tips: sql.one<{ n: number; sum_tokens: bigint | null; posting: number | null }>(
    'SELECT count(*) AS n, sum(tokens) AS sum_tokens, max(posting) AS posting FROM tips WHERE posting > $after',
  ),
  newest: sql.one<{ posting: number | null }>('SELECT max(posting) AS posting FROM tips'),
  insert: sql.run(`INSERT INTO samples (at, rooms, watching, lines, tips, tip_tokens, posting)
    VALUES ($at, $rooms, $watching, $lines, $tips, $tokens, $posting) ON CONFLICT DO NOTHING`),
  sweep: sql.run('DELETE FROM samples WHERE at < $before'),
  page: sql.all<Sample>(`SELECT at, rooms, watching, lines, tips, tip_tokens FROM samples
    WHERE at < $before ORDER BY at DESC LIMIT $limit`),
  series: sql.all<
    Omit<Sample, 'tips'>
  >(`SELECT at / $step * $step AS at, max(rooms) AS rooms, max(watching) AS watching,
    sum(lines) AS lines, sum(tip_tokens) AS tip_tokens FROM samples WHERE at >= $from AND at < $to GROUP BY at / $step`),
}))

/** Writes down the minute that is over; a minute is written once. */
export function takeSample(world: World): void {
  const at = Math.floor(world.clock.now() / MINUTE) * MINUTE
  const last = q(world).last()
  if (last && last.at >= at) return
  const { rooms, watching } = overview(world)
  tx(world, () => {
    const after = last?.posting ?? q(world).newest()?.posting ?? 0
    const tips = q(world).tips({ after })!
    // What came while nobody looked, after a stop, belongs to no minute of this one.
    const from = Math.max(last?.at ?? 0, at - MINUTE)
    q(world).insert({
      at,
      rooms: rooms.length,
      watching,
      lines: q(world).lines({ from, to: at })!.n,
      tips: tips.n,
      tokens: tips.sum_tokens ?? 0n,
      posting: tips.posting ?? after,
    })
    q(world).sweep({ before: at - KEPT_MS })
  })
}

/** Newest first. */
export const samples = (world: World, { before, limit }: { before: number | null; limit: number }): Sample[] =>
  q(world).page({ before: before ?? Number.MAX_SAFE_INTEGER, limit })

export interface Step {
  at: number
  rooms: number
  watching: number
  lines: number
  tip_tokens: bigint
}

/** Steps of equal length up to now; where nobody sampled there is nothing. */
export function series(world: World, { from, to, step }: { from: number; to: number; step: number }): Step[] {
  const begin = Math.floor(from / step) * step
  const known = new Map(
    q(world)
      .series({ from: begin, to, step })
      .map(row => [row.at, row]),
  )
  const steps: Step[] = []
  for (let at = begin; at < to; at += step) {
    const { rooms = 0, watching = 0, lines = 0, tip_tokens = 0n } = known.get(at) ?? {}
    steps.push({ at, rooms, watching, lines, tip_tokens })
  }
  return steps
}

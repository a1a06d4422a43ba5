import { DAY, HOUR, MINUTE } from '../../base/clock.ts'
import type { World } from '../../world.ts'
import { type Step, series } from './samples.ts'

export interface Charts {
  /** Quarters of an hour up to now, and the same ones a day before. */
  quarters: readonly Step[]
  quartersBefore: readonly Step[] | null
  hours: readonly Step[]
  hoursBefore: readonly Step[] | null
}

const QUARTERS = 48
const HOURS = 12

/** What the overview draws. A day before is only shown when somebody looked then. */
export function charts(world: World): Charts {
  const now = world.clock.now()
  const quarter = 15 * MINUTE
  const to = (Math.floor(now / quarter) + 1) * quarter
  const end = (Math.floor(now / HOUR) + 1) * HOUR
  const quarters = { from: to - QUARTERS * quarter, to, step: quarter }
  const hours = { from: end - HOURS * HOUR, to: end, step: HOUR }
  const dayBefore = (asked: typeof hours) => ({ ...asked, from: asked.from - DAY, to: asked.to - DAY })
  const before = (asked: typeof hours) => {
    const steps = series(world, dayBefore(asked))
    return steps.some(step => step.watching > 0 || step.lines > 0 || step.tip_tokens > 0n) ? steps : null
  }
  return {
    quarters: series(world, quarters),
    quartersBefore: before(quarters),
    hours: series(world, hours),
    hoursBefore: before(hours),
  }
}

import { type Language, speaking } from '../../views/words/index.ts'
import { MINUTE } from '../base/clock.ts'
import type { World } from '../world.ts'
import { examine, type Finding } from './doctor.ts'

interface Known {
  at: number
  findings: Promise<Finding[]>
}

/** Each in the words of one language. */
const known = new WeakMap<World, Map<Language, Known>>()

/** What the doctor found within the last minute: the overview asks often, the doctor looks at disks, clocks and names. */
export function standing(world: World): Promise<Finding[]> {
  const now = world.clock.monotonic()
  const mine = known.get(world) ?? new Map<Language, Known>()
  const last = mine.get(speaking())
  if (last && now - last.at < MINUTE) return last.findings
  const findings = examine(world)
  known.set(world, mine.set(speaking(), { at: now, findings }))
  findings.catch(() => known.delete(world))
  return findings
}

/** The next look is a fresh one. */
export const lookAgain = (world: World): boolean => known.delete(world)

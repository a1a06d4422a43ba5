import { MINUTE } from '../base/clock.ts'
import type { World } from '../world.ts'
import { examine, type Finding } from './doctor.ts'

interface Known {
  at: number
  findings: Promise<Finding[]>
}

const known = new WeakMap<World, Known>()

/** What the doctor found within the last minute: the overview asks often, the doctor looks at disks, clocks and names. */
export function standing(world: World): Promise<Finding[]> {
  const now = world.clock.monotonic()
  const last = known.get(world)
  if (last && now - last.at < MINUTE) return last.findings
  const findings = examine(world)
  known.set(world, { at: now, findings })
  findings.catch(() => known.delete(world))
  return findings
}

/** The next look is a fresh one. */
export const lookAgain = (world: World): boolean => known.delete(world)

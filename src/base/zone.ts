import { readlinkSync } from 'node:fs'
import type { World } from '../world.ts'

/** Asked of the system's own link first: the first `Intl` of a process loads its tables, which a start need not wait for. */
function askMachine(): string {
  if (process.env.TZ === undefined) {
    try {
      const zone = /\/zoneinfo\/(?:posix\/|right\/)?(.+)$/.exec(readlinkSync('/etc/localtime'))?.[1]
      if (zone) return zone === 'Etc/UTC' ? 'UTC' : zone
    } catch {
      // Not every system has the link.
    }
  }
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

let known: string | undefined

export function machineZone(): string {
  known ??= askMachine()
  return known
}

/** The house's own clock: pages tell times by it, and a script turns them into the reader's where it can. */
export const houseZone = (world: Pick<World, 'settings'>): string => world.settings.get('zone') || machineZone()

let every: readonly string[] | undefined

/** Every zone that may be chosen. */
export function zones(): readonly string[] {
  every ??= Intl.supportedValuesOf('timeZone')
  return every
}

/** A zone as a list of choices names it. */
export const zoneChoice = (zone: string): { value: string; words: string } => ({
  value: zone,
  words: zone.replaceAll('_', ' '),
})

import type { World } from '../world.ts'

const MACHINE_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The house's own clock: pages tell times by it, and a script turns them into the reader's where it can. */
export const houseZone = (world: Pick<World, 'settings'>): string => world.settings.get('zone') || MACHINE_ZONE

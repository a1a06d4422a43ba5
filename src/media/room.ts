import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

const q = prepared(sql => ({
  ofPerformer: sql.one<{ name: string }>('SELECT name FROM rooms WHERE performer_id = $account'),
  picture: sql.one<{ picture: string }>('SELECT picture FROM rooms WHERE name = $name'),
}))

/** Name of the performer's own room. */
export const roomOf = (world: World, account: string): string | null => q(world).ofPerformer({ account })?.name ?? null

/** The drawn scene that stands for the room while there is no picture of it. */
export const drawnOf = (world: World, name: string): string => q(world).picture({ name })?.picture ?? ''

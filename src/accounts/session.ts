import type { World } from '../world.ts'
import type { Visitor } from './visitor.ts'

/** Who holds the session cookie of this request, or null. */
export async function visitorOf(_world: World, _request: Request): Promise<Visitor | null> {
  return null
}

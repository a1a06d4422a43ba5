import { say } from '../../views/words/index.ts'
import { mayModerate, type Visitor } from '../accounts/index.ts'
import { Refused } from '../base/http/refused.ts'
import { isBlocked, kickNow } from '../moderation/index.ts'
import type { World } from '../world.ts'
import { isListed } from './directory.ts'
import { type Room, roomByName, roomOf } from './room.ts'

/** A room that is not listed opens for its own performer and for moderators of the house; to whom she blocks, or who was shown out, it is shut. */
export function mayOpen(world: World, room: Room, visitor: Visitor | null): boolean {
  if (visitor !== null && (visitor.id === room.performer_id || mayModerate(visitor.role))) return true
  if (visitor !== null && (isBlocked(world, room.performer_id, visitor.id) || shutUntil(world, room, visitor) !== null))
    return false
  return isListed(world, room.name)
}

/** Somebody was shown out: when the door opens again by itself. A block says nothing: that room is not there. */
export const shutUntil = (world: World, room: Room, visitor: Visitor | null): number | null =>
  visitor === null || isBlocked(world, room.performer_id, visitor.id)
    ? null
    : (kickNow(world, room.id, visitor.id)?.until ?? null)

/** The room with this name, for whoever may open it; for everybody else there is none. */
export function roomFor(world: World, name: string, visitor: Visitor | null): Room {
  const room = roomByName(world, name)
  if (!room || !mayOpen(world, room, visitor)) throw new Refused(404, say.rooms.noRoom)
  return room
}

/** The performer's own. */
export function ownRoom(world: World, visitor: Visitor | null): Room {
  const room = visitor && roomOf(world, visitor.id)
  if (!room) throw new Refused(404, say.studio.noRoom)
  return room
}

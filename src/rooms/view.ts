import type { RoomView } from '../../views/rooms/room.tsx'
import { isStaff, type Visitor } from '../accounts/index.ts'
import type { World } from '../world.ts'
import { isListed } from './directory.ts'
import type { OnStage } from './listeners.ts'
import { tagsOf } from './profile.ts'
import type { Room } from './room.ts'
import { nextDates } from './schedule.ts'

/** A room that is not listed opens for its own performer and for staff. */
export const mayOpen = (world: World, room: Room, visitor: Visitor | null): boolean =>
  (visitor !== null && (visitor.id === room.performer_id || isStaff(visitor.role))) || isListed(world, room.name)

export const drawn = (world: World, picture: string): string | undefined =>
  picture === '' ? undefined : world.assets.href(`img/${picture}.svg`)

/** What the room page shows, live or dark. */
export function roomView(world: World, room: Room, on: OnStage): RoomView {
  return {
    name: room.name,
    handle: room.handle,
    hue: room.hue,
    avatarHref: drawn(world, room.picture),
    about: room.bio.split('\n', 1)[0]?.slice(0, 160) ?? '',
    bio: room.bio,
    tags: tagsOf(world, room.id),
    state: on.state,
    title: on.title || room.title,
    startedAt: on.startedAt,
    viewers: on.viewers,
    posterHref: on.pictureHref,
    dates: nextDates(world, room).slice(0, 6),
    held: on.held,
    away: on.away,
  }
}

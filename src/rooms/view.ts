import type { RoomView } from '../../views/rooms/room.tsx'
import { isStaff, type Visitor } from '../accounts/index.ts'
import { avatarHref, ownPicture, pictureHref, picturesOf } from '../base/picture/index.ts'
import { isBlocked, kickNow } from '../moderation/index.ts'
import type { World } from '../world.ts'
import { isListed, type ListedRoom } from './directory.ts'
import type { OnStage } from './listeners.ts'
import { pageOf } from './page.ts'
import { tagsOf } from './profile.ts'
import type { Room } from './room.ts'
import { nextDates } from './schedule.ts'

/** A room that is not listed opens for its own performer and for staff; to whom she blocks, or who was shown out, it is shut. */
export function mayOpen(world: World, room: Room, visitor: Visitor | null): boolean {
  if (visitor !== null && (visitor.id === room.performer_id || isStaff(visitor.role))) return true
  if (visitor !== null && (isBlocked(world, room.performer_id, visitor.id) || shutUntil(world, room, visitor) !== null))
    return false
  return isListed(world, room.name)
}

/** Somebody was shown out: when the door opens again by itself. A block says nothing: that room is not there. */
export const shutUntil = (world: World, room: Room, visitor: Visitor | null): number | null =>
  visitor === null || isBlocked(world, room.performer_id, visitor.id)
    ? null
    : (kickNow(world, room.id, visitor.id)?.until ?? null)

export const drawn = (world: World, picture: string): string | undefined =>
  picture === '' ? undefined : world.assets.href(`img/${picture}.svg`)

/** The performer's own picture, else the scene that was drawn for the room. */
export const faceOf = (world: World, room: Pick<Room, 'performer_id' | 'picture'>): string | undefined =>
  avatarHref(world, room.performer_id) ?? drawn(world, room.picture)

/** The same for a room of a list, which brings the picture's id. */
export const faceOfListed = (world: World, room: Pick<ListedRoom, 'avatar_id' | 'picture'>): string | undefined =>
  room.avatar_id === null ? drawn(world, room.picture) : pictureHref(room.avatar_id, 's')

/** What the room page shows, live or dark. */
export function roomView(world: World, room: Room, on: OnStage): RoomView {
  return {
    name: room.name,
    handle: room.handle,
    hue: room.hue,
    avatarHref: faceOf(world, room),
    about: room.bio.split('\n', 1)[0]?.slice(0, 160) ?? '',
    bio: room.bio,
    links: pageOf(world, room.id).links,
    coverHref: ownPicture(world, room.performer_id, 'cover', 'l'),
    gallery: picturesOf(world, room.performer_id, 'page').map(({ id }) => ({
      href: pictureHref(id, 'l'),
      smallHref: pictureHref(id, 's'),
    })),
    tags: tagsOf(world, room.id),
    state: on.state,
    title: on.title || room.title,
    startedAt: on.startedAt,
    viewers: on.viewers,
    posterHref: on.posterHref,
    dates: nextDates(world, room).slice(0, 6),
    held: on.held,
    away: on.away,
  }
}

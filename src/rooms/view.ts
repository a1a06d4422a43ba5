import type { RoomView } from '../../views/rooms/room.tsx'
import { avatarHref, ownPicture, pictureHref, picturesOf } from '../base/picture/index.ts'
import type { World } from '../world.ts'
import type { ListedRoom } from './directory.ts'
import type { OnStage } from './listeners.ts'
import { pageOf } from './page.ts'
import { tagsOf } from './profile.ts'
import type { Room } from './room.ts'
import { nextDates } from './schedule.ts'

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

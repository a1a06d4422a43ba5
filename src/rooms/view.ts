import type { RoomView } from '../../views/rooms/room.tsx'
import type { World } from '../world.ts'
import type { OnStage } from './listeners.ts'
import { tagsOf } from './profile.ts'
import type { Room } from './room.ts'
import { nextDates } from './schedule.ts'

/** Dates are told on the house's own clocks. */
export const houseZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

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
  }
}

import { paths } from '../../../views/paths.ts'
import {
  type PicturePurpose,
  ProfileAside,
  ProfileBoxes,
  type ProfileBoxesProps,
} from '../../../views/studio/profile.tsx'
import { DAY } from '../../base/clock.ts'
import { publicUrl } from '../../base/http/public-url.ts'
import { pictureHref, picturesOf } from '../../base/picture/index.ts'
import type { World } from '../../world.ts'
import { isListed } from '../directory.ts'
import { followerCount, newFollowers } from '../follow.ts'
import { LINKS_MOST, pageOf } from '../page.ts'
import type { Room } from '../room.ts'

/** The boxes beside the words of the room's page. */
export function profileBoxes(world: World, room: Room, wrong: Partial<ProfileBoxesProps> = {}) {
  const own = (purpose: PicturePurpose) =>
    picturesOf(world, room.performer_id, purpose).map(({ id }) => ({ id, href: pictureHref(id, 's') }))
  const { links } = pageOf(world, room.id)
  const empty = Array.from({ length: LINKS_MOST - links.length }, () => ({ words: '', href: '' }))
  return (
    <ProfileBoxes
      links={[...links, ...empty]}
      pictures={{ room: own('room'), cover: own('cover'), page: own('page') }}
      {...wrong}
    />
  )
}

/** What stands beside the room's dates. */
export function profileAside(world: World, room: Room) {
  const here = publicUrl(world)
  const badge = `${here}${paths.embed(room.name)}`
  return (
    <ProfileAside
      followers={followerCount(world, room.id)}
      newFollowers={newFollowers(world, room.id, world.clock.now() - 7 * DAY)}
      embed={`<a href="${here}${paths.room(room.name)}"><img src="${badge}" alt="${room.handle}" width="320" height="64"></a>`}
      badgeHref={isListed(world, room.name) ? paths.embed(room.name) : undefined}
    />
  )
}

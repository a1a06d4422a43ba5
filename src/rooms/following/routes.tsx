import { Elysia } from 'elysia'
import { paths } from '../../../views/paths.ts'
import { FollowButton, type FollowProps } from '../../../views/rooms/follow.tsx'
import { FollowingPage } from '../../../views/rooms/following.tsx'
import { say, speak } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { languageOfAccount, type Visitor } from '../../accounts/index.ts'
import { DAY, MINUTE } from '../../base/clock.ts'
import { frame } from '../../base/html/frame.ts'
import { ownPath, page, partial, seeOther, wantsPartial } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { line } from '../../base/http/form.ts'
import { publicUrl } from '../../base/http/public-url.ts'
import { Refused } from '../../base/http/refused.ts'
import { houseZone } from '../../base/zone.ts'
import { refusedBy } from '../../moderation/index.ts'
import type { World } from '../../world.ts'
import { roomFor } from '../access.ts'
import { calendar, dropFeed, type Entry, feedAccount, feedSecretOf, makeFeed } from '../calendar.ts'
import { isListed, listedRooms } from '../directory.ts'
import { follow, followedBy, hush, isFollower, newFollowers, quietlyFollowedBy, unfollow } from '../follow.ts'
import type { RoomListeners } from '../listeners.ts'
import { notifyAgain } from '../notice.ts'
import { type Room, roomById, roomByName } from '../room.ts'
import { datesOf, everyNextDate } from '../schedule.ts'
import { faceOfListed } from '../view.ts'

type Context = Asking & { request: Request; body?: unknown }

/** How a visitor stands to a room: staff and the performer herself have no star. */
export function standsTo(world: World, visitor: Visitor | null, room: Room): FollowProps['stands'] | null {
  if (!visitor) return 'guest'
  if (visitor.role !== 'member' && visitor.role !== 'performer') return null
  if (visitor.id === room.performer_id) return null
  return isFollower(world, visitor.id, room.id) ? 'follows' : 'not'
}

/** The star beside the title of the room. */
export function followAct(world: World, room: Room, { visitor, nonce }: Asking) {
  const stands = standsTo(world, visitor, room)
  return stands ? <FollowButton room={room} stands={stands} from={paths.room(room.name)} nonce={nonce} /> : null
}

export const followingRoutes = (world: World, told: Pick<RoomListeners, 'stages'>) =>
  new Elysia({ name: 'following' })
    .use(access(world))
    .post('/rooms/:room/followers', context => starred(world, context, context.params.room, true), {
      access: 'member',
    })
    .post('/rooms/:room/followers/end', context => starred(world, context, context.params.room, false), {
      access: 'member',
    })
    .post(
      '/rooms/:room/followers/quiet',
      ({ request, visitor, params, body }) => {
        const room = roomByName(world, params.room)
        if (!room || !hush(world, visitor!.id, room.id, line(body, 'quiet') === '1')) {
          throw new Refused(404, say.rooms.noRoom)
        }
        return seeOther(request, paths.following)
      },
      { access: 'member' },
    )
    .get('/following', context => followingPage(world, told, context), { access: 'member' })
    .post(
      '/following/calendar',
      ({ request, visitor }) => {
        makeFeed(world, visitor!.id)
        return seeOther(request, `${paths.following}?said=made#calendar`)
      },
      { access: 'member' },
    )
    .post(
      '/following/calendar/end',
      ({ request, visitor }) => {
        dropFeed(world, visitor!.id)
        return seeOther(request, `${paths.following}?said=ended#calendar`)
      },
      { access: 'member' },
    )
    .get(
      '/rooms/:room/calendar.ics',
      context => {
        const room = roomFor(world, context.params.room, context.visitor)
        const name = say.following.calendar.name(room.handle, world.settings.get('site_name'))
        return ics(calendar(world, name, entriesOf(world, room, false)), room.name, 'public, max-age=600')
      },
      { access: 'anyone' },
    )
    // Calendar programs have no cookie: the address itself is the key.
    .get(
      '/calendar/:secret',
      ({ params }) => {
        const account = feedAccount(world, params.secret.replace(/\.ics$/, ''))
        if (!account) throw new Refused(404)
        return speak(languageOfAccount(world, account), () => {
          const refused = refusedBy(world, account)
          const entries = followedBy(world, account).flatMap(id => {
            const room = roomById(world, id)
            const shown = room && isListed(world, room.name) && !refused.has(room.performer_id)
            return shown ? entriesOf(world, room, true) : []
          })
          const name = say.following.calendar.mine(world.settings.get('site_name'))
          return ics(calendar(world, name, entries), 'following', 'private, no-cache')
        })
      },
      { access: 'anyone' },
    )

const ics = (body: string, name: string, cache: string): Response =>
  new Response(body, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.ics"`,
      'cache-control': cache,
    },
  })

/** A room's dates as calendar programs read them. In one's own calendar the performer's name stands before each. */
function entriesOf(world: World, room: Room, named: boolean): Entry[] {
  const words = say.following.calendar
  const href = publicUrl(world) + paths.room(room.name)
  return datesOf(world, room).map(date => ({
    uid: `${date.id}@footlight`,
    startsAt: date.starts_at,
    zone: room.zone,
    weekly: date.repeats === 'weekly',
    summary: named ? words.entry(room.handle, date.title) : date.title,
    words: words.where(href),
    href,
  }))
}

function followingPage(world: World, told: Pick<RoomListeners, 'stages'>, context: Context): Response {
  const { request, visitor, nonce } = context
  const words = say.following.page
  const stages = told.stages()
  const next = everyNextDate(world)
  const quiet = quietlyFollowedBy(world, visitor!.id)
  const refused = refusedBy(world, visitor!.id)
  const byId = new Map(listedRooms(world).map(room => [room.id, room]))
  const rooms = followedBy(world, visitor!.id).flatMap(id => {
    const room = byId.get(id)
    if (!room || refused.has(room.performer_id)) return []
    const on = stages.get(room.name)
    return {
      name: room.name,
      handle: room.handle,
      hue: room.hue,
      avatarHref: faceOfListed(world, room),
      on: on !== undefined,
      title: on?.title ?? '',
      next: next.get(id)?.[0]?.startsAt,
      quiet: quiet.has(id),
    }
  })
  const secret = feedSecretOf(world, visitor!.id)
  return page(
    <FollowingPage
      frame={frame(
        world,
        context,
        said(request, {
          made: { tone: 'ok', title: words.calendarMade },
          ended: { tone: 'ok', title: words.calendarEnded },
        }),
      )}
      rooms={rooms.toSorted((a, b) => Number(b.on) - Number(a.on))}
      feedHref={secret === null ? undefined : `${publicUrl(world)}/calendar/${secret}.ics`}
      now={world.clock.now()}
      zone={houseZone(world)}
    />,
    { nonce },
  )
}

function starred(world: World, context: Context, name: string, wanted: boolean): Response {
  const { request, visitor, body, nonce } = context
  const room = roomFor(world, name, visitor)
  if (!world.rates.take(`follow ${visitor!.id}`, 60, MINUTE)) throw new Refused(429)
  if (wanted) {
    const done = follow(world, visitor!.id, room)
    if (!done.ok) throw new Refused(409, done.why === 'own' ? say.following.own : say.following.many)
    if (done.began) tellPerformer(world, room)
  } else unfollow(world, visitor!.id, room.id)
  const from = ownPath(line(body, 'from'), paths.room(room.name))
  if (!wantsPartial(request)) return seeOther(request, from)
  const stands = wanted ? 'follows' : 'not'
  return partial(<FollowButton {...{ room, stands, from, nonce, small: line(body, 'small') === '1' }} />, { nonce })
}

/** One notice a day says how many have begun to follow. */
function tellPerformer(world: World, room: Room): void {
  const day = Math.floor(world.clock.now() / DAY)
  const facts = { count: newFollowers(world, room.id, day * DAY) }
  notifyAgain(world, room.performer_id, { kind: 'follower', about: String(day), facts })
}

import { Elysia } from 'elysia'
import { paths } from '../../views/paths.ts'
import { FollowButton, type FollowProps } from '../../views/rooms/follow.tsx'
import { NoticesPage, type NoticeView } from '../../views/rooms/notices.tsx'
import { say } from '../../views/words/index.ts'
import { type Asking, access } from '../accounts/access.ts'
import type { Visitor } from '../accounts/index.ts'
import { MINUTE } from '../base/clock.ts'
import { frame } from '../base/html/frame.ts'
import { ownPath, page, partial, seeOther, wantsPartial } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { line } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { houseZone } from '../base/zone.ts'
import type { World } from '../world.ts'
import { follow, isFollower, unfollow } from './follow.ts'
import {
  clearNotices,
  NOTICES_ON_PAGE,
  type Notice,
  noticeById,
  noticesOf,
  readAllNotices,
  readNotice,
  unread,
} from './notice.ts'
import { type Room, roomByName } from './room.ts'
import { mayOpen } from './view.ts'

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

export const followingRoutes = (world: World) =>
  new Elysia({ name: 'following' })
    .use(access(world))
    .post('/rooms/:room/followers', context => starred(world, context, context.params.room, true), {
      access: 'member',
    })
    .post('/rooms/:room/followers/end', context => starred(world, context, context.params.room, false), {
      access: 'member',
    })
    .get('/notices', context => notices(world, context), { access: 'account' })
    .post(
      '/notices/read',
      ({ request, visitor }) => {
        readAllNotices(world, visitor!.id)
        return seeOther(request, `${paths.notices}?said=read`)
      },
      { access: 'account' },
    )
    .post(
      '/notices/clear',
      ({ request, visitor }) => {
        clearNotices(world, visitor!.id)
        return seeOther(request, `${paths.notices}?said=cleared`)
      },
      { access: 'account' },
    )
    .get(
      '/notices/:notice',
      ({ request, visitor, params }) => {
        const notice = noticeById(world, visitor!.id, params.notice)
        if (!notice) throw new Refused(404, say.following.notices.gone)
        // A link that another site made leads there too, but reads nothing.
        if (!/^cross-site$/.test(request.headers.get('sec-fetch-site') ?? '')) readNotice(world, visitor!.id, notice.id)
        return seeOther(request, placeOf(notice))
      },
      { access: 'account' },
    )

/** Where a notice leads. */
function placeOf({ kind, room, facts }: Notice): string {
  switch (kind) {
    case 'live':
    case 'date':
    case 'soon':
    case 'role':
      return room ? paths.room(room.name) : paths.front
    case 'follower':
      return paths.studioRoom
    case 'order':
    case 'report':
    case 'decision':
      return ownPath(facts.href, paths.notices)
    default:
      return kind satisfies never
  }
}

function starred(world: World, context: Context, name: string, wanted: boolean): Response {
  const { request, visitor, body, nonce } = context
  const room = roomByName(world, name)
  if (!room || !mayOpen(world, room, visitor)) throw new Refused(404, say.following.noRoom)
  if (!world.rates.take(`follow ${visitor!.id}`, 60, MINUTE)) throw new Refused(429)
  if (wanted) {
    const done = follow(world, visitor!.id, room)
    if (!done.ok) throw new Refused(409, done.why === 'own' ? say.following.own : say.following.many)
  } else unfollow(world, visitor!.id, room.id)
  const from = ownPath(line(body, 'from'), paths.room(room.name))
  if (!wantsPartial(request)) return seeOther(request, from)
  const stands = wanted ? 'follows' : 'not'
  return partial(<FollowButton {...{ room, stands, from, nonce, small: line(body, 'small') === '1' }} />, { nonce })
}

const viewOf = (notice: Notice): NoticeView => notice

function notices(world: World, context: Context): Response {
  const { request, visitor, nonce } = context
  const words = say.following.notices
  const wanted = Number(new URL(request.url).searchParams.get('page') ?? '1')
  const at = Number.isSafeInteger(wanted) && wanted > 0 && wanted < 1000 ? wanted : 1
  const found = noticesOf(world, visitor!.id, at)
  const hrefOf = (n: number) => (n === 1 ? paths.notices : `${paths.notices}?page=${n}`)
  return page(
    <NoticesPage
      frame={frame(
        world,
        context,
        said(request, { read: { tone: 'ok', title: words.read }, cleared: { tone: 'ok', title: words.cleared } }),
      )}
      notices={found.slice(0, NOTICES_ON_PAGE).map(viewOf)}
      unread={unread(world, visitor!.id)}
      now={world.clock.now()}
      zone={houseZone(world)}
      newerHref={at > 1 ? hrefOf(at - 1) : undefined}
      olderHref={found.length > NOTICES_ON_PAGE ? hrefOf(at + 1) : undefined}
    />,
    { nonce },
  )
}

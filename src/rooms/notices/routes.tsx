import { Elysia } from 'elysia'
import { paths } from '../../../views/paths.ts'
import { NoticesPage, type NoticeView } from '../../../views/rooms/notices.tsx'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { frame } from '../../base/html/frame.ts'
import { pageAsked } from '../../base/html/listing.ts'
import { ownPath, page, seeOther } from '../../base/html/reply.ts'
import { said } from '../../base/html/said.ts'
import { Refused } from '../../base/http/refused.ts'
import { houseZone } from '../../base/zone.ts'
import type { World } from '../../world.ts'
import { listedRooms } from '../directory.ts'
import {
  clearNotices,
  NOTICES_ON_PAGE,
  type Notice,
  noticeById,
  noticesOf,
  readAllNotices,
  readNotice,
  unread,
} from '../notice.ts'
import { faceOfListed } from '../view.ts'

type Context = Asking & { request: Request }

/** What a person was told, and where it leads. */
export const noticeRoutes = (world: World) =>
  new Elysia({ name: 'notices' })
    .use(access(world))
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
      return paths.studioFollowers
    case 'order':
    case 'report':
    case 'decision':
    case 'urgent':
      return ownPath(facts.href, paths.notices)
    default:
      return kind satisfies never
  }
}

function viewOf(world: World, notice: Notice): NoticeView {
  const room = notice.room && listedRooms(world).find(one => one.name === notice.room?.name)
  return {
    ...notice,
    room: notice.room && { ...notice.room, avatarHref: room ? faceOfListed(world, room) : undefined },
  }
}

function notices(world: World, context: Context): Response {
  const { request, visitor, nonce } = context
  const words = say.following.notices
  const at = pageAsked(request, 1000)
  const found = noticesOf(world, visitor!.id, at)
  const hrefOf = (n: number) => (n === 1 ? paths.notices : `${paths.notices}?page=${n}`)
  return page(
    <NoticesPage
      frame={frame(
        world,
        context,
        said(request, { read: { tone: 'ok', title: words.read }, cleared: { tone: 'ok', title: words.cleared } }),
      )}
      notices={found.slice(0, NOTICES_ON_PAGE).map(notice => viewOf(world, notice))}
      unread={unread(world, visitor!.id)}
      now={world.clock.now()}
      zone={houseZone(world)}
      newerHref={at > 1 ? hrefOf(at - 1) : undefined}
      olderHref={found.length > NOTICES_ON_PAGE ? hrefOf(at + 1) : undefined}
    />,
    { nonce },
  )
}

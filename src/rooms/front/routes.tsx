import { Elysia } from 'elysia'
import type { LiveRoom } from '../../../views/parts/room-card.tsx'
import { paths } from '../../../views/paths.ts'
import { BellButton } from '../../../views/rooms/bell.tsx'
import { type FollowedRoom, FrontPage, type FrontProps, FrontRooms, WeekPage } from '../../../views/rooms/front.tsx'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { isStaff, mayModerate, type Visitor } from '../../accounts/index.ts'
import { DAY, MINUTE } from '../../base/clock.ts'
import { frame } from '../../base/html/frame.ts'
import { pageAsked } from '../../base/html/listing.ts'
import { ownPath, page, partial, seeOther, wantsPartial } from '../../base/html/reply.ts'
import { line } from '../../base/http/form.ts'
import { network } from '../../base/http/rate.ts'
import { Refused } from '../../base/http/refused.ts'
import { houseZone } from '../../base/zone.ts'
import { mayFind, refusedBy } from '../../moderation/index.ts'
import type { World } from '../../world.ts'
import { mayOpen } from '../access.ts'
import { ringFor, rungBy } from '../announce.ts'
import { categories } from '../category.ts'
import { anyRoom, commonTags, findRooms, type ListedRoom, listedRooms, SEARCH_MOST } from '../directory.ts'
import { followedBy } from '../follow.ts'
import type { OnStage, RoomListeners } from '../listeners.ts'
import { cleanText } from '../profile.ts'
import { roomById } from '../room.ts'
import { everyNextDate, type NextDate } from '../schedule.ts'
import { faceOfListed } from '../view.ts'

type Context = Asking & { request: Request; body?: unknown }

/** Cards of one page, on air and off. */
export const CARDS_ON_PAGE = 24
const FOLLOWED_MOST = 12
const FRESH_MS = 30 * DAY

export const frontRoutes = (world: World, told: RoomListeners) =>
  new Elysia({ name: 'front' })
    .use(access(world))
    .get('/', context => front(world, told, context), { access: 'anyone' })
    .get('/week', context => week(world, context), { access: 'anyone' })
    .post('/dates/:date/bell', context => rung(world, context, context.params.date, true), { access: 'member' })
    .post('/dates/:date/bell/end', context => rung(world, context, context.params.date, false), { access: 'member' })

/** What is the visitor's own in a list that is everybody's. */
interface Own {
  follows: ReadonlySet<string>
  rung: ReadonlySet<string>
  /** Performers who refuse this visitor: their rooms are not there. */
  refused: ReadonlySet<string>
  presses: boolean
  id: string
}

const NOBODY: Own = { follows: new Set(), rung: new Set(), refused: new Set(), presses: false, id: '' }

function ownOf(world: World, visitor: Visitor | null): Own {
  if (!visitor || isStaff(visitor.role)) return NOBODY
  return {
    follows: new Set(followedBy(world, visitor.id)),
    rung: rungBy(world, visitor.id),
    refused: refusedBy(world, visitor.id),
    presses: true,
    id: visitor.id,
  }
}

const person = (world: World, room: ListedRoom) => ({
  name: room.name,
  handle: room.handle,
  hue: room.hue,
  avatarHref: faceOfListed(world, room),
})

const starOf = (own: Own, room: ListedRoom): LiveRoom['star'] =>
  !own.presses || room.performer_id === own.id ? undefined : own.follows.has(room.id) ? 'follows' : 'not'

interface Live {
  room: ListedRoom
  on: OnStage
}

/** Why each room on air stands where it stands, in one line. */
function reasons(world: World, live: readonly Live[], own: Own): (one: Live) => string | undefined {
  const words = say.following.front.why
  const byViewers = live.toSorted((a, b) => b.on.viewers - a.on.viewers)
  const first = new Map<string, { id: string; of: number }>()
  for (const { room } of byViewers) {
    if (!room.category) continue
    const known = first.get(room.category.slug)
    if (known) known.of++
    else first.set(room.category.slug, { id: room.id, of: 1 })
  }
  const most = live.length > 1 && byViewers[0]!.on.viewers > 0 ? byViewers[0]!.room.id : ''
  const tagged = new Map<string, string>()
  for (const room of own.follows.size > 0 ? listedRooms(world) : []) {
    if (own.follows.has(room.id)) for (const tag of room.tags) if (!tagged.has(tag)) tagged.set(tag, room.handle)
  }
  return ({ room }) => {
    const leads = room.category && first.get(room.category.slug)
    const leading = leads && leads.id === room.id && leads.of > 1 ? room.category!.name : undefined
    if (own.follows.has(room.id)) return leading ? words.followMost(leading) : words.follow
    const shared = room.tags.find(tag => tagged.has(tag))
    if (shared) return words.shares(shared, tagged.get(shared)!)
    if (room.id === most) return words.most
    if (leading) return words.mostIn(leading)
    if (world.clock.now() - room.created_at < FRESH_MS) return words.fresh
    return room.category?.name
  }
}

function followedRow(world: World, own: Own, stages: ReadonlyMap<string, OnStage>, next: NextByRoom): FollowedRoom[] {
  if (own.follows.size === 0) return []
  const rooms: FollowedRoom[] = []
  for (const room of listedRooms(world)) {
    if (!own.follows.has(room.id) || own.refused.has(room.performer_id)) continue
    const on = stages.get(room.name)
    rooms.push({
      ...person(world, room),
      on: on !== undefined,
      title: on?.title ?? room.title,
      next: next.get(room.id)?.[0]?.startsAt,
    })
  }
  const rank = (room: FollowedRoom) => (room.on ? 0 : (room.next ?? Number.MAX_SAFE_INTEGER))
  return rooms.sort((a, b) => rank(a) - rank(b)).slice(0, FOLLOWED_MOST)
}

type NextByRoom = ReadonlyMap<string, NextDate[]>

function front(world: World, told: RoomListeners, context: Context): Response {
  const { request, visitor, nonce, address } = context
  const query = new URL(request.url).searchParams
  const search = cleanText(query.get('q') ?? '').slice(0, SEARCH_MOST)
  const tag = cleanText(query.get('tag') ?? '')
    .toLowerCase()
    .slice(0, 24)
  const sorts = categories(world)
  const category = sorts.find(({ slug }) => slug === query.get('in'))
  const now = world.clock.now()
  const at = pageAsked(request, Number.MAX_SAFE_INTEGER)
  const asked = [search, tag].filter(Boolean).join(' ')
  const finds = asked === '' || mayFind(world, asked, visitor?.id ?? null, network(address))
  const own = ownOf(world, visitor)
  const found = (finds ? findRooms(world, { search, tag, category: category?.slug }) : []).filter(
    room => !own.refused.has(room.performer_id),
  )
  const stages = told.stages()
  const live: Live[] = []
  const quiet: ListedRoom[] = []
  for (const room of found) {
    const on = stages.get(room.name)
    if (on) live.push({ room, on })
    else quiet.push(room)
  }
  const why = reasons(world, live, own)
  const follows = (one: Live) => Number(own.follows.has(one.room.id))
  live.sort(
    (a, b) => follows(b) - follows(a) || b.on.viewers - a.on.viewers || (b.on.startedAt ?? 0) - (a.on.startedAt ?? 0),
  )
  // Rooms on air fill the first pages; those that are dark begin on the last of them.
  const livePages = Math.max(1, Math.ceil(live.length / CARDS_ON_PAGE))
  const quietFirst = (at - livePages) * CARDS_ON_PAGE
  const quietShown = quietFirst < 0 ? [] : quiet.slice(quietFirst, quietFirst + CARDS_ON_PAGE)
  const more = at < livePages || quiet.length > Math.max(0, quietFirst) + quietShown.length
  const next = everyNextDate(world)
  const hrefOf = (number: number) => {
    const asked = new URLSearchParams({
      ...(search ? { q: search } : {}),
      ...(tag ? { tag } : {}),
      ...(category ? { in: category.slug } : {}),
      ...(number > 1 ? { page: String(number) } : {}),
    }).toString()
    return asked === '' ? paths.front : `${paths.front}?${asked}`
  }
  const filtered = search !== '' || tag !== '' || category !== undefined
  const props: FrontProps = {
    frame: frame(world, context),
    selfHref: hrefOf(at),
    pages: {
      beforeHref: at > 1 ? hrefOf(at - 1) : undefined,
      afterHref: more && (at < livePages || quietShown.length > 0) ? hrefOf(at + 1) : undefined,
    },
    now,
    zone: houseZone(world),
    live: live.slice((at - 1) * CARDS_ON_PAGE, at * CARDS_ON_PAGE).map(one => ({
      ...person(world, one.room),
      title: one.on.title || one.room.title || say.rooms.isOn(one.room.handle),
      tags: one.room.tags,
      viewers: one.on.viewers,
      startedAt: one.on.startedAt ?? now,
      pictureHref: one.on.pictureHref,
      posterHref: one.on.posterHref,
      away: one.on.state === 'away',
      why: why(one),
      star: starOf(own, one.room),
    })),
    dates: at === 1 ? datesOf(world, quiet, next, own).slice(0, 24) : [],
    quiet: quietShown.map(room => ({
      ...person(world, room),
      about: room.bio.split('\n', 1)[0] ?? '',
      tags: room.tags,
      next: next.get(room.id)?.[0],
      star: starOf(own, room),
    })),
    tags: commonTags(world),
    categories: sorts.filter(({ rooms }) => rooms > 0),
    chosenCategory: category?.name,
    chosenSlug: category?.slug,
    followed: at === 1 && !filtered ? followedRow(world, own, stages, next) : [],
    rooms: found.length,
    chosenTag: tag || undefined,
    search: search || undefined,
    firstRun: filtered || anyRoom(world) ? undefined : firstRun(visitor),
  }
  return wantsPartial(request)
    ? partial(<FrontRooms {...props} />, { nonce })
    : page(<FrontPage {...props} />, { nonce })
}

const firstRun = (visitor: Visitor | null) => ({
  invite: visitor !== null && mayModerate(visitor.role),
  studio: visitor?.role === 'performer',
})

function datesOf(world: World, rooms: readonly ListedRoom[], next: NextByRoom, own: Own) {
  return rooms
    .flatMap(room =>
      (next.get(room.id) ?? []).map(date => ({
        ...person(world, room),
        id: date.id,
        startsAt: date.startsAt,
        title: date.title,
        bell: own.presses && room.performer_id !== own.id ? own.rung.has(date.id) : undefined,
      })),
    )
    .sort((a, b) => a.startsAt - b.startsAt)
}

function week(world: World, context: Context): Response {
  const now = world.clock.now()
  const own = ownOf(world, context.visitor)
  const rooms = listedRooms(world).filter(room => !own.refused.has(room.performer_id))
  const dates = datesOf(world, rooms, everyNextDate(world), own).filter(date => date.startsAt < now + 7 * DAY)
  return page(
    <WeekPage
      frame={frame(world, context)}
      dates={dates.slice(0, 300)}
      now={now}
      zone={houseZone(world)}
      selfHref={paths.week}
    />,
    { nonce: context.nonce },
  )
}

/** Somebody wants, or no longer wants, to be reminded of one date. */
function rung(world: World, context: Context, date: string, wanted: boolean): Response {
  const { request, visitor, body, nonce } = context
  if (!world.rates.take(`bell ${visitor!.id}`, 120, MINUTE)) throw new Refused(429)
  const found = ringFor(world, visitor!.id, date, wanted)
  const room = found && roomById(world, found.room)
  if (!found || !room || !mayOpen(world, room, visitor)) throw new Refused(404)
  const from = ownPath(line(body, 'from'), paths.room(room.name))
  if (!wantsPartial(request)) return seeOther(request, from)
  const shown = { id: date, handle: room.handle, title: found.title }
  return partial(<BellButton date={shown} on={wanted} from={from} nonce={nonce} />, { nonce })
}

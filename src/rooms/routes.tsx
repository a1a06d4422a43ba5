import { Elysia } from 'elysia'
import type { Child } from 'hono/jsx'
import { FrontPage } from '../../views/rooms/front.tsx'
import { RoomPage } from '../../views/rooms/room.tsx'
import { RoomEditPage, type RoomEditProps } from '../../views/studio/room.tsx'
import { type Asking, access } from '../accounts/access.ts'
import { isStaff, type Visitor } from '../accounts/index.ts'
import { frame } from '../base/html/frame.ts'
import { page, partial, seeOther, wantsPartial } from '../base/html/reply.ts'
import { line, text } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import type { World } from '../world.ts'
import { anyRoom, commonTags, findRooms, isListed, type ListedRoom } from './directory.ts'
import type { RoomListeners } from './listeners.ts'
import { BIO_MOST, cleanText, PICTURES, profileFaults, setProfile } from './profile.ts'
import { type Room, roomByName, roomOf } from './room.ts'
import { addDate, everyNextDate, type NextDate, nextDates, removeDate } from './schedule.ts'
import { drawn, houseZone, roomView } from './view.ts'

type Context = Asking & { request: Request }

export const roomRoutes = (world: World, told: RoomListeners) =>
  new Elysia({ name: 'rooms' })
    .use(access(world))
    .get('/', context => front(world, told, context), { access: 'anyone' })
    .get(
      '/rooms/:room',
      context => {
        const { request, visitor, nonce, params } = context
        const room = roomByName(world, params.room)
        const own = room !== null && visitor?.id === room.performer_id
        const staff = visitor !== null && isStaff(visitor.role)
        if (!room || !(own || staff || isListed(world, room.name))) {
          throw new Refused(404, 'No room has this name. It may be spelt differently.')
        }
        const shape = frame(world, { request, nonce, visitor })
        return page(
          <RoomPage
            frame={shape}
            room={roomView(world, room, told.onStage(room.name))}
            now={world.clock.now()}
            zone={houseZone()}
            scripts={[world.assets.href('room.js')]}
            hlsHref={world.assets.href('hls.js')}
            can={{ open: own, stop: staff }}
            media={told.media(room.name) as Child}
          />,
          { nonce, player: true },
        )
      },
      { access: 'anyone' },
    )
    .get('/studio/room', context => editor(world, context), { access: 'performer' })
    .post(
      '/studio/room',
      context => {
        const { request, visitor, body } = context
        const room = ownRoom(world, visitor)
        const typed = {
          bio: cleanText(text(body, 'bio'), true),
          zone: line(body, 'zone'),
          picture: line(body, 'picture'),
        }
        const faults = profileFaults(typed)
        if (Object.keys(faults).length > 0) {
          return editor(world, context, {
            room: { name: room.name, ...typed },
            errors: {
              ...(faults.bio ? { bio: `${BIO_MOST} characters at most; this has ${typed.bio.length}.` } : {}),
              ...(faults.zone ? { zone: 'Choose a time zone from the list.' } : {}),
              ...(faults.picture ? { picture: 'Choose one of the pictures.' } : {}),
            },
          })
        }
        setProfile(world, room.id, typed)
        return seeOther(request, '/studio/room')
      },
      { access: 'performer' },
    )
    .post(
      '/studio/dates',
      context => {
        const { request, visitor, body } = context
        const room = ownRoom(world, visitor)
        const draft = {
          day: line(body, 'day'),
          time: line(body, 'time').slice(0, 5),
          title: cleanText(line(body, 'title')),
          repeats: line(body, 'repeats') === 'weekly' ? ('weekly' as const) : ('once' as const),
        }
        const added = addDate(world, room, draft)
        if (!added.ok) return editor(world, context, { draft, dateErrors: DATE_SAYS[added.why] })
        return seeOther(request, '/studio/room')
      },
      { access: 'performer' },
    )
    .post(
      '/studio/dates/:date/remove',
      ({ request, visitor, params }) => {
        if (!removeDate(world, ownRoom(world, visitor).id, params.date)) {
          throw new Refused(404, 'This date is not there any more.')
        }
        return seeOther(request, '/studio/room')
      },
      { access: 'performer' },
    )

const DATE_SAYS = {
  title: { title: 'Say in a few words what happens.' },
  long: { title: '120 characters at most.' },
  day: { day: 'Choose a day.' },
  time: { time: 'Choose an hour.' },
  past: { day: 'This moment is over. Choose one to come.' },
  far: { day: 'Not more than a year ahead.' },
  many: { title: 'Thirty dates are enough for now. Remove one first.' },
} as const

function ownRoom(world: World, visitor: Visitor | null): Room {
  const room = visitor && roomOf(world, visitor.id)
  if (!room) throw new Refused(404, 'Your room is not open yet.')
  return room
}

function editor(world: World, { request, nonce, visitor }: Context, wrong: Partial<RoomEditProps> = {}): Response {
  const room = ownRoom(world, visitor)
  const bad = Boolean(wrong.errors || wrong.dateErrors)
  return page(
    <RoomEditPage
      frame={frame(world, { request, nonce, visitor })}
      room={{ name: room.name, bio: room.bio, zone: room.zone, picture: room.picture }}
      zones={Intl.supportedValuesOf('timeZone')
        .concat('UTC')
        .map(zone => ({ value: zone, words: zone.replaceAll('_', ' ') }))}
      pictures={PICTURES.map(name => ({
        value: name,
        words: name[0]!.toUpperCase() + name.slice(1),
        href: world.assets.href(`img/${name}.svg`),
      }))}
      dates={nextDates(world, room)}
      now={world.clock.now()}
      {...wrong}
    />,
    { nonce, status: bad ? 422 : 200 },
  )
}

function front(world: World, told: RoomListeners, { request, visitor, nonce }: Context): Response {
  const query = new URL(request.url).searchParams
  const search = cleanText(query.get('q') ?? '').slice(0, 60)
  const tag = cleanText(query.get('tag') ?? '')
    .toLowerCase()
    .slice(0, 24)
  const now = world.clock.now()
  const found = findRooms(world, { search, tag }).map(room => ({ room, on: told.onStage(room.name) }))
  const next = everyNextDate(world)
  const live = found
    .filter(({ on }) => on.state !== 'off')
    .sort((a, b) => b.on.viewers - a.on.viewers || (b.on.startedAt ?? 0) - (a.on.startedAt ?? 0))
  const quiet = found.filter(({ on }) => on.state === 'off')
  const shape = frame(world, { request, nonce, visitor })
  const markup = (
    <FrontPage
      frame={shape}
      now={now}
      zone={houseZone()}
      live={live.map(({ room, on }) => ({
        name: room.name,
        handle: room.handle,
        hue: room.hue,
        avatarHref: drawn(world, room.picture),
        title: on.title || room.title || `${room.handle} is on`,
        tags: room.tags,
        viewers: on.viewers,
        startedAt: on.startedAt ?? now,
        pictureHref: on.pictureHref,
        away: on.state === 'away',
      }))}
      dates={datesOf(
        world,
        quiet.map(({ room }) => room),
        next,
      )}
      quiet={quiet.map(({ room }) => ({
        name: room.name,
        handle: room.handle,
        hue: room.hue,
        avatarHref: drawn(world, room.picture),
        about: room.bio.split('\n', 1)[0] ?? '',
        tags: room.tags,
        next: next.get(room.id)?.[0],
      }))}
      tags={commonTags(world)}
      chosenTag={tag || undefined}
      search={search || undefined}
      firstRun={anyRoom(world) || search || tag ? undefined : firstRun(visitor)}
    />
  )
  return wantsPartial(request) ? partial(markup, { nonce }) : page(markup, { nonce })
}

const firstRun = (visitor: Visitor | null) => ({
  invite: visitor !== null && isStaff(visitor.role),
  studio: visitor?.role === 'performer',
})

function datesOf(world: World, rooms: ListedRoom[], next: Map<string, NextDate[]>) {
  return rooms
    .flatMap(room =>
      (next.get(room.id) ?? []).map(date => ({
        name: room.name,
        handle: room.handle,
        hue: room.hue,
        avatarHref: drawn(world, room.picture),
        startsAt: date.startsAt,
        title: date.title,
      })),
    )
    .sort((a, b) => a.startsAt - b.startsAt)
    .slice(0, 24)
}

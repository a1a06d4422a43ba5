import { Elysia } from 'elysia'
import type { Child } from 'hono/jsx'
import { time } from '../../views/format.ts'
import type { Card } from '../../views/layout/page.tsx'
import { refusalWords } from '../../views/moderation/words.ts'
import { paths } from '../../views/paths.ts'
import { RoomPage, type RoomView } from '../../views/rooms/room.tsx'
import type { ProfileBoxesProps } from '../../views/studio/profile.tsx'
import { RoomEditPage, type RoomEditProps } from '../../views/studio/room.tsx'
import { say } from '../../views/words/index.ts'
import { type Asking, access, ourOrigin } from '../accounts/access.ts'
import { isStaff, mayModerate, type Visitor } from '../accounts/index.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import { frame } from '../base/html/frame.ts'
import { page, seeOther } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { line, text } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { briefly } from '../base/log.ts'
import { ownPicture } from '../base/picture/index.ts'
import { zones as everyZone, houseZone, zoneChoice } from '../base/zone.ts'
import { filter, filterForm } from '../moderation/index.ts'
import type { World } from '../world.ts'
import { mayOpen, ownRoom, shutUntil } from './access.ts'
import { announceDate, type DateChange, rungBy } from './announce.ts'
import { categories } from './category.ts'
import { isListed } from './directory.ts'
import type { OnStage, RoomListeners } from './listeners.ts'
import { pageOf, setCategory } from './page.ts'
import { profileAside, profileBoxes } from './profile/boxes.tsx'
import {
  BIO_MOST,
  cleanText,
  PICTURES,
  profileFaults,
  type ReadTags,
  readTags,
  setProfile,
  setTitle,
  TAGS_MOST,
  TITLE_MOST,
  tagsOf,
} from './profile.ts'
import { type Room, roomByHandle, roomByName } from './room.ts'
import { addDate, dateFault, moveDate, nextDates, removeDate } from './schedule.ts'
import { roomView } from './view.ts'

type Context = Asking & { request: Request }

export const roomRoutes = (world: World, told: RoomListeners) =>
  new Elysia({ name: 'rooms' })
    .use(access(world))
    .get(
      '/rooms/:room',
      context => {
        const { request, visitor, nonce, params } = context
        const room = roomByName(world, params.room)
        if (!room) {
          const meant = roomByHandle(world, params.room)
          if (meant && mayOpen(world, meant, visitor)) return seeOther(request, paths.room(meant.name))
        }
        const until = room && shutUntil(world, room, visitor)
        if (until) throw new Refused(403, say.tools.kicked(time(until, houseZone(world))))
        if (!room || !mayOpen(world, room, visitor)) throw new Refused(404, say.rooms.noRoom)
        const shareHref = ourOrigin(world, request) + paths.room(room.name)
        const shape = frame(world, { request, nonce, visitor }, { canonical: shareHref })
        return page(
          <RoomPage
            frame={shape}
            room={withBells(world, roomView(world, room, told.onStage(room.name)), room, visitor)}
            now={world.clock.now()}
            zone={houseZone(world)}
            scripts={[world.assets.href('room.js')]}
            hlsHref={world.assets.href('hls.js')}
            shareHref={shareHref}
            card={cardOf(world, room, told.onStage(room.name), shareHref)}
            can={{ open: visitor?.id === room.performer_id, stop: visitor !== null && mayModerate(visitor.role) }}
            media={told.media(room.name) as Child}
            parts={told.parts(room, context)}
          />,
          { nonce },
        )
      },
      { access: 'anyone' },
    )
    .get(
      '/@:handle',
      ({ request, params, visitor }) => {
        const { handle } = params as { handle: string }
        const room = roomByHandle(world, handle) ?? roomByName(world, handle)
        if (!room || !mayOpen(world, room, visitor)) throw new Refused(404, say.rooms.noRoom)
        return seeOther(request, paths.room(room.name))
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
        const title = cleanText(line(body, 'title'))
        const tags = readTags(line(body, 'tags'))
        const faults = profileFaults(typed)
        const { texts, refused, covered } = filterForm(world, room.performer_id, {
          title: title.length > TITLE_MOST ? '' : title,
          tag: tags.ok ? tags.tags.join(', ') : '',
          bio: faults.bio ? '' : typed.bio,
        })
        const isRefused = Object.keys(refused).length > 0
        const chosen = line(body, 'category')
        const category = categories(world).find(({ id }) => id === chosen)
        const lost = chosen !== '' && !category
        if (lost || Object.keys(faults).length > 0 || title.length > TITLE_MOST || !tags.ok || isRefused) {
          return editor(world, context, {
            // A zone that is none cannot be chosen in the list, and her dates are told in the one she has.
            room: {
              name: room.name,
              title,
              tags: line(body, 'tags'),
              ...typed,
              ...(faults.zone ? { zone: room.zone } : {}),
            },
            category: chosen,
            errors: {
              ...(refused.title ? { title: refusalWords(refused.title) } : {}),
              ...(refused.tag ? { tags: refusalWords(refused.tag) } : {}),
              ...(refused.bio ? { bio: refusalWords(refused.bio) } : {}),
              ...(title.length > TITLE_MOST ? { title: say.rooms.atMost(TITLE_MOST, title.length) } : {}),
              ...(tags.ok ? {} : { tags: tagsWrong(tags) }),
              ...(faults.bio ? { bio: say.rooms.atMost(BIO_MOST, typed.bio.length) } : {}),
              ...(faults.zone ? { zone: say.rooms.zoneFromList } : {}),
              ...(faults.picture ? { picture: say.rooms.chooseOneOf } : {}),
              ...(lost ? { category: say.following.profile.categoryWrong } : {}),
            },
          })
        }
        tx(world, () => {
          setProfile(world, room.id, { ...typed, bio: texts.bio })
          setTitle(world, room.id, texts.title, tags.tags)
          setCategory(world, room.id, category?.id ?? null)
          afterCommit(world, () => told.retitled(room.name, texts.title))
        })
        return seeOther(request, `/studio/room?said=${covered ? 'covered' : 'saved'}`)
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
        const wrong = dateFault(world, room, draft)
        if (wrong) return editor(world, context, { draft, dateErrors: dateSays()[wrong] })
        const read = filter(world, { what: 'date', text: draft.title, by: room.performer_id })
        if (!read.ok) return editor(world, context, { draft, dateErrors: { title: refusalWords(read.why) } })
        const added = addDate(world, room, { ...draft, title: read.text })
        if (!added.ok) return editor(world, context, { draft, dateErrors: dateSays()[added.why] })
        tellDate(world, room, added.id, 'added')
        return seeOther(request, `/studio/room?said=${read.covered.length > 0 ? 'date-covered' : 'added'}`)
      },
      { access: 'performer' },
    )
    .post(
      '/studio/dates/:date',
      context => {
        const { request, visitor, body, params } = context
        const room = ownRoom(world, visitor)
        const day = line(body, 'day')
        const moved = moveDate(world, room, params.date, { day, time: line(body, 'time').slice(0, 5) })
        if (moved.ok) {
          tellDate(world, room, params.date, 'moved')
          return seeOther(request, '/studio/room?said=moved')
        }
        if (moved.why === 'gone') throw new Refused(404, say.rooms.dateGone)
        const words = Object.values(dateSays()[moved.why])[0] ?? ''
        return editor(world, context, { moving: { id: params.date, day, time: line(body, 'time'), words } })
      },
      { access: 'performer' },
    )
    .post(
      '/studio/dates/:date/remove',
      ({ request, visitor, params }) => {
        const room = ownRoom(world, visitor)
        tellDate(world, room, params.date, 'off')
        if (!removeDate(world, room.id, params.date)) {
          throw new Refused(404, say.rooms.dateGone)
        }
        return seeOther(request, '/studio/room?said=removed')
      },
      { access: 'performer' },
    )

/** Members may have each date rung for them. */
function withBells(world: World, view: RoomView, room: Room, visitor: Visitor | null): RoomView {
  if (!visitor || isStaff(visitor.role) || visitor.id === room.performer_id) return view
  const rung = rungBy(world, visitor.id)
  return { ...view, dates: view.dates.map(date => ({ ...date, bell: rung.has(date.id ?? '') })) }
}

/** Whoever follows hears of a date that is still to come. */
function tellDate(world: World, room: Room, id: string, change: DateChange): void {
  const date = nextDates(world, room).find(one => one.id === id)
  if (!date || !isListed(world, room.name)) return
  announceDate(world, room.id, { title: date.title, startsAt: date.startsAt }, change).catch(error =>
    world.log.error('followers not told', { error: briefly(error) }),
  )
}

/** Name, words and a picture that the performer herself has chosen to be seen by everybody; never what is on air. */
function cardOf(world: World, room: Room, on: OnStage, url: string): Card {
  const chosen = ownPicture(world, room.performer_id, 'room', 'l') ?? ownPicture(world, room.performer_id, 'cover', 'l')
  const origin = new URL(url).origin
  const words = room.bio.split('\n', 1)[0]?.slice(0, 160) || world.settings.get('site_name')
  return {
    url,
    title: on.state === 'off' ? room.handle : say.following.profile.cardLive(room.handle, on.title || room.title),
    words,
    picture: origin + (chosen ?? '/icons/512.png'),
    wide: chosen !== undefined,
  }
}

const sayings = () =>
  ({
    saved: { tone: 'ok', title: say.parts.saved, words: say.rooms.guestsSee },
    added: { tone: 'ok', title: say.rooms.dateStands, words: say.rooms.dateTold },
    removed: { tone: 'ok', title: say.rooms.dateOff },
    covered: {
      tone: 'warn',
      title: say.rooms.savedCovered,
      words: say.rooms.guestsDots,
    },
    moved: { tone: 'ok', title: say.following.profile.dateMoved, words: say.following.profile.followersTold },
    links: { tone: 'ok', title: say.following.profile.linksSaved },
    picture: { tone: 'ok', title: say.following.profile.pictureSaved },
    unpicture: { tone: 'ok', title: say.following.profile.pictureGone },
    'date-covered': {
      tone: 'warn',
      title: say.rooms.dateCovered,
      words: say.rooms.guestsDots,
    },
  }) as const

const tagsWrong = (wrong: Extract<ReadTags, { ok: false }>): string =>
  wrong.why === 'many' ? say.rooms.tagsMost(TAGS_MOST) : say.rooms.badTag(wrong.tag)

/** Places that people know; offsets without a place are left out, and a stored one stays. */
function zones(own: string): { value: string; words: string }[] {
  const places = everyZone().filter(zone => !zone.startsWith('Etc/'))
  return [...new Set(['UTC', ...places, own])].map(zoneChoice)
}

const dateSays = () =>
  ({
    title: { title: say.rooms.dateWhat },
    long: { title: say.rooms.dateLong },
    day: { day: say.rooms.dateDay },
    time: { time: say.rooms.dateHour },
    past: { day: say.rooms.datePast },
    far: { day: say.rooms.dateFar },
    many: { title: say.rooms.dateMany },
  }) as const

type Wrong = Partial<Omit<RoomEditProps, 'boxes' | 'aside'>> & { boxes?: Partial<ProfileBoxesProps> }

export function editor(world: World, context: Context, { boxes, ...wrong }: Wrong = {}): Response {
  const { request, visitor, nonce } = context
  const room = ownRoom(world, visitor)
  const bad = Boolean(wrong.errors || wrong.dateErrors || wrong.moving || boxes)
  return page(
    <RoomEditPage
      frame={frame(world, context, bad ? {} : said(request, sayings()))}
      room={{
        name: room.name,
        title: room.title,
        tags: tagsOf(world, room.id).join(', '),
        bio: room.bio,
        zone: room.zone,
        picture: room.picture,
      }}
      zones={zones(room.zone)}
      pictures={PICTURES.map(name => ({
        value: name,
        words: say.rooms.offPictures[name],
        href: world.assets.href(`img/${name}.svg`),
      }))}
      dates={nextDates(world, room)}
      now={world.clock.now()}
      categories={categories(world).map(({ id, name }) => ({ value: id, words: name }))}
      category={pageOf(world, room.id).category_id ?? ''}
      boxes={profileBoxes(world, room, boxes)}
      scripts={[world.assets.href('picture.js')]}
      aside={profileAside(world, room)}
      {...wrong}
    />,
    { nonce, status: bad ? 422 : 200 },
  )
}

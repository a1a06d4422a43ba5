import { Elysia } from 'elysia'
import { soon } from '../../../views/format.ts'
import { BarePage } from '../../../views/layout/bare.tsx'
import { refusalWords } from '../../../views/moderation/words.ts'
import { paths } from '../../../views/paths.ts'
import { Badge } from '../../../views/rooms/badge.tsx'
import { FollowButton } from '../../../views/rooms/follow.tsx'
import { FollowersPage } from '../../../views/studio/followers.tsx'
import type { PicturePurpose, ProfileBoxesProps } from '../../../views/studio/profile.tsx'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { DAY } from '../../base/clock.ts'
import { tx } from '../../base/db/tx.ts'
import { frame } from '../../base/html/frame.ts'
import { pageAsked } from '../../base/html/listing.ts'
import { page, seeOther } from '../../base/html/reply.ts'
import { line } from '../../base/http/form.ts'
import { publicUrl } from '../../base/http/public-url.ts'
import { Refused } from '../../base/http/refused.ts'
import { readUpload } from '../../base/http/upload.ts'
import { cropOf, MOST_PICTURE_BYTES, pictureById, removePicture, storePicture } from '../../base/picture/index.ts'
import { houseZone } from '../../base/zone.ts'
import { filter } from '../../moderation/index.ts'
import type { World } from '../../world.ts'
import { ownRoom, roomFor } from '../access.ts'
import { followerCount, followers, newFollowers } from '../follow.ts'
import { standsTo } from '../following/routes.tsx'
import type { RoomListeners } from '../listeners.ts'
import { LINKS_MOST, type RoomLink, readLink, setLinks } from '../page.ts'
import { cleanText } from '../profile.ts'
import type { Room } from '../room.ts'
import { editor } from '../routes.tsx'
import { nextDates } from '../schedule.ts'

type Context = Asking & { request: Request; body?: unknown }

const FOLLOWERS_ON_PAGE = 50
const PURPOSES: readonly string[] = ['room', 'cover', 'page']
const isPurpose = (word: string): word is PicturePurpose => PURPOSES.includes(word)

/** A room in one's own hands: links, pictures, who follows; and what other sites show of it. */
export const profileRoutes = (world: World, told: Pick<RoomListeners, 'onStage'>) =>
  new Elysia({ name: 'profile' })
    .use(access(world))
    .post(
      '/studio/room/links',
      context => {
        const room = ownRoom(world, context.visitor)
        const read = readLinks(world, room, context.body)
        if (!read.ok) return editor(world, context, { boxes: { links: read.typed } })
        setLinks(world, room.id, read.links)
        return seeOther(context.request, `${paths.studioRoom}?said=links#links`)
      },
      { access: 'performer' },
    )
    .post(
      '/studio/room/pictures/:purpose',
      async context => {
        const { request, params, address } = context
        const room = ownRoom(world, context.visitor)
        const { purpose } = params
        if (!isPurpose(purpose)) throw new Refused(404)
        const account = room.performer_id
        const sent = await readUpload(world, request, {
          account,
          address,
          name: 'picture',
          most: MOST_PICTURE_BYTES,
        })
        const stored = sent.ok
          ? await storePicture(world, { owner: account, purpose, bytes: sent.file, crop: cropOf(sent.fields) })
          : sent
        if (stored.ok) return seeOther(request, `${paths.studioRoom}?said=picture#pictures`)
        const words = say.play.picture.refused[stored.why]
        return editor(world, context, { boxes: { pictureError: { purpose, words } } })
      },
      { access: 'performer', parse: 'none' },
    )
    .post(
      '/studio/room/pictures/:purpose/remove',
      ({ request, visitor, params }) => {
        const room = ownRoom(world, visitor)
        const picture = pictureById(world, params.purpose)
        if (!picture || picture.owner_id !== room.performer_id || !isPurpose(picture.purpose)) throw new Refused(404)
        tx(world, () => removePicture(world, picture.id))
        return seeOther(request, `${paths.studioRoom}?said=unpicture#pictures`)
      },
      { access: 'performer' },
    )
    .get('/studio/followers', context => followersPage(world, context), { access: 'performer' })
    .get(
      '/rooms/:room/followers',
      context => {
        const room = roomFor(world, context.params.room, context.visitor)
        const stands = standsTo(world, context.visitor, room)
        if (!stands) return seeOther(context.request, paths.room(room.name))
        const words = say.following
        return page(
          <BarePage
            frame={frame(world, context)}
            title={words.followRoom(room.handle)}
            heading={stands === 'follows' ? words.youFollow(room.handle) : words.followAsk(room.handle)}
            lead={words.followLead}
            unlisted
          >
            <div class="acts">
              <FollowButton room={room} stands={stands} from={paths.room(room.name)} nonce={context.nonce} plain />
              <a href={paths.room(room.name)}>{words.backToRoom(room.handle)}</a>
            </div>
          </BarePage>,
          { nonce: context.nonce },
        )
      },
      { access: 'member' },
    )
    .get(
      '/embed/:room',
      ({ request, params }) => {
        const room = roomFor(world, params.room, null)
        const on = told.onStage(room.name)
        const next = nextDates(world, room)[0]
        const theme = new URL(request.url).searchParams.get('theme') === 'light' ? 'light' : 'dark'
        const now = world.clock.now()
        const words =
          on.state !== 'off'
            ? say.following.profile.watching(on.viewers)
            : next
              ? say.following.profile.badgeNext(soon(next.startsAt, now, room.zone))
              : say.following.front.noDate
        const svg = (
          <Badge
            site={world.settings.get('site_name')}
            handle={room.handle}
            state={on.state}
            line={words}
            href={publicUrl(world) + paths.room(room.name)}
            theme={theme}
          />
        )
        return new Response(String(svg), {
          headers: {
            'content-type': 'image/svg+xml; charset=utf-8',
            'cache-control': 'public, max-age=30',
            vary: 'Accept-Language',
            // For other sites: it may stand in any frame, and does nothing there but show itself and be a link.
            'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors *",
            'cross-origin-resource-policy': 'cross-origin',
          },
        })
      },
      { access: 'anyone' },
    )

type ReadLinks = { ok: true; links: RoomLink[] } | { ok: false; typed: ProfileBoxesProps['links'] }

function readLinks(world: World, room: Room, body: unknown): ReadLinks {
  const links: RoomLink[] = []
  const typed: { words: string; href: string; error?: string }[] = []
  let wrong = false
  for (let at = 0; at < LINKS_MOST; at++) {
    const words = cleanText(line(body, `words_${at}`))
    const href = line(body, `href_${at}`)
    const read = readLink(words, href)
    let error: string | undefined
    if (!read.ok) error = say.following.profile.linkWrong[read.why]
    else if (read.link) {
      const named = filter(world, { what: 'title', text: words, by: room.performer_id })
      if (named.ok) links.push({ ...read.link, words: named.text })
      else error = refusalWords(named.why)
    }
    wrong ||= error !== undefined
    typed.push({ words, href, error })
  }
  return wrong ? { ok: false, typed } : { ok: true, links }
}

function followersPage(world: World, context: Context): Response {
  const room = ownRoom(world, context.visitor)
  const at = pageAsked(context.request)
  const found = followers(world, room.id, FOLLOWERS_ON_PAGE + 1, (at - 1) * FOLLOWERS_ON_PAGE)
  const hrefOf = (n: number) => (n === 1 ? paths.studioFollowers : `${paths.studioFollowers}?page=${n}`)
  return page(
    <FollowersPage
      frame={frame(world, context)}
      followers={found.slice(0, FOLLOWERS_ON_PAGE)}
      total={followerCount(world, room.id)}
      fresh={newFollowers(world, room.id, world.clock.now() - 7 * DAY)}
      now={world.clock.now()}
      zone={houseZone(world)}
      newerHref={at > 1 ? hrefOf(at - 1) : undefined}
      olderHref={found.length > FOLLOWERS_ON_PAGE ? hrefOf(at + 1) : undefined}
    />,
    { nonce: context.nonce },
  )
}

import { Elysia } from 'elysia'
import { CardPage, type CardProps, CardSheet, NameCard } from '../../views/chat/card.tsx'
import { Chat, ChatPage, EarlierLines } from '../../views/chat/chat.tsx'
import { messageWords } from '../../views/chat/words.ts'
import { date } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import type { RoomParts } from '../../views/rooms/room.tsx'
import { say } from '../../views/words/index.ts'
import { type Asking, access } from '../accounts/access.ts'
import { accountByHandle, isStaff } from '../accounts/index.ts'
import { frame } from '../base/html/frame.ts'
import { page, partial, seeOther, wantsPartial } from '../base/html/reply.ts'
import { cookie, readCookies } from '../base/http/cookies.ts'
import { line, text } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { avatarHref } from '../base/picture/index.ts'
import { houseZone } from '../base/zone.ts'
import { mayOpen, roomFor } from '../rooms/access.ts'
import { type Room, roomOf } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { deafen, deafTo } from './deaf.ts'
import { LINE_MOST, lineByKey, linesBefore, PAGE_LINES } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { type ChatAsked, type ChatSlots, chatProps, linesOf } from './live.tsx'
import { KEY_SHAPE, post } from './message.ts'
import { isModerator } from './moderator.ts'

type Context = Asking & { request: Request; params: { room: string } }

/** What the room's other tools put into the pages of the chat. */
export interface ChatEdges {
  told: ChatListeners
  slots(room: Room, asking: Asking & { request: Request }): ChatSlots
  /** Of a name card: whisper, mute, block. */
  cardTools(room: Room, asking: Asking, about: { account: string; line?: number }): unknown
}

const number = (typed: string): number | undefined => (/^\d{1,15}$/.test(typed) ? Number(typed) : undefined)

/**
 * A line that was typed and not said: before there was a name to say it under, or while something else was sent with the form of
 * the box. It waits in the browser that typed it, for this room alone.
 */
const KEPT = 'fl-line'
const KEPT_SECONDS = 20 * 60
/** Some browsers drop a longer cookie. */
const KEPT_MOST = 3800

interface KeptLine {
  text: string
  key: string
  /** The line that it answers. */
  replyTo?: number
}

function keptCookie(room: string, { text, ...kept }: KeptLine): string {
  const letters = Array.from(text)
  const packed = () => Buffer.from(JSON.stringify({ text: letters.join(''), ...kept })).toString('base64url')
  while (packed().length > KEPT_MOST) letters.length -= Math.min(letters.length, 50)
  return cookie(KEPT, packed(), { path: paths.room(room), maxAgeSeconds: KEPT_SECONDS })
}

/** What stood in the box when a sticker or a sound was sent from it. Its key is spent on the sticker. */
export function keptFrom(world: World, room: Room, body: unknown): string[] {
  const typed = line(body, 'text')
  const replyTo = number(line(body, 'reply'))
  return typed === '' ? [] : [keptCookie(room.name, { text: typed, key: world.ids.next(), replyTo })]
}

/** Null when there is none, or when it was said already. */
function keptLine(world: World, request: Request, account: string): KeptLine | null {
  const [sent = ''] = readCookies(request, KEPT)
  if (sent === '' || sent.length > 4000) return null
  try {
    const kept: unknown = JSON.parse(Buffer.from(sent, 'base64url').toString())
    const key = line(kept, 'key')
    const said = line(kept, 'text').slice(0, 2 * LINE_MOST)
    if (said === '' || !KEY_SHAPE.test(key) || lineByKey(world, account, key)) return null
    return { text: said, key, replyTo: number(String((kept as { replyTo?: unknown }).replyTo ?? '')) }
  } catch {
    return null
  }
}

/** What the chat of a room's page needs to know of the request. */
function chatAsked(
  world: World,
  room: Room,
  { visitor, request }: Pick<Asking, 'visitor'> & { request: Request },
): ChatAsked {
  const kept = visitor ? keptLine(world, request, visitor.id) : null
  return { room, visitor, place: 'room', typed: kept ?? undefined }
}

/** What chat puts into the room's page. */
export const chatParts = (
  world: World,
  edges: ChatEdges,
  room: Room,
  asking: Asking & { request: Request },
): RoomParts => ({
  chat: <Chat {...chatProps(world, chatAsked(world, room, asking), edges.slots(room, asking))} />,
  sheets: <CardSheet />,
  scripts: [world.assets.href('chat.js'), world.assets.href('room-tools.js')],
})

/** The chat without scripts, its window, its earlier lines, and who somebody is. */
export const chatRoutes = (world: World, edges: ChatEdges) => {
  const open = ({ params, visitor }: Pick<Context, 'params' | 'visitor'>): Room => roomFor(world, params.room, visitor)

  function window(context: Context, room: Room, asked: Partial<ChatAsked> = {}, status = 200): Response {
    const { request, nonce, visitor } = context
    return page(
      <ChatPage
        frame={frame(world, { request, nonce, visitor })}
        handle={room.handle}
        chat={chatProps(
          world,
          { ...chatAsked(world, room, context), place: 'chat', ...asked },
          edges.slots(room, context),
        )}
        scripts={['chat-window.js', 'chat.js', 'room-tools.js', 'play.js'].map(name => world.assets.href(name))}
        sheets={<CardSheet />}
      />,
      { nonce, status },
    )
  }

  function card(context: Context & { params: { handle: string } }, error?: string): Response {
    const { request, nonce, visitor, params } = context
    const room = open(context)
    const about = accountByHandle(world, params.handle)
    if (!about) throw new Refused(404, say.chat.card.nobody)
    const own = roomOf(world, about.id)
    const at = number(new URL(request.url).searchParams.get('line') ?? '')
    const props: CardProps = {
      room: room.name,
      person: {
        handle: about.handle,
        hue: about.hue,
        avatarHref: avatarHref(world, about.id),
        badge:
          about.id === room.performer_id
            ? 'stage'
            : isStaff(about.role)
              ? 'staff'
              : isModerator(world, room.id, about.id)
                ? 'moderator'
                : undefined,
      },
      since: date(about.created_at, houseZone(world)),
      line: at,
      ownRoom: own && own.id !== room.id && mayOpen(world, own, visitor) ? own.name : undefined,
      you: visitor?.id === about.id,
      beside: wantsPartial(request),
      mayDeafen: visitor !== null,
      deaf: visitor !== null && deafTo(world, visitor.id).includes(about.handle),
      error,
      tools: edges.cardTools(room, context, { account: about.id, line: at }) as CardProps['tools'],
    }
    const status = error ? 422 : 200
    return wantsPartial(request)
      ? partial(<NameCard {...props} />, { nonce, status })
      : page(<CardPage frame={frame(world, { request, nonce, visitor })} {...props} />, { nonce, status })
  }

  return new Elysia({ name: 'chat' })
    .use(access(world))
    .get('/rooms/:room/chat', context => window(context, open(context)), { access: 'anyone' })
    .get(
      '/rooms/:room/lines',
      context => {
        const { request, nonce, visitor } = context
        const room = open(context)
        const before = number(new URL(request.url).searchParams.get('before') ?? '')
        const lines = linesOf(world, room, visitor?.id ?? null, before)
        if (wantsPartial(request)) return partial(<EarlierLines {...lines} />, { nonce })
        const last = lines.lines.at(-1)?.n ?? 0
        const later = linesBefore(world, {
          room: room.id,
          reader: visitor?.id ?? null,
          before: last + 2 * PAGE_LINES + 1,
          limit: PAGE_LINES,
        }).lines.filter(each => each.seq > last)
        return page(
          <ChatPage
            frame={frame(world, { request, nonce, visitor })}
            handle={room.handle}
            old={{
              ...lines,
              laterHref:
                later.length >= PAGE_LINES ? paths.roomLinesBefore(room.name, later.at(-1)!.seq + 1) : undefined,
            }}
            scripts={[]}
          />,
          { nonce },
        )
      },
      { access: 'anyone' },
    )
    .post(
      '/rooms/:room/lines',
      context => {
        const { request, visitor, body } = context
        const room = open(context)
        const typed = { text: line(body, 'text'), key: line(body, 'key') }
        const replyTo = number(line(body, 'reply'))
        const place = text(body, 'place') === 'chat' ? ('chat' as const) : ('room' as const)
        const back = place === 'chat' ? paths.roomChat(room.name) : paths.roomReloaded(room.name, world.clock.now())
        if (!visitor) {
          if (typed.text === '') return seeOther(request, back)
          const key = KEY_SHAPE.test(typed.key) ? typed.key : world.ids.next()
          return seeOther(request, `${paths.signUpFrom(paths.room(room.name))}&said=line`, [
            keptCookie(room.name, { text: typed.text, key, replyTo }),
          ])
        }
        const posted = post(world, edges.told, { room, account: visitor.id, ...typed, replyTo })
        if (posted.ok) return seeOther(request, back)
        const error = messageWords(posted, world.clock.now(), LINE_MOST)
        // The key of a line that did not get through is good for the next try.
        return window(context, room, { place, typed: { ...typed, replyTo, error } }, 422)
      },
      { access: 'anyone' },
    )
    .get('/rooms/:room/people/:handle', context => card(context), { access: 'anyone' })
    .post(
      '/rooms/:room/people/:handle/unheard',
      context => {
        const { request, visitor, params, body } = context
        open(context)
        const about = accountByHandle(world, params.handle)
        if (!about) throw new Refused(404, say.chat.card.nobody)
        const deaf = text(body, 'unheard') === 'on'
        if (!deafen(world, visitor!.id, about.id, deaf)) return card(context, say.chat.card.full)
        return wantsPartial(request) ? card(context) : seeOther(request, paths.roomPerson(params.room, about.handle))
      },
      { access: 'account' },
    )
}

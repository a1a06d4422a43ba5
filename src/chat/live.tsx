import { CaughtUp, type ChatProps, Lines, type SayBoxProps } from '../../views/chat/chat.tsx'
import {
  AfloatLine,
  type AfloatView,
  type Badge,
  ChatLine,
  Landed,
  type LineView,
  linesId,
  Name,
} from '../../views/chat/line.tsx'
import { messageWords } from '../../views/chat/words.ts'
import { paths } from '../../views/paths.ts'
import { Added, Happened } from '../../views/rooms/wire.tsx'
import { say } from '../../views/words/index.ts'
import { sentenceOf } from '../../views/words/sentence.ts'
import type { Asking } from '../accounts/access.ts'
import { accountById, isStaff } from '../accounts/index.ts'
import { SECOND } from '../base/clock.ts'
import { line as typedLine } from '../base/http/form.ts'
import { tell } from '../base/realtime/tell.ts'
import type { Act, Guest } from '../broadcasts/index.ts'
import { personTopic, type Room, roomById, roomByName, roomsOpen, roomTopic, wishesOf } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { type Afloat, afloatIn } from './afloat.ts'
import { deafTo } from './deaf.ts'
import { mayPost } from './gate.ts'
import {
  LINE_MOST,
  type Line,
  type Lines as LinesRead,
  lately,
  lineAt,
  linesBefore,
  linksOpen,
  missedSince,
  talkAt,
} from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { type MessageRefusal, post } from './message.ts'
import { isModerator, moderatorsOf } from './moderator.ts'
import { rulesOf } from './rules.ts'
import { stickerShown } from './sticker.ts'

function badgeOf(
  room: Pick<Room, 'performer_id'>,
  line: Pick<Line, 'account_id' | 'role' | 'moderates'>,
): Badge | undefined {
  if (line.account_id === room.performer_id) return 'stage'
  if (line.role === 'owner' || line.role === 'moderator') return 'staff'
  return line.moderates === 1 ? 'moderator' : undefined
}

function stickerOf(world: World, id: string): LineView['sticker'] {
  const shown = stickerShown(world, id)
  return shown ? { href: shown.href, words: shown.drawn ? say.play.stickers[shown.drawn].name : shown.name } : undefined
}

/** What a page shows of a line, in the language that is spoken. */
export function lineView(world: World, room: Room, line: Line, { links = false, keeper = false } = {}): LineView {
  const { tokens, sentence, title, picture, sticker } = line.detail
  const words = typeof title === 'object' ? (sentenceOf(title) ?? '') : (title ?? '')
  const href = picture?.startsWith('/') ? picture : picture && world.assets.href(picture)
  return {
    room: room.name,
    n: line.seq,
    change: line.change,
    kind: line.kind,
    by:
      line.handle === null
        ? undefined
        : { handle: line.handle, hue: line.hue ?? 0, badge: badgeOf(room, line), gone: line.gone === 1 },
    to: line.to_handle ?? undefined,
    text: line.text,
    at: line.posted_at,
    reply:
      line.reply_to !== null && line.reply_handle !== null && line.reply_text !== null
        ? { n: line.reply_to, handle: line.reply_handle, hue: line.reply_hue ?? 0, text: line.reply_text }
        : undefined,
    removed: line.removed_at !== null,
    silent: keeper && line.kind === 'plain' && line.to_id !== null,
    links,
    tokens: tokens === undefined ? undefined : BigInt(tokens),
    sentence: sentence && sentenceOf(sentence),
    gift: line.kind === 'gift' ? { words, pictureHref: href } : undefined,
    sticker: sticker === undefined ? undefined : stickerOf(world, sticker),
  }
}

/** Those who hear of this line, each topic once: all of the room, or the two whom it is between. */
function hearers(world: World, room: Room, line: Line): { topic: string; keeper: boolean }[] {
  if (line.to_id === null) return [{ topic: roomTopic(room.name), keeper: false }]
  const own = [...new Set([line.account_id, line.to_id])].filter(id => id !== null)
  const keepers =
    line.kind === 'plain' ? [room.performer_id, ...moderatorsOf(world, room.id).map(one => one.account_id)] : []
  return [
    ...own.map(id => ({ topic: personTopic(id), keeper: false })),
    ...keepers.filter(id => !own.includes(id)).map(id => ({ topic: personTopic(id), keeper: true })),
  ]
}

/** A line came or changed: rendered once for each language that is read there. */
function pushLine(world: World, line: Line, markup: (view: LineView) => unknown): void {
  const room = roomById(world, line.room_id)
  if (!room) return
  const links = linksOpen(world, room.id)
  for (const { topic, keeper } of hearers(world, room, line)) {
    tell(world, topic, () => String(markup(lineView(world, room, line, { links, keeper }))))
  }
}

/** What the wiring gives chat to tell: lines to the pages of their room. */
export const tellLines = (world: World): Pick<ChatListeners, 'posted' | 'changed' | 'afloat' | 'landed'> => ({
  posted: line =>
    pushLine(world, line, view => (
      <Added to={linesId(view.room)}>
        <ChatLine line={view} />
      </Added>
    )),
  changed: line => pushLine(world, line, view => <ChatLine line={view} />),
  afloat: line => {
    const room = roomById(world, line.room)
    if (!room) return
    const markup = () => (
      <Added to={linesId(room.name)}>
        <AfloatLine line={afloatView(room, line)} />
      </Added>
    )
    tell(world, roomTopic(room.name), () => String(markup()))
  },
  landed: line => {
    const room = roomById(world, line.room)
    if (room) tell(world, roomTopic(room.name), () => String(<Landed id={afloatView(room, line).id} />))
  },
})

const afloatView = (room: Room, { account, handle, hue, text, key }: Afloat): AfloatView => ({
  id: `w-${room.name}-${account}-${key}`,
  room: room.name,
  by: { handle, hue, badge: account === room.performer_id ? 'stage' : undefined },
  text,
})

/** Somebody looks different from now on: open pages show it on the lines that they have. In one room, or wherever one is open. */
export function tellLook(world: World, account: string, only?: Room): void {
  const now = accountById(world, account)
  if (!now) return
  const names = only ? [only.name] : roomsOpen(world)
  for (const name of names) {
    const room = roomByName(world, name)
    if (!room) continue
    const moderates = isModerator(world, room.id, account) ? 1 : 0
    const badge = badgeOf(room, { account_id: account, role: now.role, moderates })
    const markup = () => (
      <Happened kind="look" data={{ handle: now.handle }}>
        <Name room={name} who={{ handle: now.handle, hue: now.hue, badge }} />
      </Happened>
    )
    tell(world, roomTopic(name), () => String(markup()))
  }
}

/** Whoever reads a silent line of somebody else keeps the room. */
const isKeepers = (line: Line, reader: string | null): boolean => line.to_id !== null && line.account_id !== reader

const viewsOf = (world: World, room: Room, { lines, earlier }: LinesRead, reader: string | null) => {
  const links = linksOpen(world, room.id)
  const views = lines.map(each => lineView(world, room, each, { links, keeper: isKeepers(each, reader) }))
  return { room: room.name, lines: views, earlier }
}

export const linesOf = (world: World, room: Room, reader: string | null, before?: number) => ({
  ...viewsOf(world, room, linesBefore(world, { room: room.id, reader, before }), reader),
  afloat: before === undefined ? afloatIn(world, room.id).map(line => afloatView(room, line)) : [],
})

/** Why the box is closed for this person now, and when to ask again; nothing where a line may be tried. */
function closedFor(world: World, room: Room, account: string): Pick<SayBoxProps, 'closed' | 'waitMs' | 'againMs'> {
  const may = mayPost(world, { room, account })
  if (may.ok) return {}
  const now = world.clock.now()
  if (may.why === 'slow') return { waitMs: may.until - now }
  const until = 'until' in may ? may.until : null
  return { closed: messageWords(may, now, LINE_MOST), ...(until === null ? {} : { againMs: until - now }) }
}

const slowWords = (world: World, room: Room): string | undefined => {
  const { slow_mode_ms } = rulesOf(world, room.id)
  return slow_mode_ms > 0 ? say.chat.slow(slow_mode_ms / SECOND) : undefined
}

/** How the say box of this person stands from now on: an open page follows. */
export const BoxNow = ({ world, room, account }: { world: World; room: Room; account: string }) => {
  const { closed = '', waitMs = 0, againMs = 0 } = closedFor(world, room, account)
  return <Happened kind="may" data={{ closed, waitMs, againMs, state: slowWords(world, room) ?? '' }} />
}

/** A rule about who writes changed. Members' pages ask how they stand with it, a thousand of them within a second. */
export const RulesChanged = ({ world, room }: { world: World; room: Room }) => (
  <Happened
    kind="rules"
    data={{ state: slowWords(world, room) ?? '', withinMs: world.presence.count(roomTopic(room.name)) }}
  />
)

/** What other parts of the chat put into it, each in its place. */
export type ChatSlots = Pick<ChatProps, 'head'> & Pick<SayBoxProps, 'tools' | 'held' | 'state'>

export interface ChatAsked {
  room: Room
  visitor: Asking['visitor']
  place: SayBoxProps['place']
  /** What was typed, where it did not get through or was kept for after the sign-in. */
  typed?: { text: string; key?: string; replyTo?: number; error?: string }
}

/** What is answered aloud is there for all. */
const answersTo = (line: Line | null): SayBoxProps['answers'] =>
  line?.handle && line.to_id === null && line.removed_at === null ? { n: line.seq, handle: line.handle } : undefined

/** All that the chat shows to this person. */
export function chatProps(world: World, { room, visitor, place, typed }: ChatAsked, slots: ChatSlots = {}): ChatProps {
  const answered = typed?.replyTo === undefined ? null : lineAt(world, room.id, typed.replyTo)
  return {
    ...linesOf(world, room, visitor?.id ?? null),
    change: talkAt(world, room.id).change,
    me: visitor?.handle,
    deaf: visitor ? deafTo(world, visitor.id) : [],
    head: slots.head,
    popHref: place === 'room' ? paths.roomChat(room.name) : undefined,
    box: {
      room: room.name,
      place,
      key: typed?.key ?? world.ids.next(),
      guest: visitor === null,
      text: typed?.text,
      answers: answersTo(answered),
      error: typed?.error,
      state: slots.state ?? slowWords(world, room),
      tools: slots.tools,
      held: slots.held,
      ...(visitor ? closedFor(world, room, visitor.id) : {}),
    },
  }
}

const whole = (typed: string | null): number | null =>
  typed !== null && /^\d{1,15}$/.test(typed) ? Number(typed) : null

/** A page is here, perhaps again: what it has missed. */
export function enteredChat(world: World, { room: name, visitor }: Guest, asked: URLSearchParams): unknown {
  const after = whole(asked.get('after'))
  const room = roomByName(world, name)
  if (after === null || !room) return undefined
  const reader = visitor?.id ?? null
  const missed = missedSince(world, { room: room.id, reader, after })
  const { change } = talkAt(world, room.id)
  if (missed === null) {
    return (
      <>
        <Lines {...linesOf(world, room, reader)} />
        <CaughtUp change={change} />
      </>
    )
  }
  const links = linksOpen(world, room.id)
  return (
    <>
      {missed.length > 0 ? (
        <Added to={linesId(name)}>
          {missed.map(each => (
            <ChatLine line={lineView(world, room, each, { links, keeper: isKeepers(each, reader) })} />
          ))}
        </Added>
      ) : null}
      <CaughtUp change={change} />
    </>
  )
}

/** Why it stays in the box; `waitMs` where waiting helps. */
export const unsaid = (world: World, key: string, refused: MessageRefusal) => {
  const now = world.clock.now()
  const waits = (refused.why === 'slow' || refused.why === 'fast') && refused.until - now
  return (
    <Happened
      kind="unsaid"
      data={{
        key,
        why: refused.why,
        words: messageWords(refused, now, LINE_MOST),
        ...(waits ? { waitMs: waits } : {}),
      }}
    />
  )
}

/** What pages ask of the chat through their socket. */
export const chatActs = (world: World, told: ChatListeners): Record<string, Act> => ({
  chat(guest, input) {
    const key = typedLine(input, 'key')
    const room = roomByName(world, guest.room)
    if (!room) return undefined
    if (!guest.visitor) return <Happened kind="unsaid" data={{ key, why: 'guest', words: say.chat.guest }} />
    const posted = post(world, told, {
      room,
      account: guest.visitor.id,
      text: typedLine(input, 'text'),
      key,
      replyTo: whole(typedLine(input, 'reply')),
    })
    if (!posted.ok) return unsaid(world, key, posted)
    const words = 'held' in posted ? say.chat.held : posted.covered ? say.chat.covered : ''
    const { slow_mode_ms } = rulesOf(world, room.id)
    const keeps = guest.visitor.id === room.performer_id || isModerator(world, room.id, guest.visitor.id)
    return <Happened kind="said" data={{ key, words, waitMs: keeps ? 0 : slow_mode_ms }} />
  },
  /** Whether this person may write here now. */
  may(guest) {
    const room = roomByName(world, guest.room)
    return room && guest.visitor ? <BoxNow world={world} room={room} account={guest.visitor.id} /> : undefined
  },
  /** Whom one may mean: who spoke here lately. */
  names(guest) {
    const room = roomByName(world, guest.room)
    if (!room) return undefined
    const spoke = lately(world, room.id).map(one => one.handle)
    const names = [...new Set([room.handle, ...spoke, ...hereNow(world, guest)])]
    return <Happened kind="names" data={{ names: names.slice(0, NAMES_MOST).join(' ') }} />
  },
})

const NAMES_MOST = 200

/** Members whose page of this room is open, for members: of the house, and of who does not want to be named, nobody is told. */
function hereNow(world: World, { room, visitor }: Guest): string[] {
  if (!visitor || !world.rates.take(`names ${visitor.id}`, 10, 20 * SECOND)) return []
  return world.presence
    .keys(roomTopic(room), 'account:')
    .slice(0, NAMES_MOST)
    .map(key => accountById(world, key.slice('account:'.length)))
    .filter(account => account !== null && !isStaff(account.role) && !wishesOf(world, account.id).hidden)
    .map(account => account!.handle)
}

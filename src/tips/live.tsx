import type { RoomParts } from '../../views/rooms/room.tsx'
import { Happened } from '../../views/rooms/wire.tsx'
import { Board, BoardList, type BoardProps } from '../../views/tips/board.tsx'
import { GoalLine, type GoalView, RoomLamps } from '../../views/tips/goal.tsx'
import { type TipCardView, TipHappened, TipOver } from '../../views/tips/over.tsx'
import {
  MenuPush,
  TipActs,
  TipForm,
  type TipFormProps,
  TipSent,
  TipSheet,
  type TipTyped,
  UNTYPED,
  WishRow,
} from '../../views/tips/sheet.tsx'
import { say } from '../../views/words/index.ts'
import type { Asking } from '../accounts/access.ts'
import type { Visitor } from '../accounts/index.ts'
import { SECOND } from '../base/clock.ts'
import { afterCommit } from '../base/db/tx.ts'
import { line } from '../base/http/form.ts'
import { network } from '../base/http/rate.ts'
import { oneEach } from '../base/one-each.ts'
import { tell } from '../base/realtime/tell.ts'
import type { Act, Guest } from '../broadcasts/index.ts'
import { mayOpen } from '../rooms/access.ts'
import { type Room, roomById, roomByName, roomsOpen, roomTopic } from '../rooms/index.ts'
import { balance } from '../wallet/index.ts'
import type { World } from '../world.ts'
import { type BoardSpan, boardOf, isBoardSpan, onBoards } from './board.ts'
import { type GiftName, gifts } from './gift.ts'
import { LIT_MS, litGoal, runningGoal } from './goal.ts'
import { keptTip } from './kept.ts'
import type { TipListeners, TipMade } from './listeners.ts'
import { shownMenu } from './menu.ts'
import { refusalOf } from './refusal.tsx'
import { tipRules } from './rules.ts'
import { make, type NotTipped, type TipAsked, type Tipped } from './tip.ts'
import { readTip, type TipRead, type TipSaid } from './typed.ts'

/** The performer's own pages of the studio. */
export const studioTipsTopic = (room: string): string => `studio-tips:${room}`
/** Overlays of a room: every tip by itself, with its number. */
export const tipsTopic = (room: string): string => `tips:${room}`
/** Frames about tips go to a room no more often than this; what comes meanwhile joins them. */
const GAP_MS = 50
/** The board of the day goes to whoever looks at it no more often than this. */
const BOARD_GAP_MS = SECOND
/** Cards of one frame; of more there is only the sum. */
const CARDS_MOST = 8

export function goalView(world: World, room: string): GoalView | undefined {
  const lit = litGoal(world, room)
  if (lit) return { ...lit, moved_tokens: lit.target_tokens, reached: true }
  const running = runningGoal(world, room)
  return running ? { ...running, reached: false } : undefined
}

interface Waiting {
  room: Room
  made: TipMade[]
  timer: ReturnType<typeof setTimeout> | null
  toldAt: number
  board: ReturnType<typeof setTimeout> | null
}
const waiting = oneEach((_: World) => new Map<string, Waiting>())

/** The tips of one moment go to the room together: the goal once, and what happened. */
export function pushTip(world: World, made: TipMade, told: (room: Room) => void): void {
  const rooms = waiting(world)
  const name = made.room.name
  const here = rooms.get(name) ?? {
    room: made.room,
    made: [],
    timer: null,
    toldAt: Number.NEGATIVE_INFINITY,
    board: null,
  }
  rooms.set(name, here)
  here.made.push(made)
  if (here.timer) return
  const wait = Math.max(0, here.toldAt + GAP_MS - world.clock.monotonic())
  here.timer = setTimeout(() => {
    here.timer = null
    here.toldAt = world.clock.monotonic()
    flush(world, here)
    told(here.room)
  }, wait)
}

function flush(world: World, here: Waiting): void {
  const made = here.made.splice(0)
  const rules = tipRules(world, here.room.id)
  const shown = made.slice(0, CARDS_MOST)
  const rest = made.slice(CARDS_MOST)
  const goal = goalView(world, here.room.id)
  tell(world, roomTopic(here.room.name), () =>
    String(
      <>
        <RoomLamps goal={goal} />
        <GoalLine goal={goal} />
        {shown.map(one => (
          <TipHappened
            tip={cardOf(one)}
            card={one.tip.tokens >= rules.card_from_tokens}
            sound={one.tip.tokens >= rules.sound_from_tokens}
          />
        ))}
        {rest.length > 0 ? (
          <Happened
            kind="tips"
            data={{ count: rest.length, tokens: Number(rest.reduce((sum, one) => sum + one.tip.tokens, 0n)) }}
          />
        ) : null}
      </>,
    ),
  )
  tell(world, tipsTopic(here.room.name), () =>
    String(
      <>
        <RoomLamps goal={goal} />
        <GoalLine goal={goal} />
        {made.map(one => (
          <TipHappened tip={cardOf(one)} card sound />
        ))}
      </>,
    ),
  )
  here.board ??= setTimeout(() => {
    here.board = null
    const board = boardOf(world, here.room, 'day')
    for (const hearers of [roomTopic(here.room.name), tipsTopic(here.room.name)])
      tell(world, hearers, () => String(<BoardList board={board} />))
  }, BOARD_GAP_MS)
  here.board.unref()
  if (made.some(one => one.moved.reached.length > 0)) {
    const next = setTimeout(() => pushGoal(world, here.room), LIT_MS + GAP_MS)
    next.unref()
  }
}

/** The lamps and their words, when something other than a tip has changed them. */
export function pushGoal(world: World, room: Room): void {
  afterCommit(world, () => {
    const goal = goalView(world, room.id)
    for (const hearers of [roomTopic(room.name), tipsTopic(room.name)])
      tell(world, hearers, () =>
        String(
          <>
            <RoomLamps goal={goal} />
            <GoalLine goal={goal} />
          </>,
        ),
      )
  })
}

/** What came back left the goal and the boards: both as they are now, in every open page of the room. */
export function pushSums(world: World, id: string): void {
  const room = roomById(world, id)
  if (!room) return
  pushGoal(world, room)
  afterCommit(world, () => {
    const board = boardOf(world, room, 'day')
    for (const hearers of [roomTopic(room.name), tipsTopic(room.name)])
      tell(world, hearers, () => String(<BoardList board={board} />))
  })
}

/** The menu and the gifts in every open page of the room, once they are stored. */
export function pushMenu(world: World, room: Room): void {
  afterCommit(world, () => {
    const wishes = shownMenu(world, room.id)
    const taken = gifts(world, room.id).filter(gift => !gift.off)
    tell(world, roomTopic(room.name), () => String(<MenuPush room={room} wishes={wishes} gifts={taken} />))
  })
}

/** The owner has priced the gifts anew: in every room where somebody is. */
export function pushMenus(world: World): void {
  for (const name of roomsOpen(world)) {
    const room = roomByName(world, name)
    if (room) pushMenu(world, room)
  }
}

/** As the room may see it. */
export function cardOf({
  tip,
  member,
}: Pick<TipMade, 'tip'> & { member: { handle: string; hue: number } | null }): TipCardView {
  const named = tip.anonymous === 0
  return {
    n: tip.posting,
    tokens: tip.tokens,
    name: !named ? say.tips.nobody : (member?.handle ?? say.tips.gone),
    hue: named ? member?.hue : undefined,
    kind: tip.kind,
    gift: tip.kind === 'gift' ? (tip.item as GiftName) : undefined,
    wish: tip.kind === 'wish' ? tip.item : undefined,
    note: tip.note,
  }
}

/** Whether the visitor may tip here at once, must sign in first, or has no part in it. */
export function mayTip(room: Room, visitor: Pick<Visitor, 'id' | 'role'> | null): 'tip' | 'sign-in' | 'no' {
  if (!visitor) return 'sign-in'
  const audience = visitor.role === 'member' || visitor.role === 'performer'
  return audience && visitor.id !== room.performer_id ? 'tip' : 'no'
}

export function formOf(world: World, room: Room, visitor: Pick<Visitor, 'id'>): TipFormProps {
  return {
    room,
    born: world.ids.next(),
    balance_tokens: balance(world, visitor.id).tokens,
    wishes: shownMenu(world, room.id),
    gifts: gifts(world, room.id).filter(gift => !gift.off),
    goal: goalView(world, room.id),
  }
}

/** `?tip=25`, `?tip=wish&wish=ID`, `?tip=gift`, `?tip=kept`: the sheet is open, with that in it. */
export function asked(
  world: World,
  form: TipFormProps,
  account: string,
  room: Room,
  query: URLSearchParams,
): TipTyped | null {
  const word = query.get('tip') ?? ''
  if (word === '') return null
  if (word === 'kept') {
    const kept = keptTip(world, account, room.id)
    if (!kept) return UNTYPED
    const priced = `${kept.item}:${kept.tokens}`
    return {
      way: kept.way,
      amount: 'other',
      other: kept.way === 'tokens' ? String(kept.tokens) : '',
      wish: kept.way === 'wish' ? priced : '',
      gift: kept.way === 'gift' ? priced : '',
      note: kept.note,
      anonymous: kept.anonymous === 1,
    }
  }
  if (word === 'gift') return { ...UNTYPED, way: 'gift' }
  if (word === 'wish') {
    const wish = form.wishes.find(one => one.id === query.get('wish'))
    return { ...UNTYPED, way: 'wish', wish: wish ? `${wish.id}:${wish.price_tokens}` : '' }
  }
  if (!/^[1-9][0-9]{0,4}$/.test(word)) return UNTYPED
  return ['5', '25', '100', '250', '500'].includes(word)
    ? { ...UNTYPED, amount: word }
    : { ...UNTYPED, amount: 'other', other: word }
}

export const boardProps = (world: World, room: Room, visitor: Visitor | null, span: BoardSpan): BoardProps => ({
  room,
  board: boardOf(world, room, span),
  me: visitor?.role === 'member' || visitor?.role === 'performer' ? onBoards(world, visitor.id) : undefined,
})

/** A board of more than the day reads every tip of it: not as often as somebody can ask. */
export const mayCount = (world: World, address: string, span: BoardSpan): boolean =>
  span === 'day' || world.rates.take(`board ${network(address)}`, 30, 10 * SECOND)

/** `{"act": "board", "span": "week"}`: the board of another span, in the place of the one that is shown. */
function boardAct(world: World, guest: Guest, input: Readonly<Record<string, unknown>>) {
  const room = roomByName(world, guest.room)
  const span = line(input, 'span')
  if (!room || !isBoardSpan(span) || !mayCount(world, guest.address, span)) return undefined
  return <Board {...boardProps(world, room, guest.visitor, span)} />
}

/** What tips put into the room's page. */
export function tipParts(world: World, room: Room, asking: Asking & { request?: Request }): RoomParts {
  const { visitor } = asking
  const may = mayTip(room, visitor)
  const goal = goalView(world, room.id)
  const query = new URLSearchParams(asking.request ? new URL(asking.request.url).search : '')
  const form = may === 'tip' && visitor ? formOf(world, room, visitor) : null
  const typed = form && visitor ? asked(world, form, visitor.id, room, query) : null
  const wishes = form?.wishes ?? shownMenu(world, room.id)
  return {
    lamps: <RoomLamps goal={goal} />,
    goal: <GoalLine goal={goal} />,
    tip: <TipActs room={room} born={world.ids.next()} may={may} />,
    over: <TipOver />,
    board: <Board {...boardProps(world, room, visitor, 'day')} />,
    below: (
      <>
        <TipSent tokens={/^[1-9][0-9]{0,4}$/.test(query.get('tipped') ?? '') ? query.get('tipped') : null} />
        <WishRow room={room} wishes={wishes} may={may} />
      </>
    ),
    sheets: form ? <TipSheet {...form} typed={typed ?? undefined} open={typed !== null} /> : undefined,
    scripts: [world.assets.href('tips.js')],
  }
}

/** One tip as a form or a socket said it. */
export function tipFrom(
  world: World,
  told: TipListeners,
  { visitor, room, body }: { visitor: Pick<Visitor, 'id' | 'handle' | 'hue'>; room: Room; body: unknown },
): { said: TipSaid; tokens: bigint; made: Tipped | NotTipped | Extract<TipRead, { ok: false }> } {
  const said = saidIn(body)
  const read = readTip(said)
  if (!read.ok) return { said, tokens: 0n, made: read }
  const asked: TipAsked = {
    born: line(body, 'key'),
    member: visitor,
    room,
    tokens: read.tokens,
    note: said.note,
    anonymous: said.anonymous,
    wish: read.wish,
    gift: read.gift,
    sure: line(body, 'sure') === String(read.tokens),
  }
  return { said, tokens: read.tokens, made: make(world, told, asked) }
}

const WAYS: Record<string, TipSaid['way']> = { wish: 'wish', gift: 'gift' }

function saidIn(body: unknown): TipSaid {
  return {
    way: WAYS[line(body, 'way')] ?? 'tokens',
    // `tokens` alone is a number as well: not every form has the choice.
    amount: line(body, 'amount') || 'other',
    other: line(body, 'other') || line(body, 'tokens'),
    wish: line(body, 'wish'),
    gift: line(body, 'gift'),
    note: line(body, 'note'),
    anonymous: /^(on|true)$/.test(line(body, 'anonymous')),
  }
}

/** `{"act": "tip", ...}` with the fields of the form. */
function tipAct(world: World, told: TipListeners, guest: Guest, input: Readonly<Record<string, unknown>>) {
  const room = roomByName(world, guest.room)
  const { visitor } = guest
  // A room may have been shut since its page was opened: to this person, or to everybody.
  if (!room || !visitor || !mayOpen(world, room, visitor) || mayTip(room, visitor) !== 'tip')
    return <Happened kind="tip-refused" data={{ why: 'no' }} />
  const { said, tokens, made } = tipFrom(world, told, { visitor, room, body: input })
  const form = formOf(world, room, visitor)
  if (made.ok) {
    return (
      <>
        <TipForm {...form} />
        <Happened
          kind="tipped"
          data={{
            born: world.ids.next(),
            tokens: Number(made.tip.tokens),
            words:
              made.tip.kind === 'gift'
                ? say.tips.acts.sentGift(say.tips.gift[made.tip.item as GiftName])
                : say.tips.acts.sent(made.tip.tokens),
          }}
        />
      </>
    )
  }
  const refusal = refusalOf(world, made, { room, said, tokens, account: visitor.id })
  return (
    <>
      <TipForm {...form} typed={refusal.typed} wrong={refusal.wrong} errors={refusal.errors} sure={refusal.sure} />
      <Happened kind="tip-refused" data={{ why: refusal.why, born: world.ids.next() }} />
    </>
  )
}

/** What pages ask of tips through their socket. */
export const tipActs = (world: World, told: TipListeners): Record<string, Act> => ({
  tip: (guest, input) => tipAct(world, told, guest, input),
  board: (guest, input) => boardAct(world, guest, input),
})

import { assert } from '../base/assert.ts'
import { SECOND } from '../base/clock.ts'
import { afterCommit, grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { isModerator, isTrusted, note, readLine, rulesOf } from '../chat/index.ts'
import { formKey, type Moved, postingByKey, termsInForce } from '../ledger/index.ts'
import { blockNow, kickNow, muteNow, type Refusal, silencedNow } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import { balance, type NotSpent, type Spending, spend, TIP_MOST } from '../wallet/index.ts'
import type { World } from '../world.ts'
import { giftPath, giftPrice, isGift, takesGift } from './gift.ts'
import { type GoalMoved, moveGoals } from './goal.ts'
import type { TipListeners } from './listeners.ts'
import { wishOf } from './menu.ts'

export type TipKind = 'tip' | 'wish' | 'gift'

export interface Tip {
  /** Its posting, and so its place among all tips. */
  posting: number
  room_id: string
  performer_id: string
  member_id: string
  tokens: bigint
  earned_minor: bigint
  currency: string
  kind: TipKind
  item: string
  anonymous: number
  note: string
  at: number
  done_at: number | null
  /** The correction that took it back whole. */
  returned: number | null
  /** What the house gave back of it. */
  back_tokens: bigint
  back_minor: bigint
  /** The goal that holds the last part of it, how large that is, and how often the goal had been reached by then. */
  goal_id: string | null
  goal_tokens: bigint
  goal_times: number
}

export const TIP = {
  most: TIP_MOST,
  /** More than this, or than half of what one has, asks a second press. */
  sure: 1_000n,
  note: 200,
  a_second: 5,
} as const

export interface TipAsked {
  /** Born with the form. */
  born: string
  member: { id: string; handle: string; hue: number }
  room: Room
  /** What is tipped; of a wish or a gift its price, as the page showed it. */
  tokens: bigint
  note: string
  anonymous: boolean
  wish?: string
  gift?: string
  /** Pressed a second time. */
  sure: boolean
}

export type Tipped = { ok: true; tip: Tip; again: boolean; balance_tokens: bigint }
export type NotTipped =
  | { ok: false; why: 'not-enough'; has_tokens: bigint; missing_tokens: bigint }
  | { ok: false; why: 'sure'; has_tokens: bigint; over: 'sum' | 'half' }
  | { ok: false; why: 'too-much'; most_tokens: bigint }
  | { ok: false; why: 'price'; now_tokens: bigint }
  | { ok: false; why: 'note'; refusal: Refusal | 'word' }
  | { ok: false; why: 'muted'; until: number | null }
  | {
      ok: false
      why:
        | 'no-key'
        | 'nothing'
        | 'long-note'
        | 'held-note'
        | 'own-room'
        | 'too-fast'
        | 'no-wish'
        | 'no-gift'
        | 'blocked'
        | 'kicked'
    }
  | Exclude<NotSpent, { why: 'not-enough' | 'too-large' }>

const q = prepared(sql => ({
  one: sql.one<Tip>('SELECT * FROM tips WHERE posting = $n'),
  insert:
    sql.run(`INSERT INTO tips (posting, room_id, performer_id, member_id, tokens, earned_minor, currency, kind, item, anonymous, note, at,
      goal_id, goal_tokens, goal_times)
    VALUES ($n, $room, $performer, $member, $tokens, $earned, $currency, $kind, $item, $anonymous, $note, $at,
      $goal, $goalTokens, $goalTimes)`),
  forget: sql.run("UPDATE tips SET note = '' WHERE member_id = $member AND note <> ''"),
  done: sql.run(
    `UPDATE tips SET done_at = $at WHERE posting = $n AND room_id = $room AND kind = 'wish' AND done_at IS NULL`,
  ),
  undone: sql.run('UPDATE tips SET done_at = NULL WHERE posting = $n AND room_id = $room AND done_at IS NOT NULL'),
}))

/**
 * One tip, one transaction: the posting, the row, the goals, what the chat says. The same key is the same tip, however often
 * it comes, also after a crash; nobody hears of it before it is on the disk.
 */
export function make(world: World, told: TipListeners, asked: TipAsked): Tipped | NotTipped {
  return grouped(world, () => makeNow(world, told, asked))
}

function makeNow(world: World, told: TipListeners, asked: TipAsked): Tipped | NotTipped {
  const { member, room, tokens, anonymous } = asked
  const key = formKey('tip', member.id, asked.born)
  if (!key) return { ok: false, why: 'no-key' }
  if (tokens < 1n) return { ok: false, why: 'nothing' }
  if (tokens > TIP.most) return { ok: false, why: 'too-much', most_tokens: TIP.most }
  const written = asked.note.trim()
  const spending: Spending = {
    key,
    member: member.id,
    to: [{ performer: room.performer_id, tokens }],
    reason: asked.gift ? 'gift' : 'tip',
    about: `room:${room.id}`,
    input: { note: written, anonymous, wish: asked.wish ?? '', gift: asked.gift ?? '' },
  }
  // What was answered once is answered again, whatever has changed since.
  if (postingByKey(world, key)) return again(world, spending)
  const thing = thingOf(world, asked)
  if (!thing.ok) return thing
  const barred = barredBy(world, room, member.id)
  if (barred) return barred
  if (written.length > TIP.note) return { ok: false, why: 'long-note' }
  const has_tokens = balance(world, member.id).tokens
  if (has_tokens < tokens) return { ok: false, why: 'not-enough', has_tokens, missing_tokens: tokens - has_tokens }
  if (!asked.sure && tokens > TIP.sure) return { ok: false, why: 'sure', has_tokens, over: 'sum' }
  if (!asked.sure && tokens * 2n > has_tokens) return { ok: false, why: 'sure', has_tokens, over: 'half' }
  const said = noteOf(world, room, member.id, written)
  if (!said.ok) return said
  if (!world.rates.take(`tip ${member.id}`, TIP.a_second, SECOND)) return { ok: false, why: 'too-fast' }

  const spent = spend(world, spending)
  if (!spent.ok) return notSpent(spent, tokens)
  const moved = moveGoals(world, room.id, tokens)
  const tip: Tip = {
    posting: spent.n,
    room_id: room.id,
    performer_id: room.performer_id,
    member_id: member.id,
    tokens,
    ...earnedBy(world, spent.entries, room.performer_id),
    kind: thing.kind,
    item: thing.item,
    anonymous: anonymous ? 1 : 0,
    note: said.note,
    at: spent.at,
    done_at: null,
    returned: null,
    back_tokens: 0n,
    back_minor: 0n,
    goal_id: moved.rests?.goal ?? null,
    goal_tokens: moved.rests?.tokens ?? 0n,
    goal_times: moved.rests?.times ?? 0,
  }
  q(world).insert({
    n: tip.posting,
    room: tip.room_id,
    performer: tip.performer_id,
    member: tip.member_id,
    tokens,
    earned: tip.earned_minor,
    currency: tip.currency,
    kind: tip.kind,
    item: tip.item,
    anonymous: tip.anonymous,
    note: tip.note,
    at: tip.at,
    goal: tip.goal_id,
    goalTokens: tip.goal_tokens,
    goalTimes: tip.goal_times,
  })
  sayIt(world, told, room, tip, moved)
  afterCommit(world, () => told.tipped({ tip, member, room, moved }))
  return { ok: true, tip, again: false, balance_tokens: has_tokens - tokens }
}

/** The tip's own line, and what it did to the goals. Without a name nobody says it. */
function sayIt(world: World, told: TipListeners, room: Room, tip: Tip, { reached, half }: GoalMoved): void {
  const { kind, item } = tip
  note(world, told.chat, {
    room: room.id,
    kind: kind === 'gift' ? 'gift' : 'tip',
    by: tip.anonymous ? null : tip.member_id,
    text: tip.note,
    detail: {
      tokens: String(tip.tokens),
      tip: tip.posting,
      ...(kind === 'wish' ? { sentence: { of: 'tips', name: 'wish', given: [item] } } : {}),
      ...(kind === 'gift'
        ? {
            sentence: { of: 'tips', name: 'gift', given: [room.handle] },
            title: { of: 'tips', name: 'given', given: [item] },
            picture: giftPath(item),
          }
        : {}),
    },
  })
  for (const { goal, times } of reached) {
    const given = times > 1 ? [goal.name, times] : [goal.name]
    note(world, told.chat, {
      room: room.id,
      kind: 'goal',
      detail: { sentence: { of: 'tips', name: times > 1 ? 'again' : 'full', given } },
    })
  }
  if (half) note(world, told.chat, { room: room.id, kind: 'goal', detail: { sentence: { of: 'tips', name: 'half' } } })
}

function again(world: World, spending: Spending): Tipped | NotTipped {
  const spent = spend(world, spending)
  if (!spent.ok) return notSpent(spent, 0n)
  const tip = q(world).one({ n: spent.n })
  assert(tip, 'a tip and its posting are stored together')
  return { ok: true, tip, again: true, balance_tokens: balance(world, spending.member).tokens }
}

function notSpent(spent: NotSpent, tokens: bigint): NotTipped {
  switch (spent.why) {
    case 'not-enough':
      return { ok: false, why: 'not-enough', has_tokens: spent.has_tokens, missing_tokens: tokens - spent.has_tokens }
    case 'too-large':
      return { ok: false, why: 'too-much', most_tokens: spent.most_tokens }
    default:
      return spent
  }
}

function barredBy(world: World, room: Room, member: string): NotTipped | null {
  if (member === room.performer_id) return { ok: false, why: 'own-room' }
  if (blockNow(world, room.performer_id, member)) return { ok: false, why: 'blocked' }
  return kickNow(world, room.id, member) ? { ok: false, why: 'kicked' } : null
}

/** What is tipped for, at the price that the page showed: a price that has changed meanwhile is told, not taken. */
function thingOf(world: World, asked: TipAsked): { ok: true; kind: TipKind; item: string } | NotTipped {
  const { room, tokens } = asked
  if (asked.gift) {
    if (!isGift(asked.gift) || !takesGift(world, room.id, asked.gift)) return { ok: false, why: 'no-gift' }
    const now_tokens = giftPrice(world, asked.gift)
    return now_tokens === tokens
      ? { ok: true, kind: 'gift', item: asked.gift }
      : { ok: false, why: 'price', now_tokens }
  }
  if (asked.wish) {
    const wish = wishOf(world, room.id, asked.wish)
    if (!wish || wish.hidden) return { ok: false, why: 'no-wish' }
    if (wish.price_tokens !== tokens) return { ok: false, why: 'price', now_tokens: wish.price_tokens }
    return { ok: true, kind: 'wish', item: wish.words }
  }
  return { ok: true, kind: 'tip', item: '' }
}

/**
 * The note as the room may read it: what may not be a line there is no note. Whoever is silenced unseen tips without words, and
 * is not told.
 */
function noteOf(world: World, room: Room, account: string, text: string): { ok: true; note: string } | NotTipped {
  if (text === '') return { ok: true, note: '' }
  const silenced = silencedNow(world, account)
  if (silenced) return { ok: false, why: 'muted', until: silenced.until }
  const muted = muteNow(world, room.id, account)
  if (muted) return muted.silent ? { ok: true, note: '' } : { ok: false, why: 'muted', until: muted.until }
  const keeps = isModerator(world, room.id, account)
  const free = keeps || isTrusted(world, room.id, account)
  const holds = !free && rulesOf(world, room.id).holds_all === 1
  const read = readLine(world, { room, account, text, may: { keeps, free, holds } })
  if (read.ok) return read.held === null ? { ok: true, note: read.text } : { ok: false, why: 'held-note' }
  return { ok: false, why: 'note', refusal: read.why }
}

/** Her part of the money, as it was posted. */
function earnedBy(world: World, entries: readonly Moved[], performer: string): Pick<Tip, 'earned_minor' | 'currency'> {
  const own = entries.filter(({ book }) => book.kind === 'earned' && book.owner === performer)
  return {
    earned_minor: own.reduce((sum, line) => sum + line.amount_minor, 0n),
    // A part of the smallest coin moves no money yet.
    currency: own[0]?.book.unit ?? termsInForce(world, performer)!.currency,
  }
}

export const tipOf = (world: Pick<World, 'db'>, posting: number): Tip | null => q(world).one({ n: posting })

/** A wish was granted, or not yet after all. */
export const grant = (world: World, room: string, posting: number, granted: boolean): boolean =>
  grouped(world, () =>
    granted
      ? q(world).done({ n: posting, room, at: world.clock.now() }) > 0
      : q(world).undone({ n: posting, room }) > 0,
  )

/** An account goes: its tips stay, without what it wrote. */
export const forgetNotes = (world: World, member: string): void =>
  grouped(world, () => void q(world).forget({ member }))

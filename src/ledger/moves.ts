import { grouped } from '../base/db/durable.ts'
import type { World } from '../world.ts'
import type { Book } from './book.ts'
import type { Input } from './chain.ts'
import { type Hold, overdueHolds, untilWords } from './hold.ts'
import { type Lot, lotsMadeBy, openLots, priceOf, smaller, take } from './lot.ts'
import type { Currency } from './money.ts'
import { answered, correctionOf, entriesOf, type NotPosted, type Posted, post, postingOf } from './posting.ts'
import { giveLines, holdLines, refundLines, takeAwayLines, unholdLines } from './recipes.ts'
import { releaseLots } from './release.ts'

/** What every verb here is told: the key of the form, what was asked, who did it. */
export interface Told {
  key: string
  input: Input
  by: string
}

/** Sets tokens aside, or adds to what is set aside for the same thing, until `until`; then they go back by themselves. */
export function placeHold(
  world: World,
  {
    key,
    input,
    by,
    owner,
    about,
    tokens,
    until,
  }: Told & { owner: string; about: string; tokens: bigint; until: number },
): Posted | NotPosted {
  return post(world, {
    key,
    input,
    by,
    reason: 'hold',
    about,
    because: untilWords(until),
    entries: holdLines(owner, tokens),
  })
}

/** Gives back what is left of a hold. The same posting for the same state, however often it is asked. */
export function endHold(world: World, hold: Hold, by: string): Posted | NotPosted {
  return post(world, {
    key: `unhold:${hold.owner}:${hold.about}:${hold.last}`,
    input: { owner: hold.owner, about: hold.about, last: hold.last },
    reason: 'unhold',
    about: hold.about,
    by,
    entries: unholdLines(hold.owner, hold.left_tokens),
  })
}

/** Holds whose time is over; at the start and each minute. */
export function endOverdueHolds(world: World): number {
  const overdue = overdueHolds(world)
  for (const hold of overdue) endHold(world, hold, 'system')
  return overdue.length
}

export type NotCorrected =
  | NotPosted
  | { ok: false; why: 'no-such-posting' | 'is-a-correction' | 'corrected' | 'settled' | 'spent' }

/**
 * Reverses a posting by exactly opposite lines, once; the right one is then posted anew. Tokens that were made cannot be unmade
 * when a part of them was spent; what the matching of purchases posted is undone by undoing what it matched.
 */
export function correct(
  world: World,
  { key, input, by, n, because }: Told & { n: number; because: string },
): Posted | NotCorrected {
  return grouped(world, () => {
    const known = answered(world, key, input)
    if (known) return known
    const wrong = postingOf(world, n)
    if (!wrong) return { ok: false, why: 'no-such-posting' }
    if (wrong.reason === 'correct') return { ok: false, why: 'is-a-correction' }
    if (wrong.reason === 'release') return { ok: false, why: 'settled' }
    if (correctionOf(world, n) !== null) return { ok: false, why: 'corrected' }
    const lines = entriesOf(world, n)
    const made = lines.some(({ book, amount_minor }) => book.kind === 'mint' && amount_minor < 0n)
    const lot = made ? lotsMadeBy(world, n)[0] : undefined
    if (lot) {
      releaseLots(world, lot.owner)
      const now = lotsMadeBy(world, n)
      if (now.some(one => one.left_tokens !== one.full_tokens)) return { ok: false, why: 'spent' }
    }
    const entries = lines.map(({ book, amount_minor }) => ({ book, amount_minor: -amount_minor }))
    const posted = post(world, { key, input, by, because, reason: 'correct', about: wrong.about, corrects: n, entries })
    if (posted.ok && lot) {
      for (const one of lotsMadeBy(world, n)) takeWhole(world, posted.n, one)
    }
    return posted
  })
}

function takeWhole(world: World, posting: number, lot: Lot): void {
  take(world, { posting, lot: lot.id, tokens: lot.left_tokens, minor: lot.left_minor, share: 0n, share_unit: 'TOK' })
}

export type NotByTwo = NotPosted | { ok: false; why: 'same-person' }

export interface ByTwo extends Told {
  /** The person who agreed; never the one who asked. */
  second: string
  because: string
  member: string
  tokens: bigint
  about: string
}

/** Staff gives tokens: two persons, a reason, and the member sees both the posting and the reason. */
export function credit(world: World, ask: ByTwo): Posted | NotByTwo {
  const { key, input, by, second, because, member, tokens, about } = ask
  if (by === second) return { ok: false, why: 'same-person' }
  return post(world, {
    key,
    input,
    by: `${by}+${second}`,
    because,
    reason: 'promo',
    about,
    entries: giveLines(member, tokens),
  })
}

/** Staff takes given tokens away again. Paid ones leave by a refund or a correction alone. */
export function debit(world: World, ask: ByTwo): Posted | NotByTwo {
  const { key, input, by, second, because, member, tokens, about } = ask
  if (by === second) return { ok: false, why: 'same-person' }
  return grouped(world, () => {
    const known = answered(world, key, input)
    if (known) return known
    releaseLots(world, member)
    const picked = pick(
      openLots(world, member).filter(lot => lot.given === 1),
      tokens,
    )
    if (!picked.ok) return { ok: false, why: 'not-enough', book: `given:${member}`, has_minor: picked.has }
    const posted = post(world, {
      key,
      input,
      by: `${by}+${second}`,
      because,
      reason: 'promo',
      about,
      entries: takeAwayLines(member, tokens),
    })
    if (posted.ok) takePicked(world, posted.n, picked.picks)
    return posted
  })
}

/** Sends back the money of unspent tokens of one purchase. `about` is the purchase: `order:ID`, `voucher:ID`. */
export function refund(
  world: World,
  ask: Told & {
    member: string
    about: string
    tokens: bigint
    because: string
    /** The book that the money leaves by, or owes it from. */
    to: (currency: Currency) => Book
  },
): Posted | NotPosted {
  const { key, input, by, because, member, about, tokens, to } = ask
  return grouped(world, () => {
    const known = answered(world, key, input)
    if (known) return known
    releaseLots(world, member)
    const lots = openLots(world, member).filter(lot => lot.about === about && lot.given === 0)
    const picked = pick(lots, tokens)
    if (!picked.ok) return { ok: false, why: 'not-enough', book: about, has_minor: picked.has }
    const currency = lots[0]!.unit as Currency
    const amount_minor = picked.picks.reduce((sum, one) => sum + one.minor, 0n)
    const posted = post(world, {
      key,
      input,
      by,
      because,
      reason: 'refund',
      about,
      entries: refundLines(member, tokens, to(currency), { amount_minor, currency }),
    })
    if (posted.ok) takePicked(world, posted.n, picked.picks)
    return posted
  })
}

interface Pick {
  lot: number
  tokens: bigint
  minor: bigint
}

function pick(lots: Lot[], tokens: bigint): { ok: true; picks: Pick[] } | { ok: false; has: bigint } {
  const picks: Pick[] = []
  let rest = tokens
  for (const lot of lots) {
    if (rest === 0n) break
    const part = smaller(rest, lot.left_tokens)
    picks.push({ lot: lot.id, tokens: part, minor: priceOf(lot, part) })
    rest -= part
  }
  return rest === 0n ? { ok: true, picks } : { ok: false, has: tokens - rest }
}

function takePicked(world: World, posting: number, picks: Pick[]): void {
  for (const { lot, tokens, minor } of picks) take(world, { posting, lot, tokens, minor, share: 0n, share_unit: 'TOK' })
}

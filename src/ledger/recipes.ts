import { assert } from '../base/assert.ts'
import type { World } from '../world.ts'
import { type Book, balanceOf, book, nameOf } from './book.ts'
import { smaller } from './lot.ts'
import type { Currency } from './money.ts'
import type { Line } from './posting.ts'
import { earnedBetween, type Part, receivedOwner, type Terms } from './terms.ts'

/** What each event moves, as lines that sum to zero. Owners are bare ids: what they stand for is the caller's knowledge. */

const SITE = 'site'
const line = (on: Book, amount_minor: bigint): Line => ({ book: on, amount_minor })

/** One line a book, none that moves nothing. */
export function merged(lines: Line[]): Line[] {
  const sums = new Map<string, Line>()
  for (const one of lines) {
    const name = `${nameOf(one.book)} ${one.book.unit}`
    const known = sums.get(name)
    sums.set(name, line(one.book, (known?.amount_minor ?? 0n) + one.amount_minor))
  }
  return [...sums.values()].filter(one => one.amount_minor !== 0n)
}

/** Tokens for one payee, on the version of terms that counts for this event. */
export interface Share {
  terms: Terms
  tokens: bigint
}

/** What moves on the payees' side: tokens received, and the money that they are worth. */
function shareLines(world: Pick<World, 'db'>, shares: Share[], back: boolean): Line[] {
  const lines: Line[] = []
  const moved = new Map<number, bigint>()
  for (const { terms, tokens } of shares) {
    assert(tokens >= 0n, 'shares are of tokens')
    const received = book('received', receivedOwner(terms))
    const before = balanceOf(world, received) + (moved.get(terms.id) ?? 0n)
    const change = back ? -tokens : tokens
    moved.set(terms.id, (moved.get(terms.id) ?? 0n) + change)
    lines.push(line(received, change))
    // More than was ever received cannot come back: the bound of the book refuses it.
    if (before + change < 0n) continue
    for (const part of earnedBetween(terms, before, before + change)) {
      lines.push(line(book('cost', 'shares', terms.currency), -part.amount_minor))
      lines.push(...(back ? takenBack(world, terms.currency, part) : [earned(terms.currency, part)]))
    }
  }
  return lines
}

const earned = (currency: Currency, { payee, amount_minor }: Part): Line =>
  line(book('earned', payee, currency), amount_minor)

/** A return takes from what matures, then from what is free to pay, then is owed. */
function takenBack(world: Pick<World, 'db'>, currency: Currency, { payee, amount_minor }: Part): Line[] {
  let rest = -amount_minor
  const lines: Line[] = []
  for (const kind of ['earned', 'payable'] as const) {
    const has = balanceOf(world, book(kind, payee, currency))
    const part = smaller(rest, has)
    lines.push(line(book(kind, payee, currency), -part))
    rest -= part
  }
  lines.push(line(book('owed', payee, currency), -rest))
  return lines
}

const total = (shares: Share[]): bigint => shares.reduce((sum, share) => sum + share.tokens, 0n)

/** `tip`, `gift`, `show` and all else that a member gives to payees, out of the wallet or out of a hold. */
export function spendLines(
  world: Pick<World, 'db'>,
  { member, from = 'wallet', to }: { member: string; from?: 'wallet' | 'held'; to: Share[] },
): Line[] {
  return merged([line(book(from, member), -total(to)), ...shareLines(world, to, false)])
}

/** `site`: what a member buys of the house itself. */
export const siteLines = (member: string, tokens: bigint): Line[] => [
  line(book('wallet', member), -tokens),
  line(book('received', SITE), tokens),
]

export function returnLines(world: Pick<World, 'db'>, { member, of }: { member: string; of: Share[] }): Line[] {
  return merged([line(book('wallet', member), total(of)), ...shareLines(world, of, true)])
}

export const holdLines = (member: string, tokens: bigint): Line[] => [
  line(book('wallet', member), -tokens),
  line(book('held', member), tokens),
]
export const unholdLines = (member: string, tokens: bigint): Line[] => [
  line(book('held', member), -tokens),
  line(book('wallet', member), tokens),
]

const minted = (member: string, tokens: bigint): Line[] => [
  line(book('mint', SITE), -tokens),
  line(book('wallet', member), tokens),
]

/** `promo`: a free voucher, staff credit, a prize. */
export const giveLines = minted
export const takeAwayLines = (member: string, tokens: bigint): Line[] => [
  line(book('wallet', member), -tokens),
  line(book('mint', SITE), tokens),
]

export interface Paid {
  amount_minor: bigint
  currency: Currency
}

/** `order`: tokens against money that arrived on `from` (a provider's clearing, coins, suspense), with the tax inside it. */
export function orderLines(order: {
  member: string
  tokens: bigint
  from: Book
  paid: Paid
  tax?: { owner: string; amount_minor: bigint }
}): Line[] {
  const { member, tokens, from, paid, tax } = order
  const taxed = tax?.amount_minor ?? 0n
  return merged([
    ...minted(member, tokens),
    line(from, -paid.amount_minor),
    ...(tax ? [line(book('tax', tax.owner, paid.currency), taxed)] : []),
    line(book('deferred', SITE, paid.currency), paid.amount_minor - taxed),
  ])
}

/** `receipt`: money on an account of ours of which nobody knows yet what it is for. */
export const receiptLines = (on: Book, { amount_minor, currency }: Paid): Line[] => [
  line(on, -amount_minor),
  line(book('suspense', SITE, currency), amount_minor),
]

/** `voucher-sale`: a card with a code was sold for money. */
export const voucherSaleLines = (on: Book, { amount_minor, currency }: Paid): Line[] => [
  line(on, -amount_minor),
  line(book('vouchers', SITE, currency), amount_minor),
]

/** `voucher`: a sold code becomes tokens. */
export const voucherLines = (member: string, tokens: bigint, { amount_minor, currency }: Paid): Line[] => [
  ...minted(member, tokens),
  line(book('vouchers', SITE, currency), -amount_minor),
  line(book('deferred', SITE, currency), amount_minor),
]

/** `refund`: unspent tokens go, and the money that was paid for them goes back by `to`. */
export const refundLines = (member: string, tokens: bigint, to: Book, { amount_minor, currency }: Paid): Line[] =>
  merged([
    ...takeAwayLines(member, tokens),
    line(book('deferred', SITE, currency), -amount_minor),
    line(to, amount_minor),
  ])

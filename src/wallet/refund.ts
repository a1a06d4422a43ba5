import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import {
  balanceOf,
  book,
  type Currency,
  entriesOf,
  isFrozen,
  openLots,
  post,
  refund,
  releaseLots,
} from '../ledger/index.ts'
import type { World } from '../world.ts'
import { moveOrder, type Order, orderById } from './order.ts'
import { taxOwner } from './price.ts'
import { type Card, cardById } from './voucher.ts'
import { tellMoved } from './wallet.ts'

const q = prepared(sql => ({
  back: sql.one<{ back_tokens: bigint | null }>(`SELECT -SUM(e.amount_minor) AS back_tokens FROM postings p
    JOIN entries e ON e.posting = p.n JOIN books b ON b.id = e.book
    WHERE p.reason = 'refund' AND p.about = $about AND b.kind = 'wallet'`),
}))

/** What was bought, by an order or with a card, and where its money is. */
interface Purchase {
  /** `order:ID`, `voucher:ID`: what its lots are called. */
  about: string
  member: string
  tokens: bigint
  currency: Currency
  /** What of its price is tax, and whose. */
  tax: { owner: string; amount_minor: bigint }
  /** Out of which book of ours the money goes back. */
  out: 'main' | 'cash'
}

const orderPurchase = (world: World, order: Order): Purchase => ({
  about: `order:${order.id}`,
  member: order.account_id,
  tokens: order.tokens,
  currency: order.currency,
  tax: { owner: taxOwner(world), amount_minor: order.tax_minor },
  out: 'main',
})

type Redeemed = Card & { redeemed_by: string; posting: number }

/** A card that was paid for and has become tokens; what was given away is nobody's money. */
const wasPaid = (card: Card | null): card is Redeemed =>
  card !== null && card.posting !== null && card.redeemed_by !== null && card.price_minor > 0n

function cardPurchase(world: World, card: Redeemed): Purchase {
  // As it was posted: the rate may be another one since.
  const tax = entriesOf(world, card.posting).find(line => line.book.kind === 'tax')
  return {
    about: `voucher:${card.id}`,
    member: card.redeemed_by,
    tokens: card.tokens,
    currency: card.currency,
    tax: { owner: tax?.book.owner ?? taxOwner(world), amount_minor: tax?.amount_minor ?? 0n },
    out: 'cash',
  }
}

const backOf = (world: Pick<World, 'db'>, about: string): bigint => q(world).back({ about })?.back_tokens ?? 0n

/** Tokens of the order that were taken back for money so far. */
export const refundedOf = (world: Pick<World, 'db'>, order: Order): bigint => backOf(world, `order:${order.id}`)
export const refundedOfCard = (world: Pick<World, 'db'>, card: Pick<Card, 'id'>): bigint =>
  backOf(world, `voucher:${card.id}`)

/** Tokens of it that are still the member's and free: those alone can be paid back. */
function unspent(world: World, { about, member }: Pick<Purchase, 'about' | 'member'>): bigint {
  releaseLots(world, member)
  const left = openLots(world, member)
    .filter(lot => lot.about === about && lot.given === 0)
    .reduce((sum, lot) => sum + lot.left_tokens, 0n)
  return smaller(left, balanceOf(world, book('wallet', member)))
}

export const unspentOf = (world: World, order: Order): bigint => unspent(world, orderPurchase(world, order))
export const unspentOfCard = (world: World, card: Card): bigint =>
  wasPaid(card) ? unspent(world, cardPurchase(world, card)) : 0n

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** The money that goes back for so many tokens: its part of the price, tax with it. Units: minor money, rounded down. */
export const priceBack = ({ amount_minor, tokens }: { amount_minor: bigint; tokens: bigint }, back: bigint): bigint =>
  (amount_minor * back) / tokens

export type Refunded = { ok: true; amount_minor: bigint } | { ok: false; why: 'not-enough' | 'frozen' | 'gone' }

interface Asked {
  tokens: bigint
  because: string
  by: string
  key: string
}

/** Unspent tokens of a purchase go, and what was paid for them is owed back; in a verb that is under way. */
function payBack(
  world: World,
  purchase: Purchase,
  { tokens, because: text, by, key }: Asked,
): (Refunded & { ok: false }) | { ok: true; amount_minor: bigint; again: boolean } {
  if (tokens <= 0n) return { ok: false, why: 'gone' }
  if (isFrozen(world)) return { ok: false, why: 'frozen' }
  if (unspent(world, purchase) < tokens) return { ok: false, why: 'not-enough' }
  const { about, member, tokens: of, currency, tax: taxed, out } = purchase
  const because = text.replace(/\s+/g, ' ')
  const till = (unit: Currency) => book('bank', out, unit)
  const input = { about, tokens }
  const posted = refund(world, { key, input, by, member, about, tokens, because, to: till })
  if (!posted.ok) return { ok: false, why: posted.why === 'frozen' ? 'frozen' : 'not-enough' }
  const tax = (taxed.amount_minor * tokens) / of
  if (tax > 0n) {
    const entries = [
      { book: book('tax', taxed.owner, currency), amount_minor: -tax },
      { book: till(currency), amount_minor: tax },
    ]
    const with_tax = post(world, {
      key: `${key}:tax`,
      input: { ...input, tax },
      reason: 'refund',
      about,
      by,
      because,
      entries,
    })
    if (!with_tax.ok) return { ok: false, why: 'frozen' }
  }
  if (!posted.again) tellMoved(world, member)
  const price = posted.entries.find(entry => entry.book.kind === 'bank')?.amount_minor ?? 0n
  return { ok: true, amount_minor: price + tax, again: posted.again }
}

/** Two persons want it: unspent tokens of an order go, and what was paid for them is to be sent back by bank. */
export function refundOrder(world: World, asked: Asked & { order: string }): Refunded {
  return grouped(world, (): Refunded => {
    const order = orderById(world, asked.order)
    if (!order || order.posting === null) return { ok: false, why: 'gone' }
    const done = payBack(world, orderPurchase(world, order), asked)
    if (!done.ok) return done
    if (!done.again && refundedOf(world, order) === order.tokens && order.state === 'paid') {
      moveOrder(world, order, { state: 'refunded', by: asked.by, because: asked.because.replace(/\s+/g, ' ') })
    }
    return { ok: true, amount_minor: done.amount_minor }
  })
}

/** Likewise of a card that was sold and redeemed: what was paid for it is to be given back out of the till. */
export function refundCard(world: World, asked: Asked & { card: string }): Refunded {
  return grouped(world, (): Refunded => {
    const card = cardById(world, asked.card)
    if (!wasPaid(card)) return { ok: false, why: 'gone' }
    const done = payBack(world, cardPurchase(world, card), asked)
    return done.ok ? { ok: true, amount_minor: done.amount_minor } : done
  })
}

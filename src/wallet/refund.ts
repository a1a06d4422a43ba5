import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { balanceOf, book, type Currency, isFrozen, openLots, post, refund, releaseLots } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { moveOrder, type Order, orderById } from './order.ts'
import { taxOwner } from './price.ts'
import { tellMoved } from './wallet.ts'

const q = prepared(sql => ({
  back: sql.one<{ back_tokens: bigint | null }>(`SELECT -SUM(e.amount_minor) AS back_tokens FROM postings p
    JOIN entries e ON e.posting = p.n JOIN books b ON b.id = e.book
    WHERE p.reason = 'refund' AND p.about = $about AND b.kind = 'wallet'`),
}))

/** Tokens of the order that were taken back for money so far. */
export const refundedOf = (world: Pick<World, 'db'>, order: Order): bigint =>
  q(world).back({ about: `order:${order.id}` })?.back_tokens ?? 0n

/** Tokens of the order that are still the member's and free: those alone can be paid back. */
export function unspentOf(world: World, order: Order): bigint {
  releaseLots(world, order.account_id)
  const about = `order:${order.id}`
  const left = openLots(world, order.account_id)
    .filter(lot => lot.about === about && lot.given === 0)
    .reduce((sum, lot) => sum + lot.left_tokens, 0n)
  const free = balanceOf(world, book('wallet', order.account_id))
  return smaller(left, free)
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** The money that goes back for so many tokens: its part of the price, tax with it. Units: minor money, rounded down. */
export const priceBack = ({ amount_minor, tokens }: Pick<Order, 'amount_minor' | 'tokens'>, back: bigint): bigint =>
  (amount_minor * back) / tokens

export type Refunded = { ok: true; amount_minor: bigint } | { ok: false; why: 'not-enough' | 'frozen' | 'gone' }

/** Two persons want it: unspent tokens of an order go, and what was paid for them is to be sent back by bank. */
export function refundOrder(
  world: World,
  asked: { order: string; tokens: bigint; because: string; by: string; key: string },
): Refunded {
  return grouped(world, (): Refunded => {
    const order = orderById(world, asked.order)
    if (!order || order.posting === null || asked.tokens <= 0n) return { ok: false, why: 'gone' }
    if (isFrozen(world)) return { ok: false, why: 'frozen' }
    if (unspentOf(world, order) < asked.tokens) return { ok: false, why: 'not-enough' }
    const { by, key, tokens } = asked
    const about = `order:${order.id}`
    const because = asked.because.replace(/\s+/g, ' ')
    const bank = (currency: Currency) => book('bank', 'main', currency)
    const posted = refund(world, {
      key,
      input: { order: order.id, tokens },
      by,
      member: order.account_id,
      about,
      tokens,
      because,
      to: bank,
    })
    if (!posted.ok) return { ok: false, why: posted.why === 'frozen' ? 'frozen' : 'not-enough' }
    let amount_minor = posted.entries.find(entry => entry.book.kind === 'bank')?.amount_minor ?? 0n
    const tax = (order.tax_minor * tokens) / order.tokens
    if (tax > 0n) {
      const { currency } = order
      const taxed = post(world, {
        key: `${key}:tax`,
        input: { order: order.id, tokens, tax },
        reason: 'refund',
        about,
        by,
        because,
        entries: [
          { book: book('tax', taxOwner(world), currency), amount_minor: -tax },
          { book: bank(currency), amount_minor: tax },
        ],
      })
      if (!taxed.ok) return { ok: false, why: 'frozen' }
      amount_minor += tax
    }
    if (!posted.again) {
      if (refundedOf(world, order) === order.tokens && order.state === 'paid') {
        moveOrder(world, order, { state: 'refunded', by, because })
      }
      tellMoved(world, order.account_id)
    }
    return { ok: true, amount_minor }
  })
}

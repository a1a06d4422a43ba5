import { expect, test } from 'bun:test'
import { recount, releaseSome } from '../../src/ledger/index.ts'
import { owed } from '../../src/wallet/books.ts'
import {
  balance,
  cancelOrder,
  cards,
  declineOrder,
  dueOf,
  expireOrders,
  importFile,
  makeBatch,
  matchByHand,
  orders,
  receipts,
  redeem,
  refundCard,
  refundOrder,
  sellBatch,
  sendBack,
  spend,
  startOrder,
  unspentOf,
  unspentOfCard,
  voidCards,
} from '../../src/wallet/index.ts'
import { testSite } from '../help/visit.ts'
import { chanceOf } from '../ledger/play.ts'
import { bytes, camt, OWN } from './bank.ts'

/** Everything that the house's money can do, in any order; after each step the books hold. */
function walk(seed: number, steps: number) {
  const site = testSite()
  const { world } = site
  const chance = chanceOf(seed)
  world.settings.set('bank_name', 'Harbour Studio', 0)
  world.settings.set('bank_iban', OWN, 0)
  world.settings.set('orders_hour_most', 1000, 0)
  world.settings.set('orders_day_most', 1000, 0)
  world.settings.set('paid_month_most_minor', chance(2) === 0 ? 30_000 : 10_000_000, 0)
  if (chance(2) === 0) world.settings.set('tax_bp', 1900, 0)
  const by = { id: `account:${site.person('juno_9', 'owner').id}`, address: '198.51.100.7' }
  const members = ['kim_larsen', 'lee_okafor', 'ana_sol'].map(handle => site.person(handle).id)
  const performer = site.person('mara_voss', 'performer').id
  const codes: string[] = []
  const of = <T>(list: readonly T[]): T | undefined => list[chance(list.length)]
  const allOrders = () => orders(world, { q: '', state: '', after: null, limit: 500 })
  const openReceipts = () => receipts(world, { q: '', state: 'open', after: null, limit: 500 })
  const happened = new Map<string, number>()

  const acts: Record<string, (n: number) => unknown> = {
    order: n =>
      startOrder(world, {
        key: `order:${n}`,
        member: of(members)!,
        pack: of(['first-100', 'first-250', 'first-550'])!,
        back: '/',
        address: `10.${n >> 8}.${n & 255}.1`,
      }).ok,
    pay(n) {
      const order = of(allOrders())
      if (!order) return false
      const off = [0n, 0n, 0n, 0n, -500n, 300n][chance(6)]!
      const minor = order.amount_minor + off
      const amount = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`
      const text = chance(8) === 0 ? 'no reference' : order.reference
      const file = bytes(camt([{ amount, text, ref: `R${chance(10) === 0 ? n - 1 : n}` }]))
      return importFile(world, { bytes: file, confirmed: false, by }).ok
    },
    match() {
      const receipt = of(openReceipts())
      const order = of(allOrders())
      return receipt && order && matchByHand(world, { receipt: receipt.id, order: order.id, by }).ok
    },
    decline() {
      const order = of(allOrders())
      return order && declineOrder(world, { order: order.id, because: 'No', by }).ok
    },
    cancel() {
      const order = of(allOrders())
      return order && cancelOrder(world, order).ok
    },
    back(n) {
      const receipt = of(openReceipts())
      if (!receipt) return false
      const { id, left_minor } = receipt
      return sendBack(world, { receipt: id, left_minor, because: 'No', by: by.id, key: `return:${n}` }).ok
    },
    cards(n) {
      const typed = {
        count: '2',
        tokens: String(1 + chance(300)),
        price: chance(3) === 0 ? '' : `${1 + chance(40)}.50`,
        note: 'x',
      }
      const made = makeBatch(world, { key: `vouchers:${n}`, typed, by })
      if (!made.ok) throw new Error('a batch')
      codes.push(...made.cards.map(card => card.code))
      if (chance(4) > 0) sellBatch(world, { batch: made.batch.id, by })
      return true
    },
    redeem: () => codes.length > 0 && redeem(world, { member: of(members)!, typed: of(codes)! }).ok,
    void() {
      const card = of(cards(world, { q: '', after: null, limit: 500 }))
      return card && voidCards(world, { ids: [card.id], because: 'No', by }).ok
    },
    tip(n) {
      const member = of(members)!
      const tokens = BigInt(1 + chance(120))
      return spend(world, { key: `tip:${n}`, member, to: [{ performer, tokens }], reason: 'tip', about: `tip:${n}` }).ok
    },
    refund(n) {
      const order = of(allOrders().filter(one => one.state === 'paid'))
      if (!order) return false
      const most = unspentOf(world, order)
      if (most === 0n) return false
      const tokens = 1n + BigInt(chance(Number(most)))
      return refundOrder(world, { order: order.id, tokens, because: 'Yes', by: by.id, key: `refund:${n}` }).ok
    },
    refund_card(n) {
      const card = of(cards(world, { q: '', state: 'redeemed', after: null, limit: 500 }))
      const most = card ? unspentOfCard(world, card) : 0n
      if (!card || most === 0n) return false
      const tokens = 1n + BigInt(chance(Number(most)))
      return refundCard(world, { card: card.id, tokens, because: 'Yes', by: by.id, key: `card:${n}` }).ok
    },
    match_prices: () => releaseSome(world, 10) > 0,
    wait() {
      world.clock.pass(chance(8) * 24 * 3600_000 + 600_000)
      return expireOrders(world) > 0
    },
  }
  const names = Object.keys(acts)
  const sum = (sql: string): bigint => (world.db.query(sql).get() as { n: bigint | null }).n ?? 0n
  for (let n = 1; n <= steps; n++) {
    const name = of([...names, 'order', 'pay', 'pay', 'redeem', 'tip', 'tip'])!
    if (acts[name]!(n)) happened.set(name, (happened.get(name) ?? 0) + 1)
    const suspense = sum("SELECT SUM(balance_minor) AS n FROM books WHERE kind = 'suspense'")
    const waiting = sum('SELECT SUM(left_minor) AS n FROM receipts')
    const half = sum(
      `SELECT SUM(u.used_minor) AS n FROM receipt_uses u JOIN orders o ON o.id = u.order_id WHERE o.posting IS NULL`,
    )
    expect([n, name, suspense]).toEqual([n, name, waiting + half])
    const sold = sum(
      `SELECT SUM(b.price_minor) AS n FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id WHERE v.state = 'sold'`,
    )
    expect([n, name, sum("SELECT SUM(balance_minor) AS n FROM books WHERE kind = 'vouchers'")]).toEqual([n, name, sold])
  }
  for (const order of allOrders()) expect(order.posting === null || dueOf(world, order) === 0n).toBe(true)
  const found = owed(world)
  expect(found.lots_minor).toBe(found.deferred_minor)
  expect(found.wallets_tokens + found.held_tokens + found.received_tokens).toBe(found.issued_tokens)
  expect(members.reduce((all, member) => all + balance(world, member).tokens, 0n)).toBe(found.wallets_tokens)
  expect(recount(world)).toMatchObject({ ok: true })
  return happened
}

test('whatever is bought, matched, given, paid back and voided, in any order, the books agree', () => {
  const happened = new Map<string, number>()
  for (let seed = 1; seed <= 6; seed++) {
    for (const [name, times] of walk(seed, 150)) happened.set(name, (happened.get(name) ?? 0) + times)
  }
  // A walk that never does a thing proves nothing of it.
  const all = [
    'order',
    'pay',
    'match',
    'decline',
    'cancel',
    'back',
    'cards',
    'redeem',
    'void',
    'tip',
    'refund',
    'refund_card',
    'wait',
  ]
  expect(all.filter(name => !happened.has(name))).toEqual([])
}, 120_000)

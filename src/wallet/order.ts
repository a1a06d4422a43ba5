import { assert } from '../base/assert.ts'
import { DAY, HOUR } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { network } from '../base/http/rate.ts'
import { book, type Currency, orderLines, post } from '../ledger/index.ts'
import { notify } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { packOn } from './pack.ts'
import { taxOwner, taxWithin } from './price.ts'
import { referenceOf } from './reference.ts'
import { type Refusal, refusal, tellMoved, tellOrdered } from './wallet.ts'

export const ORDER_STATES = ['open', 'pending', 'paid', 'review', 'expired', 'failed', 'refunded'] as const
export type OrderState = (typeof ORDER_STATES)[number]
/** Why somebody of the house looks at it first. */
export type OrderWhy = 'late' | 'part' | 'over' | 'again' | 'much'

/** A transfer takes its time: an order waits two weeks for it, and a month once the member said that it is on its way. */
export const OPEN_MS = 14 * DAY
export const PENDING_MS = 30 * DAY

export interface Order {
  id: string
  key: string
  account_id: string
  provider: 'transfer'
  tokens: bigint
  amount_minor: bigint
  tax_minor: bigint
  currency: Currency
  reference: string
  back: string
  state: OrderState
  why: OrderWhy | null
  made_at: number
  ends_at: number
  moved_at: number
  posting: number | null
}

export interface OrderStep {
  seq: number
  at: number
  state: OrderState
  by: string
  because: string
}

const q = prepared(sql => ({
  byId: sql.one<Order>('SELECT * FROM orders WHERE id = $id'),
  byKey: sql.one<Order>('SELECT * FROM orders WHERE key = $key'),
  byReference: sql.one<Order>('SELECT * FROM orders WHERE reference = $reference'),
  insert:
    sql.run(`INSERT INTO orders (id, key, account_id, provider, tokens, amount_minor, tax_minor, currency, reference, back, made_at,
      ends_at, moved_at) VALUES ($id, $key, $account, 'transfer', $tokens, $amount, $tax, $currency, $reference, $back, $at, $ends, $at)`),
  move: sql.run(`UPDATE orders SET state = $state, why = $why, moved_at = $at, ends_at = $ends, posting = $posting
    WHERE id = $id AND state = $was`),
  step: sql.run(`INSERT INTO order_steps (order_id, seq, at, state, by, because)
    VALUES ($id, 1 + COALESCE((SELECT MAX(seq) FROM order_steps WHERE order_id = $id), 0), $at, $state, $by, $because)`),
  steps: sql.all<OrderStep>('SELECT seq, at, state, by, because FROM order_steps WHERE order_id = $id ORDER BY seq'),
  made: sql.all<{ made_at: number }>(
    'SELECT made_at FROM orders WHERE account_id = $account AND made_at > $since ORDER BY made_at DESC LIMIT 100',
  ),
  overdue: sql.all<Order>(`SELECT * FROM orders WHERE state IN ('open', 'pending') AND ends_at <= $now LIMIT 200`),
  waiting: sql.all<Order>(
    `SELECT * FROM orders WHERE account_id = $account AND state IN ('open', 'pending', 'review') ORDER BY made_at DESC LIMIT 20`,
  ),
  paid: sql.one<{ sum_minor: bigint | null }>(`SELECT SUM(minor) AS sum_minor FROM (
    SELECT amount_minor AS minor FROM orders WHERE account_id = $account AND state = 'paid' AND moved_at > $since
    UNION ALL SELECT b.price_minor FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
      WHERE v.redeemed_by = $account AND v.redeemed_at > $since)`),
  looked: sql.one<{ n: number }>(
    'SELECT EXISTS (SELECT 1 FROM money_looks WHERE account_id = $account AND at <= $now AND until > $now) AS n',
  ),
}))

export const orderById = (world: Pick<World, 'db'>, id: string): Order | null => q(world).byId({ id })
export const orderByReference = (world: Pick<World, 'db'>, reference: string): Order | null =>
  q(world).byReference({ reference })
export const orderSteps = (world: Pick<World, 'db'>, id: string): OrderStep[] => q(world).steps({ id })
/** What a member still waits for. */
export const waitingOrders = (world: Pick<World, 'db'>, account: string): Order[] => q(world).waiting({ account })

/** Whether there is an account that transfers can go to. */
export const takesTransfers = ({ settings }: Pick<World, 'settings'>): boolean =>
  settings.get('bank_iban') !== '' && settings.get('bank_name') !== ''

/** Whether with this sum more came from one member within 30 days than the house takes without a look. */
export function paidTooMuch(
  world: Pick<World, 'db' | 'clock' | 'settings'>,
  account: string,
  amount_minor: bigint,
): boolean {
  const now = world.clock.now()
  const paid = q(world).paid({ account, since: now - 30 * DAY })?.sum_minor ?? 0n
  if (paid + amount_minor <= BigInt(world.settings.get('paid_month_most_minor'))) return false
  return q(world).looked({ account, now })!.n === 0
}

export type Started =
  | { ok: true; order: Order; again: boolean }
  | Refusal
  | { ok: false; why: 'pack' | 'no-transfers' | 'key-reused' }
  | { ok: false; why: 'often'; opens_at: number }

/** Too many orders in an hour or a day wait for the time that it takes. Source: money.md 9. */
function oftenUntil(world: World, account: string, address: string): number | null {
  const now = world.clock.now()
  const made = q(world).made({ account, since: now - DAY })
  const hour = made.filter(order => order.made_at > now - HOUR)
  const hourMost = world.settings.get('orders_hour_most')
  const dayMost = world.settings.get('orders_day_most')
  if (made.length >= dayMost) return made[dayMost - 1]!.made_at + DAY
  if (hour.length >= hourMost) return hour[hourMost - 1]!.made_at + HOUR
  return world.rates.take(`orders ${network(address)}`, NETWORK_MOST, HOUR) ? null : now + HOUR / NETWORK_MOST
}
const NETWORK_MOST = 10

/** Begins a purchase. Nothing is charged: the order says where the money goes and waits for it. */
export function startOrder(
  world: World,
  { key, member, pack, back, address }: { key: string; member: string; pack: string; back: string; address: string },
): Started {
  return tx(world, (): Started => {
    const known = q(world).byKey({ key })
    if (known)
      return known.account_id === member ? { ok: true, order: known, again: true } : { ok: false, why: 'key-reused' }
    const wanted = packOn(world, pack)
    if (!wanted) return { ok: false, why: 'pack' }
    if (!takesTransfers(world)) return { ok: false, why: 'no-transfers' }
    const refused = refusal(world, member, { what: 'buy', tokens: wanted.tokens })
    if (refused) return refused
    const opens_at = oftenUntil(world, member, address)
    if (opens_at !== null) return { ok: false, why: 'often', opens_at }
    const id = world.ids.next()
    const at = world.clock.now()
    q(world).insert({
      id,
      key,
      account: member,
      tokens: wanted.tokens,
      amount: wanted.price_minor,
      tax: taxWithin(world, wanted.price_minor),
      currency: wanted.currency,
      reference: freshReference(world),
      back,
      at,
      ends: at + OPEN_MS,
    })
    q(world).step({ id, at, state: 'open', by: `account:${member}`, because: '' })
    return { ok: true, order: orderById(world, id)!, again: false }
  })
}

function freshReference(world: World): string {
  for (;;) {
    const number = [...world.ids.bytes(12)].map(byte => byte % 10).join('')
    const reference = referenceOf(number)
    if (!orderByReference(world, reference)) return reference
  }
}

/** Moves an order one step; false when somebody else has moved it meanwhile. Inside a verb. */
export function moveOrder(
  world: World,
  order: Order,
  to: { state: OrderState; why?: OrderWhy | null; by: string; because?: string; ends_at?: number; posting?: number },
): boolean {
  const at = world.clock.now()
  const moved = q(world).move({
    id: order.id,
    was: order.state,
    state: to.state,
    why: to.why ?? null,
    at,
    ends: to.ends_at ?? order.ends_at,
    posting: to.posting ?? order.posting,
  })
  if (moved === 0) return false
  q(world).step({ id: order.id, at, state: to.state, by: to.by, because: to.because ?? '' })
  tellOrdered(world, order.account_id)
  return true
}

export type Announced = { ok: true } | { ok: false; why: 'over' }

/** The member says that the money is on its way. It proves nothing; the order waits longer. */
export function announce(world: World, order: Order): Announced {
  if (order.state === 'pending') return { ok: true }
  return tx(world, (): Announced => {
    const ends_at = world.clock.now() + PENDING_MS
    const by = `account:${order.account_id}`
    return order.state === 'open' && moveOrder(world, order, { state: 'pending', by, ends_at })
      ? { ok: true }
      : { ok: false, why: 'over' }
  })
}

/** The member does not want it any more. Money that comes all the same is looked at. */
export function cancelOrder(world: World, order: Order): Announced {
  return tx(world, (): Announced => {
    const open = order.state === 'open' || order.state === 'pending'
    const by = `account:${order.account_id}`
    return open && moveOrder(world, order, { state: 'failed', by, because: 'cancelled' })
      ? { ok: true }
      : { ok: false, why: 'over' }
  })
}

/** Orders whose money did not come; each minute. */
export function expireOrders(world: World): number {
  const overdue = q(world).overdue({ now: world.clock.now() })
  if (overdue.length === 0) return 0
  return tx(world, () => overdue.filter(order => moveOrder(world, order, { state: 'expired', by: 'system' })).length)
}

/** The money is here, in suspense: the tokens are the member's. Once. */
export function payOrder(world: World, order: Order, { by, because = '' }: { by: string; because?: string }): Order {
  return grouped(world, () => {
    const { id, account_id, tokens, amount_minor, tax_minor, currency } = order
    const posted = post(world, {
      key: `order:${id}:paid`,
      input: { order: id, account: account_id, tokens, amount_minor, currency },
      reason: 'order',
      about: `order:${id}`,
      by,
      entries: orderLines({
        member: account_id,
        tokens,
        from: book('suspense', 'site', currency),
        paid: { amount_minor, currency },
        ...(tax_minor > 0n ? { tax: { owner: taxOwner(world), amount_minor: tax_minor } } : {}),
      }),
    })
    assert(posted.ok, 'money that came in is there')
    if (!posted.again) {
      assert(moveOrder(world, order, { state: 'paid', by, because, posting: posted.n }), 'an order is paid once')
      tellMoved(world, account_id)
      const facts = { tokens: String(tokens), href: `/wallet/orders/${id}` }
      notify(world, account_id, { kind: 'order', about: id, facts })
    }
    return orderById(world, id)!
  })
}

/** What the panel's list is asked for. */
export interface OrdersAsked {
  q: string
  state: OrderState | ''
  after: { at: number; id: string } | null
  limit: number
}

const listed = prepared(sql => ({
  orders: sql.all<Order & { handle: string | null }>(`SELECT o.*, a.handle FROM orders o
    LEFT JOIN accounts a ON a.id = o.account_id AND a.deleted_at IS NULL
    WHERE (o.made_at, o.id) < ($at, $after) AND ($state = '' OR o.state = $state)
      AND ($q = '' OR lower(a.handle) = lower($q) OR o.reference = $plain OR o.id = lower($q) OR o.account_id = lower($q))
    ORDER BY o.made_at DESC, o.id DESC LIMIT $limit`),
}))

/** Newest first. */
export function orders(world: Pick<World, 'db'>, asked: OrdersAsked): (Order & { handle: string | null })[] {
  const { at, id } = asked.after ?? { at: Number.MAX_SAFE_INTEGER, id: '' }
  const plain = asked.q.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return listed(world).orders({ q: asked.q, plain, state: asked.state, at, after: id, limit: asked.limit })
}

import { Elysia } from 'elysia'
import { paths } from '../../../../views/paths.ts'
import { OrderFilePage, type OrderFileProps, OrdersPage } from '../../../../views/wallet/panel/orders.tsx'
import { say } from '../../../../views/words/index.ts'
import { type Asking, access } from '../../../accounts/access.ts'
import { accountById, actorOf } from '../../../accounts/index.ts'
import { openApproval } from '../../../audit/index.ts'
import { csvTime } from '../../../base/csv.ts'
import { frame } from '../../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../../base/html/listing.ts'
import { page, seeOther } from '../../../base/html/reply.ts'
import { said } from '../../../base/html/said.ts'
import { text } from '../../../base/http/form.ts'
import { Refused } from '../../../base/http/refused.ts'
import { houseZone } from '../../../base/zone.ts'
import { plainMoney } from '../../../ledger/index.ts'
import { actorName, desk, takenOut } from '../../../support/index.ts'
import {
  declineOrder,
  dueOf,
  inFours,
  ORDER_STATES,
  type Order,
  orderById,
  orderSteps,
  orders,
  payerOf,
  receiptById,
  receipts,
  refundedOf,
  spendsOf,
  unspentOf,
  usesOfOrder,
} from '../../../wallet/index.ts'
import type { World } from '../../../world.ts'
import { REFUND_KIND } from '../listeners.ts'
import { proposeBack } from '../take-back/staff.ts'

type Staff = Asking & { request: Request }
type Row = ReturnType<typeof orders>[number]

const orderList = (world: World): Listing<Row> => ({
  path: paths.panelOrders,
  by: ['state'],
  rows: ({ q, is, after, limit }) =>
    orders(world, { q, state: ORDER_STATES.find(state => state === is.state) ?? '', after, limit }),
  place: ({ made_at, id }) => ({ at: made_at, id }),
  csv: {
    name: 'orders',
    columns: [
      ['id', row => row.id],
      ['member', row => row.handle ?? row.account_id],
      ['reference', row => row.reference],
      ['tokens', row => row.tokens],
      ['amount', row => plainMoney(row.amount_minor, row.currency)],
      ['tax', row => plainMoney(row.tax_minor, row.currency)],
      ['currency', row => row.currency],
      ['state', row => row.state],
      ['why', row => row.why ?? ''],
      ['made_at', row => csvTime(row.made_at)],
      ['moved_at', row => csvTime(row.moved_at)],
      ['posting', row => row.posting],
    ],
  },
})

/** Purchases, and each one from its payment to where its tokens went. */
export const orderRoutes = (world: World) =>
  new Elysia({ name: 'admin-orders' })
    .use(access(world))
    .get(
      '/panel/orders',
      context => {
        const { rows, list } = listPage(orderList(world), context.request)
        return page(
          OrdersPage({
            frame: frame(world, context),
            desk: desk(world),
            list,
            rows: rows.map(row => ({ ...row, reference: inFours(row.reference) })),
            zone: houseZone(world),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/orders.csv',
      context => listCsv(orderList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:finance' },
    )
    .get('/panel/orders/:order', context => showOrder(world, context, found(world, context.params.order)), {
      access: 'staff:finance',
    })
    .post(
      '/panel/orders/:order/decline',
      context => {
        const { body, request, visitor, address } = context
        const order = found(world, context.params.order)
        const because = text(body, 'because').slice(0, 2000)
        const done = declineOrder(world, { order: order.id, because, by: actorOf(visitor!, address) })
        if (done.ok) return seeOther(request, `${paths.panelOrder(order.id)}?said=declined`)
        if (done.why === 'over') throw new Refused(409, say.money.orders.errors.over)
        return showOrder(world, context, order, { decline: { typed: because, error: say.money.becauseWrong } })
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/orders/:order/refund',
      context => {
        const order = found(world, context.params.order)
        return proposeBack(world, context, {
          kind: REFUND_KIND,
          account: order.account_id,
          detail: { order: order.id },
          most_tokens: order.state === 'paid' ? unspentOf(world, order) : 0n,
          href: paths.panelOrder(order.id),
          refuse: refund => showOrder(world, context, order, { refund }),
        })
      },
      { access: 'staff:finance' },
    )

function found(world: World, id: string): Order {
  const order = orderById(world, id)
  if (!order) throw new Refused(404, say.money.orders.gone)
  return order
}

/** A step's reason may name the money that moved it: that has a place of its own on the page. */
const becauseOf = (because: string): string =>
  because === 'cancelled' || because.startsWith('receipt:') ? '' : because

function moneyOf(world: World, order: Order): OrderFileProps['money'] {
  const used = new Map(usesOfOrder(world, order.id).map(use => [use.receipt_id, use.used_minor]))
  const named = receipts(world, { q: order.reference, state: '', after: null, limit: 20 })
  const ids = new Set([...used.keys(), ...named.map(receipt => receipt.id)])
  return [...ids].map(id => {
    const receipt = receiptById(world, id)!
    return {
      id,
      name: payerOf(world, receipt)?.name ?? '',
      used_minor: used.get(id) ?? 0n,
      left_minor: receipt.left_minor,
      booked_on: receipt.booked_on,
    }
  })
}

function showOrder(
  world: World,
  context: Staff,
  order: Order,
  wrong: Pick<OrderFileProps, 'decline' | 'refund'> = {},
): Response {
  const bad = Object.keys(wrong).length > 0
  const words = say.money.orders
  // Matches what was spent with this order first: then its tips can be told.
  const unspent_tokens = order.posting === null ? 0n : unspentOf(world, order)
  return page(
    OrderFilePage({
      frame: frame(
        world,
        context,
        bad
          ? {}
          : said(context.request, {
              declined: { tone: 'ok', ...words.said.declined },
              proposed: { tone: 'ok', ...words.proposed },
            }),
      ),
      desk: desk(world),
      order: {
        ...order,
        reference: inFours(order.reference),
        handle: accountById(world, order.account_id)?.handle ?? null,
      },
      steps: orderSteps(world, order.id).map(step => ({
        ...step,
        by: actorName(world, step.by.split('+')[0]!),
        because: becauseOf(step.because),
      })),
      money: moneyOf(world, order),
      due_minor: order.posting === null ? dueOf(world, order) : 0n,
      spends: order.posting === null ? [] : spendsOf(world, `order:${order.id}`),
      unspent_tokens,
      refunded_tokens: order.posting === null ? 0n : refundedOf(world, order),
      zone: houseZone(world),
      born: world.ids.next(),
      proposed: openApproval(world, REFUND_KIND, `account:${order.account_id}`) !== null,
      ...wrong,
    }),
    { nonce: context.nonce, status: bad ? 422 : 200 },
  )
}

import { Elysia } from 'elysia'
import { paths } from '../../../../views/paths.ts'
import type { TakeBackTyped } from '../../../../views/wallet/panel/take-back.tsx'
import {
  BatchesPage,
  type BatchesProps,
  BatchPage,
  type BatchView,
  CardPage,
  CardsPage,
  type CardView,
  PrintPage,
} from '../../../../views/wallet/panel/vouchers.tsx'
import { say } from '../../../../views/words/index.ts'
import { type Asking, access } from '../../../accounts/access.ts'
import { actorOf } from '../../../accounts/index.ts'
import { openApproval } from '../../../audit/index.ts'
import { csvTime } from '../../../base/csv.ts'
import { frame } from '../../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../../base/html/listing.ts'
import { page, seeOther } from '../../../base/html/reply.ts'
import { said } from '../../../base/html/said.ts'
import { line, text } from '../../../base/http/form.ts'
import { publicUrl } from '../../../base/http/public-url.ts'
import { Refused } from '../../../base/http/refused.ts'
import { houseZone } from '../../../base/zone.ts'
import { formKey, isCurrency, plainMoney } from '../../../ledger/index.ts'
import { actorName, desk, takenOut } from '../../../support/index.ts'
import {
  type Batch,
  type BatchFaults,
  batchById,
  batches,
  type Card,
  cardById,
  cards,
  currencyOf,
  makeBatch,
  qrOf,
  redeemerOf,
  refundedOfCard,
  sell,
  sellBatch,
  statesOf,
  unspentOfCard,
  VOUCHER_STATES,
  type Voided,
  voidBatch,
  voidCards,
} from '../../../wallet/index.ts'
import type { World } from '../../../world.ts'
import { CARD_KIND } from '../listeners.ts'
import { proposeBack } from '../take-back/staff.ts'

type Staff = Asking & { request: Request }

/** What the last act did, in the words that the page says above itself. */
const savedWords = () => {
  const { sold, voided, none, shown } = say.money.vouchers.said
  const { proposed } = say.money.orders
  return {
    sold: { tone: 'ok' as const, ...sold },
    voided: { tone: 'ok' as const, ...voided },
    proposed: { tone: 'ok' as const, ...proposed },
    none: { tone: 'warn' as const, ...none },
    shown: { tone: 'warn' as const, ...shown },
  }
}

const cardList = (world: World): Listing<Card> => ({
  path: paths.panelVouchers,
  by: ['state', 'batch'],
  rows: ({ q, is, after, limit }) =>
    cards(world, {
      q,
      state: VOUCHER_STATES.find(state => state === is.state) ?? '',
      batch: is.batch ?? '',
      after,
      limit,
    }),
  place: ({ made_at, id }) => ({ at: made_at, id }),
  csv: {
    name: 'vouchers',
    columns: [
      ['id', card => card.id],
      ['batch', card => card.batch_id],
      ['note', card => card.note],
      ['number', card => card.number],
      ['tokens', card => card.tokens],
      ['price', card => (isCurrency(card.currency) ? plainMoney(card.price_minor, card.currency) : '')],
      ['currency', card => card.currency],
      ['state', card => card.state],
      ['made_at', card => csvTime(card.made_at)],
      ['sold_at', card => csvTime(card.sold_at)],
      ['sold_by', card => (card.sold_by === null ? '' : actorName(world, card.sold_by))],
      ['redeemed_at', card => csvTime(card.redeemed_at)],
      ['redeemed_by', card => redeemerOf(world, card) ?? card.redeemed_by ?? ''],
      ['voided_at', card => csvTime(card.voided_at)],
      ['voided_because', card => card.voided_because ?? ''],
    ],
  },
})

const batchList = (world: World): Listing<Batch> => ({
  path: paths.panelBatches,
  rows: asked => batches(world, asked),
  place: ({ made_at, id }) => ({ at: made_at, id }),
  csv: {
    name: 'voucher-batches',
    columns: [
      ['id', batch => batch.id],
      ['note', batch => batch.note],
      ['cards', batch => batch.count],
      ['tokens', batch => batch.tokens],
      ['price', batch => plainMoney(batch.price_minor, batch.currency)],
      ['currency', batch => batch.currency],
      ['made_at', batch => csvTime(batch.made_at)],
      ['made_by', batch => actorName(world, batch.made_by)],
      ...VOUCHER_STATES.map(state => [state, (batch: Batch) => statesOf(world, batch.id)[state]] as const),
    ],
  },
})

/** Cards with codes: made, printed, sold, voided. */
export const voucherRoutes = (world: World) =>
  new Elysia({ name: 'admin-vouchers' })
    .use(access(world))
    .get(
      '/panel/vouchers',
      context => {
        const { rows, list } = listPage(cardList(world), context.request)
        return page(
          CardsPage({
            frame: frame(world, context, said(context.request, savedWords())),
            desk: desk(world),
            list,
            rows: rows.map(card => cardView(world, card)),
            zone: houseZone(world),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/vouchers.csv',
      context => listCsv(cardList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:finance' },
    )
    .get('/panel/vouchers/batches', context => showBatches(world, context), { access: 'staff:finance' })
    .post(
      '/panel/vouchers/batches.csv',
      context => listCsv(batchList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:finance' },
    )
    .post(
      '/panel/vouchers/batches',
      context => {
        const { request, body, visitor, address, nonce } = context
        const typed = {
          count: line(body, 'count').slice(0, 20),
          tokens: line(body, 'tokens').slice(0, 20),
          price: line(body, 'price').slice(0, 20),
          note: line(body, 'note').slice(0, 400),
        }
        const key = formKey('vouchers', visitor!.id, line(body, 'key'))
        if (key === null) return showBatches(world, context, { typed, errors: {} })
        const made = makeBatch(world, { key, typed, by: actorOf(visitor!, address) })
        if (!made.ok) return showBatches(world, context, { typed, errors: faultWords(made.faults) })
        if (made.cards.length === 0) return seeOther(request, `${paths.panelBatch(made.batch.id)}?said=shown`)
        const url = publicUrl(world)
        return page(
          PrintPage({
            frame: frame(world, context),
            batch: made.batch,
            cards: made.cards.map(card => ({ ...card, qr: qrOf(`${url}${paths.voucher(card.code)}`) })),
            host: `${new URL(url).host}${paths.walletRedeem}`,
          }),
          { nonce },
        )
      },
      { access: 'staff:finance' },
    )
    .get(
      '/panel/vouchers/batches/:batch',
      context => showBatch(world, context, foundBatch(world, context.params.batch)),
      {
        access: 'staff:finance',
      },
    )
    .post(
      '/panel/vouchers/batches/:batch/sold',
      context => {
        const batch = foundBatch(world, context.params.batch)
        const done = sellBatch(world, { batch: batch.id, by: actorOf(context.visitor!, context.address) })
        return seeOther(context.request, `${paths.panelBatch(batch.id)}?said=${done.ok ? 'sold' : 'none'}`)
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/vouchers/batches/:batch/void',
      context => {
        const batch = foundBatch(world, context.params.batch)
        const because = text(context.body, 'because')
        const by = actorOf(context.visitor!, context.address)
        const done = voidBatch(world, { batch: batch.id, because, by })
        const error = voidWords(done)
        if (error !== null) return showBatch(world, context, batch, { typed: because, error })
        return seeOther(context.request, `${paths.panelBatch(batch.id)}?said=${done.ok ? 'voided' : 'none'}`)
      },
      { access: 'staff:finance' },
    )
    .get('/panel/vouchers/:card', context => showCard(world, context, foundCard(world, context.params.card)), {
      access: 'staff:finance',
    })
    .post(
      '/panel/vouchers/:card/sold',
      context => {
        const card = foundCard(world, context.params.card)
        const done = sell(world, { ids: [card.id], by: actorOf(context.visitor!, context.address) })
        return seeOther(context.request, `${paths.panelCard(card.id)}?said=${done.ok ? 'sold' : 'none'}`)
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/vouchers/:card/void',
      context => {
        const card = foundCard(world, context.params.card)
        const because = text(context.body, 'because')
        const by = actorOf(context.visitor!, context.address)
        const done = voidCards(world, { ids: [card.id], because, by })
        const error = voidWords(done)
        if (error !== null) return showCard(world, context, card, { typed: because, error })
        return seeOther(context.request, `${paths.panelCard(card.id)}?said=${done.ok ? 'voided' : 'none'}`)
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/vouchers/:card/refund',
      context => {
        const card = foundCard(world, context.params.card)
        return proposeBack(world, context, {
          kind: CARD_KIND,
          account: card.redeemed_by,
          detail: { card: card.id },
          most_tokens: unspentOfCard(world, card),
          href: paths.panelCard(card.id),
          refuse: typed => showCard(world, context, card, undefined, typed),
        })
      },
      { access: 'staff:finance' },
    )

const voidWords = (done: Voided): string | null => {
  if (done.ok || done.why === 'none' || done.why === 'unknown') return null
  return done.why === 'frozen' ? say.money.frozen : say.money.becauseWrong
}

const faultWords = (faults: BatchFaults): BatchesProps['errors'] =>
  Object.fromEntries(Object.entries(faults).map(([name, why]) => [name, say.money.vouchers.errors[why]]))

function foundBatch(world: World, id: string): Batch {
  const batch = batchById(world, id)
  if (!batch) throw new Refused(404, say.money.vouchers.gone)
  return batch
}

function foundCard(world: World, id: string): Card {
  const card = cardById(world, id)
  if (!card) throw new Refused(404, say.money.vouchers.gone)
  return card
}

const batchView = (world: World, batch: Batch): BatchView => ({
  ...batch,
  made_by: actorName(world, batch.made_by),
  states: statesOf(world, batch.id),
})

function cardView(world: World, card: Card): CardView {
  const { redeemed_by } = card
  return {
    ...card,
    count: batchById(world, card.batch_id)!.count,
    moved_at: card.redeemed_at ?? card.voided_at ?? card.sold_at,
    ...(redeemed_by === null ? {} : { redeemed: { id: redeemed_by, handle: redeemerOf(world, card) } }),
  }
}

function showBatches(world: World, context: Staff, wrong: Pick<BatchesProps, 'typed' | 'errors'> = {}): Response {
  const { rows, list } = listPage(batchList(world), context.request)
  return page(
    BatchesPage({
      frame: frame(world, context),
      desk: desk(world),
      list,
      rows: rows.map(batch => batchView(world, batch)),
      zone: houseZone(world),
      currency: currencyOf(world),
      born: world.ids.next(),
      ...wrong,
    }),
    { nonce: context.nonce, status: wrong.errors ? 422 : 200 },
  )
}

function showBatch(world: World, context: Staff, batch: Batch, refused?: { typed: string; error: string }): Response {
  return page(
    BatchPage({
      frame: frame(world, context, refused ? {} : said(context.request, savedWords())),
      desk: desk(world),
      batch: batchView(world, batch),
      zone: houseZone(world),
      ...(refused ? { refused } : {}),
    }),
    { nonce: context.nonce, status: refused ? 422 : 200 },
  )
}

function showCard(
  world: World,
  context: Staff,
  card: Card,
  refused?: { typed: string; error: string },
  typed?: TakeBackTyped,
): Response {
  const most_tokens = unspentOfCard(world, card)
  const bad = refused !== undefined || typed !== undefined
  return page(
    CardPage({
      frame: frame(world, context, bad ? {} : said(context.request, savedWords())),
      desk: desk(world),
      card: {
        ...cardView(world, card),
        soldBy: card.sold_by === null ? null : actorName(world, card.sold_by),
        sold_at: card.sold_at,
        voidedBy: card.voided_by === null ? null : actorName(world, card.voided_by),
        voided_because: card.voided_because,
        posting: card.posting,
        refunded_tokens: refundedOfCard(world, card),
      },
      zone: houseZone(world),
      ...(refused ? { refused } : {}),
      ...(most_tokens > 0n
        ? {
            back: {
              action: `${paths.panelCard(card.id)}/refund`,
              born: world.ids.next(),
              most_tokens,
              proposed: openApproval(world, CARD_KIND, `account:${card.redeemed_by}`) !== null,
              words: say.money.vouchers.refund,
              typed,
            },
          }
        : {}),
    }),
    { nonce: context.nonce, status: bad ? 422 : 200 },
  )
}

import { Elysia } from 'elysia'
import { paths } from '../../../../views/paths.ts'
import {
  type OrderLine,
  type ReceiptView,
  TransferPage,
  type TransferProps,
  TransfersPage,
  type TransfersProps,
} from '../../../../views/wallet/panel/transfers.tsx'
import { say } from '../../../../views/words/index.ts'
import { type Asking, access } from '../../../accounts/access.ts'
import { accountById, actorOf } from '../../../accounts/index.ts'
import { bornKey, openApproval, propose } from '../../../audit/index.ts'
import { csvTime } from '../../../base/csv.ts'
import { frame } from '../../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../../base/html/listing.ts'
import { page, seeOther } from '../../../base/html/reply.ts'
import { said } from '../../../base/html/said.ts'
import { line, text } from '../../../base/http/form.ts'
import { Refused } from '../../../base/http/refused.ts'
import { readUpload } from '../../../base/http/upload.ts'
import { houseZone } from '../../../base/zone.ts'
import { plainMoney } from '../../../ledger/index.ts'
import { actorName, desk, takenOut } from '../../../support/index.ts'
import {
  currencyOf,
  dayOf,
  enterLine,
  IMPORT_MOST_BYTES,
  type Imported,
  importFile,
  inFours,
  lastImports,
  MONEY_WRONG,
  matchByHand,
  type Order,
  orderById,
  ordersThatFit,
  payerOf,
  RECEIPT_STATES,
  type Receipt,
  receiptById,
  receipts,
  stateOf,
  typedMoney,
  usesOfReceipt,
} from '../../../wallet/index.ts'
import type { World } from '../../../world.ts'
import { BACK_KIND } from '../listeners.ts'

type Staff = Asking & { request: Request }

const receiptList = (world: World): Listing<Receipt> => ({
  path: paths.panelTransfers,
  by: ['state'],
  rows: ({ q, is, after, limit }) =>
    receipts(world, { q, state: RECEIPT_STATES.find(state => state === is.state) ?? '', after, limit }),
  place: ({ at, id }) => ({ at, id }),
  csv: {
    name: 'transfers',
    columns: [
      ['id', row => row.id],
      ['booked_on', row => row.booked_on],
      ['taken_in_at', row => csvTime(row.at)],
      ['amount', row => plainMoney(row.amount_minor, row.currency)],
      ['left', row => plainMoney(row.left_minor, row.currency)],
      ['currency', row => row.currency],
      ['reference', row => row.reference],
      ['state', row => stateOf(row)],
      ['why', row => row.why ?? ''],
      ['payer', row => payerOf(world, row)?.name ?? ''],
      ['iban', row => payerOf(world, row)?.iban ?? ''],
      ['text', row => payerOf(world, row)?.text ?? ''],
      ['posting', row => row.posting],
    ],
  },
})

/** What the bank says, and what becomes of it. */
export const transferRoutes = (world: World) =>
  new Elysia({ name: 'admin-transfers' })
    .use(access(world))
    .get('/panel/transfers', context => showTransfers(world, context), { access: 'staff:finance' })
    .post(
      '/panel/transfers.csv',
      context => listCsv(receiptList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:finance' },
    )
    .post(
      '/panel/transfers/import',
      async context => {
        const { request, visitor, address } = context
        const asked = { account: visitor!.id, address, name: 'file', most: IMPORT_MOST_BYTES, staff: true }
        const upload = await readUpload(world, request, asked)
        const words = say.money.transfers.errors
        if (!upload.ok) return showTransfers(world, context, { fileError: words[upload.why] }, 422)
        if (upload.file.length === 0) return showTransfers(world, context, { fileError: words.empty }, 422)
        const confirmed = upload.fields.confirm === 'on'
        const done = importFile(world, { bytes: upload.file, confirmed, by: actorOf(visitor!, address) })
        if (!done.ok) return showTransfers(world, context, faultWords(done), 422)
        const { lineErrors } = say.money.transfers
        const wrong = done.wrong.map(one => ({ line: one.line, words: lineErrors[one.why] }))
        return showTransfers(world, context, { took: { ...done, wrong } })
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/transfers/typed',
      context => {
        const { body, visitor, address } = context
        const typed = {
          date: line(body, 'date').slice(0, 20),
          amount: line(body, 'amount').slice(0, 20),
          name: line(body, 'name').slice(0, 140),
          iban: line(body, 'iban').slice(0, 50),
          text: line(body, 'text').slice(0, 500),
        }
        const words = say.money.vouchers.errors
        const currency = currencyOf(world)
        const booked_on = dayOf(typed.date)
        const amount = typedMoney(typed.amount, currency)
        const today = new Date(world.clock.now()).toISOString().slice(0, 10)
        const typedErrors: TransfersProps['typedErrors'] = {
          ...(booked_on === null || booked_on > today ? { date: say.money.transfers.dateWrong } : {}),
          ...(amount.ok ? {} : { amount: moneyWords(amount.why) }),
          ...(typed.text === '' ? { text: words.empty } : {}),
        }
        if (!world.settings.get('bank_iban')) throw new Refused(409, say.money.transfers.errors['no-bank'])
        if (!amount.ok || booked_on === null || Object.keys(typedErrors).length > 0) {
          return showTransfers(world, context, { typed, typedErrors }, 422)
        }
        const iban = typed.iban.toUpperCase().replace(/[\s-]/g, '')
        const took = enterLine(
          world,
          { booked_on, amount_minor: amount.amount_minor, currency, name: typed.name, iban, text: typed.text },
          actorOf(visitor!, address),
        )
        return showTransfers(world, context, { took: { ...took, known: 1 - took.fresh, outgoing: 0, wrong: [] } })
      },
      { access: 'staff:finance' },
    )
    .get('/panel/transfers/:receipt', context => showTransfer(world, context, found(world, context.params.receipt)), {
      access: 'staff:finance',
    })
    .post(
      '/panel/transfers/:receipt/match',
      context => {
        const { body, request, visitor, address } = context
        const receipt = found(world, context.params.receipt)
        const typed = line(body, 'order').slice(0, 60)
        const done = matchByHand(world, { receipt: receipt.id, order: typed, by: actorOf(visitor!, address) })
        if (!done.ok) {
          const error = say.money.transfers.matchErrors[done.why]
          return showTransfer(world, context, receipt, { match: { typed, error } })
        }
        return seeOther(request, `${paths.panelTransfer(receipt.id)}?said=${done.paid ? 'matched' : 'part'}`)
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/transfers/:receipt/back',
      context => {
        const { body, request, visitor, address } = context
        const receipt = found(world, context.params.receipt)
        const because = text(body, 'because').slice(0, 2000)
        if (receipt.left_minor === 0n) throw new Refused(409, say.money.transfers.matchErrors.used)
        const asked = propose(world, {
          kind: BACK_KIND,
          subject: `receipt:${receipt.id}`,
          detail: { receipt: receipt.id, left_minor: String(receipt.left_minor), currency: receipt.currency },
          reason: because,
          by: actorOf(visitor!, address),
          ...bornKey(line(body, 'key')),
        })
        if (!asked.ok) {
          return showTransfer(world, context, receipt, { back: { typed: because, error: say.money.becauseWrong } })
        }
        return seeOther(request, `${paths.panelTransfer(receipt.id)}?said=proposed`)
      },
      { access: 'staff:finance' },
    )

const moneyWords = (why: keyof typeof MONEY_WRONG): string => say.money.vouchers.errors[MONEY_WRONG[why]]

function faultWords(done: Imported & { ok: false }): Pick<TransfersProps, 'fileError' | 'confirmError'> {
  const words = say.money.transfers.errors
  const { fault } = done
  switch (fault.why) {
    case 'confirm':
      return { confirmError: words.confirm }
    case 'not-xml':
      return { fileError: words['not-xml'](fault.line) }
    case 'other-account':
      return { fileError: words['other-account'](inFours(fault.iban)) }
    default:
      return { fileError: words[fault.why] }
  }
}

function found(world: World, id: string): Receipt {
  const receipt = receiptById(world, id)
  if (!receipt) throw new Refused(404, say.money.transfers.gone)
  return receipt
}

const viewOf = (world: World, receipt: Receipt): ReceiptView => ({
  ...receipt,
  reference: inFours(receipt.reference),
  state: stateOf(receipt),
  payer: payerOf(world, receipt),
})

const orderLine = (world: World, order: Order): OrderLine => ({
  ...order,
  reference: inFours(order.reference),
  handle: accountById(world, order.account_id)?.handle ?? null,
})

function showTransfers(world: World, context: Staff, more: Partial<TransfersProps> = {}, status = 200): Response {
  const { rows, list } = listPage(receiptList(world), context.request)
  return page(
    TransfersPage({
      frame: frame(world, context),
      desk: desk(world),
      list,
      rows: rows.map(receipt => viewOf(world, receipt)),
      zone: houseZone(world),
      iban: inFours(world.settings.get('bank_iban')),
      currency: currencyOf(world),
      imports: lastImports(world).map(one => ({ ...one, by: actorName(world, one.by) })),
      ...more,
    }),
    { nonce: context.nonce, status },
  )
}

function showTransfer(
  world: World,
  context: Staff,
  receipt: Receipt,
  wrong: Pick<TransferProps, 'match' | 'back'> = {},
): Response {
  const bad = Object.keys(wrong).length > 0
  const words = say.money.transfers.said
  return page(
    TransferPage({
      frame: frame(
        world,
        context,
        bad
          ? {}
          : said(context.request, {
              matched: { tone: 'ok', ...words.matched },
              part: { tone: 'warn', ...words.part },
              proposed: { tone: 'ok', ...words.proposed },
            }),
      ),
      desk: desk(world),
      receipt: viewOf(world, receipt),
      uses: usesOfReceipt(world, receipt.id).map(use => ({
        ...orderLine(world, orderById(world, use.order_id)!),
        used_minor: use.used_minor,
      })),
      fits: receipt.left_minor > 0n ? ordersThatFit(world, receipt).map(order => orderLine(world, order)) : [],
      zone: houseZone(world),
      proposed: openApproval(world, BACK_KIND, `receipt:${receipt.id}`) !== null,
      born: world.ids.next(),
      ...wrong,
    }),
    { nonce: context.nonce, status: bad ? 422 : 200 },
  )
}

import { Elysia } from 'elysia'
import { dateTime } from '../../views/format.ts'
import { paths } from '../../views/paths.ts'
import type { RoomParts } from '../../views/rooms/room.tsx'
import {
  BuyPage,
  type BuyProps,
  BuySheet,
  BuyStep,
  DoneStep,
  OrderPage,
  type OrderProps,
  OrderStep,
  RedeemPage,
  type RedeemProps,
  RedeemStep,
} from '../../views/wallet/buy.tsx'
import { ReceiptPage, reasonWords, WalletPage, type WalletProps } from '../../views/wallet/wallet.tsx'
import { type RefusalView, refusalWords } from '../../views/wallet/words.ts'
import { say } from '../../views/words/index.ts'
import { type Asking, access } from '../accounts/access.ts'
import { isStaff } from '../accounts/index.ts'
import { DAY, MINUTE } from '../base/clock.ts'
import { frame } from '../base/html/frame.ts'
import { listCsv, listPage } from '../base/html/listing.ts'
import { ownPath, page, partial, seeOther } from '../base/html/reply.ts'
import { said } from '../base/html/said.ts'
import { clearCookie, cookie, readCookies } from '../base/http/cookies.ts'
import { line, ticked } from '../base/http/form.ts'
import { Refused } from '../base/http/refused.ts'
import { houseZone } from '../base/zone.ts'
import { digitsOf, formKey, plainMoney, readTokens } from '../ledger/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { printed, readCode } from './crockford.ts'
import { type WalletLine, walletLine, walletListing } from './history.ts'
import { LIMIT_MOST, LIMITED, ownLimits, pause, pausedUntil, SPAN_NAMES, setLimit, usedWithin } from './limit.ts'
import type { WalletListeners } from './listeners.ts'
import {
  announce,
  cancelOrder,
  type Order,
  orderById,
  orderSteps,
  type Started,
  startOrder,
  takesTransfers,
  waitingOrders,
} from './order.ts'
import { type Pack, packsOn } from './pack.ts'
import { taxWithin } from './price.ts'
import { qrOf } from './qr.ts'
import { epcText, inFours } from './reference.ts'
import { setSpendNotes, wantsSpendNotes } from './spend-note.ts'
import { cardById, type Redeemed, redeem } from './voucher.ts'
import { balance, holds, type Refusal, refusal } from './wallet.ts'

type Context = Asking & { request: Request }

/** A card's code waits here for the form, out of the address and across a sign-in. */
const CODE_COOKIE = '__Host-fl-voucher'

export const walletRoutes = (world: World, told: WalletListeners) =>
  new Elysia({ name: 'wallet' })
    .use(access(world))
    .get('/wallet', context => showWallet(world, context), { access: 'member' })
    .post(
      '/wallet.csv',
      ({ body, visitor }) => {
        // Each part of it reads the whole history.
        if (!world.rates.take(`wallet file ${visitor!.id}`, 6, MINUTE)) throw new Refused(429)
        return listCsv(linesOf(world, visitor!.id), body, world.clock.now())
      },
      { access: 'member' },
    )
    .get(
      '/wallet/buy',
      context => {
        const query = new URL(context.request.url).searchParams
        const step = {
          back: ownPath(query.get('back')),
          ...(query.get('sheet') === '1' ? { sheet: context.nonce } : {}),
        }
        return showBuy(world, context, buyProps(world, told, context.visitor!.id, step))
      },
      { access: 'member' },
    )
    .post(
      '/wallet/buy',
      context => {
        const { request, body, visitor, address } = context
        const typed = { pack: line(body, 'pack'), way: line(body, 'way') }
        const step = stepOf(context)
        const refuse = (error: { title: string; words?: string }, status = 422) =>
          showBuy(world, context, { ...buyProps(world, told, visitor!.id, step), typed, error }, status)
        if (typed.way === 'voucher') {
          if (step.sheet) return partial(RedeemStep(step), { nonce: context.nonce })
          return seeOther(request, paths.walletRedeemFrom(step.back))
        }
        if (typed.way !== 'transfer') return refuse({ title: say.wallet.buy.pickWay })
        const key = formKey('order', visitor!.id, line(body, 'key'))
        if (key === null) return refuse({ title: say.wallet.refused.keyReused })
        const started = startOrder(world, { key, member: visitor!.id, pack: typed.pack, back: step.back, address })
        if (!started.ok) return refuse(startWords(world, started))
        if (step.sheet) return showOrder(world, context, started.order)
        return seeOther(request, paths.walletOrder(started.order.id))
      },
      { access: 'member' },
    )
    .get(
      '/v/:code',
      ({ request, params }) => {
        const read = readCode(params.code)
        const kept = read.ok ? [cookie(CODE_COOKIE, printed(read.code), { maxAgeSeconds: 1800 })] : []
        return seeOther(request, paths.walletRedeem, kept)
      },
      { access: 'anyone' },
    )
    .get(
      '/wallet/redeem',
      context => {
        const back = ownPath(new URL(context.request.url).searchParams.get('back'))
        const scanned = readCode(readCookies(context.request, CODE_COOKIE)[0] ?? '')
        return showRedeem(world, context, { back, ...(scanned.ok ? { typed: printed(scanned.code) } : {}) })
      },
      { access: 'member' },
    )
    .post(
      '/wallet/redeem',
      context => {
        const { request, body, visitor } = context
        const step = stepOf(context)
        const typed = line(body, 'code').slice(0, 60)
        const done = redeem(world, { member: visitor!.id, typed })
        if (!done.ok) return showRedeem(world, context, { ...step, typed, ...redeemWords(world, done) }, 422)
        const cookies = readCookies(request, CODE_COOKIE).length > 0 ? [clearCookie(CODE_COOKIE)] : []
        if (step.sheet) {
          const tokens = say.wallet.tokens(balance(world, visitor!.id).tokens)
          return partial(
            DoneStep({
              ...step,
              title: say.wallet.receipt.done(say.wallet.tokens(done.tokens)),
              words: done.again ? say.wallet.receipt.again : say.wallet.receipt.doneWords(tokens),
              posting: done.posting,
            }),
            { nonce: context.nonce, cookies },
          )
        }
        const query = new URLSearchParams({
          fresh: done.again ? 'again' : 'now',
          ...(step.back === '/' ? {} : { back: step.back }),
        })
        return seeOther(request, `${paths.walletReceipt(done.posting)}?${query}`, cookies)
      },
      { access: 'member' },
    )
    .get('/wallet/orders/:order', context => showOrder(world, context, ownOrder(world, context)), { access: 'member' })
    .post(
      '/wallet/orders/:order/sent',
      context => {
        const order = ownOrder(world, context)
        if (!announce(world, order).ok) throw new Refused(409, say.wallet.order.over)
        return afterOrder(world, context, order.id)
      },
      { access: 'member' },
    )
    .post(
      '/wallet/orders/:order/cancel',
      context => {
        const order = ownOrder(world, context)
        if (!cancelOrder(world, order).ok) throw new Refused(409, say.wallet.order.over)
        return afterOrder(world, context, order.id)
      },
      { access: 'member' },
    )
    .get('/wallet/receipts/:n', context => showReceipt(world, context), { access: 'member' })
    .post(
      '/wallet/limits',
      context => {
        const { request, body, visitor } = context
        const errors: Record<string, string> = {}
        const typed: Record<string, string> = {}
        const wanted = LIMITED.flatMap(what =>
          SPAN_NAMES.map(span => {
            const name = `${what}-${span}`
            typed[name] = line(body, name).slice(0, 20)
            const read = readTokens(typed[name], LIMIT_MOST)
            if (!read.ok && read.why !== 'empty') errors[name] = limitWords(read.why)
            return { what, span, most_tokens: read.ok ? read.tokens : null }
          }),
        )
        if (Object.keys(errors).length > 0) {
          return showWallet(world, context, { typedLimits: typed, limitErrors: errors, notes: ticked(body, 'notes') })
        }
        for (const limit of wanted) setLimit(world, { account: visitor!.id, ...limit })
        setSpendNotes(world, visitor!.id, ticked(body, 'notes'))
        return seeOther(request, `${paths.wallet}?said=limits`)
      },
      { access: 'member' },
    )
    .post(
      '/wallet/pause',
      context => {
        const { request, body, visitor } = context
        const typed = { lasts: line(body, 'lasts'), sure: ticked(body, 'sure') }
        const words = say.wallet.pause.errors
        const days = Object.hasOwn(say.wallet.pause.options, typed.lasts) ? Number(typed.lasts) : 0
        const errors = {
          ...(days === 0 ? { lasts: words.lasts } : {}),
          ...(typed.sure ? {} : { sure: words.sure }),
        }
        const refuse = (pauseErrors: WalletProps['pauseErrors']) =>
          showWallet(world, context, { pauseTyped: typed, pauseErrors })
        if (Object.keys(errors).length > 0) return refuse(errors)
        const paused = pause(world, { account: visitor!.id, lasts_ms: days * DAY })
        if (!paused.ok) return refuse({ lasts: paused.why === 'shorter' ? words.shorter : words.lasts })
        return seeOther(request, `${paths.wallet}?said=pause`)
      },
      { access: 'member' },
    )

/** Where the step leads back to, and whether it stands in a room's sheet: then only its markup is answered. */
function stepOf({ body, nonce }: Context & { body: unknown }): { back: string; sheet?: string } {
  return { back: ownPath(line(body, 'back')), ...(line(body, 'sheet') === '1' ? { sheet: nonce } : {}) }
}

const bornOf = (world: World): string => world.ids.next()

function buyProps(
  world: World,
  told: Pick<WalletListeners, 'kept'>,
  member: string,
  step: { back: string; sheet?: string },
): BuyProps {
  const kept = told.kept(member, step.back)
  const missing_tokens = kept ? kept.tokens - balance(world, member).tokens : 0n
  return {
    ...step,
    ...(kept && missing_tokens > 0n ? { kept: { ...kept, missing_tokens } } : {}),
    born: bornOf(world),
    packs: packsOn(world).map(pack => ({
      id: pack.id,
      tokens: pack.tokens,
      price_minor: pack.price_minor,
      tax_minor: taxWithin(world, pack.price_minor),
      currency: pack.currency,
      each_micros: eachMicros(pack),
    })),
    transfers: takesTransfers(world),
  }
}

/** What buying puts into a room's page, for whoever may buy. */
export function walletParts(world: World, told: Pick<WalletListeners, 'kept'>, room: Room, asking: Asking): RoomParts {
  const { visitor, nonce } = asking
  if (!visitor || isStaff(visitor.role)) return {}
  const back = paths.room(room.name)
  return {
    sheets: (
      <BuySheet again={`${paths.walletBuyFrom(back)}&sheet=1`} nonce={nonce}>
        <BuyStep {...buyProps(world, told, visitor.id, { back, sheet: nonce })} />
      </BuySheet>
    ),
    scripts: [world.assets.href('buy.js')],
  }
}

const eachMicros = ({ price_minor, tokens, currency }: Pack): bigint =>
  (price_minor * 10n ** BigInt(6 - digitsOf(currency))) / tokens

function showBuy(world: World, context: Context, props: BuyProps, status = 200): Response {
  const { nonce } = context
  if (props.sheet) return partial(<BuyStep {...props} />, { nonce, status })
  return page(<BuyPage frame={frame(world, context)} {...props} />, { nonce, status })
}

function showRedeem(world: World, context: Context, props: RedeemProps, status = 200): Response {
  const { nonce } = context
  if (props.sheet) return partial(<RedeemStep {...props} />, { nonce, status })
  return page(
    <RedeemPage frame={frame(world, context)} scripts={[world.assets.href('wallet.js')]} camera {...props} />,
    { nonce, status, capture: true },
  )
}

const refused = (world: World, why: Refusal) => refusalWords(why as RefusalView, houseZone(world))

function redeemWords(world: World, done: Redeemed & { ok: false }): Pick<RedeemProps, 'error' | 'refused'> {
  const words = say.wallet.redeem.errors
  switch (done.why) {
    case 'no-wallet':
    case 'barred':
    case 'closed':
    case 'paused':
    case 'limit':
      return { refused: refused(world, done) }
    default:
      return { error: words[done.why] }
  }
}

function startWords(world: World, started: Started & { ok: false }): { title: string; words?: string } {
  const words = say.wallet.refused
  switch (started.why) {
    case 'pack':
      return { title: words.pack }
    case 'no-transfers':
      return { title: words.noTransfers }
    case 'key-reused':
      return { title: words.keyReused }
    case 'often':
      return { title: words.often(dateTime(started.opens_at, houseZone(world))) }
    default:
      return refused(world, started)
  }
}

function limitWords(why: 'not-a-number' | 'not-whole' | 'too-small' | 'too-large'): string {
  const words = say.wallet.limits.errors
  if (why === 'too-small') return words.small
  return why === 'too-large' ? words.large : words.number
}

function ownOrder(world: World, { params, visitor }: Context & { params: { order: string } }): Order {
  const order = orderById(world, params.order)
  if (!order || order.account_id !== visitor!.id) throw new Refused(404, say.wallet.order.gone)
  return order
}

function afterOrder(world: World, context: Context & { body: unknown }, id: string): Response {
  const { sheet } = stepOf(context)
  return sheet ? showOrder(world, context, orderById(world, id)!) : seeOther(context.request, paths.walletOrder(id))
}

function orderProps(world: World, order: Order, nonce: string, sheet: string | undefined): OrderProps {
  const { settings } = world
  const bank = { name: settings.get('bank_name'), iban: settings.get('bank_iban'), bic: settings.get('bank_bic') }
  const waits = order.state === 'open' || order.state === 'pending'
  const amount = plainMoney(order.amount_minor, order.currency)
  return {
    order: {
      ...order,
      reference: inFours(order.reference),
      amount_plain: amount,
      because: declined(world, order),
    },
    bank: { ...bank, iban: inFours(bank.iban) },
    ...(waits && order.currency === 'EUR' && bank.iban !== ''
      ? { qr: qrOf(epcText({ ...bank, amount, reference: order.reference })) }
      : {}),
    balance_tokens: balance(world, order.account_id).tokens,
    back: order.back,
    zone: houseZone(world),
    nonce,
    ...(sheet === undefined ? {} : { sheet }),
  }
}

/** Why somebody of the house ended it. */
function declined(world: World, order: Order): string {
  const last = order.state === 'failed' ? orderSteps(world, order.id).at(-1) : undefined
  return last && last.by !== `account:${order.account_id}` ? last.because : ''
}

function showOrder(world: World, context: Context & { body?: unknown }, order: Order): Response {
  const { request, nonce } = context
  const asked = new URL(request.url).searchParams.get('sheet') === '1' || line(context.body, 'sheet') === '1'
  const props = orderProps(world, order, nonce, asked ? nonce : undefined)
  // The page asks for itself while it waits; it only wants what has changed.
  if (asked || request.headers.get('hx-request') === 'true') return partial(<OrderStep {...props} />, { nonce })
  const scripts = [world.assets.href('buy.js')]
  return page(<OrderPage frame={frame(world, context)} scripts={scripts} {...props} />, { nonce })
}

const lineOf = (world: World, { params, visitor }: Context & { params: { n: string } }): WalletLine => {
  const found = /^[1-9][0-9]{0,14}$/.test(params.n) ? walletLine(world, visitor!.id, Number(params.n)) : null
  if (!found) throw new Refused(404, say.wallet.receipt.gone)
  return found
}

function showReceipt(world: World, context: Context & { params: { n: string } }): Response {
  const { request, visitor, nonce } = context
  const found = lineOf(world, context)
  const query = new URL(request.url).searchParams
  const fresh = query.get('fresh')
  return page(
    <ReceiptPage
      frame={frame(world, context)}
      line={found}
      {...paidFor(world, found)}
      {...(fresh === 'now' || fresh === 'again' ? { fresh } : {})}
      balance_tokens={balance(world, visitor!.id).tokens}
      back={ownPath(query.get('back'))}
      zone={houseZone(world)}
    />,
    { nonce },
  )
}

/** The money behind a line: of an order, or of a card that was sold. */
function paidFor(world: World, { reason, about }: WalletLine) {
  const [kind, id = ''] = about.split(':')
  if (kind === 'order' && reason === 'order') {
    const order = orderById(world, id)
    if (!order) return {}
    const { amount_minor, tax_minor, currency } = order
    return { paid: { amount_minor, tax_minor, currency }, order: { id, reference: inFours(order.reference) } }
  }
  if (kind === 'voucher' && reason === 'voucher') {
    const card = cardById(world, id)
    if (!card) return {}
    const { price_minor, currency } = card
    return { paid: { amount_minor: price_minor, tax_minor: taxWithin(world, price_minor), currency } }
  }
  return {}
}

const linesOf = (world: World, member: string) =>
  walletListing(world, member, { path: paths.wallet, number: 'number', what: reasonWords })

function showWallet(world: World, context: Context, wrong: Partial<WalletProps> = {}): Response {
  const { request, visitor, nonce } = context
  const member = visitor!.id
  const bad = wrong.limitErrors !== undefined || wrong.pauseErrors !== undefined
  const words = say.wallet
  const { rows, list } = listPage(linesOf(world, member), request)
  const { tokens, held_tokens } = balance(world, member)
  return page(
    <WalletPage
      frame={frame(
        world,
        context,
        bad
          ? {}
          : said(request, {
              limits: { tone: 'ok', title: words.limits.saved, words: words.limits.savedWords },
              pause: { tone: 'ok', title: words.pause.begun },
            }),
      )}
      balance_tokens={tokens}
      held_tokens={held_tokens}
      holds={holds(world, member)}
      orders={waitingOrders(world, member)}
      lines={rows}
      list={list}
      limits={ownLimits(world, member).map(limit => ({
        ...limit,
        used_tokens: usedWithin(world, { account: member, what: limit.what, span: limit.span }),
      }))}
      notes={wantsSpendNotes(world, member)}
      pausedUntil={pausedUntil(world, member)}
      closed={refusal(world, member)?.why === 'closed'}
      zone={houseZone(world)}
      {...wrong}
    />,
    { nonce, status: bad ? 422 : 200 },
  )
}

import { Elysia } from 'elysia'
import { paths } from '../../../../views/paths.ts'
import { OwedPage, WalletFilePage, type WalletFileProps, WalletsPage } from '../../../../views/wallet/panel/wallets.tsx'
import { reasonWords } from '../../../../views/wallet/wallet.tsx'
import { say } from '../../../../views/words/index.ts'
import { type Asking, access } from '../../../accounts/access.ts'
import { accountById, actorOf, isStaff } from '../../../accounts/index.ts'
import { bornKey, openApproval, propose } from '../../../audit/index.ts'
import { DAY } from '../../../base/clock.ts'
import { csvTime } from '../../../base/csv.ts'
import { frame } from '../../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../../base/html/listing.ts'
import { page, seeOther } from '../../../base/html/reply.ts'
import { said } from '../../../base/html/said.ts'
import { line, text } from '../../../base/http/form.ts'
import { Refused } from '../../../base/http/refused.ts'
import { houseZone } from '../../../base/zone.ts'
import { readTokens } from '../../../ledger/index.ts'
import { actorName, desk, takenOut } from '../../../support/index.ts'
import {
  balance,
  closeWallet,
  currencyOf,
  freezeOf,
  GRANT_MOST,
  lookedUntil,
  noteLook,
  openWallet,
  owed,
  paidSince,
  type WalletAct,
  type WalletRow,
  walletListing,
  wallets,
} from '../../../wallet/index.ts'
import type { World } from '../../../world.ts'
import { CREDIT_KIND, DEBIT_KIND } from '../listeners.ts'

type Staff = Asking & { request: Request }

const STATES = ['free', 'held', 'closed'] as const

const walletList = (world: World): Listing<WalletRow> => ({
  path: paths.panelWallets,
  by: ['is'],
  rows: ({ q, is, after, limit }) =>
    wallets(world, {
      q,
      is: STATES.find(state => state === is.is) ?? '',
      after: after && { tokens: BigInt(after.at), id: after.id },
      limit,
    }),
  place: ({ tokens, account_id }) => ({ at: Number(tokens), id: account_id }),
  csv: {
    name: 'wallets',
    columns: [
      ['account', row => row.account_id],
      ['member', row => row.handle ?? ''],
      ['free', row => row.tokens],
      ['set_aside', row => row.held_tokens],
      ['moved_at', row => csvTime(row.moved_at)],
    ],
  },
})

const lineList = (world: World, member: string) =>
  walletListing(world, member, { path: `${paths.panelWallet(member)}/lines`, number: 'posting', what: reasonWords })

/** Members' wallets as staff sees them, and what the house owes in all. */
export const walletStaffRoutes = (world: World) =>
  new Elysia({ name: 'admin-wallets' })
    .use(access(world))
    .get(
      '/panel/tokens',
      context => {
        const found = owed(world)
        const { wallets_tokens, held_tokens, received_tokens, issued_tokens } = found
        const whole = wallets_tokens + held_tokens + received_tokens === issued_tokens
        const agrees = whole && (found.behind > 0 || found.lots_minor === found.deferred_minor)
        return page(OwedPage({ frame: frame(world, context), desk: desk(world), owed: found, agrees }), {
          nonce: context.nonce,
        })
      },
      { access: 'staff:finance' },
    )
    .get(
      '/panel/wallets',
      context => {
        const { rows, list } = listPage(walletList(world), context.request)
        return page(
          WalletsPage({ frame: frame(world, context), desk: desk(world), list, rows, zone: houseZone(world) }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/wallets.csv',
      context => listCsv(walletList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:finance' },
    )
    .get('/panel/wallets/:account', context => showWallet(world, context, found(world, context.params.account)), {
      access: 'staff:finance',
    })
    .get('/panel/wallets/:account/lines', context => showWallet(world, context, found(world, context.params.account)), {
      access: 'staff:finance',
    })
    .post(
      '/panel/wallets/:account/lines.csv',
      context => {
        const list = lineList(world, found(world, context.params.account).id)
        return listCsv(list, context.body, world.clock.now(), takenOut(world, context))
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/wallets/:account/change',
      context => {
        const { body, request, visitor, address } = context
        const member = found(world, context.params.account)
        const typed = {
          way: line(body, 'way'),
          tokens: line(body, 'tokens').slice(0, 20),
          because: text(body, 'because').slice(0, 2000),
        }
        const words = say.money.wallets.errors
        const tokens = readTokens(typed.tokens, GRANT_MOST)
        const kind = { credit: CREDIT_KIND, debit: DEBIT_KIND }[typed.way]
        const errors = {
          ...(tokens.ok ? {} : { tokens: words.tokens }),
          ...(kind ? {} : { way: words.way }),
          ...(typed.because.trim() === '' ? { because: say.money.becauseWrong } : {}),
        }
        const refuse = (wrong: NonNullable<WalletFileProps['change']>['errors']) =>
          showWallet(world, context, member, { change: { ...typed, errors: wrong } })
        if (!kind || !tokens.ok || Object.keys(errors).length > 0) return refuse(errors)
        const asked = propose(world, {
          kind,
          subject: `account:${member.id}`,
          detail: { tokens: String(tokens.tokens) },
          reason: typed.because,
          by: actorOf(visitor!, address),
          ...bornKey(line(body, 'key')),
        })
        if (!asked.ok) return refuse({ because: say.money.becauseWrong })
        return seeOther(request, `${paths.panelWallet(member.id)}?said=proposed`)
      },
      { access: 'staff:finance' },
    )
    .post('/panel/wallets/:account/close', context => act(world, context, closeWallet, 'closed', 'freeze'), {
      access: 'staff:finance',
    })
    .post('/panel/wallets/:account/open', context => act(world, context, openWallet, 'opened', 'freeze'), {
      access: 'staff:finance',
    })
    .post('/panel/wallets/:account/look', context => act(world, context, noteLook, 'looked', 'look'), {
      access: 'staff:finance',
    })

interface Member {
  id: string
  handle: string
}

function found(world: World, id: string): Member {
  const account = accountById(world, id)
  if (!account || isStaff(account.role)) throw new Refused(404, say.money.wallets.gone)
  return account
}

function act(
  world: World,
  context: Staff & { params: { account: string }; body: unknown },
  verb: (world: World, asked: { account: string; because: string; by: ReturnType<typeof actorOf> }) => WalletAct,
  word: 'closed' | 'opened' | 'looked',
  form: 'freeze' | 'look',
): Response {
  const member = found(world, context.params.account)
  const because = text(context.body, 'because').slice(0, 2000)
  const done = verb(world, { account: member.id, because, by: actorOf(context.visitor!, context.address) })
  if (done.ok) return seeOther(context.request, `${paths.panelWallet(member.id)}?said=${word}`)
  if (done.why === 'over') return seeOther(context.request, `${paths.panelWallet(member.id)}?said=none`)
  return showWallet(world, context, member, { [form]: { typed: because, error: say.money.becauseWrong } })
}

function showWallet(
  world: World,
  context: Staff,
  member: Member,
  wrong: Pick<WalletFileProps, 'change' | 'freeze' | 'look'> = {},
): Response {
  const bad = Object.keys(wrong).length > 0
  const words = say.money.wallets.said
  const { rows, list } = listPage(lineList(world, member.id), context.request)
  const { tokens, held_tokens } = balance(world, member.id)
  const freeze = freezeOf(world, member.id)
  const subject = `account:${member.id}`
  return page(
    WalletFilePage({
      frame: frame(
        world,
        context,
        bad
          ? {}
          : said(context.request, {
              proposed: { tone: 'ok', ...words.proposed },
              closed: { tone: 'ok', ...words.closed },
              opened: { tone: 'ok', ...words.opened },
              looked: { tone: 'ok', ...words.looked },
              none: { tone: 'warn', ...words.none },
            }),
      ),
      desk: desk(world),
      member,
      balance_tokens: tokens,
      held_tokens,
      paid_minor: paidSince(world, member.id, world.clock.now() - 30 * DAY),
      currency: currencyOf(world),
      lines: rows,
      list,
      closed: freeze && { by: actorName(world, freeze.by), because: freeze.because },
      lookedUntil: lookedUntil(world, member.id),
      zone: houseZone(world),
      born: world.ids.next(),
      proposed: openApproval(world, CREDIT_KIND, subject) !== null || openApproval(world, DEBIT_KIND, subject) !== null,
      ...wrong,
    }),
    { nonce: context.nonce, status: bad ? 422 : 200 },
  )
}

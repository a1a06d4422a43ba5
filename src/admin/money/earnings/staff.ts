import { Elysia } from 'elysia'
import { paths } from '../../../../views/paths.ts'
import { PanelEarningsPage } from '../../../../views/wallet/panel/earnings.tsx'
import { say } from '../../../../views/words/index.ts'
import { access } from '../../../accounts/access.ts'
import { accountById, isStaff } from '../../../accounts/index.ts'
import { MINUTE } from '../../../base/clock.ts'
import { frame } from '../../../base/html/frame.ts'
import { type Listing, listCsv, listPage } from '../../../base/html/listing.ts'
import { page } from '../../../base/html/reply.ts'
import { Refused } from '../../../base/http/refused.ts'
import { checkpoints, plainMoney, statementOf } from '../../../ledger/index.ts'
import { desk, takenOut } from '../../../support/index.ts'
import { currencyOf, type Earner, earners } from '../../../wallet/index.ts'
import type { World } from '../../../world.ts'

const earnerList = (world: World): Listing<Earner> => ({
  path: paths.panelEarnings,
  rows: ({ q, after, limit }) =>
    earners(world, { q, after: after && { tokens: BigInt(after.at), id: after.id }, limit }),
  place: ({ received_tokens, account_id }) => ({ at: Number(received_tokens), id: account_id }),
  csv: {
    name: 'performers',
    columns: [
      ['account', row => row.account_id],
      ['performer', row => row.handle ?? ''],
      ['received_tokens', row => row.received_tokens],
      ['earned', row => plainMoney(row.earned_minor, currencyOf(world))],
      ['due', row => plainMoney(row.payable_minor, currencyOf(world))],
      ['currency', () => currencyOf(world)],
    ],
  },
})

/** What performers received and are owed, and for each the statement that proves itself. */
export const earningStaffRoutes = (world: World) =>
  new Elysia({ name: 'admin-earnings' })
    .use(access(world))
    .get(
      '/panel/earnings',
      context => {
        const { rows, list } = listPage(earnerList(world), context.request)
        return page(
          PanelEarningsPage({
            frame: frame(world, context),
            desk: desk(world),
            list,
            rows,
            currency: currencyOf(world),
            statements: checkpoints(world, { limit: 1 }).length > 0,
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'staff:finance' },
    )
    .post(
      '/panel/earnings.csv',
      context => listCsv(earnerList(world), context.body, world.clock.now(), takenOut(world, context)),
      { access: 'staff:finance' },
    )
    .post(
      '/panel/earnings/:account/statement',
      context => {
        const account = accountById(world, context.params.account)
        if (!account || isStaff(account.role)) throw new Refused(404, say.money.wallets.gone)
        // It reads every book once.
        if (!world.rates.take(`statement ${account.id}`, 6, MINUTE)) throw new Refused(429)
        const statement = statementOf(world, account.id)
        if (!statement) throw new Refused(404, say.tips.earnings.noStatement)
        takenOut(world, context)('statement', { account: account.id })
        return new Response(JSON.stringify(statement, null, 1), {
          headers: {
            'content-type': 'application/json',
            'content-disposition': `attachment; filename="${say.tips.earnings.file}"`,
            'cache-control': 'no-store',
          },
        })
      },
      { access: 'staff:finance' },
    )

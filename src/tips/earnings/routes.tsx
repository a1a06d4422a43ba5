import { Elysia } from 'elysia'
import { paths } from '../../../views/paths.ts'
import { EarningsPage } from '../../../views/tips/earnings.tsx'
import { say } from '../../../views/words/index.ts'
import { type Asking, access } from '../../accounts/access.ts'
import { MINUTE } from '../../base/clock.ts'
import { csvResponse, csvStream, csvTime } from '../../base/csv.ts'
import { frame } from '../../base/html/frame.ts'
import { page } from '../../base/html/reply.ts'
import { Refused } from '../../base/http/refused.ts'
import { balanceOf, book, type Currency, checkpoints, plainMoney, statementOf, termsFor } from '../../ledger/index.ts'
import { ownRoom } from '../../rooms/access.ts'
import type { Room } from '../../rooms/index.ts'
import { currencyOf } from '../../wallet/index.ts'
import type { World } from '../../world.ts'
import { EARNINGS_PAGE, type EarningsBy, earnings, earningsBy } from '../earnings.ts'
import type { NamedTip } from '../recent.ts'
import { tipRow } from '../studio/routes.tsx'

const ALL = { since: 0, until: Number.MAX_SAFE_INTEGER }
const CSV_PART = 500
const SUMS_SHOWN = 31

export const earningRoutes = (world: World) =>
  new Elysia({ name: 'earnings' })
    .use(access(world))
    .get('/studio/earnings', context => shown(world, context), { access: 'performer' })
    .get('/studio/earnings.csv', ({ visitor }) => table(world, ownRoom(world, visitor)), { access: 'performer' })
    .get(
      '/studio/earnings/statement',
      ({ visitor }) => {
        const { performer_id } = ownRoom(world, visitor)
        // It reads every book once.
        if (!world.rates.take(`statement ${performer_id}`, 6, MINUTE)) throw new Refused(429)
        const statement = statementOf(world, performer_id)
        if (!statement) throw new Refused(404, say.tips.earnings.noStatement)
        return new Response(JSON.stringify(statement, null, 1), {
          headers: {
            'content-type': 'application/json',
            'content-disposition': `attachment; filename="${say.tips.earnings.file}"`,
            'cache-control': 'no-store',
          },
        })
      },
      { access: 'performer' },
    )

const isBy = (word: string): word is EarningsBy => word === 'day' || word === 'week' || word === 'month'

function shown(world: World, context: Asking & { request: Request }): Response {
  const { request, visitor, nonce } = context
  const room = ownRoom(world, visitor)
  const query = new URL(request.url).searchParams
  const by = query.get('by') ?? ''
  const before = /^([0-9]{1,15})-([1-9][0-9]{0,14})$/.exec(query.get('before') ?? '')
  const rows = earnings(world, {
    room: room.id,
    ...ALL,
    before: before ? { at: Number(before[1]), posting: Number(before[2]) } : undefined,
    limit: EARNINGS_PAGE + 1,
  })
  const here = rows.slice(0, EARNINGS_PAGE)
  const last = here.at(-1)
  const terms = termsFor(world, room.performer_id, currencyOf(world))
  const currencies = [...new Set<Currency>([terms.currency, currencyOf(world)])]
  const chosen: EarningsBy = isBy(by) ? by : 'day'
  return page(
    <EarningsPage
      frame={frame(world, context)}
      by={chosen}
      sums={earningsBy(world, { room: room.id, ...ALL }, chosen, room.zone).slice(0, SUMS_SHOWN)}
      rows={here.map(row => ({
        ...tipRow(row),
        tokens: row.tokens - row.back_tokens,
        back_tokens: row.back_tokens,
        earned_minor: row.earned_minor - row.back_minor,
        currency: row.currency,
      }))}
      olderHref={
        rows.length > EARNINGS_PAGE && last
          ? `${paths.studioEarnings}?by=${chosen}&before=${last.at}-${last.posting}`
          : undefined
      }
      newerHref={before ? `${paths.studioEarnings}?by=${chosen}` : undefined}
      zone={room.zone}
      terms={{
        id: terms.id,
        value: (terms.value_micros / 1_000_000).toFixed(3),
        currency: terms.currency,
        signed: false,
      }}
      balances={currencies.map(currency => ({
        currency,
        earned_minor: balanceOf(world, book('earned', room.performer_id, currency)),
        payable_minor: balanceOf(world, book('payable', room.performer_id, currency)),
      }))}
      statement={checkpoints(world, { limit: 1 }).length > 0}
    />,
    { nonce },
  )
}

/** All of it, a part at a time, in UTC, with plain numbers. */
function table(world: World, room: Room): Response {
  let last: NamedTip | undefined
  let over = false
  const stream = csvStream(
    [
      'at',
      'posting',
      'kind',
      'item',
      'from',
      'named_in_room',
      'tokens',
      'money',
      'currency',
      'note',
      'taken_back',
      'tokens_back',
      'money_back',
    ],
    () => {
      if (over) return null
      const rows = earnings(world, { room: room.id, ...ALL, before: last, limit: CSV_PART })
      last = rows.at(-1)
      over = rows.length < CSV_PART
      return rows.map(row => [
        csvTime(row.at),
        row.posting,
        row.kind,
        row.item,
        row.handle ?? '',
        row.anonymous ? 'no' : 'yes',
        row.tokens,
        plainMoney(row.earned_minor, row.currency as Currency),
        row.currency,
        row.note,
        row.returned === null ? 'no' : 'yes',
        row.back_tokens,
        plainMoney(row.back_minor, row.currency as Currency),
      ])
    },
  )
  return csvResponse('earnings', world.clock.now(), stream)
}

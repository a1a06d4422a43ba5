import type { EarningsBy, EarningsSum, GiftName } from '../../src/tips/index.ts'
import { booked, bookedMonth, dateTime, money, number } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, LinkButton } from '../parts/button.tsx'
import { Chip } from '../parts/chip.tsx'
import { Empty } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import type { TipRowView } from './studio.tsx'

export interface EarnedRow extends TipRowView {
  /** What of it came back; tokens and money are without it. */
  back_tokens: bigint
  earned_minor: bigint
  currency: string
}

export interface EarningsProps {
  frame: Frame
  by: EarningsBy
  sums: readonly EarningsSum[]
  rows: readonly EarnedRow[]
  olderHref?: string
  newerHref?: string
  zone: string
  /** What a token is worth to her now. */
  terms: { id: number; value: string; currency: string; signed: boolean }
  /** Maturing and free to pay, as the ledger has it. */
  balances: readonly { currency: string; earned_minor: bigint; payable_minor: bigint }[]
  statement: boolean
}

export function EarningsPage(props: EarningsProps) {
  const { frame, by, sums, rows, zone, terms } = props
  const words = say.tips.earnings
  const what = (row: EarnedRow) =>
    row.kind === 'gift' ? (say.tips.gift[row.item as GiftName] ?? row.item) : row.kind === 'wish' ? row.item : words.tip
  return (
    <SitePage frame={frame} title={words.title} unlisted studio>
      <div class="page-head">
        <h1 class="page-title">{words.title}</h1>
        <a href={paths.studioTips}>{say.tips.studio.title}</a>
      </div>
      <div class="stack">
        <Box title={words.rate(terms.value, terms.currency)}>
          <p class="second">{terms.signed ? words.terms(terms.id) : words.termsUnsigned(terms.id)}</p>
          {props.balances.map(one => (
            <p>{words.balances(money(one.earned_minor, one.currency), money(one.payable_minor, one.currency))}</p>
          ))}
          <Acts>
            <LinkButton look="edge" icon="download" href={paths.studioEarningsCsv}>
              {words.csv}
            </LinkButton>
            {props.statement ? (
              <LinkButton look="edge" icon="shield" href={paths.studioStatement}>
                {words.statement}
              </LinkButton>
            ) : null}
          </Acts>
          <p class="second">{props.statement ? words.verify : words.noStatement}</p>
          {props.statement ? <code class="copy-text">footlight ledger verify {words.file}</code> : null}
          <p class="second">
            <a href={paths.ledgerCheckpoints}>{say.cases.ledger.title}</a>
          </p>
        </Box>
        {sums.length > 0 ? (
          <Box
            title={words.sums}
            aside={
              <span class="chips">
                {(['day', 'week', 'month'] as const).map(one => (
                  <Chip href={`${paths.studioEarnings}?by=${one}`} words={words.by[one]} current={one === by} />
                ))}
              </span>
            }
          >
            <Table
              caption={words.sums}
              rows={sums}
              columns={[
                {
                  title: words.from[by],
                  cell: sum => (by === 'month' ? bookedMonth(sum.from) : booked(sum.from)),
                  kind: 'lead',
                },
                { title: words.count, cell: sum => number(sum.n), kind: 'number' },
                { title: words.tokens, cell: sum => number(sum.tokens), kind: 'number' },
                { title: words.money, cell: sum => money(sum.earned_minor, sum.currency), kind: 'number' },
              ]}
            />
          </Box>
        ) : null}
        <Box title={words.lines} aside={zone.replaceAll('_', ' ')}>
          {rows.length === 0 ? (
            <Empty title={words.empty} words={words.emptyWords} />
          ) : (
            <Table
              caption={words.lines}
              rows={rows}
              columns={[
                {
                  title: words.who,
                  kind: 'lead',
                  cell: row => (
                    <>
                      <b>{row.name}</b> {row.anonymous ? <span class="tag">{say.tips.studio.nameless}</span> : null}{' '}
                      {row.returned ? <span class="tag tag-warn">{words.returned}</span> : null}
                      {row.back_tokens > 0n ? (
                        <span class="tag tag-warn">{words.back(number(row.back_tokens))}</span>
                      ) : null}
                    </>
                  ),
                },
                { title: words.when, cell: row => dateTime(row.at, zone) },
                {
                  title: words.what,
                  cell: row => (
                    <>
                      {what(row)}
                      {row.note ? <span class="second"> {row.note}</span> : null}
                    </>
                  ),
                },
                { title: words.tokens, cell: row => number(row.tokens), kind: 'number' },
                { title: words.money, cell: row => money(row.earned_minor, row.currency), kind: 'number' },
                { title: words.posting, cell: row => String(row.n), kind: 'number' },
              ]}
            />
          )}
          {props.olderHref || props.newerHref ? (
            <Acts>
              {props.newerHref ? (
                <LinkButton look="edge" href={props.newerHref}>
                  {words.newest}
                </LinkButton>
              ) : null}
              {props.olderHref ? (
                <LinkButton look="edge" href={props.olderHref}>
                  {words.older}
                </LinkButton>
              ) : null}
            </Acts>
          ) : null}
        </Box>
      </div>
    </SitePage>
  )
}

import { money, number } from '../../format.ts'
import type { Frame } from '../../layout/frame.ts'
import { PanelPage } from '../../layout/panel.tsx'
import { Box } from '../../parts/box.tsx'
import { Button } from '../../parts/button.tsx'
import { ListSearch, ListTable, type ListView } from '../../parts/listing.tsx'
import { paths } from '../../paths.ts'
import type { DeskProps } from '../../support/reports.tsx'
import { say } from '../../words/index.ts'
import { noRows } from './no-rows.ts'

export interface PanelEarningsProps {
  frame: Frame
  desk: DeskProps
  list: ListView
  rows: readonly {
    account_id: string
    handle: string | null
    received_tokens: bigint
    earned_minor: bigint
    payable_minor: bigint
  }[]
  currency: string
  /** The ledger has a checkpoint to prove statements with. */
  statements: boolean
}

export function PanelEarningsPage({ frame, desk, list, rows, currency, statements }: PanelEarningsProps) {
  const words = say.money.earnings
  return (
    <PanelPage frame={frame} title={words.title} {...desk} aside={<ListSearch list={list} label={words.search} />}>
      <Box>
        <ListTable
          list={list}
          none={noRows(list, { title: words.none, words: words.noneWords })}
          caption={words.title}
          rows={rows}
          columns={[
            {
              title: words.search,
              kind: 'lead',
              cell: row => <a href={paths.panelWallet(row.account_id)}>{row.handle ?? say.money.vouchers.nobody}</a>,
            },
            { title: words.received, kind: 'number', cell: row => number(row.received_tokens) },
            { title: words.earned, kind: 'number', cell: row => money(row.earned_minor, currency) },
            { title: words.due, kind: 'number', cell: row => money(row.payable_minor, currency) },
            ...(statements
              ? [
                  {
                    title: words.statement,
                    kind: 'act' as const,
                    cell: (row: PanelEarningsProps['rows'][number]) => (
                      <form method="post" action={paths.panelStatement(row.account_id)}>
                        <Button look="edge" size="small" icon="download">
                          {words.statement}
                        </Button>
                      </form>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {statements || rows.length === 0 ? null : <p class="field-hint">{say.tips.earnings.noStatement}</p>}
      </Box>
    </PanelPage>
  )
}

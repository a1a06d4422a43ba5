import { dateTime, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

/** What went wrong in the house's own works, behind the figure that counts it. */
export function ErrorsPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly { at: number; part: string; event: string }[]
  list: ListView
  zone: Zone
}) {
  const { list, rows } = props
  const words = say.cases.errors
  const { noneFound, noneFoundWords } = say.cases.inbox
  const nothing = { title: noneFound, words: noneFoundWords }
  return (
    <PanelPage
      frame={props.frame}
      title={words.title}
      {...props.desk}
      aside={<ListSearch list={list} label={words.find} />}
    >
      <Box>
        <p class="second">{words.lead}</p>
        <ListTable
          list={list}
          none={list.q === '' ? { title: words.none, words: words.noneWords } : nothing}
          caption={words.title}
          rows={rows}
          columns={[
            { title: words.what, kind: 'lead', cell: row => row.event },
            { title: words.part, cell: row => row.part },
            { title: words.when, label: '', cell: row => dateTime(row.at, props.zone) },
          ]}
        />
      </Box>
    </PanelPage>
  )
}

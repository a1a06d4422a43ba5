import type { HoldRow, InviteRow, MeasureRow } from '../../src/admin/records/records.ts'
import { ago, dateTime, until, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

interface Around {
  frame: Frame
  desk: DeskProps
  now: number
  zone: Zone
  list: ListView
}

type Measure = keyof typeof say.cases.appeals.measures

const Two = ({ lead, more }: { lead: string; more: string }) => (
  <span class="row-two" hx-ignore="true">
    <span>{lead}</span>
    <span class="meta clip">{more}</span>
  </span>
)

export function MeasuresPage(props: Around & { rows: readonly MeasureRow[]; measures: readonly Measure[] }) {
  const { rows, list, now } = props
  const words = say.cases.records
  return (
    <PanelPage
      frame={props.frame}
      title={words.sanctions}
      {...props.desk}
      aside={<ListSearch list={list} label={words.findSanction} />}
    >
      <div class="stack">
        <ListChips
          list={list}
          name="measure"
          label={words.sanctions}
          usual={words.all}
          options={props.measures.map(value => ({ value, words: say.cases.appeals.measures[value] }))}
        />
        <Box>
          <ListTable
            list={list}
            none={{ title: words.noSanctions, words: words.noSanctionsWords }}
            caption={words.sanctions}
            rows={rows}
            columns={[
              {
                title: words.person,
                kind: 'lead',
                cell: row => (
                  <a class="name" href={paths.panelPerson(row.account_id)}>
                    {row.handle ?? say.cases.inbox.gone}
                  </a>
                ),
              },
              {
                title: words.measure,
                label: '',
                cell: row =>
                  row.case_id ? (
                    <a href={paths.panelReport(row.case_id)}>{say.cases.appeals.measures[row.measure]}</a>
                  ) : (
                    say.cases.appeals.measures[row.measure]
                  ),
              },
              { title: words.why, label: '', cell: row => <Two lead={row.rule} more={row.facts} /> },
              { title: words.by, cell: row => row.by },
              { title: words.when, label: '', cell: row => ago(row.at, now) },
              {
                title: words.state,
                label: '',
                cell: row =>
                  row.lifted_at !== null ? (
                    <State tone="off">{words.lifted}</State>
                  ) : row.until !== null && row.until <= now ? (
                    <State tone="off">{words.over}</State>
                  ) : row.until !== null ? (
                    <State tone="bad">{words.ends(until(row.until, now))}</State>
                  ) : row.measure === 'ban' ? (
                    <State tone="bad">{words.forGood}</State>
                  ) : null,
              },
            ]}
          />
        </Box>
      </div>
    </PanelPage>
  )
}

const openOrAll = () => [
  { value: '', words: say.cases.records.all },
  { value: 'open', words: say.cases.records.open },
]

export function HoldsPage(props: Around & { rows: readonly HoldRow[] }) {
  const { rows, list, now, zone } = props
  const words = say.cases.records
  return (
    <PanelPage
      frame={props.frame}
      title={words.holds}
      {...props.desk}
      aside={<ListSearch list={list} label={words.findHold} />}
    >
      <div class="stack">
        <ListChips list={list} name="state" label={words.holds} options={openOrAll()} />
        <Box>
          <ListTable
            list={list}
            none={{ title: words.noHolds, words: words.noHoldsWords }}
            caption={words.holds}
            rows={rows}
            columns={[
              {
                title: words.room,
                kind: 'lead',
                cell: row => (
                  <a class="name" href={paths.room(row.room)}>
                    {row.room}
                  </a>
                ),
              },
              { title: words.why, label: '', cell: row => <Two lead={row.rule} more={row.because} /> },
              { title: words.by, cell: row => row.by },
              { title: words.when, label: '', cell: row => dateTime(row.at, zone) },
              {
                title: words.state,
                label: '',
                cell: row =>
                  row.lifted_at !== null ? (
                    <State tone="off">{words.liftedBy(row.lifted_by ?? '')}</State>
                  ) : row.until <= now ? (
                    <State tone="off">{words.over}</State>
                  ) : (
                    <State tone="bad">{words.ends(until(row.until, now))}</State>
                  ),
              },
              {
                title: words.acts,
                kind: 'act',
                cell: row =>
                  row.lifted_at === null && row.until > now ? (
                    <form method="post" action={paths.panelHoldLift(row.id)}>
                      <Button look="edge" size="small">
                        {words.lift}
                        <span class="unseen"> {row.room}</span>
                      </Button>
                    </form>
                  ) : null,
              },
            ]}
          />
        </Box>
      </div>
    </PanelPage>
  )
}

export function InvitesPage(props: Around & { rows: readonly InviteRow[] }) {
  const { rows, list, now } = props
  const words = say.cases.records
  return (
    <PanelPage
      frame={props.frame}
      title={words.invites}
      {...props.desk}
      aside={<ListSearch list={list} label={words.findInvite} />}
    >
      <div class="stack">
        <ListChips list={list} name="state" label={words.invites} options={openOrAll()} />
        <Box>
          <ListTable
            list={list}
            none={{ title: words.noInvites, words: words.noInvitesWords }}
            caption={words.invites}
            rows={rows}
            columns={[
              {
                title: words.forWhom,
                kind: 'lead',
                cell: row => <span hx-ignore="true">{row.note || say.cases.approvals.roles[row.role]}</span>,
              },
              { title: words.role, label: '', cell: row => say.cases.approvals.roles[row.role] },
              { title: words.by, cell: row => row.made_by },
              { title: words.when, label: '', cell: row => ago(row.made_at, now) },
              {
                title: words.state,
                label: '',
                cell: row =>
                  row.used_at !== null ? (
                    <State tone="ok">
                      {row.used_by && row.handle ? (
                        <a href={paths.panelPerson(row.used_by)}>{words.usedBy(row.handle)}</a>
                      ) : (
                        words.used
                      )}
                    </State>
                  ) : row.voided_at !== null ? (
                    <State tone="off">{words.takenBack}</State>
                  ) : row.ends_at <= now ? (
                    <State tone="off">{words.over}</State>
                  ) : (
                    <State tone="warn">{words.ends(until(row.ends_at, now))}</State>
                  ),
              },
              {
                title: words.acts,
                kind: 'act',
                cell: row =>
                  row.used_at === null && row.voided_at === null && row.ends_at > now ? (
                    <form method="post" action={`${paths.panelInvite(row.id)}/void`}>
                      <Button look="edge" size="small">
                        {words.takeBack}
                        <span class="unseen"> {row.note}</span>
                      </Button>
                    </form>
                  ) : null,
              },
            ]}
          >
            <a href={`${paths.panelPeople}#invite`}>{words.invite}</a>
          </ListTable>
        </Box>
      </div>
    </PanelPage>
  )
}

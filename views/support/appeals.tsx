import { ago, dateTime, until, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Form, TextArea } from '../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { type DeskProps, TimeLeft } from './reports.tsx'

export interface AppealRowView {
  id: string
  handle: string
  measure: keyof typeof say.cases.appeals.measures
  rule: string
  text: string
  by: string
  at: number
  due: number
  outcome: 'upheld' | 'reversed' | null
  decidedAt: number | null
  decidedBy: string
  because: string
}

const gone = (row: AppealRowView, now: number) => (now - row.at) / (row.due - row.at)

export function AppealsPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly AppealRowView[]
  list: ListView
  closed: boolean
  now: number
}) {
  const { rows, list, now } = props
  const words = say.cases.appeals
  return (
    <PanelPage
      frame={props.frame}
      title={words.title}
      {...props.desk}
      aside={<ListSearch list={list} label={words.find} />}
    >
      <div class="stack">
        <ListChips
          list={list}
          name="state"
          label={words.title}
          usual={say.cases.inbox.open}
          options={[{ value: 'closed', words: say.cases.inbox.closed }]}
        />
        <Box>
          <ListTable
            list={list}
            none={{ title: words.none, words: words.noneWords }}
            caption={words.title}
            rows={rows}
            columns={[
              {
                title: words.who,
                kind: 'lead',
                cell: row => (
                  <span class="row-two">
                    <a class="name" href={paths.panelAppeal(row.id)}>
                      {row.handle}
                    </a>
                    <span class="meta clip" hx-ignore="true">
                      {row.text}
                    </span>
                  </span>
                ),
              },
              {
                title: words.against,
                cell: row => (
                  <span hx-ignore="true">
                    {words.measures[row.measure]}, {row.rule}
                  </span>
                ),
              },
              { title: words.by, cell: row => row.by },
              { title: say.cases.inbox.sent, cell: row => ago(row.at, now) },
              {
                title: props.closed ? words.outcome : words.left,
                label: '',
                cell: row =>
                  row.outcome ? (
                    <State tone="off">{words.outcomes[row.outcome]}</State>
                  ) : (
                    <TimeLeft row={{ due: row.due, dueFor: 'decide', gone: gone(row, now) }} now={now} />
                  ),
              },
            ]}
          />
        </Box>
      </div>
    </PanelPage>
  )
}

export function AppealPage(props: {
  frame: Frame
  desk: DeskProps
  now: number
  zone: Zone
  appeal: AppealRowView & {
    accountId: string
    facts: string
    statedAt: number
    until: number | null
    caseId: string | null
  }
  whyNot?: string
  refused?: { typed: string; error: string }
}) {
  const { appeal, zone, now, refused } = props
  const words = say.cases.appeals
  return (
    <PanelPage
      frame={props.frame}
      title={`${words.measures[appeal.measure]}: ${appeal.handle}`}
      {...props.desk}
      aside={
        appeal.outcome ? (
          <State tone="off">{words.outcomes[appeal.outcome]}</State>
        ) : (
          <TimeLeft row={{ due: appeal.due, dueFor: 'decide', gone: gone(appeal, now) }} now={now} />
        )
      }
    >
      <div class="panel-columns">
        <div class="stack">
          <Box title={words.wrote}>
            <p class="said-text" hx-ignore="true">
              {appeal.text}
            </p>
            <p class="meta">{dateTime(appeal.at, zone)}</p>
          </Box>
          {appeal.outcome ? (
            <Box title={words.outcomes[appeal.outcome]}>
              <p class="said-text" hx-ignore="true">
                {appeal.because}
              </p>
              <p class="meta">
                {say.cases.approvals.closedBy(
                  appeal.decidedBy,
                  appeal.decidedAt === null ? '' : dateTime(appeal.decidedAt, zone),
                )}
              </p>
            </Box>
          ) : (
            <Box title={words.your}>
              {props.whyNot ? (
                <Notice title={props.whyNot} />
              ) : (
                <Form
                  action={paths.panelAppeal(appeal.id)}
                  novalidate={refused !== undefined}
                  error={refused ? { title: refused.error } : undefined}
                >
                  <TextArea
                    name="because"
                    label={words.because}
                    hint={words.becauseHint}
                    rows={3}
                    maxlength={2000}
                    value={refused?.typed}
                  />
                  <Acts>
                    <Button look="edge" name="outcome" value="upheld" busy={words.deciding}>
                      {words.uphold}
                    </Button>
                    <Button look="primary" name="outcome" value="reversed" busy={words.deciding}>
                      {words.reverse}
                    </Button>
                  </Acts>
                </Form>
              )}
            </Box>
          )}
        </div>
        <Box title={words.decision}>
          <dl class="facts" hx-ignore="true">
            <dt>{words.who}</dt>
            <dd>
              <a href={paths.panelPerson(appeal.accountId)}>{appeal.handle}</a>
            </dd>
            <dt>{say.cases.statement.rule}</dt>
            <dd>{appeal.rule}</dd>
            <dt>{say.cases.statement.facts}</dt>
            <dd class="said-text">{appeal.facts}</dd>
            <dt>{words.by}</dt>
            <dd>
              {appeal.by}, {dateTime(appeal.statedAt, zone)}
            </dd>
            {appeal.until === null ? null : (
              <>
                <dt>{say.cases.statement.until}</dt>
                <dd>
                  {dateTime(appeal.until, zone)} ({until(appeal.until, now)})
                </dd>
              </>
            )}
            {appeal.caseId ? (
              <>
                <dt>{words.case}</dt>
                <dd>
                  <a href={paths.panelReport(appeal.caseId)}>{say.cases.inbox.report}</a>
                </dd>
              </>
            ) : null}
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

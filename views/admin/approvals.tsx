import { ago, dateTime, until } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Form, TextArea } from '../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

export interface ApprovalRow {
  id: string
  title: string
  reason: string
  by: string
  at: number
  endsAt: number
  state: 'open' | 'approved' | 'refused' | 'withdrawn' | 'lapsed'
  closed?: { by: string; at: number; because: string }
  /** One person alone confirmed her own proposal. */
  single: boolean
}

const TONES = { open: 'warn', approved: 'ok', refused: 'bad', withdrawn: 'off', lapsed: 'off' } as const

const StateOf = ({ row }: { row: ApprovalRow }) => (
  <State tone={TONES[row.state]}>
    {row.single ? say.cases.approvals.singleReview : say.cases.approvals.states[row.state]}
  </State>
)

export function ApprovalsPage(props: {
  frame: Frame
  desk: DeskProps
  now: number
  rows: readonly ApprovalRow[]
  states: readonly ApprovalRow['state'][]
  list: ListView
}) {
  const { rows, now, list } = props
  const words = say.cases.approvals
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
          label={words.which}
          usual={words.all}
          options={props.states.map(state => ({ value: state, words: words.states[state] }))}
        />
        <Box>
          <ListTable
            list={list}
            none={{ title: words.none, words: words.noneWords }}
            caption={words.title}
            rows={rows}
            columns={[
              {
                title: words.what,
                kind: 'lead',
                cell: row => (
                  <span class="row-two">
                    <a class="name" href={paths.panelApproval(row.id)}>
                      {row.title}
                    </a>
                    <span class="meta clip" hx-ignore="true">
                      {row.reason}
                    </span>
                  </span>
                ),
              },
              { title: words.by, cell: row => row.by },
              { title: words.proposed, cell: row => ago(row.at, now) },
              {
                title: words.ends,
                cell: row =>
                  row.state === 'open'
                    ? until(row.endsAt, now)
                    : row.closed
                      ? words.closedBy(row.closed.by, ago(row.closed.at, now))
                      : '',
              },
              { title: words.state, label: '', cell: row => <StateOf row={row} /> },
            ]}
          />
        </Box>
      </div>
    </PanelPage>
  )
}

export function ApprovalPage(props: {
  frame: Frame
  desk: DeskProps
  now: number
  zone: string
  approval: ApprovalRow & { hash: string; facts: readonly { label: string; words: string; href?: string }[] }
  mayApprove: boolean
  single: boolean
  own: boolean
  whyNot?: string
  refused?: { typed: string; error: string }
}) {
  const { approval, zone, now, refused } = props
  const words = say.cases.approvals
  const open = approval.state === 'open'
  return (
    <PanelPage frame={props.frame} title={approval.title} {...props.desk} aside={<StateOf row={approval} />}>
      <div class="panel-columns">
        <div class="stack">
          {!open && refused ? <Notice tone="bad" title={refused.error} alert /> : null}
          <Box title={words.reason}>
            <p class="said-text" hx-ignore="true">
              {approval.reason}
            </p>
            <p class="meta">{words.proposedBy(approval.by, dateTime(approval.at, zone))}</p>
          </Box>
          {approval.closed ? (
            <Box title={words.states[approval.state]}>
              {approval.closed.because ? (
                <p class="said-text" hx-ignore="true">
                  {approval.closed.because}
                </p>
              ) : null}
              <p class="meta">{words.closedBy(approval.closed.by, dateTime(approval.closed.at, zone))}</p>
              {approval.single ? <Notice tone="warn" title={words.singleReview} words={words.singleWords} /> : null}
            </Box>
          ) : null}
          {open ? (
            <Box title={props.own ? words.yours : words.yourWord}>
              {props.whyNot ? <Notice title={props.whyNot} /> : null}
              {props.single ? <Notice tone="warn" title={words.alone} words={words.singleWords} /> : null}
              <Form
                action={paths.panelApproval(approval.id)}
                novalidate={refused !== undefined}
                error={refused ? { title: refused.error } : undefined}
              >
                <input type="hidden" name="hash" value={approval.hash} />
                <TextArea
                  name="because"
                  label={words.because}
                  hint={props.mayApprove ? words.becauseHint : undefined}
                  rows={2}
                  maxlength={1000}
                  value={refused?.typed}
                  optional={props.mayApprove}
                />
                <Acts>
                  {props.mayApprove ? (
                    <Button look="primary" icon="check" name="says" value="yes" busy={words.approving}>
                      {words.approve}
                    </Button>
                  ) : null}
                  <Button look="danger" name="says" value="no" busy={words.refusing}>
                    {props.own ? words.takeBack : words.refuse}
                  </Button>
                </Acts>
              </Form>
            </Box>
          ) : null}
        </div>
        <Box title={words.facts}>
          <dl class="facts">
            {approval.facts.map(fact => (
              <>
                <dt>{fact.label}</dt>
                <dd hx-ignore="true">{fact.href ? <a href={fact.href}>{fact.words}</a> : fact.words}</dd>
              </>
            ))}
            {open ? (
              <>
                <dt>{words.ends}</dt>
                <dd>{until(approval.endsAt, now)}</dd>
              </>
            ) : null}
            <dt>{words.hash}</dt>
            <dd>
              <code>{approval.hash.slice(0, 16)}</code>
            </dd>
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

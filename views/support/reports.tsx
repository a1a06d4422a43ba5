import { ago, dateTime, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage, type PanelPageProps } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Chip, State } from '../parts/chip.tsx'
import { Form, TextArea } from '../parts/field.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import { KIND_WORDS } from './report.tsx'

export type DeskProps = Pick<PanelPageProps, 'waiting' | 'trouble'>

export interface ReportRow {
  id: string
  kind: string
  subject: string
  at: number
  state: 'new' | 'taken' | 'answered' | 'closed'
}

const STATES = {
  new: { tone: 'warn', words: 'New' },
  taken: { tone: 'off', words: 'Looked at' },
  answered: { tone: 'ok', words: 'Answered' },
  closed: { tone: 'off', words: 'Closed' },
} as const

const StateOf = ({ state }: { state: ReportRow['state'] }) => (
  <State tone={STATES[state].tone}>{STATES[state].words}</State>
)

export function ReportsPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly ReportRow[]
  closed: boolean
  now: number
  moreHref?: string
}) {
  const { rows, closed, now } = props
  return (
    <PanelPage frame={props.frame} title="Reports" {...props.desk}>
      <div class="stack">
        <nav class="chips" aria-label="Which reports">
          <Chip href={paths.panelReports} words="Open" current={!closed} />
          <Chip href={`${paths.panelReports}?state=closed`} words="Closed" current={closed} />
        </nav>
        <Box>
          {rows.length === 0 ? (
            <Empty
              title={closed ? 'Nothing closed yet' : 'Nothing to look at'}
              words={
                closed
                  ? 'Reports that were dealt with are kept here.'
                  : 'What people report from the foot of any page arrives here, oldest first.'
              }
            />
          ) : (
            <Table
              caption={closed ? 'Closed reports' : 'Open reports, oldest first'}
              rows={rows}
              columns={[
                {
                  title: 'Report',
                  kind: 'lead',
                  cell: row => (
                    <a class="name" href={paths.panelReport(row.id)}>
                      {KIND_WORDS[row.kind] ?? row.kind}
                    </a>
                  ),
                },
                { title: 'About', cell: row => <span hx-ignore="true">{row.subject || 'not said'}</span> },
                { title: 'Sent', cell: row => ago(row.at, now) },
                { title: 'State', label: '', cell: row => <StateOf state={row.state} /> },
              ]}
            />
          )}
          {props.moreHref ? (
            <Acts>
              <LinkButton look="edge" href={props.moreHref}>
                {closed ? 'Older reports' : 'Newer reports'}
              </LinkButton>
            </Acts>
          ) : null}
        </Box>
      </div>
    </PanelPage>
  )
}

export interface ReportFile {
  id: string
  kind: string
  subject: string
  text: string
  contact: string
  at: number
  state: ReportRow['state']
  takenAt: number | null
  takenBy: string
  answer: string | null
  answeredAt: number | null
  answeredBy: string
  closedAt: number | null
  closedBy: string
  /** The room that the subject names, where there is one. */
  room: string | null
}

export interface ReportForms {
  answer: { typed: string; error?: string }
  because: { typed: string; error?: string }
}

export function ReportFilePage(props: {
  frame: Frame
  desk: DeskProps
  report: ReportFile
  forms: ReportForms
  zone: Zone
}) {
  const { report, forms, zone } = props
  const act = (what: string) => `${paths.panelReport(report.id)}/${what}`
  return (
    <PanelPage
      frame={props.frame}
      title={KIND_WORDS[report.kind] ?? report.kind}
      {...props.desk}
      aside={
        report.state === 'new' ? (
          <form method="post" action={act('taken')}>
            <Button look="edge">I look at it</Button>
          </form>
        ) : (
          <StateOf state={report.state} />
        )
      }
    >
      <div class="panel-columns">
        <div class="stack">
          <Box title="What they wrote">
            <p class="said-text" hx-ignore="true">
              {report.text}
            </p>
          </Box>
          {report.closedAt === null
            ? null
            : [forms.answer, forms.because].map(form =>
                form.error ? (
                  <Notice tone="bad" title={form.error} alert>
                    <p class="said-text" hx-ignore="true">
                      {form.typed}
                    </p>
                  </Notice>
                ) : null,
              )}
          {report.closedAt === null ? (
            <Box title={report.answer === null ? 'Answer' : 'Answer, given'}>
              <Form action={act('answer')} novalidate={forms.answer.error !== undefined}>
                <TextArea
                  name="answer"
                  label="The reporter reads this under the code"
                  rows={5}
                  value={forms.answer.typed}
                  maxlength={4000}
                  error={forms.answer.error}
                />
                <Acts>
                  <Button look="primary" busy="Saving">
                    {report.answer === null ? 'Give this answer' : 'Change the answer'}
                  </Button>
                </Acts>
              </Form>
            </Box>
          ) : report.answer === null ? null : (
            <Box title="Our answer">
              <p class="said-text" hx-ignore="true">
                {report.answer}
              </p>
            </Box>
          )}
          {report.closedAt === null ? (
            <Box title="Close">
              <Form action={act('closing')} novalidate={forms.because.error !== undefined}>
                <TextArea
                  name="because"
                  label="What was decided"
                  hint="For the audit trail. The reporter does not see it."
                  rows={3}
                  value={forms.because.typed}
                  maxlength={1000}
                  error={forms.because.error}
                />
                <Acts>
                  <Button look="edge" busy="Closing">
                    Close the report
                  </Button>
                </Acts>
              </Form>
            </Box>
          ) : null}
        </div>
        <Box title="Facts">
          <dl class="facts">
            <dt>Sent</dt>
            <dd>{dateTime(report.at, zone)}</dd>
            <dt>About</dt>
            <dd hx-ignore="true">{report.subject || 'not said'}</dd>
            {report.room ? (
              <>
                <dt>Room</dt>
                <dd>
                  <a href={paths.room(report.room)}>{report.room}</a>
                </dd>
              </>
            ) : null}
            <dt>Contact</dt>
            <dd hx-ignore="true">{report.contact || 'none; the code only'}</dd>
            {report.takenAt === null ? null : (
              <>
                <dt>Looked at</dt>
                <dd>
                  {dateTime(report.takenAt, zone)} by {report.takenBy}
                </dd>
              </>
            )}
            {report.answeredAt === null ? null : (
              <>
                <dt>Answered</dt>
                <dd>
                  {dateTime(report.answeredAt, zone)} by {report.answeredBy}
                </dd>
              </>
            )}
            {report.closedAt === null ? null : (
              <>
                <dt>Closed</dt>
                <dd>
                  {dateTime(report.closedAt, zone)} by {report.closedBy}
                </dd>
              </>
            )}
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

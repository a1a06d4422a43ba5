import { ago, date, dateTime, length, number, time, until, type Zone } from '../format.ts'
import type { Frame, Role } from '../layout/frame.ts'
import { PanelPage, type PanelPageProps } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { State, Tag } from '../parts/chip.tsx'
import { Checkbox, Form, SelectField, TextArea } from '../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import { Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { kindWords } from './report.tsx'

export type DeskProps = Pick<PanelPageProps, 'waiting' | 'trouble' | 'urgent'>

/** What a case is about, in facts; the words come with the language. */
export interface AboutView {
  kind: 'line' | 'room' | 'account' | 'other'
  handle: string | null
  typed: string
  href?: string
}

export const aboutWords = ({ kind, handle, typed }: AboutView): string => {
  const words = say.cases.inbox
  if (kind === 'other') return typed || words.notSaid
  if (kind === 'line') return words.line(handle ?? words.nobody)
  return words[kind](handle ?? words.gone)
}

export interface CaseRowView {
  id: string
  kind: string
  about: AboutView
  /** What the first reporter wrote; null when the reader may not see it. */
  text: string | null
  reports: number
  openedAt: number
  due: number
  dueFor: 'look' | 'decide'
  /** Share of the time that has gone. */
  gone: number
  claimedBy: string | null
  looked: boolean
  closedAt: number | null
  act: keyof typeof say.cases.report.acts | null
}

/** Half of the time gone is a warning, four fifths an alarm: in words and an icon. */
export function TimeLeft({ row, now }: { row: Pick<CaseRowView, 'due' | 'dueFor' | 'gone'>; now: number }) {
  const words = say.cases.inbox
  const left = row.due <= now ? words.over(length(now - row.due)) : words[row.dueFor](until(row.due, now))
  const tone = row.gone >= 0.8 ? 'bad' : row.gone >= 0.5 ? 'warn' : 'off'
  return <State tone={tone}>{left}</State>
}

export function ReportsPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly CaseRowView[]
  list: ListView
  /** How many there are of each kind, where there are any. */
  kinds: readonly { kind: string; n: number }[]
  closed: boolean
  now: number
}) {
  const { rows, list, closed, now } = props
  const words = say.cases.inbox
  const sought = list.q !== '' || (list.is.kind ?? '') !== ''
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
          usual={words.open}
          options={[{ value: 'closed', words: words.closed }]}
        />
        <ListChips
          list={list}
          name="kind"
          label={words.kind}
          usual={words.allKinds}
          options={props.kinds.map(({ kind, n }) => ({ value: kind, words: kindWords(kind), count: n }))}
        />
        <Box>
          <ListTable
            list={list}
            none={
              sought
                ? { title: words.noneFound, words: words.noneFoundWords }
                : {
                    title: closed ? words.noneClosed : words.none,
                    words: closed ? words.noneClosedWords : words.noneWords,
                  }
            }
            caption={words.title}
            rows={rows}
            columns={[
              {
                title: words.report,
                kind: 'lead',
                cell: row => (
                  <span class="row-two">
                    <span>
                      <a class="name" href={paths.panelReport(row.id)}>
                        {kindWords(row.kind)}
                      </a>{' '}
                      {row.reports > 1 ? <Tag>{words.reports(number(row.reports))}</Tag> : null}
                    </span>
                    <span class="meta clip" hx-ignore="true">
                      {row.text ?? words.officersWords}
                    </span>
                  </span>
                ),
              },
              { title: words.about, cell: row => <span hx-ignore="true">{aboutWords(row.about)}</span> },
              { title: words.sent, cell: row => ago(row.openedAt, now) },
              closed
                ? { title: words.decidedAt, cell: row => (row.closedAt === null ? '' : ago(row.closedAt, now)) }
                : { title: words.left, label: '', cell: row => <TimeLeft row={row} now={now} /> },
              {
                title: words.state,
                label: '',
                cell: row =>
                  row.act ? (
                    <State tone="off">{say.cases.report.acts[row.act]}</State>
                  ) : row.claimedBy ? (
                    <State tone="ok">{words.claimed(row.claimedBy)}</State>
                  ) : (
                    <State tone={row.looked ? 'off' : 'warn'}>{row.looked ? words.waits : words.fresh}</State>
                  ),
              },
            ]}
          />
        </Box>
      </div>
    </PanelPage>
  )
}

export interface EvidenceProps {
  id: string
  at: number
  lines: number
  people: number
  manifest: string
  custody: readonly { act: 'sealed' | 'opened'; by: string; at: number }[]
  /** What is inside, for whoever has the case. */
  opened?:
    | {
        ok: true
        lines: readonly {
          seq: number
          at: number
          handle: string
          text: string
          /** What a tip, a gift or a sticker said besides its text. */
          said: string
          /** The room read no name. */
          anonymous: boolean
          removed: boolean
          reported: boolean
          href?: string
        }[]
        people: readonly { id: string; handle: string; role: Role; sanctions: number; joined: number }[]
        room: { name: string; title: string; live: boolean; viewers: number } | null
      }
    | { ok: false; why: 'gone' | 'key' | 'changed' }
}

export interface DecideForm {
  act: string
  rule: string
  toPerson: string
  toReporter: string
  removes: boolean
  wrong: { act?: string; rule?: string; toPerson?: string; toReporter?: string }
  error?: string
}

export interface CaseView extends Omit<CaseRowView, 'text'> {
  lookBy: number
  decideBy: number
  lookedAt: number | null
  hidden: boolean
  /** What reporters wrote; empty when the reader may not see it. */
  received: readonly { id: string; text: string; subject: string; contact: string; at: number; handle: string | null }[]
  evidence: readonly EvidenceProps[]
  decision: {
    act: keyof typeof say.cases.report.acts
    rule: string
    toReporter: string
    toPerson: string
    by: string
    at: number
    readAt: number | null
    approvalId: string | null
  } | null
  before: readonly { id: string; measure: keyof typeof say.cases.appeals.measures; rule: string; at: number }[]
}

export function CasePage(props: {
  frame: Frame
  desk: DeskProps
  zone: Zone
  now: number
  of: CaseView
  /** Why the reader may not deal with it. */
  barred: 'self' | 'officers' | 'rank' | null
  mine: boolean
  claimEndsAt: number | null
  acts: readonly (keyof typeof say.cases.case.acts)[]
  rules: readonly string[]
  form: DecideForm
}) {
  const { of, zone, now, barred, mine } = props
  const words = say.cases.case
  const open = of.closedAt === null
  return (
    <PanelPage
      frame={props.frame}
      title={kindWords(of.kind)}
      {...props.desk}
      aside={
        open ? <TimeLeft row={of} now={now} /> : <State tone="off">{say.cases.report.acts[of.act ?? 'none']}</State>
      }
    >
      <div class="panel-columns">
        <div class="stack">
          {barred ? (
            <Notice
              tone="warn"
              title={barred === 'self' ? words.own : say.cases.inbox.officers}
              words={barred === 'self' ? words.ownWords : say.cases.inbox.officersWords}
            />
          ) : (
            <>
              {open ? <Claim {...props} /> : null}
              <Box title={words.wrote}>
                <ul class="rows">
                  {of.received.map(report => (
                    <li>
                      <span class="row-two">
                        <span class="said-text" hx-ignore="true">
                          {report.text}
                        </span>
                        <span class="meta" hx-ignore="true">
                          {words.sentAt(dateTime(report.at, zone), report.contact)}
                          {report.handle ? `, ${words.byAccount(report.handle)}` : ''}
                          {report.subject ? ` · ${report.subject}` : ''}
                        </span>
                      </span>
                    </li>
                  ))}
                </ul>
              </Box>
              {of.evidence.length === 0 ? (
                <Box title={words.evidence}>
                  <p class="second">{words.noEvidence}</p>
                </Box>
              ) : (
                of.evidence.map(each => (
                  <EvidenceBox
                    evidence={each}
                    zone={zone}
                    opens={open ? undefined : `${paths.panelReport(of.id)}/evidence`}
                  />
                ))
              )}
              {of.decision ? <Decided decision={of.decision} zone={zone} /> : null}
              {open && (mine || props.form.error) ? <Decide {...props} /> : null}
              {!open && props.form.error ? (
                <Notice tone="bad" title={props.form.error} alert>
                  <p class="said-text" hx-ignore="true">
                    {props.form.toPerson}
                  </p>
                  <p class="said-text" hx-ignore="true">
                    {props.form.toReporter}
                  </p>
                </Notice>
              ) : null}
            </>
          )}
        </div>
        <div class="stack">
          <Box title={words.facts}>
            <dl class="facts">
              <dt>{words.about}</dt>
              <dd hx-ignore="true">
                {of.about.href ? <a href={of.about.href}>{aboutWords(of.about)}</a> : aboutWords(of.about)}
              </dd>
              <dt>{say.cases.inbox.sent}</dt>
              <dd>{dateTime(of.openedAt, zone)}</dd>
              <dt>{words.lookBy}</dt>
              <dd>{dateTime(of.lookBy, zone)}</dd>
              {of.lookedAt === null ? null : (
                <>
                  <dt>{words.lookedAt}</dt>
                  <dd>{dateTime(of.lookedAt, zone)}</dd>
                </>
              )}
              <dt>{words.decideBy}</dt>
              <dd>{dateTime(of.decideBy, zone)}</dd>
            </dl>
            {of.hidden && open ? <Notice title={words.hidden} /> : null}
          </Box>
          {of.before.length > 0 ? (
            <Box title={words.before}>
              <ul class="rows">
                {of.before.map(each => (
                  <li>
                    <span class="row-grow" hx-ignore="true">
                      {say.cases.appeals.measures[each.measure]}, {each.rule}
                    </span>
                    <span class="meta">{date(each.at, zone)}</span>
                  </li>
                ))}
              </ul>
            </Box>
          ) : null}
        </div>
      </div>
    </PanelPage>
  )
}

function Claim({
  of,
  zone,
  mine,
  claimEndsAt,
}: {
  of: CaseView
  zone: Zone
  mine: boolean
  claimEndsAt: number | null
}) {
  const words = say.cases.case
  const act = (what: string) => `${paths.panelReport(of.id)}/${what}`
  return (
    <section class="box claim">
      {mine && claimEndsAt !== null ? (
        <>
          <p>
            <b>{words.untilWhen(time(claimEndsAt, zone))}</b>
          </p>
          <Acts>
            <form method="post" action={act('claim')}>
              <Button look="edge">{words.again}</Button>
            </form>
            <form method="post" action={act('leave')}>
              <Button look="quiet">{words.leave}</Button>
            </form>
          </Acts>
        </>
      ) : of.claimedBy && claimEndsAt !== null ? (
        <p class="second">{words.others(of.claimedBy, time(claimEndsAt, zone))}</p>
      ) : (
        <form method="post" action={act('claim')}>
          <Button look="primary" icon="eye">
            {words.claim}
          </Button>
        </form>
      )}
    </section>
  )
}

function EvidenceBox({ evidence, zone, opens }: { evidence: EvidenceProps; zone: Zone; opens?: string }) {
  const words = say.cases.case
  const { opened } = evidence
  return (
    <Box
      title={words.evidence}
      aside={words.sealed(
        words.lines(number(evidence.lines), evidence.lines === 1),
        words.people(number(evidence.people), evidence.people === 1),
      )}
    >
      {opened === undefined ? <p class="second">{opens ? words.evidenceLate : words.evidenceClosed}</p> : null}
      {opened === undefined && opens ? (
        <form method="post" action={opens}>
          <Button look="edge" icon="eye">
            {words.openIt}
          </Button>
        </form>
      ) : null}
      {opened && !opened.ok ? (
        <Notice tone="bad" title={opened.why === 'key' ? words.key : words.changed} alert />
      ) : null}
      {opened?.ok ? (
        <>
          {opened.lines.length === 0 ? (
            <p class="second">{words.noLines}</p>
          ) : (
            <ol class="evidence-lines" hx-ignore="true">
              {opened.lines.map(line => (
                <li class={line.reported ? 'evidence-line is-reported' : 'evidence-line'} id={`line-${line.seq}`}>
                  <span class="meta">{time(line.at, zone)}</span>
                  <span>
                    <b class="name">{line.handle || say.cases.inbox.nobody}</b>{' '}
                    {line.anonymous ? <Tag>{words.anonymous}</Tag> : null}{' '}
                    {line.said === '' ? null : <span class="second">{line.said}</span>} {line.text}{' '}
                    {line.reported ? <Tag tone="warn">{words.reported}</Tag> : null}
                    {line.removed ? <Tag>{words.removed}</Tag> : null}
                  </span>
                </li>
              ))}
            </ol>
          )}
          <details class="evidence-people">
            <summary>{words.people(number(opened.people.length), opened.people.length === 1)}</summary>
            <Table
              caption={words.evidence}
              rows={opened.people}
              columns={[
                {
                  title: words.person,
                  kind: 'lead',
                  cell: row => (
                    <a class="name" href={paths.panelPerson(row.id)}>
                      {row.handle}
                    </a>
                  ),
                },
                { title: words.role, label: '', cell: row => say.cases.approvals.roles[row.role] },
                { title: words.since, kind: 'number', cell: row => date(row.joined, zone) },
                { title: words.marks, kind: 'number', cell: row => number(row.sanctions) },
              ]}
            />
          </details>
          {opened.room ? (
            <p class="second" hx-ignore="true">
              {words.roomNow} <a href={paths.room(opened.room.name)}>{opened.room.name}</a>
              {opened.room.title ? `, “${opened.room.title}”` : ''},{' '}
              {opened.room.live ? words.live(number(opened.room.viewers)) : words.dark}
            </p>
          ) : null}
        </>
      ) : null}
      <details class="custody">
        <summary>{words.custody}</summary>
        <ul class="rows">
          {evidence.custody.map(each => (
            <li>
              <span class="row-grow">
                {each.by}, {each.act === 'sealed' ? words.custodySealed : words.custodyOpened}
              </span>
              <span class="meta">{dateTime(each.at, zone)}</span>
            </li>
          ))}
        </ul>
        <p class="meta">
          {words.manifest} <code>{evidence.manifest.slice(0, 32)}</code>
        </p>
      </details>
    </Box>
  )
}

function Decided({ decision, zone }: { decision: NonNullable<CaseView['decision']>; zone: Zone }) {
  const words = say.cases.case
  return (
    <Box title={words.decision} aside={words.decided(decision.by, dateTime(decision.at, zone))}>
      <p>
        <b>{say.cases.report.acts[decision.act]}</b>{' '}
        {decision.rule ? <span hx-ignore="true">{decision.rule}</span> : null}
      </p>
      <dl class="facts" hx-ignore="true">
        <dt>{words.toReporter}</dt>
        <dd class="said-text">{decision.toReporter}</dd>
        {decision.toPerson ? (
          <>
            <dt>{say.cases.statement.facts}</dt>
            <dd class="said-text">{decision.toPerson}</dd>
            <dt>{words.told}</dt>
            <dd>{decision.readAt === null ? say.cases.report.notYet : dateTime(decision.readAt, zone)}</dd>
          </>
        ) : null}
      </dl>
      {decision.approvalId ? (
        <Acts>
          <LinkButton look="edge" href={paths.panelApproval(decision.approvalId)}>
            {words.approval}
          </LinkButton>
        </Acts>
      ) : null}
    </Box>
  )
}

function Decide(props: {
  of: CaseView
  acts: readonly (keyof typeof say.cases.case.acts)[]
  rules: readonly string[]
  form: DecideForm
}) {
  const { of, form } = props
  const words = say.cases.case
  return (
    <Box title={words.decide} id="decide">
      <Form
        action={`${paths.panelReport(of.id)}/decision`}
        novalidate
        error={form.error ? { title: form.error } : undefined}
      >
        <SelectField
          name="act"
          label={words.act}
          value={form.act}
          error={form.wrong.act}
          options={[
            { value: '', words: words.chooseAct },
            ...props.acts.map(value => ({ value, words: words.acts[value] })),
          ]}
        />
        <SelectField
          name="rule"
          label={words.rule}
          hint={words.ruleHint}
          value={form.rule}
          error={form.wrong.rule}
          options={[{ value: '', words: words.chooseRule }, ...props.rules.map(value => ({ value, words: value }))]}
        />
        {props.acts.some(act => act !== 'none') ? (
          <TextArea
            name="to_person"
            label={words.toPerson(of.about.handle ?? say.cases.inbox.nobody)}
            hint={words.toPersonHint}
            rows={3}
            maxlength={1000}
            value={form.toPerson}
            error={form.wrong.toPerson}
          />
        ) : null}
        {props.acts.includes('line') ? <Checkbox name="removes" label={words.removes} checked={form.removes} /> : null}
        <TextArea
          name="to_reporter"
          label={words.toReporter}
          rows={3}
          maxlength={2000}
          value={form.toReporter}
          error={form.wrong.toReporter}
        />
        <Acts>
          <Button look="primary" busy={words.deciding}>
            {words.submit}
          </Button>
        </Acts>
      </Form>
    </Box>
  )
}

import { dateTime, machine, number, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'
import { actWords, detailWords } from './acts.ts'

export interface EntryRow {
  seq: number
  at: number
  actor: { words: string; href?: string }
  act: string
  subject: { words: string; href?: string }
  reason: string
  detail: string
  network: string
}

export interface AuditFilter {
  q: string
  actor: string
  act: string
  subject: string
}

export type Proof = { ok: true; entries: number; head: string } | { ok: false; words: string }

const Name = ({ name }: { name: { words: string; href?: string } }) =>
  name.href ? (
    <a class="name" href={name.href}>
      {name.words}
    </a>
  ) : (
    <span>{name.words}</span>
  )

export function EntryTable(props: { rows: readonly EntryRow[]; zone: Zone; caption: string }) {
  return (
    <Table
      caption={props.caption}
      rows={props.rows}
      columns={[
        {
          title: say.admin.when,
          label: '',
          cell: row => (
            <time class="meta" datetime={machine(row.at)}>
              {dateTime(row.at, props.zone)}
            </time>
          ),
        },
        { title: say.admin.who, label: say.admin.byLower, cell: row => <Name name={row.actor} /> },
        {
          title: say.admin.act,
          kind: 'lead',
          cell: row => (
            <span class="row-two">
              <b>{actWords(row.act)}</b>
              <code class="meta">{row.act}</code>
            </span>
          ),
        },
        { title: say.admin.about, cell: row => <Name name={row.subject} /> },
        {
          title: say.admin.whyAndWhat,
          label: '',
          cell: row =>
            row.reason || row.detail ? (
              <span class="row-two" hx-ignore="true">
                {row.reason ? <span>{row.reason}</span> : null}
                {row.detail ? <span class="meta">{detailWords(row.detail)}</span> : null}
              </span>
            ) : null,
        },
        { title: say.admin.number, kind: 'number', label: say.admin.number, cell: row => number(row.seq) },
      ]}
    />
  )
}

export function AuditPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly EntryRow[]
  filter: AuditFilter
  olderHref?: string
  proof?: Proof
  zone: Zone
}) {
  const { filter, proof } = props
  const filtered = filter.q !== '' || filter.actor !== '' || filter.act !== '' || filter.subject !== ''
  return (
    <PanelPage
      frame={props.frame}
      title={say.layout.audit}
      {...props.desk}
      aside={
        <div class="acts">
          <form method="get" action={paths.panelAuditVerify}>
            <Button look="edge" icon="shield">
              {say.admin.verify}
            </Button>
          </form>
          <form method="post" action={paths.panelAuditCsv}>
            <input type="hidden" name="q" value={filter.q} />
            <input type="hidden" name="actor" value={filter.actor} />
            <input type="hidden" name="act" value={filter.act} />
            <input type="hidden" name="subject" value={filter.subject} />
            <Button look="edge" icon="download">
              CSV
            </Button>
          </form>
        </div>
      }
    >
      <div class="stack">
        {proof ? (
          proof.ok ? (
            <Notice
              tone="ok"
              title={say.admin.allFit(number(proof.entries))}
              words={weave(say.admin.chainEnds, { head: <code>{proof.head.slice(0, 16)}</code> })}
              live
            />
          ) : (
            <Notice tone="bad" title={say.admin.chainBroken} words={say.admin.keepDatabase(proof.words)} alert />
          )
        ) : null}
        <Box>
          <Form action={paths.panelAudit} method="get" class="filter-form" novalidate>
            <TextField name="q" label={say.admin.findWords} value={filter.q} maxlength={80} optional />
            <TextField name="actor" label={say.admin.who} value={filter.actor} maxlength={80} optional />
            <TextField
              name="act"
              label={say.admin.act}
              value={filter.act}
              maxlength={80}
              optional
              placeholder="account."
            />
            <TextField name="subject" label={say.admin.about} value={filter.subject} maxlength={80} optional />
            <div class="acts">
              <Button look="edge">{say.admin.filter}</Button>
              {filtered ? (
                <LinkButton look="bare" href={paths.panelAudit}>
                  {say.admin.showAll}
                </LinkButton>
              ) : null}
            </div>
          </Form>
        </Box>
        <Box>
          {props.rows.length === 0 ? (
            <Empty
              title={filtered ? say.admin.nothingFits : say.admin.nothingYet}
              words={filtered ? say.admin.auditTry : say.admin.auditWords}
              act={
                filtered ? (
                  <LinkButton look="edge" href={paths.panelAudit}>
                    {say.admin.showAll}
                  </LinkButton>
                ) : undefined
              }
            />
          ) : (
            <div class="trail">
              <EntryTable caption={say.admin.auditEntries} rows={props.rows} zone={props.zone} />
            </div>
          )}
          {props.olderHref ? (
            <Acts>
              <LinkButton look="edge" href={props.olderHref}>
                {say.admin.older}
              </LinkButton>
            </Acts>
          ) : null}
        </Box>
        <p class="meta">{say.admin.timesIn(props.zone)}</p>
      </div>
    </PanelPage>
  )
}

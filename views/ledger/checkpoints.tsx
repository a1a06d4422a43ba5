import { dateTime, number, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, LinkButton } from '../parts/button.tsx'
import { Empty } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface CheckpointView {
  n: number
  at: number
  books: number
  root: string
  key: number
  signature: string
}

/** For anybody: the signed state of all books. Whoever keeps one can tell later whether the past was changed. */
export function CheckpointsPage(props: {
  frame: Frame
  zone: Zone
  rows: readonly CheckpointView[]
  keys: readonly { id: number; public: string; at: number }[]
  olderHref?: string
}) {
  const words = say.cases.ledger
  return (
    <SitePage frame={props.frame} title={words.title}>
      <div class="page-head">
        <h1 class="page-title">{words.title}</h1>
      </div>
      <div class="stack">
        <p class="second">{words.lead}</p>
        <Acts>
          <LinkButton look="edge" icon="download" href={paths.ledgerVerifier}>
            {words.verifier}
          </LinkButton>
          <LinkButton look="edge" href={paths.ledgerCheckpointsJson}>
            {words.json}
          </LinkButton>
        </Acts>
        <Box title={words.list}>
          {props.rows.length === 0 ? (
            <Empty title={words.none} words={words.noneWords} />
          ) : (
            <Table
              caption={words.list}
              rows={props.rows}
              columns={[
                { title: words.posting, kind: 'lead', cell: row => number(row.n) },
                { title: words.when, label: '', cell: row => dateTime(row.at, props.zone) },
                { title: words.books, kind: 'number', cell: row => number(row.books) },
                {
                  title: words.root,
                  label: '',
                  cell: row => (
                    <span class="row-two break-all">
                      <code>{row.root}</code>
                      <code class="meta">{row.signature}</code>
                    </span>
                  ),
                },
                { title: words.key, kind: 'number', cell: row => number(row.key) },
              ]}
            />
          )}
          {props.olderHref ? (
            <Acts>
              <LinkButton look="edge" href={props.olderHref}>
                {say.cases.list.next}
              </LinkButton>
            </Acts>
          ) : null}
        </Box>
        {props.keys.length > 0 ? (
          <Box title={words.keys}>
            <ul class="rows">
              {props.keys.map(key => (
                <li>
                  <span class="row-grow row-two break-all">
                    <code>{key.public}</code>
                    <span class="meta">
                      {words.keyOf(number(key.id))}, {dateTime(key.at, props.zone)}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </Box>
        ) : null}
      </div>
    </SitePage>
  )
}

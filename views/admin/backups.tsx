import { ago, dateTime, length, number, size } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { ListSearch, ListTable, type ListView } from '../parts/listing.tsx'
import { Notice } from '../parts/notice.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

export interface BackupRow {
  id: string
  file: string
  at: number
  size_bytes: number | bigint
  took_ms: number
  /** Opened again and found whole. */
  verifiedAt?: number
  /** Restored on the side, and its ledger compared. */
  provedAt?: number
  postings: number | null
  root: string | null
}

export interface BackupsProps {
  frame: Frame
  desk: DeskProps
  now: number
  zone: string
  backups: readonly BackupRow[]
  list: ListView
  /** When the last one was made, whatever the list shows. */
  newestAt?: number
  folder: string
  /** "every night at 4 o'clock, the last 14 are kept" */
  plan: string
  /** What went wrong with the last one. */
  failed?: { at: number; words: string }
  /** Why the last proof failed, as a sentence. */
  notProved?: string
  /** What is not in them: the file of the master key. */
  keyFile: string
}

export function BackupsPage(props: BackupsProps) {
  const { backups, list, newestAt, now, zone, failed } = props
  const words = say.cases.backups
  const { noneFound, noneFoundWords } = say.cases.inbox
  return (
    <PanelPage
      frame={props.frame}
      title={say.layout.backups}
      {...props.desk}
      aside={
        <>
          <ListSearch list={list} label={words.find} />
          <form method="post" action={paths.panelBackups}>
            <Button look="primary" icon="database" busy={say.admin.backingUp}>
              {say.admin.backUpNow}
            </Button>
          </form>
        </>
      }
    >
      <div class="stack stack-close">
        {failed ? (
          <Notice tone="bad" title={say.admin.backupFailed(dateTime(failed.at, zone))} words={failed.words} />
        ) : newestAt !== undefined ? (
          <Notice
            tone={now - newestAt > 2 * 86_400_000 ? 'warn' : 'ok'}
            title={say.admin.lastBackup(ago(newestAt, now))}
            words={say.admin.madePlan(props.plan)}
          />
        ) : (
          <Notice tone="warn" title={say.admin.noBackup} words={say.admin.oneIsMade(props.plan)} />
        )}
        {props.notProved ? <Notice tone="bad" title={props.notProved} alert /> : null}
        <section class="box" aria-label={say.layout.backups}>
          <p class="second">
            {weave(say.admin.backupsIn, {
              folder: <code>{props.folder}</code>,
              command: words => <code>{words}</code>,
            })}
          </p>
          <ListTable
            list={list}
            none={
              list.q === ''
                ? { title: say.admin.noBackups, words: say.admin.backupIs }
                : { title: noneFound, words: noneFoundWords }
            }
            caption={say.admin.backupsNewest}
            rows={backups}
            columns={[
              { title: say.admin.file, kind: 'lead', cell: row => <code>{row.file}</code> },
              { title: say.admin.made, label: '', cell: row => dateTime(row.at, zone) },
              { title: say.admin.size, kind: 'number', cell: row => size(row.size_bytes) },
              {
                title: say.admin.took,
                kind: 'number',
                cell: row => (row.took_ms < 1000 ? say.admin.underSecond : length(row.took_ms)),
              },
              {
                title: say.admin.state,
                label: '',
                cell: row =>
                  row.verifiedAt === undefined ? (
                    <State tone="warn">{say.admin.notProved}</State>
                  ) : (
                    <span class="row-two">
                      <State tone="ok">
                        {row.provedAt === undefined ? say.admin.openedWhole : words.provedOn(ago(row.provedAt, now))}
                      </State>
                      {row.root ? (
                        <span class="meta">
                          {words.ledger(number(row.postings ?? 0))} <code>{row.root.slice(0, 12)}</code>
                        </span>
                      ) : null}
                    </span>
                  ),
              },
              {
                title: words.prove,
                kind: 'act',
                cell: row => (
                  <form method="post" action={paths.panelBackupProof(row.id)}>
                    <Button look="edge" size="small" busy={words.proving}>
                      {words.prove}
                      <span class="unseen"> {row.file}</span>
                    </Button>
                  </form>
                ),
              },
            ]}
          />
        </section>
        <section class="box" aria-label={words.notIn}>
          <h2 class="box-title">{words.notIn}</h2>
          <ul class="rows">
            <li>
              <span class="row-grow row-two">
                <span>{words.key}</span>
                <code class="meta break-all">{props.keyFile}</code>
              </span>
            </li>
          </ul>
        </section>
      </div>
    </PanelPage>
  )
}

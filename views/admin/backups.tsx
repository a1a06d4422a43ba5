import { ago, dateTime, length, size } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
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
}

export interface BackupsProps {
  frame: Frame
  desk: DeskProps
  now: number
  zone: string
  backups: readonly BackupRow[]
  folder: string
  /** "every night at 4 o'clock, the last 14 are kept" */
  plan: string
  /** What went wrong with the last one. */
  failed?: { at: number; words: string }
}

export function BackupsPage(props: BackupsProps) {
  const { backups, now, zone, failed } = props
  const newest = backups[0]
  return (
    <PanelPage
      frame={props.frame}
      title={say.layout.backups}
      {...props.desk}
      aside={
        <form method="post" action={paths.panelBackups}>
          <Button look="primary" icon="database" busy={say.admin.backingUp}>
            {say.admin.backUpNow}
          </Button>
        </form>
      }
    >
      <div class="stack stack-close">
        {failed ? (
          <Notice tone="bad" title={say.admin.backupFailed(dateTime(failed.at, zone))} words={failed.words} />
        ) : newest ? (
          <Notice
            tone={now - newest.at > 2 * 86_400_000 ? 'warn' : 'ok'}
            title={say.admin.lastBackup(ago(newest.at, now))}
            words={say.admin.madePlan(props.plan)}
          />
        ) : (
          <Notice tone="warn" title={say.admin.noBackup} words={say.admin.oneIsMade(props.plan)} />
        )}
        <section class="box" aria-label={say.layout.backups}>
          <p class="second">
            {weave(say.admin.backupsIn, {
              folder: <code>{props.folder}</code>,
              command: words => <code>{words}</code>,
            })}
          </p>
          {backups.length === 0 ? (
            <Empty title={say.admin.noBackups} words={say.admin.backupIs} />
          ) : (
            <Table
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
                      <State tone="ok">{say.admin.openedWhole}</State>
                    ),
                },
              ]}
            />
          )}
        </section>
      </div>
    </PanelPage>
  )
}

import { ago, dateTime, length, size } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Button } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'

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
      title="Backups"
      {...props.desk}
      aside={
        <form method="post" action={paths.panelBackups}>
          <Button look="primary" icon="database" busy="Backing up">
            Back up now
          </Button>
        </form>
      }
    >
      <div class="stack stack-close">
        {failed ? (
          <Notice tone="bad" title={`The backup of ${dateTime(failed.at, zone)} failed.`} words={failed.words} />
        ) : newest ? (
          <Notice
            tone={now - newest.at > 2 * 86_400_000 ? 'warn' : 'ok'}
            title={`The last backup is from ${ago(newest.at, now)}.`}
            words={`Made ${props.plan}.`}
          />
        ) : (
          <Notice tone="warn" title="There is no backup yet." words={`One is made ${props.plan}. Or make one now.`} />
        )}
        <section class="box" aria-label="Backups">
          <p class="second">
            In <code>{props.folder}</code>. Copy them to another machine too; <code>footlight restore FILE</code> brings
            one back.
          </p>
          {backups.length === 0 ? (
            <Empty
              title="No backups yet"
              words="A backup is one file: the whole house without its pictures in motion."
            />
          ) : (
            <Table
              caption="Backups, newest first"
              rows={backups}
              columns={[
                { title: 'File', kind: 'lead', cell: row => <code>{row.file}</code> },
                { title: 'Made', label: '', cell: row => dateTime(row.at, zone) },
                { title: 'Size', kind: 'number', cell: row => size(row.size_bytes) },
                {
                  title: 'Took',
                  kind: 'number',
                  cell: row => (row.took_ms < 1000 ? 'under 1 s' : length(row.took_ms)),
                },
                {
                  title: 'State',
                  label: '',
                  cell: row =>
                    row.verifiedAt === undefined ? (
                      <State tone="warn">Not proved</State>
                    ) : (
                      <State tone="ok">Opened and whole</State>
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

import type { Database } from 'bun:sqlite'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { say } from '../../views/words/index.ts'
import { copyDatabase } from '../base/db/backup.ts'
import { commitNow } from '../base/db/durable.ts'
import { migrate } from '../base/db/migrate.ts'
import { openDatabase } from '../base/db/open.ts'
import { migrations } from '../migrations/index.ts'
import { lockFolder } from './lock.ts'

export type Opened = { ok: true; db: Database; close(): void } | { ok: false; say: string }

export const databaseFile = (data: string): string => join(data, 'footlight.db')
export const backupFolder = (data: string): string => join(data, 'backups')

/** A small database is looked through at every start; of a large one that would take seconds. */
const LOOK_THROUGH_BYTES = 256 * 1024 * 1024

/**
 * Opens the data folder. `alone` makes it, locks it and brings the database to our version; otherwise the database is opened
 * beside the site as it is. What can go wrong with a folder is said in a sentence that tells what to do.
 */
export function openFolder(given: string, { alone, now }: { alone: boolean; now: number }): Opened {
  const data = resolve(given)
  let release = () => {}
  try {
    if (alone) mkdirSync(data, { recursive: true, mode: 0o700 })
    else if (!existsSync(databaseFile(data))) return { ok: false, say: nothingSay(data) }
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK)
    if (alone) {
      const lock = lockFolder(data)
      if (!lock.ok) return { ok: false, say: heldSay(data, lock.pid) }
      release = lock.release
    }
    const opened = alone ? openAndMigrate(data, now) : openAsItIs(data)
    if (!opened.ok) {
      release()
      return opened
    }
    return {
      ok: true,
      db: opened.db,
      close() {
        commitNow(opened)
        opened.db.run('PRAGMA wal_checkpoint(TRUNCATE)')
        opened.db.close()
        release()
      },
    }
  } catch (error) {
    release()
    return { ok: false, say: folderSay(data, error) }
  }
}

function openAndMigrate(data: string, now: number): { ok: true; db: Database } | { ok: false; say: string } {
  const file = databaseFile(data)
  const small = existsSync(file) && statSync(file).size < LOOK_THROUGH_BYTES
  const db = openDatabase(file)
  if (small) {
    const [found] = db.query('PRAGMA quick_check(1)').all() as { quick_check: string }[]
    if (found?.quick_check !== 'ok') {
      db.close()
      return { ok: false, say: damagedSay(data) }
    }
  }
  const migrated = migrate(db, migrations, now, reached => {
    mkdirSync(backupFolder(data), { recursive: true, mode: 0o700 })
    copyDatabase(db, join(backupFolder(data), `before-${String(reached + 1).padStart(4, '0')}.db`))
  })
  if (migrated.ok) return { ok: true, db }
  db.close()
  if (migrated.why === 'changed') {
    return {
      ok: false,
      say: `The database in ${data} was made by another build of Footlight: its step ${migrated.name} is not ours. Start the build that made it, or name another folder with --data.`,
    }
  }
  return {
    ok: false,
    say: `The database in ${data} was written by a newer Footlight (it has ${migrated.name}). Start that version or a newer one. To stay with this one, bring back the backup from before the update: footlight restore ${join(backupFolder(data), `before-${migrated.name.slice(0, 4)}.db`)}`,
  }
}

/** Migrating is for the start of the site: a command of a newer file must not change the database under a running older one. */
function openAsItIs(data: string): { ok: true; db: Database } | { ok: false; say: string } {
  const db = openDatabase(databaseFile(data))
  const known = db.query("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'migrations'").get() as { n: bigint }
  const reached = known.n === 0n ? 0 : (db.query('SELECT count(*) AS n FROM migrations').get() as { n: bigint }).n
  if (Number(reached) === migrations.length) return { ok: true, db }
  db.close()
  const say =
    Number(reached) > migrations.length
      ? `The database in ${data} was written by a newer Footlight. Use that file for this command.`
      : `The database in ${data} is of an older version. Start the site once with this file; then try again.`
  return { ok: false, say }
}

const nothingSay = (data: string): string =>
  `There is no Footlight in ${data}. Name the data folder with --data, or start the site first.`

export const heldSay = (data: string, pid: string): string =>
  `Another Footlight${pid ? ` (process ${pid})` : ''} runs on the data folder ${data}. Stop that one, or give this one a folder of its own with --data.`

export function damagedSay(data: string): string {
  const newest = newestBackup(data)
  const way = newest
    ? `Bring back the newest backup: footlight restore ${newest}`
    : `There is no backup in ${backupFolder(data)}. If you keep one elsewhere: footlight restore FILE`
  return `The database in ${data} is damaged and was left as it is. ${way}`
}

function newestBackup(data: string): string | null {
  try {
    const folder = backupFolder(data)
    const files = readdirSync(folder)
      .filter(name => name.endsWith('.db'))
      .map(name => join(folder, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    return files[0] ?? null
  } catch {
    return null
  }
}

/** What the machine refused, in words. Anything that is not the machine's is a bug and thrown on. */
export function folderSay(data: string, error: unknown): string {
  const say = machineSay(data, error)
  if (say === null) throw error
  return say
}

export function machineSay(data: string, error: unknown): string | null {
  const code = (error as { code?: string }).code ?? ''
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return damagedSay(data)
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') {
    return say.ops.folderFull(data)
  }
  if (code === 'EROFS' || code.startsWith('SQLITE_READONLY')) {
    return say.ops.folderReadOnly(data)
  }
  if (code === 'EACCES' || code === 'EPERM' || code.startsWith('SQLITE_CANTOPEN')) {
    return say.ops.folderClosed(data)
  }
  if (code === 'ENOENT') {
    return say.ops.folderNowhere(data)
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return say.ops.folderNot(data)
  }
  if (code === 'SQLITE_BUSY') {
    return say.ops.folderBusy(data)
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return say.ops.folderErrors(data, code)
  }
  return null
}

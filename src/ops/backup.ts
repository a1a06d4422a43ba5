import type { Database } from 'bun:sqlite'
import { createHash } from 'node:crypto'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isLanguage, say, speak, speaking } from '../../views/words/index.ts'
import { type Actor, CONSOLE, record, SYSTEM } from '../audit/index.ts'
import { type Clock, HOUR, MINUTE, systemClock } from '../base/clock.ts'
import { copyDatabase, onDisk, openCopy } from '../base/db/backup.ts'
import { migrate } from '../base/db/migrate.ts'
import { openDatabase } from '../base/db/open.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { bringPictures, copyPictures, dropPicturesBeside } from '../base/picture/index.ts'
import { migrations } from '../migrations/index.ts'
import type { World } from '../world.ts'
import { backupFolder, databaseFile, folderSay, heldSay } from './folder.ts'
import { lockFolder } from './lock.ts'
import { type LedgerRoot, lookedSay, lookInto, type NotProved, type Proved, proveBackup, wentThrough } from './proof.ts'

export interface Backup {
  file: string
  size_bytes: number
  sha256: string
  at: number
  took_ms: number
  /** Audit entries that were walked in the copy. */
  entries: number
  /** What the ledger in the copy was counted to. */
  ledger: LedgerRoot
}

export interface BackupRow {
  id: string
  file: string
  size_bytes: number
  sha256: string
  at: number
  took_ms: number
  verified_at: number | null
  postings: number | null
  ledger_head: string | null
  ledger_root: string | null
  /** Restored on the side, and compared. */
  proved_at: number | null
}

export type Made = { ok: true; backup: Backup } | { ok: false; say: string }

const q = prepared(sql => ({
  insert:
    sql.run(`INSERT INTO backups (id, file, size_bytes, sha256, at, took_ms, verified_at, postings, ledger_head, ledger_root)
    VALUES ($id, $file, $size_bytes, $sha256, $at, $took_ms, $verified_at, $postings, $head, $root)`),
  one: sql.one<BackupRow>('SELECT * FROM backups WHERE id = $id'),
  proved: sql.run(`UPDATE backups SET proved_at = $at, postings = $postings, ledger_head = $head, ledger_root = $root
    WHERE id = $id`),
  list: sql.all<BackupRow>('SELECT * FROM backups ORDER BY at DESC LIMIT 500'),
  forget: sql.run('DELETE FROM backups WHERE id = $id'),
}))

/** Newest first. */
export const backups = (world: World): BackupRow[] => q(world).list()

/**
 * Copies the database to `file` and opens the copy: every page, every reference, the whole audit chain and ledger. Only then it counts.
 * Takes as long as the disk needs; the running site lets a process of its own do it (`backupNow`).
 */
export function makeBackup(db: Database, file: string, clock: Clock): Made {
  if (existsSync(file)) return { ok: false, say: say.ops.backupThere(file) }
  const at = clock.now()
  const began = clock.monotonic()
  try {
    copyDatabase(db, file)
  } catch (error) {
    return { ok: false, say: copySay(file, error) }
  }
  const looked = lookInto(file)
  if (!looked.ok) {
    rmSync(file, { force: true })
    return {
      ok: false,
      say: say.ops.backupBad(lookedSay(looked)),
    }
  }
  try {
    keepPictures(db, file)
  } catch (error) {
    rmSync(file, { force: true })
    dropPicturesBeside(file)
    return { ok: false, say: copySay(file, error) }
  }
  return {
    ok: true,
    backup: {
      file,
      size_bytes: statSync(file).size,
      sha256: hashOf(file),
      at,
      took_ms: Math.round(clock.monotonic() - began),
      entries: looked.entries,
      ledger: looked.ledger,
    },
  }
}

/** Beside the copy, in a folder of its name. */
function keepPictures(db: Database, file: string): void {
  const copy = openCopy(file)
  try {
    copyPictures(copy, file, dirname(db.filename))
  } finally {
    copy.close()
  }
}

/** Writes down that a backup was made, and by whom. */
export function noteBackup(world: World, { entries, ledger, ...backup }: Backup, by: Actor): void {
  tx(world, () => {
    q(world).insert({ ...backup, ...ledger, id: world.ids.next(), verified_at: world.clock.now() })
    const detail = { sha256: backup.sha256, entries, postings: ledger.postings, root: ledger.root }
    record(world, { actor: by, act: 'backup.made', subject: 'site', detail })
  })
}

function copySay(file: string, error: unknown): string {
  const code = (error as { code?: string }).code ?? ''
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return say.ops.backupDiskFull(file)
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'EACCES' || code === 'ENOENT' || code === 'EROFS') {
    return say.ops.backupClosed(file)
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return say.ops.backupDamaged
  throw error
}

function hashOf(file: string): string {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1024 * 1024)
  const handle = openSync(file, 'r')
  try {
    for (;;) {
      const read = readSync(handle, piece)
      if (read === 0) return hash.digest('hex')
      hash.update(piece.subarray(0, read))
    }
  } finally {
    closeSync(handle)
  }
}

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')

/** The words that start this same program again: the compiled file, or Bun with the script it runs. */
export function ourselves(): string[] {
  return Bun.main.startsWith('/$bunfs/') ? [process.execPath] : [process.execPath, '--no-env-file', Bun.main]
}

const running = new WeakMap<World, Promise<Made>>()

/**
 * A backup into the data folder, made by a process of its own so that no viewer waits for the disk. Two at once are one.
 * Removes what is older than the number to keep.
 */
export function backupNow(world: World, by: Actor): Promise<Made> {
  const known = running.get(world)
  if (known) return known
  const run = backupBeside(world, by).finally(() => running.delete(world))
  running.set(world, run)
  return run
}

async function backupBeside(world: World, by: Actor): Promise<Made> {
  const folder = backupFolder(resolve(world.config.data))
  const file = join(folder, `footlight-${stamp(world.clock.now())}.db`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    return { ok: false, say: folderSay(world.config.data, error) }
  }
  const child = Bun.spawn([...ourselves(), '__backup', resolve(world.config.data), file, speaking()], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    env: { PATH: process.env.PATH ?? '' },
  })
  const said = await new Response(child.stdout).text()
  await child.exited
  const made = readMade(said)
  if (!made.ok) {
    world.log.error('backup failed', { why: made.say })
    return made
  }
  noteBackup(world, made.backup, by)
  world.log.info('backup made', { size_bytes: made.backup.size_bytes, took_ms: made.backup.took_ms })
  dropOld(world)
  return made
}

function readMade(said: string): Made {
  try {
    return JSON.parse(said) as Made
  } catch {
    return { ok: false, say: say.ops.backupUnfinished }
  }
}

/** The body of `footlight __backup DATA FILE LANGUAGE`: what went wrong is said to whoever asked for it. */
export function backupChild([data = '', file = '', language = '']: string[]): number {
  const db = openCopy(databaseFile(data))
  const made = speak(isLanguage(language) ? language : 'en', () => makeBackup(db, file, systemClock))
  db.close()
  process.stdout.write(JSON.stringify(made))
  return made.ok ? 0 : 1
}

export const backupById = (world: World, id: string): BackupRow | null => q(world).one({ id })

/** The body of `footlight __prove FILE`. */
export function proveChild([file = '']: string[]): number {
  const proved = proveBackup(file, prepare)
  process.stdout.write(JSON.stringify({ ...proved, sha256: hashOf(file) }))
  return proved.ok ? 0 : 1
}

/**
 * Restores a backup on the side, by a process of its own, and compares: its ledger with the one it had when it was made, and with
 * the running one, which has gone on from there.
 */
export async function proveNow(world: World, id: string, by: Actor): Promise<Proved> {
  const no = (why: NotProved): Proved => {
    world.log.error('backup not proved', { why })
    return { ok: false, why, where: '' }
  }
  const row = backupById(world, id)
  if (!row || !existsSync(row.file)) return no('gone')
  const child = Bun.spawn([...ourselves(), '__prove', row.file], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'ignore',
    env: { PATH: process.env.PATH ?? '' },
  })
  const said = await new Response(child.stdout).text()
  await child.exited
  const proved = readProved(said)
  if (!proved) return no('unfinished')
  if (!proved.ok) {
    world.log.error('backup not proved', { why: proved.why, where: proved.where })
    return proved
  }
  if (proved.sha256 !== row.sha256) return no('changed')
  if (row.ledger_root !== null && row.ledger_root !== proved.ledger.root) return no('other')
  if (!wentThrough(world, proved.ledger)) return no('parted')
  tx(world, () => {
    q(world).proved({ id, at: world.clock.now(), ...proved.ledger })
    record(world, {
      actor: by,
      act: 'backup.proved',
      subject: 'site',
      detail: { sha256: row.sha256, ...proved.ledger },
    })
  })
  return proved
}

function readProved(said: string): (Proved & { sha256: string }) | null {
  try {
    return JSON.parse(said) as Proved & { sha256: string }
  } catch {
    return null
  }
}

/** Of our own folder alone: a file that somebody put elsewhere by `footlight backup` is theirs. */
function dropOld(world: World): void {
  const folder = backupFolder(resolve(world.config.data))
  const ours = backups(world).filter(row => dirname(row.file) === folder)
  for (const row of ours.slice(world.settings.get('backup_keep'))) {
    rmSync(row.file, { force: true })
    dropPicturesBeside(row.file)
    q(world).forget({ id: row.id })
  }
}

export function newestBackup(world: World): { at: number; proved: boolean } | null {
  const newest = backups(world)[0]
  return newest ? { at: newest.at, proved: newest.verified_at !== null } : null
}

/** Age of the newest backup in ms; null when there is none. */
export function backupAge(world: World): number | null {
  const newest = backups(world)[0]
  return newest ? world.clock.now() - newest.at : null
}

/** Whether the daily backup is due: once after its hour each day, and at once when a day was missed. */
export function backupDue(now: number, hour: number, last: number | null): boolean {
  const today = new Date(now)
  today.setHours(hour, 0, 0, 0)
  const due = today.getTime() <= now ? today.getTime() : today.getTime() - 24 * HOUR
  return last === null ? today.getTime() <= now : last < due
}

/** Looks each minute; answers how to stop. */
export function scheduleBackups(world: World): () => void {
  let failedAt = 0
  const look = () => {
    const now = world.clock.now()
    if (now - failedAt < HOUR) return
    const last = backups(world)[0]?.at ?? null
    if (!backupDue(now, world.settings.get('backup_hour'), last)) return
    void backupNow(world, SYSTEM).then(made => {
      if (!made.ok) failedAt = world.clock.now()
    })
  }
  const timer = setInterval(look, MINUTE)
  return () => clearInterval(timer)
}

export type Restored = { ok: true; file: string; aside: string } | { ok: false; say: string }

/**
 * Puts a checked copy in the place of the database. The old one is renamed, never removed. Sessions and open links of the
 * copy are ended: some of them may have been ended since it was made.
 */
export function restoreBackup(given: string, file: string): Restored {
  const data = resolve(given)
  if (!existsSync(file)) return { ok: false, say: `There is no file ${file}.` }
  const looked = lookInto(file)
  if (!looked.ok) return { ok: false, say: `${file} is no good backup: ${lookedSay(looked)}. Nothing was changed.` }
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    const lock = lockFolder(data)
    if (!lock.ok) return { ok: false, say: heldSay(data, lock.pid) }
    try {
      return putInPlace(data, file)
    } finally {
      lock.release()
    }
  } catch (error) {
    return { ok: false, say: folderSay(data, error) }
  }
}

function putInPlace(data: string, file: string): Restored {
  const target = databaseFile(data)
  const fresh = `${target}.restored`
  try {
    const refused = prepare(fresh, file)
    if (refused) return { ok: false, say: refused }
    let aside = ''
    if (existsSync(target)) {
      aside = join(data, `before-restore-${stamp(systemClock.now())}.db`)
      for (const part of ['-wal', '-shm', '']) {
        if (existsSync(target + part)) renameSync(target + part, aside + part)
      }
    }
    renameSync(fresh, target)
    onDisk(data)
    return { ok: true, file, aside }
  } finally {
    for (const part of ['', '-wal', '-shm']) rmSync(fresh + part, { force: true })
  }
}

/** A copy of the copy, brought to our version and freed of what opens doors; or why that does not go. */
function prepare(fresh: string, file: string): string {
  for (const part of ['', '-wal', '-shm']) rmSync(fresh + part, { force: true })
  copyFileSync(file, fresh)
  const db = openDatabase(fresh)
  try {
    const migrated = migrate(db, migrations, systemClock.now())
    if (!migrated.ok) {
      const from = migrated.why === 'newer' ? 'a newer' : 'another build of'
      return `${file} comes from ${from} Footlight. Restore it with that one. Nothing was changed.`
    }
    bringPictures(db, file, dirname(fresh))
    tx({ db }, () => {
      db.run('DELETE FROM sessions')
      db.run('DELETE FROM links WHERE used_at IS NULL')
      record(
        { db, clock: systemClock },
        { actor: CONSOLE, act: 'backup.restored', subject: 'site', detail: { sha256: hashOf(file) } },
      )
    })
    db.run('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    db.close()
  }
  onDisk(fresh)
  return ''
}

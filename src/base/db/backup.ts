import { Database } from 'bun:sqlite'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a whole, compact copy beside the running database and puts it in place only when it is on the disk. */
export function copyDatabase(db: Database, file: string): void {
  const fresh = `${file}.new`
  rmSync(fresh, { force: true })
  try {
    db.prepare('VACUUM INTO ?').run(fresh)
    onDisk(fresh)
    renameSync(fresh, file)
    onDisk(dirname(file))
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}

export function onDisk(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Opens a copy for reading alone and looks through every page and reference; the first fault, or an empty text. */
export function lookThrough(db: Database): string {
  const [found] = db.query('PRAGMA integrity_check(1)').all() as { integrity_check: string }[]
  if (found?.integrity_check !== 'ok') return found?.integrity_check ?? 'no answer'
  const dangling = db.query('PRAGMA foreign_key_check').all() as { table: string }[]
  return dangling[0] ? `a row of ${dangling[0].table} refers to nothing` : ''
}

export const openCopy = (file: string): Database =>
  new Database(file, { readonly: true, strict: true, safeIntegers: true })

import { Database } from 'bun:sqlite'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Locked = { ok: true; release(): void } | { ok: false; why: 'held'; pid: string }

/**
 * One process a data folder. SQLite's own file lock does it: the kernel lets go of it when the process dies, however it dies.
 * The file beside it only tells people which process it is.
 */
export function lockFolder(data: string): Locked {
  const noteFile = join(data, 'footlight.pid')
  const db = new Database(join(data, 'footlight.lock'), { create: true })
  try {
    db.run('PRAGMA busy_timeout = 0')
    db.run('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error
    return { ok: false, why: 'held', pid: holder(noteFile) }
  }
  writeFileSync(noteFile, `${process.pid}\n`, { mode: 0o600 })
  return {
    ok: true,
    release() {
      rmSync(noteFile, { force: true })
      db.run('ROLLBACK')
      db.close()
    },
  }
}

/** Whether a Footlight runs on the folder now; never makes the folder. */
export function isRunning(data: string): boolean {
  try {
    const db = new Database(join(data, 'footlight.lock'), { readwrite: true, create: false })
    try {
      db.run('PRAGMA busy_timeout = 0')
      db.run('BEGIN EXCLUSIVE')
      db.run('ROLLBACK')
      return false
    } catch (error) {
      return (error as { code?: string }).code === 'SQLITE_BUSY'
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

const holder = (noteFile: string): string => linesOf(noteFile)[0] ?? ''

function linesOf(noteFile: string): string[] {
  try {
    return readFileSync(noteFile, 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

/** Where the running site answers: for people, and on this machine. Commands beside it make their links with it. */
export interface Open {
  url: string
  local: string
}

export function noteOpen(data: string, { url, local }: Open): void {
  writeFileSync(join(data, 'footlight.pid'), `${process.pid}\n${url}\n${local}\n`, { mode: 0o600 })
}

export function openAt(data: string): Open | null {
  const [, url, local] = linesOf(join(data, 'footlight.pid'))
  return url && local && isRunning(data) ? { url, local } : null
}

import { Database } from 'bun:sqlite'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../base/config.ts'

export type Locked = { ok: true; release(): void } | { ok: false; why: 'held'; pid: string }

/**
 * One process a data folder. SQLite's own file lock does it: the kernel lets go of it when the process dies, however it dies.
 * The file beside it only tells people which process it is.
 */
export function lockFolder(data: string): Locked {
  const noteFile = join(data, 'footlight.pid')
  const db = new Database(join(data, 'footlight.lock'), { create: true })
  try {
    // Of a process that was just killed the kernel may let go a moment later.
    db.run('PRAGMA busy_timeout = 500')
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

/**
 * Where the running site answers, for people and on this machine, and how it was started: commands beside it make their links
 * with it, and the doctor looks at its ports and not at the defaults.
 */
export interface Open {
  url: string
  local: string
  config: Config
}

export function noteOpen(data: string, { url, local, config }: Open): void {
  const lines = [process.pid, url, local, JSON.stringify(config)]
  writeFileSync(join(data, 'footlight.pid'), `${lines.join('\n')}\n`, { mode: 0o600 })
}

export function openAt(data: string): Open | null {
  const [, url, local, config] = linesOf(join(data, 'footlight.pid'))
  return url && local && config && isRunning(data) ? { url, local, config: JSON.parse(config) } : null
}

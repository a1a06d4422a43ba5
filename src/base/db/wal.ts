import { statSync } from 'node:fs'
import { briefly, type Log } from '../log.ts'
import { commits, type Given } from './durable.ts'

const LOOK_MS = 250
/** A reader that stays long keeps the log from being used again; past this it is tried harder. */
const LARGE_BYTES = 64 * 1024 * 1024

/**
 * Moves the log into the database while nobody writes, so that a busy moment need not. Between writes SQLite does it at
 * 16 MB. Answers how to stop.
 */
export function checkpointWhenIdle({ db, log }: Given & { log: Log }): () => void {
  let seen = commits({ db })
  let moved = -1
  const look = () => {
    const now = commits({ db })
    const quiet = now === seen
    seen = now
    if (!quiet || moved === now || db.inTransaction) return
    moved = now
    try {
      const size = statSync(`${db.filename}-wal`, { throwIfNoEntry: false })?.size ?? 0
      if (size < LARGE_BYTES) {
        db.run('PRAGMA wal_checkpoint(PASSIVE)')
        return
      }
      // Nobody waits for that reader: it is asked for again in a moment.
      db.run('PRAGMA busy_timeout = 0')
      const [answer] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as { busy: bigint }[]
      db.run('PRAGMA busy_timeout = 5000')
      if (answer?.busy) moved = -1
    } catch (error) {
      log.warn('the log of the database was not moved', { error: briefly(error) })
    }
  }
  const timer = setInterval(look, LOOK_MS)
  return () => clearInterval(timer)
}

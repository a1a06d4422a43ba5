import type { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { say } from '../../views/words/index.ts'
import { verify } from '../audit/index.ts'
import { lookThrough, openCopy } from '../base/db/backup.ts'
import { prepared } from '../base/db/prepared.ts'
import { type BookState, bookLeaf, hex, recount, Tree } from '../ledger/index.ts'

/** What a ledger comes to, in three values: two databases with the same ones hold the same money. */
export interface LedgerRoot {
  /** The last posting. */
  postings: number
  /** The end of the chain of postings. */
  head: string
  /** The root of a tree over every book. */
  root: string
}

const q = prepared(sql => ({
  end: sql.one<{ n: number; hash: Uint8Array }>('SELECT n, hash FROM postings ORDER BY n DESC LIMIT 1'),
  at: sql.one<{ hash: Uint8Array }>('SELECT hash FROM postings WHERE n = $n'),
  books: sql.all<BookState & { id: number }>(`SELECT id, salt, kind, owner, unit, seq, balance_minor, head FROM books
    WHERE id > $after AND seq > 0 ORDER BY id LIMIT 500`),
}))

export function ledgerRoot(given: { db: Database }): LedgerRoot {
  const tree = new Tree()
  for (let after = 0; ; ) {
    const rows = q(given).books({ after })
    for (const row of rows) tree.add(bookLeaf(row))
    const last = rows.at(-1)
    if (!last) break
    after = last.id
  }
  const end = q(given).end()
  return { postings: end?.n ?? 0, head: end ? hex(end.hash) : '0'.repeat(64), root: hex(tree.root()) }
}

/** Whether this ledger went through the same posting: its history up to there is the same. */
export function wentThrough(
  given: { db: Database },
  { postings, head }: Pick<LedgerRoot, 'postings' | 'head'>,
): boolean {
  if (postings === 0) return true
  const found = q(given).at({ n: postings })
  return found !== null && hex(found.hash) === head
}

export type Looked =
  | { ok: true; entries: number; ledger: LedgerRoot }
  /** `why` is a closed word; `where` names the place where there is one. */
  | { ok: false; why: 'no-database' | 'not-ours' | 'damaged' | 'audit' | 'ledger'; where: string }

/**
 * Opens a copy and looks through all of it: every page, every reference, the whole audit chain, and the ledger computed again out of
 * its entries.
 */
export function lookInto(file: string): Looked {
  const no = (why: Extract<Looked, { ok: false }>['why'], where = '') => ({ ok: false, why, where }) as const
  let db: Database
  try {
    db = openCopy(file)
  } catch {
    return no('no-database')
  }
  try {
    if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'audit'").get()) return no('not-ours')
    const fault = lookThrough(db)
    if (fault) return no('damaged', fault)
    const chain = verify({ db })
    if (!chain.ok) return no('audit', String(chain.seq))
    // A copy from before the ledger has none.
    if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'postings'").get()) {
      return { ok: true, entries: chain.entries, ledger: { postings: 0, head: '0'.repeat(64), root: '' } }
    }
    const counted = recount({ db })
    if (!counted.ok) return no('ledger', counted.differences[0]?.where ?? '')
    return { ok: true, entries: chain.entries, ledger: ledgerRoot({ db }) }
  } catch (error) {
    const code = (error as { code?: string } | null)?.code ?? ''
    return no(code === 'SQLITE_NOTADB' ? 'no-database' : 'damaged')
  } finally {
    db.close()
  }
}

export type NotProved =
  | Extract<Looked, { ok: false }>['why']
  /** The file is not there any more; the process ended early; another version wrote it. */
  | 'gone'
  | 'unfinished'
  | 'version'
  /** What was restored is not what was copied, or not what was written down then. */
  | 'other'
  /** Not the file that was written. */
  | 'changed'
  /** The running ledger did not come from there. */
  | 'parted'

export type Proved = { ok: true; ledger: LedgerRoot; entries: number } | { ok: false; why: NotProved; where: string }

/** Why a copy is no good, in a few words. */
export const lookedSay = ({ why, where }: { why: NotProved; where: string }): string =>
  say.cases.backups.why[why](where)

/** Restores the copy into a folder that is thrown away, as `footlight restore` would, and looks through what came of it. */
export function proveBackup(file: string, restore: (fresh: string, file: string) => string): Proved {
  const scratch = mkdtempSync(join(dirname(file), '.prove-'))
  try {
    const before = lookInto(file)
    if (!before.ok) return before
    const fresh = join(scratch, 'footlight.db')
    if (restore(fresh, file) !== '') return { ok: false, why: 'version', where: '' }
    const after = lookInto(fresh)
    if (!after.ok) return after
    const same = JSON.stringify(before.ledger) === JSON.stringify(after.ledger)
    if (!same && before.ledger.root !== '') return { ok: false, why: 'other', where: '' }
    return { ok: true, ledger: after.ledger, entries: before.entries }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

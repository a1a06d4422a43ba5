import type { Database, Statement } from 'bun:sqlite'
import { assert } from '../base/assert.ts'
import { afterUndo, grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { type Book, CHART, endOfChain, findBook, moveEnd, nameOf, type OpenBook, openBook } from './book.ts'
import { fingerprintOf, hashOf, headOf, type Input, leafOf, same } from './chain.ts'
import { freeze, isFrozen } from './freeze.ts'
import { holdOf, moveHold } from './hold.ts'
import { openLot } from './lot.ts'
import { MOST_MINOR } from './money.ts'
import { type Reason, waitsWhileFrozen } from './reasons.ts'
import { MOST_TOKENS } from './tokens.ts'

/** One line of an event: tokens or minor money onto a book (plus) or off it. */
export interface Line {
  book: Book
  amount_minor: bigint
}

export interface Ask {
  /** `verb:born-with-the-form:account` (`formKey`), or natural: `order:ID:paid`. Never forgotten. */
  key: string
  /** What was asked, as far as it decides the posting: the same key with another input is refused. */
  input: Input
  reason: Reason
  /** `tip:ID`, `order:ID`, `show:ID`. */
  about: string
  /** `account:ID`, `console`, `system`; two persons as `account:ID+account:ID`. Never a name. */
  by: string
  because?: string
  corrects?: number
  entries: Line[]
}

export interface Moved extends Line {
  after_minor: bigint
}

export type Posted = { ok: true; n: number; again: boolean; at: number; entries: Moved[] }
export type NotPosted =
  | { ok: false; why: 'not-enough'; book: string; has_minor: bigint }
  | { ok: false; why: 'key-reused' | 'frozen' }

export interface Posting {
  n: number
  key: string
  fingerprint: Uint8Array
  reason: Reason
  at: number
  by: string
  because: string | null
  about: string
  corrects: number | null
  prev: Uint8Array
  hash: Uint8Array
}

/** A figure of ours did not agree: nothing was written, and the ledger is frozen. */
export class LedgerFault extends Error {
  override name = 'LedgerFault'
}

const MOST_LINES = 40

interface EntryRow {
  book: number
  kind: Book['kind']
  owner: string
  unit: Book['unit']
  amount_minor: bigint
  after_minor: bigint
}

const q = prepared(sql => ({
  byKey: sql.one<Posting>('SELECT * FROM postings WHERE key = $key'),
  byN: sql.one<Posting>('SELECT * FROM postings WHERE n = $n'),
  correctedBy: sql.one<{ n: number }>('SELECT n FROM postings WHERE corrects = $n'),
  entries: sql.all<EntryRow>(`SELECT e.book, b.kind, b.owner, b.unit, e.amount_minor, e.after_minor
    FROM entries e JOIN books b ON b.id = e.book WHERE e.posting = $n ORDER BY e.book`),
}))

/**
 * Posts one balanced event. The same key and input answer what they answered the first time, with the balances of then.
 * It is a verb of this turn's group: nobody may hear of it before `durable`.
 * Errors: `not-enough` names the book that would pass its bound; `key-reused` is the same key with another input; `frozen`
 * while a recount is awaited, for what staff moves. LedgerFault when the lines do not balance or SQL refuses them.
 */
export function post(world: World, ask: Ask): Posted | NotPosted {
  return grouped(world, () => postNow(world, ask))
}

function postNow(world: World, ask: Ask): Posted | NotPosted {
  const known = answered(world, ask.key, ask.input)
  if (known) return known
  weigh(world, ask)
  if (waitsWhileFrozen(ask.reason) && isFrozen(world)) return { ok: false, why: 'frozen' }
  const short = firstShort(world, ask)
  if (short) return short

  const { n, hash: prev } = endOfChain(world)
  const facts = {
    n: n + 1,
    key: ask.key,
    fingerprint: fingerprintOf(ask.input),
    reason: ask.reason,
    at: world.clock.now(),
    by: ask.by,
    because: ask.because ?? null,
    about: ask.about,
    corrects: ask.corrects ?? null,
  }
  const lines = ask.entries
    .map(line => ({ line, open: openBook(world, line.book) }))
    .sort((a, b) => a.open.id - b.open.id)
    .map(({ line, open }) => {
      const after_minor = open.balance_minor + line.amount_minor
      const seq = open.seq + 1
      const leaf = leafOf({ ...facts, ...line, book: nameOf(open), unit: open.unit, after_minor, seq })
      return { line, open, after_minor, seq, leaf, head: headOf(open.head, leaf) }
    })
  const hash = hashOf(
    prev,
    facts,
    lines.map(line => line.leaf),
  )
  try {
    insertEntries(
      world.db,
      lines.length,
      lines.flatMap(({ line, open, after_minor, seq, head }) => [
        facts.n,
        open.id,
        line.amount_minor,
        after_minor,
        seq,
        head,
      ]),
    )
    insertPosting(world.db, { ...facts, prev, hash })
    for (const { line, open } of lines) {
      if (line.book.kind !== 'held') continue
      moveHold(world, { ...facts, book: open.id, tokens: line.amount_minor })
    }
    if (ask.entries.some(({ book, amount_minor }) => book.kind === 'mint' && amount_minor < 0n)) {
      openLot(world, { posting: facts.n, about: facts.about, at: facts.at, entries: ask.entries })
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('SQLITE_CONSTRAINT')) fault(world, `${ask.reason} ${ask.key}: ${(error as Error).message}`)
    throw error
  }
  for (const { open, after_minor, seq, head } of lines) moved(open, after_minor, seq, head)
  moveEnd(world, facts.n, hash)
  return {
    ok: true,
    n: facts.n,
    again: false,
    at: facts.at,
    entries: lines.map(({ line, after_minor }) => ({ ...line, after_minor })),
  }
}

/** What the key was answered before, or null. */
export function answered(world: Pick<World, 'db'>, key: string, input: Input): Posted | NotPosted | null {
  const known = q(world).byKey({ key })
  if (!known) return null
  if (!same(known.fingerprint, fingerprintOf(input))) return { ok: false, why: 'key-reused' }
  return { ok: true, n: known.n, again: true, at: known.at, entries: entriesOf(world, known.n) }
}

function moved(open: OpenBook, balance_minor: bigint, seq: number, head: Uint8Array): void {
  open.balance_minor = balance_minor
  open.seq = seq
  open.head = head
}

/** What only a mistake of ours can get wrong. */
function weigh(world: World, { entries, about, by, key, because }: Ask): void {
  assert(entries.length >= 2 && entries.length <= MOST_LINES, `a posting has 2 to ${MOST_LINES} lines`)
  for (const text of [about, by, key, because ?? '']) assert(!text.includes('\n'), 'a posting has no line breaks')
  const sums = new Map<string, bigint>()
  const seen = new Set<string>()
  for (const { book, amount_minor } of entries) {
    const most = book.unit === 'TOK' ? MOST_TOKENS : MOST_MINOR
    assert(typeof amount_minor === 'bigint' && amount_minor !== 0n, 'a line moves something')
    assert(amount_minor <= most && amount_minor >= -most, 'a line moves no more than that')
    const name = `${nameOf(book)} ${book.unit}`
    assert(!seen.has(name), `${name} has one line`)
    seen.add(name)
    sums.set(book.unit, (sums.get(book.unit) ?? 0n) + amount_minor)
  }
  for (const [unit, sum] of sums) {
    if (sum !== 0n) fault(world, `${key}: ${unit} does not sum to zero`)
  }
}

function firstShort(world: World, { entries, about, reason }: Ask): NotPosted | null {
  for (const { book, amount_minor } of entries) {
    const has_minor = findBook(world, book)?.balance_minor ?? 0n
    const after = has_minor + amount_minor
    const { bound } = CHART[book.kind]
    const breaks =
      (bound === 'floor' && amount_minor < 0n && after < 0n) || (bound === 'ceil' && amount_minor > 0n && after > 0n)
    if (breaks) return { ok: false, why: 'not-enough', book: nameOf(book), has_minor }
    if (book.kind === 'held' && reason !== 'hold') {
      const hold = holdOf(world, book.owner, about)
      const left = hold?.left_tokens ?? 0n
      if (left + amount_minor < 0n) return { ok: false, why: 'not-enough', book: nameOf(book), has_minor: left }
    }
  }
  return null
}

/** Rolls the verb back and freezes the ledger. */
function fault(world: World, words: string): never {
  afterUndo(world, () => freeze(world, words))
  throw new LedgerFault(words)
}

const statements = new WeakMap<Database, Map<number, Statement>>()

function statement(db: Database, name: number, text: () => string): Statement {
  let known = statements.get(db)
  if (!known) {
    known = new Map()
    statements.set(db, known)
  }
  let found = known.get(name)
  if (!found) {
    found = db.prepare(text())
    known.set(name, found)
  }
  return found
}

function insertEntries(db: Database, count: number, values: (number | bigint | Uint8Array)[]): void {
  const rows = () => Array.from({ length: count }, () => '(?, ?, ?, ?, ?, ?)').join(', ')
  statement(
    db,
    count,
    () => `INSERT INTO entries (posting, book, amount_minor, after_minor, seq, head) VALUES ${rows()}`,
  ).run(...values)
}

function insertPosting(db: Database, p: Posting): void {
  statement(
    db,
    0,
    () => `INSERT INTO postings (n, key, fingerprint, reason, at, by, because, about, corrects, prev, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(p.n, p.key, p.fingerprint, p.reason, p.at, p.by, p.because, p.about, p.corrects, p.prev, p.hash)
}

/** The lines of a posting with the balances that they left. */
export function entriesOf(world: Pick<World, 'db'>, n: number): Moved[] {
  return q(world)
    .entries({ n })
    .map(({ kind, owner, unit, amount_minor, after_minor }) => ({
      book: { kind, owner, unit },
      amount_minor,
      after_minor,
    }))
}

export const postingOf = (world: Pick<World, 'db'>, n: number): Posting | null => q(world).byN({ n })
export const postingByKey = (world: Pick<World, 'db'>, key: string): Posting | null => q(world).byKey({ key })
export const correctionOf = (world: Pick<World, 'db'>, n: number): number | null =>
  q(world).correctedBy({ n })?.n ?? null

/**
 * The key of a form: what was born with the page (`ids.next()`, in order of time), beside whose page it is. Another's key is
 * another key; and keys of one moment lie on one page of their index, whoever sends them.
 */
export function formKey(verb: string, account: string, born: string): string | null {
  return /^[A-Za-z0-9_-]{16,64}$/.test(born) ? `${verb}:${born}:${account}` : null
}

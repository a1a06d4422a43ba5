import type { Database } from 'bun:sqlite'
import { assert } from '../assert.ts'
import { systemClock } from '../clock.ts'

export type Given = { db: Database }
type Tell = () => void
/** A Promise is refused by type, and again when the verb runs: bun:sqlite would commit an async function at its first await. */
export type Never<T> = [T] extends [never] ? [] : T extends PromiseLike<unknown> ? [never] : []

/** A turn of the event loop that is longer than this is committed in pieces, so that nobody waits for the rest of it. */
const MOST_VERBS = 128
const LONGEST_MS = 10

/** What was written is not on the disk and was taken back whole. Whoever was going to be told hears 503 instead. */
export class NotStored extends Error {
  override name = 'NotStored'
  readonly code: string
  constructor(cause: unknown) {
    super('the disk did not take it', { cause })
    this.code = (cause as { code?: string } | null)?.code ?? ''
  }
}

/** The writes of one turn of the event loop: one COMMIT for all of them. */
interface Group {
  verbs: number
  since: number
  after: Tell[]
  done: PromiseWithResolvers<void>
  turn: ReturnType<typeof setImmediate> | null
}

interface Verb {
  after: Tell[]
  undone: Tell[]
}

interface Writing {
  run(sql: 'BEGIN IMMEDIATE' | 'COMMIT' | 'ROLLBACK' | 'SAVEPOINT verb' | 'RELEASE verb' | 'ROLLBACK TO verb'): void
  group: Group | null
  verb: Verb | null
  /** Groups that were lost since the start. */
  lost: number
  /** The last group was refused by the disk, and none went through since. */
  refused: boolean
  commits: number
  /** Caches of rows, which a rollback makes wrong. */
  caches: Set<Tell>
}

const writings = new WeakMap<Database, Writing>()

function writingOf(db: Database): Writing {
  let writing = writings.get(db)
  if (!writing) {
    const statements = new Map<string, { run(): unknown }>()
    writing = {
      run(sql) {
        let statement = statements.get(sql)
        if (!statement) {
          statement = db.prepare(sql)
          statements.set(sql, statement)
        }
        statement.run()
      },
      group: null,
      verb: null,
      lost: 0,
      refused: false,
      commits: 0,
      caches: new Set(),
    }
    writings.set(db, writing)
  }
  return writing
}

/**
 * One verb of this turn's group. It is a savepoint of its own: a verb that throws undoes itself and nothing else. What it
 * wrote is on the disk when `durable` says so, and nobody may hear of it before. Inside another verb it is part of that one.
 */
export function grouped<T>({ db }: Given, verb: () => T, ..._sync: Never<T>): T {
  const writing = writingOf(db)
  if (writing.verb) return sync(verb())
  const result = perform(db, writing, verb)
  const group = writing.group!
  group.turn ??= setImmediate(() => {
    if (writing.group === group) endOfTurn(db, writing)
  })
  if (group.verbs >= MOST_VERBS || systemClock.monotonic() - group.since >= LONGEST_MS) commit(db, writing)
  return result
}

/** Runs the verb in the open group, or in a new one. It stays open. */
export function perform<T>(db: Database, writing: Writing, verb: () => T): T {
  // A full disk makes SQLite roll back by itself, also for a statement outside every verb.
  if (writing.group && !db.inTransaction) lose(db, writing, new Error('rolled back by SQLite'))
  const first = writing.group === null
  if (first) {
    writing.run('BEGIN IMMEDIATE')
    writing.group = {
      verbs: 0,
      since: systemClock.monotonic(),
      after: [],
      done: Promise.withResolvers<void>(),
      turn: null,
    }
    writing.group.done.promise.catch(() => {})
  } else writing.run('SAVEPOINT verb')
  const group = writing.group!
  const own: Verb = { after: [], undone: [] }
  writing.verb = own
  let result: T
  try {
    result = sync(verb())
    if (!first) writing.run('RELEASE verb')
  } catch (error) {
    writing.verb = null
    if (!db.inTransaction) lose(db, writing, error)
    else if (first) {
      writing.group = null
      writing.run('ROLLBACK')
      group.done.resolve()
      forget(writing)
    } else {
      writing.run('ROLLBACK TO verb')
      writing.run('RELEASE verb')
      forget(writing)
    }
    for (const tell of own.undone) tell()
    throw error
  }
  writing.verb = null
  group.verbs++
  group.after.push(...own.after)
  return result
}

/** Puts the open group on the disk now, if there is one. Throws NotStored when the disk refuses; then all of it is gone. */
export function commitNow({ db }: Given): void {
  const writing = writings.get(db)
  assert(!writing?.verb, 'a verb cannot commit itself')
  if (writing?.group) commit(db, writing)
}

export function commit(db: Database, writing: Writing): void {
  const group = writing.group!
  try {
    writing.run('COMMIT')
  } catch (error) {
    throw lose(db, writing, error)
  }
  writing.group = null
  writing.refused = false
  writing.commits++
  if (group.turn) clearImmediate(group.turn)
  group.done.resolve()
  for (const tell of group.after) say(tell)
}

function endOfTurn(db: Database, writing: Writing): void {
  try {
    commit(db, writing)
  } catch (error) {
    // Everybody whose write it was hears of it by `durable`.
    if (!(error instanceof NotStored)) throw error
  }
}

function lose(db: Database, writing: Writing, cause: unknown): NotStored {
  const group = writing.group!
  writing.group = null
  writing.refused = true
  writing.lost++
  if (group.turn) clearImmediate(group.turn)
  if (db.inTransaction) writing.run('ROLLBACK')
  forget(writing)
  const lost = new NotStored(cause)
  group.done.reject(lost)
  return lost
}

const forget = (writing: Writing): void => {
  for (const cache of writing.caches) cache()
}

/** The rows are stored, whoever listens: a listener's fault is its own and stops neither the answer nor the next listener. */
function say(tell: Tell): void {
  try {
    tell()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

/**
 * Settles with the COMMIT of what this turn wrote; at once if nothing is open. Rejects with NotStored. Ask in the same turn as
 * the verb, before any other await.
 */
export function durable({ db }: Given): Promise<void> {
  return writings.get(db)?.group?.done.promise ?? Promise.resolve()
}

/**
 * For the door: taken when a request comes in, asked before its answer leaves. An answer that wrote, or may have read what
 * another one wrote, waits for the disk; null when there is nothing to wait for.
 */
export function answering({ db }: Given): () => Promise<void> | null {
  const writing = writingOf(db)
  const { lost } = writing
  const whole = () => {
    if (writing.lost !== lost) throw new NotStored(null)
  }
  return () => {
    if (writing.group) return writing.group.done.promise.then(whole)
    return writing.lost === lost ? null : Promise.reject(new NotStored(null))
  }
}

/** Runs once the verb's COMMIT is on the disk, never after a rollback; at once when no verb is under way. */
export function afterCommit({ db }: Given, tell: Tell): void {
  const verb = writings.get(db)?.verb
  if (verb) verb.after.push(tell)
  else tell()
}

/** Runs once the verb that is under way was rolled back; what it writes is a verb of its own. */
export function afterUndo({ db }: Given, tell: Tell): void {
  writingOf(db).verb?.undone.push(tell)
}

/** Whoever keeps rows in memory lets go of them here: at every rollback, of one verb or of a whole group. */
export function whenUndone({ db }: Given, cache: Tell): void {
  writingOf(db).caches.add(cache)
}

/** Whether the disk takes nothing now, as far as the last try told. */
export const isRefusing = ({ db }: Given): boolean => writings.get(db)?.refused ?? false

/** How many groups were put on the disk since the start. */
export const commits = ({ db }: Given): number => writingOf(db).commits

/** What stands for the transaction that is open now; another one after each commit or rollback. */
export const openGroup = ({ db }: Given): object | null => writings.get(db)?.group ?? null

export const writing = ({ db }: Given): Writing => writingOf(db)

function sync<T>(result: T): T {
  assert(!(result instanceof Promise), 'a transaction verb must be synchronous')
  return result
}

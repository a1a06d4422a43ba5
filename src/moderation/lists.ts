import type { Database } from 'bun:sqlite'
import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { type FilterClass, isClass } from './classes.ts'
import { Matcher, readTerm, type Term } from './matcher.ts'

/** UTF-8, one file. */
export const LIST_BYTES = 4 * 1024 * 1024
export const TERMS_MOST = 200_000
/** Of all lists together. */
const ALL_TERMS_MOST = 500_000
export const SOURCE_MOST = 200
const LISTS_MOST = 200

export interface ListRow {
  id: string
  class: FilterClass
  source: string
  licence: string
  language: string
  terms: number
  mark: string
  added_at: number
  added_by: string
}

const LISTED = 'id, class, source, licence, language, terms, mark, added_at, added_by'

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO lists (id, class, source, licence, language, terms, mark, sealed, added_at, added_by)
    VALUES ($id, $class, $source, $licence, $language, $terms, $mark, $sealed, $at, $by)`),
  all: sql.all<ListRow>(`SELECT ${LISTED} FROM lists WHERE removed_at IS NULL ORDER BY added_at DESC, rowid DESC`),
  one: sql.one<ListRow>(`SELECT ${LISTED} FROM lists WHERE id = $id AND removed_at IS NULL`),
  known: sql.one<{ id: string }>('SELECT id FROM lists WHERE class = $class AND mark = $mark AND removed_at IS NULL'),
  held: sql.one<{ lists: number; terms: number }>(
    'SELECT count(*) AS lists, coalesce(sum(terms), 0) AS terms FROM lists WHERE removed_at IS NULL',
  ),
  sealed: sql.all<{ id: string; class: FilterClass; terms: number; sealed: Uint8Array }>(
    'SELECT id, class, terms, sealed FROM lists WHERE removed_at IS NULL ORDER BY rowid',
  ),
  remove: sql.run('UPDATE lists SET sealed = NULL, removed_at = $at WHERE id = $id AND removed_at IS NULL'),
  state: sql.one<{ added: number; removed: number }>(
    'SELECT count(*) AS added, count(removed_at) AS removed FROM lists',
  ),
}))

export const allLists = (world: World): ListRow[] => q(world).all()
export const listById = (world: World, id: string): ListRow | null => q(world).one({ id })

export interface ListWishes {
  class: string
  source: string
  licence: string
  language: string
  /** The file as it is. */
  bytes: Uint8Array
}

export interface ListFaults {
  class?: 'unknown'
  source?: 'empty' | 'long'
  licence?: 'empty' | 'long'
  language?: 'shape'
  terms?: 'empty' | 'long' | 'many' | 'not-utf-8' | 'known' | 'no-term'
  /** Lines that are no terms: too short, too long, or without a letter. Numbers only: the terms are nobody's to print. */
  lines?: number[]
}

export type Imported = { ok: true; list: ListRow; skipped: number[] } | { ok: false; faults: ListFaults }

/** A term a line; `#` begins a comment, and a `*` at an end of a term lets it stand inside a longer word there. */
export function readList(bytes: Uint8Array): { ok: true; terms: string[]; skipped: number[] } | { ok: false } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { ok: false }
  }
  const terms = new Set<string>()
  const skipped: number[] = []
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    const term = line.normalize('NFC').trim()
    if (term === '' || term.startsWith('#')) continue
    if (term.length <= 200 && readTerm(term)) terms.add(term)
    else skipped.push(at + 1)
  }
  return { ok: true, terms: [...terms], skipped }
}

const placeOf = (id: string) => ({ table: 'lists', column: 'sealed', row: id })

/** Checks everything at once, so that it is mended in one go. */
export function importList(world: World, wishes: ListWishes, by: Actor): Imported {
  const faults: ListFaults = {}
  const source = wishes.source.trim()
  const licence = wishes.licence.trim()
  const language = wishes.language.trim()
  const { class: named } = wishes
  if (!isClass(named)) faults.class = 'unknown'
  if (source === '' || source.length > SOURCE_MOST) faults.source = source === '' ? 'empty' : 'long'
  if (licence === '' || licence.length > SOURCE_MOST) faults.licence = licence === '' ? 'empty' : 'long'
  if (language !== '' && !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}$/.test(language)) faults.language = 'shape'
  const read = wishes.bytes.length > LIST_BYTES ? null : readList(wishes.bytes)
  if (!read) faults.terms = 'long'
  else if (!read.ok) faults.terms = 'not-utf-8'
  else if (read.terms.length === 0) {
    faults.terms = read.skipped.length > 0 ? 'no-term' : 'empty'
    if (read.skipped.length > 0) faults.lines = read.skipped.slice(0, 20)
  } else if (read.terms.length > TERMS_MOST) faults.terms = 'many'
  if (!read?.ok || !isClass(named) || Object.keys(faults).length > 0) return { ok: false, faults }
  return tx(world, () => {
    const text = [...read.terms].sort().join('\n')
    const mark = world.seal.mark('lists', text)
    if (q(world).known({ class: named, mark })) return { ok: false, faults: { terms: 'known' } } as const
    const held = q(world).held()!
    if (held.lists >= LISTS_MOST || held.terms + read.terms.length > ALL_TERMS_MOST) {
      return { ok: false, faults: { terms: 'many' } } as const
    }
    const id = world.ids.next()
    q(world).insert({
      id,
      class: named,
      source,
      licence,
      language,
      terms: read.terms.length,
      mark,
      sealed: world.seal.close('lists', placeOf(id), new TextEncoder().encode(text)),
      at: world.clock.now(),
      by: by.id,
    })
    record(world, {
      actor: by,
      act: 'list.imported',
      subject: `list:${id}`,
      detail: { class: named, source, licence, language, terms: read.terms.length, mark: mark.slice(0, 12) },
    })
    return { ok: true, list: q(world).one({ id })!, skipped: read.skipped } as const
  })
}

export type Removed = { ok: true } | { ok: false; why: 'gone' | 'because' }

/** The terms go; what the list was and when stays. */
export function removeList(world: World, id: string, because: string, by: Actor): Removed {
  const reason = because.trim()
  if (reason === '' || Array.from(reason).length > 1000) return { ok: false, why: 'because' }
  return tx(world, () => {
    const list = q(world).one({ id })
    if (!list || q(world).remove({ id, at: world.clock.now() }) === 0) return { ok: false, why: 'gone' } as const
    record(world, {
      actor: by,
      act: 'list.removed',
      subject: `list:${id}`,
      reason,
      detail: { class: list.class, source: list.source, terms: list.terms },
    })
    return { ok: true } as const
  })
}

export interface InForce {
  matcher: Matcher
  /** What a match's tag stands for. */
  tags: readonly { class: FilterClass; list: string }[]
  /** Lists that another key has sealed: they filter nothing until it is back, or they are imported anew. */
  unreadable: readonly string[]
}

interface Kept {
  state: string
  inForce: InForce
  /** The state that is being built beside it, a piece at a time. */
  next: { state: string; done: Promise<void> } | null
}

/** So many terms are built at once; more give others their turn. */
const AT_ONCE = 5000
const SLICE_MS = 4

const kept = new WeakMap<Database, Kept>()

function stateOf(world: Pick<World, 'db'>): string {
  const { added, removed } = q(world).state()!
  return `${added}-${removed}`
}

function* read(world: World): Generator<void, InForce> {
  const tags: { class: FilterClass; list: string }[] = []
  const unreadable: string[] = []
  const terms: Term[] = []
  for (const { id, class: named, sealed } of q(world).sealed()) {
    const opened = world.seal.open('lists', placeOf(id), sealed)
    if (!opened) {
      unreadable.push(id)
      continue
    }
    const tag = tags.push({ class: named, list: id }) - 1
    for (const text of new TextDecoder().decode(opened).split('\n')) terms.push({ text, tag })
    yield
  }
  return { matcher: yield* Matcher.building(terms), tags, unreadable }
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/**
 * The lists as they are now. When another process or a page has changed them they are read anew: a few terms at once, many in
 * pieces of some milliseconds while the earlier ones go on filtering.
 */
export function inForce(world: World): InForce {
  const state = stateOf(world)
  const now = kept.get(world.db)
  if (now?.state === state) return now.inForce
  if (!now || q(world).held()!.terms <= AT_ONCE) {
    const fresh = finish(read(world))
    kept.set(world.db, { state, inForce: fresh, next: null })
    return fresh
  }
  if (now.next?.state !== state) now.next = { state, done: inPieces(world, state, now) }
  return now.inForce
}

async function inPieces(world: World, state: string, now: Kept): Promise<void> {
  const steps = read(world)
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, 1))
    const until = world.clock.monotonic() + SLICE_MS
    do {
      // A newer change has begun again; or the site has closed meanwhile.
      if (now.next && now.next.state !== state) return
      const step = steps.next()
      if (!step.done) continue
      kept.set(world.db, { state, inForce: step.value, next: null })
      return
    } while (world.clock.monotonic() < until)
  }
}

/** Waits until the lists that were just changed filter. */
export async function listsReady(world: World): Promise<void> {
  for (;;) {
    inForce(world)
    const waiting = kept.get(world.db)?.next
    if (!waiting) return
    await waiting.done
  }
}

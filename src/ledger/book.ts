import type { Database } from 'bun:sqlite'
import { assert } from '../base/assert.ts'
import { openGroup, whenUndone } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { type Currency, isCurrency } from './money.ts'

/** The chart of books; the table `book_kinds` holds the same. A floor keeps a balance from going below zero, a ceil from above. */
export const CHART = {
  bank: { code: 1010, bound: 'free', counts: 'money' },
  coins: { code: 1020, bound: 'free', counts: 'money' },
  clearing: { code: 1100, bound: 'free', counts: 'money' },
  reserve: { code: 1110, bound: 'ceil', counts: 'money' },
  receivable: { code: 1300, bound: 'ceil', counts: 'money' },
  owed: { code: 1310, bound: 'ceil', counts: 'money' },
  deferred: { code: 2010, bound: 'floor', counts: 'money' },
  vouchers: { code: 2020, bound: 'floor', counts: 'money' },
  earned: { code: 2100, bound: 'floor', counts: 'money' },
  payable: { code: 2110, bound: 'floor', counts: 'money' },
  paying: { code: 2120, bound: 'floor', counts: 'money' },
  tax: { code: 2400, bound: 'floor', counts: 'money' },
  withheld: { code: 2410, bound: 'floor', counts: 'money' },
  suspense: { code: 2900, bound: 'floor', counts: 'money' },
  revenue: { code: 4000, bound: 'free', counts: 'money' },
  breakage: { code: 4100, bound: 'free', counts: 'money' },
  cost: { code: 5000, bound: 'free', counts: 'money' },
  fees: { code: 5100, bound: 'free', counts: 'money' },
  promotions: { code: 5200, bound: 'free', counts: 'money' },
  disputes: { code: 5300, bound: 'free', counts: 'money' },
  fx: { code: 5500, bound: 'free', counts: 'money' },
  mint: { code: 9000, bound: 'ceil', counts: 'tokens' },
  wallet: { code: 9010, bound: 'floor', counts: 'tokens' },
  held: { code: 9020, bound: 'floor', counts: 'tokens' },
  received: { code: 9030, bound: 'floor', counts: 'tokens' },
} as const

export type Kind = keyof typeof CHART
export type Bound = (typeof CHART)[Kind]['bound']
type TokenKind = { [K in Kind]: (typeof CHART)[K]['counts'] extends 'tokens' ? K : never }[Kind]
export type MoneyKind = Exclude<Kind, TokenKind>
export type Unit = 'TOK' | Currency

/** One ledger account, as it is named: nobody need know whether it was opened. */
export interface Book {
  kind: Kind
  owner: string
  unit: Unit
}

export function book(kind: TokenKind, owner: string): Book
export function book(kind: MoneyKind, owner: string, unit: Currency): Book
export function book(kind: Kind, owner: string, unit: Unit = 'TOK'): Book {
  assert((unit === 'TOK') === (CHART[kind].counts === 'tokens'), `${kind} does not count ${unit}`)
  assert(unit === 'TOK' || isCurrency(unit), `${unit} is no currency`)
  return { kind, owner, unit }
}

/** `earned:ACCOUNT`. */
export const nameOf = ({ kind, owner }: Pick<Book, 'kind' | 'owner'>): string => `${kind}:${owner}`
const keyOf = ({ kind, owner, unit }: Book): string => `${kind}:${owner}\n${unit}`

export interface OpenBook extends Book {
  id: number
  bound: Bound
  balance_minor: bigint
  seq: number
  head: Uint8Array
}

const q = prepared(sql => ({
  find: sql.one<OpenBook>(`SELECT id, kind, owner, unit, bound, balance_minor, seq, head FROM books
    WHERE kind = $kind AND owner = $owner AND unit = $unit`),
  insert: sql.one<{ id: number }>(`INSERT INTO books (kind, owner, unit, bound, head, salt)
    VALUES ($kind, $owner, $unit, $bound, zeroblob(32), $salt) RETURNING id`),
  last: sql.one<{ n: number; hash: Uint8Array }>('SELECT n, hash FROM postings ORDER BY n DESC LIMIT 1'),
  outside: sql.one<{ data_version: number }>('PRAGMA data_version'),
}))

/** Books that move often stay in memory, with the end of the chain; more than this many, and all are read again. */
const MOST_KEPT = 20_000

interface Kept {
  books: Map<string, OpenBook>
  end: { n: number; hash: Uint8Array } | null
  group: object | null
  outside: number
}
const kept = new WeakMap<Database, Kept>()

function keptOf(world: Pick<World, 'db'>): Kept {
  let memory = kept.get(world.db)
  if (!memory) {
    const fresh: Kept = { books: new Map(), end: null, group: null, outside: -1 }
    memory = fresh
    kept.set(world.db, memory)
    whenUndone(world, () => {
      fresh.books.clear()
      fresh.end = null
    })
  }
  // Another process may have written between two transactions of ours.
  const group = openGroup(world)
  if (group === null || group !== memory.group) {
    const outside = q(world).outside()!.data_version
    if (outside !== memory.outside) {
      memory.books.clear()
      memory.end = null
      memory.outside = outside
    }
    memory.group = group
  }
  if (memory.books.size > MOST_KEPT) memory.books.clear()
  return memory
}

/** The book as it is now, or null where nothing was ever posted to it. The one value a verb may move in memory. */
export function findBook(world: Pick<World, 'db'>, named: Book): OpenBook | null {
  const memory = keptOf(world)
  const key = keyOf(named)
  const known = memory.books.get(key)
  if (known) return known
  const row = q(world).find({ kind: named.kind, owner: named.owner, unit: named.unit })
  if (row) memory.books.set(key, row)
  return row
}

export function openBook(world: Pick<World, 'db' | 'ids'>, named: Book): OpenBook {
  const found = findBook(world, named)
  if (found) return found
  const { bound } = CHART[named.kind]
  const { kind, owner, unit } = named
  const row = q(world).insert({ kind, owner, unit, bound, salt: world.ids.bytes(16) })!
  const opened: OpenBook = { kind, owner, unit, bound, id: row.id, balance_minor: 0n, seq: 0, head: new Uint8Array(32) }
  keptOf(world).books.set(keyOf(named), opened)
  return opened
}

/** The last posting; n 0 and 32 zero bytes in an empty ledger. */
export function endOfChain(world: Pick<World, 'db'>): { n: number; hash: Uint8Array } {
  const memory = keptOf(world)
  memory.end ??= q(world).last() ?? { n: 0, hash: new Uint8Array(32) }
  return memory.end
}

export function moveEnd(world: Pick<World, 'db'>, n: number, hash: Uint8Array): void {
  keptOf(world).end = { n, hash }
}

/** Units: tokens or minor money, as the book counts. */
export const balanceOf = (world: Pick<World, 'db'>, named: Book): bigint => findBook(world, named)?.balance_minor ?? 0n

import { Buffer } from 'node:buffer'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { headOf, hex, leafOf, same, ZERO } from './chain.ts'
import {
  type BookState,
  bodyOf,
  bookLeaf,
  type Checkpoint,
  type CheckpointKey,
  checkpointKeys,
  checkpoints,
  isAnnounced,
  isSigned,
  node,
} from './checkpoint.ts'

/** All lines of somebody's own books between two points, with what proves them against a signed checkpoint. */
export interface Statement {
  v: 1
  owner: string
  checkpoint: { n: number; body: string; key: number; signature: string }
  keys: { id: number; public: string; made_at: number; announced: string }[]
  books: StatementBook[]
}

export interface StatementBook {
  kind: string
  owner: string
  unit: string
  salt: string
  opening: Point
  closing: Point
  lines: StatementLine[]
  /** Place in the tree of all books, and the neighbours on the way to its root. */
  place: number
  path: string[]
}
interface Point {
  seq: number
  balance: string
  head: string
}
interface StatementLine {
  n: number
  at: number
  reason: string
  about: string
  amount: string
  after: string
  seq: number
}

interface StateRow extends BookState {
  id: number
}
interface LineRow {
  n: number
  at: number
  reason: string
  about: string
  amount_minor: bigint
  after_minor: bigint
  seq: number
  head: Uint8Array
}

const q = prepared(sql => ({
  /** Every book as it was after posting $n. */
  states: sql.all<StateRow>(`SELECT b.id, b.kind, b.owner, b.unit, b.salt, e.seq, e.after_minor AS balance_minor, e.head
    FROM books b JOIN entries e ON e.book = b.id
      AND e.seq = (SELECT seq FROM entries WHERE book = b.id AND posting <= $n ORDER BY seq DESC LIMIT 1)
    ORDER BY b.id`),
  lines: sql.all<LineRow>(`SELECT p.n, p.at, p.reason, p.about, e.amount_minor, e.after_minor, e.seq, e.head
    FROM entries e JOIN postings p ON p.n = e.posting WHERE e.book = $book AND e.seq <= $upto AND p.n > $after ORDER BY e.seq`),
  opening: sql.one<Pick<LineRow, 'seq' | 'after_minor' | 'head'>>(
    'SELECT seq, after_minor, head FROM entries WHERE book = $book AND seq = $seq',
  ),
}))

/** Wallets and the like are the owner's; received books are named after payee and terms. */
const isOf = (owner: string, row: { kind: string; owner: string }): boolean =>
  row.owner === owner || (row.kind === 'received' && row.owner.startsWith(`${owner}.`))

/**
 * The statement of one owner, from after posting `after` up to the last checkpoint; null while there is none.
 * Reads every book once: for a large house, beside the site.
 */
export function statementOf(world: Pick<World, 'db'>, owner: string, { after = 0 } = {}): Statement | null {
  const [checkpoint] = checkpoints(world, { limit: 1 })
  if (!checkpoint) return null
  const states = q(world).states({ n: checkpoint.n })
  const leaves = states.map(bookLeaf)
  const books = states.flatMap((row, place): StatementBook[] => {
    if (!isOf(owner, row)) return []
    const lines = q(world).lines({ book: row.id, upto: row.seq, after })
    const before = (lines[0]?.seq ?? row.seq + 1) - 1
    const opening = before > 0 ? q(world).opening({ book: row.id, seq: before })! : null
    return [
      {
        kind: row.kind,
        owner: row.owner,
        unit: row.unit,
        salt: hex(row.salt),
        opening: {
          seq: before,
          balance: String(opening?.after_minor ?? 0n),
          head: hex(opening?.head ?? ZERO),
        },
        closing: { seq: row.seq, balance: String(row.balance_minor), head: hex(row.head) },
        lines: lines.map(({ n, at, reason, about, amount_minor, after_minor, seq }) => ({
          n,
          at,
          reason,
          about,
          amount: String(amount_minor),
          after: String(after_minor),
          seq,
        })),
        place,
        path: pathOf(leaves, place).map(hex),
      },
    ]
  })
  return {
    v: 1,
    owner,
    checkpoint: { ...checkpoint, signature: hex(checkpoint.signature) },
    keys: checkpointKeys(world).map(key => ({
      id: key.id,
      public: hex(key.public),
      made_at: key.made_at,
      announced: hex(key.announced),
    })),
    books,
  }
}

/** Source: RFC 6962 section 2.1: a tree is split at the largest power of two below its size. */
function split(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}
function rootOf(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!
  const half = split(leaves.length)
  return node(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)))
}
function pathOf(leaves: Uint8Array[], place: number): Uint8Array[] {
  if (leaves.length <= 1) return []
  const half = split(leaves.length)
  return place < half
    ? [...pathOf(leaves.slice(0, half), place), rootOf(leaves.slice(half))]
    : [...pathOf(leaves.slice(half), place - half), rootOf(leaves.slice(0, half))]
}
function climb(leaf: Uint8Array, place: number, size: number, path: Uint8Array[]): Uint8Array | null {
  if (size === 1) return path.length === 0 ? leaf : null
  const half = split(size)
  const beside = path.at(-1)
  if (!beside) return null
  const rest = path.slice(0, -1)
  const below = place < half ? climb(leaf, place, half, rest) : climb(leaf, place - half, size - half, rest)
  return below && (place < half ? node(below, beside) : node(beside, below))
}

export interface Verified {
  ok: true
  at: number
  n: number
  /** First sixteen digits of the first key: whoever compares them with the site's own knows whose statement it is. */
  signer: string
  books: { name: string; unit: string; lines: number; from: string; to: string }[]
}
export type NotVerified = { ok: false; why: string }

const bytes = (text: unknown, length: number): Uint8Array => {
  if (typeof text !== 'string' || !new RegExp(`^[0-9a-f]{${length * 2}}$`).test(text)) throw new Error('not hex')
  return new Uint8Array(Buffer.from(text, 'hex'))
}

/**
 * Computes a statement again out of itself: each line continues its book, each book stands in the tree that was signed, each key was
 * announced by the one before. Proves that the lines are complete and unaltered; not that a tip was ever posted.
 */
export function verifyStatement(text: string): Verified | NotVerified {
  try {
    return verifyParsed(JSON.parse(text) as Statement)
  } catch {
    return { ok: false, why: 'it is no statement, or it was cut' }
  }
}

function verifyParsed(statement: Statement): Verified | NotVerified {
  if (statement.v !== 1) return { ok: false, why: 'it is of another version' }
  const keys: CheckpointKey[] = statement.keys.map(key => ({
    ...key,
    public: bytes(key.public, 32),
    announced: bytes(key.announced, 64),
    secret: ZERO,
  }))
  for (const [i, key] of keys.entries()) {
    if (!isAnnounced(key, keys[i - 1] ?? null)) return { ok: false, why: `key ${key.id} was announced by nobody` }
  }
  const checkpoint: Checkpoint = {
    ...statement.checkpoint,
    signature: bytes(statement.checkpoint.signature, 64),
  }
  const key = keys.find(one => one.id === checkpoint.key)
  if (!key || !isSigned(checkpoint, key)) return { ok: false, why: 'its checkpoint is not signed' }
  const body = bodyOf(checkpoint)
  if (body.n !== checkpoint.n) return { ok: false, why: 'its checkpoint is another one' }
  const root = bytes(body.root, 32)
  for (const book of statement.books) {
    if (!isOf(statement.owner, book)) return { ok: false, why: `book ${book.kind}:${book.owner} is another's` }
    const why = wrongBook(book, body.n, body.books, root)
    if (why) return { ok: false, why: `book ${book.kind}:${book.owner} ${book.unit} ${why}` }
  }
  return {
    ok: true,
    at: body.at,
    n: body.n,
    signer: hex(keys[0]!.public).slice(0, 16),
    books: statement.books.map(({ kind, owner, unit, lines, opening, closing }) => ({
      name: `${kind}:${owner}`,
      unit,
      lines: lines.length,
      from: opening.balance,
      to: closing.balance,
    })),
  }
}

function wrongBook(book: StatementBook, n: number, size: number, root: Uint8Array): string | null {
  const { kind, owner, unit, opening, closing } = book
  let seq = opening.seq
  let balance = BigInt(opening.balance)
  let head = bytes(opening.head, 32)
  let last = 0
  if (seq === 0 && (balance !== 0n || !same(head, ZERO))) return 'does not begin empty'
  for (const line of book.lines) {
    const { at, reason, about } = line
    const amount_minor = BigInt(line.amount)
    seq++
    balance += amount_minor
    if (line.seq !== seq || BigInt(line.after) !== balance || line.n <= last || line.n > n) {
      return `has a gap at line ${line.seq}`
    }
    last = line.n
    const leaf = {
      n: line.n,
      at,
      reason,
      about,
      book: `${kind}:${owner}`,
      unit,
      amount_minor,
      after_minor: balance,
      seq,
    }
    head = headOf(head, leafOf(leaf))
  }
  if (seq !== closing.seq || balance !== BigInt(closing.balance) || !same(head, bytes(closing.head, 32))) {
    return 'does not lead to its end: a line is missing or was changed'
  }
  const leaf = bookLeaf({ kind, owner, unit, salt: bytes(book.salt, 16), seq, balance_minor: balance, head })
  const path = book.path.map(one => bytes(one, 32))
  const inside = Number.isSafeInteger(book.place) && book.place >= 0 && book.place < size
  const climbed = inside ? climb(leaf, book.place, size, path) : null
  return climbed && same(climbed, root) ? null : 'does not stand in the checkpoint'
}

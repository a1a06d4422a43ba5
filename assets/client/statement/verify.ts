// The same computation as src/ledger/statement.ts, for a browser that has the file alone and asks nobody.

interface Point {
  seq: number
  balance: string
  head: string
}
interface Line {
  n: number
  at: number
  reason: string
  about: string
  amount: string
  after: string
  seq: number
}
interface Book {
  kind: string
  owner: string
  unit: string
  salt: string
  opening: Point
  closing: Point
  lines: Line[]
  place: number
  path: string[]
}
interface Key {
  id: number
  public: string
  made_at: number
  announced: string
}
interface Statement {
  v: number
  owner: string
  checkpoint: { n: number; body: string; key: number; signature: string }
  keys: Key[]
  books: Book[]
}

export type Why =
  | 'no-statement'
  | 'version'
  | 'key'
  | 'signature'
  | 'checkpoint'
  | 'owner'
  | 'begin'
  | 'gap'
  | 'end'
  | 'tree'
  /** This browser cannot check such signatures. */
  | 'browser'
export type Verified =
  | {
      ok: true
      at: number
      n: number
      signer: string
      root: string
      books: { name: string; unit: string; lines: number; from: string; to: string }[]
    }
  | { ok: false; why: Why; where: string }

type Bytes = Uint8Array<ArrayBuffer>
const text = new TextEncoder()
const ZEROS = '0'.repeat(64)

class Wrong extends Error {
  constructor(
    readonly why: Why,
    readonly where = '',
  ) {
    super(why)
  }
}

function bytes(hex: unknown, length: number): Bytes {
  if (typeof hex !== 'string' || hex.length !== length * 2 || !/^[0-9a-f]*$/.test(hex)) throw new Wrong('no-statement')
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
}
const hexOf = (value: Uint8Array): string => Array.from(value, byte => byte.toString(16).padStart(2, '0')).join('')

const sha256 = async (value: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', value))
const hashed = (said: string): Promise<Bytes> => sha256(text.encode(said) as Bytes)

function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

async function signed(key: string, signature: string, said: string): Promise<boolean> {
  let imported: CryptoKey
  try {
    imported = await crypto.subtle.importKey('raw', bytes(key, 32), { name: 'Ed25519' }, false, ['verify'])
  } catch (error) {
    throw error instanceof Wrong ? error : new Wrong('browser')
  }
  return crypto.subtle.verify({ name: 'Ed25519' }, imported, bytes(signature, 64), text.encode(said) as Bytes)
}

const node = (left: Uint8Array, right: Uint8Array) => sha256(joined(Uint8Array.of(1), left, right))

/** Source: RFC 6962 section 2.1. */
async function climb(leaf: Bytes, place: number, size: number, path: Bytes[]): Promise<Bytes | null> {
  if (size === 1) return path.length === 0 ? leaf : null
  let half = 1
  while (half * 2 < size) half *= 2
  const beside = path.at(-1)
  if (!beside) return null
  const left = place < half
  const below = await climb(leaf, left ? place : place - half, left ? half : size - half, path.slice(0, -1))
  return below && (left ? node(below, beside) : node(beside, below))
}

const isOf = (owner: string, book: Book) =>
  book.owner === owner || (book.kind === 'received' && book.owner.startsWith(`${owner}.`))

async function book(one: Book, n: number, size: number, root: string): Promise<void> {
  const { kind, owner, unit, opening, closing } = one
  const name = `${kind}:${owner} ${unit}`
  let { seq } = opening
  let balance = BigInt(opening.balance)
  let head = bytes(opening.head, 32)
  let last = 0
  if (seq === 0 && (balance !== 0n || opening.head !== ZEROS)) throw new Wrong('begin', name)
  for (const line of one.lines) {
    seq++
    balance += BigInt(line.amount)
    if (line.seq !== seq || BigInt(line.after) !== balance || line.n <= last || line.n > n) throw new Wrong('gap', name)
    last = line.n
    const { at, reason, about, amount } = line
    const leaf = await hashed(
      `footlight/entry/1\n${line.n}\n${at}\n${reason}\n${about}\n${kind}:${owner}\n${unit}\n${BigInt(amount)}\n${balance}\n${seq}`,
    )
    head = await sha256(joined(head, leaf))
  }
  const end = hexOf(head)
  if (seq !== closing.seq || balance !== BigInt(closing.balance) || end !== closing.head) throw new Wrong('end', name)
  bytes(one.salt, 16)
  const leaf = await hashed(`\0footlight/book/1\n${one.salt}\n${kind}:${owner}\n${unit}\n${seq}\n${balance}\n${end}`)
  const inside = Number.isSafeInteger(one.place) && one.place >= 0 && one.place < size
  const path = one.path.map(step => bytes(step, 32))
  const climbed = inside ? await climb(leaf, one.place, size, path) : null
  if (!climbed || hexOf(climbed) !== root) throw new Wrong('tree', name)
}

async function verifyParsed({ v, owner, checkpoint, keys, books }: Statement): Promise<Verified> {
  if (v !== 1) throw new Wrong('version')
  for (const [at, key] of keys.entries()) {
    const by = keys[at - 1] ?? key
    const said = `footlight/key/1\n${key.id}\n${key.public}\n${key.made_at}`
    if (!(await signed(by.public, key.announced, said))) throw new Wrong('key', String(key.id))
  }
  const key = keys.find(one => one.id === checkpoint.key)
  if (!key || !(await signed(key.public, checkpoint.signature, checkpoint.body))) throw new Wrong('signature')
  const body = JSON.parse(checkpoint.body) as { n: number; at: number; books: number; root: string }
  if (body.n !== checkpoint.n) throw new Wrong('checkpoint')
  for (const one of books) {
    if (!isOf(owner, one)) throw new Wrong('owner', `${one.kind}:${one.owner}`)
    await book(one, body.n, body.books, body.root)
  }
  return {
    ok: true,
    at: body.at,
    n: body.n,
    signer: keys[0]!.public.slice(0, 16),
    root: body.root,
    books: books.map(({ kind, owner: of, unit, lines, opening, closing }) => ({
      name: `${kind}:${of}`,
      unit,
      lines: lines.length,
      from: opening.balance,
      to: closing.balance,
    })),
  }
}

/** Computes a statement again out of itself. Proves that its lines are complete and unaltered; not that a tip was ever posted. */
export async function verifyStatement(file: string): Promise<Verified> {
  try {
    return await verifyParsed(JSON.parse(file) as Statement)
  } catch (error) {
    return error instanceof Wrong
      ? { ok: false, why: error.why, where: error.where }
      : { ok: false, why: 'no-statement', where: '' }
  }
}

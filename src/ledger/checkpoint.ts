import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { openCopy } from '../base/db/backup.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { hex, sha256 } from './chain.ts'

/** What the whole ledger was at posting `n`: the end of its chain, and the root of a tree over every book. */
export interface CheckpointBody {
  v: 1
  site: string
  at: number
  n: number
  hash: string
  books: number
  root: string
  /** SHA-256 of the body before, 64 zeros for the first. */
  prev: string
}
export interface Checkpoint {
  n: number
  body: string
  key: number
  signature: Uint8Array
}
export interface CheckpointKey {
  id: number
  public: Uint8Array
  secret: Uint8Array
  made_at: number
  announced: Uint8Array
}

export interface BookState {
  salt: Uint8Array
  kind: string
  owner: string
  unit: string
  seq: number
  balance_minor: bigint
  head: Uint8Array
}
type BookRow = BookState & { id: number }

const q = prepared(sql => ({
  last: sql.one<Checkpoint>('SELECT * FROM checkpoints ORDER BY n DESC LIMIT 1'),
  page: sql.all<Checkpoint>('SELECT * FROM checkpoints WHERE n < $before ORDER BY n DESC LIMIT $limit'),
  keys: sql.all<CheckpointKey>('SELECT * FROM checkpoint_keys ORDER BY id'),
  insertKey: sql.run(`INSERT INTO checkpoint_keys (id, public, secret, made_at, announced)
    VALUES ($id, $public, $secret, $made_at, $announced)`),
  insert: sql.run('INSERT INTO checkpoints (n, body, key, signature) VALUES ($n, $body, $key, $signature)'),
  end: sql.one<{ n: number; hash: Uint8Array }>('SELECT n, hash FROM postings ORDER BY n DESC LIMIT 1'),
  books: sql.all<BookRow>(`SELECT id, salt, kind, owner, unit, seq, balance_minor, head FROM books
    WHERE id > $after AND seq > 0 ORDER BY id LIMIT 500`),
}))

/** One book in the tree. Its salt hides it from whoever is shown a neighbour. */
export const bookLeaf = ({ salt, kind, owner, unit, seq, balance_minor, head }: BookState): Uint8Array =>
  leafNode(`footlight/book/1\n${hex(salt)}\n${kind}:${owner}\n${unit}\n${seq}\n${balance_minor}\n${hex(head)}`)

const text = new TextEncoder()
/** Source: RFC 6962 section 2.1, which keeps leaves and nodes apart by their first byte. */
function leafNode(data: string): Uint8Array {
  const bytes = text.encode(`\0${data}`)
  return sha256(bytes)
}
export function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(65)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 33)
  return sha256(bytes)
}

/** The root of a tree that grows leaf by leaf: whole subtrees are joined as soon as two are of one size. */
export class Tree {
  count = 0
  private readonly whole: { size: number; root: Uint8Array }[] = []

  add(leaf: Uint8Array): void {
    this.count++
    let top = { size: 1, root: leaf }
    while (this.whole.at(-1)?.size === top.size) {
      const left = this.whole.pop()!
      top = { size: left.size * 2, root: node(left.root, top.root) }
    }
    this.whole.push(top)
  }

  root(): Uint8Array {
    const [last, ...rest] = this.whole.toReversed()
    return rest.reduce((right, left) => node(left.root, right), last?.root ?? sha256(''))
  }
}

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const secretKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
const publicKey = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
export const publicOf = (seed: Uint8Array): Uint8Array => {
  const der = createPublicKey(secretKey(seed)).export({ format: 'der', type: 'spki' })
  return new Uint8Array(der.subarray(SPKI.length))
}

const announcement = (key: Pick<CheckpointKey, 'id' | 'public' | 'made_at'>): Buffer =>
  Buffer.from(`footlight/key/1\n${key.id}\n${hex(key.public)}\n${key.made_at}`)

export const checkpointKeys = (world: Pick<World, 'db'>): CheckpointKey[] => q(world).keys()
/** Newest first. */
export const checkpoints = (
  world: Pick<World, 'db'>,
  { before = Number.MAX_SAFE_INTEGER, limit = 100 } = {},
): Checkpoint[] => q(world).page({ before, limit })

/** Signs with a new key from now on; the one before it announces it, the first one itself. */
export function changeKey(world: World): CheckpointKey {
  return tx(world, () => {
    const before = q(world).keys().at(-1)
    const secret = world.ids.bytes(32)
    const key = { id: (before?.id ?? 0) + 1, public: publicOf(secret), secret, made_at: world.clock.now() }
    const announced = new Uint8Array(sign(null, announcement(key), secretKey(before?.secret ?? secret)))
    q(world).insertKey({ ...key, announced })
    return { ...key, announced }
  })
}

export const isAnnounced = (key: CheckpointKey, before: CheckpointKey | null): boolean =>
  verify(null, announcement(key), publicKey((before ?? key).public), key.announced)
export const isSigned = (checkpoint: Checkpoint, key: CheckpointKey): boolean =>
  verify(null, Buffer.from(checkpoint.body), publicKey(key.public), checkpoint.signature)
export const bodyOf = ({ body }: Pick<Checkpoint, 'body'>): CheckpointBody => JSON.parse(body) as CheckpointBody
export const bodyHash = ({ body }: Pick<Checkpoint, 'body'>): string => hex(sha256(body))

interface Seen {
  n: number
  hash: Uint8Array
  books: number
  root: Uint8Array
}

/**
 * Signs what the ledger is now; null when nothing was posted since the last one. The books are read from a snapshot of their
 * own, a few hundred at a time, so that nobody waits for them.
 */
export async function makeCheckpoint(world: World): Promise<Checkpoint | null> {
  const seen = await look(world)
  return seen && write(world, seen)
}

async function look(world: World): Promise<Seen | null> {
  const file = world.db.filename
  const own = file !== '' && file !== ':memory:' ? openCopy(file) : null
  try {
    if (own) own.run('BEGIN')
    const from = own ? { db: own } : world
    const end = q(from).end()
    if (!end || end.n === q(from).last()?.n) return null
    const tree = new Tree()
    for (let after = 0; ; ) {
      const rows = q(from).books({ after })
      for (const row of rows) tree.add(bookLeaf(row))
      if (rows.length === 0) break
      after = rows.at(-1)!.id
      // In memory there is no other connection: all of it is one turn.
      if (own) await new Promise(resolve => setImmediate(resolve))
    }
    return { ...end, books: tree.count, root: tree.root() }
  } finally {
    own?.close()
  }
}

function write(world: World, { n, hash, books, root }: Seen): Checkpoint | null {
  return tx(world, () => {
    const last = q(world).last()
    if (last && last.n >= n) return null
    const key = q(world).keys().at(-1) ?? changeKey(world)
    const body: CheckpointBody = {
      v: 1,
      site: world.settings.get('public_url') || world.config.publicUrl,
      at: world.clock.now(),
      n,
      hash: hex(hash),
      books,
      root: hex(root),
      prev: last ? bodyHash(last) : '0'.repeat(64),
    }
    const checkpoint = { n, body: JSON.stringify(body), key: key.id }
    const signature = new Uint8Array(sign(null, Buffer.from(checkpoint.body), secretKey(key.secret)))
    q(world).insert({ ...checkpoint, signature })
    return { ...checkpoint, signature }
  })
}

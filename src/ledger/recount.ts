import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { type Bound, CHART, type Kind } from './book.ts'
import { hashOf, headOf, hex, leafOf, same, ZERO } from './chain.ts'
import {
  type BookState,
  bodyHash,
  bodyOf,
  bookLeaf,
  type Checkpoint,
  type CheckpointKey,
  isAnnounced,
  isSigned,
  publicOf,
  Tree,
} from './checkpoint.ts'
import { untilOf } from './hold.ts'
import type { Posting } from './posting.ts'
import { REASONS } from './reasons.ts'
import { earnedBetween, type Terms, termsHash, termsOfReceived } from './terms.ts'

export interface Difference {
  /** `posting 12`, `book wallet:ID`. */
  where: string
  why: string
}
export type Recounted =
  | { ok: true; postings: number; entries: number; head: string }
  | { ok: false; differences: Difference[] }

/** After so many it is clear enough that something is wrong. */
const MOST_DIFFERENCES = 20
const PAGE = 1000

interface BookRow extends BookState {
  id: number
  bound: Bound
  last: number
}
interface EntryRow {
  posting: number
  book: number
  amount_minor: bigint
  after_minor: bigint
  seq: number
  head: Uint8Array
}
interface Walked {
  row: BookRow
  seq: number
  balance: bigint
  head: Uint8Array
  last: number
}
interface HoldSum {
  placed: bigint
  left: bigint
  until: number
  last: number
}

const q = prepared(sql => ({
  books: sql.all<BookRow>('SELECT * FROM books ORDER BY id'),
  postings: sql.all<Posting>(`SELECT * FROM postings WHERE n > $after ORDER BY n LIMIT ${PAGE}`),
  entries: sql.all<EntryRow>(
    'SELECT * FROM entries WHERE posting > $after AND posting <= $upto ORDER BY posting, book',
  ),
  entriesOf: sql.all<EntryRow>('SELECT * FROM entries WHERE posting = $n ORDER BY book'),
  before: sql.one<EntryRow>('SELECT * FROM entries WHERE book = $book AND seq = $seq'),
  posting: sql.one<Posting>('SELECT * FROM postings WHERE n = $n'),
  terms: sql.all<Terms>('SELECT * FROM terms ORDER BY id'),
  keys: sql.all<CheckpointKey>('SELECT * FROM checkpoint_keys ORDER BY id'),
  checkpoints: sql.all<Checkpoint>('SELECT * FROM checkpoints ORDER BY n'),
  sums: sql.all<{ unit: string; sum_minor: bigint }>(
    'SELECT unit, SUM(balance_minor) AS sum_minor FROM books GROUP BY unit',
  ),
  kinds: sql.all<{ kind: string; code: number; bound: string; counts: string }>(
    'SELECT * FROM book_kinds ORDER BY kind',
  ),
  reasons: sql.all<{ reason: string }>('SELECT reason FROM posting_reasons ORDER BY reason'),
  holds: sql.all<{
    book: number
    about: string
    placed_tokens: bigint
    left_tokens: bigint
    until: number
    last: number
  }>('SELECT * FROM holds'),
  /** Each rule of the lots as the rows that break it. */
  lotsLeft: sql.all<{
    id: number
  }>(`SELECT l.id FROM lots l LEFT JOIN (SELECT lot, SUM(taken_tokens) AS t, SUM(taken_minor) AS m
    FROM takes GROUP BY lot) s ON s.lot = l.id
    WHERE l.left_tokens <> l.full_tokens - COALESCE(s.t, 0) OR l.left_minor <> l.full_minor - COALESCE(s.m, 0)`),
  lotsMade: sql.all<{
    n: number
  }>(`SELECT e.posting AS n FROM entries e JOIN books b ON b.id = e.book AND b.kind = 'mint' JOIN postings p ON p.n = e.posting
    LEFT JOIN (SELECT posting, SUM(amount_minor) AS minor, MAX(unit) AS unit FROM entries JOIN books ON books.id = entries.book
      WHERE books.kind = 'deferred' GROUP BY posting) d ON d.posting = e.posting
    WHERE e.amount_minor < 0 AND NOT EXISTS (SELECT 1 FROM lots l JOIN books w ON w.kind = 'wallet' AND w.owner = l.owner
      JOIN entries we ON we.book = w.id AND we.posting = e.posting
      WHERE l.posting = e.posting AND l.full_tokens = we.amount_minor AND l.full_minor = COALESCE(d.minor, 0) AND l.at = p.at
      AND l.about = p.about AND l.given = (d.minor IS NULL) AND l.unit = COALESCE(d.unit, 'TOK'))`),
  lotsBack: sql.all<{ about: string }>(`SELECT about FROM (
      SELECT l.owner, l.about, l.at, l.given, l.unit, l.full_tokens AS t, l.full_minor AS m FROM lots l
        WHERE l.about <> 'unmatched:' || l.posting AND NOT EXISTS (SELECT 1 FROM entries e JOIN books b ON b.id = e.book WHERE e.posting = l.posting AND b.kind = 'mint')
      UNION ALL SELECT l.owner, l.about, l.at, l.given, l.unit, -t.back_tokens, -t.back_minor FROM takes t JOIN lots l ON l.id = t.lot)
    GROUP BY owner, about, at, given, unit HAVING SUM(t) <> 0 OR SUM(m) <> 0`),
  lotsMoved: sql.all<{ posting: number }>(`SELECT posting FROM (
      SELECT l.posting, l.owner, SUM(l.full_tokens) AS t FROM lots l GROUP BY l.posting, l.owner
      UNION ALL SELECT t.posting, l.owner, -SUM(t.taken_tokens) FROM takes t JOIN lots l ON l.id = t.lot GROUP BY t.posting, l.owner) s
    WHERE NOT (SELECT t BETWEEN MIN(0, net) AND MAX(0, net) FROM (SELECT COALESCE(SUM(e.amount_minor), 0) AS net FROM entries e
      JOIN books b ON b.id = e.book WHERE e.posting = s.posting AND b.kind IN ('wallet', 'held') AND b.owner = s.owner))`),
  shareUnits: sql.all<{ posting: number }>(
    "SELECT posting FROM takes WHERE share_unit NOT IN (SELECT unit FROM books WHERE kind = 'cost') AND share_unit <> 'TOK'",
  ),
  deferred: sql.all<{
    unit: string
  }>(`SELECT unit FROM (SELECT unit, balance_minor AS m FROM books WHERE kind = 'deferred'
    UNION ALL SELECT unit, -left_minor FROM lots WHERE given = 0) GROUP BY unit HAVING SUM(m) <> 0`),
  promotions: sql.all<{
    unit: string
  }>(`SELECT unit FROM (SELECT b.unit, e.amount_minor AS m FROM entries e JOIN books b ON b.id = e.book
      JOIN postings p ON p.n = e.posting WHERE p.reason = 'release' AND b.kind = 'promotions'
    UNION ALL SELECT share_unit, share_minor - back_share_minor FROM takes) GROUP BY unit HAVING SUM(m) <> 0`),
  lotsOwned: sql.all<{ owner: string }>(`SELECT owner FROM (
      SELECT owner, balance_minor AS t FROM books WHERE kind IN ('wallet', 'held')
      UNION ALL SELECT owner, -left_tokens FROM lots
      UNION ALL SELECT b.owner, -e.amount_minor FROM books b LEFT JOIN lot_marks m ON m.owner = b.owner JOIN entries e ON e.book = b.id
          AND e.seq > COALESCE(CASE b.kind WHEN 'wallet' THEN m.wallet_seq ELSE m.held_seq END, 0)
        WHERE b.kind IN ('wallet', 'held') AND NOT EXISTS (SELECT 1 FROM takes WHERE posting = e.posting)
          AND NOT EXISTS (SELECT 1 FROM lots WHERE posting = e.posting))
    GROUP BY owner HAVING SUM(t) <> 0`),
}))

/**
 * Computes the whole ledger again out of its entries: order, chains, sums, bounds, holds, what everybody earned, lots, checkpoints.
 * With `since`, the postings after that one and the books that they moved. Reads one snapshot.
 */
export function recount(world: Pick<World, 'db'>, { since = 0 } = {}): Recounted {
  const own = !world.db.inTransaction
  if (own) world.db.run('BEGIN')
  try {
    return new Recount(world, since).run()
  } finally {
    if (own) world.db.run('COMMIT')
  }
}

class Recount {
  private readonly differences: Difference[] = []
  private readonly books = new Map<number, Walked>()
  private readonly terms = new Map<number, Terms>()
  private readonly holds = new Map<string, HoldSum>()
  private readonly checkpoints = new Map<number, Checkpoint>()
  private entries = 0

  constructor(
    private readonly world: Pick<World, 'db'>,
    private readonly since: number,
  ) {}

  run(): Recounted {
    this.readBooks()
    this.readTerms()
    this.readCheckpoints()
    const { n, hash } = this.walk()
    this.compareBooks()
    this.compareLists()
    if (this.since === 0) {
      this.compareHolds()
      this.compareLots()
    }
    if (this.differences.length > 0) return { ok: false, differences: this.differences }
    return { ok: true, postings: n - this.since, entries: this.entries, head: hex(hash) }
  }

  private differs(where: string, why: string): void {
    if (this.differences.length < MOST_DIFFERENCES) this.differences.push({ where, why })
  }

  private readBooks(): void {
    for (const row of q(this.world).books()) {
      const name = `book ${row.kind}:${row.owner}`
      const chart = Object.hasOwn(CHART, row.kind) ? CHART[row.kind as Kind] : null
      if (!chart || chart.bound !== row.bound || (chart.counts === 'tokens') !== (row.unit === 'TOK')) {
        this.differs(name, 'is not a book of the chart')
      }
      this.books.set(row.id, { row, seq: 0, balance: 0n, head: ZERO, last: 0 })
    }
  }

  private readTerms(): void {
    let id = 0
    for (const terms of q(this.world).terms()) {
      id++
      if (terms.id !== id) this.differs(`terms ${id}`, 'are missing')
      if (same(termsHash(terms), terms.hash)) this.terms.set(terms.id, terms)
      else this.differs(`terms ${terms.id}`, 'were changed')
    }
  }

  private readCheckpoints(): void {
    const keys = q(this.world).keys()
    for (const [i, key] of keys.entries()) {
      const before = keys[i - 1] ?? null
      if (key.id !== i + 1 || !same(publicOf(key.secret), key.public) || !isAnnounced(key, before)) {
        this.differs(`checkpoint key ${key.id}`, 'was changed')
      }
    }
    let prev = '0'.repeat(64)
    for (const checkpoint of q(this.world).checkpoints()) {
      const where = `checkpoint ${checkpoint.n}`
      const key = keys.find(one => one.id === checkpoint.key)
      if (!key || !isSigned(checkpoint, key)) this.differs(where, 'is not signed by its key')
      else if (bodyOf(checkpoint).prev !== prev) this.differs(where, 'does not continue the one before')
      prev = bodyHash(checkpoint)
      this.checkpoints.set(checkpoint.n, checkpoint)
    }
  }

  private walk(): { n: number; hash: Uint8Array } {
    let n = this.since
    let hash = n === 0 ? ZERO : (q(this.world).posting({ n })?.hash ?? ZERO)
    for (;;) {
      const postings = q(this.world).postings({ after: n })
      if (postings.length === 0) break
      const upto = postings.at(-1)!.n
      const lines = Map.groupBy(q(this.world).entries({ after: n, upto }), entry => entry.posting)
      for (const posting of postings) {
        if (posting.n !== n + 1) this.differs(`posting ${n + 1}`, 'is missing')
        if (!same(posting.prev, hash)) this.differs(`posting ${posting.n}`, 'does not continue the one before')
        this.weigh(posting, lines.get(posting.n) ?? [])
        lines.delete(posting.n)
        n = posting.n
        hash = posting.hash
        this.checkpointAt(posting)
      }
      for (const lost of lines.keys()) this.differs(`posting ${lost}`, 'is missing while its lines are there')
    }
    if (q(this.world).entries({ after: n, upto: Number.MAX_SAFE_INTEGER }).length > 0) {
      this.differs(`posting ${n + 1}`, 'is missing while its lines are there')
    }
    for (const [at] of this.checkpoints) if (at > n) this.differs(`checkpoint ${at}`, 'is of a posting that is missing')
    return { n, hash }
  }

  private weigh(posting: Posting, lines: EntryRow[]): void {
    const where = `posting ${posting.n}`
    const sums = new Map<string, bigint>()
    const leaves: Uint8Array[] = []
    const moves: Move[] = []
    for (const line of lines) {
      this.entries++
      const walked = this.books.get(line.book)
      if (!walked) {
        this.differs(where, 'has a line on a book that is missing')
        continue
      }
      if (this.since > 0 && walked.seq === 0) this.rejoin(walked, line)
      const { row } = walked
      const { reason, about, at, n } = posting
      const { amount_minor, after_minor, seq, head } = line
      const name = `${row.kind}:${row.owner}`
      if (seq !== walked.seq + 1 || after_minor !== walked.balance + amount_minor) {
        this.differs(where, `does not continue book ${name}`)
      }
      if ((row.bound === 'floor' && after_minor < 0n) || (row.bound === 'ceil' && after_minor > 0n)) {
        this.differs(where, `passes the bound of book ${name}`)
      }
      const leaf = leafOf({ n, at, reason, about, book: name, unit: row.unit, amount_minor, after_minor, seq })
      if (!same(headOf(walked.head, leaf), head)) this.differs(where, `was changed: its line on ${name} does not fit`)
      leaves.push(leaf)
      moves.push({ row, amount: amount_minor, before: walked.balance })
      sums.set(row.unit, (sums.get(row.unit) ?? 0n) + amount_minor)
      Object.assign(walked, { seq, balance: after_minor, head, last: n })
    }
    if (lines.length < 2 || [...sums.values()].some(sum => sum !== 0n)) this.differs(where, 'does not balance')
    if (!same(hashOf(posting.prev, posting, leaves), posting.hash)) this.differs(where, 'was changed')
    if (posting.corrects !== null) this.isOpposite(posting, lines)
    else this.earned(where, moves)
    for (const { row, amount } of moves) if (row.kind === 'held') this.held(posting, row.id, amount)
  }

  /** Where a recount of a part meets a book for the first time, the book's line before stands for all before it. */
  private rejoin(walked: Walked, line: EntryRow): void {
    const before = line.seq > 1 ? q(this.world).before({ book: line.book, seq: line.seq - 1 }) : null
    if (before) Object.assign(walked, { seq: before.seq, balance: before.after_minor, head: before.head })
  }

  private isOpposite(posting: Posting, lines: EntryRow[]): void {
    const wrong = q(this.world).entriesOf({ n: posting.corrects! })
    const opposite =
      wrong.length === lines.length &&
      lines.every((line, i) => wrong[i]!.book === line.book && wrong[i]!.amount_minor === -line.amount_minor)
    if (!opposite) this.differs(`posting ${posting.n}`, 'is not the opposite of what it corrects')
  }

  /** What each payee got or gave back is what the terms say of the tokens, to the minor unit. */
  private earned(where: string, moves: Move[]): void {
    const due = new Map<string, bigint>()
    const add = (name: string, amount: bigint) => due.set(name, (due.get(name) ?? 0n) + amount)
    let any = false
    for (const { row, amount, before } of moves) {
      const id = row.kind === 'received' ? termsOfReceived(row.owner) : null
      if (id === null) continue
      const terms = this.terms.get(id)
      if (!terms || row.owner !== `${terms.payee}.${id}`) {
        this.differs(where, `counts by terms ${id}, which are not the payee's`)
        continue
      }
      any = true
      for (const part of earnedBetween(terms, before, before + amount)) {
        add(`${part.payee} ${terms.currency}`, part.amount_minor)
        add(`cost:shares ${terms.currency}`, -part.amount_minor)
      }
    }
    if (!any) return
    for (const { row, amount } of moves) {
      if (row.kind === 'earned' || row.kind === 'payable' || row.kind === 'owed')
        add(`${row.owner} ${row.unit}`, -amount)
      if (row.kind === 'cost' && row.owner === 'shares') add(`cost:shares ${row.unit}`, -amount)
    }
    for (const [name, rest] of due)
      if (rest !== 0n) this.differs(where, `moves another share to ${name} than the terms`)
  }

  private held({ n, about, reason, because }: Posting, book: number, amount: bigint): void {
    const key = `${book}\n${about}`
    const sum = this.holds.get(key) ?? { placed: 0n, left: 0n, until: 0, last: 0 }
    sum.left += amount
    sum.last = n
    if (reason === 'hold') {
      sum.placed += amount
      sum.until = untilOf(because) ?? -1
    }
    this.holds.set(key, sum)
  }

  private checkpointAt(posting: Posting): void {
    const checkpoint = this.checkpoints.get(posting.n)
    if (!checkpoint || this.differences.length > 0) return
    const body = bodyOf(checkpoint)
    const where = `checkpoint ${posting.n}`
    if (body.n !== posting.n || body.hash !== hex(posting.hash)) this.differs(where, 'saw another chain')
    if (this.since > 0) return
    const tree = new Tree()
    for (const { row, seq, balance, head } of this.books.values()) {
      if (seq > 0) tree.add(bookLeaf({ ...row, seq, balance_minor: balance, head }))
    }
    if (tree.count !== body.books || hex(tree.root()) !== body.root) this.differs(where, 'saw other books')
  }

  private compareBooks(): void {
    for (const { row, seq, balance, head, last } of this.books.values()) {
      if (this.since > 0 && seq === 0) continue
      if (row.seq !== seq || row.balance_minor !== balance || row.last !== last || !same(row.head, head)) {
        this.differs(`book ${row.kind}:${row.owner}`, 'is not where its lines lead')
      }
    }
    for (const { unit, sum_minor } of q(this.world).sums()) {
      if (sum_minor !== 0n) this.differs(`all books of ${unit}`, 'do not sum to zero')
    }
  }

  private compareLists(): void {
    const kinds = q(this.world).kinds()
    const chart = Object.entries(CHART).map(([kind, rest]) => ({ kind, ...rest }))
    chart.sort((a, b) => (a.kind < b.kind ? -1 : 1))
    const plain = (rows: typeof kinds) =>
      JSON.stringify(rows.map(({ kind, code, bound, counts }) => [kind, code, bound, counts]))
    if (plain(kinds) !== plain(chart)) this.differs('the chart of books', 'was changed')
    const reasons = q(this.world)
      .reasons()
      .map(row => row.reason)
    if (reasons.join() !== [...REASONS].sort().join()) this.differs('the list of reasons', 'was changed')
  }

  private compareHolds(): void {
    for (const { book, about, placed_tokens, left_tokens, until, last } of q(this.world).holds()) {
      const sum = this.holds.get(`${book}\n${about}`)
      this.holds.delete(`${book}\n${about}`)
      const fits = sum?.placed === placed_tokens && sum.left === left_tokens && sum.until === until && sum.last === last
      if (!fits) this.differs(`hold ${about}`, 'is not what its postings say')
    }
    for (const key of this.holds.keys()) this.differs(`hold ${key.split('\n')[1]}`, 'is missing')
  }

  private compareLots(): void {
    for (const { id } of q(this.world).lotsLeft()) this.differs(`lot ${id}`, 'is not what was taken from it')
    for (const { n } of q(this.world).lotsMade()) this.differs(`posting ${n}`, 'made tokens without their lot')
    for (const { about } of q(this.world).lotsBack()) this.differs(`lots of ${about}`, 'are not what came back')
    for (const { posting } of q(this.world).lotsMoved())
      this.differs(`posting ${posting}`, 'moved fewer tokens than its lots')
    for (const { posting } of q(this.world).shareUnits())
      this.differs(`posting ${posting}`, 'has a share of no known unit')
    for (const { unit } of q(this.world).deferred())
      this.differs(`deferred ${unit}`, 'is not the price of what is left')
    for (const { unit } of q(this.world).promotions())
      this.differs(`promotions ${unit}`, 'are not what given tokens cost')
    for (const { owner } of q(this.world).lotsOwned()) this.differs(`lots of ${owner}`, 'are not what the member has')
  }
}

interface Move {
  row: BookRow
  amount: bigint
  before: bigint
}

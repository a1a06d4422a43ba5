import { assert } from '../base/assert.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { book, findBook } from './book.ts'
import { insertLot, type Lot, openLots, priceOf, smaller, type Take, take } from './lot.ts'
import type { Currency } from './money.ts'
import { type Line, post } from './posting.ts'
import { merged } from './recipes.ts'

interface Move {
  n: number
  about: string
  corrects: number | null
  moved_tokens: bigint
  settled: number
}
interface Spend {
  n: number
  about: string
  tokens: bigint
  /** Of how many tokens the posting was, before returns. */
  of: bigint
}
type Taken = Take & Pick<Lot, 'about' | 'at' | 'given' | 'unit'>

const q = prepared(sql => ({
  mark: sql.one<{ wallet_seq: number; held_seq: number }>(
    'SELECT wallet_seq, held_seq FROM lot_marks WHERE owner = $owner',
  ),
  setMark: sql.run(`INSERT INTO lot_marks (owner, wallet_seq, held_seq) VALUES ($owner, $wallet_seq, $held_seq)
    ON CONFLICT (owner) DO UPDATE SET wallet_seq = excluded.wallet_seq, held_seq = excluded.held_seq`),
  moves: sql.all<Move>(`SELECT p.n, p.about, p.corrects, SUM(e.amount_minor) AS moved_tokens,
      (EXISTS (SELECT 1 FROM takes WHERE posting = p.n) OR EXISTS (SELECT 1 FROM lots WHERE posting = p.n)) AS settled
    FROM (SELECT posting, amount_minor FROM entries WHERE book = $wallet AND seq > $wallet_seq
      UNION ALL SELECT posting, amount_minor FROM entries WHERE book = $held AND seq > $held_seq) e
    JOIN postings p ON p.n = e.posting GROUP BY p.n ORDER BY p.n`),
  share: sql.one<{ unit: string; share_minor: bigint }>(`SELECT b.unit, -e.amount_minor AS share_minor FROM entries e
    JOIN books b ON b.id = e.book WHERE e.posting = $n AND b.kind = 'cost' AND b.owner = 'shares' LIMIT 1`),
  taken:
    sql.all<Taken>(`SELECT t.*, l.about, l.at, l.given, l.unit FROM takes t JOIN lots l ON l.id = t.lot JOIN postings p ON p.n = t.posting
    WHERE l.owner = $owner AND t.back_tokens < t.taken_tokens AND p.reason <> 'refund' AND (p.n = $corrects OR ($corrects IS NULL AND p.about = $about))
    ORDER BY t.posting DESC, l.given, l.at DESC, l.id DESC`),
  giveBack: sql.run(`UPDATE takes SET back_tokens = back_tokens + $tokens, back_minor = back_minor + $minor,
    back_share_minor = back_share_minor + $share WHERE posting = $posting AND lot = $lot`),
  behind: sql.all<{ owner: string }>(`SELECT w.owner FROM books w LEFT JOIN lot_marks m ON m.owner = w.owner
    LEFT JOIN books h ON h.kind = 'held' AND h.owner = w.owner AND h.unit = 'TOK'
    WHERE w.kind = 'wallet' AND (w.seq > COALESCE(m.wallet_seq, 0) OR COALESCE(h.seq, 0) > COALESCE(m.held_seq, 0)) LIMIT $limit`),
}))

/** Money by unit, as lines of one posting. */
class Sums {
  private readonly sums = new Map<string, bigint>()
  add(unit: string, amount: bigint): void {
    this.sums.set(unit, (this.sums.get(unit) ?? 0n) + amount)
  }
  lines(from: (unit: Currency) => Line['book'], to: (unit: Currency) => Line['book']): Line[] {
    return [...this.sums].flatMap(([unit, amount_minor]) =>
      amount_minor === 0n
        ? []
        : [
            { book: from(unit as Currency), amount_minor: -amount_minor },
            { book: to(unit as Currency), amount_minor },
          ],
    )
  }
}

/**
 * Matches what a member spent since the last time with the purchases that it came from: given tokens first, then the oldest.
 * Their price becomes revenue; what a spent given token cost in shares becomes a promotion. What came back reopens its purchase,
 * newest first. Keeps price off the way of a tip: due nightly, and before a refund, a dispute or a report of what is owed.
 */
export function releaseLots(world: World, owner: string): void {
  grouped(world, () => {
    const wallet = findBook(world, book('wallet', owner))
    if (!wallet) return
    const held = findBook(world, book('held', owner))
    const mark = q(world).mark({ owner }) ?? { wallet_seq: 0, held_seq: 0 }
    const now = { wallet_seq: wallet.seq, held_seq: held?.seq ?? 0 }
    if (mark.wallet_seq === now.wallet_seq && mark.held_seq === now.held_seq) return

    const revenue = new Sums()
    const promotions = new Sums()
    const spends: Spend[] = []
    for (const move of q(world).moves({ wallet: wallet.id, held: held?.id ?? 0, ...mark })) {
      const tokens = move.moved_tokens
      if (move.settled || tokens === 0n) continue
      if (tokens < 0n) spends.push({ n: move.n, about: move.about, tokens: -tokens, of: -tokens })
      else {
        const rest = unspend(spends, move, tokens)
        if (rest > 0n) reopen(world, owner, move, rest, revenue, promotions)
      }
    }
    const lots = openLots(world, owner)
    for (const spend of spends) takeFrom(world, lots, spend, revenue, promotions)

    const entries = merged([
      ...revenue.lines(
        unit => book('deferred', 'site', unit),
        unit => book('revenue', 'site', unit),
      ),
      ...promotions.lines(
        unit => book('promotions', 'site', unit),
        unit => book('cost', 'shares', unit),
      ),
    ])
    if (entries.length > 0) {
      const posted = post(world, {
        key: `release:${owner}:${now.wallet_seq}.${now.held_seq}`,
        input: { owner, ...now },
        reason: 'release',
        about: `wallet:${owner}`,
        by: 'system',
        entries,
      })
      assert(posted.ok && !posted.again, 'what was paid for is there to be released')
    }
    q(world).setMark({ owner, ...now })
  })
}

/** Members whose spendings wait to be matched; call again until it answers 0. */
export function releaseSome(world: World, limit = 20): number {
  const owners = q(world).behind({ limit })
  for (const { owner } of owners) releaseLots(world, owner)
  return owners.length
}

/** What came back before it was matched was never spent. */
function unspend(spends: Spend[], move: Move, tokens: bigint): bigint {
  let rest = tokens
  for (const spend of spends.toReversed()) {
    if (move.corrects === null ? spend.about !== move.about : spend.n !== move.corrects) continue
    const back = smaller(rest, spend.tokens)
    spend.tokens -= back
    rest -= back
  }
  return rest
}

function reopen(world: World, owner: string, move: Move, tokens: bigint, revenue: Sums, promotions: Sums): void {
  let rest = tokens
  const { n: posting, about, corrects } = move
  for (const taken of q(world).taken({ owner, about, corrects })) {
    if (rest === 0n) return
    const open = taken.taken_tokens - taken.back_tokens
    const back = smaller(rest, open)
    const minor = ((taken.taken_minor - taken.back_minor) * back) / open
    const share = ((taken.share_minor - taken.back_share_minor) * back) / open
    q(world).giveBack({ posting: taken.posting, lot: taken.lot, tokens: back, minor, share })
    insertLot(world, { ...taken, owner, posting, tokens: back, minor })
    revenue.add(taken.unit, -minor)
    promotions.add(taken.share_unit, -share)
    rest -= back
  }
  // Tokens that came from nowhere we know were not paid for.
  if (rest > 0n) {
    insertLot(world, {
      owner,
      posting,
      about: `unmatched:${posting}`,
      at: world.clock.now(),
      given: 1,
      unit: 'TOK',
      tokens: rest,
      minor: 0n,
    })
  }
}

function takeFrom(world: World, lots: Lot[], spend: Spend, revenue: Sums, promotions: Sums): void {
  let rest = spend.tokens
  for (const lot of lots) {
    if (rest === 0n) return
    if (lot.left_tokens === 0n || lot.posting > spend.n) continue
    const tokens = smaller(rest, lot.left_tokens)
    const minor = priceOf(lot, tokens)
    const cost = lot.given ? q(world).share({ n: spend.n }) : null
    const share = cost ? (cost.share_minor * tokens) / spend.of : 0n
    take(world, { posting: spend.n, lot: lot.id, tokens, minor, share, share_unit: cost?.unit ?? 'TOK' })
    lot.left_tokens -= tokens
    lot.left_minor -= minor
    revenue.add(lot.unit, minor)
    if (cost) promotions.add(cost.unit, share)
    rest -= tokens
  }
  assert(rest === 0n, 'every token that was spent was in a lot')
}

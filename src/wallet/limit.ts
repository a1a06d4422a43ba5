import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { book, findBook } from '../ledger/index.ts'
import type { World } from '../world.ts'

/** Windows that move along with the time: the last 24 hours, 7 days, 30 days. */
export const SPANS = { day: DAY, week: 7 * DAY, month: 30 * DAY } as const
export type Span = keyof typeof SPANS
export const SPAN_NAMES = Object.keys(SPANS) as Span[]
export const LIMITED = ['spend', 'buy'] as const
export type Limited = (typeof LIMITED)[number]

/** A higher limit counts only after a night, a month's after a week. Source: money.md 9. */
export const RAISE_AFTER = { day: DAY, week: DAY, month: 7 * DAY } as const
export const PAUSE = { least: DAY, most: 42 * DAY } as const
export const LIMIT_MOST = 10_000_000n

interface LimitRow {
  id: string
  what: Limited
  span: Span
  most_tokens: bigint | null
  set_at: number
  from_at: number
}

const q = prepared(sql => ({
  rows: sql.all<LimitRow>(`SELECT id, what, span, most_tokens, set_at, from_at FROM own_limits
    WHERE account_id = $account AND dropped_at IS NULL ORDER BY from_at, set_at, rowid`),
  insert: sql.run(`INSERT INTO own_limits (id, account_id, what, span, most_tokens, set_at, from_at)
    VALUES ($id, $account, $what, $span, $most, $now, $from)`),
  dropComing: sql.run(`UPDATE own_limits SET dropped_at = $now
    WHERE account_id = $account AND what = $what AND span = $span AND from_at > $now AND dropped_at IS NULL`),
  pause: sql.one<{ until: number | null }>(
    'SELECT MAX(until) AS until FROM own_pauses WHERE account_id = $account AND from_at <= $now AND until > $now',
  ),
  insertPause: sql.run('INSERT INTO own_pauses (id, account_id, from_at, until) VALUES ($id, $account, $now, $until)'),
  at: sql.one<{ at: number }>(
    'SELECT p.at FROM entries e JOIN postings p ON p.n = e.posting WHERE e.book = $book AND e.seq = $seq',
  ),
  spends: sql.all<{ at: number; amount_minor: bigint }>(`SELECT p.at, e.amount_minor FROM entries e
    JOIN postings p ON p.n = e.posting
    WHERE e.book = $book AND e.seq > $after
      AND COALESCE((SELECT c.reason FROM postings c WHERE c.n = p.corrects), p.reason)
        IN ('tip', 'gift', 'media', 'message', 'club', 'site', 'hold', 'unhold', 'show', 'ticket', 'return')
    ORDER BY e.seq`),
  buys: sql.all<{ at: number; amount_minor: bigint }>(`SELECT made_at AS at, -tokens AS amount_minor FROM orders
      WHERE account_id = $account AND made_at > $since AND state NOT IN ('expired', 'failed', 'refunded')
    UNION ALL SELECT v.redeemed_at, -b.tokens FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
      WHERE v.redeemed_by = $account AND v.redeemed_at > $since AND b.price_minor > 0
    ORDER BY 1`),
}))

export interface OwnLimit {
  what: Limited
  span: Span
  /** What counts now; null: no limit. */
  most_tokens: bigint | null
  /** What will count, and from when; null in it: no limit then. */
  coming: { most_tokens: bigint | null; from_at: number } | null
}

/** All six, whether set or not. */
export function ownLimits(world: Pick<World, 'db' | 'clock'>, account: string): OwnLimit[] {
  const now = world.clock.now()
  const rows = q(world).rows({ account })
  return LIMITED.flatMap(what =>
    SPAN_NAMES.map((span): OwnLimit => {
      const own = rows.filter(row => row.what === what && row.span === span)
      const current = own.findLast(row => row.from_at <= now)
      const next = own.findLast(row => row.from_at > now)
      return {
        what,
        span,
        most_tokens: current?.most_tokens ?? null,
        coming: next ? { most_tokens: next.most_tokens, from_at: next.from_at } : null,
      }
    }),
  )
}

export type LimitSet = { ok: true; from_at: number; changed: boolean }

const isLower = (most: bigint | null, than: bigint | null): boolean => most !== null && (than === null || most < than)

/** A lower limit counts at once; a higher one, or none, after the time to think it over. Null lifts it. */
export function setLimit(
  world: World,
  { account, what, span, most_tokens }: { account: string; what: Limited; span: Span; most_tokens: bigint | null },
): LimitSet {
  return tx(world, () => {
    const now = world.clock.now()
    const known = ownLimits(world, account).find(one => one.what === what && one.span === span)!
    if (known.coming ? known.coming.most_tokens === most_tokens : known.most_tokens === most_tokens) {
      return { ok: true, from_at: known.coming?.from_at ?? now, changed: false }
    }
    q(world).dropComing({ account, what, span, now })
    // Back to what counts now: what was to come is dropped, and that is all.
    if (known.most_tokens === most_tokens) return { ok: true, from_at: now, changed: true }
    const from = isLower(most_tokens, known.most_tokens) ? now : now + RAISE_AFTER[span]
    q(world).insert({ id: world.ids.next(), account, what, span, most: most_tokens, now, from })
    return { ok: true, from_at: from, changed: true }
  })
}

/** The end of the member's own pause, or null. */
export const pausedUntil = (world: Pick<World, 'db' | 'clock'>, account: string): number | null =>
  q(world).pause({ account, now: world.clock.now() })?.until ?? null

export type Paused = { ok: true; until: number } | { ok: false; why: 'short' | 'long' | 'shorter' }

/** Neither spends nor buys until then. It may be made longer, never shorter. */
export function pause(world: World, { account, lasts_ms }: { account: string; lasts_ms: number }): Paused {
  if (!Number.isSafeInteger(lasts_ms) || lasts_ms < PAUSE.least) return { ok: false, why: 'short' }
  if (lasts_ms > PAUSE.most) return { ok: false, why: 'long' }
  return tx(world, () => {
    const now = world.clock.now()
    const until = now + lasts_ms
    const known = pausedUntil(world, account)
    if (known !== null && until <= known) return { ok: false, why: 'shorter' } as const
    q(world).insertPause({ id: world.ids.next(), account, now, until })
    return { ok: true, until } as const
  })
}

interface Move {
  at: number
  tokens: bigint
}

/** The wallet's lines since then, found by halving: the book may be long, and what is read is only the window. */
function spendsSince(world: Pick<World, 'db'>, account: string, since: number): Move[] {
  const wallet = findBook(world, book('wallet', account))
  if (!wallet) return []
  let low = 0
  let high = wallet.seq
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (q(world).at({ book: wallet.id, seq: middle })!.at <= since) low = middle
    else high = middle - 1
  }
  return q(world)
    .spends({ book: wallet.id, after: low })
    .map(({ at, amount_minor }) => ({ at, tokens: -amount_minor }))
}

const buysSince = (world: Pick<World, 'db'>, account: string, since: number): Move[] =>
  q(world)
    .buys({ account, since })
    .map(({ at, amount_minor }) => ({ at, tokens: -amount_minor }))

const movesSince = { spend: spendsSince, buy: buysSince }
const sum = (moves: Move[]): bigint => moves.reduce((total, move) => total + move.tokens, 0n)

/** What was spent since then, less what came back. */
export const spentSince = (world: Pick<World, 'db'>, account: string, since: number): bigint =>
  sum(spendsSince(world, account, since))

/** What was spent or bought within the span until now. */
export function usedWithin(
  world: Pick<World, 'db' | 'clock'>,
  { account, what, span }: { account: string; what: Limited; span: Span },
): bigint {
  const used = sum(movesSince[what](world, account, world.clock.now() - SPANS[span]))
  return used > 0n ? used : 0n
}

export interface OverLimit {
  what: Limited
  span: Span
  most_tokens: bigint
  left_tokens: bigint
  /** When there is room for it; null: never, under this limit. */
  opens_at: number | null
}

/** The first of the member's own limits that these tokens would pass, or null. */
export function overLimit(
  world: Pick<World, 'db' | 'clock'>,
  { account, what, tokens }: { account: string; what: Limited; tokens: bigint },
): OverLimit | null {
  const now = world.clock.now()
  const limits = ownLimits(world, account).filter(one => one.what === what && one.most_tokens !== null)
  for (const { span, most_tokens } of limits) {
    const most = most_tokens!
    const moves = movesSince[what](world, account, now - SPANS[span])
    const used = sum(moves)
    if (used + tokens <= most) continue
    let rest = used
    const opens = moves.find(move => {
      rest -= move.tokens
      return rest + tokens <= most
    })
    const left_tokens = used > most ? 0n : most - used
    return { what, span, most_tokens: most, left_tokens, opens_at: opens ? opens.at + SPANS[span] : null }
  }
  return null
}

const forget = prepared(sql => ({
  limits: sql.run('DELETE FROM own_limits WHERE account_id = $account'),
  pauses: sql.run('DELETE FROM own_pauses WHERE account_id = $account'),
  notes: sql.run('DELETE FROM spend_notes WHERE account_id = $account'),
}))

/** The account is gone: what its owner let through is nobody's any more. The ledger keeps its lines, under a bare id. */
export function forgetLimits(world: Pick<World, 'db'>, account: string): void {
  forget(world).limits({ account })
  forget(world).pauses({ account })
  forget(world).notes({ account })
}

import { prepared } from '../base/db/prepared.ts'
import { type Currency, releaseSome } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { currencyOf } from './wallet.ts'

/** What the house owes, from the ledger's own books. */
export interface Owed {
  wallets_tokens: bigint
  held_tokens: bigint
  received_tokens: bigint
  /** Issued and not taken back: the sum of the three above, or a fault. */
  issued_tokens: bigint
  /** Of the tokens not spent, those that were given away. */
  given_tokens: bigint
  currency: Currency
  deferred_minor: bigint
  vouchers_minor: bigint
  suspense_minor: bigint
  earned_minor: bigint
  tax_minor: bigint
  /** What was paid for tokens not spent, by the purchases: as much as `deferred`, or a fault. */
  lots_minor: bigint
  /** Wallets whose spendings are not matched with their price yet. */
  behind: number
}

export interface WalletRow {
  account_id: string
  handle: string | null
  tokens: bigint
  held_tokens: bigint
  /** The last line's time. */
  moved_at: number
  last: number
}

const q = prepared(sql => ({
  tokens: sql.all<{ kind: string; sum_tokens: bigint }>(
    "SELECT kind, SUM(balance_minor) AS sum_tokens FROM books WHERE unit = 'TOK' GROUP BY kind",
  ),
  money: sql.all<{ kind: string; sum_minor: bigint }>(
    'SELECT kind, SUM(balance_minor) AS sum_minor FROM books WHERE unit = $currency GROUP BY kind',
  ),
  lots: sql.one<{
    lots_minor: bigint | null
    given_tokens: bigint | null
  }>(`SELECT SUM(CASE WHEN unit = $currency THEN left_minor ELSE 0 END) AS lots_minor,
    SUM(CASE WHEN given = 1 THEN left_tokens ELSE 0 END) AS given_tokens FROM lots WHERE left_tokens > 0`),
  behind: sql.one<{ n: number }>(`SELECT count(*) AS n FROM books w LEFT JOIN lot_marks m ON m.owner = w.owner
    LEFT JOIN books h ON h.kind = 'held' AND h.owner = w.owner AND h.unit = 'TOK'
    WHERE w.kind = 'wallet' AND (w.seq > COALESCE(m.wallet_seq, 0) OR COALESCE(h.seq, 0) > COALESCE(m.held_seq, 0))`),
  moved: sql.one<{ n: number }>(`SELECT EXISTS (SELECT 1 FROM books WHERE unit <> 'TOK' AND seq > 0) AS n`),
  wallets: sql.all<WalletRow>(`SELECT w.owner AS account_id, a.handle, w.balance_minor AS tokens,
      COALESCE(h.balance_minor, 0) AS held_tokens, p.at AS moved_at, w.last
    FROM books w JOIN postings p ON p.n = w.last LEFT JOIN accounts a ON a.id = w.owner AND a.deleted_at IS NULL
    LEFT JOIN books h ON h.kind = 'held' AND h.owner = w.owner AND h.unit = 'TOK'
    WHERE w.kind = 'wallet' AND ($q = '' OR instr(lower(a.handle), lower($q)) > 0)
      AND ($is = '' OR ($is = 'held' AND COALESCE(h.balance_minor, 0) > 0) OR ($is = 'free' AND w.balance_minor > 0)
        OR ($is = 'closed' AND EXISTS (SELECT 1 FROM wallet_freezes f WHERE f.account_id = w.owner AND f.lifted_at IS NULL)))
      AND (w.balance_minor, w.owner) < ($tokens, $after) ORDER BY w.balance_minor DESC, w.owner DESC LIMIT $limit`),
  paid: sql.one<{ sum_minor: bigint | null }>(`SELECT SUM(minor) AS sum_minor FROM (
    SELECT amount_minor AS minor FROM orders WHERE account_id = $account AND state = 'paid' AND moved_at > $since
    UNION ALL SELECT b.price_minor FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
      WHERE v.redeemed_by = $account AND v.redeemed_at > $since)`),
  spends: sql.all<{
    n: number
    at: number
    reason: string
    tokens: bigint
    performer: string | null
  }>(`SELECT p.n, p.at, p.reason,
      -e.amount_minor AS tokens,
      (SELECT a.handle FROM entries r JOIN books b ON b.id = r.book JOIN accounts a ON a.id = substr(b.owner, 1, instr(b.owner, '.') - 1)
        WHERE r.posting = p.n AND b.kind = 'received' AND a.deleted_at IS NULL LIMIT 1) AS performer
    FROM takes t JOIN lots l ON l.id = t.lot JOIN postings p ON p.n = t.posting
    JOIN books w ON w.kind = 'wallet' AND w.owner = l.owner AND w.unit = 'TOK' JOIN entries e ON e.posting = p.n AND e.book = w.id
    WHERE l.about = $about ORDER BY p.n DESC LIMIT $limit`),
}))

/** Matches what was spent with its price first, as far as one page may wait for it. */
export function owed(world: World): Owed {
  releaseSome(world, 500)
  const currency = currencyOf(world)
  const tokens = new Map(
    q(world)
      .tokens()
      .map(row => [row.kind, row.sum_tokens]),
  )
  const money = new Map(
    q(world)
      .money({ currency })
      .map(row => [row.kind, row.sum_minor]),
  )
  const lots = q(world).lots({ currency })
  return {
    wallets_tokens: tokens.get('wallet') ?? 0n,
    held_tokens: tokens.get('held') ?? 0n,
    received_tokens: tokens.get('received') ?? 0n,
    issued_tokens: -(tokens.get('mint') ?? 0n),
    given_tokens: lots?.given_tokens ?? 0n,
    currency,
    deferred_minor: money.get('deferred') ?? 0n,
    vouchers_minor: money.get('vouchers') ?? 0n,
    suspense_minor: money.get('suspense') ?? 0n,
    earned_minor: (money.get('earned') ?? 0n) + (money.get('payable') ?? 0n) + (money.get('paying') ?? 0n),
    tax_minor: money.get('tax') ?? 0n,
    lots_minor: lots?.lots_minor ?? 0n,
    behind: q(world).behind()!.n,
  }
}

/** Whether money moved in any currency: then it cannot be changed any more. */
export const moneyMoved = (world: Pick<World, 'db'>): boolean => q(world).moved()!.n === 1

/** The fullest first. */
export function wallets(
  world: Pick<World, 'db'>,
  asked: {
    q: string
    is: 'free' | 'held' | 'closed' | ''
    after: { tokens: bigint; id: string } | null
    limit: number
  },
): WalletRow[] {
  const { tokens, id } = asked.after ?? { tokens: 10n ** 15n, id: '' }
  return q(world).wallets({ q: asked.q, is: asked.is, tokens, after: id, limit: asked.limit })
}

/** What a member paid since then, by orders and cards. */
export const paidSince = (world: Pick<World, 'db'>, account: string, since: number): bigint =>
  q(world).paid({ account, since })?.sum_minor ?? 0n

/** What tokens of this purchase were given for: `order:ID`, `voucher:ID`. */
export const spendsOf = (world: Pick<World, 'db'>, about: string, limit = 50) => q(world).spends({ about, limit })

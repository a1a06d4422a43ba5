import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { currencyOf } from './wallet.ts'

/** What one performer has received in all, and what the house owes her for it. */
export interface Earner {
  account_id: string
  /** Null: the account was deleted. */
  handle: string | null
  received_tokens: bigint
  earned_minor: bigint
  /** Due, or on its way. */
  payable_minor: bigint
}

const q = prepared(sql => ({
  page: sql.all<Earner>(`WITH books_of AS (
      SELECT CASE kind WHEN 'received' THEN substr(owner, 1, instr(owner, '.') - 1) ELSE owner END AS account_id,
        SUM(CASE WHEN kind = 'received' THEN balance_minor ELSE 0 END) AS received_tokens,
        SUM(CASE WHEN kind = 'earned' AND unit = $currency THEN balance_minor ELSE 0 END) AS earned_minor,
        SUM(CASE WHEN kind IN ('payable', 'paying') AND unit = $currency THEN balance_minor ELSE 0 END) AS payable_minor
      FROM books WHERE kind IN ('received', 'earned', 'payable', 'paying') GROUP BY 1)
    SELECT b.account_id, CASE WHEN a.deleted_at IS NULL THEN a.handle END AS handle, b.received_tokens, b.earned_minor,
      b.payable_minor
    FROM books_of b JOIN accounts a ON a.id = b.account_id
    WHERE ($q = '' OR (a.deleted_at IS NULL AND instr(lower(a.handle), lower($q)) > 0))
      AND (b.received_tokens, b.account_id) < ($tokens, $after)
    ORDER BY b.received_tokens DESC, b.account_id DESC LIMIT $limit`),
}))

/** Whoever received most first. */
export function earners(
  world: World,
  asked: { q: string; after: { tokens: bigint; id: string } | null; limit: number },
): Earner[] {
  const { tokens, id } = asked.after ?? { tokens: 10n ** 15n, id: '' }
  return q(world).page({ q: asked.q, tokens, after: id, limit: asked.limit, currency: currencyOf(world) })
}

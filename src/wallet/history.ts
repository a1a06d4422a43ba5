import { csvTime } from '../base/csv.ts'
import { prepared } from '../base/db/prepared.ts'
import type { Listing } from '../base/html/listing.ts'
import { book, findBook, type Posting, type Reason } from '../ledger/index.ts'
import type { World } from '../world.ts'

export const LINE_KINDS = ['bought', 'spent', 'aside', 'back'] as const
export type LineKind = (typeof LINE_KINDS)[number]

/** One event as a member's wallet saw it. */
export interface WalletLine {
  n: number
  at: number
  reason: Reason
  /** Why it was corrected, or what staff said. */
  because: string | null
  about: string
  corrects: number | null
  /** Onto or off what is free. */
  free_tokens: bigint
  /** Onto or off what is set aside. */
  held_tokens: bigint
  /** Free tokens after it; null where only what was set aside moved. */
  after_tokens: bigint | null
  /** Who received, by name; a deleted account is no name. */
  performer: string | null
  /** Several performers shared it. */
  shared: number
}

const LINES = `WITH mine AS (
    SELECT posting, SUM(CASE WHEN book = $wallet THEN amount_minor ELSE 0 END) AS free_tokens,
      SUM(CASE WHEN book = $held THEN amount_minor ELSE 0 END) AS held_tokens,
      MAX(CASE WHEN book = $wallet THEN after_minor END) AS after_tokens
    FROM entries WHERE book IN ($wallet, $held) AND posting < $before GROUP BY posting),
  named AS (
    SELECT mine.*, p.n, p.at, p.reason, p.because, p.about, p.corrects,
      (SELECT count(*) FROM entries e JOIN books b ON b.id = e.book WHERE e.posting = p.n AND b.kind = 'received') AS shared,
      (SELECT a.handle FROM entries e JOIN books b ON b.id = e.book
        JOIN accounts a ON a.id = substr(b.owner, 1, instr(b.owner, '.') - 1) AND a.deleted_at IS NULL
        WHERE e.posting = p.n AND b.kind = 'received' LIMIT 1) AS performer
    FROM mine JOIN postings p ON p.n = mine.posting)`

const q = prepared(sql => ({
  lines:
    sql.all<WalletLine>(`${LINES} SELECT n, at, reason, because, about, corrects, free_tokens, held_tokens, after_tokens, shared, performer
    FROM named WHERE ($q = '' OR instr(lower(performer), lower($q)) > 0 OR about = $q)
      AND ($kind = ''
        OR ($kind = 'bought' AND reason IN ('order', 'voucher', 'promo', 'refund', 'dispute', 'dispute-won', 'expire'))
        OR ($kind = 'spent' AND reason IN ('tip', 'gift', 'media', 'message', 'club', 'site', 'show', 'ticket'))
        OR ($kind = 'aside' AND reason IN ('hold', 'unhold'))
        OR ($kind = 'back' AND reason IN ('return', 'correct')))
    ORDER BY n DESC LIMIT $limit`),
  one: sql.one<WalletLine>(`${LINES} SELECT n, at, reason, because, about, corrects, free_tokens, held_tokens, after_tokens, shared, performer
    FROM named WHERE n = $n`),
}))

function booksOf(world: Pick<World, 'db'>, member: string): { wallet: number; held: number } | null {
  const wallet = findBook(world, book('wallet', member))
  return wallet && { wallet: wallet.id, held: findBook(world, book('held', member))?.id ?? -1 }
}

/** Newest first. */
export function walletLines(
  world: Pick<World, 'db'>,
  member: string,
  asked: { q: string; kind: string; before: number | null; limit: number },
): WalletLine[] {
  const books = booksOf(world, member)
  if (!books) return []
  const { q: text, kind, before, limit } = asked
  return q(world).lines({ ...books, q: text, kind, before: before ?? Number.MAX_SAFE_INTEGER, limit })
}

/** One line of one's own; null for anybody else's. */
export function walletLine(world: Pick<World, 'db'>, member: string, n: Posting['n']): WalletLine | null {
  const books = booksOf(world, member)
  return books && q(world).one({ ...books, n, before: n + 1 })
}

/** The lines of one wallet as a list with its CSV. `number` is what their number is called there, `what` says a line in words. */
export const walletListing = (
  world: Pick<World, 'db'>,
  member: string,
  { path, number, what }: { path: string; number: string; what(line: WalletLine): string },
): Listing<WalletLine> => ({
  path,
  by: ['kind'],
  perPage: 25,
  rows: ({ q, is, after, limit }) =>
    walletLines(world, member, {
      q,
      kind: LINE_KINDS.find(kind => kind === is.kind) ?? '',
      before: after ? Number(after.id) : null,
      limit,
    }),
  place: ({ at, n }) => ({ at, id: String(n) }),
  csv: {
    name: 'wallet',
    columns: [
      [number, row => row.n],
      ['at', row => csvTime(row.at)],
      ['reason', row => row.reason],
      ['what', what],
      ['note', row => (row.reason === 'hold' ? '' : (row.because ?? ''))],
      ['tokens', row => row.free_tokens],
      ['set_aside', row => row.held_tokens],
      ['balance', row => row.after_tokens],
      ['about', row => row.about],
    ],
  },
})

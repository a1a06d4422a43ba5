import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import type { Line } from './posting.ts'

/** The rest of one purchase's tokens with the price that was paid for them; `given` ones cost nothing. */
export interface Lot {
  id: number
  owner: string
  posting: number
  about: string
  at: number
  given: number
  unit: string
  full_tokens: bigint
  full_minor: bigint
  left_tokens: bigint
  left_minor: bigint
}

export interface Take {
  posting: number
  lot: number
  taken_tokens: bigint
  taken_minor: bigint
  share_minor: bigint
  share_unit: string
  back_tokens: bigint
  back_minor: bigint
  back_share_minor: bigint
}

const q = prepared(sql => ({
  insert:
    sql.run(`INSERT INTO lots (owner, posting, about, at, given, unit, full_tokens, full_minor, left_tokens, left_minor)
    VALUES ($owner, $posting, $about, $at, $given, $unit, $tokens, $minor, $tokens, $minor)`),
  open: sql.all<Lot>('SELECT * FROM lots WHERE owner = $owner AND left_tokens > 0 ORDER BY given DESC, at, id'),
  ofPosting: sql.all<Lot>('SELECT * FROM lots WHERE posting = $posting ORDER BY id'),
  take: sql.run(`INSERT INTO takes (posting, lot, taken_tokens, taken_minor, share_minor, share_unit)
    VALUES ($posting, $lot, $tokens, $minor, $share, $share_unit)`),
}))

/** For `post` alone: what makes tokens opens the lot that remembers their price. */
export function openLot(
  world: Pick<World, 'db'>,
  made: { posting: number; about: string; at: number; entries: Line[] },
): void {
  const { posting, about, at, entries } = made
  const wallet = entries.find(({ book }) => book.kind === 'wallet')
  const price = entries.filter(({ book }) => book.kind === 'deferred')
  if (!wallet || wallet.amount_minor <= 0n) return
  const minor = price.reduce((sum, line) => sum + line.amount_minor, 0n)
  insertLot(world, {
    owner: wallet.book.owner,
    posting,
    about,
    at,
    given: price.length === 0 ? 1 : 0,
    unit: price[0]?.book.unit ?? 'TOK',
    tokens: wallet.amount_minor,
    minor,
  })
}

export function insertLot(
  world: Pick<World, 'db'>,
  lot: Pick<Lot, 'owner' | 'posting' | 'about' | 'at' | 'given' | 'unit'> & { tokens: bigint; minor: bigint },
): void {
  q(world).insert({ ...lot })
}

/** What is left, in the order in which it is spent: given tokens first, then the oldest. */
export const openLots = (world: Pick<World, 'db'>, owner: string): Lot[] => q(world).open({ owner })
export const lotsMadeBy = (world: Pick<World, 'db'>, posting: number): Lot[] => q(world).ofPosting({ posting })

/** The price of a part of a lot, rounded down; the last part takes what is left. */
export const priceOf = (lot: Pick<Lot, 'left_tokens' | 'left_minor'>, tokens: bigint): bigint =>
  (lot.left_minor * tokens) / lot.left_tokens

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

export interface Taken {
  posting: number
  lot: number
  tokens: bigint
  minor: bigint
  share: bigint
  share_unit: string
}
export const take = (world: Pick<World, 'db'>, taken: Taken): number => q(world).take({ ...taken })

import { assert } from '../base/assert.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { book, findBook } from './book.ts'

/** Tokens of one member that are set aside for one thing. */
export interface Hold {
  book: number
  owner: string
  about: string
  placed_tokens: bigint
  left_tokens: bigint
  until: number
  last: number
}

const q = prepared(sql => ({
  find: sql.one<Hold>(`SELECT h.*, b.owner FROM holds h JOIN books b ON b.id = h.book
    WHERE h.book = $book AND h.about = $about`),
  open: sql.all<Hold>(`SELECT h.*, b.owner FROM holds h JOIN books b ON b.id = h.book
    WHERE h.book = $book AND h.left_tokens > 0 ORDER BY h.about`),
  overdue: sql.all<Hold>(`SELECT h.*, b.owner FROM holds h JOIN books b ON b.id = h.book
    WHERE h.left_tokens > 0 AND h.until <= $now ORDER BY h.until LIMIT 500`),
  insert: sql.run(`INSERT INTO holds (book, about, placed_tokens, left_tokens, until, last)
    VALUES ($book, $about, $tokens, $tokens, $until, $n)`),
  move: sql.run(`UPDATE holds SET placed_tokens = placed_tokens + $placed, left_tokens = left_tokens + $tokens, until = $until,
    last = $n WHERE book = $book AND about = $about`),
}))

export function holdOf(world: Pick<World, 'db'>, owner: string, about: string): Hold | null {
  const held = findBook(world, book('held', owner))
  return held && q(world).find({ book: held.id, about })
}

export function holdsOf(world: Pick<World, 'db'>, owner: string): Hold[] {
  const held = findBook(world, book('held', owner))
  return held ? q(world).open({ book: held.id }) : []
}

export const overdueHolds = (world: Pick<World, 'db' | 'clock'>): Hold[] => q(world).overdue({ now: world.clock.now() })

const UNTIL = /^until ([0-9]{1,15})$/

/** What a posting that places a hold says in `because`, so that the time is part of the chain. */
export const untilWords = (until: number): string => `until ${until}`
export const untilOf = (because: string | null): number | null => {
  const found = UNTIL.exec(because ?? '')
  return found ? Number(found[1]) : null
}

/** For `post` alone: the posting's line on a held book moves the hold that it is about. */
export function moveHold(
  world: Pick<World, 'db'>,
  moved: { book: number; about: string; tokens: bigint; n: number; reason: string; because: string | null },
): void {
  const { book, about, tokens, n, reason } = moved
  const found = q(world).find({ book, about })
  const placing = reason === 'hold'
  const until = placing ? untilOf(moved.because) : (found?.until ?? null)
  assert(until !== null, 'a hold has an end')
  if (found) q(world).move({ book, about, tokens, placed: placing ? tokens : 0n, until, n })
  else q(world).insert({ book, about, tokens, until, n })
}

import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** A performer refuses a member: her chat, her picture, her page and her messages. */
export interface Block {
  id: string
  performer_id: string
  account_id: string
  because: string
  at: number
  lifted_at: number | null
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO blocks (id, performer_id, account_id, because, at)
    VALUES ($id, $performer, $account, $because, $at)
    ON CONFLICT (performer_id, account_id) WHERE lifted_at IS NULL DO NOTHING`),
  now: sql.one<Block>(
    'SELECT * FROM blocks WHERE performer_id = $performer AND account_id = $account AND lifted_at IS NULL',
  ),
  one: sql.one<Block>('SELECT * FROM blocks WHERE id = $id'),
  open: sql.all<Block>(
    'SELECT * FROM blocks WHERE performer_id = $performer AND lifted_at IS NULL ORDER BY at DESC, rowid DESC LIMIT 1000',
  ),
  refusing: sql.all<{ performer_id: string }>(
    'SELECT performer_id FROM blocks WHERE account_id = $account AND lifted_at IS NULL',
  ),
  lift: sql.run('UPDATE blocks SET lifted_at = $at WHERE id = $id AND lifted_at IS NULL'),
}))

export const blockNow = (world: World, performer: string, account: string): Block | null =>
  q(world).now({ performer, account })

export const isBlocked = (world: World, performer: string, account: string): boolean =>
  blockNow(world, performer, account) !== null

/** Newest first. */
export const blocksOf = (world: World, performer: string): Block[] => q(world).open({ performer })

/** The performers who refuse this account: their rooms are not there for it. */
export const refusedBy = (world: World, account: string): Set<string> =>
  new Set(
    q(world)
      .refusing({ account })
      .map(row => row.performer_id),
  )

export interface Blocking {
  performer: string
  account: string
  because: string
}

/** The block that is there stays. Call it inside a verb; whoever calls it closes sockets and passes. */
export function block(world: World, { performer, account, because }: Blocking): Block {
  q(world).insert({ id: world.ids.next(), performer, account, because, at: world.clock.now() })
  return blockNow(world, performer, account)!
}

/** False when it was over already. */
export const unblock = (world: World, id: string): boolean => q(world).lift({ id, at: world.clock.now() }) > 0
export const blockById = (world: World, id: string): Block | null => q(world).one({ id })

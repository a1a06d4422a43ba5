import { DAY } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** A tip that waits for tokens: the member sends it with one press once there are enough. */
export interface KeptTip {
  room_id: string
  way: 'tokens' | 'wish' | 'gift'
  item: string
  tokens: bigint
  note: string
  anonymous: number
  at: number
}

const q = prepared(sql => ({
  // Once the member has tipped there, it waits no more: no tip need look for it.
  one: sql.one<KeptTip>(`SELECT * FROM kept_tips k WHERE account_id = $account AND room_id = $room AND at > $since
    AND NOT EXISTS (SELECT 1 FROM tips t WHERE t.room_id = k.room_id AND t.at >= k.at AND t.member_id = k.account_id)`),
  keep: sql.run(`INSERT INTO kept_tips (account_id, room_id, way, item, tokens, note, anonymous, at)
    VALUES ($account, $room, $way, $item, $tokens, $note, $anonymous, $at)
    ON CONFLICT (account_id, room_id) DO UPDATE SET way = excluded.way, item = excluded.item, tokens = excluded.tokens,
      note = excluded.note, anonymous = excluded.anonymous, at = excluded.at`),
  forget: sql.run('DELETE FROM kept_tips WHERE account_id = $account'),
}))

export const keptTip = (world: Pick<World, 'db' | 'clock'>, account: string, room: string): KeptTip | null =>
  q(world).one({ account, room, since: world.clock.now() - DAY })

export const keepTip = (world: World, account: string, tip: Omit<KeptTip, 'at'>): void =>
  grouped(world, () => {
    const { room_id: room, ...rest } = tip
    q(world).keep({ account, room, ...rest, at: world.clock.now() })
  })

export const forgetKept = (world: World, account: string): void =>
  grouped(world, () => void q(world).forget({ account }))

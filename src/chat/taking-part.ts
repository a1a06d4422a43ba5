import { accountById, isStaff } from '../accounts/index.ts'
import { blockNow, kickNow, sanctionNow } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'

export type PartRefusal = 'staff' | 'banned' | 'blocked' | 'kicked'

/** Why this account does not vote and choose here. Who is muted or waits still may: it says nothing. */
export function mayNotTakePart(
  world: World,
  room: Pick<Room, 'id' | 'performer_id'>,
  account: string,
): PartRefusal | null {
  const person = accountById(world, account)
  if (!person || isStaff(person.role)) return 'staff'
  if (sanctionNow(world, account)) return 'banned'
  if (account !== room.performer_id && blockNow(world, room.performer_id, account)) return 'blocked'
  return kickNow(world, room.id, account) ? 'kicked' : null
}

import { accountById, isStaff } from '../accounts/index.ts'
import { DAY, HOUR, MINUTE } from '../base/clock.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import { audience, endPassesInRoom } from '../broadcasts/index.ts'
import * as moderation from '../moderation/index.ts'
import { follow, isFollower, type Room, unfollow } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { done, type Keeps, type Kept, mayActOn, mayDo, no, reasonFault } from './keep.ts'
import { distrust, grant, revoke, trust } from './moderator.ts'
import type { RoomAct, RoomActKind } from './room-act.ts'

/** How long a mute lasts; for good is the performer's alone. */
export const MUTES = { '5m': 5 * MINUTE, '1h': HOUR, '24h': DAY, good: null } as const
export type MuteLength = keyof typeof MUTES
export const isMuteLength = (typed: string): typed is MuteLength => Object.hasOwn(MUTES, typed)

/** Codes of closed sockets: the page says which it was and does not come back by itself. */
export const SHOWN_OUT = { kicked: 4429, blocked: 4404 } as const

interface About {
  account: string
  because: string
}

/** Checks what every act about a person needs, then does it in one verb. */
function aboutPerson(
  world: World,
  keeps: Keeps,
  act: RoomActKind,
  { account, because }: About,
  verb: () => Kept,
): Kept {
  if (!mayDo(keeps.by.as, act)) return no({ why: 'rights' })
  const wrong = mayActOn(world, keeps, account) ?? reasonFault(world, keeps.by, because)
  return wrong ? no(wrong) : tx(world, verb)
}

/** What the performer has said about somebody is hers to take back, and what the house has said the house's. */
export function mayReplace(
  world: World,
  { room, by }: Pick<Keeps, 'room' | 'by'>,
  stands: { by: string } | null,
): boolean {
  if (stands === null || stands.by === by.id || by.as === 'staff') return true
  const role = accountById(world, stands.by)?.role
  if (role !== undefined && isStaff(role)) return false
  return by.as === 'performer' || stands.by !== room.performer_id
}

/** Chat silence for a time. Silently: only the writer, and whoever keeps the room, still sees the lines, for a day at most. */
export function muteHere(world: World, keeps: Keeps, asked: About & { length: MuteLength; silent?: boolean }): Kept {
  const { room, by } = keeps
  const { account, because, length, silent = false } = asked
  const act = silent ? 'muted-silently' : 'muted'
  if (length === 'good' && (by.as !== 'performer' || silent)) return no({ why: 'range' })
  return aboutPerson(world, keeps, act, asked, () => {
    if (!mayReplace(world, keeps, moderation.muteNow(world, room.id, account))) return no({ why: 'same' })
    const lasts = MUTES[length]
    const until = lasts === null ? null : world.clock.now() + lasts
    const mute = moderation.mute(world, { room: room.id, account, by: by.id, because, until, silent })
    return done(world, keeps, { act, account, because, subject: mute.id, detail: { length, until } })
  })
}

export function unmuteHere(world: World, keeps: Keeps, id: string): Kept {
  const { room, by } = keeps
  const mute = moderation.muteById(world, id)
  if (!mute || mute.room_id !== room.id) return no({ why: 'gone' })
  if (!mayReplace(world, keeps, mute)) return no({ why: 'target' })
  return tx(world, () => {
    if (!moderation.unmute(world, id, by.id)) return no({ why: 'gone' })
    const detail = { until: mute.until, silent: mute.silent, because: mute.because }
    return done(world, keeps, { act: 'unmuted', account: mute.account_id, subject: id, detail })
  })
}

/** Out on every device: the pages of this room close, and what they watch. */
function showOut(world: World, room: Room, account: string, why: keyof typeof SHOWN_OUT): void {
  afterCommit(world, () => {
    endPassesInRoom(world, room.name, account)
    world.presence.close(audience.inRoom(room.name, account), SHOWN_OUT[why], why)
  })
}

/** Out of the room now; the door opens again after ten minutes. */
export function kickOut(world: World, keeps: Keeps, asked: About): Kept {
  const { room, by } = keeps
  const { account, because } = asked
  return aboutPerson(world, keeps, 'kicked', asked, () => {
    if (!mayReplace(world, keeps, moderation.kickNow(world, room.id, account))) return no({ why: 'same' })
    const { id, until } = moderation.kick(world, { room: room.id, account, by: by.id, because })
    showOut(world, room, account, 'kicked')
    return done(world, keeps, { act: 'kicked', account, because, subject: id, detail: { until } })
  })
}

/** The performer refuses a member: her chat, her picture, her page. What the member was in the room is over too. */
export function blockFrom(world: World, keeps: Keeps, asked: About): Kept {
  const { room } = keeps
  const { account, because } = asked
  return aboutPerson(world, keeps, 'blocked', asked, () => {
    if (moderation.isBlocked(world, room.performer_id, account)) return no({ why: 'same' })
    const detail = {
      moderator: revoke(world, room.id, account),
      trusted: distrust(world, room.id, account),
      follower: isFollower(world, account, room.id),
    }
    unfollow(world, account, room.id)
    const { id } = moderation.block(world, { performer: room.performer_id, account, because })
    showOut(world, room, account, 'blocked')
    return done(world, keeps, { act: 'blocked', account, because, subject: id, detail })
  })
}

/** What a block ended comes back with it, where it is taken back as a slip. */
export function backAfterBlock(world: World, room: Room, account: string, detail: RoomAct['detail']): void {
  if (detail.moderator === true) grant(world, room.id, account)
  if (detail.trusted === true) trust(world, room.id, account)
  if (detail.follower === true) follow(world, account, room)
}

export function unblockFrom(world: World, keeps: Keeps, id: string): Kept {
  const { room, by } = keeps
  if (!mayDo(by.as, 'unblocked')) return no({ why: 'rights' })
  const block = moderation.blockById(world, id)
  if (!block || block.performer_id !== room.performer_id) return no({ why: 'gone' })
  return tx(world, () => {
    if (!moderation.unblock(world, id)) return no({ why: 'gone' })
    return done(world, keeps, {
      act: 'unblocked',
      account: block.account_id,
      subject: id,
      detail: { because: block.because },
    })
  })
}

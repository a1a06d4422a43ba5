import { accountByHandle } from '../accounts/index.ts'
import { DAY, SECOND } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { note } from './line.ts'
import type { ChatListeners } from './listeners.ts'

export const SHOUT_MOST = 140
export const SHOUT_SECONDS = [5, 10, 20, 30, 60] as const

export interface ShoutOut {
  id: string
  room_id: string
  account_id: string | null
  handle: string | null
  hue: number | null
  words: string
  made_at: number
  ends_at: number
}

const SELECT = `SELECT s.id, s.room_id, s.account_id, a.handle, a.hue, s.words, s.made_at, s.ends_at
  FROM shout_outs s LEFT JOIN accounts a ON a.id = s.account_id`

const q = prepared(sql => ({
  now: sql.one<ShoutOut>(
    `${SELECT} WHERE s.room_id = $room AND s.ends_at > $now ORDER BY s.made_at DESC, s.id DESC LIMIT 1`,
  ),
  one: sql.one<ShoutOut>(`${SELECT} WHERE s.id = $id`),
  insert: sql.run(`INSERT INTO shout_outs (id, room_id, account_id, words, made_by, made_at, ends_at)
    VALUES ($id, $room, $account, $words, $by, $at, $ends_at)`),
  end: sql.run('UPDATE shout_outs SET ends_at = max(made_at + 1, $now) WHERE room_id = $room AND ends_at > $now'),
  sweep: sql.run('DELETE FROM shout_outs WHERE ends_at < $before'),
  erase: sql.run('DELETE FROM shout_outs WHERE account_id = $account'),
}))

/** The one that is in sight. */
export const shoutNow = (world: World, room: string): ShoutOut | null => q(world).now({ room, now: world.clock.now() })

export interface ShoutFaults {
  member?: 'unknown'
  words?: 'empty' | 'long' | Refusal
  seconds?: 'unknown'
}

export type Shouted = { ok: true; shout: ShoutOut } | { ok: false; faults: ShoutFaults }

/** Pins a card for its seconds, about a member or with words alone, and says it in the chat. */
export function shoutOut(
  world: World,
  told: ChatListeners,
  asked: { room: Pick<Room, 'id'>; by: string; member: string; words: string; seconds: number },
): Shouted {
  const { room, by, member, words, seconds } = asked
  const faults: ShoutFaults = {}
  const person = member === '' ? null : accountByHandle(world, member.replace(/^@/, ''))
  if (member !== '' && !person) faults.member = 'unknown'
  if (words === '' && member === '') faults.words = 'empty'
  else if (Array.from(words).length > SHOUT_MOST) faults.words = 'long'
  const read = filter(world, { what: 'notice', text: words, by })
  if (!read.ok) faults.words ??= read.why
  if (!SHOUT_SECONDS.some(known => known === seconds)) faults.seconds = 'unknown'
  if (Object.keys(faults).length > 0 || !read.ok) return { ok: false, faults }
  return tx(world, (): Shouted => {
    const id = world.ids.next()
    const at = world.clock.now()
    q(world).end({ room: room.id, now: at })
    q(world).sweep({ before: at - DAY })
    q(world).insert({
      id,
      room: room.id,
      account: person?.id ?? null,
      words: read.text,
      by,
      at,
      ends_at: at + seconds * SECOND,
    })
    const sentence = person ? { of: 'play', name: 'shout', given: [person.handle] } : undefined
    note(world, told, { room: room.id, kind: 'shout', by, text: read.text, detail: sentence ? { sentence } : {} })
    return { ok: true, shout: q(world).one({ id })! }
  })
}

/** Takes the card down before its time. */
export const endShout = (world: World, room: string): boolean =>
  tx(world, () => q(world).end({ room, now: world.clock.now() }) > 0)

export const forgetShouts = (world: World, account: string): number => q(world).erase({ account })

import { MINUTE, SECOND } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { oneEach } from '../base/one-each.ts'
import { onAir, stage } from '../broadcasts/index.ts'
import { isBlocked } from '../moderation/index.ts'
import { isListed, type Room, roomByHandle, roomById, roomByName } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { playRules } from './play-rules.ts'

/** As long as viewers have to choose. */
export const RAID_MS = 20 * SECOND
/** Between two raids of one room. */
const REST_MS = 10 * MINUTE

export interface Raid {
  id: string
  from_room_id: string
  to_room_id: string
  made_at: number
  ends_at: number
  went: number
  ended_at: number | null
}

const q = prepared(sql => ({
  one: sql.one<Raid>('SELECT * FROM raids WHERE id = $id'),
  open: sql.one<Raid>('SELECT * FROM raids WHERE from_room_id = $room AND ended_at IS NULL'),
  last: sql.one<{ at: number | null }>('SELECT max(made_at) AS at FROM raids WHERE from_room_id = $room AND went > 0'),
  insert: sql.run(`INSERT INTO raids (id, from_room_id, to_room_id, made_by, made_at, ends_at)
    VALUES ($id, $from, $to, $by, $at, $ends_at)`),
  end: sql.run('UPDATE raids SET ended_at = $at, went = $went WHERE id = $id AND ended_at IS NULL'),
  due: sql.all<Raid>('SELECT * FROM raids WHERE ended_at IS NULL AND ends_at <= $now'),
}))

/** The one whose card is in sight in this room. */
export const raidNow = (world: World, room: string): Raid | null => q(world).open({ room })
export const raidById = (world: World, id: string): Raid | null => q(world).one({ id })

export type RaidRefusal = 'unknown' | 'own' | 'dark' | 'closed' | 'open' | 'rest' | 'not-live'
export type Raided = { ok: true; raid: Raid; to: Room } | { ok: false; why: RaidRefusal; until?: number }

/** Whether this room may bring its viewers there now. */
function target(world: World, from: Room, typed: string): Room | RaidRefusal {
  const to = roomByName(world, typed.toLowerCase()) ?? roomByHandle(world, typed)
  if (!to || !isListed(world, to.name)) return 'unknown'
  if (to.id === from.id) return 'own'
  if (!onAir(stage(world, to.name))) return 'dark'
  // Who is blocked there is told no more than anybody else.
  if (!playRules(world, to.id).raids || isBlocked(world, to.performer_id, from.performer_id)) return 'closed'
  return to
}

/** Rooms that are on air and may be visited, for the list to choose from. */
export const mayRaid = (world: World, from: Room, rooms: readonly Room[]): Room[] =>
  rooms.filter(room => typeof target(world, from, room.name) !== 'string')

/** Puts the card before everybody in the room: each of them chooses, nobody is moved. */
export function proposeRaid(world: World, { room, by, to: typed }: { room: Room; by: string; to: string }): Raided {
  if (!onAir(stage(world, room.name))) return { ok: false, why: 'not-live' }
  const to = target(world, room, typed.trim())
  if (typeof to === 'string') return { ok: false, why: to }
  return tx(world, (): Raided => {
    if (q(world).open({ room: room.id })) return { ok: false, why: 'open' }
    const now = world.clock.now()
    const until = (q(world).last({ room: room.id })?.at ?? Number.NEGATIVE_INFINITY) + REST_MS
    if (until > now) return { ok: false, why: 'rest', until }
    const id = world.ids.next()
    q(world).insert({ id, from: room.id, to: to.id, by, at: now, ends_at: now + RAID_MS })
    return { ok: true, raid: q(world).one({ id })!, to }
  })
}

/** Who chose to go, as long as the card is in sight: then only their number is kept. */
const going = oneEach((_: World['db']) => new Map<string, Map<string, string>>())

function goingWith(world: World, raid: string): Map<string, string> {
  const all = going(world.db)
  const known = all.get(raid) ?? new Map<string, string>()
  all.set(raid, known)
  return known
}

/** As many of one network are counted: a house full of people, but no list of made-up ones. */
const NETWORK_MOST = 30

/** Where to go; null when the card is no longer in sight. `who` is an account, else a page. */
export function goAlong(
  world: World,
  { room, raid: id, who, network }: { room: string; raid: string; who: string; network: string },
): Room | null {
  const raid = raidById(world, id)
  if (raid?.from_room_id !== room || raid.ended_at !== null || raid.ends_at <= world.clock.now()) return null
  const along = goingWith(world, id)
  const near = [...along.values()].filter(known => known === network).length
  if (near < NETWORK_MOST) along.set(who, network)
  return roomById(world, raid.to_room_id)
}

export const countGoing = (world: World, raid: string): number => goingWith(world, raid).size

/** The time to choose is over: both rooms hear how many went. Null when that was told. */
export function endRaid(world: World, told: ChatListeners, id: string): Raid | null {
  const went = countGoing(world, id)
  const ended = tx(world, () => {
    if (q(world).end({ id, at: world.clock.now(), went }) === 0) return null
    const raid = q(world).one({ id })!
    const from = roomById(world, raid.from_room_id)
    const to = roomById(world, raid.to_room_id)
    if (from && to) {
      const left = went === 0 ? 'raidNobody' : 'raidLeft'
      note(world, told, {
        room: from.id,
        kind: 'note',
        detail: { sentence: { of: 'play', name: left, given: [to.handle, went] } },
      })
      if (went > 0)
        note(world, told, {
          room: to.id,
          kind: 'note',
          detail: { sentence: { of: 'play', name: 'raidCame', given: [from.handle, went] } },
        })
    }
    return raid
  })
  going(world.db).delete(id)
  return ended
}

export const dueRaids = (world: World): { id: string }[] => q(world).due({ now: world.clock.now() })

import { MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { oneEach } from '../base/one-each.ts'
import type { World } from '../world.ts'
import { isListed, listedRooms } from './directory.ts'
import { followersOf } from './follow.ts'
import { type Facts, knownNotice, type NewNotice, notify, notifyAgain } from './notice.ts'
import { roomByName } from './room.ts'
import { everyNextDate } from './schedule.ts'
import { wishesOf } from './wishes.ts'

/** Who restarts the encoder within this time is not announced anew. */
const AGAIN_MS = 30 * MINUTE
/** Followers told in one turn of the event loop: nobody who chats waits for the rest. */
const AT_ONCE = 200

const q = prepared(sql => ({
  lately: sql.one<{ at: number }>(
    "SELECT at FROM notices WHERE room_id = $room AND kind = 'live' AND at > $after LIMIT 1",
  ),
  // Whom she has blocked since hears of her no more.
  ringers: sql.all<{ account_id: string }>(`SELECT b.account_id FROM date_bells b
    JOIN schedule_dates d ON d.id = b.date_id JOIN rooms r ON r.id = d.room_id
    WHERE b.date_id = $date AND NOT EXISTS (SELECT 1 FROM blocks k
      WHERE k.performer_id = r.performer_id AND k.account_id = b.account_id AND k.lifted_at IS NULL)`),
  ring: sql.run('INSERT INTO date_bells (account_id, date_id) VALUES ($account, $date) ON CONFLICT DO NOTHING'),
  unring: sql.run('DELETE FROM date_bells WHERE account_id = $account AND date_id = $date'),
  rung: sql.all<{ date_id: string }>('SELECT date_id FROM date_bells WHERE account_id = $account'),
  date: sql.one<{ room: string; title: string }>('SELECT room_id AS room, title FROM schedule_dates WHERE id = $date'),
  forget: sql.run('DELETE FROM date_bells WHERE account_id = $account'),
}))

/** In pieces, so that a room with many followers keeps nobody waiting. Resolves when all have been told. */
async function tellEach(world: World, accounts: readonly string[], tell: (account: string) => void): Promise<void> {
  for (let at = 0; at < accounts.length; at += AT_ONCE) {
    tx(world, () => accounts.slice(at, at + AT_ONCE).forEach(tell))
    await new Promise<void>(next => setImmediate(next))
  }
}

/** The picture is there for the first time in this broadcast: everybody who follows hears of it, once an evening. */
function announceLive(world: World, room: string, broadcast: { id: string; title: string }): Promise<void> {
  if (q(world).lately({ room, after: world.clock.now() - AGAIN_MS })) return Promise.resolve()
  const notice: NewNotice = { kind: 'live', about: broadcast.id, room, facts: { title: broadcast.title } }
  return tellEach(world, followersOf(world, room), account => void notify(world, account, notice))
}

const announced = oneEach((_: World['db']) => new Map<string, string>())

/** A stage shows its picture, perhaps for the first time in this broadcast. `name` is the room's public one. */
export async function onAirNow(world: World, name: string, broadcast: { id: string; title: string }): Promise<void> {
  const told = announced(world.db)
  if (told.get(name) === broadcast.id) return
  told.set(name, broadcast.id)
  const room = roomByName(world, name)
  if (room && isListed(world, name)) await announceLive(world, room.id, broadcast)
}

export type DateChange = 'added' | 'moved' | 'off'

/** Several changes within the hour are one notice that says how many. */
export async function announceDate(
  world: World,
  room: string,
  date: { title: string; startsAt: number },
  change: DateChange,
): Promise<void> {
  const about = `${room} ${Math.floor(world.clock.now() / (60 * MINUTE))}`
  await tellEach(world, followersOf(world, room), account => {
    const before = Number(knownNotice(world, account, 'date', about)?.facts.count ?? 0)
    const facts: Facts = { ...date, change, count: before + 1 }
    notifyAgain(world, account, { kind: 'date', about, room, facts })
  })
}

/** A reminder for each date that begins soon, to those who follow or have rung for it. Call it once a minute. */
export function remind(world: World, isOn: (room: string) => boolean): number {
  const now = world.clock.now()
  const listed = new Set(listedRooms(world).map(({ id }) => id))
  let told = 0
  for (const [room, dates] of everyNextDate(world)) {
    if (!listed.has(room)) continue
    for (const date of dates) {
      const leftMin = Math.ceil((date.startsAt - now) / MINUTE)
      if (leftMin < 1 || leftMin > 60 || isOn(room)) continue
      const rung = new Set(
        q(world)
          .ringers({ date: date.id })
          .map(row => row.account_id),
      )
      const all = new Set([...followersOf(world, room), ...rung])
      tx(world, () => {
        for (const account of all) {
          const ahead = wishesOf(world, account).remind_min
          if (leftMin > (rung.has(account) ? ahead || 30 : ahead)) continue
          const facts = { title: date.title, startsAt: date.startsAt }
          if (notify(world, account, { kind: 'soon', about: `${date.id} ${date.startsAt}`, room, facts })) told++
        }
      })
    }
  }
  return told
}

/** Somebody wants to be told before this date, without following the room. Answers the room's id and the title, or null. */
export function ringFor(
  world: World,
  account: string,
  date: string,
  wanted: boolean,
): { room: string; title: string } | null {
  const found = q(world).date({ date })
  if (!found) return null
  if (wanted) q(world).ring({ account, date })
  else q(world).unring({ account, date })
  return found
}

/** Ids of the dates that this account has rung for. */
export const rungBy = (world: World, account: string): Set<string> =>
  new Set(
    q(world)
      .rung({ account })
      .map(row => row.date_id),
  )

export const forgetBells = (world: World, account: string): number => q(world).forget({ account })

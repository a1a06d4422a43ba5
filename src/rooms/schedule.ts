import { DAY, HOUR } from '../base/clock.ts'
import { betweenWrites } from '../base/db/between-writes.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

export type Repeats = 'once' | 'weekly'

export interface ScheduleDate {
  id: string
  starts_at: number
  title: string
  repeats: Repeats
}

export interface DatedRoomRow extends ScheduleDate {
  room_id: string
  zone: string
}

/** A date stays on show for a while after it began: people are late. */
const LATE_MS = HOUR
export const DATES_MOST = 30
/** How far ahead a date may lie. */
const AHEAD_MS = 366 * DAY

const q = prepared(sql => ({
  ofRoom: sql.all<ScheduleDate>(
    'SELECT id, starts_at, title, repeats FROM schedule_dates WHERE room_id = $room ORDER BY starts_at',
  ),
  every: sql.all<DatedRoomRow>(`SELECT d.id, d.starts_at, d.title, d.repeats, d.room_id, r.zone
    FROM schedule_dates d JOIN rooms r ON r.id = d.room_id
    WHERE d.repeats = 'weekly' OR d.starts_at > $after ORDER BY d.starts_at LIMIT 2000`),
  insert: sql.run(`INSERT INTO schedule_dates (id, room_id, starts_at, title, repeats)
    VALUES ($id, $room, $at, $title, $repeats)`),
  move: sql.run('UPDATE schedule_dates SET starts_at = $at WHERE id = $id AND room_id = $room'),
  remove: sql.run('DELETE FROM schedule_dates WHERE id = $id AND room_id = $room'),
}))

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Making one costs a hundred times what using it does. */
function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, clock)
  }
  return clock
}

/** Wall clock of a moment in a zone: `{ day: '2026-11-21', time: '19:00' }`. */
export function wallClock(at: number, zone: string): { day: string; time: string } {
  const parts = clockOf(zone).formatToParts(at)
  const part = (type: string) => parts.find(p => p.type === type)?.value ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` }
}

/**
 * The moment at which a zone's clocks show this day and time (ms since 1970), or null when it is no date. An hour that the clocks
 * skip moves on by the gap; one that comes twice is the first.
 */
export function moment(day: string, time: string, zone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}:\d{2}$/.test(time)) return null
  const asUtc = Date.parse(`${day}T${time}:00Z`)
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 10) !== day) return null
  const offset = (at: number) => {
    const { day: d, time: t } = wallClock(at, zone)
    return Date.parse(`${d}T${t}:00Z`) - Math.floor(at / 60_000) * 60_000
  }
  const offsets = [...new Set([offset(asUtc - DAY), offset(asUtc + DAY)])]
  const fits = offsets.map(o => asUtc - o).filter(at => offset(at) === asUtc - at)
  return fits.length > 0 ? Math.min(...fits) : asUtc - offsets[0]!
}

/** When it comes next: a weekly date keeps its hour on the room's clocks over summer time. Null when it is over. */
export function nextStart(date: Pick<ScheduleDate, 'starts_at' | 'repeats'>, zone: string, now: number): number | null {
  if (date.starts_at > now - LATE_MS) return date.starts_at
  if (date.repeats === 'once') return null
  const { day, time } = wallClock(date.starts_at, zone)
  const weeks = Math.floor((now - LATE_MS - date.starts_at) / (7 * DAY))
  for (let n = Math.max(1, weeks); n <= weeks + 2; n++) {
    const later = new Date(Date.parse(`${day}T00:00:00Z`) + n * 7 * DAY).toISOString().slice(0, 10)
    const at = moment(later, time, zone)
    if (at !== null && at > now - LATE_MS) return at
  }
  return null
}

export interface NextDate {
  id: string
  startsAt: number
  title: string
  repeats: Repeats
}

function upcoming(dates: readonly ScheduleDate[], zone: string, now: number): NextDate[] {
  const next: NextDate[] = []
  for (const date of dates) {
    const startsAt = nextStart(date, zone, now)
    if (startsAt !== null) next.push({ id: date.id, startsAt, title: date.title, repeats: date.repeats })
  }
  return next.sort((a, b) => a.startsAt - b.startsAt)
}

/** The room's dates that are still to come, soonest first; a weekly one once. */
export const nextDates = (world: World, room: { id: string; zone: string }): NextDate[] =>
  upcoming(q(world).ofRoom({ room: room.id }), room.zone, world.clock.now())

/** All dates of the room as they were typed, also weekly ones that began long ago. */
export const datesOf = (world: World, room: { id: string }): ScheduleDate[] => q(world).ofRoom({ room: room.id })

/** Every room's next date, by room id. */
export const everyNextDate = betweenWrites((world, now): ReadonlyMap<string, NextDate[]> => {
  const byRoom = new Map<string, DatedRoomRow[]>()
  for (const row of q(world).every({ after: now - LATE_MS })) {
    const rows = byRoom.get(row.room_id)
    if (rows) rows.push(row)
    else byRoom.set(row.room_id, [row])
  }
  const next = new Map<string, NextDate[]>()
  for (const [room, rows] of byRoom) next.set(room, upcoming(rows, rows[0]!.zone, now))
  return next
})

export interface DateWishes {
  day: string
  time: string
  title: string
  repeats: Repeats
}

export type DateFault = 'title' | 'long' | 'day' | 'time' | 'past' | 'far' | 'many'
export type DateAdded = { ok: true; id: string } | { ok: false; why: DateFault }
type InZone = { id: string; zone: string }

type MomentFault = 'day' | 'time' | 'past' | 'far'

function momentFault(world: World, room: InZone, to: { day: string; time: string }): MomentFault | null {
  const now = world.clock.now()
  if (moment(to.day, '12:00', room.zone) === null) return 'day'
  const at = moment(to.day, to.time, room.zone)
  if (at === null) return 'time'
  if (at < now) return 'past'
  return at > now + AHEAD_MS ? 'far' : null
}

/** What keeps a date typed on the room's own clocks from being added; null when nothing does. */
export function dateFault(world: World, room: InZone, { day, time, title }: DateWishes): DateFault | null {
  if (title === '') return 'title'
  if (title.length > 120) return 'long'
  const wrong = momentFault(world, room, { day, time })
  if (wrong) return wrong
  return q(world).ofRoom({ room: room.id }).length >= DATES_MOST ? 'many' : null
}

/** Adds a date typed on the room's own clocks. */
export function addDate(world: World, room: InZone, wishes: DateWishes): DateAdded {
  const why = dateFault(world, room, wishes)
  if (why) return { ok: false, why }
  const { day, time, title, repeats } = wishes
  const id = world.ids.next()
  q(world).insert({ id, room: room.id, at: moment(day, time, room.zone)!, title, repeats })
  return { ok: true, id }
}

/** Puts a date to another moment on the room's own clocks; a weekly one goes on from there. */
export function moveDate(
  world: World,
  room: InZone,
  id: string,
  to: { day: string; time: string },
): { ok: true } | { ok: false; why: Exclude<DateFault, 'title' | 'long' | 'many'> | 'gone' } {
  const known = q(world)
    .ofRoom({ room: room.id })
    .find(date => date.id === id)
  if (!known) return { ok: false, why: 'gone' }
  const wrong = momentFault(world, room, to)
  if (wrong) return { ok: false, why: wrong }
  q(world).move({ id, room: room.id, at: moment(to.day, to.time, room.zone)! })
  return { ok: true }
}

export const removeDate = (world: World, room: string, id: string): boolean => q(world).remove({ room, id }) > 0

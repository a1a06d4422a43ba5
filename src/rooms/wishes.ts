import { prepared } from '../base/db/prepared.ts'
import { houseZone } from '../base/zone.ts'
import type { World } from '../world.ts'
import { wallClock } from './schedule.ts'

/** What people can be told, in the order of the page where they choose. */
export const NOTICE_KINDS = [
  'live',
  'date',
  'soon',
  'follower',
  'role',
  'order',
  'report',
  'decision',
  'urgent',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]
export const WAYS = ['site', 'push', 'mail'] as const
export type Way = (typeof WAYS)[number]
export type Choice = Record<Way, boolean>
export type Choices = Record<NoticeKind, Choice>

/** Push and mail reach only those who have switched them on for a device or an address. */
export const DEFAULT_CHOICES: Choices = {
  live: { site: true, push: true, mail: true },
  date: { site: true, push: false, mail: true },
  soon: { site: true, push: true, mail: false },
  follower: { site: true, push: false, mail: false },
  role: { site: true, push: false, mail: true },
  order: { site: true, push: false, mail: true },
  report: { site: true, push: false, mail: true },
  decision: { site: true, push: false, mail: true },
  urgent: { site: true, push: true, mail: true },
}

/** What is of no use an hour later: in quiet hours it is not sent at all, everything else waits for their end. */
export const isFleeting = (kind: NoticeKind): boolean => kind === 'live' || kind === 'soon'

/** What cannot wait for the end of quiet hours: somebody may be in danger. */
export const isUrgent = (kind: NoticeKind): boolean => kind === 'urgent'

export const REMINDERS = [0, 10, 30, 60] as const

export interface Wishes {
  choices: Choices
  /** Minutes after midnight on the reader's clock; the same twice is no quiet at all. */
  quiet_from: number
  quiet_to: number
  /** Empty: the house's. */
  zone: string
  /** Push and mail may say the room's name and what it is about. */
  names: boolean
  /** Performers do not see this follower's name. */
  hidden: boolean
  remind_min: number
}

interface Row {
  choices: string
  quiet_from: number
  quiet_to: number
  zone: string
  names: number
  hidden: number
  remind_min: number
}

const q = prepared(sql => ({
  of: sql.one<Row>('SELECT * FROM notice_wishes WHERE account_id = $account'),
  put: sql.run(`INSERT INTO notice_wishes
      (account_id, choices, quiet_from, quiet_to, zone, names, hidden, remind_min)
    VALUES ($account, $choices, $quiet_from, $quiet_to, $zone, $names, $hidden, $remind_min)
    ON CONFLICT (account_id) DO UPDATE SET choices = excluded.choices, quiet_from = excluded.quiet_from,
      quiet_to = excluded.quiet_to, zone = excluded.zone, names = excluded.names, hidden = excluded.hidden,
      remind_min = excluded.remind_min`),
  forget: sql.run('DELETE FROM notice_wishes WHERE account_id = $account'),
}))

const NONE: Row = {
  choices: '{}',
  quiet_from: 0,
  quiet_to: 0,
  zone: '',
  names: 0,
  hidden: 0,
  remind_min: 30,
}

export function wishesOf(world: World, account: string): Wishes {
  const row = q(world).of({ account }) ?? NONE
  const chosen = row.choices === '{}' ? {} : (JSON.parse(row.choices) as Partial<Choices>)
  return {
    choices: { ...DEFAULT_CHOICES, ...chosen },
    quiet_from: row.quiet_from,
    quiet_to: row.quiet_to,
    zone: row.zone,
    names: row.names === 1,
    hidden: row.hidden === 1,
    remind_min: row.remind_min,
  }
}

/** Keeps of the choices what differs from the house's, so that a better default reaches everybody who never chose. */
export function setWishes(world: World, account: string, wishes: Wishes): void {
  const own = NOTICE_KINDS.filter(kind => WAYS.some(way => wishes.choices[kind][way] !== DEFAULT_CHOICES[kind][way]))
  q(world).put({
    account,
    choices: JSON.stringify(Object.fromEntries(own.map(kind => [kind, wishes.choices[kind]]))),
    quiet_from: wishes.quiet_from,
    quiet_to: wishes.quiet_to,
    zone: wishes.zone,
    names: wishes.names ? 1 : 0,
    hidden: wishes.hidden ? 1 : 0,
    remind_min: wishes.remind_min,
  })
}

/** Milliseconds until the quiet hours end; 0 when it is not quiet. */
export function quietFor(world: World, wishes: Wishes): number {
  const { quiet_from: from, quiet_to: to } = wishes
  if (from === to) return 0
  const now = world.clock.now()
  const [hour = 0, minute = 0] = wallClock(now, wishes.zone || houseZone(world))
    .time.split(':')
    .map(Number)
  const at = hour * 60 + minute
  const quiet = from < to ? at >= from && at < to : at >= from || at < to
  return quiet ? ((to - at + 1440) % 1440) * 60_000 - (now % 60_000) : 0
}

/** "22:30" -> 1350; null where it is no hour. */
export function minutesOf(time: string): number | null {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  return hour === undefined ? null : Number(hour) * 60 + Number(minute)
}

export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export const forgetWishes = (world: World, account: string): number => q(world).forget({ account })

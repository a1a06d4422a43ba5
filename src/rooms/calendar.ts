import { createHash } from 'node:crypto'
import { DAY, HOUR } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { secret26 } from '../base/ids.ts'
import type { World } from '../world.ts'
import { wallClock } from './schedule.ts'

/** One date as a calendar program reads it. Source: RFC 5545. */
export interface Entry {
  /** Stays the same as long as the date is the same. */
  uid: string
  startsAt: number
  /** A weekly date keeps its hour on this zone's clocks. */
  zone: string
  weekly: boolean
  summary: string
  words: string
  href: string
}

/** How long an evening is taken to last. */
const LASTS_MS = 2 * HOUR
/** Programs that are asked about a zone know the rules of this many years. */
const YEARS = 3

/** The text of a value: what would end it or begin another is escaped (3.3.11). */
const text = (words: string): string =>
  words
    .replace(/\\/g, '\\\\')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/[^\P{Cc}\t]/gu, '')
    .replace(/([;,])/g, '\\$1')

/** Lines of 75 octets at most; a letter of several octets stays whole (3.1). */
export function fold75(line: string): string {
  const folded: string[] = []
  let now = ''
  let size = 0
  for (const letter of line) {
    const octets = Buffer.byteLength(letter)
    if (size + octets > 75) {
      folded.push(now)
      now = ' '
      size = 1
    }
    now += letter
    size += octets
  }
  return [...folded, now].join('\r\n')
}

const utc = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')

function local(at: number, zone: string): string {
  const { day, time } = wallClock(at, zone)
  return `${day.replaceAll('-', '')}T${time.replace(':', '')}00`
}

function offsetMin(at: number, zone: string): number {
  const { day, time } = wallClock(at, zone)
  return Math.round((Date.parse(`${day}T${time}:00Z`) - Math.floor(at / 60_000) * 60_000) / 60_000)
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`
}

interface Turn {
  at: number
  from: number
  to: number
}

/** The moments at which the zone's clocks are set, from a year before to some years after. */
function turns(zone: string, now: number): Turn[] {
  const found: Turn[] = []
  const end = now + YEARS * 366 * DAY
  let before = offsetMin(now - 366 * DAY, zone)
  for (let at = now - 366 * DAY; at < end; at += DAY) {
    const after = offsetMin(at + DAY, zone)
    if (after === before) continue
    let low = at
    let high = at + DAY
    while (high - low > 60_000) {
      const middle = low + Math.floor((high - low) / 120_000) * 60_000
      if (middle === low) break
      if (offsetMin(middle, zone) === before) low = middle
      else high = middle
    }
    found.push({ at: high, from: before, to: after })
    before = after
  }
  return found
}

const zones = new Map<string, { month: number; lines: string[] }>()

/** The zone itself, so that a weekly evening keeps its hour over summer time in every program. */
function zoneLines(zone: string, now: number): string[] {
  const month = Math.floor(now / (30 * DAY))
  const known = zones.get(zone)
  if (known?.month === month) return known.lines
  const all = turns(zone, now)
  const least = Math.min(...all.flatMap(turn => [turn.from, turn.to]))
  const part = (name: 'STANDARD' | 'DAYLIGHT', from: number, to: number, start: string): string[] => [
    `BEGIN:${name}`,
    `DTSTART:${start}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `END:${name}`,
  ]
  const first = all[0]?.from ?? offsetMin(now, zone)
  const lines = [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...part(all.length > 0 && first > least ? 'DAYLIGHT' : 'STANDARD', first, first, '19700101T000000'),
    ...all.flatMap(({ at, from, to }) =>
      // It begins on the clocks as they were set before (3.6.5).
      part(to > least ? 'DAYLIGHT' : 'STANDARD', from, to, utc(at + from * 60_000).slice(0, -1)),
    ),
    'END:VTIMEZONE',
  ]
  zones.set(zone, { month, lines })
  return lines
}

/** A whole calendar. `now` stamps what is not stored: an entry is as old as its file. */
export function calendar(world: World, name: string, entries: readonly Entry[]): string {
  const now = world.clock.now()
  const weeklyZones = [...new Set(entries.filter(one => one.weekly && one.zone !== 'UTC').map(one => one.zone))]
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Footlight//Calendar//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${text(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...weeklyZones.flatMap(zone => zoneLines(zone, now)),
    ...entries.flatMap(entry => eventLines(entry, now)),
    'END:VCALENDAR',
  ]
  return `${lines.map(fold75).join('\r\n')}\r\n`
}

function eventLines(entry: Entry, now: number): string[] {
  const zoned = entry.weekly && entry.zone !== 'UTC'
  const start = zoned
    ? `DTSTART;TZID=${entry.zone}:${local(entry.startsAt, entry.zone)}`
    : `DTSTART:${utc(entry.startsAt)}`
  return [
    'BEGIN:VEVENT',
    `UID:${entry.uid}`,
    `DTSTAMP:${utc(now)}`,
    start,
    `DURATION:PT${LASTS_MS / HOUR}H`,
    ...(entry.weekly ? ['RRULE:FREQ=WEEKLY'] : []),
    `SUMMARY:${text(entry.summary)}`,
    ...(entry.words === '' ? [] : [`DESCRIPTION:${text(entry.words)}`]),
    `URL:${entry.href}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

const q = prepared(sql => ({
  bySha: sql.one<{ account_id: string }>('SELECT account_id FROM calendar_feeds WHERE sha256 = $sha256'),
  of: sql.one<{ secret_sealed: Uint8Array }>('SELECT secret_sealed FROM calendar_feeds WHERE account_id = $account'),
  put: sql.run(`INSERT INTO calendar_feeds (account_id, sha256, secret_sealed, made_at)
    VALUES ($account, $sha256, $sealed, $at)
    ON CONFLICT (account_id) DO UPDATE SET sha256 = excluded.sha256, secret_sealed = excluded.secret_sealed,
      made_at = excluded.made_at`),
  drop: sql.run('DELETE FROM calendar_feeds WHERE account_id = $account'),
}))

const sha = (secret: string): string => createHash('sha256').update(secret).digest('hex')
const placeOf = (account: string) => ({ table: 'calendar_feeds', column: 'secret_sealed', row: account })

/** A new secret address of the account's calendar; an older one leads nowhere from now on. */
export function makeFeed(world: World, account: string): string {
  const secret = secret26(world.ids)
  const sealed = world.seal.close('columns', placeOf(account), new TextEncoder().encode(secret))
  tx(world, () => void q(world).put({ account, sha256: sha(secret), sealed, at: world.clock.now() }))
  return secret
}

export function feedSecretOf(world: World, account: string): string | null {
  const row = q(world).of({ account })
  const opened = row && world.seal.open('columns', placeOf(account), row.secret_sealed)
  return opened ? new TextDecoder().decode(opened) : null
}

export const feedAccount = (world: World, secret: string): string | null =>
  /^[a-z2-7]{26}$/.test(secret) ? (q(world).bySha({ sha256: sha(secret) })?.account_id ?? null) : null

export const dropFeed = (world: World, account: string): boolean => q(world).drop({ account }) > 0

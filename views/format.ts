// Numbers, sizes, times and dates in words. Pure: `now` is always an argument, so that a page is a function of its data.

export type Zone = string

const LANGUAGE = 'en-GB'

const plain = new Intl.NumberFormat(LANGUAGE)
const plural = new Intl.PluralRules(LANGUAGE)

export const number = (value: number | bigint) => plain.format(value)

/** "1 room", "12 rooms". */
export const count = (value: number | bigint, one: string, other: string) =>
  `${number(value)} ${plural.select(Number(value)) === 'one' ? one : other}`

export const watching = (viewers: number) => `${number(viewers)} watching`

/** 1500000 bits a second -> "1.5 Mb/s". */
export function bitrate(bits_per_second: number): string {
  if (bits_per_second < 100_000) return `${number(Math.round(bits_per_second / 1000))} kb/s`
  const megabits = bits_per_second / 1_000_000
  return `${megabits >= 100 ? Math.round(megabits) : megabits.toFixed(1)} Mb/s`
}

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB'] as const

export function size(size_bytes: number | bigint): string {
  let value = Number(size_bytes)
  let at = 0
  while (value >= 1000 && at < SIZES.length - 1) {
    value /= 1000
    at++
  }
  return `${at > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${SIZES[at]}`
}

export const percent = (share: number, digits = 0) => `${(share * 100).toFixed(digits)} %`

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A clock that runs: "0:07", "12:40", "1:12:40". */
export function clock(duration_ms: number): string {
  const seconds = Math.max(0, Math.floor(duration_ms / SECOND))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** A length in words: "40 s", "12 min", "2 h 10 min", "3 days". */
export function length(duration_ms: number): string {
  const ms = Math.max(0, duration_ms)
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < 2 * DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE)
    const hours = `${Math.floor(ms / HOUR)} h`
    return minutes > 0 && ms < DAY ? `${hours} ${minutes} min` : hours
  }
  return count(Math.floor(ms / DAY), 'day', 'days')
}

export function ago(then_ms: number, now_ms: number): string {
  const passed = now_ms - then_ms
  return passed < MINUTE ? 'just now' : `${length(passed)} ago`
}

export function until(then_ms: number, now_ms: number): string {
  const ahead = then_ms - now_ms
  if (ahead < MINUTE) return 'in a moment'
  if (ahead < HOUR) return `in ${count(Math.floor(ahead / MINUTE), 'minute', 'minutes')}`
  if (ahead < 2 * DAY) return `in ${count(Math.floor(ahead / HOUR), 'hour', 'hours')}`
  return `in ${count(Math.floor(ahead / DAY), 'day', 'days')}`
}

const made = new Map<string, Intl.DateTimeFormat>()

function dateFormat(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`
  let format = made.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone, ...options })
    made.set(key, format)
  }
  return format
}

export const time = (at_ms: number, zone: Zone) =>
  dateFormat(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at_ms)

/** "2026-11-21" in the zone: to group by day and to compare days. */
export function day(at_ms: number, zone: Zone): string {
  const parts = dateFormat(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(at_ms)
  const part = (type: string) => parts.find(found => found.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

const dayNumber = (at_ms: number, zone: Zone) => Date.parse(`${day(at_ms, zone)}T00:00:00Z`) / DAY

export const daysBetween = (from_ms: number, to_ms: number, zone: Zone) =>
  dayNumber(to_ms, zone) - dayNumber(from_ms, zone)

export const date = (at_ms: number, zone: Zone) =>
  dateFormat(zone, { day: 'numeric', month: 'long', year: 'numeric' }).format(at_ms)

export const dateTime = (at_ms: number, zone: Zone) => `${date(at_ms, zone)}, ${time(at_ms, zone)}`

/** Left of a list of dates: "Sun 22". */
export const shortDay = (at_ms: number, zone: Zone) =>
  dateFormat(zone, { weekday: 'short', day: 'numeric' }).format(at_ms).replace(',', '')

/** The heading over a day's dates: "Tonight", "Tomorrow, Sunday", "Monday 23 November". */
export function dayTitle(at_ms: number, now_ms: number, zone: Zone): string {
  const away = daysBetween(now_ms, at_ms, zone)
  if (away === 0) return time(at_ms, zone) >= '17:00' ? 'Tonight' : 'Today'
  if (away === 1) return `Tomorrow, ${dateFormat(zone, { weekday: 'long' }).format(at_ms)}`
  return dateFormat(zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(at_ms).replace(',', '')
}

/** In a sentence: "today at 21:30", "tomorrow at 11:00", "on Thursday at 19:00", "on 3 December at 19:00". */
export function soon(at_ms: number, now_ms: number, zone: Zone): string {
  const away = daysBetween(now_ms, at_ms, zone)
  const at = `at ${time(at_ms, zone)}`
  if (away === 0) return `today ${at}`
  if (away === 1) return `tomorrow ${at}`
  if (away > 1 && away < 7) return `on ${dateFormat(zone, { weekday: 'long' }).format(at_ms)} ${at}`
  return `on ${dateFormat(zone, { day: 'numeric', month: 'long' }).format(at_ms)} ${at}`
}

/** For the datetime attribute. */
export const machine = (at_ms: number) => new Date(at_ms).toISOString()

export const initial = (name: string) => (Array.from(name)[0] ?? '?').toLocaleUpperCase(LANGUAGE)

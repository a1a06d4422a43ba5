// Numbers, sizes, times and dates in words of the language that is spoken. `now` is always an argument, so that a page is a
// function of its data. Browsers load this file too: of the catalogues it knows the small one of times alone.

import { times as german } from './words/de/times.ts'
import { times as english } from './words/en/times.ts'
import { locale, plural, speaking } from './words/language.ts'

export type Zone = string

type Times = { [K in keyof typeof english]: (typeof english)[K] extends string ? string : (typeof english)[K] }
const TIMES: Record<'en' | 'de', Times> = { en: english, de: german }
const times = () => TIMES[speaking()]

const numbers = new Map<string, Intl.NumberFormat>()

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale()} ${JSON.stringify(options)}`
  let format = numbers.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale(), options)
    numbers.set(key, format)
  }
  return format
}

const PLAIN = {}
const UNGROUPED = { useGrouping: false }

export const number = (value: number | bigint) => numberFormat(PLAIN).format(value)

/** With so many digits after the point: "4.8", in German "4,8". */
export const decimal = (value: number, digits: number) =>
  numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }).format(value)

/** "1935, 8189 and 8890". */
export const listed = (names: readonly string[]) => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names)

/** "1 room", "12 rooms": for catalogues, whose language knows both forms. */
export const count = (value: number | bigint, one: string, other: string) =>
  `${number(value)} ${plural(value, { one, other })}`

/** 4200 of EUR -> "€42.00", in German "42,00 €". */
export function money(amount_minor: number | bigint, currency: string): string {
  const format = numberFormat({ style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(`${BigInt(amount_minor)}e-${digits}` as Intl.StringNumericLiteral)
}

/** What one of something costs, in millionths, with a tenth of a cent: "€0.092". */
export const unitPrice = (micros: number | bigint, currency: string): string =>
  numberFormat({ style: 'currency', currency, minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(
    `${BigInt(micros)}e-6` as Intl.StringNumericLiteral,
  )

export const watching = (viewers: number) => times().watching(number(viewers))

/** 1500000 bits a second -> "1.5 Mb/s". */
export function bitrate(bits_per_second: number): string {
  if (bits_per_second < 100_000) return `${number(Math.round(bits_per_second / 1000))} kb/s`
  const megabits = bits_per_second / 1_000_000
  return `${megabits >= 100 ? numberFormat(UNGROUPED).format(Math.round(megabits)) : decimal(megabits, 1)} Mb/s`
}

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB'] as const

export function size(size_bytes: number | bigint): string {
  let value = Number(size_bytes)
  let at = 0
  while (value >= 1000 && at < SIZES.length - 1) {
    value /= 1000
    at++
  }
  return `${at > 0 && value < 10 ? decimal(value, 1) : Math.round(value)} ${SIZES[at]}`
}

export const percent = (share: number, digits = 0) => `${decimal(share * 100, digits)} %`

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
  const days = Math.floor(ms / DAY)
  return times().days(days, number(days))
}

export function ago(then_ms: number, now_ms: number): string {
  const passed = now_ms - then_ms
  if (passed < MINUTE) return times().now
  if (passed < 2 * DAY) return times().ago(length(passed))
  const days = Math.floor(passed / DAY)
  return times().daysAgo(days, number(days))
}

export function until(then_ms: number, now_ms: number): string {
  const ahead = then_ms - now_ms
  const say = times()
  const told = (in_words: (n: number, words: string) => string, unit: number) =>
    in_words(Math.floor(ahead / unit), number(Math.floor(ahead / unit)))
  if (ahead < MINUTE) return say.atOnce
  if (ahead < HOUR) return told(say.inMinutes, MINUTE)
  if (ahead < 2 * DAY) return told(say.inHours, HOUR)
  return told(say.inDays, DAY)
}

const made = new Map<string, Intl.DateTimeFormat>()

function dateFormat(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale()} ${zone} ${JSON.stringify(options)}`
  let format = made.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options })
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

/** The day that a bank writes, "2026-11-21": of no zone. */
export const booked = (day: string) => date(Date.parse(`${day}T00:00:00Z`), 'UTC')

/** A month, "2026-11", likewise. */
export const bookedMonth = (month: string) =>
  dateFormat('UTC', { month: 'long', year: 'numeric' }).format(Date.parse(`${month}-01T00:00:00Z`))

/** Left of a list of dates: "Sun 22". */
export const shortDay = (at_ms: number, zone: Zone) =>
  dateFormat(zone, { weekday: 'short', day: 'numeric' }).format(at_ms).replace(',', '')

/** The heading over a day's dates: "Tonight", "Tomorrow, Sunday", "Monday 23 November". */
export function dayTitle(at_ms: number, now_ms: number, zone: Zone): string {
  const away = daysBetween(now_ms, at_ms, zone)
  if (away === 0) return time(at_ms, zone) >= '17:00' ? times().tonight : times().today
  if (away === 1) return times().tomorrow(dateFormat(zone, { weekday: 'long' }).format(at_ms))
  return dateFormat(zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(at_ms)
}

/** In a sentence: "today at 21:30", "tomorrow at 11:00", "on Thursday at 19:00", "on 3 December at 19:00". */
export function soon(at_ms: number, now_ms: number, zone: Zone): string {
  const away = daysBetween(now_ms, at_ms, zone)
  const at = time(at_ms, zone)
  const say = times()
  if (away === 0) return say.todayAt(at)
  if (away === 1) return say.tomorrowAt(at)
  if (away > 1 && away < 7) return say.weekdayAt(dateFormat(zone, { weekday: 'long' }).format(at_ms), at)
  return say.dateAt(dateFormat(zone, { day: 'numeric', month: 'long' }).format(at_ms), at)
}

/** For the datetime attribute. */
export const machine = (at_ms: number) => new Date(at_ms).toISOString()

export const initial = (name: string) => (Array.from(name)[0] ?? '?').toLocaleUpperCase(locale())

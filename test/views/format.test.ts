import { describe, expect, test } from 'bun:test'
import * as format from '../../views/format.ts'
import { speak } from '../../views/words/index.ts'

const ZONE = 'Europe/Oslo'
const now = Date.UTC(2026, 10, 21, 19, 21)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('numbers', () => {
  test('are grouped, also beyond what a double holds', () => {
    expect(format.number(1204)).toBe('1,204')
    expect(format.number(9_007_199_254_740_993n)).toBe('9,007,199,254,740,993')
  })

  test('take the right word', () => {
    expect(format.count(1, 'room', 'rooms')).toBe('1 room')
    expect(format.count(0, 'room', 'rooms')).toBe('0 rooms')
    expect(format.count(1200, 'room', 'rooms')).toBe('1,200 rooms')
  })

  test('of bits and bytes end in their unit', () => {
    expect(format.bitrate(64_000)).toBe('64 kb/s')
    expect(format.bitrate(4_800_000)).toBe('4.8 Mb/s')
    expect(format.bitrate(412_000_000)).toBe('412 Mb/s')
    expect(format.size(0)).toBe('0 B')
    expect(format.size(4_812_000)).toBe('4.8 MB')
    expect(format.size(182_000_000_000n)).toBe('182 GB')
    expect(format.size(5e15)).toBe('5000 TB')
  })
})

describe('time', () => {
  test('on a running clock keeps its seconds', () => {
    expect(format.clock(-5)).toBe('0:00')
    expect(format.clock(7_900)).toBe('0:07')
    expect(format.clock(HOUR + 12 * MINUTE + 40_000)).toBe('1:12:40')
  })

  test('as a length drops what nobody needs', () => {
    expect(format.length(40_000)).toBe('40 s')
    expect(format.length(59 * MINUTE)).toBe('59 min')
    expect(format.length(2 * HOUR + 10 * MINUTE)).toBe('2 h 10 min')
    expect(format.length(2 * HOUR)).toBe('2 h')
    expect(format.length(30 * HOUR)).toBe('30 h')
    expect(format.length(3 * DAY)).toBe('3 days')
  })

  test('passed and to come reads as a sentence', () => {
    expect(format.ago(now - 2000, now)).toBe('just now')
    expect(format.ago(now - 3 * HOUR, now)).toBe('3 h ago')
    expect(format.until(now + MINUTE, now)).toBe('in 1 minute')
    expect(format.until(now + 14 * HOUR + 39 * MINUTE, now)).toBe('in 14 hours')
    expect(format.until(now - DAY, now)).toBe('in a moment')
  })
})

describe('dates', () => {
  test('belong to the day of the zone, not of the machine', () => {
    const lateInOslo = Date.UTC(2026, 10, 21, 23, 30)
    expect(format.day(lateInOslo, ZONE)).toBe('2026-11-22')
    expect(format.day(lateInOslo, 'America/New_York')).toBe('2026-11-21')
    expect(format.daysBetween(now, lateInOslo, ZONE)).toBe(1)
  })

  test('count days over the change to winter time', () => {
    const before = Date.UTC(2026, 9, 24, 20)
    const after = Date.UTC(2026, 9, 25, 20)
    expect(format.daysBetween(before, after, ZONE)).toBe(1)
  })

  test('are titled as people say them', () => {
    expect(format.dayTitle(now + HOUR, now, ZONE)).toBe('Tonight')
    expect(format.dayTitle(Date.UTC(2026, 10, 21, 9), now, ZONE)).toBe('Today')
    expect(format.dayTitle(now + DAY, now, ZONE)).toBe('Tomorrow, Sunday')
    expect(format.dayTitle(now + 2 * DAY, now, ZONE)).toBe('Monday 23 November')
  })

  test('stand in a sentence', () => {
    expect(format.soon(now + HOUR, now, ZONE)).toBe('today at 21:21')
    expect(format.soon(Date.UTC(2026, 10, 22, 10), now, ZONE)).toBe('tomorrow at 11:00')
    expect(format.soon(now + 4 * DAY, now, ZONE)).toBe('on Wednesday at 20:21')
    expect(format.soon(now + 12 * DAY, now, ZONE)).toBe('on 3 December at 20:21')
  })

  test('midnight is 00:00', () => {
    expect(format.time(Date.UTC(2026, 10, 21, 23), ZONE)).toBe('00:00')
  })
})

test('an initial is a whole letter', () => {
  expect(format.initial('åse')).toBe('Å')
  expect(format.initial('𝔘x')).toBe('𝔘')
  expect(format.initial('')).toBe('?')
})

describe('in German', () => {
  const german = <T>(act: () => T): T => speak('de', act)

  test('numbers, sizes and money are written as Germans write them', () => {
    expect(german(() => format.number(1204))).toBe('1.204')
    expect(german(() => format.bitrate(4_800_000))).toBe('4,8 Mb/s')
    expect(german(() => format.percent(0.125, 1))).toBe('12,5 %')
    expect(german(() => format.money(123_450n, 'EUR'))).toBe('1.234,50\u00a0€')
    expect(format.money(123_450n, 'EUR')).toBe('€1,234.50')
    expect(format.money(500, 'JPY')).toBe('JP¥500')
  })

  test('money keeps every digit', () => {
    expect(format.money(12_345_678_901_234_567_890n, 'EUR')).toBe('€123,456,789,012,345,678.90')
  })

  test('times have their own cases and words', () => {
    expect(german(() => format.length(3 * DAY))).toBe('3 Tage')
    expect(german(() => format.ago(now - 3 * DAY, now))).toBe('vor 3 Tagen')
    expect(german(() => format.until(now + MINUTE, now))).toBe('in 1 Minute')
    expect(german(() => format.soon(now + 12 * DAY, now, ZONE))).toBe('am 3. Dezember um 20:21 Uhr')
    expect(german(() => format.dayTitle(now + 2 * DAY, now, ZONE))).toBe('Montag, 23. November')
  })
})

import { describe, expect, test } from 'bun:test'
import { moment, nextStart, wallClock } from '../../src/rooms/index.ts'

const at = (text: string) => Date.parse(text)

describe('a moment on a zone’s clocks', () => {
  test('reads summer and winter time', () => {
    expect(moment('2026-07-01', '19:00', 'Europe/Oslo')).toBe(at('2026-07-01T17:00:00Z'))
    expect(moment('2026-12-01', '19:00', 'Europe/Oslo')).toBe(at('2026-12-01T18:00:00Z'))
    expect(moment('2026-12-01', '19:00', 'Asia/Kathmandu')).toBe(at('2026-12-01T13:15:00Z'))
  })

  test('an hour that comes twice is the first, a skipped hour moves on', () => {
    expect(moment('2026-10-25', '02:30', 'Europe/Oslo')).toBe(at('2026-10-25T00:30:00Z'))
    expect(moment('2026-03-29', '02:30', 'Europe/Oslo')).toBe(at('2026-03-29T01:30:00Z'))
  })

  test('what is no date is null', () => {
    for (const [day, time] of [
      ['2026-02-30', '10:00'],
      ['2026-13-01', '10:00'],
      ['tomorrow', '10:00'],
      ['2026-12-01', '25:00'],
      ['2026-12-01', ''],
    ] as const) {
      expect(moment(day, time, 'UTC')).toBeNull()
    }
  })

  test('reads back', () => {
    expect(wallClock(at('2026-12-01T18:00:00Z'), 'Europe/Oslo')).toEqual({ day: '2026-12-01', time: '19:00' })
    expect(wallClock(at('2026-12-01T23:30:00Z'), 'Europe/Oslo')).toEqual({ day: '2026-12-02', time: '00:30' })
  })
})

describe('a date’s next start', () => {
  test('a weekly date keeps its hour over summer time', () => {
    const first = moment('2026-10-20', '19:00', 'Europe/Oslo')!
    const next = nextStart({ starts_at: first, repeats: 'weekly' }, 'Europe/Oslo', at('2026-10-21T00:00:00Z'))
    expect(next).toBe(moment('2026-10-27', '19:00', 'Europe/Oslo'))
    const muchLater = nextStart({ starts_at: first, repeats: 'weekly' }, 'Europe/Oslo', at('2027-06-30T00:00:00Z'))!
    expect(wallClock(muchLater, 'Europe/Oslo').time).toBe('19:00')
    expect(new Date(muchLater).getUTCDay()).toBe(2)
    expect(muchLater - at('2027-06-30T00:00:00Z')).toBeLessThan(7 * 86_400_000)
  })

  test('a single date stays for an hour and is then over', () => {
    const date = { starts_at: at('2026-11-21T18:00:00Z'), repeats: 'once' as const }
    expect(nextStart(date, 'UTC', at('2026-11-21T18:59:00Z'))).toBe(date.starts_at)
    expect(nextStart(date, 'UTC', at('2026-11-21T19:01:00Z'))).toBeNull()
  })
})

import { describe, expect, test } from 'bun:test'
import { curve, type Sample, verdict } from '../../../assets/client/studio/verdict.ts'

const line = (bits: number, more: Partial<Sample> = {}): Sample[] =>
  Array.from({ length: 16 }, () => ({ available: bits, sent: bits * 0.8, limit: 'none', rttMs: 24, lost: 0, ...more }))

describe('the verdict on a line', () => {
  test.each([
    [7_000_000, '1080p', 'ok'],
    [6_000_000, '720p', 'ok'],
    [3_750_000, '720p', 'ok'],
    [3_700_000, '480p', 'warn'],
    [1_000_000, '240p', 'bad'],
    [500_000, null, 'bad'],
  ] as const)('%d bit/s carry %s', (bits, rung, tone) => {
    const found = verdict(line(bits), null)
    expect(found.rung?.words ?? null).toBe(rung)
    expect(found.tone).toBe(tone)
  })

  test('is said in plain words', () => {
    const found = verdict(line(7_000_000, { lost: 0.001 }), null)
    expect([found.title, found.words]).toEqual(['Enough for 1080p', '8 seconds: 7.0 Mb/s, 0.1 % lost, 24 ms'])
    expect(verdict(line(300_000), null).title).toBe('Too weak to go on air')
  })

  test('counts what is left once it has settled, not how it began', () => {
    const falling = [...line(8_000_000).slice(0, 8), ...line(2_000_000).slice(0, 8)]
    expect(verdict(falling, null).rung?.words).toBe('480p')
    const burst = line(7_000_000).map((sample, at) => ({ ...sample, lost: at < 6 ? 0.5 : 0, rttMs: at < 6 ? 900 : 30 }))
    expect(verdict(burst, null)).toMatchObject({ tone: 'ok', lossPercent: 0 })
  })

  test('a browser that estimates nothing is judged by what it sent', () => {
    expect(verdict(line(5_000_000, { available: undefined }), null).carries).toBe(4_000_000)
  })

  test('loss counts, also where only the other side has counted it', () => {
    expect(verdict(line(7_000_000, { lost: 0.06 }), null)).toMatchObject({ tone: 'warn' })
    const received = { bytes: 1, packets: 900, packetsLost: 100, milliseconds: 8000 }
    expect(verdict(line(7_000_000, { lost: undefined }), received).lossPercent).toBe(10)
  })

  test('a busy computer gets no more than 720p', () => {
    expect(verdict(line(9_000_000, { limit: 'cpu' }), null).rung?.words).toBe('720p')
  })

  test('nothing measured is no line', () => {
    expect(verdict([], null)).toMatchObject({ rung: null, tone: 'bad' })
  })
})

test('the curve stays in its box', () => {
  const { line: drawn, area } = curve(line(20_000_000), 16, 320, 56)
  const numbers = drawn.match(/[\d.]+/g)!.map(Number)
  expect(Math.max(...numbers)).toBeLessThanOrEqual(320)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(area).toEndWith('L0 56Z')
  expect(curve([], 16, 320, 56)).toEqual({ line: '', area: '' })
})

import { describe, expect, test } from 'bun:test'
import {
  type Air,
  AWAY_MS,
  BEFORE,
  type Happening,
  type News,
  step,
  waitFor,
} from '../../../assets/client/studio/air.ts'

const TAB = 'me'
const NEWS: News = { state: 'live', reason: '', source: 'browser', tab: TAB }

/** Walks through what happens; answers where it ends and all that was ordered on the way. */
function walk(from: Air, ...happenings: Happening[]) {
  let air = from
  const orders: string[] = []
  for (const happening of happenings) {
    const next = step(air, happening)
    air = next.air
    orders.push(...next.orders.map(order => order.do))
  }
  return { air, orders }
}

const second: Happening = { is: 'second' }
const news = (more: Partial<News> = {}, at = 0): Happening => ({ is: 'news', news: { ...NEWS, ...more }, tab: TAB, at })
const START: Happening[] = [{ is: 'start' }, second, second, second]
const live = walk(BEFORE, ...START, { is: 'opened' }, news()).air
const lost = walk(live, { is: 'dropped', at: 1000 }).air

describe('going on air', () => {
  test('counts three, two, one and then opens', () => {
    expect(walk(BEFORE, { is: 'start' }).air).toMatchObject({ phase: 'count', count: 3 })
    expect(walk(BEFORE, { is: 'start' }, second).air.count).toBe(2)
    const opening = walk(BEFORE, ...START)
    expect(opening.air.phase).toBe('opening')
    expect(opening.orders).toEqual(['open'])
    expect(walk(opening.air, { is: 'opened' }).air.phase).toBe('live')
  })

  test('a second press counts nothing twice', () => {
    expect(walk(BEFORE, { is: 'start' }, second, { is: 'start' }).air.count).toBe(2)
    expect(walk(live, { is: 'start' }).air).toBe(live)
  })

  test('cancel goes back, also while it connects, and a late connection is not taken', () => {
    expect(walk(BEFORE, { is: 'start' }, { is: 'cancel' }).air).toMatchObject({ phase: 'before', why: 'cancelled' })
    const cancelled = walk(BEFORE, ...START, { is: 'cancel' })
    expect(cancelled.orders).toEqual(['open', 'close'])
    expect(walk(cancelled.air, { is: 'opened' }).air.phase).toBe('before')
    expect(walk(live, { is: 'cancel' }).air).toBe(live)
  })

  test('three tries, then it says that no connection came', () => {
    const dropped: Happening = { is: 'dropped', at: 0 }
    const retry: Happening = { is: 'retry', at: 0 }
    const twice = walk(BEFORE, ...START, dropped, retry, dropped, retry)
    expect(twice.air.phase).toBe('opening')
    expect(walk(twice.air, dropped).air).toMatchObject({ phase: 'before', why: 'failed' })
  })

  test('a refusal is not tried again', () => {
    expect(walk(BEFORE, ...START, { is: 'refused' })).toMatchObject({ air: { phase: 'before', why: 'refused' } })
    expect(walk(lost, { is: 'refused' }).air.why).toBe('refused')
  })
})

describe('a lost line', () => {
  test('is taken up again by itself, later and later', () => {
    expect(step(live, { is: 'dropped', at: 1000 }).orders).toEqual([{ do: 'close' }, { do: 'wait', ms: waitFor(0) }])
    const again = walk(lost, { is: 'retry', at: 1300 })
    expect(again.orders).toEqual(['open'])
    const failed = step(again.air, { is: 'dropped', at: 1400 })
    expect(failed.orders).toEqual([{ do: 'close' }, { do: 'wait', ms: waitFor(1) }])
    expect(failed.air.lostAt).toBe(1000)
    const waits = [0, 1, 2, 3, 4, 5, 50].map(waitFor)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(Math.max(...waits)).toBeLessThanOrEqual(5000)
    expect(walk(again.air, { is: 'opened' }).air).toMatchObject({ phase: 'live', tries: 0 })
  })

  test('ends when the server has given it up', () => {
    expect(walk(lost, { is: 'retry', at: 1000 + AWAY_MS + 1 }).air).toMatchObject({ phase: 'before', why: 'gone' })
    expect(walk(lost, { is: 'dropped', at: 1000 + AWAY_MS + 1 }).air.why).toBe('gone')
    expect(walk(lost, news({ state: 'off', reason: 'lost' })).air.why).toBe('gone')
  })

  test('is noticed as soon as the server has noticed it', () => {
    const away = walk(live, news({ state: 'away', reason: 'media-down' }, 5000))
    expect(away.air).toMatchObject({ phase: 'lost', lostAt: 5000 })
    expect(away.orders).toEqual(['close', 'wait'])
  })

  test('old news of it does not break the connection that has just come', () => {
    const back = walk(lost, { is: 'retry', at: 2000 }, { is: 'opened' })
    expect(walk(back.air, news({ state: 'away', reason: 'lost' })).air.phase).toBe('live')
    expect(walk(back.air, news(), news({ state: 'away' })).air.phase).toBe('lost')
  })

  test('a house that restarted knows nothing of it: it is taken up all the same', () => {
    expect(walk(lost, news({ state: 'off', reason: '', source: null, tab: null })).air.phase).toBe('lost')
  })
})

describe('who has the air', () => {
  test('another page has it: this one stands down and does not fight', () => {
    for (const from of [live, lost]) {
      const taken = walk(from, news({ tab: 'another' }))
      expect(taken.air).toMatchObject({ phase: 'before', why: 'taken' })
      expect(taken.orders).toEqual(['close'])
      expect(walk(taken.air, { is: 'retry', at: 0 }).orders).toEqual([])
    }
  })

  test('OBS has it', () => {
    expect(walk(live, news({ source: 'srt' })).air.why).toBe('taken')
    expect(walk(lost, news({ state: 'away', source: 'srt' })).air.phase).toBe('lost')
  })

  test.each(['stopped', 'cut', 'banned', 'closed'] as const)('a broadcast that was %s is over', reason => {
    expect(walk(live, news({ state: 'off', reason })).air).toMatchObject({ phase: 'before', why: reason })
  })

  test('how the last broadcast ended says nothing of this one', () => {
    const opened = walk(BEFORE, ...START, { is: 'opened' }).air
    expect(walk(opened, news({ state: 'off', reason: 'stopped' })).air.phase).toBe('live')
  })

  test('stop ends it from everywhere', () => {
    for (const from of [live, lost, walk(BEFORE, { is: 'start' }).air]) {
      expect(walk(from, { is: 'stop' })).toMatchObject({ air: { phase: 'before', why: 'stopped' }, orders: ['close'] })
    }
    expect(walk(BEFORE, { is: 'stop' }).orders).toEqual([])
  })
})

import { expect, test } from 'bun:test'
import { giveLines, post } from '../../src/ledger/index.ts'
import { overLimit, ownLimits, pause, pausedUntil, setLimit, spend, usedWithin } from '../../src/wallet/index.ts'
import { testSite } from '../help/visit.ts'

const HOUR = 3600_000
const DAY = 24 * HOUR

function member() {
  const site = testSite()
  const kim = site.person('kim_larsen')
  const set = (most_tokens: bigint | null, span: 'day' | 'week' | 'month' = 'day') =>
    setLimit(site.world, { account: kim.id, what: 'spend', span, most_tokens })
  const now = (span: 'day' | 'week' | 'month' = 'day') =>
    ownLimits(site.world, kim.id).find(one => one.what === 'spend' && one.span === span)!
  return { ...site, world: site.world, kim, set, now }
}

test('lower counts now, higher after a day, none at all after a day, a month’s after a week', () => {
  const { world, set, now } = member()
  const start = world.clock.now()
  expect(set(100n).from_at).toBe(start)
  expect(set(200n).from_at).toBe(start + DAY)
  expect(now()).toMatchObject({ most_tokens: 100n, coming: { most_tokens: 200n, from_at: start + DAY } })
  world.clock.pass(DAY - 1)
  expect(now().most_tokens).toBe(100n)
  world.clock.pass(1)
  expect(now()).toMatchObject({ most_tokens: 200n, coming: null })
  set(null)
  expect(now()).toMatchObject({ most_tokens: 200n, coming: { most_tokens: null } })
  world.clock.pass(DAY)
  expect(now()).toMatchObject({ most_tokens: null, coming: null })
  set(500n, 'month')
  set(600n, 'month')
  world.clock.pass(7 * DAY - 1)
  expect(now('month').most_tokens).toBe(500n)
  world.clock.pass(1)
  expect(now('month').most_tokens).toBe(600n)
})

test('asking for more again and again never makes it come sooner, and less takes the more back', () => {
  const { world, set, now } = member()
  set(100n)
  set(200n)
  world.clock.pass(23 * HOUR)
  const later = set(300n)
  expect(later.from_at).toBe(world.clock.now() + DAY)
  world.clock.pass(HOUR)
  expect(now().most_tokens).toBe(100n)
  set(50n)
  expect(now()).toMatchObject({ most_tokens: 50n, coming: null })
  set(100n)
  set(50n)
  expect(now().coming).toBeNull()
  expect(set(50n).changed).toBe(false)
})

test('saving the same form twice does not begin the wait anew', () => {
  const { world, set } = member()
  set(100n)
  const first = set(200n)
  world.clock.pass(HOUR)
  expect(set(200n)).toEqual({ ok: true, from_at: first.from_at, changed: false })
})

test('a break lasts a day to six weeks, and only grows', () => {
  const { world, kim } = member()
  expect(pause(world, { account: kim.id, lasts_ms: DAY - 1 })).toEqual({ ok: false, why: 'short' })
  expect(pause(world, { account: kim.id, lasts_ms: 42 * DAY + 1 })).toEqual({ ok: false, why: 'long' })
  expect(pause(world, { account: kim.id, lasts_ms: Number.NaN })).toEqual({ ok: false, why: 'short' })
  expect(pause(world, { account: kim.id, lasts_ms: 3 * DAY })).toMatchObject({ ok: true })
  expect(pause(world, { account: kim.id, lasts_ms: 2 * DAY })).toEqual({ ok: false, why: 'shorter' })
  expect(pause(world, { account: kim.id, lasts_ms: 7 * DAY })).toMatchObject({ ok: true })
  world.clock.pass(7 * DAY - 1)
  expect(pausedUntil(world, kim.id)).toBe(world.clock.now() + 1)
  world.clock.pass(1)
  expect(pausedUntil(world, kim.id)).toBeNull()
})

test('the sum of a window is the sum of its lines, wherever the window begins', () => {
  const { world, kim, person } = member()
  const mara = person('mara_voss', 'performer')
  post(world, {
    key: 'gift:a',
    input: {},
    reason: 'promo',
    about: 'gift:1',
    by: 'console',
    entries: giveLines(kim.id, 100_000n),
  })
  const given: { at: number; tokens: bigint }[] = []
  let seed = 7
  for (let i = 0; i < 200; i++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff
    world.clock.pass(seed % (2 * HOUR))
    const tokens = BigInt(1 + (seed % 9))
    spend(world, {
      key: `tip:n-${i}`,
      member: kim.id,
      to: [{ performer: mara.id, tokens }],
      reason: 'tip',
      about: `tip:${i}`,
    })
    given.push({ at: world.clock.now(), tokens })
    for (const [span, ms] of [
      ['day', DAY],
      ['week', 7 * DAY],
    ] as const) {
      const since = world.clock.now() - ms
      const sum = given.filter(one => one.at > since).reduce((all, one) => all + one.tokens, 0n)
      expect(usedWithin(world, { account: kim.id, what: 'spend', span })).toBe(sum)
    }
  }
  expect(overLimit(world, { account: kim.id, what: 'spend', tokens: 1n })).toBeNull()
})

test('a deleted account leaves no limit behind', () => {
  const { world, kim, set, told } = member()
  set(100n)
  pause(world, { account: kim.id, lasts_ms: DAY })
  told.accounts.deleted({ id: kim.id, handle: kim.handle, role: 'member' })
  expect(world.db.query('SELECT count(*) AS n FROM own_limits').get()).toEqual({ n: 0n })
  expect(world.db.query('SELECT count(*) AS n FROM own_pauses').get()).toEqual({ n: 0n })
})

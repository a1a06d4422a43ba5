import { expect, test } from 'bun:test'
import { giveLines, post, recount } from '../../src/ledger/index.ts'
import { ban } from '../../src/moderation/index.ts'
import { balance, charge, hold, pause, setLimit, spend, unhold } from '../../src/wallet/index.ts'
import { testSite } from '../help/visit.ts'

const DAY = 24 * 3600_000

function evening(tokens = 100n) {
  const site = testSite()
  const { world } = site
  const kim = site.person('kim_larsen')
  const mara = site.person('mara_voss', 'performer')
  const give = (n: bigint, key = `gift:${n}`) =>
    post(world, { key, input: {}, reason: 'promo', about: 'gift:1', by: 'console', entries: giveLines(kim.id, n) })
  give(tokens)
  let n = 0
  const tip = (tokens: bigint, key = `tip:${++n}`) =>
    spend(world, { key, member: kim.id, to: [{ performer: mara.id, tokens }], reason: 'tip', about: key })
  return { site, world, kim, mara, tip, give }
}

test('a spending moves tokens to the performer once, however often it is sent', () => {
  const { world, kim, mara, tip } = evening()
  const first = tip(30n, 'tip:a')
  const again = tip(30n, 'tip:a')
  expect(first).toMatchObject({ ok: true, again: false })
  expect(again).toMatchObject({ ok: true, again: true })
  expect(tip(31n, 'tip:a')).toEqual({ ok: false, why: 'key-reused' })
  expect(balance(world, kim.id)).toEqual({ tokens: 70n, held_tokens: 0n })
  const earned = world.db.query("SELECT balance_minor FROM books WHERE kind = 'earned' AND owner = ?").get(mara.id)
  expect(earned).toEqual({ balance_minor: 150n })
})

test('too few tokens are refused with what is there and what is needed', () => {
  const { tip } = evening()
  expect(tip(101n)).toEqual({ ok: false, why: 'not-enough', has_tokens: 100n, needs_tokens: 101n })
})

test('a banned member, a paused one and one of the staff do not spend', () => {
  const { site, world, kim, mara, tip } = evening()
  expect(pause(world, { account: kim.id, lasts_ms: DAY })).toMatchObject({ ok: true })
  expect(tip(1n)).toEqual({ ok: false, why: 'paused', until: world.clock.now() + DAY })
  world.clock.pass(DAY)
  expect(tip(1n)).toMatchObject({ ok: true })
  const owner = site.person('juno_9', 'owner')
  ban(world, site.told, {
    by: { id: `account:${owner.id}`, address: '' },
    byRole: 'owner',
    account: kim.id,
    rule: 'Be kind',
    reason: 'Was not',
  })
  expect(tip(1n)).toEqual({ ok: false, why: 'barred' })
  const to = [{ performer: mara.id, tokens: 1n }]
  expect(spend(world, { key: 'tip:o', member: owner.id, to, reason: 'tip', about: 'tip:o' })).toEqual({
    ok: false,
    why: 'no-wallet',
  })
})

test('a repeated key answers as it did, whatever has happened to the member since', () => {
  const { world, kim, tip } = evening()
  tip(5n, 'tip:a')
  pause(world, { account: kim.id, lasts_ms: DAY })
  expect(tip(5n, 'tip:a')).toMatchObject({ ok: true, again: true })
})

test('a limit of one’s own stops at its sum, says what is left and opens when the window has moved', () => {
  const { world, kim, tip } = evening(1000n)
  setLimit(world, { account: kim.id, what: 'spend', span: 'day', most_tokens: 50n })
  expect(tip(30n)).toMatchObject({ ok: true })
  const at = world.clock.now()
  world.clock.pass(3600_000)
  expect(tip(21n)).toEqual({
    ok: false,
    why: 'limit',
    limit: { what: 'spend', span: 'day', most_tokens: 50n, left_tokens: 20n, opens_at: at + DAY },
  })
  expect(tip(51n)).toMatchObject({ ok: false, why: 'limit', limit: { opens_at: null } })
  expect(tip(20n)).toMatchObject({ ok: true })
  world.clock.at = at + DAY
  expect(tip(30n)).toMatchObject({ ok: true })
})

test('what a limit counts is found in a long book without reading it whole', () => {
  const { world, kim, tip } = evening(5000n)
  for (let i = 0; i < 300; i++) {
    tip(1n)
    world.clock.pass(3600_000)
  }
  setLimit(world, { account: kim.id, what: 'spend', span: 'day', most_tokens: 25n })
  // The last 24 hours hold 23 or 24 of the hourly tips; the window leaves out its own beginning.
  expect(tip(3n)).toMatchObject({ ok: false, why: 'limit', limit: { left_tokens: 2n } })
  expect(tip(2n)).toMatchObject({ ok: true })
})

test('tokens set aside count as spent, and no more when they come back', () => {
  const { world, kim, mara, tip } = evening(1000n)
  setLimit(world, { account: kim.id, what: 'spend', span: 'day', most_tokens: 100n })
  const until = world.clock.now() + 3600_000
  expect(hold(world, { key: 'hold:1', member: kim.id, about: 'show:1', tokens: 80n, until })).toMatchObject({
    ok: true,
  })
  expect(balance(world, kim.id)).toEqual({ tokens: 920n, held_tokens: 80n })
  expect(tip(30n)).toMatchObject({ ok: false, why: 'limit' })
  const to = [{ performer: mara.id, tokens: 60n }]
  expect(charge(world, { key: 'show:1:1', member: kim.id, to, reason: 'show', about: 'show:1' })).toMatchObject({
    ok: true,
  })
  expect(unhold(world, { member: kim.id, about: 'show:1', by: 'system' })).toMatchObject({ ok: true })
  expect(unhold(world, { member: kim.id, about: 'show:1', by: 'system' })).toBeNull()
  expect(tip(41n)).toMatchObject({ ok: false, why: 'limit', limit: { left_tokens: 40n } })
  expect(tip(40n)).toMatchObject({ ok: true })
  expect(recount(world).ok).toBe(true)
})

test('one tip is at most ten thousand tokens', () => {
  const { tip } = evening(50_000n)
  expect(tip(10_001n)).toEqual({ ok: false, why: 'too-large', most_tokens: 10_000n })
  expect(tip(10_000n)).toMatchObject({ ok: true })
})

test('500 spendings at once on a balance for one: one goes through', async () => {
  const { world, kim, tip } = evening(7n)
  const answers = await Promise.all(Array.from({ length: 500 }, async () => tip(7n)))
  expect(answers.filter(answer => answer.ok).length).toBe(1)
  expect(balance(world, kim.id).tokens).toBe(0n)
  expect(recount(world).ok).toBe(true)
})

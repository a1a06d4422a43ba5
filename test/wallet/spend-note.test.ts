import { expect, test } from 'bun:test'
import { HOUR } from '../../src/base/clock.ts'
import { noticesOf } from '../../src/rooms/index.ts'
import { forgetLimits, spend, tellSpent, wantsSpendNotes } from '../../src/wallet/index.ts'
import { testSite } from '../help/visit.ts'
import { give } from '../tips/help.ts'

function house() {
  const site = testSite()
  const { world } = site
  const kim = site.person('kim_larsen')
  const performer = site.person('mara_voss', 'performer').id
  give(world, kim.id, 1000n)
  let serial = 0
  const tip = (tokens: bigint) =>
    spend(world, { key: `tip:${++serial}`, member: kim.id, to: [{ performer, tokens }], reason: 'tip', about: 'tip' })
  const told = () => noticesOf(world, kim.id).map(notice => notice.facts.spent)
  return { site, world, kim, tip, told }
}

test('whoever wants it is told each hour what was spent in it, and nothing after an hour without', async () => {
  const { site, world, kim, tip, told } = house()
  const here = site.signedIn(kim)
  tip(500n)
  expect((await here.post('/wallet/limits', { notes: 'on' })).status).toBe(303)
  expect((await here.get('/wallet')).body).toMatch(/name="notes"[^>]*checked/)
  world.clock.pass(HOUR / 2)
  tip(30n)
  tip(12n)
  expect([tellSpent(world), told()]).toEqual([0, []])
  world.clock.pass(HOUR / 2)
  expect([tellSpent(world), told()]).toEqual([1, ['42']])
  expect([tellSpent(world), told()]).toEqual([0, ['42']])
  expect((await here.get('/notices')).body).toContain('In the last hour you spent 42 tokens.')
  world.clock.pass(HOUR)
  expect([tellSpent(world), told()]).toEqual([1, ['42']])
  world.clock.pass(1000)
  tip(8n)
  world.clock.pass(HOUR)
  expect([tellSpent(world), told()]).toEqual([1, ['8', '42']])
  const german = await here.get('/notices', { 'accept-language': 'de' })
  expect(german.body).toContain('In der letzten Stunde hast du 8 Token ausgegeben.')
})

test('it ends with one press, and with the account', async () => {
  const { site, world, kim, tip, told } = house()
  const here = site.signedIn(kim)
  await here.post('/wallet/limits', { notes: 'on' })
  tip(30n)
  await here.post('/wallet/limits', { 'spend-day': '100' })
  world.clock.pass(2 * HOUR)
  expect([tellSpent(world), told()]).toEqual([0, []])
  await here.post('/wallet/limits', { notes: 'on' })
  expect(wantsSpendNotes(world, kim.id)).toBe(true)
  // A wrong field keeps what was ticked.
  const wrong = await here.post('/wallet/limits', { 'spend-day': 'x' })
  expect(wrong.body).not.toMatch(/name="notes"[^>]*checked/)
  expect(wantsSpendNotes(world, kim.id)).toBe(true)
  forgetLimits(world, kim.id)
  expect(wantsSpendNotes(world, kim.id)).toBe(false)
})

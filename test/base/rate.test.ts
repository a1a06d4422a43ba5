import { expect, test } from 'bun:test'
import { MINUTE } from '../../src/base/clock.ts'
import { Rates } from '../../src/base/http/rate.ts'
import { testSite } from '../help/visit.ts'
import { HandClock } from '../help/world.ts'

test('a bucket gives so many at once and fills again evenly', () => {
  const clock = new HandClock()
  const rates = new Rates(clock)
  const took = () => rates.take('sign-up:192.0.2.0/24', 3, MINUTE)
  expect([took(), took(), took(), took()]).toEqual([true, true, true, false])
  clock.pass(MINUTE / 3)
  expect([took(), took()]).toEqual([true, false])
  expect(rates.take('sign-up:198.51.100.0/24', 3, MINUTE)).toBe(true)
})

test('the bucket unused longest is forgotten first', () => {
  const rates = new Rates(new HandClock(), 2)
  for (const key of ['a', 'b', 'a', 'c']) rates.take(key, 2, MINUTE)
  expect(rates.take('a', 2, MINUTE)).toBe(false)
  expect(rates.take('b', 2, MINUTE)).toBe(true)
})

test('names that a stranger makes up are no buckets', async () => {
  const site = testSite()
  const keys: string[] = []
  const take = site.world.rates.take.bind(site.world.rates)
  site.world.rates.take = (key, count, windowMs) => {
    keys.push(key)
    return take(key, count, windowMs)
  }
  const made = 'made-up-by-a-stranger'
  for (const { method, path } of site.app.routes) {
    if (method === 'WS') continue
    const headers = {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/trickle-ice-sdpfrag',
      authorization: 'Bearer x',
    }
    await site.browser().ask(path.replace(/:[a-z]+/g, made).replace('*', made), {
      method: method === 'ALL' ? 'PUT' : method,
      headers,
      ...(method === 'GET' ? {} : { body: 'a=x\r\n' }),
    })
  }
  expect(keys.length).toBeGreaterThan(3)
  expect(keys.filter(key => key.includes(made))).toEqual([])
})

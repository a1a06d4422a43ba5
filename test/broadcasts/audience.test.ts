import { expect, test } from 'bun:test'
import { audience } from '../../src/broadcasts/index.ts'
import { testWorld } from '../help/world.ts'

const seat = (id: string, account: string | null = null, room = 'mara') => ({
  id,
  room,
  account,
  session: account,
  address: '203.0.113.7',
})

test('whoever has the page open is here, and an account counts once', () => {
  const world = testWorld()
  audience.arrive(world, seat('1', 'a'))
  audience.arrive(world, seat('2', 'a'))
  audience.arrive(world, seat('3'))
  audience.arrive(world, seat('4'))
  audience.arrive(world, seat('5', 'b', 'juno'))
  expect(audience.here(world, 'mara')).toBe(3)
  audience.leave(world, '1')
  audience.leave(world, '3')
  audience.leave(world, 'unknown')
  expect(audience.here(world, 'mara')).toBe(2)
})

test('viewers are counted by who holds a pass; two tabs of one account are one viewer', () => {
  const world = testWorld()
  audience.watches(world, 'mara', 'account:a', 1)
  audience.watches(world, 'mara', 'account:a', 1)
  audience.watches(world, 'mara', 'account:b', 1)
  expect(audience.watching(world, 'mara')).toBe(2)
  audience.watches(world, 'mara', 'account:a', -1)
  expect(audience.watching(world, 'mara')).toBe(2)
  audience.watches(world, 'mara', 'account:a', -1)
  expect(audience.watching(world, 'mara')).toBe(1)
  expect(audience.watching(world, 'juno')).toBe(0)
})

test('a broadcast is summed up by its most viewers, its views and the seconds watched', () => {
  const world = testWorld()
  audience.watches(world, 'mara', 'account:a', 1)
  world.clock.pass(10_000)
  audience.watches(world, 'mara', 'account:b', 1)
  world.clock.pass(5000)
  audience.watches(world, 'mara', 'account:a', -1)
  world.clock.pass(5000)
  audience.watches(world, 'mara', 'account:a', 1)
  expect(audience.recount(world, 'mara')).toEqual({ mostViewers: 2, views: 2, watchedSeconds: 25 })
  world.clock.pass(1000)
  expect(audience.figures(world, 'mara')).toEqual({ mostViewers: 2, views: 2, watchedSeconds: 2 })
})

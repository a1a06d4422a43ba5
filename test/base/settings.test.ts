import { expect, test } from 'bun:test'
import { tx } from '../../src/base/db/tx.ts'
import { openSettings } from '../../src/base/settings.ts'
import { testWorld } from '../help/world.ts'

test('a setting holds once it is written, and is forgotten with its transaction', () => {
  const world = testWorld()
  const change = () =>
    tx(world, () => {
      world.settings.set('site_name', 'The Barn', 1)
      throw new Error('the disk is full')
    })
  expect(change).toThrow('the disk is full')
  expect(world.settings.get('site_name')).toBe('Footlight')
  tx(world, () => world.settings.set('site_name', 'The Barn', 1))
  expect(world.settings.get('site_name')).toBe('The Barn')
  expect(openSettings(world.db).get('site_name')).toBe('The Barn')
})

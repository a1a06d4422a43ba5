import { beforeEach, expect, test } from 'bun:test'
import { block, blockNow, blocksOf, isBlocked, refusedBy, unblock } from '../../src/moderation/block.ts'
import { testSite } from '../help/visit.ts'

let site: ReturnType<typeof testSite>
let mara: string
let juno: string
let kestrel: string

beforeEach(() => {
  site = testSite()
  mara = site.person('mara_voss', 'performer').id
  juno = site.person('juno_9', 'performer').id
  kestrel = site.person('kestrel').id
})

test('a performer refuses one member, and no other performer does with her', () => {
  const { world } = site
  block(world, { performer: mara, account: kestrel, because: 'rude' })
  expect(isBlocked(world, mara, kestrel)).toBe(true)
  expect(isBlocked(world, juno, kestrel)).toBe(false)
  expect(isBlocked(world, kestrel, mara)).toBe(false)
  expect([...refusedBy(world, kestrel)]).toEqual([mara])
})

test('blocking twice is one block, and ending it ends it', () => {
  const { world } = site
  const first = block(world, { performer: mara, account: kestrel, because: 'rude' })
  expect(block(world, { performer: mara, account: kestrel, because: 'again' }).id).toBe(first.id)
  expect(blocksOf(world, mara).length).toBe(1)
  expect(unblock(world, first.id)).toBe(true)
  expect(unblock(world, first.id)).toBe(false)
  expect(blockNow(world, mara, kestrel)).toBe(null)
  expect(block(world, { performer: mara, account: kestrel, because: '' }).id).not.toBe(first.id)
})

test('nobody blocks herself', () => {
  expect(() => block(site.world, { performer: mara, account: mara, because: '' })).toThrow()
})

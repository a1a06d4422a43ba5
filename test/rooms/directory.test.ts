import { describe, expect, test } from 'bun:test'
import { CONSOLE } from '../../src/audit/index.ts'
import { suspend } from '../../src/moderation/index.ts'
import { anyRoom, commonTags, findRooms, isListed, roomByHandle, roomOf, setTitle } from '../../src/rooms/index.ts'
import { testSite } from '../help/visit.ts'

function house() {
  const site = testSite()
  const { world } = site
  const performer = (handle: string, title = '', tags: string[] = [], approved = true) => {
    const account = site.person(handle, 'performer')
    const room = roomOf(world, account.id)!
    setTitle(world, room.id, title, tags)
    if (approved) {
      world.db
        .prepare('INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, ?, ?)')
        .run(account.id, 'console', 'for the test')
    }
    return { account, room }
  }
  const found = (search: string, tag = '') => findRooms(world, { search, tag }).map(room => room.handle)
  return { ...site, performer, found }
}

describe('search', () => {
  test('reads names, titles and tags, without case and accents', () => {
    const { performer, found } = house()
    performer('mara_voss', 'The harbour at dusk', ['painting', 'oil'])
    performer('ines_low', 'Élan, for one cello', ['music'])
    performer('tomoko', 'Warming up', ['dance', 'café'])
    expect(found('MARA')).toEqual(['mara_voss'])
    expect(found('harbour')).toEqual(['mara_voss'])
    expect(found('elan')).toEqual(['ines_low'])
    expect(found('cafe')).toEqual(['tomoko'])
    expect(found('#dance')).toEqual(['tomoko'])
    expect(found('mara-voss')).toEqual(['mara_voss'])
    expect(found('zebra')).toEqual([])
  })

  test('wants every word, wherever it stands', () => {
    const { performer, found } = house()
    performer('mara_voss', 'The harbour at dusk', ['painting'])
    performer('ines_low', 'The harbour song', ['music'])
    expect(found('harbour music')).toEqual(['ines_low'])
    expect(found('  painting   DUSK ')).toEqual(['mara_voss'])
  })

  test('puts names that begin with it first', () => {
    const { performer, found } = house()
    performer('anna_reed', 'Low tide', [])
    performer('low_tide', 'Anything', [])
    expect(found('low')).toEqual(['low_tide', 'anna_reed'])
  })

  test('takes signs of the database for what they are', () => {
    const { performer, found } = house()
    performer('mara_voss', 'Half price: 50 % off_beat', [])
    performer('ines_low', 'Nothing of this', [])
    expect(found('%')).toEqual(['mara_voss'])
    expect(found('off_')).toEqual(['mara_voss'])
    expect(found('_______')).toEqual([])
    expect(found("' OR 1=1 --")).toEqual([])
    expect(found('\\')).toEqual([])
  })

  test('an empty search lists all by name, a tag those that carry it', () => {
    const { performer, found } = house()
    performer('tomoko', '', ['dance'])
    performer('Anna_reed', '', ['dance', 'calm'])
    performer('mara_voss', '', ['calm'])
    expect(found('')).toEqual(['Anna_reed', 'mara_voss', 'tomoko'])
    expect(found('', 'dance')).toEqual(['Anna_reed', 'tomoko'])
    expect(found('', 'DANCE')).toEqual(['Anna_reed', 'tomoko'])
    expect(found('anna', 'dance')).toEqual(['Anna_reed'])
    expect(found('', 'danc')).toEqual([])
  })
})

describe('the list', () => {
  test('counts tags, the most frequent first', () => {
    const { world, performer } = house()
    performer('tomoko', '', ['dance'])
    performer('anna_reed', '', ['dance', 'calm'])
    expect(commonTags(world)).toEqual([
      { tag: 'dance', rooms: 2 },
      { tag: 'calm', rooms: 1 },
    ])
    expect(commonTags(world, 1)).toHaveLength(1)
  })

  test('leaves out who is not approved, and their tags', () => {
    const { world, performer, found } = house()
    expect(anyRoom(world)).toBe(false)
    const { room } = performer('mara_voss', '', ['painting'], false)
    expect(anyRoom(world)).toBe(true)
    expect(found('')).toEqual([])
    expect(commonTags(world)).toEqual([])
    expect(isListed(world, room.name)).toBe(false)
  })

  test('leaves out who is suspended until that ends', () => {
    const { world, told, performer, found } = house()
    const { account } = performer('mara_voss')
    const until = world.clock.now() + 60_000
    const judged = { by: CONSOLE, byRole: 'console' as const, rule: 'Rule 3', reason: 'Shouted at the pianist.' }
    expect(suspend(world, told, { ...judged, account: account.id, until }).ok).toBe(true)
    expect(found('')).toEqual([])
    world.clock.pass(60_001)
    expect(found('')).toEqual(['mara_voss'])
  })
})

test('a room is found by its performer’s name in any case', () => {
  const { world, performer } = house()
  const { room } = performer('Mara_Voss')
  expect(roomByHandle(world, 'mara_voss')?.id).toBe(room.id)
  expect(roomByHandle(world, 'mara_vos')).toBeNull()
  expect(roomByHandle(world, 'm'.repeat(5000))).toBeNull()
})

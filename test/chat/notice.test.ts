import { beforeEach, expect, test } from 'bun:test'
import type { Account } from '../../src/accounts/account.ts'
import { durable } from '../../src/base/db/durable.ts'
import { allStages, stage } from '../../src/broadcasts/stage.ts'
import { linesBefore, note } from '../../src/chat/line.ts'
import { addNotice, sayDue } from '../../src/chat/notice.ts'
import { type Room, roomOf } from '../../src/rooms/room.ts'
import { type Site, testSite } from '../help/visit.ts'

const MINUTE = 60_000

let site: Site
let room: Room
let kestrel: Account

beforeEach(() => {
  site = testSite()
  room = roomOf(site.world, site.person('mara_voss', 'performer').id)!
  kestrel = site.person('kestrel')
})

const live = () => {
  const at = stage(site.world, room.name)
  at.state = 'live'
  at.broadcast = { id: 'b', title: '', startedAt: site.world.clock.now() } as never
  allStages(site.world).set(room.name, at)
  return at
}
const talk = async () => {
  note(site.world, site.told.chat, { room: room.id, kind: 'plain', by: kestrel.id, text: 'hello' })
  await durable(site.world)
}
const due = (): number => sayDue(site.world, site.told.chat)
const last = () => linesBefore(site.world, { room: room.id, reader: null }).lines.at(-1)!
const prints = () => addNotice(site.world, room.id, { text: 'Prints of tonight.', every_ms: 15 * MINUTE })

test('a notice is said when its time has come and somebody has talked since', async () => {
  prints()
  live()
  site.world.clock.pass(15 * MINUTE)
  expect(due()).toBe(0)
  await talk()
  expect(due()).toBe(1)
  expect(last()).toMatchObject({ kind: 'note', text: 'Prints of tonight.', account_id: null })
  site.world.clock.pass(15 * MINUTE)
  expect(due()).toBe(0)
  await talk()
  site.world.clock.pass(1)
  expect(due()).toBe(1)
})

test('never before its time, and never in a room that is dark or paused', async () => {
  prints()
  await talk()
  site.world.clock.pass(20 * MINUTE)
  expect(due()).toBe(0)
  const at = live()
  site.world.clock.pass(14 * MINUTE)
  await talk()
  expect(due()).toBe(0)
  site.world.clock.pass(MINUTE)
  at.paused = true
  expect(due()).toBe(0)
  at.paused = false
  expect(due()).toBe(1)
})

test('one at a time, the longest overdue first', async () => {
  addNotice(site.world, room.id, { text: 'The later one.', every_ms: 12 * MINUTE })
  addNotice(site.world, room.id, { text: 'The first one.', every_ms: 10 * MINUTE })
  live()
  site.world.clock.pass(15 * MINUTE)
  await talk()
  expect(due()).toBe(1)
  expect(last().text).toBe('The first one.')
  expect(due()).toBe(0)
  site.world.clock.pass(1000)
  await talk()
  expect(due()).toBe(1)
  expect(last().text).toBe('The later one.')
})

import { beforeEach, expect, test } from 'bun:test'
import { KICK_MS, kick, kickNow, letBack } from '../../src/moderation/kick.ts'
import { mute, muteNow, mutesOf, SILENT_MOST_MS, unmute } from '../../src/moderation/mute.ts'
import { roomOf } from '../../src/rooms/room.ts'
import { testSite } from '../help/visit.ts'

let site: ReturnType<typeof testSite>
let room: string
let mara: string
let kestrel: string

beforeEach(() => {
  site = testSite()
  mara = site.person('mara_voss', 'performer').id
  kestrel = site.person('kestrel').id
  room = roomOf(site.world, mara)!.id
})

const place = (until: number | null, silent = false) =>
  mute(site.world, { room, account: kestrel, by: mara, because: '', until, silent })

test('a mute ends at its time and not before, one without a time never', () => {
  const { world } = site
  place(world.clock.now() + 1000)
  world.clock.pass(999)
  expect(muteNow(world, room, kestrel)).not.toBe(null)
  world.clock.pass(1)
  expect(muteNow(world, room, kestrel)).toBe(null)
  place(null)
  world.clock.pass(400 * 86_400_000)
  expect(muteNow(world, room, kestrel)?.until).toBe(null)
})

test('lifting it twice does it once, and an ended one is not lifted', () => {
  const { world } = site
  const { id } = place(world.clock.now() + 1000)
  expect(unmute(world, id, mara)).toBe(true)
  expect(unmute(world, id, mara)).toBe(false)
  expect(muteNow(world, room, kestrel)).toBe(null)
  const ended = place(world.clock.now() + 1000)
  world.clock.pass(1000)
  expect(unmute(world, ended.id, mara)).toBe(false)
})

test('nobody is silenced without being told for more than a day, whatever is asked for', () => {
  const { world } = site
  for (const until of [null, world.clock.now() + 30 * 86_400_000]) {
    expect(place(until, true).until).toBe(world.clock.now() + SILENT_MOST_MS)
  }
  const write = () =>
    world.db.prepare("INSERT INTO mutes VALUES ('x', ?, ?, 1, 'by', '', 0, 86400001, NULL, NULL)").run(room, kestrel)
  expect(write).toThrow()
})

test('one mute is in force for a person, and the list holds those alone', () => {
  const { world } = site
  place(null)
  place(world.clock.now() + 1000)
  expect(mutesOf(world, room).map(each => each.until)).toEqual([world.clock.now() + 1000])
})

test('whoever was shown out may be let back early, once', () => {
  const { world } = site
  const { id, until } = kick(world, { room, account: kestrel, by: mara, because: '' })
  expect(until).toBe(world.clock.now() + KICK_MS)
  expect(letBack(world, id, mara)).toBe(true)
  expect(letBack(world, id, mara)).toBe(false)
  expect(kickNow(world, room, kestrel)).toBe(null)
})

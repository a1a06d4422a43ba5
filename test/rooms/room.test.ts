import { expect, test } from 'bun:test'
import { cleanText, openRoom, readTags, roomByName, roomName } from '../../src/rooms/index.ts'
import { testSite } from '../help/visit.ts'

test('a room’s name comes from the handle', () => {
  expect(roomName('mara_voss')).toBe('mara-voss')
  expect(roomName('Oskar.K')).toBe('oskar-k')
  expect(roomName('__José__')).toBe('jose')
  expect(roomName('ab')).toBe('room-ab')
})

test('words that are paths of the media server or the site are no names', () => {
  for (const word of ['whip', 'whep', 'live', 'feed', 'test', 'studio']) expect(roomName(word)).toBe(`room-${word}`)
})

test('two performers whose names fold into one get two rooms', () => {
  const { world, person } = testSite()
  const names = ['first', 'second', 'third'].map(each => openRoom(world, person(each).id, 'Mara_Voss').name)
  expect(names).toEqual(['mara-voss', 'mara-voss-2', 'mara-voss-3'])
  expect(openRoom(world, roomByName(world, 'mara-voss-2')!.performer_id, 'another').name).toBe('mara-voss-2')
})

test('tags are read from what people type', () => {
  expect(readTags('Oil, calm dusk #Light')).toEqual({ ok: true, tags: ['oil', 'calm-dusk', 'light'] })
  expect(readTags(' , ,, ')).toEqual({ ok: true, tags: [] })
  expect(readTags('oil, OIL')).toEqual({ ok: true, tags: ['oil'] })
  expect(readTags('música, 絵画')).toEqual({ ok: true, tags: ['música', '絵画'] })
})

test('what is no tag is refused by name', () => {
  expect(readTags('a,b,c')).toMatchObject({ ok: false, why: 'shape', tag: 'a' })
  expect(readTags('<b>bold</b>')).toMatchObject({ ok: false, why: 'shape' })
  expect(readTags('x'.repeat(500))).toMatchObject({ ok: false, why: 'shape', tag: 'x'.repeat(30) })
  expect(readTags('one,two,three,four,five,six,seven')).toMatchObject({ ok: false, why: 'many' })
})

test('hidden signs are taken out of texts', () => {
  expect(cleanText('safe\u202Egnirts\u200B\u0000 ok')).toBe('safegnirts ok')
  expect(cleanText('one\r\n\r\n\r\n\r\ntwo   three', true)).toBe('one\n\ntwo three')
})

import { expect, test } from 'bun:test'
import { grant, lineAt, note } from '../../src/chat/index.ts'
import { roomOf } from '../../src/rooms/index.ts'
import { testSite } from '../help/visit.ts'

test('what is told of a new line is what is read of it later, whoever wrote it', () => {
  const site = testSite()
  const { world, told } = site
  const mara = site.person('mara_voss', 'performer')
  const kestrel = site.person('kestrel')
  const room = roomOf(world, mara.id)!
  const juno = site.person('juno_9')
  grant(world, room.id, juno.id)
  const sentence = { of: 'tips', name: 'half', given: [] }
  for (const by of [null, mara.id, kestrel.id, juno.id]) {
    for (const detail of [{}, { tokens: '25', sentence }]) {
      const line = note(world, told.chat, { room: room.id, kind: 'tip', by, text: 'hello', detail, key: null })
      expect(line).toEqual(lineAt(world, room.id, line.seq)!)
    }
  }
})

import { expect, test } from 'bun:test'
import { commitNow } from '../../src/base/db/durable.ts'
import { post, removeLine } from '../../src/chat/index.ts'
import { block } from '../../src/moderation/index.ts'
import { studio } from '../help/playing.ts'

test('the form of a report quotes no line that was taken away, and none to whom the room is shut', async () => {
  const it = studio()
  const { world, told } = it
  const { room, account: mara } = it.mara
  const kestrel = it.person('kestrel')
  const shut = it.person('tom_low')
  const text = 'The stairs are behind the red door'
  const posted = post(world, told.chat, { room, account: kestrel.id, text, key: 'key-of-the-stairs' })
  if (!posted.ok || !('line' in posted)) throw new Error(JSON.stringify(posted))
  commitNow(world)
  const { seq } = posted.line
  const form = `/report?room=${room.name}&line=${seq}`
  const guest = it.browser()
  expect((await guest.get(form)).body).toContain(text)

  block(world, { performer: mara.id, account: shut.id, because: '' })
  expect((await it.signedIn(shut).get(form)).body).not.toContain(text)

  removeLine(world, told.chat, { room: room.id, seq, by: mara.id })
  commitNow(world)
  const gone = await guest.get(form)
  expect(gone.body).not.toContain(text)
  expect(gone.body).toContain('That line is not there.')
  const refused = await guest.post('/report', { kind: '', line: `${room.name}:${seq}`, text: '' })
  expect(refused.body).not.toContain(text)
})

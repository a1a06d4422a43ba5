import { expect, test } from 'bun:test'
import { type Account, actorOf } from '../../src/accounts/index.ts'
import { commitNow } from '../../src/base/db/durable.ts'
import type { Guest } from '../../src/broadcasts/index.ts'
import { actsOf, grant, post } from '../../src/chat/index.ts'
import { claim, decide, kickNow, makeReport, muteNow } from '../../src/moderation/index.ts'
import { studio } from '../help/playing.ts'

function house() {
  const it = studio()
  const { world, told } = it
  const { room, account: mara } = it.mara
  const juno = it.person('juno')
  const kestrel = it.person('kestrel')
  const staff = it.person('the_house', 'moderator')
  grant(world, room.id, juno.id)
  const ask = (who: Account, act: string, input: Record<string, unknown>): string => {
    world.clock.pass(1)
    const guest: Guest = {
      room: room.name,
      visitor: { ...who, session: `session-${who.handle}` },
      address: '198.51.100.7',
      language: 'en',
      seat: 'seat',
    }
    const answer = String(told.acts[act]!(guest, { act, key: 'k', ...input }))
    commitNow(world)
    return answer
  }
  const mute = (who: Account, length: string) => ask(who, 'mute', { handle: 'kestrel', length, because: 'be kind' })
  const muted = () => muteNow(world, room.id, kestrel.id)
  const lastAct = () => actsOf(world, { room: room.id, limit: 1 })[0]!
  return { ...it, room, mara, juno, kestrel, staff, ask, mute, muted, lastAct }
}

test('a moderator puts no shorter mute in the place of the performer’s, neither anew nor by taking back', () => {
  const it = house()
  it.mute(it.juno, '24h')
  it.ask(it.juno, 'unmute', { id: it.muted()!.id })
  const lifted = it.lastAct()
  it.mute(it.mara, 'good')
  expect(it.mute(it.juno, '5m')).toContain('kind="wrong"')
  expect(it.ask(it.juno, 'undo', { id: lifted.id })).toContain('kind="wrong"')
  expect(it.muted()).toMatchObject({ by: it.mara.id, until: null })
  // What one has said oneself may be said anew.
  expect(it.mute(it.mara, '5m')).toContain('kind="kept"')
})

test('what the house has said in a room stays until the house takes it back', () => {
  const it = house()
  it.mute(it.staff, '24h')
  const { id } = it.muted()!
  for (const who of [it.juno, it.mara]) {
    expect(it.ask(who, 'unmute', { id })).toContain('Nobody does this')
    expect(it.mute(who, '5m')).toContain('kind="wrong"')
  }
  expect(it.muted()).toMatchObject({ id })
  expect(it.ask(it.staff, 'unmute', { id })).toContain('kind="kept"')
})

test('a moderator does not let in by a second kick whom the performer has shown out', () => {
  const it = house()
  const kick = (who: Account) => it.ask(who, 'kick', { handle: 'kestrel', because: 'be kind' })
  expect(kick(it.mara)).toContain('kind="kept"')
  expect(kick(it.juno)).toContain('kind="wrong"')
  expect(kickNow(it.world, it.room.id, it.kestrel.id)).toMatchObject({ by: it.mara.id })
})

test('a line that the house has taken, or still has to look at, is not brought back by whoever removed it before', () => {
  const it = house()
  const { world, told, room, mara } = it
  const owner = it.person('harald', 'owner')
  const removed = (text: string) => {
    world.clock.pass(2000)
    const posted = post(world, told.chat, { room, account: it.kestrel.id, text, key: world.ids.next() })
    if (!posted.ok || !('line' in posted)) throw new Error(JSON.stringify(posted))
    it.ask(mara, 'line-remove', { id: String(posted.line.seq) })
    return posted.line.seq
  }
  const report = (seq: number, kind: string) => {
    const made = makeReport(world, told.cases, {
      kind,
      subject: '',
      line: `${room.name}:${seq}`,
      text: 'x',
      contact: '',
    })
    if (!made.ok) throw new Error(JSON.stringify(made))
    return made.case
  }
  const undo = () => it.ask(mara, 'undo', { id: it.lastAct().id })

  const waits = report(removed('where she lives'), 'privacy')
  expect(undo()).toContain('kind="wrong"')
  const by = actorOf(owner, '')
  const decided = (id: string, act: string) => {
    claim(world, id, by)
    const words = { rule: 'Be kind', toReporter: 'We looked.', toPerson: 'It hurts.' }
    return decide(world, told, { id, by, role: 'owner', act, ...words, removesLine: false })
  }
  expect(decided(waits.id, 'none')).toMatchObject({ ok: true })
  expect(undo()).toContain('kind="kept"')

  expect(decided(report(removed('a slur'), 'conduct').id, 'line')).toMatchObject({ ok: true })
  expect(undo()).toContain('kind="wrong"')
})

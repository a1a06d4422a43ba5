import { afterEach, describe, expect, test } from 'bun:test'
import {
  countGoing,
  endRaid,
  goAlong,
  proposeRaid,
  raidNow,
  setPlayRules,
  shoutNow,
  shoutOut,
} from '../../src/chat/index.ts'
import { playTick } from '../../src/chat/play/live.tsx'
import { block } from '../../src/moderation/index.ts'
import { openStudio, studio } from '../help/playing.ts'
import { until } from '../help/site.ts'

const running: (() => void)[] = []
afterEach(() => {
  for (const stop of running.splice(0)) stop()
})

function house() {
  const it = studio()
  const ines = it.performer('ines_low')
  const { room, account } = it.mara
  const propose = (to = 'ines_low') => proposeRaid(it.world, { room, by: account.id, to })
  const why = (to?: string) => {
    const raided = propose(to)
    return raided.ok ? '' : raided.why
  }
  return { ...it, room, ines, propose, why }
}

describe('a raid', () => {
  test('goes to a room that is on air and lets visits come', () => {
    const it = house()
    expect(it.why()).toBe('not-live')
    it.goLive(it.room)
    expect(it.why('nobody')).toBe('unknown')
    expect(it.why('mara_voss')).toBe('own')
    expect(it.why()).toBe('dark')
    it.goLive(it.ines.room)
    setPlayRules(it.world, it.ines.room.id, { reactions: true, suggestions: true, sounds: true, raids: false })
    expect(it.why()).toBe('closed')
    setPlayRules(it.world, it.ines.room.id, { reactions: true, suggestions: true, sounds: true, raids: true })
    block(it.world, { performer: it.ines.account.id, account: it.mara.account.id, because: '' })
    expect(it.why()).toBe('closed')
  })

  test('is one at a time, and rests after it took somebody along', () => {
    const it = house()
    it.goLive(it.room)
    it.goLive(it.ines.room)
    const raided = it.propose()
    if (!raided.ok) throw new Error(raided.why)
    expect(it.why()).toBe('open')
    goAlong(it.world, { room: it.room.id, raid: raided.raid.id, who: 'account:a', network: 'n' })
    endRaid(it.world, it.told.chat, raided.raid.id)
    expect(it.why()).toBe('rest')
    it.world.clock.pass(10 * 60_000 + 1)
    expect(it.why()).toBe('')
  })

  test('counts each who comes along once, no house more than its people, and tells both rooms', () => {
    const it = house()
    it.goLive(it.room)
    it.goLive(it.ines.room)
    const raided = it.propose()
    if (!raided.ok) throw new Error(raided.why)
    const go = (who: string, network = who) =>
      goAlong(it.world, { room: it.room.id, raid: raided.raid.id, who, network })
    expect(go('account:a')?.id).toBe(it.ines.room.id)
    go('account:a')
    go('account:b')
    for (let n = 0; n < 500; n++) go(`seat:${n}`, 'one machine')
    expect(countGoing(it.world, raided.raid.id)).toBe(32)
    expect(goAlong(it.world, { room: it.ines.room.id, raid: raided.raid.id, who: 'x', network: 'x' })).toBeNull()
    it.world.clock.pass(20_000)
    expect(go('account:late')).toBeNull()
    playTick(it.world, it.told.chat)
    playTick(it.world, it.told.chat)
    expect(raidNow(it.world, it.room.id)).toBeNull()
    expect(it.said(it.room).map(line => line.detail.sentence)).toEqual([
      { of: 'play', name: 'raidLeft', given: ['ines_low', 32] },
    ])
    expect(it.said(it.ines.room).map(line => line.detail.sentence)).toEqual([
      { of: 'play', name: 'raidCame', given: ['mara_voss', 32] },
    ])
  })

  test('that nobody follows is told at home alone', () => {
    const it = house()
    it.goLive(it.room)
    it.goLive(it.ines.room)
    it.propose()
    it.world.clock.pass(20_000)
    playTick(it.world, it.told.chat)
    expect(it.said(it.room).map(line => line.detail.sentence?.name)).toEqual(['raidNobody'])
    expect(it.said(it.ines.room)).toEqual([])
  })

  test('asks everybody in the room; who chooses is told where to go, nobody else', async () => {
    const it = openStudio(running)
    const ines = it.performer('ines_low')
    const { room, account } = it.mara
    it.goLive(room)
    it.goLive(ines.room)
    const going = await it.sit(room, it.person('kestrel'))
    const staying = await it.sit(room, null)
    const desk = it.signedIn(account)
    expect((await desk.get('/studio/play')).body).toContain('value="ines-low"')
    expect((await desk.post(`/rooms/${room.name}/raids`, { to: 'nobody' })).body).toContain('There is no such room.')
    expect((await desk.post(`/rooms/${room.name}/raids`, { to: 'ines-low' })).status).toBe(303)
    for (const page of [going, staying]) await until('the card', () => page.text.includes('goes on to ines_low'))
    const raid = raidNow(it.world, room.id)!
    going.say({ act: 'raid-go', raid: raid.id })
    await until('the way', () => going.text.includes('/rooms/ines-low&quot;'))
    expect(staying.text).not.toContain('kind="go"')
    const plain = await it.browser().post(`/rooms/${room.name}/raids/${raid.id}/go`)
    expect([plain.status, plain.location]).toEqual([303, '/rooms/ines-low'])
    expect(countGoing(it.world, raid.id)).toBe(2)
    it.world.clock.pass(20_000)
    playTick(it.world, it.told.chat)
    await until('the end', () => staying.text.includes('2 went on to ines_low'))
    const late = await it.browser().post(`/rooms/${room.name}/raids/${raid.id}/go`)
    expect([late.status, late.body.includes('a moment too late')]).toEqual([410, true])
  })

  test('is proposed by the performer alone', async () => {
    const it = house()
    it.goLive(it.room)
    it.goLive(it.ines.room)
    const moderator = it.person('keeper')
    it.world.db.run('INSERT INTO room_moderators (room_id, account_id, granted_at) VALUES (?, ?, 0)', [
      it.room.id,
      moderator.id,
    ])
    const visit = it.signedIn(moderator)
    expect((await visit.get(`/rooms/${it.room.name}/play`)).body).not.toContain('raid-box')
    expect((await visit.post(`/rooms/${it.room.name}/raids`, { to: 'ines-low' })).status).toBe(403)
    const other = it.signedIn(it.ines.account)
    expect((await other.post(`/rooms/${it.room.name}/raids`, { to: 'ines-low' })).status).toBe(403)
    expect(raidNow(it.world, it.room.id)).toBeNull()
  })
})

describe('a shout-out', () => {
  const shout = (
    it: ReturnType<typeof house>,
    more: Partial<{ member: string; words: string; seconds: number }> = {},
  ) =>
    shoutOut(it.world, it.told.chat, {
      room: it.room,
      by: it.mara.account.id,
      member: 'kestrel',
      words: 'for the little boat',
      seconds: 10,
      ...more,
    })

  test('is in sight for its seconds, and stands in the chat', () => {
    const it = house()
    it.person('kestrel')
    expect(shout(it).ok).toBe(true)
    expect(shoutNow(it.world, it.room.id)).toMatchObject({ handle: 'kestrel', words: 'for the little boat' })
    expect(it.said(it.room).map(line => [line.kind, line.text, line.detail.sentence?.name])).toEqual([
      ['shout', 'for the little boat', 'shout'],
    ])
    it.world.clock.pass(10_000)
    expect(shoutNow(it.world, it.room.id)).toBeNull()
  })

  test('is kept for a day after its time', () => {
    const it = house()
    it.person('kestrel')
    const kept = () => it.world.db.query('SELECT words FROM shout_outs ORDER BY made_at').all()
    expect(shout(it).ok).toBe(true)
    it.world.clock.pass(86_400_000)
    expect(shout(it, { words: 'again' }).ok).toBe(true)
    expect(kept()).toEqual([{ words: 'for the little boat' }, { words: 'again' }])
    it.world.clock.pass(86_411_000)
    expect(shout(it, { words: 'and now' }).ok).toBe(true)
    expect(kept()).toEqual([{ words: 'and now' }])
  })

  test('has somebody or something to say, for a time of the list', () => {
    const it = house()
    it.person('kestrel')
    const faults = (more: Parameters<typeof shout>[1]) => {
      const shouted = shout(it, more)
      return shouted.ok ? null : shouted.faults
    }
    expect(faults({ member: '', words: '' })).toEqual({ words: 'empty' })
    expect(faults({ member: 'nobody' })).toEqual({ member: 'unknown' })
    expect(faults({ words: 'x'.repeat(141) })).toEqual({ words: 'long' })
    expect(faults({ words: 'https://elsewhere.example' })).toEqual({ words: 'link' })
    expect(faults({ seconds: 3600 })).toEqual({ seconds: 'unknown' })
    expect(faults({ member: '@KESTREL', words: '' })).toBeNull()
    expect(faults({ member: '', words: 'Ten minutes more' })).toBeNull()
    expect(shoutNow(it.world, it.room.id)?.words).toBe('Ten minutes more')
  })

  test('comes and goes on every page, in a place that reads it out', async () => {
    const it = openStudio(running)
    const { room, account } = it.mara
    it.person('kestrel')
    const page = await it.sit(room, null)
    expect((await it.browser().get(`/rooms/${room.name}`)).body).toContain('class="shout-place" role="status"')
    const desk = it.signedIn(account)
    const sent = { member: 'kestrel', words: 'for the <b>boat</b>', seconds: '10' }
    expect((await desk.post(`/rooms/${room.name}/shout-outs`, { ...sent, member: 'nobody' })).status).toBe(422)
    expect((await desk.post(`/rooms/${room.name}/shout-outs`, sent)).status).toBe(303)
    await until('the card', () => page.text.includes('Thank you, kestrel'))
    expect(page.text).toContain('for the &lt;b&gt;boat&lt;/b&gt;')
    page.frames.length = 0
    it.world.clock.pass(10_000)
    playTick(it.world, it.told.chat)
    await until('its end', () => page.frames.some(frame => /<div id="shout" hidden/.test(frame)))
  })
})

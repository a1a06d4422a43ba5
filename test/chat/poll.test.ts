import { afterEach, describe, expect, test } from 'bun:test'
import { commitNow } from '../../src/base/db/durable.ts'
import {
  closePoll,
  duePolls,
  forgetInChat,
  openPoll,
  type Poll,
  pollById,
  pollNow,
  RESULT_STAYS_MS,
  vote,
  votedFor,
  votesOf,
} from '../../src/chat/index.ts'
import { playTick } from '../../src/chat/play/live.tsx'
import { ban, block } from '../../src/moderation/index.ts'
import { openStudio, studio } from '../help/playing.ts'
import { until } from '../help/site.ts'

const running: (() => void)[] = []
afterEach(() => {
  for (const stop of running.splice(0)) stop()
})

function house() {
  const it = studio()
  const { room, account } = it.mara
  const ask = (wish: Partial<{ question: string; answers: string[]; seconds: number }> = {}) =>
    openPoll(it.world, {
      room,
      by: account.id,
      wish: { question: 'Which sky?', answers: ['Blue', 'Grey'], seconds: 60, ...wish },
    })
  const poll = (): Poll => {
    const opened = ask()
    if (!opened.ok) throw new Error(JSON.stringify(opened.faults))
    return opened.poll
  }
  const cast = (id: string, account: string, place: number) => vote(it.world, { room, poll: id, account, place })
  return { ...it, room, ask, poll, cast }
}

describe('asking', () => {
  test('what is wrong is told field by field, and nothing is opened', () => {
    const it = house()
    const bad = it.ask({ question: '', answers: ['Blue', '', ''], seconds: 61 })
    expect(bad).toEqual({ ok: false, faults: { question: 'empty', answers: 'few', seconds: 'unknown' } })
    const faults = (wish: Parameters<typeof it.ask>[0]) => {
      const opened = it.ask(wish)
      return opened.ok ? null : opened.faults
    }
    expect(faults({ answers: ['Blue', 'blue'] })).toEqual({ answers: 'same' })
    expect(faults({ answers: ['1', '2', '3', '4', '5', '6', '7'] })).toEqual({ answers: 'many' })
    expect(faults({ answers: ['Blue', 'x'.repeat(61)] })).toEqual({ answers: 'long' })
    expect(faults({ question: 'x'.repeat(141) })).toEqual({ question: 'long' })
    expect(faults({ question: 'See https://elsewhere.example?' })).toEqual({ question: 'link' })
    expect(faults({ answers: ['Blue', 'https://elsewhere.example'] })).toEqual({ answers: 'link' })
    for (const seconds of [Number.NaN, -30, 0, 1e9]) expect(faults({ seconds })).toEqual({ seconds: 'unknown' })
    expect(pollNow(it.world, it.room.id)).toBeNull()
  })

  test('one poll at a time', () => {
    const it = house()
    it.poll()
    expect(it.ask()).toEqual({ ok: false, faults: { open: true } })
  })
})

describe('voting', () => {
  test('is once for each account, and final', () => {
    const it = house()
    const { id } = it.poll()
    const kestrel = it.person('kestrel')
    expect(it.cast(id, kestrel.id, 1).ok).toBe(true)
    expect(it.cast(id, kestrel.id, 0)).toEqual({ ok: false, why: 'voted' })
    expect(votedFor(it.world, id, kestrel.id)).toBe(1)
    expect(pollById(it.world, id)?.answers.map(({ votes }) => votes)).toEqual([0, 1])
    commitNow(it.world)
    expect(() => it.world.db.run('UPDATE poll_votes SET place = 0')).toThrow('final')
  })

  test('a hundred at once count a hundred, each once', () => {
    const it = house()
    const { id } = it.poll()
    const people = Array.from({ length: 100 }, (_, n) => it.person(`viewer_${n}`))
    for (const { id: account } of [...people, ...people]) it.cast(id, account, 0)
    expect(votesOf(pollById(it.world, id)!)).toBe(100)
  })

  test('is for those who may be here, for answers that are there, while it is open', () => {
    const it = house()
    const { id } = it.poll()
    const juno = it.person('juno', 'moderator')
    const troll = it.person('troll')
    const barred = it.person('barred')
    const kestrel = it.person('kestrel')
    block(it.world, { performer: it.mara.account.id, account: troll.id, because: '' })
    ban(it.world, it.told, {
      by: { id: 'console', address: '' },
      byRole: 'console',
      account: barred.id,
      rule: 'rule 3',
      reason: 'again and again',
    })
    expect(it.cast(id, juno.id, 0)).toEqual({ ok: false, why: 'staff' })
    expect(it.cast(id, troll.id, 0)).toEqual({ ok: false, why: 'blocked' })
    expect(it.cast(id, barred.id, 0)).toEqual({ ok: false, why: 'banned' })
    for (const place of [2, -1, 0.5, Number.NaN, 99]) expect(it.cast(id, kestrel.id, place).ok).toBe(false)
    expect(it.cast('nothing', kestrel.id, 0)).toEqual({ ok: false, why: 'gone' })
    it.world.clock.pass(60_000)
    expect(it.cast(id, kestrel.id, 0)).toEqual({ ok: false, why: 'over' })
    expect(votesOf(pollById(it.world, id)!)).toBe(0)
  })

  test('the sums stay when a voter goes', () => {
    const it = house()
    const { id } = it.poll()
    const kestrel = it.person('kestrel')
    it.cast(id, kestrel.id, 1)
    forgetInChat(it.world, kestrel.id)
    expect(votedFor(it.world, id, kestrel.id)).toBeNull()
    expect(votesOf(pollById(it.world, id)!)).toBe(1)
  })
})

describe('the end', () => {
  test('comes by itself, once, and is said in the chat', () => {
    const it = house()
    const { id } = it.poll()
    it.cast(id, it.person('kestrel').id, 1)
    it.cast(id, it.person('petrichor').id, 1)
    it.cast(id, it.person('nightferry').id, 0)
    expect(duePolls(it.world)).toEqual([])
    it.world.clock.pass(60_000)
    playTick(it.world, it.told.chat)
    playTick(it.world, it.told.chat)
    expect(closePoll(it.world, it.told.chat, id)).toBeNull()
    expect(it.said(it.room).map(line => line.detail.sentence)).toEqual([
      { of: 'play', name: 'pollResult', given: ['Which sky?', 'Grey', 2, 3] },
    ])
    expect(pollNow(it.world, it.room.id)?.id).toBe(id)
    it.world.clock.pass(RESULT_STAYS_MS)
    expect(pollNow(it.world, it.room.id)).toBeNull()
    expect(it.ask().ok).toBe(true)
  })

  test('says when it was even, and when nobody voted', () => {
    const it = house()
    const first = it.poll()
    it.cast(first.id, it.person('kestrel').id, 0)
    it.cast(first.id, it.person('petrichor').id, 1)
    closePoll(it.world, it.told.chat, first.id)
    closePoll(it.world, it.told.chat, it.poll().id)
    const names = it.said(it.room).map(line => line.detail.sentence?.name)
    expect(names).toEqual(['pollEven', 'pollNobody'])
  })
})

describe('in the room', () => {
  test("everybody sees the sums move, and only the voter a vote of one's own", async () => {
    const it = openStudio(running)
    const { room, account } = it.mara
    const kestrel = it.person('kestrel')
    const [mine, other, guest] = [
      await it.sit(room, kestrel),
      await it.sit(room, it.person('petrichor')),
      await it.sit(room, null),
    ]
    const desk = await it.signedIn(account).post(`/rooms/${room.name}/polls`, {
      question: 'Which sky?',
      answer: 'Blue',
      seconds: '60',
    })
    expect(desk.status).toBe(422)
    expect(desk.body).toContain('At least two answers.')
    expect(desk.body).toContain('value="Which sky?"')
    expect(desk.body).toContain('value="Blue"')
    const opened = await it.signedIn(account).ask(`/rooms/${room.name}/polls`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: 'question=Which+sky%3F&answer=Blue&answer=Grey&answer=&seconds=60',
    })
    expect([opened.status, opened.location]).toEqual([303, `/rooms/${room.name}/play?said=opened`])
    const poll = pollNow(it.world, room.id)!
    for (const page of [mine, other, guest]) await until('the poll', () => page.text.includes(poll.id))
    mine.say({ act: 'poll-vote', poll: poll.id, place: '1' })
    const sum = `id="poll-${poll.id}-1"`
    for (const page of [mine, other, guest])
      await until('the sum', () => new RegExp(`${sum}.*?1 · 100 %`).test(page.text))
    await until('the vote', () => mine.text.includes('your vote'))
    expect(other.text).not.toContain('your vote')
    mine.say({ act: 'poll-vote', poll: poll.id, place: '0' })
    await until('the refusal', () => mine.text.includes('You have voted. One vote each.'))
    guest.say({ act: 'poll-vote', poll: poll.id, place: '0' })
    await until('the way in', () => guest.text.includes('Sign in to take part.'))
    expect(votesOf(pollById(it.world, poll.id)!)).toBe(1)
  })

  test('works by form alone, and says what is wrong in its place', async () => {
    const it = house()
    const { id } = it.poll()
    const visit = it.signedIn(it.person('kestrel'))
    const path = `/rooms/${it.room.name}/polls/${id}/votes`
    expect((await visit.get(`/rooms/${it.room.name}`)).body).toContain(`action="${path}"`)
    expect((await visit.post(path, { place: '1' })).location).toBe(`/rooms/${it.room.name}#poll`)
    expect((await visit.get(`/rooms/${it.room.name}`)).body).toContain('your vote')
    const again = await visit.post(path, { place: '0' })
    expect(again.status).toBe(422)
    expect(again.body).toContain('You have voted. One vote each.')
    for (const place of ['', '9', '1e0', '-1', '__proto__']) {
      const other = await it.signedIn(it.person(`p_${place.length}${place.charCodeAt(0) || 0}`)).post(path, { place })
      expect([other.status, other.body.includes('Choose one of the answers.')]).toEqual([422, true])
    }
  })

  test('only those who keep the room begin and end one', async () => {
    const it = house()
    const { id } = it.poll()
    const kestrel = it.signedIn(it.person('kestrel'))
    const other = it.signedIn(it.performer('ines_low').account)
    for (const visit of [kestrel, other]) {
      expect((await visit.get(`/rooms/${it.room.name}/play`)).status).toBe(403)
      expect((await visit.post(`/rooms/${it.room.name}/polls/${id}/end`)).status).toBe(403)
    }
    expect(pollById(it.world, id)?.ended_at).toBeNull()
    const moderator = it.person('keeper')
    it.world.db.run('INSERT INTO room_moderators (room_id, account_id, granted_at) VALUES (?, ?, 0)', [
      it.room.id,
      moderator.id,
    ])
    expect((await it.signedIn(moderator).post(`/rooms/${it.room.name}/polls/${id}/end`)).status).toBe(303)
    expect(pollById(it.world, id)?.ended_at).not.toBeNull()
  })
})

import { afterEach, describe, expect, test } from 'bun:test'
import {
  back,
  backedBy,
  closedSuggestions,
  closeSuggestion,
  countSuggestions,
  forgetInChat,
  openSuggestions,
  reopenSuggestion,
  setPlayRules,
  suggest,
} from '../../src/chat/index.ts'
import { block, mute } from '../../src/moderation/index.ts'
import { openStudio, studio } from '../help/playing.ts'
import { until } from '../help/site.ts'

const running: (() => void)[] = []
afterEach(() => {
  for (const stop of running.splice(0)) stop()
})

function house() {
  const it = studio()
  const { room } = it.mara
  /** A second passes, so that nobody is too fast. */
  const wish = (account: string, words: string) => {
    it.world.clock.pass(1500)
    return suggest(it.world, { room, account, words })
  }
  const id = (account: string, words: string): string => {
    const suggested = wish(account, words)
    if (!suggested.ok) throw new Error(suggested.why)
    return suggested.suggestion.id
  }
  const list = () => openSuggestions(it.world, room.id).map(({ words, votes }) => [words, votes])
  return { ...it, room, wish, id, list }
}

describe('suggesting', () => {
  test('puts it on the list, with the vote of whoever wrote it', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const id = it.id(kestrel.id, 'Paint the lighthouse')
    expect(it.list()).toEqual([['Paint the lighthouse', 1]])
    expect(backedBy(it.world, it.room.id, kestrel.id)).toEqual([id])
  })

  test('is refused where there is nothing, too much, the same, or enough of it', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const why = (words: string, account = kestrel.id) => {
      const suggested = it.wish(account, words)
      return suggested.ok ? '' : suggested.why
    }
    expect(why('')).toBe('empty')
    expect(why('x'.repeat(141))).toBe('long')
    expect(why('look at https://elsewhere.example')).toBe('link')
    expect(why('Paint the lighthouse')).toBe('')
    expect(why('paint the LIGHTHOUSE', it.person('petrichor').id)).toBe('same')
    expect(why('The masts again')).toBe('')
    expect(why('A very small canvas')).toBe('')
    expect(why('And one more thing')).toBe('enough')
    expect(countSuggestions(it.world, it.room.id)).toBe(3)
  })

  test('obeys the room: a mute, a block, and staff stay out', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const troll = it.person('troll')
    const by = it.mara.account.id
    mute(it.world, { room: it.room.id, account: kestrel.id, by, because: 'calm', until: it.world.clock.now() + 9e5 })
    block(it.world, { performer: by, account: troll.id, because: '' })
    expect(it.wish(kestrel.id, 'The masts')).toMatchObject({ ok: false, why: 'muted' })
    expect(it.wish(troll.id, 'The masts')).toMatchObject({ ok: false, why: 'blocked' })
    expect(it.wish(it.person('juno', 'moderator').id, 'The masts')).toMatchObject({ ok: false, why: 'staff' })
    expect(it.list()).toEqual([])
  })

  test('of somebody whom nobody hears is on no list, and she is not told', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    mute(it.world, {
      room: it.room.id,
      account: kestrel.id,
      by: it.mara.account.id,
      because: '',
      until: it.world.clock.now() + 9e5,
      silent: true,
    })
    expect(it.wish(kestrel.id, 'The masts')).toMatchObject({ ok: true })
    expect([it.list(), countSuggestions(it.world, it.room.id)]).toEqual([[], 0])
    expect(closedSuggestions(it.world, it.room.id)).toMatchObject([{ words: 'The masts', state: 'removed' }])
  })

  test('fast fingers are slowed', () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const tries = Array.from({ length: 20 }, (_, n) =>
      suggest(it.world, { room: it.room, account: kestrel.id, words: `number ${n}` }),
    )
    expect(tries.some(one => !one.ok && one.why === 'fast')).toBe(true)
  })
})

describe('being for it', () => {
  test('counts once, can be taken back, and orders the list', () => {
    const it = house()
    const [a, b, c] = ['kestrel', 'petrichor', 'nightferry'].map(name => it.person(name).id) as [string, string, string]
    const masts = it.id(a, 'The masts')
    const lighthouse = it.id(b, 'The lighthouse')
    const stand = (account: string, suggestion: string, backs = true) =>
      back(it.world, { room: it.room, suggestion, account, backs })
    stand(c, lighthouse)
    stand(c, lighthouse)
    stand(a, lighthouse)
    expect(it.list()).toEqual([
      ['The lighthouse', 3],
      ['The masts', 1],
    ])
    stand(c, lighthouse, false)
    stand(c, lighthouse, false)
    stand(c, masts)
    stand(b, masts)
    expect(it.list()).toEqual([
      ['The masts', 3],
      ['The lighthouse', 2],
    ])
    expect(stand(c, 'nothing')).toEqual({ ok: false, why: 'gone' })
  })

  test('back and forth all the time is slowed', () => {
    const it = house()
    const kestrel = it.person('kestrel').id
    const id = it.id(kestrel, 'The masts')
    const answers = Array.from({ length: 30 }, (_, n) =>
      back(it.world, { room: it.room, suggestion: id, account: kestrel, backs: n % 2 === 0 }),
    )
    expect(answers.at(-1)).toEqual({ ok: false, why: 'often' })
  })

  test('is over when it is done, and a slip is undone', () => {
    const it = house()
    const kestrel = it.person('kestrel').id
    const id = it.id(kestrel, 'The masts')
    const by = it.mara.account.id
    expect(closeSuggestion(it.world, { room: it.room, suggestion: id, by, state: 'done' })).toBe(true)
    expect(closeSuggestion(it.world, { room: it.room, suggestion: id, by, state: 'removed' })).toBe(false)
    expect(back(it.world, { room: it.room, suggestion: id, account: kestrel, backs: true })).toMatchObject({
      why: 'gone',
    })
    expect(it.list()).toEqual([])
    expect(reopenSuggestion(it.world, { room: it.room, suggestion: id })).toBe(true)
    expect(it.list()).toEqual([['The masts', 1]])
  })

  test('goes with the account, and so does what it suggested', () => {
    const it = house()
    const [a, b] = ['kestrel', 'petrichor'].map(name => it.person(name).id) as [string, string]
    it.id(a, 'The masts')
    const lighthouse = it.id(b, 'The lighthouse')
    back(it.world, { room: it.room, suggestion: lighthouse, account: a, backs: true })
    forgetInChat(it.world, a)
    expect(it.list()).toEqual([['The lighthouse', 1]])
  })
})

describe('in the room', () => {
  test('the list moves for everybody, and a refused text stays where it was typed', async () => {
    const it = openStudio(running)
    const { room, account } = it.mara
    const mine = await it.sit(room, it.person('kestrel'))
    const other = await it.sit(room, it.person('petrichor'))
    mine.say({ act: 'suggest', words: 'Paint the lighthouse' })
    await until('the list', () => other.text.includes('Paint the lighthouse'))
    await until('the answer', () => mine.text.includes('It is on the list.'))
    mine.say({ act: 'suggest', words: '' })
    await until('the refusal', () => mine.text.includes('Write what you would like.'))
    const [{ id } = { id: '' }] = openSuggestions(it.world, room.id)
    other.say({ act: 'back', suggestion: id, backs: 'yes' })
    await until('two', () => mine.text.includes('2 so far'))
    const done = await it.signedIn(account).post(`/rooms/${room.name}/suggestions/${id}`, { state: 'done' })
    expect(done.location).toBe(`/rooms/${room.name}/play?said=suggestion-done#suggestions-box`)
    await until('the line', () => other.text.includes('Done: Paint the lighthouse'))
    expect(it.said(room).at(-1)?.detail.sentence?.name).toBe('suggestionDone')
  })

  test("works by form alone, keeps what was typed, and closes with the room's own switch", async () => {
    const it = house()
    const visit = it.signedIn(it.person('kestrel'))
    const path = `/rooms/${it.room.name}/suggestions`
    const sent = await visit.post(path, { words: '<b>The masts</b>' })
    expect([sent.status, sent.location]).toEqual([303, `/rooms/${it.room.name}#suggestions`])
    const page = await visit.get(`/rooms/${it.room.name}`)
    expect(page.body).toContain('&lt;b&gt;The masts&lt;/b&gt;')
    it.world.clock.pass(61_000)
    const again = await visit.post(path, { words: '<b>THE MASTS</b>' })
    expect(again.status).toBe(422)
    expect(again.body).toContain('That is on the list already.')
    expect(again.body).toContain('value="&lt;b&gt;THE MASTS&lt;/b&gt;"')
    const rules = await it.signedIn(it.mara.account).post(`/rooms/${it.room.name}/play/rules`, { reactions: 'on' })
    expect(rules.status).toBe(303)
    expect((await visit.get(`/rooms/${it.room.name}`)).body).not.toContain('id="suggestions"')
    expect((await visit.post(path, { words: 'Anything' })).status).toBe(422)
    setPlayRules(it.world, it.room.id, { reactions: true, suggestions: true, sounds: true, raids: true })
    expect((await it.browser().post(path, { words: 'Anything' })).status).toBe(303)
  })
})

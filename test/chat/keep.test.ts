import { beforeEach, describe, expect, test } from 'bun:test'
import type { Account } from '../../src/accounts/account.ts'
import { page as auditPage } from '../../src/audit/index.ts'
import { durable } from '../../src/base/db/durable.ts'
import { inRoom } from '../../src/broadcasts/audience.ts'
import type { Guest } from '../../src/broadcasts/index.ts'
import { heldBy, heldIn } from '../../src/chat/held.ts'
import { linesBefore } from '../../src/chat/line.ts'
import { post } from '../../src/chat/message.ts'
import { isModerator } from '../../src/chat/moderator.ts'
import { actsOf } from '../../src/chat/room-act.ts'
import { rulesOf } from '../../src/chat/rules.ts'
import { suggest } from '../../src/chat/suggestion.ts'
import { isBlocked } from '../../src/moderation/block.ts'
import { cases } from '../../src/moderation/case.ts'
import { filter, filterForm, hits, look, mayFind, nameFits } from '../../src/moderation/filter.ts'
import { importList } from '../../src/moderation/lists.ts'
import { muteNow } from '../../src/moderation/mute.ts'
import { isFollower } from '../../src/rooms/follow.ts'
import { follow } from '../../src/rooms/index.ts'
import { type Room, roomOf } from '../../src/rooms/room.ts'
import { type Site, testSite } from '../help/visit.ts'

let site: Site
let mara: Account
let juno: Account
let kestrel: Account
let room: Room
let keys = 0

beforeEach(() => {
  site = testSite()
  mara = site.person('mara_voss', 'performer')
  juno = site.person('juno')
  kestrel = site.person('kestrel')
  room = roomOf(site.world, mara.id)!
  site.world.db
    .prepare("INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, 'test', 'met')")
    .run(mara.id)
})

const guest = (account: Account): Guest => ({
  room: room.name,
  visitor: { ...account, session: `session-${account.handle}` },
  address: '198.51.100.7',
  language: 'en',
  seat: `seat-${account.handle}`,
})
/** What a page gets back from its socket. */
const ask = (account: Account, act: string, input: Record<string, unknown> = {}): string =>
  String(site.told.acts[act]!(guest(account), { act, key: 'k', ...input }))
const done = (account: Account, act: string, input: Record<string, unknown> = {}) => {
  site.world.clock.pass(1)
  expect(ask(account, act, input)).toContain('kind="kept"')
}
const wrong = (account: Account, act: string, input: Record<string, unknown>, words: string | RegExp) => {
  const answer = ask(account, act, input)
  expect(answer).toContain('kind="wrong"')
  expect(answer).toMatch(words)
}
const says = (account: Account, text: string) => {
  site.world.clock.pass(2000)
  return post(site.world, site.told.chat, { room, account: account.id, text, key: `key-key-${++keys}` })
}
const said = (account: Account, text: string) => {
  const posted = says(account, text)
  if (!posted.ok || !('line' in posted)) throw new Error(`not said: ${JSON.stringify(posted)}`)
  return posted.line
}
const lines = (reader: Account | null = null) =>
  linesBefore(site.world, { room: room.id, reader: reader?.id ?? null }).lines
const lastAct = () => actsOf(site.world, { room: room.id, limit: 1 })[0]!
const takeBack = (account: Account) => done(account, 'undo', { id: lastAct().id })
/** Somebody has a page of the room open; what closes is remembered. */
const sits = (account: Account) => {
  const closed: number[] = []
  const frames: string[] = []
  const seat = { send: (frame: string) => void frames.push(frame), close: (code: number) => void closed.push(code) }
  site.world.presence.join(seat, `room:${room.name}`, [
    `account:${account.id}`,
    inRoom(room.name, account.id),
    `${inRoom(room.name, account.id)}/en`,
    `room:${room.name}/en`,
  ])
  return { closed, frames }
}
const told = (account: Account) =>
  site.world.hub.frames.filter(({ topic }) => topic === `${inRoom(room.name, account.id)}/en`).map(({ frame }) => frame)

describe('a line', () => {
  test('removed by a moderator says who and why, and the performer brings it back', () => {
    done(mara, 'moderator', { handle: 'juno' })
    const line = said(kestrel, 'that is an ugly picture')
    done(juno, 'line-remove', { id: String(line.seq), because: 'rule 3, be kind' })
    const [removed, act] = lines()
    expect(removed!.removed_by).toBe(juno.id)
    expect(act!.detail.sentence).toEqual({ of: 'tools', name: 'removedBecause', given: ['juno', 'rule 3, be kind'] })
    expect(lastAct()).toMatchObject({ act: 'line-removed', by: juno.id, because: 'rule 3, be kind', about: 'kestrel' })
    takeBack(mara)
    expect(lines()[0]!.removed_at).toBe(null)
    wrong(mara, 'undo', { id: lastAct().id }, 'nothing left')
  })
  test('and all others of somebody go in one act, the last hour’s alone, and come back in one', () => {
    done(mara, 'moderator', { handle: 'juno' })
    const old = said(kestrel, 'an old line that was fine')
    site.world.clock.pass(61 * 60_000)
    const gone = ['buy this', 'buy that', 'buy all of it'].map(text => said(kestrel, text).seq)
    done(juno, 'line-remove', { id: String(gone[0]) })
    const other = said(mara, 'good evening')
    done(juno, 'lines-remove', { handle: 'kestrel', because: 'no selling' })
    const standing = () =>
      lines()
        .filter(line => line.kind === 'plain' && line.removed_at === null)
        .map(line => line.seq)
    expect(standing()).toEqual([old.seq, other.seq])
    expect(lines().at(-1)!.detail.sentence).toEqual({
      of: 'tools',
      name: 'removedManyBecause',
      given: ['juno', 2, 'no selling'],
    })
    expect(lastAct()).toMatchObject({ act: 'lines-removed', about: 'kestrel', because: 'no selling' })
    sits(mara)
    wrong(juno, 'lines-remove', { handle: 'kestrel' }, 'not there any more')
    wrong(juno, 'lines-remove', { handle: 'mara_voss' }, 'Nobody does this')
    wrong(kestrel, 'lines-remove', { handle: 'juno' }, 'not yours')
    takeBack(mara)
    // What was removed by itself before stays removed.
    expect(standing()).toEqual([old.seq, ...gone.slice(1), other.seq])
    expect(told(mara).at(-1)).not.toContain('data-act="undo"')
  })
  test('of the performer stays, and nobody removes what is not there', () => {
    done(mara, 'moderator', { handle: 'juno' })
    const line = said(mara, 'good evening')
    wrong(juno, 'line-remove', { id: String(line.seq) }, 'Nobody does this')
    wrong(juno, 'line-remove', { id: '999' }, 'not there any more')
    wrong(juno, 'line-remove', { id: '-1' }, 'not there any more')
    wrong(kestrel, 'line-remove', { id: String(line.seq) }, 'not yours')
  })
})

describe('mute', () => {
  test('for five minutes, an hour, a day, and for good by the performer alone', () => {
    done(mara, 'moderator', { handle: 'juno' })
    done(juno, 'mute', { handle: 'kestrel', length: '5m', because: 'be kind' })
    expect(says(kestrel, 'hello')).toMatchObject({ ok: false, why: 'muted', because: 'be kind' })
    wrong(juno, 'mute', { handle: 'kestrel', length: 'good' }, 'Choose one')
    done(mara, 'mute', { handle: 'kestrel', length: 'good' })
    expect(muteNow(site.world, room.id, kestrel.id)!.until).toBe(null)
    wrong(juno, 'unmute', { id: muteNow(site.world, room.id, kestrel.id)!.id }, 'Nobody does this')
    done(mara, 'unmute', { id: muteNow(site.world, room.id, kestrel.id)!.id })
    expect(says(kestrel, 'hello')).toMatchObject({ ok: true })
  })
  test('tells the muted person at once', () => {
    sits(kestrel)
    done(mara, 'mute', { handle: 'kestrel', length: '1h', because: 'be kind' })
    expect(told(kestrel).at(-1)).toContain('You are muted for 60 min: be kind')
  })
  test('nobody is muted who keeps the room, and nobody twice by the same slip', () => {
    done(mara, 'moderator', { handle: 'juno' })
    const anton = site.person('anton')
    done(mara, 'moderator', { handle: 'anton' })
    wrong(juno, 'mute', { handle: 'anton', length: '5m' }, 'Nobody does this')
    wrong(juno, 'mute', { handle: 'mara_voss', length: '5m' }, 'Nobody does this')
    wrong(juno, 'mute', { handle: 'juno', length: '5m' }, 'oneself')
    wrong(juno, 'mute', { handle: 'nobody_here', length: '5m' }, 'Nobody here has this name')
    expect(anton.role).toBe('member')
  })
  test('silently, only the writer sees the lines, and nobody tells her', () => {
    sits(kestrel)
    done(mara, 'mute', { handle: 'kestrel', length: '24h', silent: 'on' })
    const line = said(kestrel, 'can you hear me')
    expect(line.to_id).toBe(kestrel.id)
    expect(lines(juno)).toEqual([])
    expect(lines(kestrel).map(each => each.text)).toEqual(['can you hear me'])
    expect(told(kestrel).join('')).not.toContain('muted')
    expect(lines(mara).map(each => each.text)).toEqual(['can you hear me'])
    done(mara, 'moderator', { handle: 'juno' })
    expect(lines(juno).map(each => each.text)).toEqual(['can you hear me'])
    expect(lines(site.person('the_house', 'moderator')).map(each => each.text)).toEqual(['can you hear me'])
  })
})

describe('out', () => {
  test('a kick closes every page of the room and of no other, and ends by itself', () => {
    const page = sits(kestrel)
    const other = sits(juno)
    done(mara, 'kick', { handle: 'kestrel', because: 'take a walk' })
    expect(page.closed).toEqual([4429])
    expect(other.closed).toEqual([])
  })
  test('a block closes the room, its page and its chat, and ends what the member was there', async () => {
    done(mara, 'moderator', { handle: 'kestrel' })
    done(mara, 'trust', { handle: 'kestrel' })
    follow(site.world, kestrel.id, room)
    const page = sits(kestrel)
    const browser = site.signedIn(kestrel)
    expect((await browser.get(`/rooms/${room.name}`)).status).toBe(200)
    done(mara, 'block', { handle: 'kestrel' })
    expect(page.closed).toEqual([4404])
    for (const path of ['', '/chat', '/lines']) {
      expect((await browser.get(`/rooms/${room.name}${path}`)).status).toBe(404)
    }
    expect((await site.browser().get(`/rooms/${room.name}`)).status).toBe(200)
    expect(isModerator(site.world, room.id, kestrel.id)).toBe(false)
    expect(isFollower(site.world, kestrel.id, room.id)).toBe(false)
    expect(says(kestrel, 'hello')).toMatchObject({ ok: false, why: 'blocked' })
    wrong(mara, 'moderator', { handle: 'kestrel' }, 'Nobody does this')
    takeBack(mara)
    expect(isBlocked(site.world, mara.id, kestrel.id)).toBe(false)
    expect(isModerator(site.world, room.id, kestrel.id)).toBe(true)
    expect(isFollower(site.world, kestrel.id, room.id)).toBe(true)
    expect((await browser.get(`/rooms/${room.name}`)).status).toBe(200)
  })
  test('whoever was shown out reads until when', async () => {
    const browser = site.signedIn(kestrel)
    done(mara, 'kick', { handle: 'kestrel' })
    const answer = await browser.get(`/rooms/${room.name}`)
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('The door opens again at')
    site.world.clock.pass(10 * 60_000)
    expect((await browser.get(`/rooms/${room.name}`)).status).toBe(200)
  })
})

describe('rules', () => {
  test('slow mode is told to all, undone to what it was', () => {
    done(mara, 'slow', { ms: '5000' })
    done(mara, 'slow', { ms: '30000' })
    wrong(mara, 'slow', { ms: '30000' }, 'so already')
    for (const ms of ['-1', '300001', '1e3', '', '٣']) wrong(mara, 'slow', { ms }, 'Choose one')
    expect(lines().at(-1)!.detail.sentence).toEqual({ of: 'tools', name: 'slowOn', given: ['mara_voss', 30_000] })
    const [newer, older] = actsOf(site.world, { room: room.id, limit: 2 })
    wrong(mara, 'undo', { id: older!.id }, 'nothing left')
    done(mara, 'undo', { id: newer!.id })
    expect(rulesOf(site.world, room.id).slow_mode_ms).toBe(5000)
    expect(lines().at(-1)!.detail.sentence).toMatchObject({ name: 'slowOn', given: ['mara_voss', 5000] })
    done(mara, 'undo', { id: older!.id })
    expect(rulesOf(site.world, room.id).slow_mode_ms).toBe(0)
    expect(lines().at(-1)!.detail.sentence).toMatchObject({ name: 'slowOff', given: ['mara_voss'] })
  })

  test('an undo says too that the room is open again', () => {
    const last = () => lines().at(-1)!.detail.sentence
    done(mara, 'writers', { writers: 'nobody', tokens: '1', age: '0' })
    done(mara, 'hold', { on: 'on' })
    const [hold, writers] = actsOf(site.world, { room: room.id, limit: 2 })
    done(mara, 'undo', { id: hold!.id })
    expect(last()).toMatchObject({ of: 'tools', name: 'holdOff', given: ['mara_voss'] })
    done(mara, 'undo', { id: writers!.id })
    expect(last()).toMatchObject({ of: 'tools', name: 'writeEverybody', given: ['mara_voss'] })
  })
  test('who may write, with the tokens exact', () => {
    done(mara, 'writers', { writers: 'holders', tokens: '250', age: '3600000' })
    expect(rulesOf(site.world, room.id)).toMatchObject({
      writers: 'holders',
      needed_tokens: 250n,
      account_age_ms: 3_600_000,
    })
    for (const tokens of ['0', '-5', '2.5', '1000001', '9'.repeat(30), '٢']) {
      wrong(mara, 'writers', { writers: 'holders', tokens, age: '0' }, 'Choose one')
    }
    takeBack(mara)
    expect(rulesOf(site.world, room.id)).toMatchObject({ writers: 'everybody', needed_tokens: 1n, account_age_ms: 0 })
  })
  test('a pinned line stands at the head for all, and the one before it comes back', () => {
    sits(kestrel)
    const line = said(kestrel, 'the harbour at dusk')
    done(mara, 'pin', { text: 'Tonight: the water and the sun.' })
    done(mara, 'pin', { line: String(line.seq) })
    expect(rulesOf(site.world, room.id).pinned).toBe('the harbour at dusk')
    expect(site.world.hub.frames.at(-1)).toBeDefined()
    expect(site.world.hub.frames.filter(({ frame }) => frame.includes('the harbour at dusk')).length).toBeGreaterThan(0)
    takeBack(mara)
    expect(rulesOf(site.world, room.id).pinned).toBe('Tonight: the water and the sun.')
    done(mara, 'unpin')
    expect(rulesOf(site.world, room.id)).toMatchObject({ pinned: '', pinned_by: null })
    wrong(mara, 'unpin', {}, 'so already')
  })
})

describe('held lines', () => {
  beforeEach(() => done(mara, 'words', { words: 'ultramarine\nphthalo', does: 'hold' }))

  test('wait for those who keep the room, and are lines once they are let through', async () => {
    sits(kestrel)
    sits(mara)
    expect(says(kestrel, 'is that U L T R A M A R I N E?')).toMatchObject({ ok: true, held: { why: 'words' } })
    expect(lines()).toEqual([])
    await durable(site.world)
    expect(told(kestrel).at(-1)).toContain('Held for mara_voss. Only you see it.')
    expect(told(mara).at(-1)).toContain('1 held line')
    const [held] = heldIn(site.world, room.id)
    done(mara, 'held-show', { id: held!.id })
    expect(lines().map(line => [line.handle, line.text])).toEqual([['kestrel', 'is that U L T R A M A R I N E?']])
    expect(told(kestrel).at(-1)).not.toContain('Held for')
    wrong(mara, 'held-show', { id: held!.id }, 'not there any more')
  })
  test('refused tell the writer why, and the refusal can be taken back', () => {
    sits(kestrel)
    says(kestrel, 'ultramarine or not')
    const [held] = heldIn(site.world, room.id)
    done(mara, 'held-refuse', { id: held!.id, because: 'let her paint' })
    expect(told(kestrel).at(-1)).toContain('Your line was not let through: let her paint.')
    expect(heldIn(site.world, room.id)).toEqual([])
    takeBack(mara)
    expect(heldIn(site.world, room.id).map(line => line.text)).toEqual(['ultramarine or not'])
  })
  test('are taken back by their writer alone', () => {
    says(kestrel, 'ultramarine again')
    const [held] = heldIn(site.world, room.id)
    expect(ask(juno, 'held-take-back', { id: held!.id })).toContain('kind="wrong"')
    done(kestrel, 'held-take-back', { id: held!.id })
    expect(heldBy(site.world, room.id, kestrel.id)).toEqual([])
  })
  test('five of one writer at most', () => {
    for (let i = 0; i < 5; i++) expect(says(kestrel, `ultramarine number ${i}`)).toMatchObject({ ok: true })
    expect(says(kestrel, 'ultramarine number six')).toMatchObject({ ok: false, why: 'held-many' })
  })
  test('nothing of a trusted member waits, and no moderator lets the own line through', () => {
    done(mara, 'trust', { handle: 'kestrel' })
    expect(says(kestrel, 'ultramarine, surely')).toMatchObject({ ok: true, line: {} })
    done(mara, 'hold', { on: 'on' })
    expect(says(juno, 'every line waits now')).toMatchObject({ ok: true, held: { why: 'all' } })
    done(mara, 'moderator', { handle: 'juno' })
    wrong(juno, 'held-show', { id: heldIn(site.world, room.id)[0]!.id }, 'oneself')
  })
  test('a refused word never leaves the box, a covered one is dots', () => {
    done(mara, 'words', { words: 'cobalt', does: 'refuse' })
    done(mara, 'words', { words: 'umber', does: 'mask' })
    expect(says(kestrel, 'what about COBALT')).toMatchObject({ ok: false, why: 'word' })
    expect(said(kestrel, 'burnt umber then').text).toBe('burnt ••••• then')
    done(mara, 'word-remove', { word: 'cobalt' })
    expect(says(kestrel, 'what about cobalt')).toMatchObject({ ok: true })
    takeBack(mara)
    expect(says(kestrel, 'cobalt once more')).toMatchObject({ ok: false, why: 'word' })
  })
  test('500 words are the most, and a letter is none', () => {
    wrong(mara, 'words', { words: 'x', does: 'hold' }, 'too short')
    wrong(mara, 'words', { words: 'y'.repeat(81), does: 'hold' }, 'too long')
    wrong(mara, 'words', { words: ' \n , ', does: 'hold' }, 'Write something')
    const many = Array.from({ length: 498 }, (_, i) => `word${i}word`).join('\n')
    done(mara, 'words', { words: many, does: 'hold' })
    wrong(mara, 'words', { words: 'one more', does: 'hold' }, 'list is full')
  })
})

describe('rights', () => {
  const ALONE: [string, Record<string, unknown>][] = [
    ['whispers', { on: '' }],
    ['links', { on: 'on' }],
    ['welcome', { text: 'Come in.' }],
    ['notice', { text: 'Be kind.', minutes: '15' }],
    ['words', { words: 'cobalt', does: 'hold' }],
    ['moderator', { handle: 'kestrel' }],
    ['trust', { handle: 'kestrel' }],
    ['block', { handle: 'kestrel' }],
  ]
  const SHARED: [string, Record<string, unknown>][] = [
    ['mute', { handle: 'kestrel', length: '5m', because: 'be kind' }],
    ['kick', { handle: 'kestrel', because: 'be kind' }],
    ['slow', { ms: '5000' }],
    ['writers', { writers: 'followers', tokens: '1', age: '0' }],
    ['hold', { on: 'on' }],
    ['pin', { text: 'Be kind.' }],
  ]

  test('a moderator and staff do their part, and nothing that is the performer’s alone', () => {
    const staff = site.person('the_house', 'moderator')
    done(mara, 'moderator', { handle: 'juno' })
    const before = actsOf(site.world, { room: room.id, limit: 100 }).length
    for (const [act, input] of ALONE) {
      wrong(juno, act, input, 'performer’s alone')
      wrong(staff, act, input, 'performer’s alone')
    }
    expect(actsOf(site.world, { room: room.id, limit: 100 }).length).toBe(before)
    for (const [act, input] of SHARED) done(juno, act, input)
    for (const [act, input] of ALONE) done(mara, act, input)
  })
  test('whoever keeps nothing, and whoever has no name, does nothing', () => {
    for (const [act, input] of [...ALONE, ...SHARED]) {
      wrong(kestrel, act, input, 'not yours')
      const nobody = String(site.told.acts[act]!({ ...guest(kestrel), visitor: null }, { key: 'k', ...input }))
      expect(nobody).toContain('kind="wrong"')
    }
    expect(actsOf(site.world, { room: room.id, limit: 10 })).toEqual([])
  })
  test('another room’s performer is nobody here', () => {
    const other = site.person('ines_low', 'performer')
    for (const [act, input] of [...ALONE, ...SHARED]) wrong(other, act, input, 'not yours')
  })
  test('staff say why, and it stands in the audit trail', () => {
    const staff = site.person('the_house', 'moderator')
    wrong(staff, 'mute', { handle: 'kestrel', length: '5m' }, 'Say why')
    done(staff, 'mute', { handle: 'kestrel', length: '5m', because: 'rule 3' })
    const [entry] = auditPage(site.world, { act: 'room.' })
    expect(entry).toMatchObject({ act: 'room.muted', subject: `account:${kestrel.id}`, reason: 'rule 3' })
    wrong(mara, 'undo', { id: lastAct().id }, 'performer’s alone')
    done(staff, 'undo', { id: lastAct().id })
    expect(auditPage(site.world, { act: 'room.' })[0]).toMatchObject({ act: 'room.taken-back' })
  })
  test('a moderator takes back her own slips and nobody else’s, and may stop', () => {
    done(mara, 'moderator', { handle: 'juno' })
    done(juno, 'slow', { ms: '5000' })
    takeBack(juno)
    done(mara, 'slow', { ms: '10000' })
    wrong(juno, 'undo', { id: lastAct().id }, 'performer’s alone')
    done(juno, 'moderator-remove', { handle: 'juno' })
    wrong(juno, 'slow', { ms: '0' }, 'not yours')
  })
  test('the performer hears of each act of others at once', () => {
    sits(mara)
    done(mara, 'moderator', { handle: 'juno' })
    done(juno, 'mute', { handle: 'kestrel', length: '5m' })
    expect(told(mara).at(-1)).toContain('juno muted kestrel for 5 minutes')
    expect(told(mara).at(-1)).toContain('data-act="undo"')
  })
})

describe('what endangers minors', () => {
  beforeEach(() => {
    importList(
      site.world,
      {
        bytes: new TextEncoder().encode('forbiddenphrase'),
        class: 'minor-safety',
        source: 'a test',
        licence: 'none',
        language: '',
      },
      { id: 'test', address: '' },
    )
  })
  const opened = () => cases(site.world, { limit: 10 }).map(each => [each.kind, each.account_id])

  const elsewhere: Record<string, (who: Account) => unknown> = {
    'a suggestion': who => suggest(site.world, { room, account: who.id, words: 'a forbiddenphrase' }),
    'a title, a bio': who => filterForm(site.world, who.id, { title: 'a forbiddenphrase', bio: 'a forbiddenphrase' }),
    'a notice': who => filter(site.world, { what: 'notice', text: 'a forbiddenphrase', by: who.id, room: room.id }),
  }
  for (const [where, write] of Object.entries(elsewhere)) {
    test(`opens a case about its writer in ${where} too`, () => {
      write(kestrel)
      expect(opened()).toEqual([['minor', kestrel.id]])
      // The next thing waits, and opens nothing more.
      write(kestrel)
      expect(opened()).toHaveLength(1)
    })
  }
  test('that was looked for, or was typed by the house itself, opens none', () => {
    mayFind(site.world, 'forbiddenphrase', kestrel.id, '198.51.100.0')
    nameFits(site.world, 'forbiddenphrase')
    const staff = site.person('the_house', 'moderator')
    filter(site.world, { what: 'notice', text: 'he said forbiddenphrase', by: staff.id })
    expect(opened()).toEqual([])
  })
  test('is shown to nobody as a line, and nothing more of its writer is until somebody has looked', () => {
    expect(says(kestrel, 'a forbiddenphrase here')).toMatchObject({ ok: false, why: 'minor-safety' })
    const open = cases(site.world, { limit: 10 })
    expect(open.map(each => [each.kind, each.account_id])).toEqual([['minor', kestrel.id]])
    expect(says(kestrel, 'good evening')).toMatchObject({ ok: false, why: 'waiting' })
    sits(juno)
    wrong(kestrel, 'whisper', { handle: 'juno', text: 'good evening you' }, 'cannot be shown here now')
    const [hit] = hits(site.world, { waiting: true, limit: 10 })
    look(site.world, hit!.id, 'A mistake of the list.', { id: 'account:owner', address: '' })
    expect(says(kestrel, 'good evening')).toMatchObject({ ok: true })
  })
})

test('what a reason holds goes through the filter', () => {
  wrong(mara, 'mute', { handle: 'kestrel', length: '5m', because: 'see https://elsewhere.example/x' }, /Links stay out/)
  wrong(mara, 'mute', { handle: 'kestrel', length: '5m', because: 'x'.repeat(201) }, '200 characters at most')
})

describe('whispers', () => {
  test('are read by two people and nobody else', () => {
    sits(juno)
    done(kestrel, 'whisper', { handle: 'juno', text: 'are you coming on Sunday?' })
    expect(lines(juno).map(line => line.kind)).toEqual(['whisper'])
    expect(lines(kestrel).map(line => line.to_handle)).toEqual(['juno'])
    expect(lines(mara)).toEqual([])
    expect(lines()).toEqual([])
  })
  test('need somebody who is here and wants to hear', () => {
    wrong(kestrel, 'whisper', { handle: 'juno', text: 'hello' }, 'not in the room now')
    wrong(kestrel, 'whisper', { handle: 'kestrel', text: 'hello' }, 'That is you')
    wrong(kestrel, 'whisper', { handle: 'no_such_person', text: 'hello' }, 'not in the room now')
    sits(juno)
    wrong(kestrel, 'whisper', { handle: 'juno', text: '' }, 'Write something')
    done(mara, 'whispers', { on: '' })
    wrong(kestrel, 'whisper', { handle: 'juno', text: 'hello you' }, 'Whispers are off')
    sits(kestrel)
    done(mara, 'whisper', { handle: 'kestrel', text: 'a word between us' })
    done(mara, 'mute', { handle: 'kestrel', length: '5m' })
    wrong(kestrel, 'whisper', { handle: 'mara_voss', text: 'why?' }, 'You are muted')
  })
})

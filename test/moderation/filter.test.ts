import { beforeEach, describe, expect, test } from 'bun:test'
import { CONSOLE, page as entries } from '../../src/audit/index.ts'
import { sealWith } from '../../src/base/seal/box.ts'
import { importCommand } from '../../src/moderation/cli.ts'
import {
  ALERTS,
  alertsOpen,
  allLists,
  CLASSES,
  chooseActs,
  filter,
  filterForm,
  hits,
  importList,
  inForce,
  isFrozen,
  listsReady,
  look,
  mayFind,
  nameFits,
  removeList,
  rulesOf,
  sweepHits,
  tryText,
} from '../../src/moderation/index.ts'
import { type Site, testSite } from '../help/visit.ts'
import { seededIds, type TestWorld } from '../help/world.ts'

let site: Site
let world: TestWorld
let mara: string

const bytes = (text: string) => new TextEncoder().encode(text)

function words(named: string, ...terms: string[]): string {
  const imported = importList(
    world,
    { class: named, source: 'our own', licence: 'ours', language: '', bytes: bytes(terms.join('\n')) },
    CONSOLE,
  )
  if (!imported.ok) throw new Error(JSON.stringify(imported.faults))
  return imported.list.id
}

const title = (text: string, by: string | null = mara) => filter(world, { what: 'title', text, by })

beforeEach(() => {
  site = testSite()
  world = site.world
  mara = site.person('mara_voss', 'performer').id
})

describe('a class', () => {
  const OF_LISTS = CLASSES.filter(name => name !== 'minor-safety')
  test.each([...OF_LISTS])('%s does with a text what its rule says', named => {
    words(named, 'badword')
    const rule = rulesOf({ filter_link: 'block', filter_contact: 'mask', filter_profanity: 'allow' })[named]
    const answer = title('what a b4dword here')
    if (rule === 'allow') expect(answer).toEqual({ ok: true, text: 'what a b4dword here', covered: [] })
    else if (rule === 'mask') expect(answer).toEqual({ ok: true, text: 'what a ••••••• here', covered: [named] })
    else expect(answer).toEqual({ ok: false, why: named })
    const [hit] = hits(world, { limit: 5 })
    expect(hit?.class).toBe(rule === 'allow' ? undefined : named)
    expect(hit?.alert).toBe(rule === 'allow' ? undefined : ALERTS.includes(named) ? 1 : 0)
  })

  test('weighs more than a lighter one beside it, and what is covered stays covered', () => {
    words('hate', 'badword')
    words('threat', 'worse')
    expect(title('worse badword mara@example.com')).toEqual({ ok: false, why: 'threat' })
    expect(tryText(world, 'badword mara@example.com')).toMatchObject({
      act: 'block',
      class: 'hate',
      text: 'badword ••••••••••••••••',
    })
  })

  test('of the three that the owner sets is read from the settings; a foreign word sets nothing', () => {
    words('profanity', 'badword')
    const set = (filter_link: string, filter_contact: string, filter_profanity: string) =>
      chooseActs(world, { filter_link, filter_contact, filter_profanity }, CONSOLE)
    expect(title('see example.com')).toEqual({ ok: false, why: 'link' })
    expect(set('allow', 'allow', 'mask')).toBe(true)
    expect(title('see example.com or mara@example.com, badword')).toEqual({
      ok: true,
      text: 'see example.com or mara@example.com, •••••••',
      covered: ['profanity'],
    })
    expect(set('mask', 'block', 'block')).toBe(true)
    expect(title('see example.com')).toEqual({ ok: true, text: 'see •••••••••••', covered: ['link'] })
    expect(title('mara@example.com')).toEqual({ ok: false, why: 'contact' })
    expect(title('badword')).toEqual({ ok: false, why: 'profanity' })
    expect(set('mask', 'block', 'drop')).toBe(false)
    expect(set('__proto__', 'block', 'allow')).toBe(false)
    expect(world.settings.get('filter_profanity')).toBe('block')
    expect(entries(world, { act: 'settings.' })).toHaveLength(2)
  })
})

test('cards and IBANs are covered whatever the settings say, and where dots cannot stand they are refused', () => {
  chooseActs(world, { filter_link: 'allow', filter_contact: 'allow', filter_profanity: 'allow' }, CONSOLE)
  expect(title('pay 4111 1111 1111 1111!')).toMatchObject({ ok: true, text: 'pay •••• •••• •••• ••••!' })
  expect(title('DE89370400440532013000')).toMatchObject({ ok: true, text: '•'.repeat(22) })
  expect(filter(world, { what: 'tag', text: '4111-1111-1111-1111', by: mara, mayCover: false })).toEqual({
    ok: false,
    why: 'account-number',
  })
})

test('a link to our own house is none', () => {
  world.settings.set('public_url', 'https://harbour.example', 0)
  expect(title('https://harbour.example/rooms/mara-voss')).toMatchObject({ ok: true })
  expect(title('https://harbour.example.org/rooms/mara-voss')).toEqual({ ok: false, why: 'link' })
})

describe('safety of minors', () => {
  test('freezes what the account writes until a person of the house has looked, and gives no reason', () => {
    expect(title("I'm 16")).toEqual({ ok: false, why: 'minor-safety' })
    expect(isFrozen(world, mara)).toBe(true)
    expect(title('A quiet evening')).toEqual({ ok: false, why: 'waiting' })
    expect(filterForm(world, mara, { title: 'one', bio: 'two' }).refused).toEqual({ title: 'waiting' })
    expect(alertsOpen(world)).toBe(1)
    const [hit] = hits(world, { waiting: true, limit: 5 })
    expect(look(world, hit!.id, ' ', CONSOLE)).toEqual({ ok: false, why: 'because' })
    expect(look(world, hit!.id, 'She spoke of a film.', CONSOLE)).toEqual({ ok: true })
    expect(look(world, hit!.id, 'Again.', CONSOLE)).toEqual({ ok: false, why: 'gone' })
    expect(title('A quiet evening')).toMatchObject({ ok: true })
    expect(entries(world, { act: 'filter.looked' })[0]).toMatchObject({ subject: `account:${mara}` })
  })
  test('freezes nobody for a search, nor others', () => {
    words('minor-safety', 'badword')
    expect(mayFind(world, 'badword', mara, '')).toBe(false)
    expect(isFrozen(world, mara)).toBe(false)
    title('badword')
    expect(isFrozen(world, site.person('anna_reed').id)).toBe(false)
  })
  test('is not to be loosened by any list or setting', () => {
    for (const filter_link of ['block', 'mask', 'allow'] as const)
      expect(rulesOf({ filter_link, filter_contact: 'allow', filter_profanity: 'allow' })['minor-safety']).toBe('block')
  })
})

describe('names and searches', () => {
  test('meet what the house never shows, names also inside of longer words', () => {
    words('hate', 'badword', 'spic')
    words('profanity', 'rudeword')
    expect(nameFits(world, 'xXb4dwordXx')).toBe(false)
    expect(nameFits(world, 'spicy_mara')).toBe(true)
    expect(nameFits(world, 'rudeword')).toBe(true)
    expect(mayFind(world, 'b a d w o r d', null, '198.51.100.0/24')).toBe(false)
    expect(mayFind(world, 'painting', null, '198.51.100.0/24')).toBe(true)
    expect(hits(world, { limit: 9 }).map(({ what, account_id }) => [what, account_id])).toContainEqual(['search', null])
  })
  test('a thousand searches of one network are not a thousand rows', () => {
    words('hate', 'badword')
    for (let n = 0; n < 1000; n++) mayFind(world, 'badword', null, '198.51.100.0/24')
    expect(hits(world, { limit: 100 }).length).toBeLessThan(10)
  })
})

describe('a list', () => {
  test('is stored sealed: neither the database nor the trail nor the log names a term', () => {
    words('hate', 'badword', 'worsephrase')
    title('badword')
    const dump = Buffer.from(world.db.serialize())
    for (const form of ['badword', 'worsephrase', 'BADWORD']) {
      expect(dump.includes(form)).toBe(false)
      expect(dump.includes(Buffer.from(form, 'utf16le'))).toBe(false)
    }
    expect(world.lines.join('')).not.toContain('badword')
    expect(allLists(world)[0]).toMatchObject({ class: 'hate', terms: 2, mark: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })
  test('of another key filters nothing and says so; with its key it filters again', () => {
    const id = words('hate', 'badword')
    const own = world.seal
    const copy = { ...world, db: world.db, seal: sealWith(new Uint8Array(32).fill(9), seededIds('other')) }
    importList(copy, { class: 'hate', source: 'x', licence: 'x', language: '', bytes: bytes('otherword') }, CONSOLE)
    expect(inForce(copy).unreadable).toEqual([id])
    expect(filter(copy, { what: 'title', text: 'badword' })).toMatchObject({ ok: true })
    expect(filter(copy, { what: 'title', text: 'otherword' })).toEqual({ ok: false, why: 'hate' })
    expect(own).toBe(world.seal)
  })
  test('filters from its import on and until its removal, and the terms go with it', () => {
    expect(title('badword')).toMatchObject({ ok: true })
    const id = words('hate', 'badword')
    expect(title('badword')).toMatchObject({ ok: false })
    expect(removeList(world, id, '', CONSOLE)).toEqual({ ok: false, why: 'because' })
    expect(removeList(world, id, 'It was wrong.', CONSOLE)).toEqual({ ok: true })
    expect(removeList(world, id, 'It was wrong.', CONSOLE)).toEqual({ ok: false, why: 'gone' })
    expect(title('badword')).toMatchObject({ ok: true })
    expect(world.db.query('SELECT sealed FROM lists').get()).toEqual({ sealed: null })
    words('hate', 'badword')
    expect(title('badword')).toMatchObject({ ok: false })
  })
  test('is refused with everything that is wrong with it at once, by line and never by term', () => {
    const wrong = importList(
      world,
      { class: 'toString', source: ' ', licence: 'x'.repeat(201), language: 'english!', bytes: bytes('a\n# b\n!!') },
      CONSOLE,
    )
    expect(wrong).toEqual({
      ok: false,
      faults: {
        class: 'unknown',
        source: 'empty',
        licence: 'long',
        language: 'shape',
        terms: 'no-term',
        lines: [1, 3],
      },
    })
    const base = { class: 'hate', source: 's', licence: 'l', language: '' }
    const faults = (given: Uint8Array) => {
      const answer = importList(world, { ...base, bytes: given }, CONSOLE)
      return answer.ok ? null : answer.faults.terms
    }
    expect(faults(Uint8Array.of(0xff, 0xfe, 0x61))).toBe('not-utf-8')
    expect(faults(bytes('\ufeff# only words of ours\r\n\r\n'))).toBe('empty')
    expect(faults(new Uint8Array(4 * 1024 * 1024 + 1).fill(97))).toBe('long')
    expect(faults(bytes('\ufeffbadword\r\nworse\r'))).toBeNull()
    expect(faults(bytes('worse\nbadword'))).toBe('known')
    expect(allLists(world)).toHaveLength(1)
  })
  test('of many terms is built beside the old one, which filters meanwhile', async () => {
    words('hate', 'oldword')
    expect(title('oldword')).toMatchObject({ ok: false })
    const many = Array.from(
      { length: 9000 },
      (_, n) => `word${n.toString(26).replace(/\d/g, d => 'qrstuvwxyz'[Number(d)]!)}`,
    )
    words('threat', ...many)
    expect(title('oldword')).toMatchObject({ ok: false })
    await listsReady(world)
    expect(title(many[8000]!)).toEqual({ ok: false, why: 'threat' })
    expect(title('oldword')).toEqual({ ok: false, why: 'hate' })
  })
  test('comes by the console too, and a wrong call is answered in words', () => {
    const call = (more: object) =>
      importCommand(world, {
        bytes: bytes('badword\na'),
        class: 'hate',
        source: 's',
        licence: 'l',
        language: '',
        ...more,
      })
    expect(call({ class: '', source: '' })).toEqual({
      ok: false,
      say: expect.stringMatching(/--class with one of minor-safety,[\s\S]*--source/),
    })
    expect(call({})).toEqual({ ok: true, say: expect.stringContaining('Left out as no terms: line 2.') })
    expect(call({})).toEqual({ ok: false, say: expect.stringContaining('already') })
    expect(title('badword')).toMatchObject({ ok: false })
  })
  test('may hold names that objects are born with', () => {
    words('hate', '__proto__', 'constructor', 'hasOwnProperty')
    expect(title('my __proto__')).toEqual({ ok: false, why: 'hate' })
    expect(title('constructor')).toEqual({ ok: false, why: 'hate' })
    expect(({} as Record<string, unknown>).hate).toBeUndefined()
  })
})

test('what was met goes after three months, what waits for a person stays', () => {
  words('threat', 'worse')
  words('hate', 'badword')
  title('worse')
  title('badword')
  world.clock.pass(91 * 24 * 3_600_000)
  expect(sweepHits(world)).toBe(1)
  expect(hits(world, { limit: 9 }).map(hit => hit.class)).toEqual(['threat'])
})

describe('on the pages', () => {
  const FORM = { title: 'Dusk', tags: 'oil', bio: 'I paint.', zone: 'UTC', picture: '' }
  test('a refused text stays in its field with its reason, and the others are kept', async () => {
    words('hate', 'badword')
    const visit = site.signedIn({ ...site.person('anna_reed', 'performer') })
    const refused = await visit.post('/studio/room', { ...FORM, title: 'b a d w o r d night', bio: 'see example.com' })
    expect(refused.status).toBe(422)
    for (const kept of [
      'b a d w o r d night',
      'see example.com',
      'This holds words that this house does not show',
      'Links stay out of here',
    ])
      expect(refused.body).toContain(kept)
    expect((await visit.get('/studio/room')).body).not.toContain('b a d w o r d')
    const tagged = await visit.post('/studio/room', { ...FORM, tags: 'oil, b4dword' })
    expect([tagged.status, tagged.body.includes('oil, b4dword')]).toEqual([422, true])
    const date = await visit.post('/studio/dates', {
      day: '2026-12-01',
      time: '20:00',
      title: 'badword',
      repeats: 'once',
    })
    expect([date.status, date.body.includes('value="badword"')]).toEqual([422, true])
    const live = await visit.post('/studio/broadcast', { title: 'badword', tags: 'oil' }, { 'hx-request': 'true' })
    expect([live.status, live.body.includes('value="badword"')]).toEqual([422, true])
  })
  test('a covered one is stored covered, and that is said', async () => {
    const visit = site.signedIn(site.person('anna_reed', 'performer'))
    const saved = await visit.post('/studio/room', { ...FORM, bio: 'Card 4111 1111 1111 1111, or mara@example.com.' })
    expect(saved.location).toBe('/studio/room?said=covered')
    expect((await visit.get(saved.location)).body).toContain('Saved, with a part covered.')
    expect(Buffer.from(world.db.serialize()).includes('4111 1111')).toBe(false)
    const date = await visit.post('/studio/dates', {
      day: '2026-12-01',
      time: '20:00',
      title: 'Call 030 123 456 78',
      repeats: 'once',
    })
    expect(date.location).toBe('/studio/room?said=date-covered')
    expect((await visit.get('/studio/room')).body).toContain('Call ••• ••• ••• ••')
  })
  test('a stated age closes the pen without a word of why', async () => {
    const visit = site.signedIn(site.person('anna_reed', 'performer'))
    for (const bio of ["I'm 16", 'I paint.']) {
      const refused = await visit.post('/studio/room', { ...FORM, bio })
      expect([refused.status, refused.body.includes('This cannot be shown here now.')]).toEqual([422, true])
      expect(refused.body).not.toMatch(/minor|age of|under 18/i)
    }
  })
  test('a name of a list is refused at sign-up, with what was typed', async () => {
    words('hate', 'badword')
    const refused = await site
      .browser()
      .post('/sign-up', { handle: 'xXbadwordXx', password: 'four words that nobody says', adult: 'on' })
    expect([refused.status, refused.body.includes('value="xXbadwordXx"')]).toEqual([422, true])
    expect(refused.body).toContain('does not fit this house')
  })
  test('a search for it finds nothing, like any search that finds nothing', async () => {
    const room = site.person('anna_reed', 'performer')
    world.db
      .prepare('INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, ?, ?)')
      .run(room.id, 'console', 'for the test')
    expect((await site.browser().get('/?q=anna')).body).toContain('/rooms/anna-reed')
    words('hate', 'anna')
    const found = await site.browser().get('/?q=a.n.n.a')
    expect([found.status, found.body.includes('/rooms/anna-reed')]).toEqual([200, false])
    expect(hits(world, { limit: 1 })[0]).toMatchObject({ what: 'search', class: 'hate', account_id: null })
  })
})

test('nobody is sent to look at somebody without an account', () => {
  words('threat', 'worse')
  expect(nameFits(world, 'worse_one', '198.51.100.0/24')).toBe(false)
  expect(mayFind(world, 'worse', null, '198.51.100.0/24')).toBe(false)
  expect(alertsOpen(world)).toBe(0)
  expect(hits(world, { limit: 9 })).toHaveLength(2)
  expect(mayFind(world, 'worse', mara, '')).toBe(false)
  expect(alertsOpen(world)).toBe(1)
})

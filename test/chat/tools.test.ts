import { beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Account } from '../../src/accounts/account.ts'
import { heldIn, hold } from '../../src/chat/held.ts'
import { note } from '../../src/chat/line.ts'
import { grant } from '../../src/chat/moderator.ts'
import { actsOf } from '../../src/chat/room-act.ts'
import { rulesOf } from '../../src/chat/rules.ts'
import { DEEDS } from '../../src/chat/tools/acts.tsx'
import { muteNow } from '../../src/moderation/mute.ts'
import { type Room, roomOf } from '../../src/rooms/room.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'

let site: Site
let mara: Account
let juno: Account
let kestrel: Account
let room: Room
let at: string

beforeEach(() => {
  site = testSite()
  mara = site.person('mara_voss', 'performer')
  juno = site.person('juno')
  kestrel = site.person('kestrel')
  room = roomOf(site.world, mara.id)!
  at = `/rooms/${room.name}`
  site.world.db
    .prepare("INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES (?, 0, 'test', 'met')")
    .run(mara.id)
  grant(site.world, room.id, juno.id)
})

const said = (text: string, by = kestrel) =>
  note(site.world, site.told.chat, { room: room.id, kind: 'plain', by: by.id, text })
const acts = () => actsOf(site.world, { room: room.id, limit: 100 })

describe('who may post what', () => {
  const MODERATOR = new Set([
    'line-remove',
    'lines-remove',
    'mute',
    'unmute',
    'kick',
    'slow',
    'writers',
    'hold',
    'pin',
    'unpin',
    'held-show',
    'held-refuse',
    'undo',
  ])
  /** Forms that name something that is there. */
  const form = (act: string): { path: string; form: Record<string, string> } => {
    const deed = DEEDS[act]!
    const line = said('one of many lines')
    const held = hold(site.world, { room: room.id, account: kestrel.id, text: 'wait', why: 'all' })
    const id = act === 'line-remove' ? String(line.seq) : act.startsWith('held') ? held!.id : 'nothing-here'
    return {
      path: `${at}/${deed.at.replace(':id', id)}`,
      form: {
        handle: act === 'moderator-remove' ? 'juno' : 'kestrel',
        because: 'be kind',
        length: '5m',
        ms: '5000',
        writers: 'followers',
        tokens: '1',
        age: '0',
        on: 'on',
        text: 'Be kind.',
        minutes: '15',
        words: 'cobalt',
        word: 'cobalt',
        does: 'hold',
      },
    }
  }

  for (const act of Object.keys(DEEDS)) {
    test(`${act}: ${MODERATOR.has(act) ? 'the performer, her moderators and staff' : 'the performer alone'}`, async () => {
      const other = site.person('ines_low', 'performer')
      const staff = site.person('the_house', 'moderator')
      const asked = form(act)
      const before = acts().length
      expect([act, (await site.browser().post(asked.path, asked.form)).status]).toEqual([act, 303])
      for (const who of [kestrel, other]) {
        expect([act, (await site.signedIn(who).post(asked.path, asked.form)).status]).toEqual([act, 403])
      }
      for (const who of [juno, staff]) {
        // Whoever moderates may stop.
        if (act === 'moderator-remove' && who === juno) continue
        const answer = await site.signedIn(who).post(asked.path, asked.form)
        const got = answer.status === 403 ? 'refused' : 'heard'
        const gone = answer.status === 404 ? 'refused' : got
        expect([act, MODERATOR.has(act) ? got : gone]).toEqual([act, MODERATOR.has(act) ? 'heard' : 'refused'])
        if (!MODERATOR.has(act)) expect(acts().length).toBe(before)
      }
      const answer = await site.signedIn(mara).post(form(act).path, asked.form)
      expect([act, answer.status === 303 || answer.status === 404 || answer.status === 422]).toEqual([act, true])
    })
  }

  test('nobody keeps a room that is not open to them', async () => {
    site.world.db.prepare('DELETE FROM approvals_to_broadcast').run()
    expect((await site.signedIn(juno).post(`${at}/rules/slow`, { ms: '5000' })).status).toBe(404)
    expect((await site.signedIn(juno).get(`${at}/tools`)).status).toBe(404)
  })
  test('another room’s things are not there', async () => {
    const other = site.person('ines_low', 'performer')
    const theirs = roomOf(site.world, other.id)!
    const line = said('a line of mara’s room')
    const held = hold(site.world, { room: room.id, account: kestrel.id, text: 'wait', why: 'all' })!
    await site.signedIn(juno).post(`${at}/mutes`, { handle: 'kestrel', length: '5m' })
    const mute = muteNow(site.world, room.id, kestrel.id)!
    const browser = site.signedIn(other)
    for (const path of [
      `held/${held.id}/show`,
      `held/${held.id}/refuse`,
      `mutes/${mute.id}/lift`,
      `acts/${acts()[0]!.id}/undo`,
      `lines/${line.seq}/remove`,
    ]) {
      expect([path, (await browser.post(`/rooms/${theirs.name}/${path}`)).status]).toEqual([path, 404])
    }
    expect(heldIn(site.world, room.id).length).toBe(1)
    expect(muteNow(site.world, room.id, kestrel.id)).not.toBe(null)
  })
})

describe('the pages', () => {
  test('says of links what the house makes of them', async () => {
    const hint = async () => (await site.signedIn(mara).get('/studio/chat')).body
    expect(await hint()).toContain('The house lets no links through now.')
    site.world.settings.set('filter_link', 'allow', 0)
    expect(await hint()).toContain('Else they are plain text.')
  })

  test('hold everything for the performer, a part for moderators and staff, and nothing for others', async () => {
    const own = await site.signedIn(mara).get('/studio/chat')
    expect(own.status).toBe(200)
    for (const word of ['Held lines', 'Slow mode', 'Welcome line', 'Notices', 'Moderators', 'Blocked']) {
      expect(own.body).toContain(word)
    }
    expect((await site.signedIn(mara).get(`${at}/tools`)).location).toBe('/studio/chat')
    for (const who of [juno, site.person('the_house', 'moderator')]) {
      const page = await site.signedIn(who).get(`${at}/tools`)
      expect(page.status).toBe(200)
      expect(page.body).toContain('Slow mode')
      expect(page.body).not.toContain('Welcome line')
    }
    expect((await site.signedIn(kestrel).get(`${at}/tools`)).status).toBe(403)
    expect((await site.signedIn(juno).get('/studio/chat')).status).toBe(403)
  })
  test('keep what was typed when it is refused', async () => {
    const browser = site.signedIn(mara)
    const notice = await browser.post(`${at}/notices`, {
      text: 'Prints <b>tonight</b>',
      minutes: '0',
      back: '/studio/chat',
    })
    expect(notice.status).toBe(422)
    expect(notice.body).toContain('Choose one of what is offered.')
    expect(notice.body).toContain('value="Prints &lt;b&gt;tonight&lt;/b&gt;"')
    expect(notice.body).toContain('value="0"')
    const words = await browser.post(`${at}/words`, { words: 'cobalt\nx', does: 'mask', back: '/studio/chat' })
    expect(words.status).toBe(422)
    expect(words.body).toContain('“x” is too short to look for.')
    expect(words.body).toContain('cobalt\nx</textarea>')
    const nobody = await browser.post(`${at}/moderators`, { handle: 'no_such', back: '/studio/chat' })
    expect(nobody.status).toBe(422)
    expect(nobody.body).toContain('Nobody here has this name.')
    expect(nobody.body).toContain('value="no_such"')
  })
  test('ask a refused form of a name card again, with its reason', async () => {
    const answer = await site.signedIn(juno).post(`${at}/mutes`, {
      handle: 'kestrel',
      length: '1h',
      because: 'see https://elsewhere.example/x',
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Links stay out of here.')
    expect(answer.body).toContain('value="see https://elsewhere.example/x"')
  })
  test('lead back to where the form stood, and never away', async () => {
    const browser = site.signedIn(mara)
    expect((await browser.post(`${at}/rules/slow`, { ms: '5000' })).location).toBe(at)
    expect((await browser.post(`${at}/rules/slow`, { ms: '0', back: '/studio/chat' })).location).toBe(
      '/studio/chat?said=done',
    )
    expect((await browser.post(`${at}/rules/slow`, { ms: '5000', back: 'https://evil.example/' })).location).toBe(at)
    expect((await browser.post(`${at}/rules/slow`, { ms: '0', back: '//evil.example' })).location).toBe(at)
  })
  test('show what moderators did, with the way back, thirty at a time', async () => {
    const moderator = site.signedIn(juno)
    for (let i = 0; i < 35; i++) {
      site.world.clock.pass(2000)
      await moderator.post(`${at}/rules/slow`, { ms: String((i % 2) * 5000 + 5000) })
    }
    const browser = site.signedIn(mara)
    const first = await browser.get('/studio/chat')
    expect(first.body.match(/juno turned slow mode on/g)?.length).toBeGreaterThanOrEqual(30)
    const older = /href="(\/studio\/chat\?before=[a-z2-7]{26})#acts"/.exec(first.body)?.[1]
    expect(older).toBeDefined()
    const second = await browser.get(older!)
    expect(second.body).toContain('juno turned slow mode on')
    const undo = new RegExp(`${at}/acts/([a-z2-7]{26})/undo`).exec(first.body)![1]!
    expect((await browser.post(`${at}/acts/${undo}/undo`, { back: '/studio/chat' })).location).toBe(
      '/studio/chat?said=undone',
    )
    expect((await browser.get('/studio/chat')).body).toContain('Taken back by mara_voss')
  })
})

describe('the chat', () => {
  let body: (who: Account | null) => Promise<string>
  beforeAll(() => {
    body = async who => (await (who ? site.signedIn(who) : site.browser()).get(`${at}/chat`)).body
  })

  test('has the bar for whoever keeps the room, and for nobody else', async () => {
    for (const who of [mara, juno, site.person('the_house', 'owner')])
      expect(await body(who)).toContain('class="keep-bar"')
    for (const who of [kestrel, null]) expect(await body(who)).not.toContain('class="keep-bar"')
  })
  test('shows the pinned line and the welcome to all', async () => {
    const browser: Visit = site.signedIn(mara)
    await browser.post(`${at}/pin`, { text: 'Tonight: the water & the sun.' })
    await browser.post(`${at}/rules/welcome`, { text: 'Come in.' })
    expect(rulesOf(site.world, room.id).welcome).toBe('Come in.')
    for (const who of [kestrel, null]) {
      expect(await body(who)).toContain('Tonight: the water &amp; the sun.')
      expect(await body(who)).toContain('Come in.')
    }
  })
  test('shows held lines to their writer alone, with the way to take them back', async () => {
    const held = hold(site.world, { room: room.id, account: kestrel.id, text: 'the pigment shop', why: 'words' })!
    expect(await body(kestrel)).toContain('Held for mara_voss. Only you see it.')
    expect(await body(null)).not.toContain('the pigment shop')
    expect(await body(site.person('anton'))).not.toContain('the pigment shop')
    expect((await site.signedIn(juno).post(`${at}/held/${held.id}/take-back`)).status).toBe(404)
    expect((await site.signedIn(kestrel).post(`${at}/held/${held.id}/take-back`)).location).toBe(at)
    expect(await body(kestrel)).not.toContain('the pigment shop')
  })
})

describe('a name card', () => {
  const card = async (who: Account, about: string, line?: number) =>
    (await site.signedIn(who).get(`${at}/people/${about}${line ? `?line=${line}` : ''}`)).body

  test('offers each what they may do', async () => {
    const { seq } = said('that is an ugly picture')
    const hers = await card(mara, 'kestrel', seq)
    for (const path of [
      `lines/${seq}/remove`,
      'pin',
      'mutes',
      'kicks',
      'blocks',
      'trusted',
      'moderators',
      'whispers',
    ]) {
      expect([path, hers.includes(`action="${at}/${path}"`)]).toEqual([path, true])
    }
    expect(hers).toContain('value="good"')
    const moderators = await card(juno, 'kestrel', seq)
    expect(moderators).toContain(`action="${at}/mutes"`)
    expect(moderators).not.toContain('value="good"')
    expect(moderators).not.toContain(`action="${at}/blocks"`)
    const members = await card(kestrel, 'juno')
    expect(members).toContain(`action="${at}/whispers"`)
    expect(members).not.toContain(`action="${at}/mutes"`)
    const staff = await card(site.person('the_house', 'moderator'), 'kestrel')
    expect(staff).toContain(`action="${at}/mutes"`)
    expect(staff).not.toContain(`action="${at}/whispers"`)
  })
  test('offers nothing about the performer, and a mute its end', async () => {
    expect(await card(juno, 'mara_voss')).not.toContain(`action="${at}/mutes"`)
    await site.signedIn(juno).post(`${at}/mutes`, { handle: 'kestrel', length: '1h' })
    const now = await card(juno, 'kestrel')
    expect(now).toContain('Muted until today at 19:00.')
    expect(now).toContain('Lift the mute')
    expect(now).not.toContain(`action="${at}/mutes"`)
  })
})

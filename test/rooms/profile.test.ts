import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountById, approve } from '../../src/accounts/index.ts'
import { CONSOLE } from '../../src/audit/index.ts'
import { signPng } from '../../src/base/html/icon.ts'
import { picturesOf } from '../../src/base/picture/index.ts'
import { follow } from '../../src/rooms/follow.ts'
import { noticesOf } from '../../src/rooms/notice.ts'
import { readLink } from '../../src/rooms/page.ts'
import { roomByName } from '../../src/rooms/room.ts'
import { setWishes, wishesOf } from '../../src/rooms/wishes.ts'
import { sendFile } from '../help/picture.ts'
import { testSite } from '../help/visit.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-profile-'))
afterAll(() => rmSync(root, { recursive: true }))

function house() {
  const site = testSite(['--data', mkdtempSync(join(root, 'one-'))])
  const mara = site.person('mara_voss', 'performer')
  approve(site.world, site.told.accounts, { account: mara.id, because: 'known', by: CONSOLE })
  const room = roomByName(site.world, 'mara-voss')!
  return { ...site, mara: mara.id, room, studio: site.signedIn(mara), fan: site.person('juno_9').id }
}

const GOOD = { title: 'The harbour', tags: 'oil', bio: 'Oil and weather.', zone: 'Europe/Oslo', picture: '' }

describe('the room’s page', () => {
  test('shows links by their words, and keeps what was typed wrong', async () => {
    const { studio, browser } = house()
    const wrong = await studio.post('/studio/room/links', { words_0: 'My prints', href_0: 'javascript:alert(1)' })
    expect([wrong.status, wrong.body.includes('javascript:alert(1)')]).toEqual([422, true])
    expect(wrong.body).toContain('Write a whole address that begins with https://.')
    const links = { words_0: 'My prints', href_0: 'prints.example.org/a?b=1', words_1: '', href_1: '' }
    expect((await studio.post('/studio/room/links', links)).status).toBe(303)
    const { body } = await browser().get('/rooms/mara-voss')
    expect(body).toContain('href="https://prints.example.org/a?b=1"')
    expect(body).toContain('rel="nofollow noopener ugc"')
    expect(body).toContain('My prints')
  })
  test('a link is https, without a name and password in it', () => {
    for (const [words, href, why] of [
      ['x', 'http://example.org', 'shape'],
      ['x', 'https://u:p@example.org', 'shape'],
      ['x', 'https://localhost/', 'shape'],
      ['x', 'data:text/html,x', 'shape'],
      ['x', '', 'shape'],
      ['', 'https://example.org', 'words'],
      ['x'.repeat(41), 'https://example.org', 'words-long'],
      ['x', `https://example.org/${'x'.repeat(300)}`, 'long'],
    ] as const)
      expect([href, readLink(words, href)]).toEqual([href, { ok: false, why }])
    expect(readLink('', '')).toEqual({ ok: true, link: null })
  })
  test('stands in the category that was chosen, and none that is not there', async () => {
    const { studio, signedIn, person, browser, world } = house()
    await signedIn(person('harbour', 'owner')).post('/panel/categories', { name: 'Painting' })
    const { id } = world.db.query('SELECT id FROM categories').get() as { id: string }
    const wrong = await studio.post('/studio/room', { ...GOOD, category: 'nothing' })
    expect([wrong.status, wrong.body.includes('Choose one from the list.')]).toEqual([422, true])
    expect((await studio.post('/studio/room', { ...GOOD, category: id })).status).toBe(303)
    expect((await browser().get('/?in=painting')).body).toContain('mara_voss')
    expect((await browser().get('/?q=painting')).body).toContain('/rooms/mara-voss')
  })
  test('shows the performer’s pictures, drawn anew, and hers alone to remove', async () => {
    const { studio, browser, world, mara, person, signedIn } = house()
    const picture = signPng(192, true)
    const send = (purpose: string, bytes: Uint8Array) => sendFile(studio, `/studio/room/pictures/${purpose}`, bytes)
    for (const purpose of ['room', 'cover', 'page']) expect((await send(purpose, picture)).status).toBe(303)
    expect((await send('avatar', picture)).status).toBe(404)
    expect((await send('page', new TextEncoder().encode('no picture'))).status).toBe(422)
    const { body } = await browser().get('/rooms/mara-voss')
    const [cover] = picturesOf(world, mara, 'cover')
    const [shown] = picturesOf(world, mara, 'page')
    expect(body).toContain(`/pictures/${cover!.id}-l.webp`)
    expect(body).toContain(`/pictures/${shown!.id}-s.webp`)
    const [card] = picturesOf(world, mara, 'room')
    expect(body).toContain(`property="og:image" content="http://localhost:8420/pictures/${card!.id}-l.webp"`)
    const other = signedIn(person('tomoko_x', 'performer'))
    expect((await other.post(`/studio/room/pictures/${shown!.id}/remove`)).status).toBe(404)
    expect((await studio.post(`/studio/room/pictures/${shown!.id}/remove`)).status).toBe(303)
    expect(picturesOf(world, mara, 'page')).toEqual([])
  })
})

describe('a link card', () => {
  test('says the stage name and shows the house’s sign where no picture was chosen', async () => {
    const { browser } = house()
    const { body } = await browser().get('/rooms/mara-voss')
    expect(body).toContain('property="og:title" content="mara_voss"')
    expect(body).toContain('property="og:url" content="http://localhost:8420/rooms/mara-voss"')
    expect(body).toContain('property="og:image" content="http://localhost:8420/icons/512.png"')
    expect(body).not.toMatch(/og:image" content="[^"]*thumbnail/)
  })
})

describe('the badge', () => {
  test('is a picture that any site may frame, that asks for nothing and sets nothing', async () => {
    const { browser, studio } = house()
    const { response, body } = await browser().get('/embed/mara-voss')
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain('frame-ancestors *')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(response.headers.get('cache-control')).toBe('public, max-age=30')
    expect(response.headers.getSetCookie()).toEqual([])
    expect(body).toStartWith('<svg xmlns="http://www.w3.org/2000/svg"')
    expect(body).not.toMatch(/<script|style=|on\w+=/)
    expect(body).toContain('mara_voss')
    expect((await studio.get('/studio/room')).body).toContain('/embed/mara-voss')
    expect((await browser().get('/embed/nobody')).status).toBe(404)
  })
})

describe('followers', () => {
  test('are counted for the performer, and named only where they want to be', async () => {
    const { world, studio, fan, room, person, signedIn } = house()
    const hidden = person('ivo_k')
    setWishes(world, hidden.id, { ...wishesOf(world, hidden.id), hidden: true })
    await signedIn(accountById(world, fan)!).post('/rooms/mara-voss/followers')
    await signedIn(hidden).post('/rooms/mara-voss/followers')
    const { body } = await studio.get('/studio/followers')
    expect(body).toContain('juno_9')
    expect(body).toContain('2 people follow you.')
    expect(body).not.toContain('ivo_k')
    const [notice, ...more] = noticesOf(world, room.performer_id)
    expect([notice?.kind, notice?.facts.count, more.length]).toEqual(['follower', 2, 0])
  })
  test('hear of a new date and of one that is called off, in one notice an hour', async () => {
    const { world, studio, fan, room } = house()
    follow(world, fan, room)
    await studio.post('/studio/dates', { day: '2026-11-24', time: '19:00', title: 'The masts', repeats: 'once' })
    await new Promise<void>(next => setImmediate(next))
    expect(noticesOf(world, fan)[0]).toMatchObject({ kind: 'date', facts: { title: 'The masts', change: 'added' } })
    const { id } = world.db.query('SELECT id FROM schedule_dates').get() as { id: string }
    await studio.post(`/studio/dates/${id}/remove`)
    await new Promise<void>(next => setImmediate(next))
    expect(noticesOf(world, fan)).toHaveLength(1)
    expect(noticesOf(world, fan)[0]).toMatchObject({ facts: { change: 'off', count: 2 } })
  })
})

describe('a date', () => {
  test('is moved with its bells and its name in calendars, and followers hear of it', async () => {
    const { world, studio, fan, room, signedIn } = house()
    follow(world, fan, room)
    await studio.post('/studio/dates', { day: '2026-11-24', time: '19:00', title: 'The masts', repeats: 'once' })
    const { id } = world.db.query('SELECT id FROM schedule_dates').get() as { id: string }
    const visit = signedIn(accountById(world, fan)!)
    expect((await visit.post(`/dates/${id}/bell`, { from: '/week' })).location).toBe('/week')
    expect((await visit.get('/rooms/mara-voss')).body).toContain('You will be reminded of mara_voss: The masts.')
    world.clock.pass(2 * 60 * 60_000)
    const wrong = await studio.post(`/studio/dates/${id}`, { day: '2020-01-01', time: '19:00' })
    expect([wrong.status, wrong.body.includes('value="2020-01-01"')]).toEqual([422, true])
    expect((await studio.post(`/studio/dates/${id}`, { day: '2026-11-25', time: '20:30' })).status).toBe(303)
    await new Promise<void>(next => setImmediate(next))
    expect(noticesOf(world, fan)[0]).toMatchObject({ facts: { change: 'moved', title: 'The masts' } })
    const { body } = await visit.get('/rooms/mara-voss/calendar.ics')
    expect(body).toContain(`UID:${id}@footlight`)
    expect(body).toContain('DTSTART:20261125T203000Z')
    expect((await visit.post(`/dates/${id}/bell/end`, {}, { 'hx-request': 'true' })).body).toContain(
      'aria-pressed="false"',
    )
    const stranger = signedIn(accountById(world, room.performer_id)!)
    expect((await stranger.post('/studio/dates/nothing', { day: '2026-11-25', time: '20:30' })).status).toBe(404)
    expect((await visit.post('/dates/nothing/bell')).status).toBe(404)
  })
})

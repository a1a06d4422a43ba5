import { beforeEach, describe, expect, test } from 'bun:test'
import { page as entries } from '../../src/audit/index.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'

let site: Site
let visitor: Visit
let asOwner: Visit

beforeEach(() => {
  site = testSite()
  visitor = site.browser()
  asOwner = site.signedIn(site.person('harald', 'owner'))
})

describe('texts of the house', () => {
  test.each(['terms', 'privacy', 'rules', 'contact'])('/%s has a starting text that anybody reads', async slug => {
    const { status, body } = await visitor.get(`/${slug}`)
    expect(status).toBe(200)
    expect(body).toContain('Starting text of Footlight.')
    expect(body).not.toContain('Edit this page')
  })

  test('a published text is shown to everybody, its versions stay, and no text becomes markup', async () => {
    const body = '# Hello\n<script>alert(1)</script>\n\n- one\n- <b>two</b>'
    expect((await asOwner.post('/panel/pages/terms', { title: 'Our <terms>', body })).status).toBe(303)
    const shown = await visitor.get('/terms')
    expect(shown.body).toContain('<h2>Hello</h2>')
    expect(shown.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(shown.body).toContain('<li>&lt;b&gt;two&lt;/b&gt;</li>')
    expect(shown.body).not.toContain('<b>two')
    expect(shown.body).toContain('Our &lt;terms&gt;')
    await asOwner.post('/panel/pages/terms', { title: 'Newer', body: 'Newer text' })
    expect((await asOwner.get('/panel/pages/terms/1')).body).toContain('Hello')
    expect((await asOwner.get('/panel/pages/terms/0')).body).toContain('These are the terms')
    expect((await asOwner.get('/panel/pages/terms/3')).status).toBe(404)
    expect((await asOwner.get('/panel/pages/terms/x')).status).toBe(404)
    expect(entries(site.world, { act: 'page.published' })).toHaveLength(2)
  })

  test('the same text twice is no new version', async () => {
    const text = { title: 'Terms', body: 'Short' }
    await asOwner.post('/panel/pages/terms', text)
    expect((await asOwner.post('/panel/pages/terms', text)).location).toEndWith('said=same')
  })

  test.each([
    [{ title: '', body: 'kept as typed' }, 'Write a title.'],
    [{ title: 't'.repeat(121), body: 'kept as typed' }, '120 characters'],
    [{ title: 'kept as typed', body: ' \n ' }, 'Write the text first.'],
    [{ title: 'kept as typed', body: 'b'.repeat(40_001) }, '40,000 characters'],
  ])('refuses a bad text in place and keeps what was typed', async (typed, words) => {
    const { status, body } = await asOwner.post('/panel/pages/rules', typed)
    expect(status).toBe(422)
    expect(body).toContain(words)
    expect(body).toContain('kept as typed')
    expect((await visitor.get('/rules')).body).toContain('Starting text of Footlight.')
  })

  test('a preview stores nothing, with and without htmx', async () => {
    const typed = { title: 'Draft', body: '# Soon' }
    const whole = await asOwner.post('/panel/pages/rules/preview', typed)
    expect(whole.body).toStartWith('<!doctype html>')
    expect(whole.body).toContain('<h2>Soon</h2>')
    const part = await asOwner.post('/panel/pages/rules/preview', typed, { 'hx-request': 'true' })
    expect(part.body).toStartWith('<div id="preview"')
    expect((await visitor.get('/rules')).body).not.toContain('Soon')
  })

  test('a page that does not exist is 404', async () => {
    for (const slug of ['cookies', '__proto__', '..']) {
      expect((await asOwner.post(`/panel/pages/${slug}`, { title: 'x', body: 'y' })).status).toBe(404)
    }
  })
})

describe('reports', () => {
  const good = { kind: 'conduct', subject: '/rooms/mara-voss', text: 'Somebody wrote insults.', contact: '' }

  test('anybody reports without an account and follows by the code, of which only a hash is kept', async () => {
    const sent = await visitor.post('/report', good)
    expect(sent.status).toBe(303)
    const code = /^\/report\/([a-z2-7]{26})\?new=1$/.exec(sent.location)![1]!
    const receipt = await visitor.get(sent.location)
    expect(receipt.body).toContain(code)
    expect(receipt.body).toContain('Keep the code')
    expect(receipt.response.headers.get('cache-control')).toBe('no-store')
    const later = await site
      .browser({ address: '203.0.113.9' })
      .get(`/report?code=${code.toUpperCase().slice(0, 13)}-${code.slice(13)}`)
    expect(later.location).toBe(`/report/${code}`)
    const stored = site.world.db.prepare('SELECT * FROM reports').get()
    expect(JSON.stringify(stored, (_, v) => (typeof v === 'bigint' ? Number(v) : v))).not.toContain(code)
    expect(site.world.lines.join('')).not.toContain(code)
  })

  test('a room page fills in where', async () => {
    expect((await visitor.get('/report?room=mara-voss')).body).toContain('value="/rooms/mara-voss"')
    const hostile = await visitor.get(`/report?room=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(hostile.body).not.toContain('<script>alert')
  })

  test.each([
    [{ ...good, kind: '' }, 'Choose what comes nearest.'],
    [{ ...good, kind: 'constructor' }, 'Choose what comes nearest.'],
    [{ ...good, text: '' }, 'Write a sentence or two'],
    [{ ...good, text: 'x'.repeat(4001) }, '4,000 characters'],
    [{ ...good, subject: 's'.repeat(301) }, '300 characters'],
    [{ ...good, contact: 'c'.repeat(201) }, '200 characters'],
  ])('refuses in place and keeps what was typed', async (typed, words) => {
    const { status, body } = await visitor.post('/report', typed)
    expect(status).toBe(422)
    expect(body).toContain(words)
    expect(body).toContain(typed.subject)
    expect(body).toContain(typed.text)
  })

  test('an empty, foreign or broken body is a form with its errors, not a fault', async () => {
    expect((await visitor.post('/report', {})).status).toBe(422)
    const json = await visitor.ask('/report', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: '[1,2',
    })
    expect([400, 422]).toContain(json.status)
    const none = await visitor.ask('/report', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } })
    expect(none.status).toBe(422)
  })

  test('a flood from one network is asked to wait, with its text kept', async () => {
    for (let sent = 0; sent < 10; sent++) expect((await visitor.post('/report', good)).status).toBe(303)
    const late = await visitor.post('/report', { ...good, text: 'The eleventh' })
    expect(late.status).toBe(429)
    expect(late.body).toContain('The eleventh')
    expect((await site.browser({ address: '203.0.113.9' }).post('/report', good)).status).toBe(303)
  })

  test('a wrong code says so', async () => {
    expect((await visitor.get('/report/aaaaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(404)
    expect((await visitor.get('/report/%00%3Cscript%3E')).status).toBe(404)
    const typed = await visitor.get('/report?code=hello')
    expect(typed.status).toBe(404)
    expect(typed.body).toContain('value="hello"')
    expect(typed.body).toContain('No report has this code')
  })
})

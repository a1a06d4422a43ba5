import { describe, expect, test } from 'bun:test'
import { UPLOADS } from '../src/app.ts'
import { type Site, testSite, type Visit } from './help/visit.ts'

const CODE = 'x'.repeat(43)

/** A body whose length nobody says beforehand. */
const flood = (bytes: number): ReadableStream<Uint8Array> => {
  let left = bytes
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close()
      left -= 16_384
      controller.enqueue(new Uint8Array(16_384).fill(97))
    },
  })
}

const posted = (visit: Visit, path: string, type: string, body: RequestInit['body'], method = 'POST') =>
  visit.ask(path, { method, headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' }, body: body ?? null })

const formRoutes = (site: Site) =>
  site.app.routes
    .filter(route => route.method === 'POST' && !/\/(whip|whep)/.test(route.path))
    .map(route => route.path.replace(/:[a-z]+/g, 'nobody-here'))

describe('a body', () => {
  test('is read up to 64 KB where a form is posted, whatever it calls itself and whether or not it says its length', async () => {
    const site = testSite()
    const owner = site.signedIn(site.person('mara_voss', 'owner'))
    const routes = formRoutes(site).filter(path => !path.startsWith('/panel/pages/'))
    expect(routes.length).toBeGreaterThan(30)
    for (const path of routes) {
      for (const type of [
        'application/x-www-form-urlencoded',
        'application/json',
        'text/plain',
        'multipart/form-data',
      ]) {
        // Where a file is taken it may be as long as a picture; readUpload has its own limit.
        if (type === 'multipart/form-data' && UPLOADS.test(path)) continue
        const { status } = await posted(owner, path, type, flood(1024 * 1024))
        expect([path, type, status]).toEqual([path, type, 413])
      }
      const said = await owner.post(path, {}, { 'content-length': '2000000' })
      expect([path, said.status]).toEqual([path, 413])
    }
  })
  test('of a text of the house may be as long as the longest one in any script', async () => {
    const site = testSite()
    const owner = site.signedIn(site.person('mara_voss', 'owner'))
    const body = '語'.repeat(40_000)
    const kept = await owner.post('/panel/pages/terms', { title: '規約', body })
    expect(kept.location).toBe('/panel/pages/terms?said=published')
    expect((await site.browser().get('/terms')).body).toContain(body)
    const long = await owner.post('/panel/pages/terms', { title: '規約', body: `${body}語` })
    expect([long.status, long.body.includes(body)]).toEqual([422, true])
    const path = '/panel/pages/terms'
    expect((await posted(owner, path, 'application/x-www-form-urlencoded', flood(1024 * 1024))).status).toBe(413)
  })
  test('of another method, or a session description, is left to its own route', async () => {
    const site = testSite()
    const performer = site.signedIn(site.person('juno_9', 'performer'))
    const frame = await posted(performer, '/studio/frame', 'application/json', flood(1024 * 1024), 'PUT')
    expect(frame.status).toBe(413)
    expect(frame.body).toContain('A frame has 200 KB at most.')
    const offer = await posted(performer, '/studio/whip/test', 'application/sdp', flood(1024 * 1024))
    expect([offer.status, offer.body]).toEqual([413, expect.stringContaining('An offer has 64 KB at most.')])
  })
  test('with a field named like the prototype sets that field alone', async () => {
    const site = testSite()
    const form = 'handle=x&__proto__=on&constructor=on&adult=on&adult=on'
    const sent = await posted(site.browser(), '/sign-up', 'application/x-www-form-urlencoded', form)
    expect(sent.status).toBe(422)
    expect(sent.body).not.toMatch(/name="adult"[^>]* checked/)
    expect(({} as { on?: string }).on).toBeUndefined()
  })
})

test('an address that cannot be decoded names nothing, on every route', async () => {
  const site = testSite()
  const owner = site.signedIn(site.person('mara_voss', 'owner'))
  const performer = site.signedIn(site.person('juno_9', 'performer'))
  for (const route of site.app.routes) {
    if (!route.path.includes(':') || route.method === 'WS') continue
    const path = route.path.replace(/:[a-z]+/g, '%ff%fe').replace('*', 'x')
    const method = route.method === 'ALL' ? 'PUT' : route.method
    for (const visit of [owner, performer]) {
      const { status } = await visit.ask(path, { method, headers: { 'sec-fetch-site': 'same-origin' } })
      const asked = `${route.method} ${path}`
      expect([asked, status >= 400 && status < 500 ? 'refused' : status]).toEqual([asked, 'refused'])
    }
  }
})

test('a fault is written down by the pattern of its path: the path may hold a code', async () => {
  const site = testSite()
  site.world.db.run('DROP TABLE links')
  site.world.db.run('ALTER TABLE reports RENAME TO gone')
  for (const [path, route] of [
    [`/links/${CODE}`, '/links/:code'],
    [`/report/${'a'.repeat(26)}`, '/report/:code'],
  ] as const) {
    site.world.lines.length = 0
    const answer = await site.browser().get(`${path}?code=${CODE}`)
    expect([path, answer.status]).toEqual([path, 500])
    const log = site.world.lines.join('')
    expect(log).toContain(`"route":"${route}"`)
    expect(log).not.toMatch(/x{20}|a{20}/)
  }
})

test('what leads on is kept by nobody on the way', async () => {
  const site = testSite()
  for (const headers of [{}, { 'hx-request': 'true' }] as Record<string, string>[]) {
    const { response } = await site.browser().get('/panel', headers)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('vary')).toBe('HX-Request, Cookie, Accept-Language')
  }
})

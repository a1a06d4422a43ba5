import { describe, expect, test } from 'bun:test'
import { accountByHandle } from '../../src/accounts/index.ts'
import { page } from '../../src/audit/index.ts'
import { PASSWORD, testSite } from '../help/visit.ts'

const NEW = { handle: 'Mara_Voss', password: 'a lamp beside the piano', adult: 'on' }

describe('signing up', () => {
  test('makes a member, signs in and leaves an audit entry', async () => {
    const site = testSite()
    const browser = site.browser()
    const form = await browser.get('/sign-up')
    expect(form.status).toBe(200)
    expect(form.body).toContain('I am 18 or older')
    const made = await browser.post('/sign-up', NEW)
    expect([made.status, made.location]).toEqual([303, '/'])
    expect([...browser.jar.keys()]).toEqual(['__Host-fl', '__Host-fl-device'])
    const account = accountByHandle(site.world, 'mara_voss')
    expect(account).toMatchObject({ handle: 'Mara_Voss', role: 'member' })
    expect((await browser.get('/account')).body).toContain('Mara_Voss')
    expect(page(site.world, {}).map(entry => entry.act)).toEqual(['account.signed-in', 'account.joined'])
  })
  test('cookies are for this host, secure, hidden from scripts and not for other sites', async () => {
    const made = await testSite().browser().post('/sign-up', NEW)
    for (const line of made.response.headers.getSetCookie()) {
      expect(line).toMatch(/^__Host-[^;]+; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Lax$/)
    }
  })
  test('every wrong field says what is wrong, and nothing typed is lost but the password', async () => {
    const browser = testSite().browser()
    const refused = await browser.post('/sign-up', { handle: 'a b', password: 'short', from: '/rooms/mara' })
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('value="a b"')
    expect(refused.body).toContain('value="/rooms/mara"')
    expect(refused.body).toContain('Letters, digits, - and _ only')
    expect(refused.body).toContain('At least 15 characters. Four words')
    expect(refused.body).toContain('This house is for adults')
    expect(refused.body).not.toContain('short')
    expect(browser.jar.size).toBe(0)
  })
  test('a look-alike of a name is refused and named', async () => {
    const site = testSite()
    site.person('mara_voss')
    const refused = await site.browser().post('/sign-up', { ...NEW, handle: 'rnara-v0ss' })
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('Too close to mara_voss. Try one that nobody could mistake.')
  })
  test('a network makes five accounts an hour, and mistakes do not count', async () => {
    const site = testSite()
    for (let i = 0; i < 7; i++) await site.browser().post('/sign-up', { ...NEW, handle: 'x' })
    const names = ['anna', 'bruno', 'celine', 'dora', 'emil']
    for (const handle of names) expect((await site.browser().post('/sign-up', { ...NEW, handle })).status).toBe(303)
    expect((await site.browser().post('/sign-up', { ...NEW, handle: 'fabio' })).status).toBe(429)
    const elsewhere = site.browser({ address: '203.0.113.9' })
    expect((await elsewhere.post('/sign-up', { ...NEW, handle: 'fabio' })).status).toBe(303)
  })
  test('the list of names cannot be read by asking for each', async () => {
    const site = testSite()
    const ask = () => site.browser().post('/sign-up', { ...NEW, handle: 'anna', password: 'short' })
    for (let i = 0; i < 60; i++) expect((await ask()).status).toBe(422)
    const enough = await ask()
    expect(enough.status).toBe(429)
    expect(enough.body).toContain('Many tries came from your network.')
    expect(enough.body).toContain('value="anna"')
  })
  test('a closed house takes nobody', async () => {
    const site = testSite()
    site.world.settings.set('sign_up', 'closed', 0)
    expect((await site.browser().get('/sign-up')).body).toContain('By invitation')
    expect((await site.browser().post('/sign-up', NEW)).status).toBe(403)
    expect(accountByHandle(site.world, NEW.handle)).toBeNull()
  })
  test('from another site nothing happens', async () => {
    const site = testSite()
    const refused = await site.browser().post('/sign-up', NEW, { 'sec-fetch-site': 'cross-site' })
    expect(refused.status).toBe(403)
    expect(accountByHandle(site.world, NEW.handle)).toBeNull()
  })
})

describe('signing in and out', () => {
  test('leads back to where one came from, and only to our own pages', async () => {
    const site = testSite()
    site.person('mara_voss')
    const right = { handle: 'MARA_VOSS', password: PASSWORD }
    expect((await site.browser().get('/account')).location).toBe('/sign-in?from=%2Faccount')
    expect((await site.browser().post('/sign-in', { ...right, from: '/account' })).location).toBe('/account')
    for (const from of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '']) {
      expect((await site.browser().post('/sign-in', { ...right, from })).location).toBe('/')
    }
  })
  test('each role lands where its work is', async () => {
    const site = testSite()
    for (const [role, at] of [
      ['owner', '/panel'],
      ['moderator', '/panel'],
      ['performer', '/studio'],
      ['member', '/'],
    ] as const) {
      site.person(`the_${role}x`, role)
      expect((await site.browser().post('/sign-in', { handle: `the_${role}x`, password: PASSWORD })).location).toBe(at)
    }
  })
  test('a wrong password and an unknown name get the same answer', async () => {
    const site = testSite()
    site.person('mara_voss')
    const wrong = await site.browser().post('/sign-in', { handle: 'mara_voss', password: 'not her password at all' })
    const unknown = await site.browser().post('/sign-in', { handle: 'nobody_1', password: 'not her password at all' })
    const bare = (text: string) => text.replace(/nonce[^ >]*"/g, '').replaceAll('nobody_1', 'mara_voss')
    expect(wrong.status).toBe(422)
    expect(unknown.status).toBe(422)
    expect(bare(unknown.body)).toBe(bare(wrong.body))
    expect(wrong.body).toContain('Name and password do not go together.')
    expect(wrong.body).toContain('value="mara_voss"')
    expect(wrong.body).not.toContain('not her password')
  })
  test('signing out ends the session, not only the cookie', async () => {
    const site = testSite()
    const browser = site.signedIn(site.person('mara_voss'))
    const copy = site.browser()
    copy.jar.set('__Host-fl', browser.jar.get('__Host-fl')!)
    expect((await copy.get('/account')).status).toBe(200)
    expect((await browser.post('/sign-out')).location).toBe('/sign-in?said=out')
    expect(browser.jar.has('__Host-fl')).toBe(false)
    expect((await copy.get('/account')).status).toBe(303)
  })
  test('a new sign-in replaces the session of this browser, whichever side it was', async () => {
    const site = testSite()
    site.person('the_ownerx', 'owner')
    const browser = site.signedIn(site.person('mara_voss'))
    await browser.post('/sign-in', { handle: 'the_ownerx', password: PASSWORD })
    expect([...browser.jar.keys()].filter(name => name !== '__Host-fl-device')).toEqual(['__Host-fl-staff'])
  })
})

describe('hostile input', () => {
  const long = 'Z̴̢'.repeat(2_000)
  const hostile = [
    '\u202Eadmin\u202C',
    long,
    'a\u0000b\u0000cdef',
    '__proto__',
    'constructor',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    '\ud800\udfff\ud800',
    '🎹🎹🎹🎹',
    'маrа',
    '',
  ]
  test('is refused in our words, in every field of every form, and is never markup', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    for (const value of hostile) {
      for (const path of ['/sign-in', '/sign-up', '/invite', '/recover', '/sign-in/link']) {
        const answer = await site.browser({ address: `192.0.${hostile.indexOf(value)}.1` }).post(path, {
          handle: value,
          password: value,
          from: value,
          challenge: value,
          answer: value,
          adult: value,
        })
        expect([410, 413, 422, 429]).toContain(answer.status)
        expect(answer.body).not.toContain('<script>alert')
        expect(answer.body).not.toContain('<img')
        expect(answer.body.length).toBeLessThan(20_000)
      }
      const mine = site.signedIn(account)
      for (const [path, name] of [
        ['/account/password', 'password'],
        ['/account/profile', 'theme'],
        ['/account/delete', 'delete_password'],
        [`/account/sessions/${encodeURIComponent(value.toWellFormed().slice(0, 500) || 'x')}/end`, 'x'],
        [`/links/${encodeURIComponent(value.toWellFormed().slice(0, 500) || 'x')}`, 'x'],
      ] as const) {
        const answer = path.startsWith('/links') ? await mine.get(path) : await mine.post(path, { [name]: value })
        expect([404, 410, 422, 429]).toContain(answer.status)
      }
    }
    expect(accountByHandle(site.world, 'mara_voss')?.id).toBe(account.id)
  })
  test('other shapes than a form are a form with nothing in it', async () => {
    const site = testSite()
    const bodies: [string, string][] = [
      ['application/json', '{"handle":{"$ne":1},"__proto__":{"adult":"on"},"password":["x"]}'],
      ['application/json', '{broken'],
      ['application/json', 'null'],
      ['text/plain', 'handle=x'],
      ['application/x-www-form-urlencoded', 'handle=a&handle=b&__proto__[x]=1&__proto__=2'],
      ['multipart/form-data; boundary=x', '--x\r\nbroken'],
      ['image/png', 'x'],
    ]
    for (const [type, body] of bodies) {
      const answer = await site.browser().ask('/sign-up', {
        method: 'POST',
        headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' },
        body,
      })
      expect([400, 415, 422]).toContain(answer.status)
    }
    expect(({} as { adult?: string }).adult).toBeUndefined()
  })
  test('a form of megabytes is not even read', async () => {
    const flood = await testSite().browser().post('/sign-in', { handle: 'x' }, { 'content-length': '2000000' })
    expect(flood.status).toBe(413)
  })
  test('cookies of another shape, twice or on the wrong side are no session', async () => {
    const site = testSite()
    const secret = site.signedIn(site.person('mara_voss')).jar.get('__Host-fl')!
    for (const cookie of [
      `__Host-fl=${secret}x`,
      `__Host-fl="${secret}"`,
      `__Host-fl=${secret}; __Host-fl=${secret}`,
      `__Host-fl-staff=${secret}`,
      `fl=${secret}`,
      `__Host-fl=${secret.slice(1)}`,
      '__Host-fl=',
      `__Host-fl=${'%00'.repeat(5000)}`,
    ]) {
      expect((await site.browser().get('/account', { cookie })).status).toBe(303)
    }
    expect((await site.browser().get('/account', { cookie: `a=b; __Host-fl=${secret}` })).status).toBe(200)
  })
})

import { describe, expect, test } from 'bun:test'
import { accountByHandle, accountById } from '../../src/accounts/index.ts'
import { page, verify } from '../../src/audit/index.ts'
import { PASSWORD, testSite } from '../help/visit.ts'

describe('one’s own account', () => {
  test('keeps its look', async () => {
    const site = testSite()
    const browser = site.signedIn(site.person('mara_voss'))
    expect((await browser.post('/account/profile', { theme: 'light', hue: '3' })).location).toBe('/account?said=look')
    const shown = await browser.get('/account?said=look')
    expect(shown.body).toContain('data-theme="light"')
    expect(shown.body).toContain('You look like this everywhere')
    for (const bad of [{ theme: 'neon', hue: '3' }, { theme: 'dark', hue: '8' }, { theme: 'dark', hue: '1e0' }, {}]) {
      expect((await browser.post('/account/profile', bad as Record<string, string>)).status).toBe(422)
    }
  })
  test('tells open rooms of another hue, and not as often as somebody presses', async () => {
    const site = testSite()
    const { world } = site
    site.person('ines_low', 'performer')
    world.presence.join({ send() {}, close() {} }, 'room:ines-low', ['room:ines-low/en'])
    const browser = site.signedIn(site.person('mara_voss'))
    const looks = () => world.hub.frames.filter(({ frame }) => frame.includes('kind="look"')).length
    const press = (theme: string, hue: string) => browser.post('/account/profile', { theme, hue })
    await press('dark', '1')
    expect(looks()).toBe(1)
    await press('light', '1')
    expect(looks()).toBe(1)
    for (let n = 0; n < 20; n++) await press('light', String(n % 8))
    expect(looks()).toBe(6)
    expect((await browser.get('/account')).body).toContain('hue-3')
  })
  test('changes its password and ends the other sessions, not this one', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const here = site.signedIn(account)
    const there = site.signedIn(account)
    const wrong = await here.post('/account/password', {
      current: 'not it, not it at all',
      password: 'a lamp by the piano',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toContain('That is not your password.')
    expect((await here.post('/account/password', { current: PASSWORD, password: 'short' })).body).toContain(
      'At least 15 characters. Four words',
    )
    expect((await there.get('/account')).status).toBe(200)
    expect((await here.post('/account/password', { current: PASSWORD, password: 'a lamp by the piano' })).status).toBe(
      303,
    )
    expect((await here.get('/account')).status).toBe(200)
    expect((await there.get('/account')).status).toBe(303)
    expect((await site.browser().post('/sign-in', { handle: 'mara_voss', password: PASSWORD })).status).toBe(422)
    expect(page(site.world, {})[0]).toMatchObject({ act: 'account.password-changed', subject: `account:${account.id}` })
  })
  test('a stolen session cannot guess the password for long', async () => {
    const site = testSite()
    const browser = site.signedIn(site.person('mara_voss'))
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) {
      statuses.push((await browser.post('/account/delete', { delete_password: `guess number ${i} of many` })).status)
    }
    expect(statuses).toEqual([...Array(10).fill(422), 429, 429])
  })
  test('lists where it is signed in, ends one, and never one of somebody else', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const other = site.signedIn(site.person('juno_9'))
    const here = site.signedIn(account)
    const there = site.signedIn(account)
    const handles = () =>
      (site.world.db.query('SELECT handle, account_id FROM sessions').all() as { handle: string; account_id: string }[])
        .filter(row => row.account_id === account.id)
        .map(row => row.handle)
    const listed = (await here.get('/account')).body
    for (const handle of handles())
      expect(listed.includes(`/account/sessions/${handle}/end`) || listed.includes('this one')).toBe(true)
    for (const handle of handles()) expect((await other.post(`/account/sessions/${handle}/end`)).status).toBe(404)
    const [, away] = /\/account\/sessions\/([^/"]+)\/end/.exec(listed) ?? []
    expect((await here.post(`/account/sessions/${away}/end`)).location).toBe('/account?said=ended')
    expect((await there.get('/account')).status).toBe(303)
    expect((await here.get('/account')).status).toBe(200)
  })
  test('signs out everywhere and forgets its devices', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const browsers = [site.signedIn(account), site.signedIn(account)]
    const other = site.signedIn(site.person('juno_9'))
    expect((await browsers[0]!.post('/account/sessions/end')).location).toBe('/sign-in?said=everywhere')
    for (const browser of browsers) expect((await browser.get('/account')).status).toBe(303)
    expect((await other.get('/account')).status).toBe(200)
  })
})

describe('deleting an account', () => {
  test('asks for the password, frees the name and leaves no session, device, code or room', async () => {
    const site = testSite()
    const { world } = site
    const account = site.person('mara_voss', 'performer')
    const browser = site.browser()
    await browser.post('/sign-in', { handle: 'mara_voss', password: PASSWORD })
    const closed: number[] = []
    world.presence.join({ send() {}, close: (code: number) => closed.push(code) }, 'room:x', [`account:${account.id}`])
    expect((await browser.post('/account/delete', { delete_password: 'a wrong one of many' })).status).toBe(422)
    expect((await browser.post('/account/delete', { delete_password: PASSWORD })).location).toBe(
      '/sign-in?said=deleted',
    )
    expect(accountById(world, account.id)).toBeNull()
    expect(accountByHandle(world, 'mara_voss')).toBeNull()
    for (const table of ['sessions', 'devices', 'rooms', 'approvals_to_broadcast']) {
      expect([table, world.db.query(`SELECT count(*) AS n FROM ${table}`).get()]).toEqual([table, { n: 0n }])
    }
    expect(world.media.cuts).toEqual([{ name: 'mara-voss', why: 'closed' }])
    expect(closed).toEqual([1008])
    const left = JSON.stringify(world.db.query('SELECT handle, skeleton, password_hash FROM accounts').all())
    expect(left).not.toMatch(/mara|argon/)
    expect(page(world, {})[0]).toMatchObject({ act: 'account.deleted', subject: `account:${account.id}` })
    expect(verify(world).ok).toBe(true)
    expect((await site.browser().post('/sign-in', { handle: 'mara_voss', password: PASSWORD })).status).toBe(422)
    expect(site.person('mara_voss').id).not.toBe(account.id)
  })
  test('the only owner stays', async () => {
    const site = testSite()
    const owner = site.person('the_boss', 'owner')
    const browser = site.signedIn(owner)
    expect((await browser.get('/account')).body).toContain('You are the only owner.')
    expect((await browser.post('/account/delete', { delete_password: PASSWORD })).status).toBe(422)
    site.person('the_other', 'owner')
    expect((await browser.post('/account/delete', { delete_password: PASSWORD })).status).toBe(303)
  })
})

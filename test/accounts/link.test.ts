import { describe, expect, test } from 'bun:test'
import { inviteCommand, linkCommand, type Made, recoverCommand } from '../../src/accounts/cli.ts'
import {
  type Account,
  accountByHandle,
  actorOf,
  changeRole,
  deleteAccount,
  invite,
  openInvites,
  recoverPassword,
  voidInvite,
} from '../../src/accounts/index.ts'
import { CONSOLE, verify } from '../../src/audit/index.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { ban } from '../../src/moderation/index.ts'
import { PASSWORD, type Site, testSite } from '../help/visit.ts'

const path = (made: Made): string => {
  if (!made.ok) throw new Error(made.say)
  return made.path
}
const inviteTo = (site: Site, role: 'performer' | 'moderator'): string => path(inviteCommand(site.world, role))
const NEW = { handle: 'kiri', password: 'the potter turns at dawn', adult: 'on' }

describe('a link', () => {
  test('moves its code out of the address bar; looking spends nothing, only the button does, once', async () => {
    const site = testSite()
    site.person('mara_voss', 'performer')
    const link = path(linkCommand(site.world, 'Mara_Voss'))
    expect(link).toMatch(/^\/links\/[A-Za-z0-9_-]{43}$/)
    for (let i = 0; i < 3; i++) {
      const scanner = site.browser()
      const opened = await scanner.get(link)
      expect([opened.status, opened.location]).toEqual([303, '/sign-in/link'])
      expect(opened.response.headers.getSetCookie()[0]).toMatch(
        /^__Host-fl-code=[^;]{43}; Path=\/; Max-Age=600; HttpOnly; Secure; SameSite=Lax$/,
      )
      expect((await scanner.get('/sign-in/link')).body).toContain('Sign in as mara_voss')
    }
    const browser = site.browser()
    const late = site.browser()
    await browser.get(link)
    await late.get(link)
    const entered = await browser.post('/sign-in/link')
    expect(entered.location).toBe('/studio')
    expect([...browser.jar.keys()].sort()).toEqual(['__Host-fl', '__Host-fl-device'])
    expect((await browser.get('/account')).status).toBe(200)
    expect((await late.post('/sign-in/link')).status).toBe(410)
    expect((await late.get(link)).status).toBe(410)
  })
  test('ends: sign-in after an hour, recovery after half, an invite after a week', async () => {
    const site = testSite()
    site.person('the_boss', 'owner')
    for (const [made, lasts] of [
      [linkCommand(site.world, 'the_boss'), HOUR],
      [recoverCommand(site.world), 30 * MINUTE],
      [inviteCommand(site.world, 'performer'), 7 * DAY],
    ] as const) {
      const began = site.world.clock.at
      site.world.clock.pass(lasts - 1)
      expect((await site.browser().get(path(made))).status).toBe(303)
      site.world.clock.pass(1)
      expect((await site.browser().get(path(made))).status).toBe(410)
      site.world.clock.at = began
    }
  })
  test('of one kind opens no other door', async () => {
    const site = testSite()
    site.person('the_boss', 'owner')
    const browser = site.browser()
    await browser.get(inviteTo(site, 'moderator'))
    for (const other of ['/sign-in/link', '/recover']) {
      const code = browser.jar.get('__Host-fl-code') ?? ''
      expect((await browser.post(other, { password: 'the potter turns at dawn' })).status).toBe(410)
      browser.jar.set('__Host-fl-code', code)
    }
    expect((await browser.get('/invite')).status).toBe(200)
  })
  test('is void after the password has changed', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const link = path(linkCommand(site.world, 'mara_voss'))
    const changed = await site
      .signedIn(account)
      .post('/account/password', { current: PASSWORD, password: 'another lamp beside the piano' })
    expect(changed.location).toBe('/account?said=password')
    expect((await site.browser().get(link)).status).toBe(410)
  })
})

describe('an invite', () => {
  test('makes the account of its role, once', async () => {
    const site = testSite()
    const link = inviteTo(site, 'performer')
    const browser = site.browser()
    await browser.get(link)
    const wrong = await browser.post('/invite', { handle: 'k', password: 'x' })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toContain('value="k"')
    expect((await browser.post('/invite', NEW)).location).toBe('/studio')
    expect(accountByHandle(site.world, 'kiri')?.role).toBe('performer')
    const other = site.browser()
    expect((await other.get(link)).status).toBe(410)
    other.jar.set('__Host-fl-code', link.slice('/links/'.length))
    expect((await other.post('/invite', { ...NEW, handle: 'else' })).status).toBe(410)
  })
  test('is whole when the name is taken', async () => {
    const site = testSite()
    site.person('kiri')
    const browser = site.browser()
    await browser.get(inviteTo(site, 'performer'))
    expect((await browser.post('/invite', NEW)).status).toBe(422)
    expect((await browser.post('/invite', { ...NEW, handle: 'kirrin' })).status).toBe(303)
  })
  test('two people with one link cannot both win', async () => {
    const site = testSite()
    const link = inviteTo(site, 'performer')
    const browsers = [site.browser(), site.browser()]
    for (const browser of browsers) await browser.get(link)
    const both = await Promise.all(
      browsers.map((browser, i) => browser.post('/invite', { ...NEW, handle: `kiri_${'ab'[i]}` })),
    )
    expect(both.map(answer => answer.status).toSorted()).toEqual([303, 410])
  })
  test('is taken back, and only owners and the console invite moderators', async () => {
    const site = testSite()
    const link = inviteTo(site, 'performer')
    expect(invite(site.world, { role: 'moderator', note: '', by: CONSOLE, byRole: 'moderator' })).toEqual({
      ok: false,
      why: 'role',
    })
    for (const role of ['owner', 'member', '', '__proto__']) {
      expect(invite(site.world, { role, note: '', by: CONSOLE, byRole: 'owner' })).toEqual({ ok: false, why: 'role' })
    }
    const [open] = openInvites(site.world)
    expect(voidInvite(site.world, open!.id, CONSOLE)).toBe(true)
    expect(voidInvite(site.world, open!.id, CONSOLE)).toBe(false)
    expect((await site.browser().get(link)).status).toBe(410)
    expect(openInvites(site.world)).toEqual([])
  })
})

describe('whoever is put out', () => {
  const because = 'Shouted.'
  const putOut: [string, (site: Site, account: Account, by: Account) => unknown][] = [
    [
      'banned',
      ({ world, told }, { id }, by) =>
        ban(world, told, { by: actorOf(by, ''), byRole: 'owner', account: id, rule: 'Be kind', reason: because }),
    ],
    [
      'given another role',
      ({ world, told }, { id }, by) =>
        changeRole(world, told.accounts, {
          by: actorOf(by, ''),
          byRole: 'owner',
          account: id,
          role: 'moderator',
          because,
          approval: 'given',
        }),
    ],
    [
      'deleted',
      ({ world, told }, { id }) =>
        deleteAccount(world, told.accounts, { account: id, password: PASSWORD, address: '' }),
    ],
    [
      'recovered on the console',
      ({ world, told }, account) => recoverPassword(world, told.accounts, account, 'another hash', CONSOLE),
    ],
  ]
  test.each(putOut)('(%s) leaves no invite behind to come back by', async (_, put) => {
    const site = testSite()
    const owner = site.person('the_boss', 'owner')
    const rogue = site.person('the_rogue', 'owner')
    const make = (by: Account) => {
      const made = invite(site.world, { role: 'moderator', note: '', by: actorOf(by, ''), byRole: 'owner' })
      return made.ok ? made.code : ''
    }
    const [left, kept] = [make(rogue), make(owner)]
    await put(site, rogue, owner)
    const browser = site.browser()
    expect((await browser.get(`/links/${left}`)).status).toBe(410)
    expect((await browser.get(`/links/${kept}`)).location).toBe('/invite')
    expect(openInvites(site.world)).toHaveLength(1)
  })
})

describe('recovery from the console', () => {
  test('sets a new password, ends every session and signs in', async () => {
    const site = testSite()
    const owner = site.person('the_boss', 'owner')
    const thief = site.signedIn(owner)
    const browser = site.browser()
    await browser.get(path(recoverCommand(site.world)))
    expect((await browser.get('/recover')).body).toContain('For the_boss.')
    expect((await browser.post('/recover', { password: 'short' })).status).toBe(422)
    expect((await browser.post('/recover', { password: 'the potter turns at dawn' })).location).toBe('/panel')
    expect((await thief.get('/account')).status).toBe(303)
    const again = await site.browser().post('/sign-in', { handle: 'the_boss', password: 'the potter turns at dawn' })
    expect(again.location).toBe('/panel')
    expect(verify(site.world).ok).toBe(true)
  })
  test('says in words what cannot be', () => {
    const site = testSite()
    expect(recoverCommand(site.world)).toMatchObject({ ok: false, say: expect.stringContaining('no owner yet') })
    site.person('the_boss', 'owner')
    site.person('the_other', 'owner')
    site.person('mara_voss')
    expect(recoverCommand(site.world)).toMatchObject({ ok: false, say: expect.stringContaining('the_boss, the_other') })
    expect(recoverCommand(site.world, 'mara_voss')).toMatchObject({
      ok: false,
      say: expect.stringContaining('no owner'),
    })
    expect(linkCommand(site.world, 'nobody_1')).toEqual({ ok: false, say: 'Nobody here is called "nobody_1".' })
    expect(inviteCommand(site.world, 'queen')).toMatchObject({ ok: false })
  })
})

test('a stolen database holds no session, code, device or password', async () => {
  const site = testSite()
  const owner = site.person('the_boss', 'owner')
  const links = [
    linkCommand(site.world, 'the_boss'),
    recoverCommand(site.world),
    inviteCommand(site.world, 'performer'),
  ]
  const browser = site.browser()
  await browser.post('/sign-in', { handle: 'the_boss', password: PASSWORD })
  const secrets = [
    ...links.map(made => path(made).slice('/links/'.length)),
    ...browser.jar.values(),
    ...site.signedIn(owner).jar.values(),
    PASSWORD,
  ]
  expect(secrets).toHaveLength(7)
  const stolen = Buffer.from(site.world.db.serialize()).toString('latin1')
  expect(stolen).toContain('the_boss')
  for (const secret of secrets) expect(stolen.includes(secret)).toBe(false)
  for (const line of site.world.lines) for (const secret of secrets) expect(line.includes(secret)).toBe(false)
})

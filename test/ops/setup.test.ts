import { describe, expect, test } from 'bun:test'
import { findLink, linkPath } from '../../src/accounts/index.ts'
import { verify } from '../../src/audit/index.ts'
import { HOUR } from '../../src/base/clock.ts'
import { checklist } from '../../src/ops/checklist.ts'
import { hasOwner, nextStep, setupLink, stepsDone } from '../../src/ops/setup.ts'
import { PASSWORD, testSite, type Visit } from '../help/visit.ts'

const ME = { handle: 'harbour_studio', password: PASSWORD, adult: 'on' }

async function withCode(site: ReturnType<typeof testSite>): Promise<Visit> {
  const visit = site.browser()
  const link = setupLink(site.world)!
  const came = await visit.get(link)
  expect(came).toMatchObject({ status: 303, location: '/setup' })
  expect((await visit.get('/setup')).location).toBe('/setup/you')
  return visit
}

describe('the first owner', () => {
  test('comes by the link from the console, and goes on to the next step', async () => {
    const site = testSite()
    const visit = await withCode(site)
    const page = await visit.get('/setup/you')
    expect(page.status).toBe(200)
    expect(page.body).not.toContain('name="code"')
    const done = await visit.post('/setup/you', ME)
    expect(done).toMatchObject({ status: 303, location: '/setup/name' })
    expect(hasOwner(site.world)).toBe(true)
    expect((await visit.get('/setup/name')).status).toBe(200)
    expect(verify(site.world).ok).toBe(true)
  })

  test('may type the code, or paste the whole link', async () => {
    for (const typed of ['code', 'link'] as const) {
      const site = testSite()
      const link = setupLink(site.world)!
      const visit = site.browser()
      const code = typed === 'code' ? link.split('/').pop()! : `http://localhost:8420${link}`
      expect((await visit.post('/setup/you', { ...ME, code })).location).toBe('/setup/name')
    }
  })

  test('is told about every field at once, and keeps what was typed but the password', async () => {
    const site = testSite()
    const visit = await withCode(site)
    const page = await visit.post('/setup/you', { handle: 'a"><b>', password: 'short' })
    expect(page.status).toBe(422)
    expect(page.body).toContain('value="a&quot;&gt;&lt;b&gt;"')
    expect(page.body).toContain('At least 15 characters.')
    expect(page.body).toContain('This house is for adults.')
    expect(page.body).not.toContain('short')
    expect(hasOwner(site.world)).toBe(false)
    expect((await visit.post('/setup/you', ME)).location).toBe('/setup/name')
  })

  for (const code of ['', 'nonsense', 'A'.repeat(43), 'x'.repeat(5000)]) {
    test(`is not let in by the code ${code.slice(0, 12) || '(none)'}`, async () => {
      const site = testSite()
      setupLink(site.world)
      const page = await site.browser().post('/setup/you', { ...ME, code })
      expect(page.status).toBe(422)
      expect(page.body).toContain('name="code"')
      expect(page.body).toContain('harbour_studio')
      expect(hasOwner(site.world)).toBe(false)
    })
  }

  test('comes too late after an hour, and after a newer link', async () => {
    const site = testSite()
    const old = setupLink(site.world)!.split('/').pop()!
    const fresh = setupLink(site.world)!.split('/').pop()!
    expect(findLink(site.world, old)).toBeNull()
    site.world.clock.pass(HOUR + 1)
    expect((await site.browser().get(linkPath(fresh))).status).toBe(410)
    const page = await site.browser().post('/setup/you', { ...ME, code: fresh })
    expect(page.status).toBe(422)
    expect(page.body).toContain('This code was used, or its hour is over.')
  })

  test('is one alone: the second with the same link finds it used', async () => {
    const site = testSite()
    const code = setupLink(site.world)!.split('/').pop()!
    const [one, two] = await Promise.all([
      site.browser().post('/setup/you', { ...ME, code }),
      site.browser().post('/setup/you', { ...ME, handle: 'another_one', code }),
    ])
    expect([one.status, two.status].sort()).toEqual([303, 422])
    expect(setupLink(site.world)).toBeNull()
  })

  test("is not made by another site's page", async () => {
    const site = testSite()
    const visit = await withCode(site)
    const page = await visit.post('/setup/you', ME, { 'sec-fetch-site': 'cross-site' })
    expect(page.status).toBe(403)
    expect(hasOwner(site.world)).toBe(false)
  })
})

describe('the wizard', () => {
  test("is the owner's alone", async () => {
    const site = testSite()
    site.person('harbour_studio', 'owner')
    const member = site.signedIn(site.person('kestrel'))
    for (const step of ['name', 'address', 'kind', 'doctor']) {
      expect((await site.browser().get(`/setup/${step}`)).location).toStartWith('/sign-in')
      expect((await member.get(`/setup/${step}`)).status).toBe(403)
      expect((await member.post(`/setup/${step}`, { rating: 'general' })).status).toBe(403)
    }
    expect((await site.browser().get('/setup')).location).toStartWith('/sign-in')
    expect((await member.get('/setup/you')).status).toBe(403)
    expect(stepsDone(site.world).size).toBe(0)
  })

  test('goes on where it was left', async () => {
    const site = testSite()
    const visit = await withCode(site)
    await visit.post('/setup/you', ME)
    expect((await visit.get('/setup')).location).toBe('/setup/name')
    await visit.post('/setup/kind', { rating: 'general' })
    expect((await visit.get('/setup')).location).toBe('/setup/name')
    await visit.post('/setup/name', { site_name: 'Harbour Studio', zone: 'Europe/Lisbon', gel: 'own', gel_hue: '200' })
    expect((await visit.get('/setup')).location).toBe('/setup/address')
    expect(site.world.settings.get('site_name')).toBe('Harbour Studio')
    expect(site.world.settings.get('zone')).toBe('Europe/Lisbon')
    expect(site.world.settings.get('gel_hue')).toBe(200)
    await visit.post('/setup/address', { public_url: '', public_host: '' })
    expect((await visit.get('/setup')).location).toBe('/setup/doctor')
    expect((await visit.post('/setup/doctor')).location).toBe('/panel')
    expect(nextStep(site.world)).toBeNull()
    expect((await visit.get('/setup')).location).toBe('/panel')
  })

  test('takes a named gel, and shows one without keeping it', async () => {
    const site = testSite()
    const visit = site.signedIn(site.person('harbour_studio', 'owner'))
    const shown = await visit.post('/setup/name', { site_name: 'X', gel: 'own', gel_hue: '300', do: 'look' })
    expect(shown.status).toBe(200)
    expect(shown.body).toContain('value="X"')
    expect(shown.body).toContain('value="300"')
    expect(site.world.settings.get('gel_hue')).toBe(64)
    await visit.post('/setup/name', { site_name: 'X', gel: '140', gel_hue: '300' })
    expect(site.world.settings.get('gel_hue')).toBe(140)
  })

  for (const [step, form, words] of [
    ['name', { site_name: ' ', gel: '64' }, 'The house needs a name.'],
    ['name', { site_name: 'x'.repeat(41), gel: '64' }, 'That is longer than 40 characters.'],
    ['name', { site_name: 'X', gel: '64', zone: 'Mars/Base' }, 'Choose a zone from the list.'],
    ['name', { site_name: 'X', gel: 'own', gel_hue: '900' }, 'A whole number from 42 to 362'],
    ['name', { site_name: 'X' }, 'A whole number from 42 to 362'],
    ['address', { public_url: 'http://stage.example.org' }, 'it must begin with https'],
    ['address', { public_url: 'javascript:alert(1)' }, 'Write the address alone'],
    ['address', { public_host: 'http://x/' }, 'Write a name or an IP address'],
    ['kind', { rating: 'anything' }, 'Choose the kind of house from the list.'],
    ['kind', {}, 'Choose the kind of house from the list.'],
  ] as const) {
    test(`${step}: ${JSON.stringify(form).slice(0, 60)} is refused in place`, async () => {
      const site = testSite()
      const visit = site.signedIn(site.person('harbour_studio', 'owner'))
      const page = await visit.post(`/setup/${step}`, { ...form })
      expect(page.status).toBe(422)
      expect([words, page.body.includes(words)]).toEqual([words, true])
      for (const typed of Object.values(form)) {
        if (step === 'address') expect([typed, page.body.includes(`value="${typed}"`)]).toEqual([typed, true])
      }
      expect(stepsDone(site.world).size).toBe(0)
      expect(verify(site.world)).toMatchObject({ ok: true })
    })
  }

  test('a new address reaches the media server', async () => {
    const site = testSite()
    const visit = site.signedIn(site.person('harbour_studio', 'owner'))
    await visit.post('/setup/address', { public_url: 'https://stage.example.org', public_host: '203.0.113.7' })
    expect(site.world.settings.get('public_host')).toBe('203.0.113.7')
    expect(site.world.media.restarts).toBe(1)
  })

  test('the doctor says a fact for each, and a fix where it is not green', async () => {
    const site = testSite()
    const visit = site.signedIn(site.person('harbour_studio', 'owner'))
    const page = await visit.get('/setup/doctor')
    expect(page.status).toBe(200)
    for (const title of ['Data folder', 'Disk', 'Clock', 'ffmpeg', 'Media server', 'Certificate', 'Reach', 'Backup']) {
      expect([title, page.body.includes(title)]).toEqual([title, true])
    }
    expect(page.body).toContain('check-fix')
  })
})

test('the checklist shrinks as things are done', async () => {
  const site = testSite()
  const undone = () => checklist(site.world).filter(todo => !todo.done).length
  const all = undone()
  const visit = await withCode(site)
  await visit.post('/setup/you', ME)
  expect(checklist(site.world)[0]).toMatchObject({ done: false, act: { href: '/setup/name' } })
  site.person('ines_low', 'performer')
  expect(undone()).toBe(all - 1)
  site.world.settings.set('public_url', 'https://stage.example.org', 1)
  expect(checklist(site.world).find(todo => todo.words.includes('https'))?.done).toBe(true)
})

test('whoever watches the process gets a word without signing in', async () => {
  const page = await testSite().browser().get('/health')
  expect(page).toMatchObject({ status: 200, body: 'ok\n' })
})

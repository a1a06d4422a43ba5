import { beforeEach, expect, test } from 'bun:test'
import { chosenLanguage, languageOfAccount } from '../../src/accounts/index.ts'
import { needHttps } from '../../src/base/html/need-https.tsx'
import { PASSWORD, type Site, testSite } from '../help/visit.ts'

let site: Site
beforeEach(() => {
  site = testSite()
})

const COOKIE = '__Host-fl-language'
const lang = (body: string) => /<html lang="(\w+)"/.exec(body)?.[1]

test('a guest chooses a language and comes back to the same page', async () => {
  const guest = site.browser()
  expect(lang((await guest.get('/sign-in')).body)).toBe('en')
  const page = await guest.get('/?q=piano&said=out')
  expect(page.body).toContain('name="from" value="/?q=piano"')
  const chosen = await guest.post('/language', { language: 'de', from: '/?q=piano' })
  expect([chosen.status, chosen.location]).toEqual([303, '/?q=piano'])
  expect(guest.jar.get(COOKIE)).toBe('de')
  expect(lang((await guest.get('/sign-in')).body)).toBe('de')
})

test('the way back is a page of ours, and the page with the form after a form was refused', async () => {
  const guest = site.browser()
  expect((await guest.post('/language', { language: 'de', from: '//elsewhere.example/' })).location).toBe('/')
  const refused = await guest.post(
    '/sign-up',
    { handle: 'x' },
    { referer: 'http://localhost:8420/sign-up?from=%2Freport' },
  )
  expect(refused.status).toBe(422)
  expect(refused.body).toContain('name="from" value="/sign-up?from=%2Freport"')
})

test('a language that we do not have is refused and changes nothing', async () => {
  const guest = site.browser()
  for (const language of ['', 'xx', 'constructor']) {
    expect((await guest.post('/language', { language })).status).toBe(422)
  }
  expect(guest.jar.has(COOKIE)).toBe(false)
})

test('the first of the browser’s languages that we have is spoken, else the house’s own', async () => {
  const guest = site.browser()
  const asks = async (header: string) => lang((await guest.get('/sign-in', { 'accept-language': header })).body)
  expect(await asks('pt-PT, de-AT;q=0.8, en;q=0.5')).toBe('de')
  expect(await asks('pt')).toBe('en')
  site.world.settings.set('language', 'de', 0)
  expect(await asks('pt')).toBe('de')
  expect((await guest.get('/sign-in')).response.headers.get('vary')).toContain('Accept-Language')
})

test('an account takes on what was chosen before it was made, and brings it into another browser', async () => {
  const guest = site.browser()
  await guest.post('/language', { language: 'de' })
  const joined = await guest.post('/sign-up', { handle: 'juno', password: PASSWORD, adult: 'on' })
  expect(joined.status).toBe(303)
  const { id } = site.world.db.query("SELECT id FROM accounts WHERE handle = 'juno'").get() as { id: string }
  expect(chosenLanguage(site.world, id)).toBe('de')

  const other = site.browser()
  await other.post('/sign-in', { handle: 'juno', password: PASSWORD })
  expect(other.jar.get(COOKIE)).toBe('de')
  expect(lang((await other.get('/account')).body)).toBe('de')

  await other.post('/language', { language: 'en', from: '/account' })
  expect(chosenLanguage(site.world, id)).toBe('en')
  expect(lang((await other.get('/account')).body)).toBe('en')
})

test('who chose nothing is written to as the browser last asked, else as the house speaks', async () => {
  const mara = site.person('mara')
  site.world.settings.set('language', 'de', 0)
  expect(languageOfAccount(site.world, mara.id)).toBe('de')
  const browser = site.browser()
  await browser.ask('/sign-in', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      'accept-language': 'en-GB',
    },
    body: new URLSearchParams({ handle: 'mara', password: PASSWORD }).toString(),
  })
  expect(languageOfAccount(site.world, mara.id)).toBe('en')
  expect(chosenLanguage(site.world, mara.id)).toBeNull()
  expect(browser.jar.has(COOKIE)).toBe(false)
})

test('what plain HTTP from outside gets is in the browser’s language, without a form that could not be sent', async () => {
  const asked = new Request('http://stage.example.org/', { headers: { 'accept-language': 'de' } })
  const body = await needHttps(site.world, asked, 'outside', '').text()
  expect(lang(body)).toBe('de')
  expect(body).toContain('Dieses Haus braucht HTTPS')
  expect(body).not.toContain('action="/language"')
})

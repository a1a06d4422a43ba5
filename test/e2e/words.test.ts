import { afterAll, expect, test } from 'bun:test'
import { FEED_OVER, type Person, troubles } from '../help/browser.ts'
import { openHouse, PASSWORD, rtmpTarget } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { publish } from '../help/site.ts'

const house = await openHouse()
const oskar = await house.performer('oskar')
const { someone: lent, leave } = peopleOf(house)
const someone = (more = {}) => lent(null, more)
afterAll(leave)

const lang = ({ page }: Person) => page.locator('html').getAttribute('lang')
const reads = ({ page }: Person, words: string) => page.getByText(words).first().waitFor()
const choose = async ({ page }: Person, language: string) => {
  const answer = page.waitForEvent('load')
  await page.locator('.site-foot').getByRole('button', { name: language, exact: true }).click()
  await answer
}

const guest = await someone()
const english = await someone()

test('a guest chooses German in the foot of a room, also without scripts, and stays there', async () => {
  for (const one of [guest, await someone({ scripts: false })]) {
    await one.page.goto('/rooms/oskar')
    expect(await lang(one)).toBe('en')
    await choose(one, 'Deutsch')
    expect(new URL(one.page.url()).pathname).toBe('/rooms/oskar')
    expect(await lang(one)).toBe('de')
    await reads(one, 'Die Bühne ist dunkel')
    expect(troubles(one)).toEqual([])
  }
})

test('what is pushed to a room is read by each in their own language', async () => {
  await english.page.goto('/rooms/oskar')
  await reads(english, 'The stage is dark')
  for (const one of [guest, english]) await one.page.evaluate(() => Object.assign(window, { neverLoadedAgain: true }))
  const show = publish(rtmpTarget(house, oskar.room, await oskar.key()))
  try {
    for (const one of [guest, english]) await one.page.locator('#stage[data-state="live"]').waitFor()
    expect(await guest.page.locator('#slate').textContent()).toBe('')
    expect(await guest.page.locator('#controls').getByLabel('Vollbild').count()).toBe(1)
    expect(await english.page.locator('#controls').getByLabel('Full screen').count()).toBe(1)
  } finally {
    await show.stop()
  }
  const slate = (one: Person, words: RegExp) => one.page.locator('#slate').getByText(words).first().waitFor()
  await slate(guest, /Gleich wieder da|Die Bühne ist dunkel/)
  await slate(english, /Back in a moment|The stage is dark/)
  for (const one of [guest, english]) {
    expect(await one.page.evaluate(() => 'neverLoadedAgain' in window)).toBe(true)
    expect(troubles(one, FEED_OVER)).toEqual([])
  }
})

test('an account made in German is German in every browser, until its person says otherwise', async () => {
  const { page } = guest
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('jonas')
  await page.getByLabel('Passwort', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Ich bin 18 oder älter').check()
  await page.getByRole('button', { name: 'Konto anlegen' }).click()
  await page.getByLabel('jonas, dein Menü').waitFor()

  await english.page.goto('/sign-in')
  expect(await lang(english)).toBe('en')
  await english.page.locator('#handle').fill('jonas')
  await english.page.locator('#password').fill(PASSWORD)
  await english.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await english.page.getByLabel('jonas, dein Menü').waitFor()

  await english.page.goto('/account')
  await reads(english, 'Wo du angemeldet bist')
  await choose(english, 'English')
  await reads(english, 'Where you are signed in')
  const other = await someone()
  await house.member('juno')
  await other.page.goto('/sign-in')
  await other.page.locator('#handle').fill('jonas')
  await other.page.locator('#password').fill(PASSWORD)
  await other.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await other.page.getByLabel('jonas, your menu').waitFor()
  for (const one of [guest, english, other]) expect(troubles(one, FEED_OVER)).toEqual([])
})

test('the panel and the studio speak German too, numbers and dates with them', async () => {
  const owner = await someone()
  await house.owner.lend(owner)
  await owner.page.goto('/panel')
  const answer = owner.page.waitForEvent('load')
  await owner.page.locator('.panel-nav').getByRole('button', { name: 'Deutsch' }).click()
  await answer
  await owner.page.getByRole('heading', { name: 'Überblick', level: 1 }).waitFor()
  await owner.page.goto('/panel/audit')
  await reads(owner, 'Einladung gemacht')
  const date = new Intl.DateTimeFormat('de-DE', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  await reads(owner, date.format(new Date()))
  await owner.page.goto('/panel/health')
  await reads(owner, 'Datenordner')

  await owner.page.goto('/panel/settings')
  await owner.page.locator('#language').selectOption('de')
  await owner.page.getByRole('button', { name: 'Einstellungen speichern' }).click()
  await reads(owner, 'Gespeichert.')
  const stranger = await fetch(`${house.url}/rules`, { headers: { 'accept-language': 'pt' } })
  expect(await stranger.text()).toContain('Sei freundlich')

  const performer = await someone()
  await oskar.caller.lend(performer)
  await performer.page.goto('/studio/obs')
  await choose(performer, 'Deutsch')
  await reads(performer, 'Der Raum geht von selbst auf Sendung, wenn das Signal kommt.')
  await reads(performer, 'Einstellungen > Stream > Plattform')
  for (const one of [owner, performer]) expect(troubles(one)).toEqual([])
})

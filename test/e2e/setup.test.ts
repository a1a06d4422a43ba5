import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { answered, closeBrowser, type Person, person, troubles } from '../help/browser.ts'
import { PASSWORD, setupLink } from '../help/house.ts'
import { publish, type Site, startSite, until } from '../help/site.ts'

const CODE_OVER = 'This code was used, or its hour is over. In the console: footlight setup'

const site = await startSite()
const bare = await startSite()
const open: Person[] = []
const someone = async (at: Site, more = {}) => {
  const one = await person(at.url, more)
  open.push(one)
  return one
}
afterAll(async () => {
  for (const one of open) await one.done()
  await closeBrowser()
  await Promise.all([site.done(), bare.done()])
})

const at = (page: Person['page']) => new URL(page.url()).pathname
const press = (page: Person['page'], name: string | RegExp) => page.getByRole('button', { name }).click()

async function fillIn({ page }: Person, handle: string): Promise<void> {
  await page.locator('#handle').fill(handle)
  await page.locator('#password').fill(PASSWORD)
  await page.locator('#adult').check()
}

describe('an empty folder becomes a house', () => {
  let owner: Person
  let performer: Person

  test('the console shows one link, and nobody gets in without its code', async () => {
    const stranger = await someone(site)
    await stranger.page.goto('/setup')
    expect(at(stranger.page)).toBe('/setup/you')
    await fillIn(stranger, 'intruder')
    await stranger.page.locator('#code').fill('A'.repeat(43))
    await press(stranger.page, 'Keep and go on')
    await stranger.page.getByText(CODE_OVER).waitFor()
    expect(at(stranger.page)).toBe('/setup/you')
    expect(await stranger.page.locator('#handle').inputValue()).toBe('intruder')
    for (const step of ['name', 'address', 'kind', 'doctor']) {
      await stranger.page.goto(`/setup/${step}`)
      expect(at(stranger.page)).toBe('/sign-in')
    }
    expect(troubles(stranger, answered(422))).toEqual([])
  })

  test('an expired code is refused, and the console makes a new one that ends the old', async () => {
    const first = setupLink(site)
    const db = new Database(join(site.data, 'footlight.db'))
    db.run("UPDATE links SET ends_at = ends_at - 3600001 WHERE kind = 'setup'")
    db.close()
    const late = await someone(site)
    const dead = await late.page.goto(first)
    expect(dead?.status()).toBe(410)
    await late.page.getByRole('heading', { name: 'This link has ended' }).waitFor()
    await late.page.goto('/setup/you')
    await fillIn(late, 'latecomer')
    await late.page.locator('#code').fill(first)
    await press(late.page, 'Keep and go on')
    await late.page.getByText(CODE_OVER).waitFor()
    expect(troubles(late, answered(410), answered(422))).toEqual([])

    const second = await site.cli('setup')
    const third = await site.cli('setup')
    expect([second.code, third.code]).toEqual([0, 0])
    expect((await late.page.goto(second.out.trim()))?.status()).toBe(410)
    expect(troubles(late, answered(410))).toEqual([])
    owner = await someone(site)
    await owner.page.goto(third.out.trim())
    expect(at(owner.page)).toBe('/setup/you')
  })

  test('the first step names the owner; what is refused keeps what was typed', async () => {
    const { page } = owner
    expect(await page.content()).not.toMatch(/links\/[A-Za-z0-9_-]{43}/)
    expect(await page.locator('#code').count()).toBe(0)
    await page.locator('#handle').fill('mira')
    await page.locator('#password').fill('correct horse battery staple mira')
    await press(page, 'Keep and go on')
    await page.getByText('This house is for adults. Tick the box if you are one.').waitFor()
    expect(await page.locator('#handle').inputValue()).toBe('mira')
    await page.locator('#password').fill('footlight')
    await page.locator('#adult').check()
    await press(page, 'Keep and go on')
    await page.getByText('At least 15 characters. Four words in a row').waitFor()
    expect(await page.locator('#adult').isChecked()).toBe(true)
    await fillIn(owner, 'mira')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/name')
  })

  test('the accent is shown live, and leaving comes back to the same step', async () => {
    const { page } = owner
    await page.locator('#site_name').fill('Harbour stage')
    const before = await page
      .locator('[data-preview="dark"] .btn-primary')
      .evaluate(e => getComputedStyle(e).backgroundColor)
    await page.locator('input[name="gel"][value="own"]').check()
    await page.locator('#gel-hue').fill('150')
    await until(
      'the preview takes the new hue',
      async () =>
        (await page
          .locator('[data-preview="dark"] .btn-primary')
          .evaluate(e => getComputedStyle(e).backgroundColor)) !== before,
    )
    await page.goto('/')
    await page.goto('/setup')
    expect(at(page)).toBe('/setup/name')
    await page.locator('#site_name').fill('Harbour stage')
    await page.locator('#zone').selectOption('Europe/Berlin')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/address')
  })

  test('a wrong address is refused in place, and later means later', async () => {
    const { page } = owner
    await page.locator('#public_url').fill('http://stage.example.org')
    await press(page, 'Keep and go on')
    await page.getByText('Away from this machine it must begin with https').waitFor()
    expect(await page.locator('#public_url').inputValue()).toBe('http://stage.example.org')
    await page.getByRole('link', { name: 'Later' }).click()
    await page.waitForURL('**/setup/kind')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/doctor')
    await page.goto('/setup')
    expect(at(page)).toBe('/setup/address')
    await page.locator('#public_url').fill('')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/kind')
  })

  test('the doctor looks at the machine, and the house opens with a checklist', async () => {
    const { page } = owner
    await page.goto('/setup')
    expect(at(page)).toBe('/setup/doctor')
    const checks = page.locator('.check')
    expect(await checks.count()).toBeGreaterThanOrEqual(6)
    for (const check of await checks.all()) {
      const green = await check.locator('.state-ok').count()
      expect(green + (await check.locator('.check-fix').count())).toBeGreaterThanOrEqual(1)
    }
    await press(page, 'Open the house')
    await page.waitForURL('**/panel')
    await page.getByRole('heading', { name: 'Opening night' }).waitFor()
    expect(await page.title()).toContain('Harbour stage')
    await page.getByRole('link', { name: 'Invite', exact: true }).waitFor()
    const done = page.locator('.rows li', { hasText: 'Finish setting up' })
    expect(await done.getByRole('img', { name: 'done' }).count()).toBe(1)
  })

  test('the wizard is over: its link, its code and its form make nobody else an owner', async () => {
    const late = await someone(site)
    for (const path of ['/setup', '/setup/you']) {
      await late.page.goto(path)
      expect(at(late.page)).toBe('/sign-in')
    }
    const again = await site.cli('setup')
    expect(again.code).toBe(1)
    expect(again.err).toContain('has an owner already')
    expect(troubles(late)).toEqual([])
  })

  test('the owner invites a performer, who joins in another browser and waits', async () => {
    const { page } = owner
    await page.getByRole('link', { name: 'Invite', exact: true }).click()
    await page.waitForURL('**/panel/people#invite')
    await page.locator('#note').fill('Oskar, cello')
    await press(page, 'Make invitation')
    const link = (await page.locator('.copy-text').textContent()) ?? ''
    await page.getByRole('button', { name: 'Copy Invitation' }).click()
    await until(
      'the link is in the clipboard',
      async () => (await page.evaluate(() => navigator.clipboard.readText())) === link,
    )

    performer = await someone(site)
    await performer.page.goto(link)
    await performer.page.getByRole('heading', { name: 'A stage of your own' }).waitFor()
    await performer.page.getByText('mira invites you').waitFor()
    await fillIn(performer, 'oskar_k')
    await press(performer.page, 'Take the stage')
    await performer.page.waitForURL('**/studio')
    await performer.page.getByText('The house has not approved you yet.').waitFor()
    expect(await performer.page.locator('#start').isDisabled()).toBe(true)

    const second = await someone(site)
    expect((await second.page.goto(link))?.status()).toBe(410)
    expect(troubles(second, answered(410))).toEqual([])
  })

  test('the door refuses her encoder with the word, and the card says it', async () => {
    const { page } = performer
    await page.goto('/studio/obs?by=rtmp')
    await press(page, 'Make a key')
    const key = await page.locator('#obs .copy-text').first().textContent()
    expect(key).toMatch(/^fl[a-z2-7]{26}$/)
    const encoder = publish(`rtmp://127.0.0.1:${site.rtmp}/live/oskar-k?pass=${key}`)
    try {
      await page.locator('#signal').getByText('The house has not approved you yet.').waitFor()
      expect(await encoder.child.exited).not.toBe(0)
    } finally {
      await encoder.stop()
    }
    await page.goto('/rooms/oskar-k')
    await page.getByText('The stage is dark').waitFor()
  })

  test('approved, the same key opens the room', async () => {
    const { page } = performer
    await page.goto('/studio/obs?by=rtmp')
    await press(page, 'Make a new key')
    const key = await page.locator('#obs .copy-text').first().textContent()

    await owner.page.goto('/panel')
    await owner.page.getByRole('link', { name: 'See people' }).click()
    await owner.page.getByRole('link', { name: 'oskar_k' }).click()
    await press(owner.page, 'Approve oskar_k')
    expect(await owner.page.locator('#because:invalid').count()).toBe(1)
    await owner.page.locator('#because').fill('I heard the audition and saw the passport.')
    await press(owner.page, 'Approve oskar_k')
    await owner.page.getByText('The door lets this performer in from now on.').waitFor()

    const encoder = publish(`rtmp://127.0.0.1:${site.rtmp}/live/oskar-k?pass=${key}`)
    try {
      await page.locator('#signal').getByRole('heading', { name: 'On air' }).waitFor()
      await owner.page.goto('/panel')
      await owner.page.getByRole('heading', { name: 'On air now' }).waitFor()
      await owner.page.locator('#on-air-oskar-k').waitFor()
    } finally {
      await encoder.stop()
    }
    await page.locator('#signal').getByRole('heading', { name: 'On air' }).waitFor({ state: 'detached' })
  })

  test('nobody saw an error in the console, a policy violation or a foreign request', () => {
    expect(troubles(owner, answered(422), answered(422), answered(422))).toEqual([])
    expect(troubles(performer)).toEqual([])
  })
})

describe('without JavaScript', () => {
  test('the wizard runs from the link to the panel', async () => {
    const owner = await someone(bare, { scripts: false })
    const { page } = owner
    await page.goto(setupLink(bare))
    await fillIn(owner, 'mira')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/name')
    await page.locator('#site_name').fill('Quay')
    await page.locator('input[name="gel"][value="own"]').check()
    await page.locator('#gel-hue').fill('300')
    await press(page, 'Show this gel')
    await page.locator('#site_name').waitFor()
    expect(await page.locator('#site_name').inputValue()).toBe('Quay')
    expect(await page.locator('#gel-hue').inputValue()).toBe('300')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/address')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/kind')
    await press(page, 'Keep and go on')
    await page.waitForURL('**/setup/doctor')
    await press(page, 'Open the house')
    await page.waitForURL('**/panel')
    await page.getByRole('heading', { name: 'Opening night' }).waitFor()
    expect(troubles(owner)).toEqual([])
  })
})

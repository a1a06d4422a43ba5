import { afterAll, describe, expect, test } from 'bun:test'
import { answered, FEED_OVER, moves, type Person, troubles } from '../help/browser.ts'
import { inviteLink, openHouse, PASSWORD, rtmpTarget } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { encoder, publish, until } from '../help/site.ts'

const OTHER = 'five more words nobody ever wrote'
const house = await openHouse()
await house.performer('oskar')
const { someone: lent, leave } = peopleOf(house)
const someone = (more = {}) => lent(null, more)
afterAll(leave)

const at = ({ page }: Person) => new URL(page.url()).pathname
/** Sends a form, and waits for the page that answers it. */
const press = async ({ page }: Person, name: string | RegExp) => {
  const answer = page.waitForEvent('load')
  await page.getByRole('button', { name, exact: true }).click()
  await answer
}
const reads = ({ page }: Person, words: string) => page.getByText(words).first().waitFor()

async function signIn(one: Person, handle: string, password = PASSWORD): Promise<void> {
  await one.page.goto('/sign-in')
  await one.page.locator('#handle').fill(handle)
  await one.page.locator('#password').fill(password)
  await press(one, 'Sign in')
}

describe('a member', () => {
  let here: Person
  let there: Person

  test('cannot take a name that looks like another one, and loses nothing typed', async () => {
    here = await someone()
    await here.page.goto('/rooms/oskar')
    await here.page.getByRole('link', { name: 'Sign in', exact: true }).first().click()
    await here.page.getByRole('link', { name: 'Make an account' }).click()
    await here.page.locator('#handle').fill('0skar')
    await here.page.locator('#password').fill(PASSWORD)
    await here.page.locator('#adult').check()
    await press(here, 'Make account')
    await reads(here, 'Too close to oskar. Try one that nobody could mistake.')
    expect(await here.page.locator('#handle').inputValue()).toBe('0skar')
    expect(await here.page.locator('#adult').isChecked()).toBe(true)
    expect(await here.page.locator('#handle').getAttribute('aria-invalid')).toBe('true')
    for (const [handle, words] of [
      ['the_owner_admin', 'This name sounds like the people who run the house.'],
      ['оscar-mix', 'Keep to one alphabet.'],
      ['so many words', 'Letters, digits, - and _ only'],
    ] as const) {
      await here.page.locator('#handle').fill(handle)
      await here.page.locator('#password').fill(PASSWORD)
      await press(here, 'Make account')
      await reads(here, words)
      expect(await here.page.locator('#handle').inputValue()).toBe(handle)
    }
    expect(troubles(here, answered(422), answered(422), answered(422), answered(422))).toEqual([])
  })

  test('signs up and is back in the room where she was', async () => {
    await here.page.locator('#handle').fill('jonas')
    await here.page.locator('#password').fill(PASSWORD)
    await press(here, 'Make account')
    await here.page.waitForURL('**/rooms/oskar')
    await here.page.getByLabel('jonas, your menu').waitFor()
    expect(troubles(here)).toEqual([])
  })

  test('signs in elsewhere; a new password puts the other browser out, open pages too', async () => {
    there = await someone()
    await signIn(there, 'jonas', 'not her password at all')
    await reads(there, 'Name and password do not go together.')
    expect(await there.page.locator('#handle').inputValue()).toBe('jonas')
    await there.page.locator('#password').fill(PASSWORD)
    await press(there, 'Sign in')
    await there.page.getByLabel('jonas, your menu').waitFor()
    await there.page.goto('/rooms/oskar')
    await there.page.getByLabel('jonas, your menu').waitFor()

    await here.page.goto('/account')
    expect(await here.page.locator('.rows li', { hasText: 'on Linux' }).count()).toBe(2)
    await here.page.locator('#current').fill('wrong one entirely')
    await here.page.locator('#password').fill(OTHER)
    await press(here, 'Change password')
    await reads(here, 'That is not your password.')
    await here.page.locator('#current').fill(PASSWORD)
    await here.page.locator('#password').fill(OTHER)
    await press(here, 'Change password')
    await reads(here, 'Your password is changed.')

    await there.page.getByRole('link', { name: 'Sign in', exact: true }).first().waitFor()
    await there.page.goto('/account')
    expect(at(there)).toBe('/sign-in')
    await signIn(there, 'jonas')
    await reads(there, 'Name and password do not go together.')
    expect(troubles(here, answered(422))).toEqual([])
    expect(troubles(there, answered(422), answered(422))).toEqual([])
  })

  test('signs one device out, then all of them', async () => {
    await signIn(there, 'jonas', OTHER)
    await there.page.waitForURL(`${house.url}/`)
    await here.page.goto('/account')
    await here.page.getByRole('button', { name: /^Sign out Chrom/ }).click()
    await reads(here, 'That device is signed out.')
    await there.page.goto('/account')
    expect(at(there)).toBe('/sign-in')
    await signIn(there, 'jonas', OTHER)
    await there.page.waitForURL(`${house.url}/`)

    await press(here, 'Sign out everywhere')
    await reads(here, 'You are signed out everywhere.')
    for (const one of [here, there]) {
      await one.page.goto('/account')
      expect(at(one)).toBe('/sign-in')
      expect(troubles(one)).toEqual([])
    }
  })

  test('signs out by the menu', async () => {
    await signIn(here, 'jonas', OTHER)
    await here.page.waitForURL(`${house.url}/`)
    await here.page.getByLabel('jonas, your menu').click()
    await press(here, 'Sign out')
    await reads(here, 'You are signed out.')
    expect(troubles(here)).toEqual([])
  })

  test('deletes the account with the password alone, and the name is free again', async () => {
    await signIn(here, 'jonas', OTHER)
    await here.page.waitForURL(`${house.url}/`)
    await here.page.goto('/account')
    await here.page.getByText('Delete jonas', { exact: true }).click()
    await here.page.locator('#delete-password').fill(PASSWORD)
    await press(here, 'Delete jonas for good')
    await reads(here, 'That is not your password.')
    await here.page.locator('#delete-password').fill(OTHER)
    await press(here, 'Delete jonas for good')
    await reads(here, 'Your account is deleted.')
    await signIn(here, 'jonas', OTHER)
    await reads(here, 'Name and password do not go together.')
    await here.page.goto('/sign-up')
    await here.page.locator('#handle').fill('jonas')
    await here.page.locator('#password').fill(PASSWORD)
    await here.page.locator('#adult').check()
    await press(here, 'Make account')
    await here.page.waitForURL(`${house.url}/`)
    await here.page.goto('/account')
    await press(here, 'Sign out everywhere')
    await reads(here, 'You are signed out everywhere.')
    expect(troubles(here, answered(422), answered(422))).toEqual([])
  })
})

describe('a performer on air', () => {
  test('is suspended: broadcast, session and sockets end, and she reads the rule and the reason at once and at the door', async () => {
    const lena = await house.performer('lena')
    const key = await lena.key()
    const obs = encoder(rtmpTarget(house, lena.room, key))
    try {
      const guest = await someone()
      await guest.page.goto(`/rooms/${lena.room}`)
      await guest.page.evaluate(() => Object.assign(window, { neverLoadedAgain: true }))
      await until('the picture moves', () => moves(guest.page))

      const hers = await someone()
      await signIn(hers, 'lena')
      await hers.page.waitForURL('**/studio')
      await reads(hers, 'On air, but not from this page')

      const owner = await someone()
      await house.owner.lend(owner)
      await owner.page.goto('/panel/people')
      await owner.page.getByRole('link', { name: 'lena' }).click()
      await owner.page.locator('#rule').selectOption({ index: 1 })
      const rule = (await owner.page.locator('#rule option').nth(1).textContent()) ?? ''
      await owner.page.locator('#reason').fill('She showed <b>somebody</b> who had not agreed.')
      await owner.page.locator('#days').selectOption('7')
      await press(owner, 'Sanction lena')

      await hers.page.waitForURL('**/decisions/*')
      await reads(hers, rule)
      await guest.page.locator('#slate').getByText('The stage is dark').waitFor()
      expect(await guest.page.evaluate(() => 'neverLoadedAgain' in window)).toBe(true)
      await reads(owner, 'Sign-ins, sockets and a running broadcast have ended.')

      await signIn(hers, 'lena')
      await reads(hers, 'lena is suspended')
      await reads(hers, rule)
      await reads(hers, 'She showed <b>somebody</b> who had not agreed.')
      await hers.page.goto('/studio')
      expect(at(hers)).toBe('/sign-in')
      await obs.stop()
      const tries = publish(rtmpTarget(house, lena.room, key))
      expect(await tries.child.exited).not.toBe(0)
      expect((await (await fetch(`${house.url}/rooms/${lena.room}`)).text()).includes('data-state="live"')).toBe(false)

      await owner.page.reload()
      await owner.page.locator('#lift-because').fill('The other person has agreed after all.')
      await press(owner, 'Lift the suspension')
      await reads(owner, 'This person may sign in again.')
      await signIn(hers, 'lena')
      await hers.page.waitForURL('**/studio')
      const back = publish(rtmpTarget(house, lena.room, key))
      await until('the picture moves again', () => moves(guest.page))
      await back.stop()

      expect(troubles(owner)).toEqual([])
      expect(troubles(hers, answered(403))).toEqual([])
      expect(troubles(guest, FEED_OVER)).toEqual([])
    } finally {
      await obs.stop()
    }
  })
})

describe('without JavaScript', () => {
  const bare = async (caller?: { lend(to: Person): Promise<void> }) => {
    const one = await someone({ scripts: false })
    await caller?.lend(one)
    return one
  }

  test('a member signs up, changes look and password, ends sessions, and leaves', async () => {
    const one = await bare()
    await one.page.goto('/sign-up')
    await one.page.locator('#handle').fill('henk')
    await one.page.locator('#password').fill(PASSWORD)
    await one.page.locator('#adult').check()
    await press(one, 'Make account')
    await one.page.waitForURL(`${house.url}/`)
    await one.page.getByLabel('henk, your menu').click()
    await press(one, 'Sign out')
    await reads(one, 'You are signed out.')
    await signIn(one, 'henk')
    await one.page.waitForURL(`${house.url}/`)
    await one.page.goto('/account')
    await one.page.locator('.segment', { hasText: 'Light' }).click()
    await one.page.locator('.hue', { hasText: 'Sea' }).click()
    await press(one, 'Save look')
    await reads(one, 'You look like this everywhere from now on.')
    expect(await one.page.locator('html').getAttribute('data-theme')).toBe('light')
    await one.page.locator('#current').fill(PASSWORD)
    await one.page.locator('#password').fill(OTHER)
    await press(one, 'Change password')
    await reads(one, 'Your password is changed.')
    await press(one, 'Sign out everywhere')
    await reads(one, 'You are signed out everywhere.')
    await signIn(one, 'henk', OTHER)
    await one.page.waitForURL(`${house.url}/`)
    await one.page.goto('/account')
    await one.page.getByText('Delete henk', { exact: true }).click()
    await one.page.locator('#delete-password').fill(OTHER)
    await press(one, 'Delete henk for good')
    await reads(one, 'Your account is deleted.')
    expect(troubles(one)).toEqual([])
  })

  test('a guest searches, reports and follows the report', async () => {
    const one = await bare()
    await one.page.goto('/')
    await one.page.locator('#search').fill('osk')
    await one.page.locator('#search').press('Enter')
    await reads(one, 'Rooms for “osk”')
    await one.page.getByRole('link', { name: 'oskar' }).first().click()
    await one.page.getByRole('link', { name: 'Report something in this room' }).click()
    expect(await one.page.locator('#subject').inputValue()).toBe('/rooms/oskar')
    await one.page.locator('#kind').selectOption('conduct')
    await one.page.locator('#text').fill('Somebody shouted at the cello.')
    await press(one, 'Send the report')
    await one.page.waitForURL('**/report/*')
    const code = new URL(one.page.url()).pathname.split('/').pop() ?? ''
    await one.page.goto('/report')
    await one.page.locator('#code').fill(code)
    await press(one, 'See what became of it')
    await one.page.waitForURL(`**/report/${code}`)
    await reads(one, 'Somebody shouted at the cello.')
    expect(troubles(one)).toEqual([])
  })

  test('a performer joins by invitation, sets the room, dates, title and keys', async () => {
    const invited = await house.owner.post('/panel/invites', { role: 'performer', note: '' })
    const one = await bare()
    await one.page.goto(inviteLink(invited.body))
    await one.page.locator('#handle').fill('aino')
    await one.page.locator('#password').fill(PASSWORD)
    await one.page.locator('#adult').check()
    await press(one, 'Take the stage')
    await one.page.waitForURL('**/studio')
    await one.page.locator('noscript .notice').waitFor()
    await one.page.locator('#title').fill('A quiet evening')
    await one.page.locator('#tags').fill('dance, calm')
    await press(one, 'Save title')
    await one.page.goto('/studio/room')
    expect(await one.page.locator('#title').inputValue()).toBe('A quiet evening')
    await one.page.locator('#bio').fill('I dance by candle light.')
    await press(one, 'Save room page')
    await reads(one, 'Guests see it from now on.')
    await one.page.locator('#date-title').fill('Waltz')
    await one.page.locator('#day').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10))
    await one.page.locator('#time').fill('20:00')
    await press(one, 'Add date')
    await reads(one, 'The date stands.')
    await one.page.getByRole('button', { name: /^Remove Waltz/ }).click()
    await reads(one, 'The date is gone.')
    await one.page.goto('/studio/obs')
    await press(one, 'Make a key')
    await reads(one, 'This is your new key.')
    await press(one, 'Make a new key')
    await reads(one, 'The old key still works')
    await press(one, 'End the old key now')
    await reads(one, 'Only the newest one opens your room.')
    await one.page.getByRole('link', { name: 'SRT', exact: true }).click()
    await reads(one, 'Leave Stream Key empty.')
    expect(troubles(one)).toEqual([])
  })

  test('the owner runs the house: people, reports, a stop, a hold, settings, texts, backup, trail', async () => {
    const mara = await house.performer('mara', { approved: false })
    const owner = await bare(house.owner)
    const { page } = owner
    await page.goto('/panel/people?is=waiting')
    await page.getByRole('link', { name: 'mara' }).click()
    await page.locator('#because').fill('I saw her paint.')
    await press(owner, 'Approve mara')
    await reads(owner, 'The door lets this performer in from now on.')
    await page.locator('#rule').selectOption({ index: 1 })
    await page.locator('#reason').fill('Too loud.')
    await page.locator('#days').selectOption('1')
    await press(owner, 'Sanction mara')
    await reads(owner, 'Suspended.')
    await page.locator('#lift-because').fill('It was the neighbour.')
    await press(owner, 'Lift the suspension')
    await reads(owner, 'This person may sign in again.')
    await page.locator('#revoke-because').fill('A pause.')
    await press(owner, 'Take the approval back')
    await reads(owner, 'The approval is taken back.')
    await page.locator('#because').fill('The pause is over.')
    await press(owner, 'Approve mara')
    await reads(owner, 'The door lets this performer in from now on.')

    // The suspension ended her sign-in with everything else.
    await mara.caller.did('/sign-in', { handle: 'mara', password: PASSWORD })
    await page.goto('/panel/people')
    await page.locator('#note').fill('For the harpist')
    await press(owner, 'Make invitation')
    await reads(owner, 'The invitation is ready.')
    await press(owner, 'Take back For the harpist')
    await reads(owner, 'The invitation is taken back.')

    const show = publish(rtmpTarget(house, mara.room, await mara.key()))
    try {
      await until('it is on the overview', async () => {
        await page.goto('/panel')
        return (await page.getByRole('link', { name: 'Stop mara' }).count()) === 1
      })
      await page.getByRole('link', { name: 'Stop mara' }).click()
      await page.locator('#rule').selectOption({ index: 1 })
      await page.locator('#because').fill('The paint was wet.')
      await press(owner, 'Stop the broadcast')
      await page.waitForURL('**/panel?said=stopped')
      expect(await show.child.exited).not.toBe(0)
      await press(owner, 'Lift the hold on mara')
      await page.waitForURL('**/panel?said=lifted')
    } finally {
      await show.stop()
    }

    await page.goto('/panel/reports')
    await page.getByRole('link', { name: 'Insults, threats, breaking the house rules', exact: true }).click()
    await press(owner, 'I look at it')
    await page.locator('#act').selectOption('none')
    await page.locator('#to_reporter').fill('We spoke with them.')
    await press(owner, 'Decide')
    await reads(owner, 'Decided.')

    await page.goto('/panel/settings')
    await page.locator('#site_name').fill('Harbour stage two')
    await press(owner, 'Save settings')
    await until('the new name is everywhere', async () =>
      (await (await fetch(house.url)).text()).includes('Harbour stage two'),
    )
    await press(owner, 'Restart the media server')
    await page.locator('#sure-restart-error').waitFor()
    await page.locator('#sure-restart').check()
    await press(owner, 'Restart the media server')
    await page.locator('.notice', { hasText: /./ }).first().waitFor()

    await page.goto('/panel/pages/contact')
    await page.locator('#body').fill('Write to the harbour office.')
    await press(owner, 'Publish this text')
    await until('the text is out', async () =>
      (await (await fetch(`${house.url}/contact`)).text()).includes('Write to the harbour office.'),
    )

    await page.goto('/panel/backups')
    await press(owner, 'Back up now')
    await reads(owner, 'The last backup is from')
    await page.goto('/panel/audit')
    await press(owner, 'Verify')
    await reads(owner, 'entries fit together.')
    expect(troubles(owner, answered(422))).toEqual([])
  })
})

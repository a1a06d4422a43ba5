import { afterAll, describe, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FEED_OVER, type Person, troubles } from '../help/browser.ts'
import { openHouse, rtmpTarget } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { picture } from '../help/picture.ts'
import { publish, until } from '../help/site.ts'

const house = await openHouse()
const mara = await house.performer('mara_voss')
const ines = await house.performer('ines_low')
const kestrel = await house.member('kestrel')
const petrichor = await house.member('petrichor')
const { open, someone, leave } = peopleOf(house)
const broadcasts: { stop(): unknown }[] = []
afterAll(async () => {
  for (const one of broadcasts) await one.stop()
  await leave()
})
const room = `/rooms/${mara.room}`
const openRoom = async (one: Person) => {
  await one.page.goto(`${room}#side-chat`)
  await one.page.locator('#side-tab-chat').click()
  await one.page.locator('#say-text').waitFor()
}
const png = async (width: number, height: number) => ({
  name: 'me.png',
  mimeType: 'image/png',
  buffer: Buffer.from(await picture(width, height)),
})

describe('a picture beside the name', () => {
  test('is chosen, cut and shown; what is none is refused in its place', async () => {
    const here = await someone(kestrel)
    await here.page.goto('/account')
    await here.page
      .locator('#picture')
      .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') })
    await here.page.getByRole('button', { name: 'Save picture' }).click()
    await here.page.locator('#picture-error').getByText('This is no picture.').waitFor()
    await here.page.locator('#picture').setInputFiles(await png(640, 320))
    await here.page.locator('.cut-frame').waitFor()
    await here.page.locator('.cut-frame').focus()
    await here.page.keyboard.press('ArrowLeft')
    const crop = await here.page.locator('input[name="crop_x"]').inputValue()
    expect(Number(crop)).toBeLessThan(250)
    await here.page.getByRole('button', { name: 'Save picture' }).click()
    await here.page.getByText('Your picture is saved.').waitFor()
    const face = here.page.locator('header .avatar img')
    expect(await face.getAttribute('src')).toMatch(/^\/pictures\/[a-z2-7]{26}-s\.webp$/)
    await until('the picture is drawn', () => face.evaluate((img: HTMLImageElement) => img.naturalWidth === 96))
    expect(readdirSync(join(house.data, 'pictures')).length).toBe(2)
    expect(
      troubles(
        here,
        'console: Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)',
      ),
    ).toEqual([])
  })

  test('is on the name card that others open', async () => {
    const here = await someone(kestrel)
    const there = await someone(petrichor)
    await openRoom(here)
    await openRoom(there)
    await here.page.locator('#say-text').fill('good evening :sun')
    await here.page.locator('#say-emoji').waitFor()
    await here.page.keyboard.press('Enter')
    expect(await here.page.locator('#say-text').inputValue()).toMatch(/^good evening \p{Extended_Pictographic}/u)
    await here.page.keyboard.press('Enter')
    await there.page.locator('.line', { hasText: 'good evening' }).locator('a.who').click()
    await there.page.locator('.avatar img[src^="/pictures/"]').first().waitFor()
    expect(troubles(there)).toEqual([])
  })

  test('goes without scripts too, and away again', async () => {
    const here = await someone(petrichor, { scripts: false })
    await here.page.goto('/account')
    await here.page.locator('#picture').setInputFiles(await png(120, 200))
    await here.page.getByRole('button', { name: 'Save picture' }).click()
    await here.page.getByText('Your picture is saved.').waitFor()
    await here.page.getByRole('button', { name: 'Remove picture' }).click()
    await here.page.getByText('Your picture is removed.').waitFor()
    expect(readdirSync(join(house.data, 'pictures')).length).toBe(2)
  })
})

describe('in the room', () => {
  test('an emoji, a sticker and a reaction reach the other page', async () => {
    const here = await someone(kestrel)
    const there = await someone(null)
    await openRoom(here)
    await openRoom(there)
    await here.page.locator('#picker > summary').click()
    await here.page.locator('#picker-search').fill('palette')
    await here.page.keyboard.press('ArrowDown')
    await here.page.keyboard.press('Enter')
    expect(await here.page.locator('#say-text').inputValue()).toContain('🎨')
    await here.page.keyboard.press('Escape')
    expect(await here.page.locator('#picker').evaluate((panel: HTMLDetailsElement) => panel.open)).toBe(false)
    await here.page.locator('#picker > summary').click()
    await here.page.getByRole('button', { name: 'Stickers', exact: true }).click()
    await here.page.getByRole('button', { name: 'Bouquet' }).click()
    const sticker = there.page.locator('.line img.sticker')
    await until('the sticker is drawn', () => sticker.evaluate((img: HTMLImageElement) => img.naturalWidth > 0))
    expect(await sticker.getAttribute('alt')).toBe('Bouquet')
    expect(await here.page.locator('#say-text').inputValue()).toContain('🎨')
    await here.page.locator('#reactions').getByRole('button', { name: 'Heart' }).click()
    // Motion is reduced here: a number stands still.
    await there.page.locator('#rising-sums', { hasText: '1' }).waitFor()
    expect([troubles(here), troubles(there)]).toEqual([[], []])
  })

  test('what one is looking for lately is remembered on the device', async () => {
    const here = open.at(-2)!
    await here.page.reload()
    await here.page.locator('#side-tab-chat').click()
    await here.page.locator('#picker > summary').click()
    await here.page.locator('.picker-group', { hasText: 'Used lately' }).waitFor()
    expect(await here.page.locator('.picker-one').first().textContent()).toBe('🎨')
  })

  test('a poll is asked, voted by two, counted on every page and said at its end', async () => {
    const desk = await someone(mara.caller)
    const here = await someone(kestrel)
    const there = await someone(petrichor)
    await openRoom(here)
    await openRoom(there)
    await desk.page.goto('/studio/play')
    await desk.page.locator('#question').fill('Which colour for the sky?')
    await desk.page.locator('#answer-0').fill('Ultramarine')
    await desk.page.getByRole('button', { name: 'Open the poll' }).click()
    await desk.page.getByText('At least two answers.').waitFor()
    expect(await desk.page.locator('#answer-0').inputValue()).toBe('Ultramarine')
    await desk.page.locator('#answer-1').fill('A warm grey')
    await desk.page.getByRole('button', { name: 'Open the poll' }).click()
    await desk.page.getByText('The poll is open.').waitFor()
    await here.page.getByRole('button', { name: 'Vote for Ultramarine' }).click()
    await there.page.getByRole('button', { name: 'Vote for A warm grey' }).click()
    for (const { page } of [here, there]) await page.locator('#poll').getByText('2 votes').waitFor()
    await here.page.locator('#poll .is-mine', { hasText: 'Ultramarine' }).getByText('your vote').waitFor()
    await desk.page.getByRole('button', { name: 'End it now' }).click()
    for (const { page } of [here, there]) await page.locator('.line', { hasText: 'Even, with 2 votes' }).waitFor()
    expect([troubles(here), troubles(there)]).toEqual([[], []])
  })

  test('a suggestion is made, backed by another and done', async () => {
    const here = await someone(kestrel)
    const there = await someone(petrichor)
    await openRoom(here)
    await openRoom(there)
    await here.page.locator('#suggestions > summary').click()
    await there.page.locator('#suggestions > summary').click()
    await here.page.locator('#suggestion-words').fill('Paint the lighthouse')
    await here.page.getByRole('button', { name: 'Suggest', exact: true }).click()
    await there.page.locator('[data-suggestion]').click()
    await here.page.locator('[data-suggestion]', { hasText: '2' }).waitFor()
    expect(await there.page.locator('[data-suggestion]').getAttribute('aria-pressed')).toBe('true')
    expect(await here.page.locator('#suggestion-words').inputValue()).toBe('')
    const desk = await someone(mara.caller, { width: 390, height: 844 })
    await desk.page.goto('/studio/play')
    await desk.page.getByRole('button', { name: /^Done/ }).click()
    await here.page.locator('.line', { hasText: 'Done: Paint the lighthouse' }).waitFor()
    await here.page.locator('#suggestion-list').getByText('Nobody has suggested anything yet.').waitFor()
    expect([troubles(here), troubles(there), troubles(desk)]).toEqual([[], [], []])
  })
})

describe('a raid', () => {
  test('asks everybody; who comes along is there, who stays is here, and both rooms hear of it', async () => {
    // One person watches on so many pages at once and no more.
    for (const one of open.splice(0)) await one.done()
    for (const one of [mara, ines]) broadcasts.push(publish(rtmpTarget(house, one.room, await one.key())))
    for (const one of [mara, ines])
      await until(`${one.handle} is on air`, async () =>
        (await house.owner.get(`/rooms/${one.room}`)).body.includes('data-state="live"'),
      )
    const here = await someone(kestrel)
    const there = await someone(petrichor)
    await openRoom(here)
    await openRoom(there)
    const desk = await someone(mara.caller)
    await desk.page.goto('/studio/play')
    await desk.page.locator('#raid-box').getByRole('button', { name: 'ines_low' }).click()
    await here.page.locator('#raid').getByRole('button', { name: 'Come along' }).click()
    await here.page.waitForURL(`**/rooms/${ines.room}`)
    await there.page.locator('#raid').getByRole('button', { name: 'Stay here' }).click()
    expect(await there.page.locator('#raid').isVisible()).toBe(false)
    await there.page.locator('.line', { hasText: 'One went on to ines_low' }).waitFor({ timeout: 40_000 })
    await here.page.locator('#side-tab-chat').click()
    await here.page.locator('.line', { hasText: 'mara_voss sends one viewer over' }).waitFor()
    expect(new URL(there.page.url()).pathname).toBe(room)
    for (const one of [here, there]) expect(troubles(one, FEED_OVER)).toEqual([])
  }, 90_000)
})

test('a deleted account leaves no picture behind', async () => {
  const here = await someone(kestrel)
  await here.page.goto('/account')
  await here.page.locator('summary', { hasText: 'Delete kestrel' }).click()
  await here.page.locator('#delete-password').fill('four words that nobody says')
  await here.page.getByRole('button', { name: /^Delete kestrel for good/ }).click()
  await here.page.getByText('Your account is deleted.').waitFor()
  const folder = join(house.data, 'pictures')
  await until('the files are gone', () => !existsSync(folder) || readdirSync(folder).length === 0)
})

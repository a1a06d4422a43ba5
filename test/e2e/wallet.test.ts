import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import encodeQR from 'qr'
import { answered, type Person, troubles } from '../help/browser.ts'
import { openHouse } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { until } from '../help/site.ts'
import { camt, OWN } from '../wallet/bank.ts'

const house = await openHouse()
const oskar = await house.performer('oskar')
const kim = await house.member('kim_larsen')
const files = mkdtempSync(join(tmpdir(), 'footlight-wallet-'))
const { someone: browserOf, leave } = peopleOf(house)
afterAll(async () => {
  await leave()
  rmSync(files, { recursive: true })
})

const reads = ({ page }: Person, words: string) => page.getByText(words).filter({ visible: true }).first().waitFor()
const purse = ({ page }: Person) => page.locator('#purse b').textContent()
const has = (one: Person, tokens: string) =>
  until(`the purse says ${tokens}`, async () => (await purse(one)) === tokens)

/** Codes as they stand on the page that is printed. */
async function cards(count: string, tokens: string): Promise<string[]> {
  const form = await house.owner.get('/panel/vouchers/batches')
  const key = /name="key" value="([a-z2-7]+)"/.exec(form.body)![1]!
  const made = await house.owner.post('/panel/vouchers/batches', { key, count, tokens, price: '', note: 'Evening' })
  return [...made.body.matchAll(/<code>([^<]+)<\/code>/g)].map(match => match[1]!)
}

test('the owner makes cards in the panel, and sees their codes once', async () => {
  const owner = await browserOf(house.owner)
  await owner.page.goto('/panel/vouchers/batches')
  await owner.page.locator('#count').fill('2')
  await owner.page.locator('#tokens').fill('60')
  await owner.page.locator('#note').fill('Bar, November')
  await owner.page.getByRole('button', { name: 'Make cards' }).click()
  await reads(owner, 'These codes are shown this once.')
  expect(await owner.page.locator('.card-code').count()).toBe(2)
  expect(await owner.page.locator('.card-paper svg.qr').count()).toBe(2)
  await owner.page.getByRole('link', { name: 'Done: to the batch' }).click()
  await reads(owner, 'Bar, November')
  expect(await owner.page.locator('.card-code').count()).toBe(0)
  expect(troubles(owner)).toEqual([])
})

test('a tip that lacks tokens is kept while a code is typed over the chat, and the purse moves in every open page', async () => {
  const [code = ''] = await cards('1', '120')
  const here = await browserOf(kim)
  const there = await browserOf(kim)
  await there.page.goto(`/rooms/${oskar.room}`)
  await here.page.goto(`/rooms/${oskar.room}`)
  expect(await purse(here)).toBe('0')
  await here.page.getByRole('button', { name: 'Tip 100 tokens' }).click()
  await here.page.locator('#tip-sheet a[href^="/wallet/buy"]').click()
  const sheet = here.page.locator('#buy-sheet')
  await sheet.getByText('Your tip of 100 to oskar is kept. You need 100 more.').waitFor()
  await sheet.getByText('Voucher code').click()
  await sheet.getByRole('button', { name: 'Continue' }).click()
  await sheet.locator('#code').fill('01234-56789-ABCDE-FGHJK-X')
  await sheet.getByRole('button', { name: 'Redeem it' }).click()
  await sheet.getByText('One sign is not right.').waitFor()
  await sheet.locator('#code').fill(code.toLowerCase().replaceAll('-', ' '))
  await sheet.getByRole('button', { name: 'Redeem it' }).click()
  await sheet.getByText('120 tokens are yours.').waitFor()
  await has(here, '120')
  await has(there, '120')
  expect(new URL(here.page.url()).pathname).toBe(`/rooms/${oskar.room}`)
  await sheet.getByRole('button', { name: 'Back to the room' }).click()
  await sheet.waitFor({ state: 'hidden' })
  expect(troubles(here, /422/)).toEqual([])
  expect(troubles(there)).toEqual([])
})

test('an order waits in the sheet, tells by itself that the transfer is in, and shows its receipt', async () => {
  const owner = await browserOf(house.owner)
  await owner.page.goto('/panel/money')
  await owner.page.locator('#name').fill('Harbour stage')
  await owner.page.locator('#iban').fill('DE89 3704 0044 0532 0130 01')
  await owner.page.getByRole('button', { name: 'Save the account' }).click()
  await reads(owner, 'This IBAN is not right')
  await owner.page.locator('#iban').fill(OWN)
  await owner.page.getByRole('button', { name: 'Save the account' }).click()
  await reads(owner, 'The account is saved.')
  expect(troubles(owner, answered(422))).toEqual([])

  const here = await browserOf(kim)
  await here.page.goto(`/rooms/${oskar.room}`)
  await here.page.locator('.purse-more').click()
  const sheet = here.page.locator('#buy-sheet')
  await sheet.getByText('Bank transfer').click()
  await sheet.getByRole('button', { name: 'Continue' }).click()
  await sheet.getByText('I have sent it').click()
  await sheet.getByText('On its way').first().waitFor()
  const reference = ((await sheet.getByText(/RF\d\d( \d{4}){3}/).textContent()) ?? '').replaceAll(' ', '')

  const file = join(files, 'statement.xml')
  writeFileSync(
    file,
    camt([
      { amount: '22.99', text: `tokens ${reference}`, ref: 'E1' },
      { amount: '4.00', text: 'else' },
    ]),
  )
  await owner.page.goto('/panel/transfers')
  await owner.page.locator('#file').setInputFiles(file)
  await owner.page.getByRole('button', { name: 'Import it' }).click()
  await reads(owner, '2 new lines, 1 matched at once, 0 known already.')
  await sheet.getByText('250 tokens are yours.').waitFor()
  await has(here, '370')
  await sheet.getByRole('link', { name: 'Receipt' }).click()
  await reads(here, '€22.99')
  expect(troubles(here)).toEqual([])
  expect(troubles(owner)).toEqual([])
})

test('the page of an order hears of each step at once, without asking', async () => {
  const here = await browserOf(kim, { width: 390, height: 844 })
  const { page } = here
  await page.goto('/wallet/buy')
  await page.getByText('Bank transfer').click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await reads(here, 'Waits for your transfer.')
  const id = new URL(page.url()).pathname.split('/').pop()!
  const reference = ((await page.getByText(/^RF\d\d( \d{4}){3}$/).textContent()) ?? '').replaceAll(' ', '')
  // Its own clock stands nearly still: what it asks every five seconds is not asked.
  await page.clock.install()
  const line = page.waitForEvent('websocket')
  await page.reload()
  await (await line).waitForEvent('framereceived')
  let passed = 0
  const hears = (words: string) =>
    until(`the order says ${words}`, async () => {
      passed += 20
      await page.clock.runFor(20)
      return await page.locator('#buy-step').getByText(words).first().isVisible()
    })
  const typed = { date: '2026-11-20', text: reference, name: '', iban: '' }
  await house.owner.post('/panel/transfers/typed', { ...typed, amount: '12.99' })
  await hears('The house looks at it')
  await house.owner.did(`/panel/orders/${id}/decline`, { because: 'It was somebody else’s.' })
  await hears('It was somebody else’s.')
  expect(passed).toBeLessThan(5000)
  expect(troubles(here)).toEqual([])
})

test('without scripts on a phone: a pack, an order, the look again, a code, one’s own limits', async () => {
  const here = await browserOf(kim, { scripts: false, width: 390, height: 844, theme: 'light' })
  const { page } = here
  await page.goto(`/wallet/buy?back=/rooms/${oskar.room}`)
  await page.getByText('Bank transfer').click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await reads(here, 'Waits for your transfer.')
  const id = new URL(page.url()).pathname.split('/').pop()!
  const wide = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
  expect(wide).toBe(true)
  const reference = ((await page.getByText(/^RF\d\d( \d{4}){3}$/).textContent()) ?? '').replaceAll(' ', '')
  await house.owner.post('/panel/transfers/typed', {
    date: '2026-11-20',
    amount: '22.99',
    text: reference,
    name: '',
    iban: '',
  })
  await page.getByRole('link', { name: 'Look again' }).click()
  await reads(here, '250 tokens are yours.')
  expect(await page.getByRole('link', { name: 'Back to the room' }).getAttribute('href')).toBe(`/rooms/${oskar.room}`)

  const [code = ''] = await cards('1', '5')
  await page.goto('/wallet')
  await page.locator('#redeem #code').fill('nothing')
  await page.getByRole('button', { name: 'Redeem it' }).click()
  await reads(here, 'A code has 21 signs.')
  expect(await page.locator('#code').inputValue()).toBe('nothing')
  await page.locator('#code').fill(code)
  await page.getByRole('button', { name: 'Redeem it' }).click()
  await reads(here, '5 tokens are yours.')

  await page.goto('/wallet')
  await page.getByLabel('in 24 hours').first().fill('ten')
  await page.getByRole('button', { name: 'Save limits' }).click()
  await reads(here, 'Write a whole number of tokens')
  await page.getByLabel('in 24 hours').first().fill('10')
  await page.getByRole('button', { name: 'Save limits' }).click()
  await reads(here, 'Your limits are saved.')
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect(id).toMatch(/^[a-z2-7]{26}$/)
})

test('a card is read by the camera where the browser has no reader of its own', async () => {
  const [code = ''] = await cards('1', '7')
  const picture = join(files, 'card.y4m')
  writeFileSync(picture, filmOf(`${house.url}/v/${encodeURIComponent(code)}`))
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${picture}`,
    ],
  })
  try {
    const context = await browser.newContext({ baseURL: house.url, permissions: ['camera'] })
    const page = await context.newPage()
    await kim.lend({ page })
    await page.goto('/wallet/redeem')
    await page.getByRole('button', { name: 'Scan it with the camera' }).click()
    await page.getByText('7 tokens are yours.').waitFor()
  } finally {
    await browser.close()
  }
})

/** A film of one card before a grey wall: raw frames as Chromium's camera of files reads them. */
function filmOf(text: string): Uint8Array {
  const [wide, high, scale] = [640, 480, 9]
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const luma = new Uint8Array(wide * high).fill(150)
  const [left, top] = [Math.floor((wide - rows.length * scale) / 2), Math.floor((high - rows.length * scale) / 2)]
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) {
      for (let py = 0; py < scale; py++) {
        const at = (top + y * scale + py) * wide + left + x * scale
        luma.fill(dark ? 16 : 235, at, at + scale)
      }
    }
  }
  const colour = new Uint8Array((wide * high) / 2).fill(128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colour])
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${wide} H${high} F10:1 Ip A1:1 C420\n`),
    ...Array.from({ length: 10 }, () => frame),
  ])
}

import { afterAll, describe, expect, test } from 'bun:test'
import { copyFileSync, renameSync, rmSync } from 'node:fs'
import { answered, type Person, troubles } from '../help/browser.ts'
import { Caller, inviteLink, openHouse, PASSWORD } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { startSite, until } from '../help/site.ts'

const house = await openHouse(['--limits', 'bench'])
const mara = await house.performer('mara_voss')
const ROOM = `/rooms/${mara.room}`
const { someone, leave } = peopleOf(house)
afterAll(leave)

async function moderator(handle: string): Promise<Caller> {
  const invited = await house.owner.post('/panel/invites', { role: 'moderator', note: handle })
  const caller = new Caller(house.url)
  await caller.get(inviteLink(invited.body))
  await caller.did('/invite', { handle, password: PASSWORD, adult: 'on' })
  return caller
}

const press = async ({ page }: Person, name: string | RegExp) => {
  const answer = page.waitForEvent('load')
  await page.getByRole('button', { name, exact: true }).click()
  await answer
}
const reads = ({ page }: Person, words: string | RegExp) => page.getByText(words).first().waitFor()
const wide = ({ page }: Person) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

/** Where kestrel reads what was decided about him. */
let decision = ''
const kestrel = await house.member('kestrel')
const petrichor = await house.member('petrichor')
const juno = await moderator('juno_desk')

describe('a line in a chat', () => {
  let reporter: Person
  let desk: Person
  let rude: Person
  let receipt = ''

  test('is reported from where it stands, on a phone, and the receipt has a code', async () => {
    rude = await someone(kestrel)
    await rude.page.goto(`${ROOM}#side-chat`)
    for (const words of ['good evening', 'you paint like a drunk gull', 'well']) {
      await rude.page.locator('#say-text').fill(words)
      await rude.page.locator('#say-text').press('Enter')
      await until('the line is said', async () => (await rude.page.locator('#say-text').inputValue()) === '')
    }
    reporter = await someone(petrichor, { width: 390, height: 844 })
    await reporter.page.goto(`${ROOM}#side-chat`)
    const line = reporter.page.locator('.chat-lines .line', { hasText: 'drunk gull' })
    await line.waitFor()
    const number = /-(\d+)$/.exec((await line.getAttribute('id')) ?? '')?.[1]
    await reporter.page.goto(`/report?room=${mara.room}&line=${number}`)
    await reads(reporter, 'you paint like a drunk gull')
    await reporter.page.locator('#kind').selectOption('conduct')
    await reporter.page.locator('#text').fill('   ')
    await press(reporter, 'Send the report')
    await reads(reporter, 'Write a sentence or two about what happened.')
    expect(await reporter.page.locator('#kind').inputValue()).toBe('conduct')
    await reads(reporter, 'you paint like a drunk gull')
    await reporter.page.locator('#text').fill('He goes on like this every evening.')
    expect(await wide(reporter)).toBe(false)
    await press(reporter, 'Send the report')
    await reads(reporter, 'Thank you. It is here.')
    receipt = new URL(reporter.page.url()).pathname
    expect(receipt).toMatch(/^\/report\/[a-z2-7]{26}$/)
    expect(troubles(reporter, answered(422))).toEqual([])
  })

  test('is in the inbox with what stood around it, for whoever takes it', async () => {
    desk = await someone(juno)
    await desk.page.goto('/panel/reports')
    await desk.page.locator('a.name', { hasText: 'Insults, threats' }).click()
    await reads(desk, 'He goes on like this every evening.')
    await reads(desk, 'It was sealed when the report came.')
    expect(await desk.page.getByText('drunk gull').count()).toBe(0)
    await press(desk, 'I look at it')
    await reads(desk, 'you paint like a drunk gull')
    await reads(desk, 'good evening')
    expect(await desk.page.locator('.is-reported').count()).toBe(1)
    expect(troubles(desk)).toEqual([])
  })

  test('is decided with a rule and reasons, and a mistake loses nothing typed', async () => {
    await desk.page.locator('#act').selectOption('warn')
    await desk.page.locator('#to_person').fill('You called a performer names.')
    await press(desk, 'Decide')
    await reads(desk, 'Choose the rule that was broken.')
    await reads(desk, 'Tell the reporter in a sentence')
    expect(await desk.page.locator('#to_person').inputValue()).toBe('You called a performer names.')
    expect(await desk.page.locator('#act').inputValue()).toBe('warn')
    await desk.page.locator('#rule').selectOption({ index: 1 })
    await desk.page.locator('#removes').check()
    await desk.page.locator('#to_reporter').fill('We warned him and removed the line.')
    await press(desk, 'Decide')
    await reads(desk, 'Both sides read why.')
    expect(troubles(desk, answered(422))).toEqual([])
  })

  test('is gone from the room at once, and both sides read why', async () => {
    await until(
      'the line is gone',
      async () => (await rude.page.locator('.chat-lines .said', { hasText: 'drunk gull' }).count()) === 0,
    )
    await reporter.page.goto(receipt)
    await reads(reporter, 'We warned him and removed the line.')
    await rude.page.goto('/')
    await rude.page.getByRole('link', { name: 'Read the decision, or appeal' }).first().click()
    await reads(rude, 'You called a performer names.')
    decision = new URL(rude.page.url()).pathname
  })

  test('can be appealed, and another person answers', async () => {
    // The newest one was read: the other measure of the same decision has its own page.
    await rude.page.locator('#text').fill('It was a line of a song.')
    await press(rude, 'Ask for another look')
    await reads(rude, 'Another person looks at it.')
    await desk.page.goto('/panel/appeals')
    await desk.page.locator('a.name', { hasText: 'kestrel' }).click()
    await reads(desk, 'You decided it. Another person answers the appeal.')
    const mira = await someone(house.owner)
    await mira.page.goto(new URL(desk.page.url()).pathname)
    await mira.page.locator('#because').fill('We know the song. Sorry.')
    await press(mira, 'Take it back')
    await reads(mira, 'Answered.')
    await rude.page.goto(decision)
    await reads(rude, 'It was taken back.')
    await reads(rude, 'We know the song. Sorry.')
  })
})

describe('a ban', () => {
  test('is one person’s wish and another one’s word', async () => {
    const found = await house.owner.get('/panel/people?q=kestrel')
    const id = /\/panel\/people\/([a-z2-7]{26})"/.exec(found.body)![1]
    const here = await someone(kestrel)
    await here.page.goto(ROOM)
    await here.page.locator('#say-text').waitFor({ state: 'attached' })
    const desk = await someone(juno)
    await desk.page.goto(`/panel/people/${id}`)
    await desk.page.locator('#rule').selectOption({ index: 1 })
    await desk.page.locator('#reason').fill('Threats in three rooms.')
    await desk.page.locator('#days').selectOption('ban')
    await press(desk, 'Sanction kestrel')
    await reads(desk, 'a ban is proposed')
    // An open page hears of it at once, and leads to the reasons.
    await here.page.waitForURL('**/decisions/*')
    await reads(here, 'Threats in three rooms.')

    const barred = await someone(null, { width: 390, height: 844 })
    const signIn = async () => {
      await barred.page.goto('/sign-in')
      await barred.page.locator('#handle').fill('kestrel')
      await barred.page.locator('#password').fill(PASSWORD)
      await press(barred, 'Sign in')
    }
    await signIn()
    await reads(barred, 'kestrel is suspended')

    await desk.page.goto('/panel/approvals')
    await desk.page.getByRole('link', { name: 'Ban kestrel for good' }).click()
    await reads(desk, 'It is your own proposal.')
    const mira = await someone(house.owner)
    await mira.page.goto(new URL(desk.page.url()).pathname)
    await press(mira, 'Approve it')
    await reads(mira, 'It is done.')

    await signIn()
    await reads(barred, 'kestrel is banned here')
    expect(await wide(barred)).toBe(false)
    await barred.page.getByRole('link', { name: 'Read the decision, or appeal' }).click()
    await reads(barred, 'Your account is banned')
    await reads(barred, 'Threats in three rooms.')
    expect(await wide(barred)).toBe(false)
    expect(troubles(barred, answered(403), answered(403))).toEqual([])
  })
})

describe('the panel', () => {
  test('saves a list as a file', async () => {
    const mira = await someone(house.owner)
    await mira.page.goto('/panel/reports?state=closed')
    const saved = mira.page.waitForEvent('download')
    await mira.page.getByRole('button', { name: 'Save as CSV' }).click()
    const file = await saved
    expect(file.suggestedFilename()).toMatch(/^reports-\d{4}-\d\d-\d\d\.csv$/)
    const text = await Bun.file((await file.path())!).text()
    expect(text.split('\r\n')[1]).toContain('"conduct","line"')
  })

  test('draws its charts, and proves a backup down to the last token', async () => {
    const mira = await someone(house.owner)
    await mira.page.goto('/panel')
    expect(await mira.page.locator('svg.chart').count()).toBe(3)
    await mira.page.goto('/panel/backups')
    await press(mira, 'Back up now')
    await reads(mira, 'The backup is made.')
    await mira.page
      .getByRole('button', { name: /^Prove it/ })
      .first()
      .click()
    await reads(mira, 'its ledger is the same to the last token')
    expect(troubles(mira)).toEqual([])
  })

  test('fits a phone, without scripts too', async () => {
    const mira = await someone(house.owner, { width: 390, height: 844, scripts: false })
    for (const path of [
      '',
      '/reports',
      '/appeals',
      '/approvals',
      '/sanctions',
      '/holds',
      '/invites',
      '/samples',
      '/backups',
      '/people',
      '/filter',
    ]) {
      await mira.page.goto(`/panel${path}`)
      expect([path, await wide(mira)]).toEqual([path, false])
    }
  })
})

test('the drill: a backup restored into a new folder, with its key, is the same house', async () => {
  const file = `${house.data}/drill.db`
  expect((await house.cli('backup', file)).out).toContain('audit entries and')
  const lines = (body: string) => body.match(/class="said"/g)?.length
  const before = {
    ledger: (await house.cli('ledger', 'recount')).out,
    lines: lines((await house.owner.get(ROOM)).body),
  }
  await house.stop()

  const other = await startSite()
  try {
    await other.stop()
    for (const part of ['', '-wal', '-shm']) rmSync(`${other.data}/footlight.db${part}`, { force: true })
    copyFileSync(`${house.data}/master.key`, `${other.data}/drill.key`)
    renameSync(`${other.data}/drill.key`, `${other.data}/master.key`)
    const restored = await other.cli('restore', file)
    expect(restored.out).toContain('Restored')
    await other.start()
    const mira = new Caller(other.url)
    await mira.did('/sign-in', { handle: 'mira', password: PASSWORD })
    expect(lines((await mira.get(ROOM)).body)).toBe(before.lines!)
    expect((await mira.get('/panel/sanctions')).body).toContain('kestrel')
    // The code of a decision hangs on the key: the person's way to it still opens.
    expect((await mira.get(decision)).body).toContain('It was taken back.')
    expect((await other.cli('ledger', 'recount')).out).toBe(before.ledger)
  } finally {
    await other.done()
  }
})

import { afterAll, describe, expect, test } from 'bun:test'
import { answered, type Person, troubles } from '../help/browser.ts'
import { openHouse } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { until } from '../help/site.ts'

// Many lines in little time: how often one may write is tried elsewhere.
const house = await openHouse(['--limits', 'bench'])
const mara = await house.performer('mara_voss')
const callers = {
  juno: await house.member('juno'),
  kestrel: await house.member('kestrel'),
  anton: await house.member('anton'),
}
const ROOM = `/rooms/${mara.room}`
const { someone, leave } = peopleOf(house)
afterAll(leave)

/** The room with its chat in front: off air it stands behind its tab. */
async function enter(one: Person): Promise<void> {
  await one.page.goto(`${ROOM}#side-chat`)
  await one.page.locator('#chat').waitFor()
  await until('the line is open', () => one.page.evaluate(() => document.getElementById('media')?.hasAttribute('seat')))
}

async function say({ page }: Person, words: string): Promise<void> {
  await page.locator('#say-text').fill(words)
  await page.locator('#say-text').press('Enter')
  await until(`"${words}" is said`, async () => (await page.locator('#say-text').inputValue()) === '')
}

const line = ({ page }: Person, words: string) => page.locator('.chat-lines .line', { hasText: words })
const reads = (one: Person, words: string) => line(one, words).first().waitFor()

/** Opens the card of whoever said it, from that line. */
async function card(one: Person, words: string) {
  await line(one, words).first().locator('a.who').click()
  const sheet = one.page.locator('#card[open]')
  await sheet.getByText('Keeping the room').waitFor()
  return sheet
}

const tool = ({ page }: Person, name: string) => page.locator('.keep-tool', { hasText: name })

describe('a room and those who keep it', () => {
  let performer: Person
  let moderator: Person
  let kestrel: Person
  let anton: Person

  test('the performer names a moderator, who gets the tools', async () => {
    performer = await someone(mara.caller)
    kestrel = await someone(callers.kestrel)
    anton = await someone(callers.anton)
    await performer.page.goto('/studio/chat')
    const box = performer.page.locator('#moderators')
    await box.getByLabel('Name').fill('no_such_person')
    await box.getByRole('button', { name: 'Make moderator' }).click()
    await performer.page.getByText('Nobody here has this name.').waitFor()
    expect(await box.getByLabel('Name').inputValue()).toBe('no_such_person')
    await box.getByLabel('Name').fill('juno')
    await box.getByRole('button', { name: 'Make moderator' }).click()
    await performer.page.locator('#moderators').getByText('juno').waitFor()
    for (const one of [performer, kestrel, anton]) await enter(one)
    moderator = await someone(callers.juno)
    await enter(moderator)
    expect(await moderator.page.locator('.keep-bar').count()).toBe(1)
    expect(await kestrel.page.locator('.keep-bar').count()).toBe(0)
    expect(troubles(performer, answered(422))).toEqual([])
  })

  test('a moderator removes a line, all read why, and the performer brings it back', async () => {
    await say(kestrel, 'that is an ugly picture')
    await reads(moderator, 'that is an ugly picture')
    const sheet = await card(moderator, 'that is an ugly picture')
    const removal = sheet.locator('form[data-act="line-remove"]')
    await removal.getByLabel('Why, for all to read').fill('rule 3, be kind')
    await removal.getByRole('button', { name: 'Remove the line' }).click()
    for (const one of [kestrel, anton, performer]) {
      await reads(one, 'juno removed a line · rule 3, be kind')
      await until('the line is gone', async () => (await line(one, 'that is an ugly picture').count()) === 0)
    }
    const news = performer.page.locator('.keep-news')
    await news.getByText('juno removed a line of kestrel').waitFor()
    await news.getByRole('button', { name: 'Undo' }).click()
    for (const one of [kestrel, anton]) await reads(one, 'that is an ugly picture')
  })

  test('one press removes a line, and one more brings it back', async () => {
    await say(kestrel, 'nobody asked for this')
    const wrong = line(moderator, 'nobody asked for this').first()
    await wrong.hover()
    await wrong.getByRole('button', { name: 'Remove the line' }).click()
    await until('the line is gone', async () => (await line(anton, 'nobody asked for this').count()) === 0)
    await moderator.page.locator('.keep-news').getByRole('button', { name: 'Undo' }).click()
    await reads(anton, 'nobody asked for this')
    await line(anton, 'nobody asked for this').first().hover()
    expect(await anton.page.getByRole('button', { name: 'Remove the line' }).count()).toBe(0)
  })

  test('the performer mutes: the muted person reads why, and until when', async () => {
    const sheet = await card(performer, 'that is an ugly picture')
    await sheet.locator('summary', { hasText: 'Mute' }).click()
    await sheet.locator('form[data-act="mute"]').getByLabel('Why').fill('be kind')
    await sheet.getByRole('button', { name: 'Mute', exact: true }).click()
    await until('the sheet is closed', async () => (await performer.page.locator('#card[open]').count()) === 0)
    await kestrel.page.getByText('You are muted for 5 min: be kind').first().waitFor()
    await kestrel.page.locator('#say-text').waitFor({ state: 'hidden' })
    const again = await card(performer, 'that is an ugly picture')
    await again.getByRole('button', { name: 'Lift the mute' }).click()
    await until('the sheet is closed', async () => (await performer.page.locator('#card[open]').count()) === 0)
    await kestrel.page.locator('#say-text').waitFor()
    await say(kestrel, 'sorry, that was rude')
    await reads(anton, 'sorry, that was rude')
  })

  test('slow mode counts for all but those who keep the room', async () => {
    await tool(moderator, 'Slow mode').locator('summary').click()
    await moderator.page.locator('#bar-slow').selectOption('10000')
    await tool(moderator, 'Slow').getByRole('button', { name: 'Set it' }).click()
    await reads(anton, 'juno: slow mode is on for a while, one line every 10 s')
    await anton.page.locator('#say-state', { hasText: 'One line every 10 s' }).waitFor()
    await performer.page.locator('.keep-tool', { hasText: 'Slow: 10 s' }).waitFor()
    await say(moderator, 'one of mine')
    await say(moderator, 'and at once another')
    await tool(moderator, 'Slow: 10 s').locator('summary').click()
    await moderator.page.locator('#bar-slow').selectOption('0')
    await tool(moderator, 'Slow').getByRole('button', { name: 'Set it' }).click()
    await reads(anton, 'juno: slow mode is off')
  })

  test('a pinned line stands over the chat of everybody, and goes', async () => {
    await tool(performer, 'Pinned line').locator('summary').click()
    await performer.page.locator('#bar-pin').fill('Tonight: the water and the sun.')
    await performer.page.getByRole('button', { name: 'Pin it' }).click()
    await anton.page.locator('.pinned', { hasText: 'Tonight: the water and the sun.' }).waitFor()
    await anton.page.reload()
    await anton.page.locator('.pinned', { hasText: 'Tonight: the water and the sun.' }).waitFor()
    await tool(performer, 'Pinned line').locator('summary').click()
    await performer.page.getByRole('button', { name: 'Take it down' }).click()
    await anton.page.locator('.pinned').waitFor({ state: 'hidden' })
  })

  test('a held line is its writer’s alone until it is let through, refused, or taken back', async () => {
    await mara.caller.did(`${ROOM}/words`, { words: 'pigment', does: 'hold' })
    await enter(kestrel)
    await enter(anton)
    await say(kestrel, 'where is the pigment shop?')
    await kestrel.page.locator('.line-held', { hasText: 'Held for mara_voss. Only you see it.' }).waitFor()
    const waiting = tool(moderator, '1 held line')
    await waiting.waitFor()
    await waiting.locator('summary').first().click()
    await waiting.getByText('where is the pigment shop?').waitFor()
    await waiting.getByRole('button', { name: 'Let through' }).click()
    await reads(anton, 'where is the pigment shop?')
    await kestrel.page.locator('.line-held').waitFor({ state: 'detached' })

    await say(kestrel, 'pigment once more')
    const second = tool(performer, '1 held line')
    await second.locator('summary').first().click()
    await second.locator('summary', { hasText: 'Refuse' }).click()
    await second.getByLabel('Why').fill('ask me later')
    await second.getByRole('button', { name: 'Refuse' }).click()
    await kestrel.page.getByText('Your line was not let through: ask me later.').waitFor()
    expect(await kestrel.page.locator('#say-why').innerText()).toBe('')

    await say(kestrel, 'pigment a third time')
    await kestrel.page.locator('.line-refused').waitFor({ state: 'detached' })
    await kestrel.page.locator('.line-held').getByRole('button', { name: 'Take back' }).click()
    await kestrel.page.locator('.line-held', { hasText: 'a third time' }).waitFor({ state: 'detached' })
    expect(await line(anton, 'pigment once more').count()).toBe(0)
    expect(await line(anton, 'pigment a third time').count()).toBe(0)
  })

  test('a whisper is read by two people', async () => {
    await line(kestrel, 'and at once another').first().locator('a.who').click()
    const sheet = kestrel.page.locator('#card[open]')
    await sheet.locator('summary', { hasText: 'Whisper to juno' }).click()
    await sheet.getByLabel('What only the two of you read').fill('are you coming on Sunday?')
    await sheet.getByRole('button', { name: 'Whisper', exact: true }).click()
    await reads(moderator, 'are you coming on Sunday?')
    await reads(kestrel, 'are you coming on Sunday?')
    await say(anton, 'nobody tells me anything')
    await reads(anton, 'nobody tells me anything')
    expect(await line(anton, 'are you coming on Sunday?').count()).toBe(0)
    expect(await line(performer, 'are you coming on Sunday?').count()).toBe(0)
  })

  test('a blocked member is out at once on every device, and comes back when the block ends', async () => {
    const second = await someone(callers.anton, { width: 390, height: 844 })
    await enter(second)
    for (const one of [performer, moderator, kestrel, anton, second]) expect(troubles(one)).toEqual([])
    await reads(performer, 'nobody tells me anything')
    const sheet = await card(performer, 'nobody tells me anything')
    await sheet.locator('summary', { hasText: 'Block' }).click()
    await sheet.locator('form[data-act="block"]').getByRole('button', { name: 'Block' }).click()
    for (const one of [anton, second]) {
      await one.page.getByText('No room has this name.').waitFor({ timeout: 10_000 })
      expect(troubles(one, answered(404))).toEqual([])
      const again = await one.page.goto(`${ROOM}/chat`)
      expect(again?.status()).toBe(404)
      one.troubles.length = 0
    }
    expect(await kestrel.page.locator('#say-text').isVisible()).toBe(true)
    await performer.page.goto('/studio/chat?acts=all')
    await performer.page.locator('#acts li', { hasText: 'mara_voss blocked anton' }).getByRole('button').click()
    await performer.page.getByText('Taken back.').waitFor()
    expect((await anton.page.goto(ROOM))?.status()).toBe(200)
  })

  test('whoever was shown out reads until when, and the page does not try again', async () => {
    await moderator.page.reload()
    const sheet = await card(moderator, 'sorry, that was rude')
    await sheet.locator('summary', { hasText: 'Show out' }).click()
    await sheet.locator('form[data-act="kick"]').getByRole('button', { name: 'Show out' }).click()
    await kestrel.page.getByText('You were shown out of this room. The door opens again at').waitFor()
    expect(troubles(kestrel, answered(403))).toEqual([])
  })

  test('the performer reads it all in her studio, on a phone too, and nothing is wider than the page', async () => {
    const phone = await someone(mara.caller, { width: 390, height: 844 })
    for (const path of ['/studio/chat?acts=all', `${ROOM}#side-chat`]) {
      await phone.page.goto(path)
      expect(await phone.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    }
    await phone.page.goto('/studio/chat')
    const acts = phone.page.locator('#acts')
    await acts.getByText('juno showed kestrel out').waitFor()
    await acts.getByText('juno removed a line of kestrel').first().waitFor()
    expect(await acts.getByText('mara_voss').count()).toBe(1)
    expect(troubles(phone)).toEqual([])
  })
})

describe('without scripts', () => {
  test('a moderator mutes from a name card, holds every line, and the performer undoes it', async () => {
    const moderator = await someone(callers.juno, { scripts: false, width: 390, height: 844 })
    await moderator.page.goto(`${ROOM}/chat`)
    await moderator.page.locator('.line a.who', { hasText: 'kestrel' }).first().click()
    await moderator.page.locator('summary', { hasText: 'Mute' }).click()
    await moderator.page.locator('form[data-act="mute"]').getByLabel('Why').fill('see https://elsewhere.example/x')
    await moderator.page.getByRole('button', { name: 'Mute', exact: true }).click()
    await moderator.page.getByText('Links stay out of here.').first().waitFor()
    const why = moderator.page.locator('form[data-act="mute"]').getByLabel('Why')
    expect(await why.inputValue()).toBe('see https://elsewhere.example/x')
    await why.fill('be kind')
    await moderator.page.getByRole('button', { name: 'Mute', exact: true }).click()
    await moderator.page.waitForURL(`**${ROOM}`)
    await moderator.page.goto(`${ROOM}/tools`)
    await moderator.page.locator('#muted').getByText('kestrel').waitFor()
    await moderator.page.getByRole('switch', { name: 'Look at every line first' }).click()
    await moderator.page.getByText('Done.').waitFor()

    const performer = await someone(mara.caller, { scripts: false })
    await performer.page.goto('/studio/chat')
    const act = performer.page.locator('#acts li', { hasText: 'juno muted kestrel for 5 minutes' }).first()
    await act.getByRole('button').click()
    await performer.page.getByText('Taken back.').waitFor()
    await performer.page.locator('#muted').getByText('Nobody is muted.').waitFor()
    await performer.page.getByText('juno looks at every line before it is shown').waitFor()
  })
})

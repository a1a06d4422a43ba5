import { afterAll, describe, expect, test } from 'bun:test'
import { answered, type Person, troubles } from '../help/browser.ts'
import { openHouse, PASSWORD } from '../help/house.ts'
import { peopleOf } from '../help/people.ts'
import { until } from '../help/site.ts'

// Many lines in little time: how often one may write is tried elsewhere.
const house = await openHouse(['--limits', 'bench'])
const mara = await house.performer('mara_voss')
const ROOM = `/rooms/${mara.room}`
const { someone, leave } = peopleOf(house)
afterAll(leave)

/** The room with its chat in front: off air it stands behind its tab. */
async function enter(one: Person): Promise<void> {
  await one.page.goto(`${ROOM}#side-chat`)
  await one.page.locator('#say-text').waitFor()
}

/** Says a line; the box is empty when the server has it. */
async function say({ page }: Person, words: string): Promise<void> {
  await page.locator('#say-text').fill(words)
  await page.locator('#say-text').press('Enter')
  await until(`"${words}" is said`, async () => (await page.locator('#say-text').inputValue()) === '')
}

const lines = ({ page }: Person): Promise<string[]> => page.locator('.chat-lines .line .said').allTextContents()
const reads = (one: Person, words: string) =>
  until(`"${words}" is read`, async () => (await lines(one)).includes(words))
let spoken = 0
/** No two lines alike: whoever says the same again is refused. */
const words = () => `line number ${++spoken} of the evening`

describe('two browsers', () => {
  let kestrel: Person
  let juno: Person

  test('hear each other, at once and once', async () => {
    kestrel = await someone(await house.member('kestrel'))
    juno = await someone(await house.member('juno'))
    await enter(kestrel)
    await enter(juno)
    await say(kestrel, 'is that ultramarine?')
    await reads(juno, 'is that ultramarine?')
    await say(juno, 'phthalo, I think')
    await reads(kestrel, 'phthalo, I think')
    expect(await lines(kestrel)).toEqual(['is that ultramarine?', 'phthalo, I think'])
    expect(await lines(juno)).toEqual(['is that ultramarine?', 'phthalo, I think'])
  })

  test('a mention is completed by keys, and stands out for whom it means', async () => {
    await kestrel.page.locator('#say-text').fill('')
    await kestrel.page.locator('#say-text').pressSequentially('see, @ju')
    await kestrel.page.getByRole('option', { name: 'juno' }).waitFor()
    await kestrel.page.locator('#say-text').press('Tab')
    expect(await kestrel.page.locator('#say-text').inputValue()).toBe('see, @juno ')
    await kestrel.page.locator('#say-text').press('Enter')
    await juno.page.locator('.line-mention', { hasText: '@juno' }).waitFor()
    expect(await kestrel.page.locator('.line-mention').count()).toBe(0)
  })

  test('an answer quotes what it answers', async () => {
    const line = juno.page.locator('.line', { hasText: 'is that ultramarine?' }).first()
    await line.hover()
    await line.getByRole('button', { name: 'Answer' }).click()
    await juno.page.getByText('Answer to kestrel').waitFor()
    await say(juno, 'look at the jar')
    await kestrel.page.locator('.line-quoted', { hasText: 'kestrel: is that ultramarine?' }).waitFor()
  })

  test('a name opens a card; whom one does not want to read is not shown to her, and she is told nothing', async () => {
    const chip = juno.page.locator('.line a.who', { hasText: 'kestrel' }).first()
    await chip.click()
    const card = juno.page.locator('#card')
    await card.getByText('Here since').waitFor()
    await card.getByRole('button', { name: 'Hide what they say' }).click()
    await card.getByText('They do not know.').waitFor()
    await juno.page.keyboard.press('Escape')
    expect(await juno.page.locator('.line[data-by="kestrel"]:visible').count()).toBe(0)
    await say(kestrel, 'nobody hears me')
    await reads(juno, 'nobody hears me')
    expect(await juno.page.locator('.line[data-by="kestrel"]:visible').count()).toBe(0)
    await juno.page.reload()
    await juno.page.locator('#say-text').waitFor()
    expect(await juno.page.locator('.line[data-by="kestrel"]:visible').count()).toBe(0)
    await juno.page.locator('.line a.who', { hasText: 'mara_voss' }).count()
    await juno.page.goto(`${ROOM}/people/kestrel`)
    await juno.page.getByRole('button', { name: 'Show what they say again' }).click()
    await juno.page.getByRole('button', { name: 'Hide what they say' }).waitFor()
    await enter(juno)
    expect(await juno.page.locator('.line[data-by="kestrel"]:visible').count()).toBeGreaterThan(0)
  })

  test('one goes offline, and comes back without a gap and without anything twice', async () => {
    const before = (await lines(kestrel)).length
    await kestrel.page.context().setOffline(true)
    await kestrel.page.getByText('The line is gone. We try again by ourselves.').waitFor()
    const missed = [words(), words(), words()]
    for (const line of missed) await say(juno, line)
    await kestrel.page.locator('#say-text').fill('typed while away')
    await kestrel.page.locator('#say-text').press('Enter')
    await kestrel.page.getByText('Your words stay here').waitFor()
    expect(await kestrel.page.locator('#say-text').inputValue()).toBe('typed while away')
    await kestrel.page.context().setOffline(false)
    await reads(kestrel, missed[2]!)
    const after = await lines(kestrel)
    expect(after.slice(before)).toEqual(missed)
    await kestrel.page.locator('#say-text').press('Enter')
    await reads(juno, 'typed while away')
    expect(await lines(kestrel)).toEqual(await lines(juno))
    troubles(kestrel)
  })

  test('a look that was changed shows on open pages', async () => {
    const hue = () => juno.page.locator('.line[data-by="kestrel"] a.who').last().getAttribute('class')
    const before = await hue()
    const other = before?.includes('hue-3') ? '4' : '3'
    const settings = await kestrel.page.context().newPage()
    await settings.goto('/account')
    await settings.evaluate(async value => {
      await fetch('/account/profile', { method: 'POST', body: new URLSearchParams({ theme: 'auto', hue: value }) })
    }, other)
    await settings.close()
    await until('it shows', async () => (await hue())?.includes(`hue-${other}`))
  })

  test('left no trouble in either console', () => {
    expect(troubles(juno)).toEqual([])
  })
})

describe('whoever reads back', () => {
  test('is not moved by what comes, is told how much it is, and finds the earlier lines', async () => {
    const reader = await someone(null, { height: 500 })
    const writer = mara.caller
    for (let n = 0; n < 70; n++) {
      await writer.did(`${ROOM}/lines`, { text: words(), key: `seeded-line-number-${n}`, place: 'chat' })
    }
    await enter(reader)
    const scroll = reader.page.locator('#chat-scroll')
    const top = () =>
      reader.page.locator('.chat-lines .line').evaluateAll(all => {
        const edge = document.getElementById('chat-scroll')!.getBoundingClientRect().top
        const line = all.find(each => each.getBoundingClientRect().bottom > edge)
        return line ? `${line.id} ${Math.round(line.getBoundingClientRect().top)}` : ''
      })
    const first = async () => Number(await reader.page.locator('.chat-lines .line').first().getAttribute('data-n'))
    const newest = await first()
    await scroll.evaluate(element => element.scrollBy(0, -400))
    const place = await until('it has settled', async () => {
      const one = await top()
      return one === (await top()) ? one : ''
    })
    const late = words()
    await writer.did(`${ROOM}/lines`, { text: late, key: 'while-she-reads-back', place: 'chat' })
    await reader.page.getByRole('button', { name: '1 new line' }).waitFor()
    expect(await top()).toBe(place)
    await until('earlier lines come', async () => {
      await scroll.evaluate(element => element.scrollBy(0, -2000))
      return (await first()) < newest
    })
    await reader.page.getByRole('button', { name: '1 new line' }).click()
    await until('the newest is in sight', () =>
      reader.page.locator('.line', { hasText: late }).evaluate(line => {
        const box = line.getBoundingClientRect()
        return box.top >= 0 && box.bottom <= innerHeight
      }),
    )
    expect(troubles(reader)).toEqual([])
  })
})

describe('a guest', () => {
  test('reads; the first line waits while a name is chosen, and then goes out', async () => {
    const guest = await someone(null)
    await enter(guest)
    expect((await lines(guest)).length).toBeGreaterThan(3)
    await guest.page.locator('#say-text').fill('hello from a stranger')
    await guest.page.locator('#say-text').press('Enter')
    await guest.page.waitForURL('**/sign-up*')
    expect(guest.page.url()).not.toContain('hello')
    await guest.page.getByText('Your line is kept.').waitFor()
    await guest.page.locator('#handle').fill('bergamot')
    await guest.page.locator('#password').fill(PASSWORD)
    await guest.page.locator('#adult').check()
    await guest.page.getByRole('button', { name: 'Make account' }).click()
    await guest.page.waitForURL(`**${ROOM}*`)
    await guest.page.locator('#side-tab-chat').click()
    expect(await guest.page.locator('#say-text').inputValue()).toBe('hello from a stranger')
    await guest.page.locator('#say-text').press('Enter')
    await reads(guest, 'hello from a stranger')
    await guest.page.reload()
    await guest.page.locator('#side-tab-chat').click()
    expect(await guest.page.locator('#say-text').inputValue()).toBe('')
    expect(troubles(guest)).toEqual([])
  })
})

describe('without scripts', () => {
  test('one reads, says a line and comes back to it, and reads what was said before', async () => {
    const plain = await someone(await house.member('nightferry'), { scripts: false })
    await plain.page.goto(`${ROOM}#side-chat`)
    await plain.page.locator('#say-text').fill('from a browser without scripts')
    await plain.page.getByRole('button', { name: 'Send' }).click()
    await reads(plain, 'from a browser without scripts')
    await until('the newest line is in sight', () => plain.page.locator('.line').last().isVisible())
    await plain.page.locator('#say-text').fill(`${'far too long '.repeat(60)}`)
    await plain.page.getByRole('button', { name: 'Send' }).click()
    await plain.page.getByText('500 letters at most').waitFor()
    expect(await plain.page.locator('#say-text').inputValue()).toContain('far too long')
    await plain.page.goto(`${ROOM}#side-chat`)
    await plain.page.getByRole('link', { name: 'Earlier lines' }).click()
    await plain.page.getByRole('link', { name: /Later lines|newest lines/ }).waitFor()
    expect((await lines(plain)).length).toBeGreaterThan(5)
    expect(troubles(plain, answered(422))).toEqual([])
  })
})

describe('on a phone', () => {
  test('picture, chat and say box stand on one screen, and the newest line above the box', async () => {
    const phone = await someone(await house.member('saltmarsh'), { width: 390, height: 844 })
    await enter(phone)
    await say(phone, 'from the tram')
    const boxes = await phone.page.evaluate(() => {
      const box = (selector: string) => document.querySelector(selector)!.getBoundingClientRect()
      return {
        picture: box('#picture').top,
        line: box('.chat-lines .line:last-child').bottom,
        say: box('#say').top,
        sayEnd: box('#say').bottom,
        wide: document.documentElement.scrollWidth,
        high: document.documentElement.scrollHeight,
      }
    })
    expect(boxes.picture).toBeLessThan(80)
    expect(boxes.line).toBeLessThanOrEqual(boxes.say)
    expect(boxes.sayEnd).toBeLessThanOrEqual(844)
    expect([boxes.wide, boxes.high]).toEqual([390, 844])
    expect(troubles(phone)).toEqual([])
  })

  test('over an open keyboard the newest lines and the say box are what is left', async () => {
    const phone = await someone(await house.member('limpet'), { width: 360, height: 640 })
    await enter(phone)
    await say(phone, 'and from the bus')
    await phone.page.locator('#say-text').focus()
    for (const seen of [430, 360]) {
      // As the keyboard of one phone makes the page lower, and that of another covers it.
      if (seen === 430) await phone.page.setViewportSize({ width: 360, height: seen })
      else await phone.page.evaluate(px => document.documentElement.style.setProperty('--seen', `${px}px`), seen)
      const at = await until('it has settled', async () => {
        const read = () =>
          phone.page.evaluate(() => ({
            lines: document.getElementById('chat-scroll')!.getBoundingClientRect().height,
            newest: document.querySelector('.chat-lines .line:last-child')!.getBoundingClientRect().bottom,
            say: document.getElementById('say')!.getBoundingClientRect().top,
            sayEnd: document.getElementById('say')!.getBoundingClientRect().bottom,
          }))
        const first = await read()
        return JSON.stringify(first) === JSON.stringify(await read()) && first.sayEnd <= seen ? first : null
      })
      expect(at.lines).toBeGreaterThan(48)
      expect(at.newest).toBeLessThanOrEqual(at.say)
    }
    expect(troubles(phone)).toEqual([])
  })

  test('the chat has a window of its own', async () => {
    const alone = await someone(await house.member('petrichor'), { width: 420, height: 720 })
    await alone.page.goto(`${ROOM}/chat`)
    await say(alone, 'from a window of its own')
    await reads(alone, 'from a window of its own')
    expect(troubles(alone)).toEqual([])
  })
})

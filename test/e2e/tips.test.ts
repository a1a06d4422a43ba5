import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { closeBrowser, type Person, person } from '../help/browser.ts'
import { type Caller, openHouse, wordsOf } from '../help/house.ts'
import { until } from '../help/site.ts'

const house = await openHouse()
const mara = await house.performer('mara_voss')
const kestrel = await house.member('kestrel')
await mara.caller.did('/studio/tips/goals', { name: 'The harbour at full size', target: '200' })
await mara.caller.did('/studio/tips/goals', { name: 'A frame for it', target: '500' })
await mara.caller.did('/studio/tips/wishes', { words: 'Choose the next colour', price: '40' })

const people: Person[] = []
async function enter(who: Caller | null, at: string, shape: Parameters<typeof person>[1] = {}): Promise<Person> {
  const one = await person(house.url, shape)
  people.push(one)
  if (who) await who.lend(one)
  await one.page.goto(at)
  return one
}

afterAll(async () => {
  for (const one of people) await one.done()
  await closeBrowser()
  await house.done()
})

const room = `/rooms/${mara.room}`

/** A card with tokens, as the owner makes it and a member types it. */
async function voucher(who: Caller, tokens: number): Promise<void> {
  const made = await house.owner.post('/panel/vouchers/batches', {
    key: `cards-of-${tokens}-tokens`,
    count: '1',
    tokens: String(tokens),
    price: '0',
    note: 'A test',
  })
  const code = /[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}-[0-9A-Z*~$=]/.exec(made.body)?.[0]
  if (!code) throw new Error(`no code is shown: ${made.status} ${wordsOf(made.body)}`)
  await who.did('/wallet/redeem', { code })
}

const tips = (): { tokens: number; note: string }[] => {
  const db = new Database(join(house.data, 'footlight.db'), { readonly: true })
  const rows = db.query('SELECT tokens, note FROM tips ORDER BY posting').all()
  db.close()
  return rows as { tokens: number; note: string }[]
}

const lit = (one: Person): Promise<number> => one.page.locator('#lamps .lamp.on').count()
const goal = (one: Person, words: string) => one.page.locator('#goal').getByText(words).first().waitFor()
const moved = (one: Person, tokens: string) => one.page.locator('#goal b').getByText(tokens, { exact: true }).waitFor()

await voucher(kestrel, 340)
const sender = await enter(kestrel, room)
const guest = await enter(null, room)
const made = await mara.caller.post('/studio/overlays')
const address = /http\S+?\/overlay\/ov[a-z2-7]{26}\/alerts/.exec(made.body)![0]
const obs = await enter(null, `${address}?seconds=2`)

describe('a voucher becomes a tip', () => {
  test('by the key T: in the chat, at the lamps and over the picture of everybody, and in OBS', async () => {
    for (const one of [sender, guest]) await one.page.locator('#side-tab-chat').click()
    await sender.page.keyboard.press('t')
    const sheet = sender.page.locator('#tip-sheet')
    await sheet.getByText('Balance 340 tokens').waitFor()
    await sheet.locator('input[name="amount"][value="100"]').check()
    await sheet.locator('#tip-note').fill('for the reflections')
    await sheet.getByText('After this 240').waitFor()
    await sheet.getByText('0 to 100 of 200').waitFor()
    await sheet.getByRole('button', { name: 'Tip 100 tokens' }).click()
    for (const one of [sender, guest]) {
      await moved(one, '100')
      await one.page.locator('.chat .line-tip').getByText('for the reflections').waitFor()
      await one.page.locator('#tip-cards').getByText('kestrel').waitFor({ state: 'attached' })
      expect(await lit(one)).toBe(10)
    }
    await obs.page.locator('#tip-cards').getByText('for the reflections').waitFor()
    await sheet.waitFor({ state: 'hidden' })
    // Whoever asked for little movement gets a card that stands still, and no light.
    expect(await guest.page.evaluate(() => document.getAnimations().length)).toBe(0)
    expect(await guest.page.locator('.chat').getByText('Half the lamps are lit').count()).toBe(1)
  })

  test('pressed twice it is one', async () => {
    const before = tips().length
    await sender.page.locator('#tip-quick button[value="5"]').dblclick()
    await moved(guest, '105')
    await until(
      'the second press is over',
      async () => (await sender.page.locator('#tip-quick button[aria-busy]').count()) === 0,
    )
    expect(tips().length).toBe(before + 1)
    await sender.page.locator('.head-purse, #purse').getByText('235').first().waitFor()
  })

  test('a wish of the menu is one press more, and reaches the goal: all lamps burn, then the next begins', async () => {
    await sender.page.locator('#wishes').getByText('Choose the next colour').click()
    await sender.page.locator('#tip-sheet').getByRole('button', { name: 'Tip 40 tokens' }).click()
    await moved(guest, '145')
    await guest.page.locator('.chat').getByText('Choose the next colour').waitFor()
    await sender.page.keyboard.press('t')
    await sender.page.locator('#tip-form input[name="amount"][value="other"]').check()
    await sender.page.locator('#tip-other').fill('60')
    await sender.page.locator('#tip-send').click()
    await goal(guest, 'Reached. All lamps burn.')
    expect(await lit(guest)).toBe(20)
    await guest.page.locator('.chat').getByText('All lamps are lit: The harbour at full size').waitFor()
    await goal(guest, 'A frame for it')
    await moved(guest, '5')
  })

  test('stands on the board, until she leaves herself out', async () => {
    await guest.page.locator('#side-tab-board').click()
    await guest.page.locator('#board').getByText('kestrel').waitFor()
    await guest.page.locator('#board').getByText('205').first().waitFor()
    await sender.page.locator('#side-tab-board').click()
    await sender.page.getByRole('button', { name: 'Leave me out' }).click()
    await guest.page.reload()
    await guest.page.locator('#side-tab-board').click()
    await guest.page.locator('#board').getByText('Without a name').waitFor()
    expect(await guest.page.locator('#board').getByText('kestrel').count()).toBe(0)
  })
})

describe('too few tokens', () => {
  test('keep the tip, lead to buying, and send it with one press afterwards', async () => {
    await sender.page.goto(room)
    await sender.page.keyboard.press('t')
    await sender.page.locator('#tip-form input[name="amount"][value="500"]').check()
    await sender.page.locator('#tip-note').fill('kept for later')
    await sender.page.locator('#tip-send').click()
    await sender.page.locator('#tip-sheet').getByText('Your tip of 500 is kept. You need 365 more.').waitFor()
    await sender.page.locator('#tip-sheet').getByRole('link', { name: 'More tokens' }).click()
    await sender.page.locator('#buy-sheet').waitFor()
    expect(await sender.page.locator('#tip-sheet').isVisible()).toBe(false)
    await voucher(kestrel, 1000)
    await sender.page.locator('#tip-form').getByText('Balance 1,135 tokens').waitFor({ state: 'attached' })
    expect(await sender.page.locator('#tip-form').getByText('You need').count()).toBe(0)
    await sender.page.goto(`${room}?tip=kept`)
    expect(await sender.page.locator('#tip-note').inputValue()).toBe('kept for later')
    await sender.page.locator('#tip-send').click()
    await until('the tip is there', () => tips().at(-1)?.note === 'kept for later')
    await goal(guest, 'All lamps burn.')
  })
})

describe('a menu that changes', () => {
  test('is another in each open page, and what is typed there stays', async () => {
    const studio = await mara.caller.get('/studio/tips')
    const id = /\/studio\/tips\/wishes\/([a-z2-7]{26})/.exec(studio.body)![1]!
    await sender.page.goto(room)
    await guest.page.goto(room)
    await sender.page.locator('#wishes').getByText('Choose the next colour').click()
    await sender.page.locator('#tip-note').fill('a quiet green')
    await sender.page.getByRole('button', { name: 'Tip 40 tokens' }).waitFor()
    await mara.caller.did(`/studio/tips/wishes/${id}`, { act: 'save', words: 'Choose the next colour', price: '45' })
    await mara.caller.did('/studio/tips/wishes', { words: 'Name the boat', price: '120' })
    await sender.page.getByRole('button', { name: 'Tip 45 tokens' }).waitFor()
    await sender.page.locator('#tip-form').getByText('Name the boat').waitFor()
    for (const one of [sender, guest]) await one.page.locator('#wishes').getByText('Name the boat').waitFor()
    expect(await sender.page.locator('#tip-note').inputValue()).toBe('a quiet green')
    expect(await guest.page.locator('#wishes a[data-wish]').first().getAttribute('href')).toContain('/sign-in?')
    // What was chosen is gone: nothing else is sent in its place.
    await mara.caller.did(`/studio/tips/wishes/${id}`, { act: 'hide' })
    await sender.page.locator('#tip-send').getByText('Tip', { exact: true }).waitFor()
    expect(await sender.page.locator('#tip-form input[name="wish"]:checked').count()).toBe(0)
    const before = tips().length
    await sender.page.locator('#tip-send').click()
    await sender.page.locator('#tip-form [role="alert"]').waitFor()
    expect(tips().length).toBe(before)
    expect(await sender.page.locator('#tip-note').inputValue()).toBe('a quiet green')
    await sender.page.keyboard.press('Escape')
  })

  test('and so are the gifts, which she takes or the owner prices', async () => {
    await sender.page.locator('#tip-acts a[href*="tip=gift"]').click()
    await sender.page.locator('#tip-form input[name="gift"][value="boat:30"]').check()
    const gifts = ['tea', 'boat', 'bouquet', 'lantern', 'music-box', 'kite', 'moon', 'lighthouse']
    const prices = Object.fromEntries(gifts.map((name, at) => [name, String(20 + at)]))
    await house.owner.did('/panel/gifts', prices)
    await sender.page.getByRole('button', { name: 'Tip 21 tokens' }).waitFor()
    await mara.caller.did('/studio/tips/rules', { card: '1', sound: '1', 'gift-tea': 'on', 'gift-boat': 'on' })
    await until('two gifts are left', async () => (await sender.page.locator('.tip-gift').count()) === 2)
    expect(await sender.page.locator('#tip-form input[name="gift"]:checked').getAttribute('value')).toBe('boat:21')
    await sender.page.keyboard.press('Escape')
  })
})

describe('an overlay', () => {
  test('that was away shows what it missed, each alert once, also when the house was killed meanwhile', async () => {
    const shown: string[] = []
    await obs.page.exposeFunction('heard', (text: string) => shown.push(text))
    await obs.page.evaluate(() => {
      const heard = (window as unknown as { heard(text: string): void }).heard
      new MutationObserver(changes => {
        for (const { addedNodes } of changes) for (const node of addedNodes) heard(node.textContent ?? '')
      }).observe(document.getElementById('tip-cards')!, { childList: true })
    })
    const told = (note: string) => shown.filter(text => text.includes(note)).length
    await house.stop('SIGKILL')
    await house.start()
    for (const note of ['while it was away', 'and once more']) {
      const page = await kestrel.get(`${room}/tips`)
      const key = /name="key" value="([^"]+)"/.exec(page.body)![1]!
      await kestrel.did(`${room}/tips`, { key, way: 'tokens', amount: '25', note })
    }
    await until('both alerts came', () => told('while it was away') > 0 && told('and once more') > 0)
    const page = await kestrel.get(`${room}/tips`)
    const key = /name="key" value="([^"]+)"/.exec(page.body)![1]!
    await kestrel.did(`${room}/tips`, { key, way: 'tokens', amount: '5', note: 'the last one' })
    await until('the last alert came', () => told('the last one') > 0)
    expect([told('while it was away'), told('and once more'), told('the last one')]).toEqual([1, 1, 1])
    expect(shown.filter(text => text.includes('kept for later')).length).toBeLessThanOrEqual(1)
  })

  test('is open eight times at once: who was there first stays, and the next is told so', async () => {
    const sockets: { socket: WebSocket; closed: number }[] = []
    const listen = (part: string) => {
      const one = { socket: new WebSocket(`${address.replace('http', 'ws').replace('alerts', part)}/live`), closed: 0 }
      one.socket.onclose = ({ code }) => {
        one.closed = code
      }
      sockets.push(one)
      return one
    }
    const settled = ({ socket, closed }: (typeof sockets)[number]) => closed > 0 || socket.readyState === WebSocket.OPEN
    for (let at = 0; at < 8; at++) listen('goal')
    await until('eight are open', () => sockets.every(settled))
    const ninth = listen('goal')
    await until('the ninth is sent away', () => ninth.closed === 4429)
    expect(sockets.slice(0, 8).map(one => one.closed)).toEqual(Array(8).fill(0))
    const other = listen('board')
    await until('another overlay is not meant', () => settled(other))
    expect(other.closed).toBe(0)
    sockets[0]!.socket.close()
    await until('there is room again', async () => {
      const again = listen('goal')
      await until('it was answered', () => settled(again) && again.socket.readyState !== WebSocket.CONNECTING)
      await Bun.sleep(100)
      return again.closed === 0
    })
    for (const { socket } of sockets) socket.close()
  })

  test('hears the performer’s test, which nobody else does', async () => {
    const before = tips().length
    await guest.page.goto(room)
    await mara.caller.did('/studio/tips/test', { tokens: '250' })
    await obs.page.locator('#tip-cards').getByText('Test').waitFor()
    expect(await guest.page.locator('#tip-cards').getByText('Test').count()).toBe(0)
    expect(tips().length).toBe(before)
  })
})

describe('elsewhere', () => {
  test('on a phone the sheet rises to the lamps and leaves the picture free', async () => {
    const phone = await enter(kestrel, room, { width: 390, height: 844 })
    await phone.page.locator('.tip-open').click()
    await phone.page.locator('#tip-sheet').waitFor()
    const box = async (id: string) => (await phone.page.locator(id).boundingBox())!
    const lamps = await box('#lamps')
    const sheet = await box('#tip-sheet')
    expect(sheet.y).toBeGreaterThanOrEqual(lamps.y + lamps.height)
    expect(sheet.x).toBe(0)
    expect(sheet.width).toBe(390)
    // However much it holds, its end is reached and the button stays in sight.
    await phone.page.locator('#tip-form label.segment').nth(2).click()
    await phone.page.locator('#tip-form label.segment').nth(0).click()
    await phone.page.locator('#tip-form input[name="amount"][value="other"]').check()
    const end = await box('#tip-sheet')
    const send = await box('#tip-send')
    expect(Math.round(end.y + end.height)).toBeLessThanOrEqual(844)
    expect(Math.round(send.y + send.height)).toBeLessThanOrEqual(844)
    await phone.page.locator('#tip-form input[name="anonymous"]').check()
    await phone.page.locator('#tip-form input[name="anonymous"]').uncheck()
    // Why it does not go is in sight, also from the sheet's end.
    await phone.page.locator('#tip-other').fill('9999')
    await phone.page.locator('#tip-sheet').evaluate(sheet => sheet.scrollTo(0, sheet.scrollHeight))
    await phone.page.locator('#tip-send').click()
    await phone.page.locator('#tip-form [role="alert"]').waitFor()
    const head = await box('#tip-sheet .sheet-head')
    await until('it is in sight', async () => (await box('#tip-form [role="alert"]')).y >= head.y + head.height - 1)
    await phone.page.keyboard.press('Escape')
    await phone.page.locator('#tip-sheet').waitFor({ state: 'hidden' })
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })

  test('on a phone that lies on its side the sheet has the whole height', async () => {
    const phone = await enter(kestrel, `${room}?tip=25`, { width: 844, height: 390 })
    await phone.page.locator('#tip-sheet').waitFor()
    const sheet = (await phone.page.locator('#tip-sheet').boundingBox())!
    expect(Math.round(sheet.y + sheet.height)).toBeLessThanOrEqual(390)
    await phone.page.locator('#tip-form input[name="anonymous"]').check()
    await phone.page.locator('#tip-send').click()
    await phone.page.locator('#tip-sheet').waitFor({ state: 'hidden' })
  })

  test('without scripts the buttons of the lip are a form', async () => {
    const before = tips().length
    const plain = await enter(kestrel, room, { scripts: false })
    await plain.page.locator('#tip-quick button[value="5"]').click()
    await plain.page.getByText('Your tip of 5 is sent.').waitFor()
    expect(tips().length).toBe(before + 1)
  })

  test('nothing went wrong in any page', () => {
    // While the house was down every page tried to come back.
    const troubles = people.flatMap(one => one.troubles).filter(text => !text.includes('ERR_CONNECTION_REFUSED'))
    expect(troubles).toEqual([])
  })
})

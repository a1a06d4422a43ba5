import { beforeEach, describe, expect, test } from 'bun:test'
import decodeQR from 'qr/decode.js'
import type { Account } from '../../src/accounts/index.ts'
import { approve as letIn } from '../../src/accounts/index.ts'
import { CONSOLE, page as entries } from '../../src/audit/index.ts'
import { durable } from '../../src/base/db/durable.ts'
import { recount } from '../../src/ledger/index.ts'
import { balance, expireOrders, orders, qrOf, receipts, spend } from '../../src/wallet/index.ts'
import { type Answer, type Site, testSite, type Visit } from '../help/visit.ts'
import { bytes, camt, type Entry, OWN } from './bank.ts'

const DAY = 24 * 3600_000

let site: Site
let owner: Account
let kim: Account
let asOwner: Visit
let asKim: Visit

beforeEach(() => {
  site = testSite()
  owner = site.person('harald', 'owner')
  kim = site.person('kim_larsen')
  asOwner = site.signedIn(owner)
  asKim = site.signedIn(kim)
})

const born = () => site.world.ids.next()
const purse = (answer: Answer): string => /id="purse"[\s\S]*?<b>([^<]*)<\/b>/.exec(answer.body)?.[1] ?? 'none'
const acts = (act: string) => entries(site.world, { act, limit: 20 }).map(entry => entry.act)

async function makeCards(wishes: Record<string, string> = {}): Promise<string[]> {
  const form = { key: born(), count: '3', tokens: '100', price: '', note: 'Bar', ...wishes }
  const made = await asOwner.post('/panel/vouchers/batches', form)
  return [...made.body.matchAll(/<code>([^<]+)<\/code>/g)].map(match => match[1]!)
}

async function bankSet(): Promise<void> {
  const form = { name: 'Harbour Studio', iban: 'de89 3704 0044 0532 0130 00', bic: '' }
  expect((await asOwner.post('/panel/money/bank', form)).status).toBe(303)
}

async function bring(entries: Entry[] | string, more: Record<string, string> = {}): Promise<Answer> {
  const form = new FormData()
  const text = typeof entries === 'string' ? entries : camt(entries)
  for (const [name, value] of Object.entries(more)) form.set(name, value)
  form.set('file', new File([bytes(text) as never], 'statement.xml'))
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  return await asOwner.ask('/panel/transfers/import', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': request.headers.get('content-type')! },
    body: await request.arrayBuffer(),
  })
}

async function order(visit = asKim, back = '/rooms/mara-voss'): Promise<{ id: string; reference: string }> {
  const started = await visit.post('/wallet/buy', { key: born(), pack: 'first-250', way: 'transfer', back })
  expect(started.status).toBe(303)
  const id = started.location.split('/').pop()!
  const found = orders(site.world, { q: id, state: '', after: null, limit: 1 })[0]!
  return { id, reference: found.reference }
}

describe('from a card to the purse', () => {
  test('the owner prints it once, a member types it and has its tokens', async () => {
    const [code = ''] = await makeCards()
    expect(purse(await asKim.get('/'))).toBe('0')
    const done = await asKim.post('/wallet/redeem', {
      code: code.toLowerCase().replaceAll('-', ' '),
      back: '/rooms/mara-voss',
    })
    expect(done.status).toBe(303)
    const receipt = await asKim.get(done.location)
    expect(receipt.body).toContain('100 tokens are yours.')
    expect(receipt.body).toContain('href="/rooms/mara-voss"')
    expect(purse(receipt)).toBe('100')
    const again = await asKim.post('/wallet/redeem', { code })
    expect(again.location).toContain('fresh=again')
    expect((await asKim.get(again.location)).body).toContain('You had redeemed this card already')
    const lee = site.signedIn(site.person('lee_okafor'))
    const used = await lee.post('/wallet/redeem', { code })
    expect(used.status).toBe(422)
    expect(used.body).toContain('Somebody has redeemed this code already.')
    expect(used.body).toContain(code)
  })
  test('the picture on the card leads there, across a sign-in, and leaves no code in an address', async () => {
    const [code = ''] = await makeCards()
    const guest = site.browser()
    const scanned = await guest.get(`/v/${encodeURIComponent(code)}`)
    expect(scanned.status).toBe(303)
    expect(scanned.location).toBe('/wallet/redeem')
    expect((await guest.get(scanned.location)).location).toBe('/sign-in?from=%2Fwallet%2Fredeem')
    asKim.jar.set('__Host-fl-voucher', guest.jar.get('__Host-fl-voucher')!)
    const page = await asKim.get('/wallet/redeem')
    expect(page.body).toContain(`value="${code}"`)
    expect((await asKim.post('/wallet/redeem', { code })).status).toBe(303)
    expect(asKim.jar.has('__Host-fl-voucher')).toBe(false)
    expect((await guest.get('/v/nonsense')).location).toBe('/wallet/redeem')
  })
  test('the picture says the card’s link', async () => {
    const link = 'https://harbour.example/v/01234-56789-ABCDE-FGHJK-H'
    const { size, d } = qrOf(link)
    const scale = 4
    const wide = size * scale
    const data = new Uint8Array(wide * wide * 4).fill(255)
    for (const [, x, y, w] of d.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
      for (let py = Number(y) * scale; py < (Number(y) + 1) * scale; py++) {
        for (let px = Number(x) * scale; px < (Number(x) + Number(w)) * scale; px++)
          data.fill(0, (py * wide + px) * 4, (py * wide + px) * 4 + 3)
      }
    }
    expect(decodeQR({ width: wide, height: wide, data })).toBe(link)
  })
  test('each wrong code is told in its place, and what was typed stays', async () => {
    for (const [code, words] of [
      ['', 'Type the code from the card.'],
      ['0123', 'A code has 21 signs.'],
      ['01234-56789-ABCDE-FGHJK-X', 'One sign is not right.'],
      ['01234-56789-ABCDE-FGHJÄ-H', 'A sign in it is in no code.'],
      ['01234-56789-ABCDE-FGHJK-H', 'No card has this code.'],
      ['"><script>alert(1)</script>', 'A sign in it is in no code.'],
    ] as const) {
      const answer = await asKim.post('/wallet/redeem', { code })
      expect([code, answer.status, answer.body.includes(words)]).toEqual([code, 422, true])
      expect(answer.body).not.toContain('<script>alert')
    }
  })
  test('pressed twice the form of a batch makes it once, and its codes are not shown again', async () => {
    const key = born()
    expect((await makeCards({ key })).length).toBe(3)
    const again = await asOwner.post('/panel/vouchers/batches', {
      key,
      count: '3',
      tokens: '100',
      price: '',
      note: 'Bar',
    })
    expect(again.status).toBe(303)
    expect((await asOwner.get(again.location)).body).toContain('Their codes were shown once')
    expect(site.world.db.query('SELECT count(*) AS n FROM vouchers').get()).toEqual({ n: 3n })
  })
  test('a batch with wrong figures is refused in place', async () => {
    const wrong = await asOwner.post('/panel/vouchers/batches', {
      key: born(),
      count: '0',
      tokens: '1e3',
      price: '9.999',
      note: '',
    })
    expect(wrong.status).toBe(422)
    for (const text of [
      'At least 1.',
      'Write digits only.',
      'So many digits after the point',
      'This is missing.',
      'value="1e3"',
    ]) {
      expect(wrong.body).toContain(text)
    }
  })
  test('cards are sold, found by code and by who redeemed them, voided, and every act is written down', async () => {
    const codes = await makeCards({ price: '9.99' })
    const batch = site.world.db.query('SELECT id FROM voucher_batches').get() as { id: string }
    expect((await asKim.post('/wallet/redeem', { code: codes[0]! })).body).toContain('Was it paid for')
    await asOwner.post(`/panel/vouchers/batches/${batch.id}/sold`)
    expect((await asKim.post('/wallet/redeem', { code: codes[0]! })).status).toBe(303)
    const byCode = await asOwner.get(`/panel/vouchers?q=${codes[0]}`)
    expect(byCode.body.match(/1 of 3|2 of 3|3 of 3/g)).toEqual(['1 of 3'])
    expect((await asOwner.get('/panel/vouchers?q=kim_larsen')).body).toContain('1 of 3')
    expect((await asOwner.get('/panel/vouchers?state=sold')).body).not.toContain('1 of 3')
    const bare = await asOwner.post(`/panel/vouchers/batches/${batch.id}/void`, { because: '' })
    expect(bare.status).toBe(422)
    await asOwner.post(`/panel/vouchers/batches/${batch.id}/void`, { because: 'Lost' })
    expect((await asKim.post('/wallet/redeem', { code: codes[1]! })).body).toContain('taken this card back')
    const csv = await asOwner.post('/panel/vouchers.csv')
    expect(csv.response.headers.get('content-type')).toContain('text/csv')
    expect(csv.body.split('\r\n').length).toBe(5)
    for (const code of codes) expect(csv.body).not.toContain(code)
    expect(acts('voucher.')).toEqual(['voucher.voided', 'voucher.sold', 'voucher.made'])
    expect(recount(site.world).ok).toBe(true)
  })
})

describe('from a transfer to the purse', () => {
  test('the order waits and tells; the imported line pays it; the receipt leads back to the room', async () => {
    await bankSet()
    const { id, reference } = await order()
    const waiting = await asKim.get(`/wallet/orders/${id}`)
    expect(waiting.body).toContain('DE89 3704 0044 0532 0130 00')
    expect(waiting.body).toContain('every 5s')
    expect(waiting.body).toContain('qr-ink')
    await asKim.post(`/wallet/orders/${id}/sent`)
    expect((await asKim.get(`/wallet/orders/${id}`)).body).toContain('On its way')
    const took = await bring([{ amount: '22.99', text: reference }])
    expect(took.body).toContain('1 new line, 1 matched at once, 0 known already.')
    const again = await bring([{ amount: '22.99', text: reference }])
    expect(again.body).toContain('0 new lines, 0 matched at once, 1 known already.')
    const part = await asKim.get(`/wallet/orders/${id}`, { 'hx-request': 'true' })
    expect(part.body).toContain('250 tokens are yours.')
    expect(part.body).not.toContain('every 5s')
    expect(part.body).not.toContain('<html')
    const paid = await asKim.get(`/wallet/orders/${id}`)
    expect(paid.body).toContain('href="/rooms/mara-voss"')
    expect(purse(paid)).toBe('250')
    const receipt = await asKim.get(/\/wallet\/receipts\/\d+/.exec(paid.body)![0])
    expect(receipt.body).toContain('€22.99')
    expect(recount(site.world).ok).toBe(true)
  })
  test('another’s order and receipt are not there', async () => {
    await bankSet()
    const { id, reference } = await order()
    await bring([{ amount: '22.99', text: reference }])
    const lee = site.signedIn(site.person('lee_okafor'))
    for (const path of [`/wallet/orders/${id}`, '/wallet/receipts/2', '/wallet/receipts/0', '/wallet/receipts/1e3']) {
      expect([path, (await lee.get(path)).status]).toEqual([path, 404])
    }
    expect((await lee.post(`/wallet/orders/${id}/cancel`)).status).toBe(404)
    // The receipt of the bank's line is nobody's line of a wallet.
    expect((await asKim.get('/wallet/receipts/1')).status).toBe(404)
    expect((await asKim.get('/wallet/receipts/2')).status).toBe(200)
  })
  test('an address that leads away is not gone back to', async () => {
    await bankSet()
    const { id } = await order(asKim, '//evil.example/')
    expect((await asKim.get(`/wallet/orders/${id}`)).body).not.toContain('evil')
    const buy = await asKim.get('/wallet/buy?back=https://evil.example')
    expect(buy.body).toContain('name="back" value="/"')
    expect(buy.body).not.toContain('href="https://evil')
  })
  test('a press without a way, of a pack that is gone, or of an old page is told, and nothing begins', async () => {
    await bankSet()
    for (const form of [
      { pack: 'first-250', way: '' },
      { pack: 'nothing', way: 'transfer' },
      { pack: 'first-250', way: 'transfer', key: 'short' },
    ]) {
      expect((await asKim.post('/wallet/buy', { key: born(), ...form })).status).toBe(422)
    }
    expect(site.world.db.query('SELECT count(*) AS n FROM orders').get()).toEqual({ n: 0n })
    const voucher = await asKim.post('/wallet/buy', {
      key: born(),
      pack: 'first-250',
      way: 'voucher',
      back: '/rooms/mara-voss',
    })
    expect(voucher.location).toBe('/wallet/redeem?back=%2Frooms%2Fmara-voss')
  })
  test('in the room’s sheet each step is answered as markup of the sheet', async () => {
    await bankSet()
    const hx = { 'hx-request': 'true' }
    const first = await asKim.get('/wallet/buy?sheet=1&back=/rooms/mara-voss', hx)
    expect(first.body).toStartWith('<div class="buy-step"')
    const form = { key: born(), pack: 'first-250', way: 'transfer', back: '/rooms/mara-voss', sheet: '1' }
    const next = await asKim.post('/wallet/buy', form, hx)
    expect(next.status).toBe(200)
    expect(next.body).toContain('data-waits="true"')
    const [code = ''] = await makeCards()
    const done = await asKim.post('/wallet/redeem', { code, back: '/rooms/mara-voss', sheet: '1' }, hx)
    expect(done.body).toContain('100 tokens are yours.')
    expect(done.body).toContain('data-buy="close"')
  })
  test('by hand: to the order that fits, or back to where it came from by two persons', async () => {
    await bankSet()
    const { id } = await order()
    await bring([
      { amount: '22.99', text: 'tokens for kim', ref: 'A' },
      { amount: '7.00', text: 'for the cat', ref: 'B' },
    ])
    const open = receipts(site.world, { q: '', state: 'open', after: null, limit: 10 })
    const fits = open.find(one => one.amount_minor === 2299n)!
    const cat = open.find(one => one.amount_minor === 700n)!
    expect((await asOwner.get(`/panel/transfers/${fits.id}`)).body).toContain('kim_larsen')
    const wrong = await asOwner.post(`/panel/transfers/${fits.id}/match`, { order: 'RF00 nothing' })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toContain('There is no such order.')
    const matched = await asOwner.post(`/panel/transfers/${fits.id}/match`, { order: id })
    expect((await asOwner.get(matched.location)).body).toContain('Matched.')
    expect(balance(site.world, kim.id).tokens).toBe(250n)
    const asked = await asOwner.post(`/panel/transfers/${cat.id}/back`, { key: born(), because: 'Not for us' })
    expect(asked.location).toContain('said=proposed')
    expect(receipts(site.world, { q: '', state: 'open', after: null, limit: 10 }).length).toBe(1)
    await approve(site.signedIn(site.person('second_one', 'owner')))
    expect(receipts(site.world, { q: '', state: 'returned', after: null, limit: 10 }).length).toBe(1)
    expect(recount(site.world).ok).toBe(true)
  })
  test('files that are none are refused with what to do', async () => {
    expect((await bring([{ amount: '1.00' }])).body).toContain('Set the house’s account')
    await bankSet()
    for (const [text, words] of [
      ['', 'Choose a file.'],
      ['<Document><Bk', 'This XML breaks off or is wrong near line 1.'],
      ['<a/>', 'This XML is no CAMT.053 statement.'],
      [camt([{ amount: '1.00' }], 'NO9386011117947'), 'This is a statement of NO93 8601 1117 947'],
      ['date,amount,text\n2026-11-20,5.00,x', 'Tick that it is'],
      ['hello', 'The first line has to name the columns'],
    ] as const) {
      const answer = await bring(text)
      expect([text.slice(0, 20), answer.status, answer.body.includes(words)]).toEqual([text.slice(0, 20), 422, true])
    }
    const some = await bring('date,amount,text\n2026-11-20,5.00,x\nx,5,y\n', { confirm: 'on' })
    expect(some.body).toContain('Line 3 has no day of booking')
    const broken = await asOwner.ask('/panel/transfers/import', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'multipart/form-data; boundary=x' },
      body: 'nothing',
    })
    expect(broken.status).toBe(422)
  })
  test('a typed line is checked, taken in and matched', async () => {
    await bankSet()
    const { id, reference } = await order()
    const typed = { date: '2026-11-20', amount: '22,99', text: reference, name: 'Kim', iban: '' }
    for (const wrong of [
      { date: '2026-02-30' },
      { date: '2027-01-01' },
      { amount: '1e3' },
      { amount: '-5' },
      { text: '' },
    ]) {
      expect((await asOwner.post('/panel/transfers/typed', { ...typed, ...wrong })).status).toBe(422)
    }
    expect((await asOwner.post('/panel/transfers/typed', typed)).body).toContain('1 new line, 1 matched')
    expect((await asKim.get(`/wallet/orders/${id}`)).body).toContain('250 tokens are yours.')
  })
  test('what lapsed says so', async () => {
    await bankSet()
    const { id } = await order()
    site.world.clock.pass(15 * DAY)
    expect(expireOrders(site.world)).toBe(1)
    const page = await site.signedIn(kim).get(`/wallet/orders/${id}`)
    expect(page.body).toContain('Lapsed')
    expect(page.body).not.toContain('every 5s')
  })
})

/** The newest open proposal, said yes to. */
async function approve(visit: Visit): Promise<Answer> {
  const { id, hash } = site.world.db.query("SELECT id, hash FROM approvals WHERE state = 'open'").get() as {
    id: string
    hash: string
  }
  return await visit.post(`/panel/approvals/${id}`, { hash, says: 'yes' })
}

describe('what staff gives and takes', () => {
  const path = () => `/panel/wallets/${kim.id}`
  test('a second person confirms it, and the member reads why', async () => {
    const second = site.signedIn(site.person('second_one', 'owner'))
    const form = { key: born(), way: 'credit', tokens: '50', because: 'The picture\nfroze twice' }
    expect((await asOwner.post(`${path()}/change`, form)).location).toContain('said=proposed')
    expect(balance(site.world, kim.id).tokens).toBe(0n)
    await approve(asOwner)
    expect(balance(site.world, kim.id).tokens).toBe(0n)
    await approve(second)
    expect(balance(site.world, kim.id).tokens).toBe(50n)
    const wallet = await asKim.get('/wallet')
    expect(wallet.body).toContain('Given by the house')
    expect(wallet.body).toContain('The picture froze twice')
    const posting = site.world.db.query('SELECT by FROM postings').get() as { by: string }
    expect(posting.by).toMatch(new RegExp(`^account:${owner.id}\\+account:`))
  })
  test('who is alone waits a day, and the line says so', async () => {
    site.world.settings.set('second_person', 'owner_alone', 0)
    await asOwner.post(`${path()}/change`, { key: born(), way: 'credit', tokens: '50', because: 'Prize' })
    await approve(asOwner)
    expect(balance(site.world, kim.id).tokens).toBe(0n)
    site.world.clock.pass(DAY)
    await approve(site.signedIn(owner))
    expect(balance(site.world, kim.id).tokens).toBe(50n)
    const posting = site.world.db.query('SELECT by FROM postings').get() as { by: string }
    expect(posting.by).toBe(`account:${owner.id}+alone`)
  })
  test('bought tokens are not taken, given ones are', async () => {
    const second = site.signedIn(site.person('second_one', 'owner'))
    const codes = await makeCards({ price: '9.99' })
    const batch = site.world.db.query('SELECT id FROM voucher_batches').get() as { id: string }
    await asOwner.post(`/panel/vouchers/batches/${batch.id}/sold`)
    await asKim.post('/wallet/redeem', { code: codes[0]! })
    await asOwner.post(`${path()}/change`, { key: born(), way: 'debit', tokens: '50', because: 'Mistake' })
    const refused = await approve(second)
    expect(refused.body).toContain('So many are not there any more.')
    expect(balance(site.world, kim.id).tokens).toBe(100n)
  })
  test('wrong amounts are refused in place', async () => {
    for (const tokens of ['', '0', '-5', '1.5', '1e3', '0x10', '٣', '1000001', '99999999999999999999']) {
      const answer = await asOwner.post(`${path()}/change`, { key: born(), way: 'credit', tokens, because: 'x' })
      expect([tokens, answer.status]).toEqual([tokens, 422])
    }
    const bare = await asOwner.post(`${path()}/change`, { key: born(), way: 'credit', tokens: '5', because: ' ' })
    expect(bare.status).toBe(422)
    expect(bare.body).toContain('value="5"')
    expect(site.world.db.query('SELECT count(*) AS n FROM approvals').get()).toEqual({ n: 0n })
  })
  test('a closed wallet neither spends nor buys until it is opened', async () => {
    const [code = ''] = await makeCards()
    expect((await asOwner.post(`${path()}/close`, { because: '' })).status).toBe(422)
    expect((await asOwner.post(`${path()}/close`, { because: 'Asked for it' })).status).toBe(303)
    expect((await asKim.get('/wallet')).body).toContain('Your wallet is closed for now.')
    expect((await asKim.post('/wallet/redeem', { code })).status).toBe(422)
    expect((await asOwner.post(`${path()}/close`, { because: 'Again' })).location).toContain('said=none')
    await asOwner.post(`${path()}/open`, { because: 'All well' })
    expect((await asKim.post('/wallet/redeem', { code })).status).toBe(303)
    expect(acts('wallet.')).toEqual(['wallet.opened', 'wallet.closed'])
  })
  test('a card that was redeemed is paid back by two, out of the till', async () => {
    const second = site.signedIn(site.person('second_one', 'owner'))
    const codes = await makeCards({ price: '9.99' })
    const batch = site.world.db.query('SELECT id FROM voucher_batches').get() as { id: string }
    await asOwner.post(`/panel/vouchers/batches/${batch.id}/sold`)
    await asKim.post('/wallet/redeem', { code: codes[0]! })
    const card = (site.world.db.query("SELECT id FROM vouchers WHERE state = 'redeemed'").get() as { id: string }).id
    const path = `/panel/vouchers/${card}`
    expect((await asOwner.get(path)).body).toContain('100 of this card are unspent.')
    for (const wrong of ['0', '101', 'x', '1.5']) {
      const answer = await asOwner.post(`${path}/refund`, { key: born(), tokens: wrong, because: 'Wished it' })
      expect([wrong, answer.status]).toEqual([wrong, 422])
    }
    const mute = await asOwner.post(`${path}/refund`, { key: born(), tokens: '40', because: ' ' })
    expect([mute.status, mute.body.includes('value="40"')]).toEqual([422, true])
    await asOwner.post(`${path}/refund`, { key: born(), tokens: '40', because: 'Wished it' })
    expect(balance(site.world, kim.id).tokens).toBe(100n)
    expect((await asOwner.get(path)).body).toContain('A second person confirms it under approvals.')
    await approve(second)
    expect(balance(site.world, kim.id).tokens).toBe(60n)
    expect((await asOwner.get(path)).body).toContain('60 of this card are unspent.')
    expect((await asKim.get('/wallet')).body).toContain('Paid back in money')
    expect((await asOwner.get('/panel/tokens')).body).toContain('The books agree.')
  })
  test('a part of a tip is given back by two, and the room hears of it', async () => {
    const second = site.signedIn(site.person('second_one', 'owner'))
    const mara = site.person('mara_voss', 'performer')
    letIn(site.world, site.told.accounts, { by: CONSOLE, account: mara.id, because: 'for the test' })
    const [code = ''] = await makeCards()
    await asKim.post('/wallet/redeem', { code })
    const tip = { key: born(), way: 'tokens', amount: 'other', other: '40', note: 'for the light' }
    expect((await asKim.post('/rooms/mara-voss/tips', tip)).status).toBe(303)
    const lines = await asOwner.get(`/panel/wallets/${kim.id}`)
    const path = /\/panel\/tips\/[0-9]+/.exec(lines.body)![0]
    const page = await asOwner.get(path)
    expect(page.body).toContain('for the light')
    expect(page.body).toContain('40 of this tip are left.')
    expect((await asOwner.post(`${path}/back`, { key: born(), tokens: '41', because: 'x' })).status).toBe(422)
    expect((await asOwner.get('/panel/tips/999999')).status).toBe(404)
    await asOwner.post(`${path}/back`, { key: born(), tokens: '15', because: 'The sound was gone' })
    site.world.presence.join({ send() {}, close() {} }, 'room:mara-voss', ['room:mara-voss/en'])
    await approve(second)
    await durable(site.world)
    expect(balance(site.world, kim.id).tokens).toBe(75n)
    const told = site.world.hub.frames.filter(one => one.topic === 'room:mara-voss/en').map(one => one.frame)
    expect(told.some(frame => frame.includes('id="board-day"') && frame.includes('25'))).toBe(true)
    const wallet = await asKim.get('/wallet')
    expect(wallet.body).toContain('The sound was gone')
    const earned = await site.signedIn(mara).get('/studio/earnings')
    expect(earned.body).toContain('€1.25')
    expect((await asOwner.get(path)).body).toContain('25 of this tip are left.')
    expect((await asOwner.get('/panel/tokens')).body).toContain('The books agree.')
  })
  test('an order is paid back in part by two, and traced to its tips', async () => {
    await bankSet()
    const second = site.signedIn(site.person('second_one', 'owner'))
    const mara = site.person('mara_voss', 'performer')
    const { id, reference } = await order()
    await bring([{ amount: '22.99', text: reference }])
    const to = [{ performer: mara.id, tokens: 100n }]
    spend(site.world, { key: 'tip:one', member: kim.id, to, reason: 'tip', about: 'tip:one' })
    const file = await asOwner.get(`/panel/orders/${id}`)
    expect(file.body).toContain('Tip to mara_voss')
    expect(file.body).toContain('Kim Larsen')
    const wrong = await asOwner.post(`/panel/orders/${id}/refund`, { key: born(), tokens: '151', because: 'x' })
    expect(wrong.status).toBe(422)
    await asOwner.post(`/panel/orders/${id}/refund`, { key: born(), tokens: '150', because: 'Wished it' })
    await approve(second)
    expect(balance(site.world, kim.id).tokens).toBe(0n)
    expect((await asKim.get('/wallet')).body).toContain('Paid back in money')
    expect(recount(site.world).ok).toBe(true)
  })
  test('staff have no wallet', async () => {
    expect((await asOwner.get('/wallet')).status).toBe(403)
    expect((await asOwner.get(`/panel/wallets/${owner.id}`)).status).toBe(404)
    expect(purse(await asOwner.get('/'))).toBe('none')
  })
})

describe('limits and a break of one’s own', () => {
  const none = { 'spend-day': '', 'spend-week': '', 'spend-month': '', 'buy-day': '', 'buy-week': '', 'buy-month': '' }
  test('a lower one counts at once, a higher one after a day, a month’s after a week', async () => {
    await asKim.post('/wallet/limits', { ...none, 'spend-day': '100', 'spend-month': '1000' })
    expect((await asKim.get('/wallet?said=limits')).body).toContain('Your limits are saved.')
    await asKim.post('/wallet/limits', { ...none, 'spend-day': '200', 'spend-month': '' })
    const page = await asKim.get('/wallet')
    expect(page.body).toContain('200 from 22 November 2026')
    expect(page.body).toContain('no limit from 28 November 2026')
    await asKim.post('/wallet/limits', { ...none, 'spend-day': '50', 'spend-month': '' })
    expect((await asKim.get('/wallet')).body).not.toContain('200 from')
  })
  test('what is no number is told in its field, and all that was typed stays', async () => {
    const answer = await asKim.post('/wallet/limits', {
      ...none,
      'spend-day': '1e3',
      'buy-week': '-5',
      'buy-month': '77',
    })
    expect(answer.status).toBe(422)
    expect(answer.body).toContain('Write a whole number of tokens')
    expect(answer.body).toContain('At least 1')
    expect(answer.body).toContain('value="1e3"')
    expect(answer.body).toContain('value="77"')
    expect(site.world.db.query('SELECT count(*) AS n FROM own_limits').get()).toEqual({ n: 0n })
  })
  test('buying over one’s own limit is refused with when it opens', async () => {
    await bankSet()
    await asKim.post('/wallet/limits', { ...none, 'buy-week': '300' })
    await order()
    const over = await asKim.post('/wallet/buy', { key: born(), pack: 'first-250', way: 'transfer' })
    expect(over.status).toBe(422)
    expect(over.body).toContain('You let yourself buy 300 tokens in 7 days. 50 are left.')
    expect(over.body).toContain('28 November 2026')
  })
  test('a break needs a tick, begins at once, and is never made shorter', async () => {
    expect((await asKim.post('/wallet/pause', { lasts: '7' })).body).toContain('Tick this first.')
    expect((await asKim.post('/wallet/pause', { lasts: '5', sure: 'on' })).status).toBe(422)
    expect((await asKim.post('/wallet/pause', { lasts: '7', sure: 'on' })).status).toBe(303)
    expect((await asKim.get('/wallet')).body).toContain('You take a break until 28 November 2026')
    expect((await asKim.post('/wallet/pause', { lasts: '3', sure: 'on' })).body).toContain('Choose a longer one.')
    const [code = ''] = await makeCards()
    const refused = await asKim.post('/wallet/redeem', { code })
    expect(refused.body).toContain('You have paused until')
    expect(refused.body).toContain(code)
  })
})

describe('what is sold', () => {
  const packs = async (rows: Record<string, string>[]) => {
    const form: Record<string, string> = {}
    for (const [i, row] of rows.entries()) for (const [name, value] of Object.entries(row)) form[`${name}-${i}`] = value
    return await asOwner.post('/panel/money/packs', form)
  }
  test('a pack that leaves too little is refused, and one that is changed, added or removed is seen', async () => {
    const cheap = await packs([{ id: 'first-100', tokens: '100', price: '5.10', place: '1', on: 'on' }])
    expect(cheap.status).toBe(422)
    expect(cheap.body).toContain('Too cheap')
    expect(cheap.body).toContain('value="5.10"')
    const saved = await packs([
      { id: 'first-100', tokens: '100', price: '10,49', place: '9', on: 'on' },
      { id: 'first-250', tokens: '', price: '', place: '2' },
      { id: 'first-550', tokens: '550', price: '44.99', place: '3' },
      { id: '', tokens: '50', price: '5.99', place: '1', on: 'on' },
    ])
    expect(saved.status).toBe(303)
    const buy = await asKim.get('/wallet/buy')
    expect([...buy.body.matchAll(/€\d+\.\d\d</g)].map(match => match[0].slice(0, -1))).toEqual([
      '€5.99',
      '€89.99',
      '€199.99',
      '€10.49',
    ])
    expect(acts('packs.')).toEqual(['packs.changed'])
  })
  test('twice the same tokens, no number, and too many are told by row', async () => {
    const answer = await packs([
      { id: 'first-100', tokens: '100', price: '1e3', place: '1', on: 'on' },
      { id: '', tokens: '100', price: '9.99', place: 'x', on: 'on' },
    ])
    expect(answer.body).toContain('There is a pack of as many tokens already.')
    expect(answer.body.match(/Write digits only\./g)?.length).toBe(2)
  })
  test('the account is checked by its digits', async () => {
    for (const form of [
      { name: 'House', iban: 'DE89370400440532013001', bic: '' },
      { name: '', iban: OWN, bic: '' },
      { name: 'House', iban: '', bic: '' },
      { name: 'House', iban: OWN, bic: 'NOPE' },
    ]) {
      expect((await asOwner.post('/panel/money/bank', form)).status).toBe(422)
    }
    await bankSet()
    expect(site.world.settings.get('bank_iban')).toBe(OWN)
    expect(acts('bank.')).toEqual(['bank.changed'])
    expect((await asKim.get('/wallet/buy')).body).toContain('Bank transfer')
  })
  test('the currency changes only while no money has moved', async () => {
    const rules = {
      currency: 'JPY',
      tax: '7,7',
      tax_place: 'ch',
      margin: '5',
      orders_hour: '5',
      orders_day: '10',
      paid_month: '2000',
    }
    expect((await asOwner.post('/panel/money/rules', rules)).status).toBe(303)
    expect(site.world.settings.get('tax_bp')).toBe(770)
    expect((await asKim.get('/wallet/buy')).body).toMatch(/JP¥9<|¥9</)
    await asOwner.post('/panel/money/rules', { ...rules, currency: 'EUR', paid_month: '2000.00' })
    await bankSet()
    await bring([{ amount: '1.00' }])
    const fixed = await asOwner.post('/panel/money/rules', { ...rules, currency: 'USD', paid_month: '2000.00' })
    expect(fixed.status).toBe(422)
    expect(fixed.body).toContain('Money has moved in the old currency')
    for (const wrong of [
      { tax: '-1' },
      { tax: '99' },
      { tax_place: 'DEU' },
      { margin: 'x' },
      { orders_hour: '0' },
      { paid_month: '0' },
    ]) {
      const answer = await asOwner.post('/panel/money/rules', {
        ...rules,
        currency: 'EUR',
        paid_month: '2000.00',
        ...wrong,
      })
      expect([wrong, answer.status]).toEqual([wrong, 422])
    }
  })
})

describe('what the wallet tells', () => {
  test('each line has its reason in words, can be found, and goes out harmless as CSV', async () => {
    const second = site.signedIn(site.person('second_one', 'owner'))
    const mara = site.person('mara_voss', 'performer')
    await asOwner.post(`/panel/wallets/${kim.id}/change`, {
      key: born(),
      way: 'credit',
      tokens: '500',
      because: '=HYPERLINK("x")',
    })
    await approve(second)
    for (let i = 0; i < 30; i++) {
      const to = [{ performer: mara.id, tokens: 1n }]
      spend(site.world, { key: `tip:number-${i}`, member: kim.id, to, reason: 'tip', about: `tip:${i}` })
    }
    const page = await asKim.get('/wallet')
    expect(page.body.match(/Tip to mara_voss/g)?.length).toBe(25)
    const next = /href="(\/wallet\?after=[^"]+)"/.exec(page.body)![1]!
    expect((await asKim.get(next)).body.match(/Tip to mara_voss/g)?.length).toBe(5)
    expect((await asKim.get('/wallet?q=MARA')).body).toContain('Tip to mara_voss')
    expect((await asKim.get('/wallet?q=nobody')).body).toContain('No line fits')
    expect((await asKim.get('/wallet?kind=bought')).body).not.toContain('Tip to')
    const csv = await asKim.post('/wallet.csv')
    const rows = csv.body.trimEnd().split('\r\n')
    expect(rows.length).toBe(32)
    expect(rows[0]).toBe('"number","at","reason","what","note","tokens","set_aside","balance","about"')
    expect(rows[1]).toContain('"2026-11-21T18:00:00.000Z"')
    expect(csv.body).toContain(`"'=HYPERLINK(""x"")"`)
  })
  test('the purse of an open room moves, once it is stored', async () => {
    const { world } = site
    world.presence.join({ send() {}, close() {} }, 'room:x', [`person:${kim.id}/en`])
    const [code = ''] = await makeCards()
    await asKim.post('/wallet/redeem', { code })
    await durable(world)
    const heard = world.hub.frames.filter(one => one.topic === `person:${kim.id}/en`)
    expect(heard.length).toBe(1)
    expect(heard[0]!.frame).toContain('<b>100</b>')
    expect(heard[0]!.frame).toContain('kind="purse"')
  })
  test('what is owed equals the books', async () => {
    const [code = ''] = await makeCards()
    await asKim.post('/wallet/redeem', { code })
    const page = await asOwner.get('/panel/tokens')
    expect(page.body).toContain('The books agree.')
    expect(page.body).toContain('All 100 tokens')
    const list = await asOwner.get('/panel/wallets?is=free')
    expect(list.body).toContain('kim_larsen')
  })
  test('in German it is said in German', async () => {
    const german = await asKim.get('/wallet', { 'accept-language': 'de' })
    expect(german.body).toContain('Geldbörse')
  })
})

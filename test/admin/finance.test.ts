import { beforeEach, describe, expect, test } from 'bun:test'
import type { Account } from '../../src/accounts/index.ts'
import { page as entries } from '../../src/audit/index.ts'
import { makeCheckpoint, recount } from '../../src/ledger/index.ts'
import { suspend } from '../../src/moderation/index.ts'
import { roomOf } from '../../src/rooms/index.ts'
import { make } from '../../src/tips/index.ts'
import { balance, orders, receipts, spend } from '../../src/wallet/index.ts'
import { type Site, testSite, type Visit } from '../help/visit.ts'
import { bytes, camt } from '../wallet/bank.ts'

let site: Site
let fina: Account
let kim: Account
let asOwner: Visit
let asModerator: Visit
let asFina: Visit
let asSecond: Visit

beforeEach(() => {
  site = testSite()
  fina = site.person('fina_berg', 'finance')
  kim = site.person('kim_larsen')
  asOwner = site.signedIn(site.person('harald', 'owner'))
  asModerator = site.signedIn(site.person('juno', 'moderator'))
  asFina = site.signedIn(fina)
  asSecond = site.signedIn(site.person('otto_wirt', 'finance'))
})

const born = () => site.world.ids.next()
const waiting = () =>
  site.world.db.query("SELECT id, kind, hash FROM approvals WHERE state = 'open' ORDER BY proposed_at DESC").all() as {
    id: string
    kind: string
    hash: string
  }[]
const credit = (visit: Visit, tokens = '50') =>
  visit.post(`/panel/wallets/${kim.id}/change`, { key: born(), way: 'credit', tokens, because: 'The picture froze' })

/** Where the links and forms of a page's own part lead, inside the panel. */
const ways = (body: string): string[] => [
  ...new Set([...body.matchAll(/(?:href|hx-get)="(\/panel[^"#]*)/g)].map(match => match[1]!.replaceAll('&amp;', '&'))),
]

describe('somebody of finance', () => {
  test('is invited by an owner alone, in both languages, and begins in the panel', async () => {
    expect((await asModerator.post('/panel/invites', { role: 'finance', note: '' })).status).toBe(422)
    const page = await asOwner.get('/panel/people', { 'accept-language': 'de' })
    expect(page.body).toContain('<option value="finance">Finanzen</option>')
    const made = await asOwner.post('/panel/invites', { role: 'finance', note: 'For the books' })
    const link = /https?:\/\/[^/]+(\/links\/[A-Za-z0-9_-]{43})/.exec(made.body)![1]!
    const browser = site.browser()
    await browser.get(link)
    expect((await browser.get('/invite')).body).toContain('invites you to look after the money')
    const joined = await browser.post('/invite', {
      handle: 'nora_kass',
      password: 'a dry afternoon in the archive',
      adult: 'on',
    })
    expect([joined.status, joined.location]).toEqual([303, '/panel'])
    expect((await browser.get('/panel/vouchers')).status).toBe(200)
    expect((await browser.get('/account')).body).toContain('Finance')
    expect((await asOwner.get('/panel/people?is=finance')).body).toContain('nora_kass')
  })

  test('becomes so by two owners, and is signed out meanwhile', async () => {
    const moved = site.person('mira_alt', 'moderator')
    const asMoved = site.signedIn(moved)
    const because = 'She knows the bank.'
    const form = await asOwner.get(`/panel/people/${moved.id}`)
    expect(form.body).toContain('Put mira_alt on finance')
    const wrong = await asOwner.post(`/panel/people/${moved.id}/role`, { role: 'finance', because: ' ' })
    expect(wrong.status).toBe(422)
    expect(wrong.body).toContain('id="role-finance-because"')
    expect((await asOwner.post(`/panel/people/${moved.id}/role`, { role: 'member', because })).status).toBe(409)
    const asked = await asOwner.post(`/panel/people/${moved.id}/role`, { role: 'finance', because })
    expect(asked.location).toContain('said=role-asked')
    const [proposal] = waiting()
    const says = { says: 'yes', hash: proposal!.hash }
    expect((await asFina.post(`/panel/approvals/${proposal!.id}`, says)).status).toBe(404)
    const second = site.signedIn(site.person('second_one', 'owner'))
    expect((await second.get(`/panel/approvals/${proposal!.id}`)).body).toContain('Put mira_alt on finance')
    expect((await second.post(`/panel/approvals/${proposal!.id}`, says)).status).toBe(303)
    expect((await asMoved.get('/panel')).location).toStartWith('/sign-in')
    const again = site.signedIn({ ...moved, role: 'finance' })
    expect((await again.get('/panel/orders')).status).toBe(200)
    expect((await again.get('/panel/reports')).status).toBe(403)
  })

  test('makes, sells and voids vouchers, matches a transfer, and everything stands in the trail by her name', async () => {
    const made = await asFina.post('/panel/vouchers/batches', {
      key: born(),
      count: '3',
      tokens: '100',
      price: '9.99',
      note: 'Bar',
    })
    expect(made.body.match(/<code>/g)?.length).toBe(3)
    const { id } = site.world.db.query('SELECT id FROM voucher_batches').get() as { id: string }
    expect((await asFina.post(`/panel/vouchers/batches/${id}/sold`)).location).toContain('said=sold')
    expect((await asFina.post(`/panel/vouchers/batches/${id}/void`, { because: 'Lost' })).location).toContain('voided')

    await asOwner.post('/panel/money/bank', { name: 'Harbour Studio', iban: 'DE89370400440532013000', bic: '' })
    const order = { key: born(), pack: 'first-250', way: 'transfer', back: '/' }
    const started = await site.signedIn(kim).post('/wallet/buy', order)
    const bought = orders(site.world, { q: started.location.split('/').pop()!, state: '', after: null, limit: 1 })[0]!
    const form = new FormData()
    form.set('file', new File([bytes(camt([{ amount: '22.99', text: 'tokens for kim' }])) as never], 'statement.xml'))
    const request = new Request('http://localhost/', { method: 'POST', body: form })
    const brought = await asFina.ask('/panel/transfers/import', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': request.headers.get('content-type')! },
      body: await request.arrayBuffer(),
    })
    expect(brought.status).toBe(200)
    const [line] = receipts(site.world, { q: '', state: 'open', after: null, limit: 5 })
    expect((await asFina.get('/panel')).body).toMatch(/Transfers to match<[\s\S]{0,120}>1</)
    const matched = await asFina.post(`/panel/transfers/${line!.id}/match`, { order: bought.id })
    expect((await asFina.get(matched.location)).body).toContain('Matched.')
    expect(balance(site.world, kim.id).tokens).toBe(250n)
    expect((await asFina.get(`/panel/wallets?q=kim`)).body).toContain('kim_larsen')
    const acts = entries(site.world, { act: 'voucher', limit: 20 }).map(({ actor }) => actor)
    expect(acts.length).toBeGreaterThan(1)
    expect(new Set(acts)).toEqual(new Set([`account:${fina.id}`]))
    expect(recount(site.world).ok).toBe(true)
  })

  test('proposes a credit that another of finance confirms, never she herself', async () => {
    expect((await credit(asFina)).location).toContain('said=proposed')
    const [proposal] = waiting()
    const path = `/panel/approvals/${proposal!.id}`
    const says = { says: 'yes', hash: proposal!.hash }
    const own = await asFina.post(path, says)
    expect(own.status).toBe(422)
    expect(balance(site.world, kim.id).tokens).toBe(0n)
    expect((await asSecond.get('/panel')).body).toMatch(/second person<[\s\S]{0,120}>1</)
    expect((await asSecond.get(path)).body).toContain('The picture froze')
    expect((await asSecond.post(path, says)).status).toBe(303)
    expect(balance(site.world, kim.id).tokens).toBe(50n)
    const { by } = site.world.db.query('SELECT by FROM postings').get() as { by: string }
    expect(by).toMatch(new RegExp(`^account:${fina.id}\\+account:`))
    // Neither a day of waiting nor the house's word for a single owner makes one person two.
    site.world.settings.set('second_person', 'owner_alone', 0)
    await credit(asFina)
    site.world.clock.pass(25 * 3600_000)
    const later = waiting()[0]!
    const again = site.signedIn(fina)
    expect((await again.post(`/panel/approvals/${later.id}`, { says: 'yes', hash: later.hash })).status).toBe(422)
    expect(balance(site.world, kim.id).tokens).toBe(50n)
  })

  test('and an owner are each other’s second person', async () => {
    await credit(asOwner, '20')
    const hers = waiting()[0]!
    expect((await asFina.post(`/panel/approvals/${hers.id}`, { says: 'yes', hash: hers.hash })).status).toBe(303)
    await credit(asFina, '30')
    const his = waiting()[0]!
    expect((await asOwner.post(`/panel/approvals/${his.id}`, { says: 'no', because: 'Too much' })).status).toBe(303)
    expect(balance(site.world, kim.id).tokens).toBe(20n)
  })

  test('reads no ban, and a moderator no money: neither on the list, nor by its address, nor as a file', async () => {
    await credit(asFina)
    await asOwner.post(`/panel/people/${kim.id}/sanctions`, {
      rule: /<option value="([^"]+)"/.exec(
        (await asOwner.get(`/panel/people/${kim.id}`)).body.replace(/<option value=""[^>]*>/, ''),
      )![1]!,
      reason: 'Said terrible things',
      days: 'ban',
    })
    const of = (kind: string) => waiting().find(each => each.kind === kind)!
    for (const [visit, mine, not, words] of [
      [asSecond, 'wallet.credit', 'account.ban', 'Said terrible things'],
      [asModerator, 'account.ban', 'wallet.credit', 'The picture froze'],
    ] as const) {
      for (const list of [await visit.get('/panel/approvals'), await visit.post('/panel/approvals.csv')]) {
        expect([list.status, list.body.includes(words)]).toEqual([200, false])
      }
      expect((await visit.get(`/panel/approvals/${of(mine).id}`)).status).toBe(200)
      expect((await visit.get(`/panel/approvals/${of(not).id}`)).status).toBe(404)
      for (const says of ['yes', 'no']) {
        const form = { says, hash: of(not).hash, because: 'I say so' }
        expect((await visit.post(`/panel/approvals/${of(not).id}`, form)).status).toBe(404)
      }
      expect((await visit.get('/panel')).body).toMatch(/second person<[\s\S]{0,120}>1</)
    }
    expect((await asOwner.get('/panel')).body).toMatch(/second person<[\s\S]{0,120}>2</)
    expect(waiting().length).toBe(2)
  })

  test('is led nowhere that is shut to her', async () => {
    const mara = site.person('mara_voss', 'performer')
    await credit(asFina, '500')
    const [proposal] = waiting()
    await asSecond.post(`/panel/approvals/${proposal!.id}`, { says: 'yes', hash: proposal!.hash })
    const told = { chat: site.told.chat, tipped() {}, lines: () => [] }
    const room = roomOf(site.world, mara.id)!
    const tip = { born: born(), member: kim, room, tokens: 100n, note: '', anonymous: false, sure: false }
    expect(make(site.world, told, tip)).toMatchObject({ ok: true })
    await credit(asFina)
    await asFina.post('/panel/vouchers/batches', { key: born(), count: '1', tokens: '5', price: '', note: '' })
    const seen = new Set(['/panel'])
    for (const path of seen) {
      const answer = await asFina.get(path)
      expect([path, answer.status]).toEqual([path, 200])
      if (seen.size < 150) for (const way of ways(answer.body)) seen.add(way)
    }
    for (const path of ['/panel/approvals', '/panel/vouchers', '/panel/tokens', '/panel/earnings', '/panel/samples'])
      expect([path, seen.has(path)]).toEqual([path, true])
    for (const of of ['/panel/wallets/', '/panel/tips/'])
      expect([of, [...seen].some(path => path.startsWith(of))]).toEqual([of, true])
    for (const path of [
      ...['people', 'reports', 'appeals', 'sanctions', 'filter', 'holds', 'invites', 'live', 'health'],
      ...['settings', 'money', 'mail', 'pages', 'lists', 'gifts', 'play', 'categories', 'backups', 'audit'],
      `people/${kim.id}`,
    ])
      expect([path, (await asFina.get(`/panel/${path}`)).status]).toEqual([path, 403])
    expect((await asFina.post('/panel/money/packs')).status).toBe(403)
    expect((await asFina.post(`/panel/people/${kim.id}/role`, { role: 'performer', because: 'x' })).status).toBe(403)
  })

  test('sees what performers earned, and takes out the statement that proves itself, on the record', async () => {
    const mara = site.person('mara_voss', 'performer')
    expect((await asFina.get('/panel/earnings')).body).toContain('Nobody has earned anything yet')
    await credit(asFina, '500')
    const [proposal] = waiting()
    await asSecond.post(`/panel/approvals/${proposal!.id}`, { says: 'yes', hash: proposal!.hash })
    const to = [{ performer: mara.id, tokens: 100n }]
    spend(site.world, { key: 'tip:one', member: kim.id, to, reason: 'tip', about: 'tip:one' })
    const page = await asFina.get('/panel/earnings')
    expect(page.body).toMatch(/mara_voss[\s\S]{0,200}>100</)
    expect((await asFina.get('/panel/earnings?q=nobody')).body).not.toContain('mara_voss')
    const csv = await asFina.post('/panel/earnings.csv')
    expect(csv.body).toContain(`"${mara.id}","mara_voss","100",`)
    const path = `/panel/earnings/${mara.id}/statement`
    expect((await asFina.post(path)).status).toBe(404)
    await makeCheckpoint(site.world)
    const statement = await asFina.post(path)
    expect(JSON.parse(statement.body)).toMatchObject({ v: 1, owner: mara.id })
    expect(statement.body).not.toContain('kim_larsen')
    expect((await asFina.post(`/panel/earnings/${fina.id}/statement`)).status).toBe(404)
    const taken = entries(site.world, { act: 'list.exported', limit: 5 })
    expect(taken.map(({ actor }) => actor)).toEqual([`account:${fina.id}`, `account:${fina.id}`])
  })

  test('is a guest like any other in rooms: no tools, no stop, no way into one that is shut', async () => {
    const mara = site.person('mara_voss', 'performer')
    const room = '/rooms/mara-voss'
    expect((await asFina.get(room)).status).toBe(404)
    expect((await asModerator.get(room)).status).toBe(200)
    await asOwner.post(`/panel/people/${mara.id}/approval`, { because: 'We met her.' })
    const open = await asFina.get(room)
    expect(open.status).toBe(200)
    const stops = (body: string) => /href="\/panel#mara-voss"/.test(body)
    expect([stops(open.body), stops((await asModerator.get(room)).body)]).toEqual([false, true])
    for (const [what, form] of [
      ['tools', null],
      ['kicks', { handle: 'kim_larsen' }],
      ['mutes', { handle: 'kim_larsen', lasts: '10' }],
      ['rules/slow', { seconds: '30' }],
      ['lines', { text: 'Hello', key: born() }],
      ['tips', { tokens: '5', key: born() }],
    ] as const) {
      const answer = form ? await asFina.post(`${room}/${what}`, form) : await asFina.get(`${room}/${what}`)
      expect([what, answer.status >= 400]).toEqual([what, true])
    }
    expect((await asFina.get('/wallet')).status).toBe(403)
    expect((await asFina.get('/studio')).status).toBe(403)
  })

  test('is kept out by an owner, and keeps nobody out', async () => {
    const asked = {
      by: { id: `account:${fina.id}`, address: '' },
      byRole: 'finance' as const,
      account: kim.id,
      rule: 'Be kind',
      reason: 'No',
      until: site.world.clock.now() + 3600_000,
    }
    expect(suspend(site.world, site.told, asked)).toEqual({ ok: false, why: 'rank' })
    const juno = { ...asked, by: { id: 'account:x', address: '' }, byRole: 'moderator' as const, account: fina.id }
    expect(suspend(site.world, site.told, juno)).toEqual({ ok: false, why: 'rank' })
    expect(suspend(site.world, site.told, { ...juno, byRole: 'owner' }).ok).toBe(true)
    expect((await asFina.get('/panel')).location).toStartWith('/sign-in')
  })
})

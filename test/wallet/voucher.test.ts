import { describe, expect, test } from 'bun:test'
import { balanceOf, book, freeze, recount } from '../../src/ledger/index.ts'
import {
  balance,
  cards,
  checkSymbol,
  codeOf,
  makeBatch,
  pause,
  printed,
  readCode,
  redeem,
  refundCard,
  refundedOfCard,
  sell,
  sellBatch,
  spend,
  statesOf,
  unspentOfCard,
  voidBatch,
} from '../../src/wallet/index.ts'
import { testSite } from '../help/visit.ts'

const typed = { count: '3', tokens: '100', price: '9,99', note: 'Bar, November' }

function house() {
  const site = testSite()
  const { world } = site
  const by = { id: `account:${site.person('juno_9', 'owner').id}`, address: '198.51.100.7' }
  const kim = site.person('kim_larsen')
  const lee = site.person('lee_okafor')
  const make = (wishes: Partial<typeof typed> = {}, key = 'vouchers:1') => {
    const made = makeBatch(world, { key, typed: { ...typed, ...wishes }, by })
    if (!made.ok) throw new Error(JSON.stringify(made.faults))
    return made
  }
  return { site, world, by, kim, lee, make }
}

describe('a code', () => {
  test('has the check symbol of its number modulo 37', () => {
    expect(checkSymbol('0123456789ABCDEFGHJK')).toBe('H')
    expect(printed('0123456789ABCDEFGHJK')).toBe('01234-56789-ABCDE-FGHJK-H')
  })
  test('is read as people type it', () => {
    const code = { ok: true as const, code: '0123456789ABCDEFGHJK' }
    for (const text of [
      '01234-56789-ABCDE-FGHJK-H',
      ' o1234 56789 abcde fghjk h ',
      'OI234–56789_ABCDE.FGHJK H',
      '０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＨ',
    ]) {
      expect([text, readCode(text)]).toEqual([text, code])
    }
  })
  test('that is none is told why', () => {
    expect(readCode('   ')).toEqual({ ok: false, why: 'empty' })
    expect(readCode('0123456789ABCDEFGHJ')).toEqual({ ok: false, why: 'length' })
    expect(readCode('0123456789ABCDEFGHJKHH')).toEqual({ ok: false, why: 'length' })
    expect(readCode('0123456789ABCDEFGHJÄH')).toEqual({ ok: false, why: 'symbol' })
    expect(readCode('0123456789ABCDEFGHJK1')).toEqual({ ok: false, why: 'check' })
    expect(readCode('1023456789ABCDEFGHJKH')).toEqual({ ok: false, why: 'check' })
  })
  test('takes a hundred bits of chance, and any of the five extra check symbols', () => {
    const ends = new Set<string>()
    for (let i = 0; i < 4000; i++) {
      const code = codeOf(new Uint8Array(Bun.SHA256.hash(`${i}`, new Uint8Array(32)) as Uint8Array).slice(0, 13))
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/)
      expect(readCode(printed(code))).toEqual({ ok: true, code })
      ends.add(checkSymbol(code))
    }
    expect(ends.size).toBe(37)
  })
})

describe('a batch', () => {
  test('is refused with every amount that is none', () => {
    const { world, by } = house()
    const wrong = (wishes: Partial<typeof typed>) => {
      const made = makeBatch(world, { key: 'vouchers:1', typed: { ...typed, ...wishes }, by })
      return made.ok ? 'made' : made.faults
    }
    for (const count of ['0', '-1', '1.5', '1e3', '0x10', '501', '٣', '', '１２']) {
      expect([count, wrong({ count })]).toEqual([count, { count: expect.any(String) }])
    }
    for (const price of ['-1', '9.999', '1e3', '9.99.9', '99999999', '٩']) {
      expect([price, wrong({ price })]).toEqual([price, { price: expect.any(String) }])
    }
    expect(wrong({ note: '' })).toEqual({ note: 'empty' })
    expect(wrong({ note: 'x'.repeat(121) })).toEqual({ note: 'long' })
    expect(world.db.query('SELECT count(*) AS n FROM vouchers').get()).toEqual({ n: 0n })
  })
  test('tells its codes once and keeps none of them', () => {
    const { world, make } = house()
    const first = make()
    expect(first.cards.map(card => card.number)).toEqual([1, 2, 3])
    expect(make().cards).toEqual([])
    const stored = JSON.stringify(world.db.query('SELECT * FROM vouchers').all(), (_, value) => String(value))
    for (const { code } of first.cards) {
      expect(stored).not.toContain(code)
      expect(stored).not.toContain(code.replaceAll('-', ''))
    }
  })
})

describe('redeeming', () => {
  test('waits until the card is sold, then moves its money from vouchers to deferred', () => {
    const { world, by, kim, make } = house()
    const { batch, cards: made } = make()
    const code = made[0]!.code
    expect(redeem(world, { member: kim.id, typed: code })).toEqual({ ok: false, why: 'unknown' })
    expect(sellBatch(world, { batch: batch.id, by })).toEqual({ ok: true, sold: 3 })
    expect(redeem(world, { member: kim.id, typed: code })).toMatchObject({ ok: true, tokens: 100n, again: false })
    const books = world.db.query('SELECT kind, owner, balance_minor FROM books ORDER BY kind').all()
    expect(books).toEqual([
      { kind: 'bank', owner: 'cash', balance_minor: -2997n },
      { kind: 'deferred', owner: 'site', balance_minor: 999n },
      { kind: 'mint', owner: 'site', balance_minor: -100n },
      { kind: 'vouchers', owner: 'site', balance_minor: 1998n },
      { kind: 'wallet', owner: kim.id, balance_minor: 100n },
    ])
    expect(statesOf(world, batch.id)).toEqual({ made: 0, sold: 2, redeemed: 1, void: 0 })
    expect(recount(world).ok).toBe(true)
  })
  test('keeps the tax apart that is in the price', () => {
    const { world, by, kim, make } = house()
    world.settings.set('tax_bp', 1900, 0)
    world.settings.set('tax_place', 'DE', 0)
    const { batch, cards: made } = make()
    sellBatch(world, { batch: batch.id, by })
    redeem(world, { member: kim.id, typed: made[0]!.code })
    const of = (kind: string) => world.db.query('SELECT owner, balance_minor FROM books WHERE kind = ?').get(kind)
    expect(of('tax')).toEqual({ owner: 'vat.DE', balance_minor: 160n })
    expect(of('deferred')).toEqual({ owner: 'site', balance_minor: 839n })
    expect(recount(world).ok).toBe(true)
  })
  test('a free card needs no sale', () => {
    const { world, kim, make, by } = house()
    const { cards: made, batch } = make({ price: '' })
    expect(sellBatch(world, { batch: batch.id, by })).toEqual({ ok: false, why: 'free' })
    expect(redeem(world, { member: kim.id, typed: made[0]!.code })).toMatchObject({ ok: true, tokens: 100n })
    expect(recount(world).ok).toBe(true)
  })
  test('pressed again by the same member it answers the same; by another one it is used', () => {
    const { world, kim, lee, make } = house()
    const { code } = make({ price: '0' }).cards[0]!
    const first = redeem(world, { member: kim.id, typed: code })
    expect(redeem(world, { member: kim.id, typed: code })).toEqual({ ...first, again: true } as never)
    expect(redeem(world, { member: lee.id, typed: code })).toEqual({ ok: false, why: 'used' })
    expect(balance(world, kim.id).tokens).toBe(100n)
  })
  test('five hundred at once: one gets it', async () => {
    const { site, world, make } = house()
    const { code } = make({ price: '0' }).cards[0]!
    const people = Array.from({ length: 500 }, (_, i) =>
      site.person(`guest_${i.toString(26).replace(/[0-9]/g, 'q')}${i}`),
    )
    const answers = await Promise.all(people.map(async person => redeem(world, { member: person.id, typed: code })))
    expect(answers.filter(answer => answer.ok).length).toBe(1)
    expect(answers.filter(answer => !answer.ok && answer.why === 'used').length).toBe(499)
    expect(world.db.query("SELECT SUM(balance_minor) AS n FROM books WHERE kind = 'wallet'").get()).toEqual({ n: 100n })
    expect(recount(world).ok).toBe(true)
  })
  test('five wrong codes make one wait, and nobody else', () => {
    const { world, kim, lee, make } = house()
    const { code } = make({ price: '0' }).cards[0]!
    const guess = (i: number) => printed(codeOf(new Uint8Array(13).fill(i)))
    for (let i = 1; i <= 5; i++)
      expect(redeem(world, { member: kim.id, typed: guess(i) })).toMatchObject({ why: 'unknown' })
    expect(redeem(world, { member: kim.id, typed: code })).toEqual({ ok: false, why: 'often' })
    expect(redeem(world, { member: lee.id, typed: guess(6) })).toMatchObject({ why: 'unknown' })
    world.clock.pass(2 * 60_000)
    expect(redeem(world, { member: kim.id, typed: code })).toMatchObject({ ok: true })
  })
  test('a slip of the finger costs no try', () => {
    const { world, kim, make } = house()
    const { code } = make({ price: '0' }).cards[0]!
    for (let i = 0; i < 20; i++) expect(redeem(world, { member: kim.id, typed: `${code.slice(0, -1)}` }).ok).toBe(false)
    expect(redeem(world, { member: kim.id, typed: code })).toMatchObject({ ok: true })
  })
  test('a paused member waits, and the code stays good', () => {
    const { world, kim, make } = house()
    const { code } = make({ price: '0' }).cards[0]!
    pause(world, { account: kim.id, lasts_ms: 24 * 3600_000 })
    expect(redeem(world, { member: kim.id, typed: code })).toMatchObject({ ok: false, why: 'paused' })
    world.clock.pass(24 * 3600_000)
    expect(redeem(world, { member: kim.id, typed: code })).toMatchObject({ ok: true })
  })
  test('above the sum of a month somebody looks first', () => {
    const { world, by, kim, make } = house()
    world.settings.set('paid_month_most_minor', 2000, 0)
    const { batch, cards: made } = make()
    sellBatch(world, { batch: batch.id, by })
    const tries = made.map(({ code }) => redeem(world, { member: kim.id, typed: code }))
    expect(tries.map(one => (one.ok ? 'ok' : one.why))).toEqual(['ok', 'ok', 'much'])
  })
})

describe('voiding', () => {
  test('makes unsold and sold cards worthless and reverses the sales', () => {
    const { world, by, kim, make } = house()
    const { batch, cards: made } = make()
    const rows = cards(world, { q: made[0]!.code, after: null, limit: 10 })
    expect(rows.map(card => card.number)).toEqual([1])
    sell(world, { ids: [rows[0]!.id], by })
    expect(voidBatch(world, { batch: batch.id, because: ' ', by })).toEqual({ ok: false, why: 'because' })
    expect(voidBatch(world, { batch: batch.id, because: 'Lost in the\nrain', by })).toEqual({ ok: true, voided: 3 })
    expect(redeem(world, { member: kim.id, typed: made[0]!.code })).toEqual({ ok: false, why: 'void' })
    expect(world.db.query("SELECT balance_minor FROM books WHERE kind = 'bank'").get()).toEqual({ balance_minor: 0n })
    expect(recount(world).ok).toBe(true)
  })
  test('leaves a redeemed card alone', () => {
    const { world, by, kim, make } = house()
    const { batch, cards: made } = make({ count: '1', price: '0' })
    redeem(world, { member: kim.id, typed: made[0]!.code })
    expect(voidBatch(world, { batch: batch.id, because: 'Too late', by })).toEqual({ ok: false, why: 'unknown' })
    expect(statesOf(world, batch.id).redeemed).toBe(1)
  })
})

describe('paying a card back', () => {
  const setting = () => {
    const night = house()
    const { site, world, by, kim, make } = night
    world.settings.set('tax_bp', 1900, 0)
    world.settings.set('tax_place', 'DE', 0)
    const { batch, cards: made } = make()
    sellBatch(world, { batch: batch.id, by })
    redeem(world, { member: kim.id, typed: made[0]!.code })
    // The rate of today is not the one that it was redeemed at.
    world.settings.set('tax_bp', 700, 0)
    const to = [{ performer: site.person('mara_voss', 'performer').id, tokens: 60n }]
    spend(world, { key: 'tip:1', member: kim.id, to, reason: 'tip', about: 'tip:1' })
    const card = cards(world, { q: '', after: null, limit: 9 }).find(one => one.state === 'redeemed')!
    const ask = { card: card.id, tokens: 40n, because: 'Wished it', by: by.id, key: 'refund:1' }
    const cash = () => balanceOf(world, book('bank', 'cash', 'EUR'))
    return { ...night, card, ask, cash }
  }
  test('takes its unspent tokens and owes their price out of the till, with the tax that was in it', () => {
    const { world, kim, card, ask, cash } = setting()
    const before = cash()
    expect(unspentOfCard(world, card)).toBe(40n)
    expect(refundCard(world, { ...ask, tokens: 41n })).toEqual({ ok: false, why: 'not-enough' })
    expect(refundCard(world, ask)).toEqual({ ok: true, amount_minor: 400n })
    expect(refundCard(world, ask)).toEqual({ ok: false, why: 'not-enough' })
    expect(cash() - before).toBe(400n)
    expect(balanceOf(world, book('tax', 'vat.DE', 'EUR'))).toBe(96n)
    expect([refundedOfCard(world, card), balance(world, kim.id).tokens]).toEqual([40n, 0n])
    expect(recount(world).ok).toBe(true)
  })
  test('is of no card that is not redeemed, and of none that was given away', () => {
    const { world, kim, make, ask } = setting()
    const sold = cards(world, { q: '', after: null, limit: 9 }).find(one => one.state === 'sold')!
    expect(refundCard(world, { ...ask, card: sold.id })).toEqual({ ok: false, why: 'gone' })
    const given = make({ price: '0', count: '1' }, 'vouchers:2')
    redeem(world, { member: kim.id, typed: given.cards[0]!.code })
    const free = cards(world, { q: '', after: null, limit: 9, batch: given.batch.id })[0]!
    expect(unspentOfCard(world, free)).toBe(0n)
    expect(refundCard(world, { ...ask, card: free.id })).toEqual({ ok: false, why: 'gone' })
    freeze(world, 'for the test')
    expect(refundCard(world, ask)).toEqual({ ok: false, why: 'frozen' })
  })
})

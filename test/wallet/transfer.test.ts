import { describe, expect, test } from 'bun:test'
import { recount } from '../../src/ledger/index.ts'
import {
  balance,
  cancelOrder,
  csvAmount,
  dayOf,
  declineOrder,
  dueOf,
  enterLine,
  epcText,
  expireOrders,
  importFile,
  isIban,
  isReference,
  matchByHand,
  noteLook,
  type Order,
  orderById,
  orderSteps,
  payerOf,
  readBankFile,
  receipts,
  referenceOf,
  referencesIn,
  refundedOf,
  refundOrder,
  sendBack,
  spend,
  startOrder,
  unspentOf,
} from '../../src/wallet/index.ts'
import { readXml } from '../../src/wallet/xml.ts'
import { testSite } from '../help/visit.ts'
import { bytes, camt, type Entry, OWN } from './bank.ts'

const DAY = 24 * 3600_000

function house() {
  const site = testSite()
  const { world } = site
  for (const [name, value] of [
    ['bank_name', 'Harbour Studio'],
    ['bank_iban', OWN],
  ] as const)
    world.settings.set(name, value, 0)
  const by = { id: `account:${site.person('juno_9', 'owner').id}`, address: '198.51.100.7' }
  const kim = site.person('kim_larsen')
  let n = 0
  const order = (pack = 'first-250', member = kim.id): Order => {
    const started = startOrder(world, {
      key: `order:${++n}`,
      member,
      pack,
      back: '/rooms/mara_voss',
      address: `10.0.${n}.1`,
    })
    if (!started.ok) throw new Error(started.why)
    return started.order
  }
  const bring = (entries: Entry[]) => {
    const done = importFile(world, { bytes: bytes(camt(entries)), confirmed: false, by })
    if (!done.ok) throw new Error(JSON.stringify(done.fault))
    return done
  }
  const all = () => receipts(world, { q: '', state: '', after: null, limit: 50 })
  const clean = () => expect(recount(world)).toMatchObject({ ok: true })
  return { site, world, by, kim, order, bring, all, clean }
}

describe('numbers of banks', () => {
  test('a creditor reference has the check digits of ISO 11649', () => {
    expect(referenceOf('539007547034')).toBe('RF18539007547034')
    expect(isReference('RF18539007547034')).toBe(true)
    expect(isReference('RF18539007547043')).toBe(false)
    expect(referencesIn('Token! rf18 5390-0754 7034, danke')).toEqual(['RF18539007547034'])
    expect(referencesIn('RF19539007547034')).toEqual([])
  })
  test('an IBAN is checked by its country’s length and modulo 97', () => {
    for (const good of [OWN, 'GB82WEST12345698765432', 'NO9386011117947', 'FR1420041010050500013M02606']) {
      expect([good, isIban(good)]).toEqual([good, true])
    }
    for (const bad of ['DE89370400440532013001', 'DE8937040044053201300', 'XX00', '', 'DE89 3704 0044 0532 0130 00']) {
      expect([bad, isIban(bad)]).toEqual([bad, false])
    }
  })
  test('the picture for banking apps says what EPC069-12 wants', () => {
    const text = epcText({ bic: '', name: 'Harbour Studio', iban: OWN, amount: '22.99', reference: 'RF18539007547034' })
    expect(text).toBe(`BCD\n002\n1\nSCT\n\nHarbour Studio\n${OWN}\nEUR22.99\n\nRF18539007547034`)
  })
})

describe('XML', () => {
  test('is read with attributes, entities and comments, and without prefixes', () => {
    const read = readXml('<?xml version="1.0"?><!-- x --><a:b k="1 &amp; 2"><c><![CDATA[<&>]]></c>&#x41;&#66;</a:b>')
    expect(read).toMatchObject({ ok: true, root: { name: 'b', attributes: { k: '1 & 2' }, text: 'AB' } })
  })
  test('takes no document type, no unknown entity, nothing half', () => {
    for (const [text, line] of [
      ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 1],
      ['<a>\n&x;</a>', 1],
      ['<a>\n<b>\n</a>', 3],
      ['<a></a><b></b>', 1],
      ['text', 1],
      ['', 1],
      ['<a', 1],
      ['<a k=1></a>', 1],
    ] as const) {
      expect([text, readXml(text)]).toEqual([text, { ok: false, line }])
    }
    expect(readXml(`${'<a>'.repeat(50)}${'</a>'.repeat(50)}`).ok).toBe(false)
  })
  test('a long hostile one ends in time that grows with its length alone', () => {
    expect(readXml(`<a>${'<'.repeat(100_000)}`).ok).toBe(false)
    expect(readXml(`<a ${' '.repeat(200_000)}`).ok).toBe(false)
    expect(readXml(`<a>${'&'.repeat(200_000)}</a>`).ok).toBe(false)
  })
})

describe('a bank’s file', () => {
  const read = (text: string) => readBankFile(bytes(text), { iban: OWN, currency: 'EUR' })
  test('CAMT.053: what came in, booked, each payment of a collected one', () => {
    const file = read(
      camt([
        { amount: '22.99', text: 'RF18 5390 0754 7034', ref: 'A1' },
        { amount: '5.00', direction: 'DBIT' },
        {
          amount: '30.00',
          ref: 'B',
          parts: [
            { amount: '10.00', text: 'one' },
            { amount: '20.00', text: 'two' },
          ],
        },
      ]),
    )
    expect(file).toMatchObject({
      ok: true,
      kind: 'camt',
      outgoing: 1,
      wrong: [],
      lines: [
        {
          booked_on: '2026-11-20',
          amount_minor: 2299n,
          currency: 'EUR',
          bank_ref: 'A1',
          name: 'Kim Larsen',
          text: 'RF18 5390 0754 7034',
        },
        { amount_minor: 1000n, bank_ref: 'B/1', text: 'one' },
        { amount_minor: 2000n, bank_ref: 'B/2', text: 'two' },
      ],
    })
  })
  test('CAMT.053: each wrong entry is told by its line, the others are read', () => {
    const file = read(
      camt([
        { amount: '1e3' },
        { amount: '10.00', currency: 'XXX' },
        { amount: '10.00', status: 'PDNG' },
        { amount: '10.00', day: '2026-02-30' },
        { amount: '10.00', reversal: true },
        {
          amount: '30.00',
          parts: [
            { amount: '10.00', text: '' },
            { amount: '10.00', text: '' },
          ],
        },
        { amount: '99999999999999.00' },
        { amount: '10.00', text: 'good' },
      ]),
    )
    expect(file).toMatchObject({
      ok: true,
      lines: [{ text: 'good' }],
      wrong: [
        { line: 5, why: 'amount' },
        { line: 6, why: 'currency' },
        { line: 7, why: 'pending' },
        { line: 8, why: 'date' },
        { line: 9, why: 'reversal' },
        { line: 10, why: 'sum' },
        { line: 11, why: 'large' },
      ],
    })
  })
  test('newer versions write status and payer elsewhere', () => {
    const text = camt([{ amount: '10.00', text: 'x' }])
      .replace('<Sts>BOOK</Sts>', '<Sts><Cd>BOOK</Cd></Sts>')
      .replace('<Dbtr><Nm>Kim Larsen</Nm></Dbtr>', '<Dbtr><Pty><Nm>Kim Larsen</Nm></Pty></Dbtr>')
      .replace('<Dt>2026-11-20</Dt>', '<DtTm>2026-11-20T09:00:00</DtTm>')
    expect(read(text)).toMatchObject({ ok: true, lines: [{ name: 'Kim Larsen', booked_on: '2026-11-20' }] })
  })
  test('another account’s statement, another XML and no text are refused whole', () => {
    expect(read(camt([{ amount: '1.00' }], 'NO9386011117947'))).toEqual({
      ok: false,
      fault: { why: 'other-account', iban: 'NO9386011117947' },
    })
    expect(read('<Document></Document>')).toEqual({ ok: false, fault: { why: 'not-camt' } })
    expect(read('<Document><BkToCstmrStmt>')).toMatchObject({ ok: false, fault: { why: 'not-xml' } })
    expect(readBankFile(Uint8Array.of(0xff, 0xfe, 0), { iban: OWN, currency: 'EUR' })).toEqual({
      ok: false,
      fault: { why: 'not-text' },
    })
    expect(read(camt([]))).toEqual({ ok: false, fault: { why: 'no-lines' } })
    // Never a part of a file, and no money that nobody hears of.
    const long = `date;amount;text\n${'2026-11-21;1,00;RF18 x\n'.repeat(20_001)}`
    expect(read(long)).toEqual({ ok: false, fault: { why: 'too-many' } })
    expect(readXml(`<a ${'b="" '.repeat(700_000)}/>`)).toEqual({ ok: false, line: 1 })
    expect(read('a,b\n1,2')).toEqual({ ok: false, fault: { why: 'no-columns' } })
  })
  test('CSV: semicolons, quotes with breaks, and what a line lacks', () => {
    const text =
      '\ufeffBuchungstag;Betrag;Verwendungszweck;Name Zahlungsbeteiligter;IBAN\r\n' +
      '20.11.2026;"1.022,99";"RF18 5390\n0754 7034";"Larsen; Kim";NO93 8601 1117 947\r\n' +
      '20.11.2026;-5,00;Strom;Stadtwerke;DE1\r\n' +
      'gestern;5,00;x;y;z\r\n' +
      '20.11.2026;fünf;x;y;z\r\n' +
      '20.11.2026;5,00;x\r\n\r\n'
    expect(read(text)).toMatchObject({
      ok: true,
      kind: 'csv',
      outgoing: 1,
      lines: [
        { line: 2, amount_minor: 102299n, name: 'Larsen; Kim', iban: 'NO9386011117947', text: 'RF18 5390 0754 7034' },
      ],
      wrong: [
        { line: 5, why: 'date' },
        { line: 6, why: 'amount' },
        { line: 7, why: 'columns' },
      ],
    })
  })
  test('amounts as people in several countries write them', () => {
    const of = (text: string) => {
      const read = csvAmount(text, 'EUR')
      return typeof read === 'string' ? read : `${read.out ? '-' : ''}${read.amount_minor}`
    }
    const table = Object.fromEntries(
      [
        '22.99',
        '22,99',
        '1.022,99',
        '1,022.99',
        "1'022.99",
        '1 022,99',
        '1.022',
        '+5',
        '5-',
        '(5.00)',
        '−5,00',
        '5.00 EUR',
        '€5.00',
      ].map(text => [text, of(text)]),
    )
    expect(table).toEqual({
      '22.99': '2299',
      '22,99': '2299',
      '1.022,99': '102299',
      '1,022.99': '102299',
      "1'022.99": '102299',
      '1 022,99': '102299',
      '1.022': '102200',
      '+5': '500',
      '5-': '-500',
      '(5.00)': '-500',
      '−5,00': '-500',
      '5.00 EUR': '500',
      '€5.00': 'amount',
    })
    for (const text of ['', '1e3', '0x10', '0', '0,00', '٥', '1,2,3', '1.2.3', '12.345,6.7'])
      expect([text, of(text)]).toEqual([text, 'amount'])
    expect(dayOf('31.02.2026')).toBeNull()
    expect(dayOf('1/2/26')).toBe('2026-02-01')
  })
})

describe('an order', () => {
  test('is one, however often its form is sent', () => {
    const { world, kim } = house()
    const ask = { key: 'order:a', member: kim.id, pack: 'first-100', back: '/', address: '10.0.0.1' }
    const first = startOrder(world, ask)
    const again = startOrder(world, ask)
    expect(first).toMatchObject({ ok: true, again: false, order: { amount_minor: 999n, tokens: 100n, state: 'open' } })
    expect(again).toMatchObject({ ok: true, again: true })
    expect((again as { order: Order }).order.id).toBe((first as { order: Order }).order.id)
  })
  test('waits its turn after five in an hour, and after ten in a day', () => {
    const { world, order, kim } = house()
    const at = world.clock.now()
    for (let i = 0; i < 5; i++) order()
    const next = () =>
      startOrder(world, { key: 'order:x', member: kim.id, pack: 'first-100', back: '/', address: '10.9.9.9' })
    expect(next()).toEqual({ ok: false, why: 'often', opens_at: at + 3600_000 })
    world.clock.pass(3600_000)
    for (let i = 0; i < 5; i++) order()
    world.clock.pass(3600_000)
    expect(next()).toEqual({ ok: false, why: 'often', opens_at: at + DAY })
  })
  test('of an unknown pack, or without an account of the house, is none', () => {
    const { world, kim } = house()
    const start = (pack: string) =>
      startOrder(world, { key: 'order:a', member: kim.id, pack, back: '/', address: '10.0.0.1' })
    expect(start('nothing')).toEqual({ ok: false, why: 'pack' })
    world.settings.set('bank_iban', '', 0)
    expect(start('first-100')).toEqual({ ok: false, why: 'no-transfers' })
  })
})

describe('matching', () => {
  test('account, sum and reference agree: paid at once, and the same file again changes nothing', () => {
    const { world, kim, order, bring, all, clean } = house()
    const made = order()
    const entry = { amount: '22.99', text: `Token ${made.reference}`, ref: 'A1' }
    expect(bring([entry])).toMatchObject({ fresh: 1, known: 0, matched: 1 })
    expect(bring([entry])).toMatchObject({ fresh: 0, known: 1, matched: 0 })
    expect(orderById(world, made.id)).toMatchObject({ state: 'paid' })
    expect(balance(world, kim.id).tokens).toBe(250n)
    expect(all()).toMatchObject([{ left_minor: 0n, why: null, reference: made.reference }])
    expect(payerOf(world, all()[0]!)).toEqual({
      name: 'Kim Larsen',
      iban: 'NO9386011117947',
      text: `Token ${made.reference}`,
    })
    const books = world.db.query("SELECT kind, balance_minor FROM books WHERE unit = 'EUR' ORDER BY kind").all()
    expect(books).toEqual([
      { kind: 'bank', balance_minor: -2299n },
      { kind: 'deferred', balance_minor: 2299n },
      { kind: 'suspense', balance_minor: 0n },
    ])
    clean()
  })
  test('nobody’s name or account stands in the table in clear', () => {
    const { world, bring } = house()
    bring([{ amount: '5.00', text: 'hello there', name: 'Secret Person' }])
    const stored = world.db.serialize()
    expect(Buffer.from(stored).includes('Secret Person')).toBe(false)
    expect(Buffer.from(stored).includes('NO9386011117947')).toBe(false)
  })
  test('the structured reference counts as well', () => {
    const { world, order, bring } = house()
    const made = order()
    bring([{ amount: '22.99', structured: made.reference }])
    expect(orderById(world, made.id)?.state).toBe('paid')
  })
  test('two equal lines of one file are two; in the next file they are known', () => {
    const { bring } = house()
    const twice: Entry[] = [
      { amount: '5.00', text: 'same' },
      { amount: '5.00', text: 'same' },
    ]
    expect(bring(twice)).toMatchObject({ fresh: 2 })
    expect(bring([...twice, { amount: '5.00', text: 'same' }])).toMatchObject({ fresh: 1, known: 2 })
  })
  test('less, more, late and again are looked at; money of nobody waits', () => {
    const { world, kim, order, bring, all, clean } = house()
    const [less, more, late, paid] = [order(), order('first-100'), order('first-550'), order('first-1200')]
    bring([{ amount: '89.99', text: paid.reference, ref: 'P1' }])
    world.clock.pass(15 * DAY)
    expect(expireOrders(world)).toBe(3)
    const [less2, more2] = [order(), order('first-100')]
    bring([
      { amount: '20.00', text: less2.reference, ref: 'L' },
      { amount: '12.00', text: more2.reference, ref: 'M' },
      { amount: '44.99', text: late.reference, ref: 'T' },
      { amount: '89.99', text: paid.reference, ref: 'P2' },
      { amount: '7.00', text: 'for the cat', ref: 'U' },
    ])
    const why = Object.fromEntries(
      all()
        .filter(one => one.left_minor > 0n)
        .map(one => [String(one.amount_minor), one.why]),
    )
    expect(why).toEqual({ '2000': 'part', '1200': 'over', '4499': 'late', '8999': 'again', '700': 'unknown' })
    const stateOf = (one: Order) => {
      const now = orderById(world, one.id)!
      return [now.state, now.why]
    }
    expect(stateOf(less2)).toEqual(['review', 'part'])
    expect(stateOf(more2)).toEqual(['review', 'over'])
    expect(stateOf(late)).toEqual(['review', 'late'])
    expect(stateOf(paid)).toEqual(['paid', null])
    expect(stateOf(less)).toEqual(['expired', null])
    expect(stateOf(more)).toEqual(['expired', null])
    expect(balance(world, kim.id).tokens).toBe(1200n)
    clean()
  })
  test('by hand two parts make a whole, and what is over stays to be sent back', () => {
    const { world, by, kim, order, bring, all, clean } = house()
    const made = order()
    bring([
      { amount: '20.00', text: made.reference, ref: 'A' },
      { amount: '5.00', text: 'the rest', ref: 'B' },
    ])
    const [rest, part] = all().toSorted((a, b) => Number(a.amount_minor - b.amount_minor))
    expect(matchByHand(world, { receipt: part!.id, order: made.reference, by })).toEqual({ ok: true, paid: false })
    expect(dueOf(world, orderById(world, made.id)!)).toBe(299n)
    expect(matchByHand(world, { receipt: part!.id, order: made.reference, by })).toEqual({ ok: false, why: 'used' })
    expect(matchByHand(world, { receipt: rest!.id, order: made.reference.toLowerCase(), by })).toEqual({
      ok: true,
      paid: true,
    })
    expect(matchByHand(world, { receipt: rest!.id, order: made.reference, by })).toEqual({ ok: false, why: 'closed' })
    expect(balance(world, kim.id).tokens).toBe(250n)
    const open = all().find(one => one.left_minor > 0n)!
    expect(open.left_minor).toBe(201n)
    const back = { receipt: open.id, left_minor: 201n, because: 'Too much', by: by.id, key: 'return:1' }
    expect(sendBack(world, { ...back, left_minor: 200n })).toEqual({ ok: false, why: 'gone' })
    expect(sendBack(world, back)).toEqual({ ok: true })
    expect(world.db.query("SELECT balance_minor FROM books WHERE kind = 'suspense'").get()).toEqual({
      balance_minor: 0n,
    })
    clean()
  })
  test('a cancelled order takes money again only by hand', () => {
    const { world, by, kim, order, bring, all, clean } = house()
    const made = order()
    expect(cancelOrder(world, made)).toEqual({ ok: true })
    expect(cancelOrder(world, orderById(world, made.id)!)).toEqual({ ok: false, why: 'over' })
    bring([{ amount: '22.99', text: made.reference }])
    expect(orderById(world, made.id)).toMatchObject({ state: 'review', why: 'late' })
    expect(matchByHand(world, { receipt: all()[0]!.id, order: made.id, by })).toEqual({ ok: true, paid: true })
    expect(balance(world, kim.id).tokens).toBe(250n)
    expect(orderSteps(world, made.id).map(step => step.state)).toEqual(['open', 'failed', 'review', 'paid'])
    clean()
  })
  test('a declined order lets its money go', () => {
    const { world, by, order, bring, all, clean } = house()
    const made = order()
    bring([{ amount: '20.00', text: made.reference }])
    matchByHand(world, { receipt: all()[0]!.id, order: made.id, by })
    expect(declineOrder(world, { order: made.id, because: '', by })).toEqual({ ok: false, why: 'because' })
    expect(declineOrder(world, { order: made.id, because: 'Not yours', by })).toEqual({ ok: true })
    expect(declineOrder(world, { order: made.id, because: 'Not yours', by })).toEqual({ ok: false, why: 'over' })
    expect(all()[0]!.left_minor).toBe(2000n)
    clean()
  })
  test('much in a month waits until somebody has looked', () => {
    const { world, by, kim, order, bring, all } = house()
    world.settings.set('paid_month_most_minor', 3000, 0)
    const [first, second, third] = [order(), order(), order()]
    bring([
      { amount: '22.99', text: first.reference, ref: '1' },
      { amount: '22.99', text: second.reference, ref: '2' },
    ])
    expect(orderById(world, second.id)).toMatchObject({ state: 'review', why: 'much' })
    expect(all().find(one => one.left_minor > 0n)?.why).toBe('much')
    noteLook(world, { account: kim.id, because: 'Known guest, pays from her own account', by })
    bring([{ amount: '22.99', text: third.reference, ref: '3' }])
    expect(orderById(world, third.id)?.state).toBe('paid')
  })
  test('a line that somebody types is the line of the file that comes later, where the bank names none', () => {
    const { world, by, order, bring, kim } = house()
    const made = order()
    const line = {
      booked_on: '2026-11-20',
      amount_minor: 2299n,
      currency: 'EUR',
      name: 'Kim Larsen',
      iban: 'NO9386011117947',
      text: made.reference,
    }
    expect(enterLine(world, line, by)).toMatchObject({ fresh: 1, matched: 1 })
    expect(bring([{ amount: '22.99', text: made.reference }])).toMatchObject({ fresh: 0 })
    expect(balance(world, kim.id).tokens).toBe(250n)
  })
  test('a CSV needs the word of whoever brings it', () => {
    const { world, by } = house()
    const csv = bytes('date,amount,text\n2026-11-20,5.00,hello\n')
    expect(importFile(world, { bytes: csv, confirmed: false, by })).toEqual({ ok: false, fault: { why: 'confirm' } })
    expect(importFile(world, { bytes: csv, confirmed: true, by })).toMatchObject({ ok: true, fresh: 1 })
  })
})

describe('paying back', () => {
  test('takes unspent tokens of that order and owes their price, tax with it', () => {
    const { site, world, by, kim, order, bring, clean } = house()
    world.settings.set('tax_bp', 1900, 0)
    world.settings.set('tax_place', 'DE', 0)
    const mara = site.person('mara_voss', 'performer')
    const made = order('first-100')
    expect(made.tax_minor).toBe(160n)
    bring([{ amount: '9.99', text: made.reference }])
    const to = [{ performer: mara.id, tokens: 60n }]
    spend(world, { key: 'tip:1', member: kim.id, to, reason: 'tip', about: 'tip:1' })
    const now = orderById(world, made.id)!
    expect(unspentOf(world, now)).toBe(40n)
    const ask = { order: made.id, tokens: 41n, because: 'Wished it', by: by.id, key: 'refund:1' }
    expect(refundOrder(world, ask)).toEqual({ ok: false, why: 'not-enough' })
    const done = refundOrder(world, { ...ask, tokens: 40n })
    // 336 of the price without tax, rounded down by the lot, and 64 of the tax.
    expect(done).toEqual({ ok: true, amount_minor: 400n })
    expect(refundOrder(world, { ...ask, tokens: 40n })).toMatchObject({ ok: false })
    expect(refundedOf(world, now)).toBe(40n)
    expect(balance(world, kim.id).tokens).toBe(0n)
    expect(orderById(world, made.id)?.state).toBe('paid')
    clean()
  })
  test('of the whole ends the order', () => {
    const { world, by, order, bring, clean } = house()
    const made = order('first-100')
    bring([{ amount: '9.99', text: made.reference }])
    const ask = { order: made.id, tokens: 100n, because: 'Wished it', by: by.id, key: 'refund:1' }
    expect(refundOrder(world, ask)).toEqual({ ok: true, amount_minor: 999n })
    expect(orderById(world, made.id)?.state).toBe('refunded')
    clean()
  })
})

import { describe, expect, test } from 'bun:test'
import { commitNow, durable, grouped } from '../../src/base/db/durable.ts'
import { tx } from '../../src/base/db/tx.ts'
import {
  type Ask,
  balanceOf,
  book,
  CHART,
  endOfChain,
  formKey,
  isFrozen,
  LedgerFault,
  post,
  postingOf,
  REASONS,
  type Reason,
  readMoney,
  readTokens,
} from '../../src/ledger/index.ts'
import { type TestWorld, testWorld } from '../help/world.ts'
import { lines } from './notation.ts'

let serial = 0
const ask = (text: string, more: Partial<Ask> = {}): Ask => ({
  key: `test:${serial++}`,
  input: {},
  reason: 'tip',
  about: 'test:1',
  by: 'system',
  entries: lines(text),
  ...more,
})

function funded(tokens = 100, world = testWorld()): TestWorld {
  const posted = post(world, ask(`mint -${tokens}, wallet:m +${tokens}`, { reason: 'promo', key: 'fund' }))
  expect(posted.ok).toBe(true)
  commitNow(world)
  return world
}
const tip = (tokens: number, more: Partial<Ask> = {}): Ask => ask(`wallet:m -${tokens}, received:site +${tokens}`, more)
const has = (world: TestWorld, kind: 'wallet' | 'received' | 'mint', owner: string) =>
  balanceOf(world, book(kind, owner))

describe('a posting', () => {
  test('moves its books, and says what they hold after it', () => {
    const world = funded(100)
    const posted = post(world, tip(20, { because: 'a test' }))
    expect(posted).toMatchObject({ ok: true, n: 2, again: false })
    if (!posted.ok) throw posted
    expect(posted.entries.map(e => [e.book.kind, e.amount_minor, e.after_minor])).toEqual([
      ['wallet', -20n, 80n],
      ['received', 20n, 20n],
    ])
    expect([has(world, 'mint', 'site'), has(world, 'wallet', 'm'), has(world, 'received', 'site')]).toEqual([
      -100n,
      80n,
      20n,
    ])
    expect(postingOf(world, 2)).toMatchObject({ reason: 'tip', because: 'a test', corrects: null })
  })
  test('is refused when a book would pass its bound, and leaves nothing behind', () => {
    const world = funded(10)
    expect(post(world, tip(11))).toEqual({ ok: false, why: 'not-enough', book: 'wallet:m', has_minor: 10n })
    expect(post(world, ask('wallet:nobody -1, received:nobody.1 +1'))).toMatchObject({
      why: 'not-enough',
      has_minor: 0n,
    })
    expect(post(world, ask('mint +11, wallet:m -11', { reason: 'expire' }))).toMatchObject({ book: 'mint:site' })
    commitNow(world)
    const { n } = world.db.query("SELECT count(*) AS n FROM books WHERE owner LIKE 'nobody%'").get() as { n: bigint }
    expect(n).toBe(0n)
    expect(isFrozen(world)).toBe(false)
  })
  test('answers the same to the same key and input, and refuses another input', () => {
    const world = funded(100)
    const first = tip(20, { key: 'tip:account:one', input: { tokens: 20n, to: 'p' } })
    const once = post(world, first)
    expect(once).toMatchObject({ ok: true, again: false })
    expect(post(world, tip(5))).toMatchObject({ ok: true })
    commitNow(world)
    world.clock.pass(5000)
    // Balances of then, and whatever the recipe would make of it now.
    expect(post(world, { ...first, entries: lines('wallet:m -21, received:site +21') })).toEqual({
      ...once,
      again: true,
    } as never)
    const others: Ask['input'][] = [
      { tokens: 21n, to: 'p' },
      { tokens: 20n, to: 'q' },
      { tokens: 20, to: 'p' },
      { tokens: '20', to: 'p' },
      {},
    ]
    for (const input of others) expect(post(world, { ...first, input })).toEqual({ ok: false, why: 'key-reused' })
    expect(has(world, 'wallet', 'm')).toBe(75n)
  })
  test('of 500 tips at once on a balance for one, one goes through', async () => {
    const world = funded(7)
    const answers = await Promise.all(
      Array.from({ length: 500 }, async (_, i) => {
        if (i % 3 === 0) await Promise.resolve()
        if (i % 7 === 0) await Bun.sleep(1)
        const posted = post(world, tip(7))
        await durable(world)
        return posted.ok
      }),
    )
    expect(answers.filter(Boolean).length).toBe(1)
    expect(has(world, 'wallet', 'm')).toBe(0n)
    expect(has(world, 'received', 'site')).toBe(7n)
  })
  test('that does not balance is a fault: nothing is written and the ledger is frozen', () => {
    const world = funded(50)
    expect(() => post(world, ask('wallet:m -10, received:site +9'))).toThrow(LedgerFault)
    expect(has(world, 'wallet', 'm')).toBe(50n)
    expect(isFrozen(world)).toBe(true)
    expect(post(world, ask('mint -1, wallet:m +1', { reason: 'promo' }))).toEqual({ ok: false, why: 'frozen' })
    expect(post(world, tip(10)).ok).toBe(true)
    expect(world.lines.some(line => line.includes('does not agree'))).toBe(true)
  })
  test('that SQL refuses is a fault, also when the books in memory were wrong', () => {
    const world = funded(50)
    endOfChain(world).n = 7
    expect(() => post(world, tip(10))).toThrow('out of order')
    expect(isFrozen(world)).toBe(true)
    expect(post(world, tip(10)).ok).toBe(true)
  })
  test('of senseless lines is refused without freezing anything', () => {
    const world = funded(50)
    const over = 1_000_000_001
    for (const text of [
      'wallet:m -1',
      `mint -${over}, wallet:m +${over}`,
      'wallet:m -1, received:site +1, wallet:m -1, received:x.1 +1',
    ])
      expect(() => post(world, ask(text))).toThrow()
    expect(() => post(world, ask('wallet:m -1, received:site +1', { about: 'a\nb' }))).toThrow('line breaks')
    expect(isFrozen(world)).toBe(false)
  })
})

describe('a verb around a posting', () => {
  test('that throws takes the posting with it and keeps no head of it', () => {
    const world = funded(50)
    post(world, tip(1))
    expect(() =>
      grouped(world, () => {
        post(world, tip(10))
        throw new Error('the room is gone')
      }),
    ).toThrow('the room is gone')
    expect(has(world, 'wallet', 'm')).toBe(49n)
    expect(endOfChain(world).n).toBe(2)
    expect(post(world, tip(2))).toMatchObject({ ok: true, n: 3 })
    commitNow(world)
  })
  test('whose COMMIT fails is lost with its whole group, and the next ones go on from the disk', async () => {
    const world = funded(50)
    const before = endOfChain(world).n
    expect(post(world, tip(10)).ok).toBe(true)
    const first = durable(world).then(
      () => 'stored',
      error => (error as Error).name,
    )
    grouped(world, () => {
      post(world, tip(5))
      // An entry whose posting never comes.
      world.db.run(`INSERT INTO entries (posting, book, amount_minor, after_minor, seq, head)
        SELECT 4, id, -1, balance_minor - 1, seq + 1, zeroblob(32) FROM books WHERE kind = 'wallet'`)
    })
    expect(await first).toBe('NotStored')
    expect(has(world, 'wallet', 'm')).toBe(50n)
    expect(endOfChain(world).n).toBe(before)
    expect(post(world, tip(50))).toMatchObject({ ok: true, n: before + 1 })
    await durable(world)
  })
  test('joins a tx', () => {
    const world = funded(50)
    tx(world, () => post(world, tip(10)))
    expect(world.db.inTransaction).toBe(false)
    expect(has(world, 'wallet', 'm')).toBe(40n)
  })
})

describe('SQL itself', () => {
  const world = funded(100)
  post(world, tip(20))
  post(world, ask('wallet:m -30, held:m +30', { reason: 'hold', about: 'show:1', because: 'until 1800000000000' }))
  commitNow(world)
  const zeros = 'zeroblob(32)'
  const wallet = "(SELECT id FROM books WHERE kind = 'wallet')"
  const next = '(SELECT max(n) + 1 FROM postings)'
  const posting = (n: string, more = `(SELECT hash FROM postings WHERE n = ${n} - 1)`, key = 'hand:1') =>
    `INSERT OR REPLACE INTO postings (n, key, fingerprint, reason, at, by, about, prev, hash)
      VALUES (${n}, '${key}', ${zeros}, 'tip', 1, 'x', 'x', ${more}, ${zeros})`
  const entry = (n: string, amount = -1, seq = 'seq + 1', after = `balance_minor + ${amount}`, kind = 'wallet') =>
    `INSERT OR REPLACE INTO entries (posting, book, amount_minor, after_minor, seq, head)
      SELECT ${n}, id, ${amount}, ${after}, ${seq}, ${zeros} FROM books WHERE kind = '${kind}'`
  const good = entry(next, -1)
  const goodOther = entry(next, 1, 'seq + 1', 'balance_minor + 1', 'received')

  test.each([
    ['a balance set by hand', 'postings alone move books', 'UPDATE books SET balance_minor = 1000'],
    [
      'a balance set with a bump',
      'postings alone move books',
      'UPDATE books SET balance_minor = balance_minor + 5, seq = seq + 1, last = last + 1',
    ],
    ['a head set by hand', 'postings alone move books', `UPDATE books SET head = ${zeros}`],
    ['a salt set by hand', 'keeps its name', 'UPDATE books SET salt = zeroblob(16)'],
    ['another owner', 'keeps its name', "UPDATE books SET owner = 'thief' WHERE kind = 'wallet'"],
    ['another bound', 'keeps its name', "UPDATE books SET bound = 'free' WHERE kind = 'wallet'"],
    ['a book removed', 'never removed', 'DELETE FROM books'],
    [
      'a book replaced',
      'the book is there',
      `INSERT OR REPLACE INTO books (id, kind, owner, unit, bound, head, salt) VALUES (${wallet}, 'wallet', 'm', 'TOK', 'floor', ${zeros}, zeroblob(16))`,
    ],
    [
      'a book that starts rich',
      'a new book is empty',
      `INSERT INTO books (kind, owner, unit, bound, balance_minor, head, salt) VALUES ('wallet', 'n', 'TOK', 'floor', 5, ${zeros}, zeroblob(16))`,
    ],
    [
      'a wallet without a floor',
      'FOREIGN KEY',
      `INSERT INTO books (kind, owner, unit, bound, head, salt) VALUES ('wallet', 'n', 'TOK', 'free', ${zeros}, zeroblob(16))`,
    ],
    [
      'a wallet of euros',
      'books of their own',
      `INSERT INTO books (kind, owner, unit, bound, head, salt) VALUES ('wallet', 'n', 'EUR', 'floor', ${zeros}, zeroblob(16))`,
    ],
    [
      'a kind nobody knows',
      'FOREIGN KEY',
      `INSERT INTO books (kind, owner, unit, bound, head, salt) VALUES ('purse', 'n', 'TOK', 'floor', ${zeros}, zeroblob(16))`,
    ],
    [
      'a unit of another shape',
      'GLOB',
      `INSERT INTO books (kind, owner, unit, bound, head, salt) VALUES ('bank', 'n', 'eur', 'free', ${zeros}, zeroblob(16))`,
    ],
    ['a posting edited', 'never edited', "UPDATE postings SET because = 'x'"],
    ['a posting removed', 'never removed', 'DELETE FROM postings WHERE n = 2'],
    ['a posting replaced', 'out of order', posting('2')],
    ['a posting out of order', 'out of order', posting('9')],
    ['a posting without entries', 'unbalanced', posting(next)],
    ['an entry edited', 'never edited', 'UPDATE entries SET amount_minor = 1'],
    ['an entry removed', 'never removed', 'DELETE FROM entries'],
    ['an entry replaced', 'out of order', entry('2')],
    [
      'a late entry',
      'out of order',
      `INSERT INTO entries (posting, book, amount_minor, after_minor, seq, head) SELECT 2, id, 1, balance_minor + 1, seq + 1, ${zeros} FROM books WHERE kind = 'mint'`,
    ],
    ['an entry that jumps', 'does not continue its book', entry(next, -1, 'seq + 2')],
    ['an entry that counts wrongly', 'does not continue its book', entry(next, -1, 'seq + 1', 'balance_minor')],
    ['an entry of nothing', 'amount_minor <> 0', entry(next, 0)],
    ['an entry without a posting', 'FOREIGN KEY', good],
    [
      'an overdrawn wallet',
      'balance_minor >= 0',
      `${entry(next, -90)}; ${entry(next, 90, 'seq + 1', 'balance_minor + 90', 'received')}; ${posting(next)}`,
    ],
    [
      'an unbalanced posting',
      'unbalanced',
      `${good}; ${entry(next, 2, 'seq + 1', 'balance_minor + 2', 'received')}; ${posting(next)}`,
    ],
    ['a lonely entry', 'unbalanced', `${good}; ${posting(next)}`],
    ['a broken chain', 'chain broken', `${good}; ${goodOther}; ${posting(next, zeros)}`],
    ['a key used before', 'key used', `${good}; ${goodOther}; ${posting(next, undefined, 'fund')}`],
    ['a reason nobody knows', 'FOREIGN KEY', `${good}; ${goodOther}; ${posting(next).replace("'tip'", "'whim'")}`],
    [
      'a line break in a field',
      'instr(about',
      `${good}; ${goodOther}; ${posting(next, undefined, 'hand:2').replace("'x', 'x'", "'x', 'x' || char(10)")}`,
    ],
    [
      'a book moved before its posting',
      'postings alone move books',
      `${good}; UPDATE books SET balance_minor = balance_minor - 1, seq = seq + 1, last = ${next}, head = ${zeros} WHERE kind = 'wallet'; ${goodOther}; ${posting(next)}`,
    ],
    ['a hold set by hand', 'postings alone move holds', 'UPDATE holds SET left_tokens = 1'],
    [
      'a hold out of nothing',
      'postings alone move holds',
      `INSERT INTO holds (book, about, placed_tokens, left_tokens, until, last) SELECT book, 'show:2', 5, 5, 1, last FROM holds`,
    ],
    ['a hold replaced', 'the hold is there', 'INSERT OR REPLACE INTO holds SELECT * FROM holds'],
    ['a hold removed', 'never removed', 'DELETE FROM holds'],
    ['a lot made cheaper', 'keeps its price', 'UPDATE lots SET full_minor = 0, about = about || 1'],
    ['a lot emptied', 'takes alone move lots', 'UPDATE lots SET left_tokens = 0, left_minor = 0'],
    ['a lot removed', 'never removed', 'DELETE FROM lots'],
    ['a lot replaced', 'the lot is there', 'INSERT OR REPLACE INTO lots SELECT * FROM lots'],
    ['the chart edited', 'a migration', "UPDATE book_kinds SET bound = 'free'"],
    ['a reason removed', 'a migration', "DELETE FROM posting_reasons WHERE reason = 'site'"],
  ])('refuses %s: %s', (_what, why, sql) => {
    for (const recursive of ['ON', 'OFF']) {
      world.db.run(`PRAGMA recursive_triggers = ${recursive}`)
      const state = () =>
        ['books', 'postings', 'entries', 'holds', 'lots'].map(t => world.db.query(`SELECT * FROM ${t}`).values())
      const before = state()
      expect(() =>
        world.db
          .transaction(() => {
            for (const statement of sql.split('; ')) world.db.run(statement)
          })
          .immediate(),
      ).toThrow(why)
      expect(state()).toEqual(before)
    }
  })
  test('takes what is right, so that the refusals above have their own reason', () => {
    world.db
      .transaction(() => {
        for (const statement of [good, goodOther, posting(next)]) world.db.run(statement)
      })
      .immediate()
    expect(
      (world.db.query("SELECT balance_minor FROM books WHERE kind = 'wallet'").get() as { balance_minor: bigint })
        .balance_minor,
    ).toBe(49n)
  })
  test('knows the chart and the reasons of the code', () => {
    const kinds = world.db.query('SELECT kind, code, bound, counts FROM book_kinds').all() as {
      kind: string
      code: bigint
    }[]
    expect(Object.fromEntries(kinds.map(({ kind, ...rest }) => [kind, { ...rest, code: Number(rest.code) }]))).toEqual(
      CHART as never,
    )
    const reasons = (world.db.query('SELECT reason FROM posting_reasons').all() as { reason: Reason }[]).map(
      row => row.reason,
    )
    expect(reasons.sort()).toEqual([...REASONS].sort())
  })
})

describe('amounts as they are typed', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['0', 'too-small'],
    ['000', 'too-small'],
    ['-5', 'too-small'],
    ['1.5', 'not-whole'],
    ['2,5', 'not-whole'],
    ['5.', 'not-whole'],
    ['1e3', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['+5', 'not-a-number'],
    ['１２', 'not-a-number'],
    ['٣', 'not-a-number'],
    ['५', 'not-a-number'],
    ['Ⅷ', 'not-a-number'],
    ['²', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['Infinity', 'not-a-number'],
    ['1 000', 'not-a-number'],
    ['1_000', 'not-a-number'],
    ['5n', 'not-a-number'],
    ['\u202e12', 'not-a-number'],
    ['5\u0000', 'not-a-number'],
    ['1000000001', 'too-large'],
    ['9'.repeat(40), 'too-large'],
    ['9'.repeat(100_000), 'too-large'],
    ['--5', 'not-a-number'],
    ["5' OR 1=1", 'not-a-number'],
  ])('%p is no number of tokens: %s', (typed, why) => {
    expect(readTokens(typed)).toEqual({ ok: false, why } as never)
  })
  test('whole tokens are read exactly', () => {
    expect(readTokens(' 25 ')).toEqual({ ok: true, tokens: 25n })
    expect(readTokens('007')).toEqual({ ok: true, tokens: 7n })
    expect(readTokens('1000000000')).toEqual({ ok: true, tokens: 1_000_000_000n })
    expect(readTokens('10001', 10_000n)).toEqual({ ok: false, why: 'too-large' })
  })
  test('a vendor’s amount has no digit too many', () => {
    expect(readMoney('9.99', 'EUR')).toEqual({ ok: true, amount_minor: 999n })
    expect(readMoney('9.9', 'EUR')).toEqual({ ok: true, amount_minor: 990n })
    expect(readMoney('500', 'JPY')).toEqual({ ok: true, amount_minor: 500n })
    expect(readMoney('1.234', 'KWD')).toEqual({ ok: true, amount_minor: 1234n })
    for (const typed of ['9.999', '9.990']) expect(readMoney(typed, 'EUR')).toEqual({ ok: false, why: 'too-precise' })
    expect(readMoney('5.0', 'JPY')).toEqual({ ok: false, why: 'too-precise' })
    for (const typed of ['9,99', '9.', '.5', '1e3', '９', 'EUR 9', '١'])
      expect(readMoney(typed, 'EUR')).toEqual({ ok: false, why: 'not-a-number' })
    expect(readMoney('-1.00', 'EUR')).toEqual({ ok: false, why: 'too-small' })
    expect(readMoney('0.00', 'EUR')).toEqual({ ok: false, why: 'too-small' })
    expect(readMoney('10000000000.01', 'EUR')).toEqual({ ok: false, why: 'too-large' })
  })
  test('the key of a form belongs to whoever sends it', () => {
    const born = '0197e5a2-7f3b-7c11-9d0e-1234567890ab'
    expect(formKey('tip', 'a', born)).toBe(`tip:${born}:a`)
    expect(formKey('tip', 'b', born)).not.toBe(formKey('tip', 'a', born))
    for (const bad of ['', 'short', 'a b'.repeat(8), 'x'.repeat(65), `${born}\n`, 'ключ'.repeat(5)])
      expect(formKey('tip', 'a', bad)).toBe(null)
  })
})

import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { commitNow } from '../../src/base/db/durable.ts'
import { recountCommand } from '../../src/ledger/cli.ts'
import {
  addTerms,
  bodyOf,
  book,
  changeKey,
  checkpoints,
  correct,
  giveLines,
  headOf,
  hex,
  isFrozen,
  type Line,
  leafOf,
  makeCheckpoint,
  orderLines,
  placeHold,
  post,
  type Reason,
  recount,
  releaseLots,
  returnLines,
  spendLines,
  Tree,
  termsFor,
  ZERO,
} from '../../src/ledger/index.ts'
import { type TestWorld, testWorld } from '../help/world.ts'

/** A small ledger with a row in every table. */
async function story(): Promise<TestWorld> {
  const world = testWorld()
  let serial = 0
  const add = (reason: Reason, entries: Line[], about: string) => {
    world.clock.pass(1000)
    const done = post(world, { key: `${reason}:${serial++}`, input: {}, reason, about, by: 'account:m', entries })
    if (!done.ok) throw new Error(done.why)
    return done.n
  }
  const t = termsFor(world, 'p', 'EUR')
  const q = addTerms(world, {
    payee: 'q',
    value_micros: 33_333,
    currency: 'EUR',
    manager: 'g',
    manager_bp: 3333,
    from_at: 1,
  })
  const from = book('clearing', 'v', 'EUR')
  add(
    'order',
    orderLines({ member: 'm', tokens: 100n, from, paid: { amount_minor: 999n, currency: 'EUR' } }),
    'order:1',
  )
  add('promo', giveLines('m', 20n), 'gift:1')
  add(
    'order',
    orderLines({ member: 'n', tokens: 250n, from, paid: { amount_minor: 2299n, currency: 'EUR' } }),
    'order:2',
  )
  add(
    'tip',
    spendLines(world, {
      member: 'm',
      to: [
        { terms: t, tokens: 30n },
        { terms: q, tokens: 11n },
      ],
    }),
    'tip:1',
  )
  const wrong = add('tip', spendLines(world, { member: 'n', to: [{ terms: q, tokens: 7n }] }), 'tip:2')
  placeHold(world, {
    key: 'hold:1',
    input: {},
    by: 'account:n',
    owner: 'n',
    about: 'show:1',
    tokens: 60n,
    until: 1_900_000_000_000,
  })
  add('show', spendLines(world, { member: 'n', from: 'held', to: [{ terms: t, tokens: 20n }] }), 'show:1')
  releaseLots(world, 'm')
  add('return', returnLines(world, { member: 'm', of: [{ terms: t, tokens: 25n }] }), 'tip:1')
  correct(world, { key: 'fix:1', input: {}, by: 'account:a+account:b', n: wrong, because: 'the wrong room' })
  releaseLots(world, 'm')
  releaseLots(world, 'n')
  commitNow(world)
  await makeCheckpoint(world)
  changeKey(world)
  add('tip', spendLines(world, { member: 'n', to: [{ terms: q, tokens: 3n }] }), 'tip:3')
  commitNow(world)
  await makeCheckpoint(world)
  return world
}

const TABLES = [
  'books',
  'postings',
  'entries',
  'holds',
  'terms',
  'lots',
  'takes',
  'lot_marks',
  'checkpoint_keys',
  'checkpoints',
  'book_kinds',
  'posting_reasons',
]

/** What somebody with the file and no respect for triggers can do. */
function unguarded(world: TestWorld): void {
  const triggers = world.db.query("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all() as { name: string }[]
  for (const { name } of triggers) world.db.run(`DROP TRIGGER ${name}`)
  world.db.run('PRAGMA foreign_keys = OFF')
  world.db.run('PRAGMA ignore_check_constraints = ON')
}

describe('a recount', () => {
  test('finds a whole ledger whole, also a part of it', async () => {
    const world = await story()
    const found = recount(world)
    expect(found).toMatchObject({ ok: true })
    if (!found.ok) throw found
    for (let since = 1; since < found.postings; since++)
      expect(recount(world, { since })).toMatchObject({ ok: true, postings: found.postings - since, head: found.head })
    expect(recount(testWorld())).toEqual({ ok: true, postings: 0, entries: 0, head: hex(ZERO) })
    expect(recountCommand(world)).toMatchObject({
      code: 0,
      say: [expect.stringMatching(/^The ledger is whole: \d+ postings, \d+ lines, head [0-9a-f]{16}\.$/)],
    })
  })
  test('finds one flipped byte, in whatever table and column', async () => {
    const whole = (await story()).db
    const snapshot = whole.serialize()
    const missed: string[] = []
    let flips = 0
    for (const table of TABLES) {
      // A mark says where to begin to look, no more: one that matters shows in the sums of the lots.
      if (table === 'lot_marks') continue
      const columns = (whole.query(`PRAGMA table_info(${table})`).all() as { name: string; pk: bigint }[]).map(
        c => c.name,
      )
      const rows = whole.query(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
      expect([table, rows.length > 0]).toEqual([table, true])
      for (const column of columns) {
        const changed = rows.findLastIndex(row => row[column] !== null)
        if (changed < 0) continue
        // The last row, and one from the middle.
        for (const index of new Set([changed, Math.floor(changed / 2)])) {
          const value = rows[index]![column]
          if (value === null) continue
          const flipped =
            typeof value === 'bigint'
              ? value ^ 1n
              : typeof value === 'string'
                ? String.fromCharCode(value.charCodeAt(0) ^ 1) + value.slice(1)
                : Uint8Array.from(value as Uint8Array, (byte, i) => (i === 0 ? byte ^ 1 : byte))
          const world = testWorld()
          world.db = Database.deserialize(snapshot, { strict: true, safeIntegers: true })
          unguarded(world)
          const where = Object.entries(rows[index]!)
            .map(([name]) => `${name} IS ?`)
            .join(' AND ')
          let done: { changes: number | bigint }
          try {
            done = world.db
              .query(`UPDATE ${table} SET ${column} = ? WHERE ${where}`)
              .run(flipped as never, ...(Object.values(rows[index]!) as never[]))
          } catch (error) {
            // Two rows of one key: the table itself cannot hold it.
            expect(String(error)).toContain('UNIQUE')
            continue
          }
          expect(Number(done.changes)).toBe(1)
          flips++
          if (recount(world).ok) missed.push(`${table}.${column} of row ${index}: ${String(value).slice(0, 30)}`)
        }
      }
    }
    expect(missed).toEqual([])
    expect(flips).toBeGreaterThan(80)
  })
  test('finds a row that is gone', async () => {
    const snapshot = (await story()).db.serialize()
    for (const table of TABLES) {
      if (table === 'lot_marks') continue
      const world = testWorld()
      world.db = Database.deserialize(snapshot, { strict: true, safeIntegers: true })
      unguarded(world)
      const rows = world.db.query(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
      // A last checkpoint that is gone is missed by whoever kept it; here the first one is.
      const row = rows[0]!
      world.db
        .query(
          `DELETE FROM ${table} WHERE ${Object.keys(row)
            .map(name => `${name} IS ?`)
            .join(' AND ')}`,
        )
        .run(...(Object.values(row) as never[]))
      expect([table, recount(world).ok]).toEqual([table, false])
    }
  })
  test('that finds something freezes the ledger, and a clean one of the whole frees it', async () => {
    const world = await story()
    world.db.run('DROP TRIGGER postings_frozen')
    world.db.run("UPDATE postings SET because = 'another' WHERE corrects IS NOT NULL")
    const said = recountCommand(world)
    expect(said.code).toBe(1)
    expect(said.say.join('\n')).toMatch(/posting \d+ was changed/)
    expect(isFrozen(world)).toBe(true)
    expect(
      post(world, { key: 'late:1', input: {}, reason: 'promo', about: 'x', by: 'x', entries: giveLines('m', 1n) }),
    ).toEqual({ ok: false, why: 'frozen' })
    world.db.run("UPDATE postings SET because = 'the wrong room' WHERE corrects IS NOT NULL")
    expect(recountCommand(world, 3)).toMatchObject({ code: 0 })
    expect(isFrozen(world)).toBe(true)
    expect(recountCommand(world)).toMatchObject({
      code: 0,
      say: [expect.anything(), 'It was frozen and is free again.'],
    })
    expect(isFrozen(world)).toBe(false)
    const acts = world.db.query("SELECT act FROM audit WHERE act LIKE 'ledger.%' ORDER BY seq").all()
    expect(acts).toEqual([{ act: 'ledger.frozen' }, { act: 'ledger.cleared' }])
  })
})

describe('the chain', () => {
  test('has the leaf and head that were written down', () => {
    const leaf = leafOf({
      n: 2,
      at: 1767225660000,
      reason: 'tip',
      about: 'tip:t1',
      book: 'earned:p',
      unit: 'EUR',
      amount_minor: 100n,
      after_minor: 100n,
      seq: 1,
    })
    expect(hex(leaf)).toStartWith('24cf2b88183a71d7')
    expect(hex(headOf(ZERO, leaf))).toStartWith('e1ed02b6493ec8c0')
  })
  test('of the books is a tree that has another root for every change', () => {
    const leaf = (i: number) => new Uint8Array(32).fill(i)
    const rootOf = (leaves: number[]) => {
      const tree = new Tree()
      for (const i of leaves) tree.add(leaf(i))
      return hex(tree.root())
    }
    const node = (left: Uint8Array, right: Uint8Array) =>
      new Uint8Array(Bun.SHA256.hash(Buffer.concat([Buffer.of(1), left, right]) as never) as never)
    // RFC 6962: five leaves are a tree of four beside one.
    const four = node(node(leaf(1), leaf(2)), node(leaf(3), leaf(4)))
    expect(rootOf([1, 2, 3, 4, 5])).toBe(hex(node(four, leaf(5))))
    expect(rootOf([1, 2, 3])).toBe(hex(node(node(leaf(1), leaf(2)), leaf(3))))
    expect(new Set([[1], [1, 2], [2, 1], [1, 2, 3], [1, 2, 3, 3], [1, 2, 3, 3, 3]].map(rootOf)).size).toBe(6)
  })
  test('is signed only when something was posted since', async () => {
    const world = await story()
    const all = checkpoints(world)
    expect(all.length).toBe(2)
    expect(all.map(one => one.key)).toEqual([2, 1])
    expect(bodyOf(all[0]!).n).toBeGreaterThan(bodyOf(all[1]!).n)
    expect(await makeCheckpoint(world)).toBe(null)
  })
})

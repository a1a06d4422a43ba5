import { describe, expect, test } from 'bun:test'
import { verifyStatement as inBrowser } from '../../assets/client/statement/verify.ts'
import {
  changeKey,
  giveLines,
  makeCheckpoint,
  post,
  type Statement,
  spendLines,
  statementOf,
  termsFor,
  verifyStatement,
} from '../../src/ledger/index.ts'
import { testWorld } from '../help/world.ts'

async function statement(): Promise<Statement> {
  const world = testWorld()
  for (let m = 0; m < 7; m++) {
    const give = { reason: 'promo', about: `g:${m}`, by: 'system', entries: giveLines(`m${m}`, 500n) } as const
    post(world, { key: `give:${m}`, input: {}, ...give })
    const to = [{ terms: termsFor(world, m % 2 ? 'p' : 'q', 'EUR'), tokens: BigInt(3 + m) }]
    const tip = { reason: 'tip', about: `tip:${m}`, by: `account:m${m}` } as const
    post(world, { key: `tip:${m}`, input: {}, ...tip, entries: spendLines(world, { member: `m${m}`, to }) })
  }
  await makeCheckpoint(world)
  changeKey(world)
  post(world, { key: 'last', input: {}, reason: 'promo', about: 'g', by: 'system', entries: giveLines('m0', 1n) })
  await makeCheckpoint(world)
  return statementOf(world, 'q')!
}

const both = async (text: string) => [verifyStatement(text).ok, (await inBrowser(text)).ok]

describe('the page that checks a statement alone', () => {
  test('comes to the same as the house, line by line', async () => {
    const said = await statement()
    const text = JSON.stringify(said)
    const found = await inBrowser(text)
    expect(verifyStatement(text)).toMatchObject({ ok: true })
    expect(found).toMatchObject({ ok: true, n: said.checkpoint.n })
    const house = verifyStatement(text)
    if (found.ok && house.ok) expect(found.books).toEqual(house.books)
  })
  test.each([
    [
      'an amount',
      (s: Statement) => {
        s.books[0]!.lines[0]!.amount = '999'
      },
    ],
    ['a missing line', (s: Statement) => void s.books.find(b => b.lines.length > 1)!.lines.splice(0, 1)],
    [
      'a reason',
      (s: Statement) => {
        s.books[0]!.lines[0]!.about = 'tip:other'
      },
    ],
    [
      'an end',
      (s: Statement) => {
        s.books[0]!.closing.balance = '1'
      },
    ],
    [
      'a place in the tree',
      (s: Statement) => {
        s.books[0]!.place += 1
      },
    ],
    [
      'a neighbour',
      (s: Statement) => {
        s.books[0]!.path[0] = 'a'.repeat(64)
      },
    ],
    [
      'the checkpoint',
      (s: Statement) => {
        s.checkpoint.body = s.checkpoint.body.replace('"v":1', '"v": 1')
      },
    ],
    [
      'a key',
      (s: Statement) => {
        s.keys[1]!.made_at += 1
      },
    ],
    [
      'an owner',
      (s: Statement) => {
        s.owner = 'p'
      },
    ],
    [
      'a version',
      (s: Statement) => {
        Object.assign(s, { v: 2 })
      },
    ],
  ])('refuses what was changed, as the house does: %s', async (_, change) => {
    const said = structuredClone(await statement())
    change(said)
    expect(await both(JSON.stringify(said))).toEqual([false, false])
  })
  test.each(['', 'null', '[]', '{}', '{"v":1}', '<html>', `{"v":1,"keys":[],"books":[],"checkpoint":{}}`])(
    'refuses %p in words, and never throws',
    async text => {
      expect(await both(text)).toEqual([false, false])
    },
  )
})

import { expect, test } from 'bun:test'
import { verifyCommand } from '../../src/ledger/cli.ts'
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

let serial = 0
async function house(members = 9) {
  const world = testWorld()
  const tip = (member: string, payee: string, tokens: bigint) =>
    post(world, {
      key: `tip:${serial++}`,
      input: {},
      reason: 'tip',
      about: `tip:${serial}`,
      by: `account:${member}`,
      entries: spendLines(world, { member, to: [{ terms: termsFor(world, payee, 'EUR'), tokens }] }),
    })
  for (let m = 0; m < members; m++) {
    post(world, {
      key: `give:${serial++}`,
      input: {},
      reason: 'promo',
      about: `g:${m}`,
      by: 'system',
      entries: giveLines(`m${m}`, 500n),
    })
    tip(`m${m}`, m % 2 ? 'p' : 'q', BigInt(3 + m))
  }
  await makeCheckpoint(world)
  return { world, tip }
}

test('a statement proves itself, whatever the number of books', async () => {
  for (const members of [1, 2, 3, 4, 5, 6, 7, 12]) {
    const { world } = await house(members)
    for (const owner of ['m0', 'q']) {
      const text = JSON.stringify(statementOf(world, owner))
      expect(verifyStatement(text)).toMatchObject({ ok: true })
    }
  }
  const { world, tip } = await house()
  const first = statementOf(world, 'p')!
  expect(first.books.map(book => [book.kind, book.lines.length, book.closing.balance])).toEqual([
    ['received', 4, '28'],
    ['earned', 4, '140'],
  ])
  changeKey(world)
  tip('m1', 'p', 10n)
  expect(statementOf(world, 'p')).toEqual({ ...first, keys: expect.anything() as never })
  await makeCheckpoint(world)
  const second = statementOf(world, 'p', { after: first.checkpoint.n })!
  expect(verifyStatement(JSON.stringify(second))).toMatchObject({ ok: true })
  // It goes on where the first one ended.
  expect(second.books.map(book => [book.opening, book.lines.length])).toEqual(
    first.books.map(book => [book.closing, 1]),
  )
  expect(verifyCommand(JSON.stringify(second))).toEqual({
    code: 0,
    say: [
      expect.stringMatching(
        /^Complete and unaltered up to posting \d+, signed 2026-11-21 18:00 UTC by [0-9a-f]{16}\.$/,
      ),
      '  received:p.2: 1 line, from 28 tokens to 38 tokens',
      '  earned:p: 1 line, from 1.40 EUR to 1.90 EUR',
      expect.stringContaining('never posted'),
    ],
  })
})

test('one digit, a missing line, a swapped one or another’s book are found', async () => {
  const { world } = await house()
  const good = statementOf(world, 'p')!
  const other = statementOf(world, 'q')!
  const alter: ((s: Statement) => void)[] = [
    s => void s.books[1]!.lines.splice(1, 1),
    s => void s.books[1]!.lines.pop(),
    s => void s.books[1]!.lines.reverse(),
    s => {
      const { lines } = s.books[1]!
      ;[lines[0]!.about, lines[1]!.about] = [lines[1]!.about, lines[0]!.about]
    },
    s => {
      s.books[1] = other.books[1]!
      s.books[1].owner = 'p'
    },
    s => {
      s.books[1]!.closing = s.books[1]!.opening
      s.books[1]!.lines = []
    },
    s => void s.books[1]!.path.pop(),
    s => void s.books[1]!.path.reverse(),
    s => void s.books[1]!.place++,
    s => {
      s.books[1]!.place = -1
    },
    s => {
      s.books[1]!.opening.balance = '5'
    },
    s => {
      s.checkpoint.body = s.checkpoint.body.replace('"n":', '"n":1')
    },
    s => void s.keys.pop(),
    s => {
      s.v = 2 as never
    },
  ]
  for (const change of alter) {
    const changed = structuredClone(good)
    change(changed)
    expect([change.toString(), verifyStatement(JSON.stringify(changed)).ok]).toEqual([change.toString(), false])
  }
  // Every digit of it, and every letter that could be one.
  const missed: string[] = []
  const text = JSON.stringify(good)
  for (const { index } of text.matchAll(/[0-9a-f]/g)) {
    const now = text[index]!
    const digit = now === '7' ? '8' : now === 'a' ? 'b' : /[a-f]/.test(now) ? 'a' : '7'
    const changed = text.slice(0, index) + digit + text.slice(index + 1)
    if (verifyStatement(changed).ok) missed.push(text.slice(index - 12, index + 5))
  }
  expect(missed).toEqual([])
  for (const text of ['', '{}', 'null', '[]', '{"v":1}', 'x'.repeat(1000)]) expect(verifyCommand(text).code).toBe(1)
})

import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { recount } from '../../src/ledger/index.ts'
import { openHouse } from '../help/house.ts'
import { giveTokens } from '../help/tokens.ts'

const ROUNDS = Number(process.env.F3_ROUNDS ?? 8)

const house = await openHouse(['--limits', 'bench'])
const mara = await house.performer('mara_voss')
const kestrel = await house.member('kestrel')
const petrichor = await house.member('petrichor')
await giveTokens(house, { kestrel: 100_000n, petrichor: 1000n })

afterAll(() => house.done())

const path = `/rooms/${mara.room}/tips`
const form = (key: string, more: Record<string, string> = {}) => ({
  key,
  way: 'tokens',
  amount: '5',
  note: 'once',
  ...more,
})

const read = <T>(ask: (db: Database) => T): T => {
  const db = new Database(join(house.data, 'footlight.db'), { readonly: true, strict: true, safeIntegers: true })
  try {
    return ask(db)
  } finally {
    db.close()
  }
}
const postings = (key: string): number =>
  read(db => (db.query('SELECT n FROM postings WHERE key LIKE ?').all(`tip:${key}:%`) as unknown[]).length)
const linesWith = (note: string): number =>
  read(db => (db.query("SELECT seq FROM lines WHERE kind = 'tip' AND text = ?").all(note) as unknown[]).length)

describe('a tip that is sent again', () => {
  test(`is one posting and one line, wherever the house was killed (${ROUNDS} kills)`, async () => {
    const before = { stored: 0, lost: 0 }
    for (let round = 0; round < ROUNDS; round++) {
      const key = `replayed-${String(round).padStart(8, '0')}`
      const note = `round ${round}`
      const asked = form(key, { note })
      const going = kestrel.post(path, asked).then(
        answer => answer.status,
        () => 'cut',
      )
      // Anywhere between the press and a while after its answer.
      const pause = (round * 7) % 29
      const end = performance.now() + pause
      while (performance.now() < end) await new Promise(resolve => setImmediate(resolve))
      await house.stop('SIGKILL')
      const first = await going
      const there = postings(key)
      expect(there).toBeLessThanOrEqual(1)
      if (first === 303) expect(there).toBe(1)
      before[there ? 'stored' : 'lost']++
      await house.start()
      const second = await kestrel.post(path, asked)
      const third = await kestrel.post(path, asked)
      expect([second.status, second.location]).toEqual([303, `/rooms/${mara.room}?tipped=5`])
      expect([third.status, third.location, third.body]).toEqual([second.status, second.location, second.body])
      expect([round, postings(key), linesWith(note)]).toEqual([round, 1, 1])
    }
    expect(before.stored + before.lost).toBe(ROUNDS)
    expect(read(db => recount({ db }))).toMatchObject({ ok: true })
  }, 240_000)

  test('with anything else in it is refused with 409, and nothing moves', async () => {
    const key = 'the-same-key-other-body'
    expect((await kestrel.post(path, form(key))).status).toBe(303)
    const others: Record<string, string>[] = [
      { amount: '25' },
      { note: 'other words' },
      { anonymous: 'on' },
      { way: 'gift', gift: 'tea:15' },
    ]
    for (const more of others) {
      const answer = await kestrel.post(path, form(key, more))
      expect([more, answer.status]).toEqual([more, 409])
    }
    expect(postings(key)).toBe(1)
    expect((await kestrel.post(path, form(key))).status).toBe(303)
    expect(postings(key)).toBe(1)
  })

  test('by somebody else is her own tip: nobody pays or learns by another’s key', async () => {
    const key = 'a-key-that-two-people-have'
    const hers = await kestrel.post(path, form(key, { note: 'from kestrel' }))
    const theirs = await petrichor.post(path, form(key, { note: 'from petrichor' }))
    expect([hers.status, theirs.status]).toEqual([303, 303])
    expect(postings(key)).toBe(2)
    const tips = read(db =>
      db
        .query(
          `SELECT a.handle, t.note FROM tips t JOIN accounts a ON a.id = t.member_id JOIN postings p ON p.n = t.posting
           WHERE p.key LIKE ? ORDER BY t.posting`,
        )
        .all(`tip:${key}:%`),
    )
    expect(tips).toEqual([
      { handle: 'kestrel', note: 'from kestrel' },
      { handle: 'petrichor', note: 'from petrichor' },
    ])
  })
})

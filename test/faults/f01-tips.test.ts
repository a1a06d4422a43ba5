import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { lookThrough } from '../../src/base/db/backup.ts'
import { recount } from '../../src/ledger/index.ts'
import { openHouse } from '../help/house.ts'
import { giveTokens } from '../help/tokens.ts'

const ROUNDS = Number(process.env.F1_TIP_ROUNDS ?? 4)
const TIPPERS = Number(process.env.F1_TIPPERS ?? 16)
const PRICE = 5

const house = await openHouse(['--limits', 'bench'])
const mara = await house.performer('mara_voss')
const handles = Array.from({ length: TIPPERS }, (_, t) => `tipper_${t}`)
const tippers = await Promise.all(handles.map(handle => house.member(handle)))
await mara.caller.did('/studio/tips/goals', { name: 'One that is far', target: '1000000' })
await giveTokens(house, Object.fromEntries(handles.map(handle => [handle, 100_000n])))

afterAll(() => house.done())

/** Keys of tips that were answered, of all rounds; and of those that were cut by a kill. */
const answered = new Set<string>()
const cut = new Set<string>()

async function tipUntilCut(t: number, round: number, over: () => boolean): Promise<void> {
  for (let i = 0; !over(); i++) {
    const key = `round-${round}-tipper-${t}-tip-${String(i).padStart(5, '0')}`
    try {
      const { status } = await tippers[t]!.post(`/rooms/${mara.room}/tips`, {
        key,
        way: 'tokens',
        amount: String(PRICE),
      })
      expect([key, status]).toEqual([key, 303])
      answered.add(key)
    } catch (error) {
      if ((error as Error).name === 'Error') throw error
      cut.add(key)
      return
    }
  }
}

function audit(): void {
  const db = new Database(join(house.data, 'footlight.db'), { readonly: true, strict: true, safeIntegers: true })
  try {
    expect(lookThrough(db)).toBe('')
    const keys = (
      db.query('SELECT p.key FROM tips t JOIN postings p ON p.n = t.posting ORDER BY p.n').all() as { key: string }[]
    ).map(row => row.key.split(':')[1]!)
    const there = new Set(keys)
    expect(keys.length).toBe(there.size)
    expect([...answered].filter(key => !there.has(key))).toEqual([])
    expect(keys.filter(key => !answered.has(key) && !cut.has(key))).toEqual([])
    const one = (sql: string) => (db.query(sql).get() as { n: bigint | null }).n
    const sum = BigInt(keys.length * PRICE)
    expect(one('SELECT SUM(moved_tokens) AS n FROM goals')).toBe(sum)
    expect(one("SELECT SUM(balance_minor) AS n FROM books WHERE kind = 'received'")).toBe(sum)
    expect(one("SELECT count(*) AS n FROM lines WHERE kind = 'tip'")).toBe(BigInt(keys.length))
    expect(recount({ db })).toMatchObject({ ok: true })
  } finally {
    db.close()
  }
}

test(`tips over HTTP: none that was answered is lost or doubled over ${ROUNDS} kills, and goal, chat and ledger agree`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const before = answered.size
    let over = false
    const all = Promise.all(tippers.map((_, t) => tipUntilCut(t, round, () => over)))
    // Each round at another place of its stream of tips.
    while (answered.size < before + 20 + round * 13) await new Promise(resolve => setImmediate(resolve))
    await house.stop('SIGKILL')
    over = true
    await all
    audit()
    await house.start()
  }
  expect(cut.size).toBeGreaterThan(0)
}, 240_000)

import { describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lookThrough } from '../../src/base/db/backup.ts'
import { commitNow, durable } from '../../src/base/db/durable.ts'
import { migrate } from '../../src/base/db/migrate.ts'
import { openDatabase } from '../../src/base/db/open.ts'
import { systemIds } from '../../src/base/ids.ts'
import { migrations } from '../../src/migrations/index.ts'
import type { World } from '../../src/world.ts'
import { Model } from '../ledger/model.ts'
import { chanceOf, differences, eventAt, eventOfKey, play } from '../ledger/play.ts'

const ROUNDS = Number(process.env.F1_ROUNDS ?? 6)
const SEED = Number(process.env.SEED ?? Date.now() % 1e6)
const TIPPERS = 64
const BANK = join(import.meta.dir, 'bank.ts')

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'bank-'))
}

function open(file: string): World {
  const db = openDatabase(file)
  migrate(db, migrations, 0)
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  return { db, clock, log, ids: systemIds(clock.now) } as unknown as World
}

interface Acked {
  /** Events that each tipper was answered, in order. */
  answers: string[][]
  faults: string[]
}

async function run(command: string[], file: string, acked: Acked, patience: number): Promise<void> {
  const child = Bun.spawn(
    [...command, process.execPath, BANK, file, String(SEED), String(TIPPERS), acked.answers.map(a => a.length).join()],
    { stdout: 'pipe', stderr: 'pipe' },
  )
  let text = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const decoder = new TextDecoder()
  for await (const bytes of child.stdout) {
    text += decoder.decode(bytes, { stream: true })
    if (timer === undefined && text.includes('yes')) timer = setTimeout(() => child.kill('SIGKILL'), patience)
  }
  clearTimeout(timer)
  await child.exited
  const lines = text.split('\n')
  // A line that was cut by the kill was not heard.
  for (const line of lines.slice(0, -1)) {
    const [t = '', i = '', answer = ''] = line.split(' ')
    if (t === 'fault') acked.faults.push(i)
    else if (answer !== '') {
      expect(acked.answers[Number(t)]!.length).toBe(Number(i))
      acked.answers[Number(t)]!.push(answer)
    }
  }
  if (!text.startsWith('open')) throw new Error(await new Response(child.stderr).text())
}

/** Everything that was answered is there once, and the rest of the ledger is what its own events make. */
function audit(file: string, { answers }: Acked): { wrong: string[]; postings: number } {
  const world = open(file)
  const wrong: string[] = []
  const broken = lookThrough(world.db)
  if (broken) wrong.push(broken)
  const keys = (world.db.query('SELECT key FROM postings ORDER BY n').all() as { key: string }[]).map(row => row.key)
  const model = new Model()
  for (const key of keys) if (model.do(eventOfKey(SEED, key)) !== 'yes') wrong.push(`${key} could not happen then`)
  wrong.push(...differences(world, model))
  const posted = new Set(keys)
  if (posted.size !== keys.length) wrong.push('a key is there twice')
  for (const [t, list] of answers.entries()) {
    for (const [i, answer] of list.entries()) {
      if (posted.has(eventAt(SEED, t, i).key) !== (answer === 'yes')) wrong.push(`${t} ${i} was answered ${answer}`)
    }
    // At most the one event that was under way is there without an answer.
    for (const i of [list.length + 1, list.length + 2]) {
      if (posted.has(eventAt(SEED, t, i).key)) wrong.push(`${t} ${i} is there, and nobody sent it`)
    }
  }
  world.db.close()
  return { wrong, postings: keys.length }
}

const nobody = (): Acked => ({ answers: Array.from({ length: TIPPERS }, () => []), faults: [] })

describe('the bank', () => {
  test(`loses and doubles nothing over ${ROUNDS} kills (SEED=${SEED})`, async () => {
    console.log(`crash bank: SEED=${SEED} F1_ROUNDS=${ROUNDS}`)
    const at = folder()
    const file = join(at, 'footlight.db')
    const acked = nobody()
    const chance = chanceOf(SEED)
    try {
      let answered = 0
      for (let round = 0; round < ROUNDS; round++) {
        await run([], file, acked, chance(4) === 0 ? chance(20) : chance(300))
        const { wrong, postings } = audit(file, acked)
        expect([SEED, round, wrong]).toEqual([SEED, round, []])
        const now = acked.answers.reduce((sum, list) => sum + list.length, 0)
        expect(now).toBeGreaterThan(answered)
        answered = now
        expect(postings).toBeGreaterThan(0)
      }
      expect(acked.faults).toEqual([])
    } finally {
      rmSync(at, { recursive: true })
    }
  }, 240_000)

  test('whose disk refuses in the middle answers nobody, and goes on where it was', async () => {
    const at = folder()
    const file = join(at, 'footlight.db')
    const acked = nobody()
    try {
      open(file).db.close()
      const empty = Math.ceil(statSync(file).size / 512)
      // No file may grow beyond so many blocks of 512 bytes: a write in the middle of a COMMIT fails with EFBIG.
      for (const blocks of [empty + 200, empty + 900, empty + 2800]) {
        await run(['sh', '-c', `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`], file, acked, 60_000)
        const { wrong } = audit(file, acked)
        expect([SEED, blocks, wrong]).toEqual([SEED, blocks, []])
      }
      expect(acked.faults.length).toBeGreaterThan(100)
      expect(acked.faults.filter(fault => !fault.startsWith('SQLITE_'))).toEqual([])
      const before = acked.answers.reduce((sum, list) => sum + list.length, 0)
      await run([], file, acked, 100)
      expect(acked.answers.reduce((sum, list) => sum + list.length, 0)).toBeGreaterThan(before)
      expect(audit(file, acked).wrong).toEqual([])
    } finally {
      rmSync(at, { recursive: true })
    }
  }, 240_000)

  test('whose disk is full refuses in place and recovers alone', async () => {
    const at = folder()
    const world = open(join(at, 'footlight.db'))
    try {
      const model = new Model()
      let serial = 0
      const one = async (): Promise<string> => {
        const event = { what: 'buy' as const, key: `event:${serial++}`, member: 'ada', payee: 'p', tokens: 5n }
        try {
          play(world, event)
          await durable(world)
        } catch (error) {
          return (error as { code: string }).code
        }
        return model.do(event)
      }
      const pages = () => Number((world.db.query('PRAGMA page_count').get() as { page_count: bigint }).page_count)
      expect(await one()).toBe('yes')
      world.db.run(`PRAGMA max_page_count = ${pages()}`)
      const said = new Set<string>()
      for (let i = 0; i < 300; i++) said.add(await one())
      expect([...said].sort()).toEqual(['SQLITE_FULL', 'yes'])
      expect(await one()).toBe('SQLITE_FULL')
      commitNow(world)
      expect(differences(world, model)).toEqual([])
      world.db.run('PRAGMA max_page_count = 100000')
      for (let i = 0; i < 20; i++) expect(await one()).toBe('yes')
      expect(differences(world, model)).toEqual([])
    } finally {
      world.db.close()
      rmSync(at, { recursive: true })
    }
  })
})

import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { beginSession, join as joinSite, passwords } from '../../../src/accounts/index.ts'
import { CONSOLE } from '../../../src/audit/index.ts'
import type { Config } from '../../../src/base/config.ts'
import { commitNow } from '../../../src/base/db/durable.ts'
import { credit, recount } from '../../../src/ledger/index.ts'
import { wire } from '../../../src/wiring.ts'
import { inFolder } from '../../story/seed.ts'
import { onLoadCore } from '../lib.ts'

/** Members with a session and more tokens than a run can spend; answers their cookies. */
export function seedTippers(config: Config, count: number): Promise<string[]> {
  return inFolder(config, async world => {
    const told = wire(world)
    const hash = await passwords(world).hash('nobody knows these words at all')
    if (hash === null) throw new Error('The password queue is full.')
    const cookies: string[] = []
    for (let i = 0; i < count; i++) {
      const wishes = { handle: `tipper_${i}`, hash, role: 'member', by: CONSOLE, address: '' } as const
      const joined = joinSite(world, told.accounts, wishes)
      if (!joined.ok) throw new Error(`${wishes.handle} is taken`)
      const { account } = joined
      const given = credit(world, {
        key: `bench:${i}`,
        input: { i },
        by: 'account:one',
        second: 'account:two',
        because: 'a measurement',
        member: account.id,
        tokens: 900_000_000n,
        about: 'bench',
      })
      if (!given.ok) throw new Error(given.why)
      const session = beginSession(world, told.accounts, { account, agent: 'bench', address: '', instead: [] })
      cookies.push(`__Host-fl=${session.secret}`)
    }
    commitNow(world)
    return cookies
  })
}

export interface TipRun {
  answered: number
  seconds: number
  p50: number
  p99: number
  cpuSeconds: number
  wrong: string
}

let runs = 0

export async function tipRun(port: number, room: string, seconds: number, cookies: string[]): Promise<TipRun> {
  const run = `run${String(++runs).padStart(5, '0')}`
  const words = [String(port), room, String(seconds), run, ...cookies]
  const child = Bun.spawn(onLoadCore([process.execPath, join(import.meta.dir, 'tip-client.ts'), ...words]), {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const said = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error('the tippers broke off')
  return JSON.parse(said) as TipRun
}

/** Every answered tip is there once, its line too, and the whole ledger agrees with itself. */
export function wrongTips(data: string, answered: number): string | undefined {
  const db = new Database(join(data, 'footlight.db'), { readonly: true, strict: true, safeIntegers: true })
  try {
    const count = (sql: string) => Number((db.query(sql).get() as { n: bigint }).n)
    const tips = count(
      "SELECT count(*) AS n FROM tips t JOIN postings p ON p.n = t.posting WHERE p.key LIKE 'tip:run%'",
    )
    if (tips !== answered) return `${answered} tips were answered, ${tips} are there`
    const lines = count("SELECT count(*) AS n FROM lines WHERE kind = 'tip'")
    if (lines < answered) return `${answered} tips, ${lines} lines`
    const found = recount({ db })
    return found.ok ? undefined : `the recount differs: ${found.differences[0]?.where} ${found.differences[0]?.why}`
  } finally {
    db.close()
  }
}

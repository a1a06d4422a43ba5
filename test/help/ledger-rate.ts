/**
 * How fast this machine posts tips, in process: one at a time, each awaited, and in groups that share a COMMIT.
 * `bun test/help/ledger-rate.ts [SECONDS] [FOLDER]`. The folder decides: a memory disk syncs for nothing.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { durable } from '../../src/base/db/durable.ts'
import { migrate } from '../../src/base/db/migrate.ts'
import { openDatabase } from '../../src/base/db/open.ts'
import { systemIds } from '../../src/base/ids.ts'
import { addTerms, formKey, giveLines, post, recount, spendLines } from '../../src/ledger/index.ts'
import { migrations } from '../../src/migrations/index.ts'
import type { World } from '../../src/world.ts'

const seconds = Number(process.argv[2] ?? 2)
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'ledger-rate-'))
const db = openDatabase(join(folder, 'footlight.db'))
migrate(db, migrations, 0)
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const world = { db, clock, ids: systemIds(clock.now) } as unknown as World

const MEMBERS = 64
const terms = addTerms(world, {
  payee: 'p',
  value_micros: 50_000,
  currency: 'EUR',
  manager: null,
  manager_bp: 0,
  from_at: 1,
})
for (let m = 0; m < MEMBERS; m++) {
  post(world, {
    key: `fund:${m}`,
    input: {},
    reason: 'promo',
    about: `fund:${m}`,
    by: 'system',
    entries: giveLines(`m${m}`, 900_000_000n),
  })
}
await durable(world)

let serial = 0
function tip(m: number) {
  const key = formKey('tip', `m${m}`, world.ids.next())!
  serial++
  const entries = spendLines(world, { member: `m${m}`, to: [{ terms, tokens: 25n }] })
  const posted = post(world, {
    key,
    input: { tokens: 25n },
    reason: 'tip',
    about: `tip:${serial}`,
    by: `account:m${m}`,
    entries,
  })
  if (!posted.ok) throw new Error(posted.why)
}

async function run(name: string, together: number, once: () => Promise<void>) {
  const times: number[] = []
  const began = performance.now()
  const cpu = process.cpuUsage()
  while (performance.now() - began < seconds * 1000) {
    const at = performance.now()
    await once()
    times.push(performance.now() - at)
  }
  const took = performance.now() - began
  const { user, system } = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)]!.toFixed(2)
  const each = Math.round((user + system) / (times.length * together))
  const rate = Math.round((times.length * together * 1000) / took)
  console.log(
    `${name.padEnd(34)} ${String(rate).padStart(7)}/s   p50 ${at(0.5)} ms  p99 ${at(0.99)} ms   ${each} us of CPU each`,
  )
}

const file = openSync(join(folder, 'bare'), 'a')
const line = Buffer.alloc(512, 'x')
await run('bare append + fdatasync', 1, async () => {
  writeSync(file, line)
  fdatasyncSync(file)
})
closeSync(file)
await run('tips, one at a time', 1, async () => {
  tip(0)
  await durable(world)
})
for (const together of [8, 64, 256]) {
  await run(`tips, ${together} at once`, together, async () => {
    const waits: Promise<void>[] = []
    for (let i = 0; i < together; i++) {
      tip(i % MEMBERS)
      waits.push(durable(world))
    }
    await Promise.all(waits)
  })
}
console.log('floor of the design for this schema:  1500/s one at a time, 9000-10000/s in groups of 64')
const began = performance.now()
const found = recount(world)
console.log(
  `recount of ${serial + MEMBERS} postings: ${found.ok ? 'clean' : JSON.stringify(found)}, ${Math.round(performance.now() - began)} ms`,
)
db.close()
rmSync(folder, { recursive: true })

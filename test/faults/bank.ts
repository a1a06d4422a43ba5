/**
 * The bank that is killed: tippers who each wait for the disk before their next event. Prints a line only for what is durable.
 * `bun test/faults/bank.ts FILE SEED TIPPERS NEXT,NEXT,...`: the events of tipper t begin at its NEXT; each is made of its number.
 */
import { writeSync } from 'node:fs'
import { durable } from '../../src/base/db/durable.ts'
import { migrate } from '../../src/base/db/migrate.ts'
import { openDatabase } from '../../src/base/db/open.ts'
import { systemIds } from '../../src/base/ids.ts'
import { migrations } from '../../src/migrations/index.ts'
import type { World } from '../../src/world.ts'
import { eventAt, PER_TIPPER, play } from '../ledger/play.ts'

const [file = '', seed = '', tippers = '', nexts = ''] = process.argv.slice(2)
const db = openDatabase(file)
migrate(db, migrations, 0)
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const log = { debug() {}, info() {}, warn() {}, error() {} }
const world = { db, clock, log, ids: systemIds(clock.now) } as unknown as World

const MOST_FAULTS = 300
let faults = 0
const next = nexts.split(',').map(Number)

async function tipper(t: number): Promise<void> {
  for (let i = next[t]!; i < PER_TIPPER && faults < MOST_FAULTS; ) {
    try {
      const answer = play(world, eventAt(Number(seed), t, i))
      await durable(world)
      writeSync(1, `${t} ${i} ${answer}\n`)
      i++
    } catch (error) {
      faults++
      writeSync(1, `fault ${(error as { code?: string }).code || (error as Error).message}\n`)
    }
    // Every tipper is a connection of its own: its next event comes in a later turn of the loop.
    await new Promise(resolve => setImmediate(resolve))
  }
}

writeSync(1, 'open\n')
await Promise.all(Array.from({ length: Number(tippers) }, (_, t) => tipper(t)))
writeSync(1, 'done\n')

import { join } from 'node:path'
import { against, missing, type Run, type Stand, staged } from './case.ts'
import type { Bars } from './lib.ts'
import { type Product, type ProductOptions, startProduct } from './load/product.ts'
import { seedTippers, tipRun, wrongTips } from './load/tips.ts'
import { hasPostgres, slowDisk, startAppend, startPostgres } from './peers/tips/start.ts'
import type { Asked } from './run.ts'

const TIPPERS = 64

/**
 * B9: a tip over HTTP with session, limits, filter, ledger, goal and chat line, on the disk before it is answered. One client's p99
 * against an append with `fdatasync`; 64 clients against our own build with a commit for each tip, and against Postgres with the same
 * tables and chains behind a server of its own. The machine's disk may answer a sync from its memory, so once more with a slower one.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const seconds = stand.quick ? 3 : 8
    const ours = await tippers(stand)
    const append = await startAppend(stand)
    await against(
      stand,
      { case: 'B9.one.append', better: 'lower', unit: 'ms p99', must: 2, moonshot: 1.2 },
      () => ours.run(1, seconds, 'p99'),
      async () => told(await tipRun(append.port, 'room', seconds, ours.cookies.slice(0, 1)), 'p99'),
    )
    const oneEach = await oneCommit()
    const single = await tippers(stand, { binary: oneEach })
    await against(
      stand,
      { case: 'B9.many.one-commit', better: 'higher', unit: 'tips/s', must: 5, moonshot: 8 },
      () => ours.run(TIPPERS, seconds, 'rate'),
      () => single.run(TIPPERS, seconds, 'rate'),
    )
    await single.stop()
    await onSlowDisk(stand, oneEach, seconds)
    const bars: Bars = { case: 'B9.many.postgres', better: 'higher', unit: 'tips/s', must: 5, moonshot: 8 }
    if (!hasPostgres()) {
      missing(bars, 'postgresql 15')
      return
    }
    const postgres = await startPostgres(stand, ours.cookies)
    let answered = 0
    await against(
      stand,
      bars,
      () => ours.run(TIPPERS, seconds, 'rate'),
      async () => {
        const run = await tipRun(postgres.port, 'room', seconds, ours.cookies)
        answered += run.answered
        const there = await postgres.tips()
        return {
          ...told(run, 'rate'),
          ...(there === answered ? {} : { wrong: `Postgres has ${there} of ${answered} tips` }),
        }
      },
    )
    await ours.stop()
  })

/** The same against the same where a sync takes two milliseconds more: what is grouped is worth what a sync costs. */
async function onSlowDisk(stand: Stand, oneEach: string, seconds: number): Promise<void> {
  const bars: Bars = { case: 'B9.slow-disk.one-commit', better: 'higher', unit: 'tips/s', must: 5, moonshot: 8 }
  const library = slowDisk(stand)
  if (!library) {
    missing(bars, 'a C compiler')
    return
  }
  const env = { LD_PRELOAD: library }
  const ours = await tippers(stand, { env })
  const single = await tippers(stand, { binary: oneEach, env })
  await against(
    stand,
    bars,
    () => ours.run(TIPPERS, seconds, 'rate'),
    () => single.run(TIPPERS, seconds, 'rate'),
  )
  await single.stop()
  await ours.stop()
}

interface Tippers {
  cookies: string[]
  run(clients: number, seconds: number, what: 'p99' | 'rate'): Promise<Run>
  /** Counts what is there, and the whole ledger again. */
  stop(): Promise<void>
}

async function tippers(stand: Stand, built: Pick<ProductOptions, 'binary' | 'env'> = {}): Promise<Tippers> {
  let cookies: string[] = []
  const product: Product = await startProduct(stand, {
    ...built,
    flags: ['--limits', 'bench', '--log', 'warn'],
    seed: async config => {
      cookies = await seedTippers(config, TIPPERS)
    },
  })
  let answered = 0
  return {
    cookies,
    async run(clients, seconds, what) {
      const run = await tipRun(product.port, product.room, seconds, cookies.slice(0, clients))
      answered += run.answered
      return told(run, what)
    },
    async stop() {
      const wrong = wrongTips(product.data, answered)
      if (wrong) throw new Error(wrong)
    },
  }
}

const told = (run: Awaited<ReturnType<typeof tipRun>>, what: 'p99' | 'rate'): Run => ({
  value: what === 'p99' ? run.p99 : run.answered / run.seconds,
  ...(run.wrong ? { wrong: run.wrong } : run.answered === 0 ? { wrong: 'no answer' } : {}),
})

async function oneCommit(): Promise<string> {
  const built = Bun.spawn([join(import.meta.dir, 'peers/tips/one-commit')], {
    stdout: 'pipe',
    stderr: 'inherit',
    env: { ...process.env, BUN: process.execPath },
  })
  const file = (await new Response(built.stdout).text()).trim()
  if ((await built.exited) !== 0) throw new Error('the build with a commit for each verb failed')
  return file
}

import { product } from './b01-chat.ts'
import { type Stand, staged } from './case.ts'
import { absolute, compared, emit, treeMemoryMib } from './lib.ts'
import { Audience } from './load/chat.ts'
import type { Asked } from './run.ts'

const HEALTHY = 900
const FROZEN = 50
const SLOW = 50
const SENDERS = 20
/** What the server keeps for a reader who does not read, at most; then it is put out and comes back for the rest. */
const LIMIT_MIB = 1

/**
 * B3: one reader in twenty reads nothing, one in twenty 64 kb/s. The others must not feel it, the server must not grow without
 * end, and whoever stays on the line is left out of nothing.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const start = await product(stand)
    const alone: number[] = []
    const among: number[] = []
    const growth: number[] = []
    let gaps = 0
    let wrong = ''
    for (let n = 0; n <= stand.pairs; n++) {
      const without = await run(stand, start, 0, 0)
      const beside = await run(stand, start, FROZEN, SLOW)
      wrong ||= without.wrong || beside.wrong
      gaps += beside.gaps
      // The first pair warms up.
      if (n === 0) continue
      alone.push(without.perSecond)
      among.push(beside.perSecond)
      growth.push(beside.grownMib - without.grownMib)
    }
    const bars = { case: 'B3.healthy', better: 'higher', unit: 'deliveries/s', must: 0.9, moonshot: 0.98 } as const
    if (wrong) emit({ ...bars, ours: 0, peer: null, ratio: null, n: 0, void: wrong, pass: false })
    else compared(bars, among, alone)
    const must = (FROZEN + SLOW) * LIMIT_MIB
    absolute({ case: 'B3.growth', better: 'lower', unit: 'MiB', must }, Math.max(0, ...growth), growth.length)
    const line = { case: 'B3.gaps', ours: gaps, peer: null, ratio: null, unit: 'lines left out', n: stand.pairs }
    emit({ ...line, better: 'equal', must: 0, pass: gaps === 0 })
  })

async function run(stand: Stand, start: Awaited<ReturnType<typeof product>>, frozen: number, slow: number) {
  const room = await start()
  const before = await treeMemoryMib(room.pid)
  const audience = await Audience.open(stand, { ...room.readers, viewers: HEALTHY + frozen + slow, frozen, slow })
  await audience.talk(SENDERS)
  // Until the buffers of those who do not read are full.
  await Bun.sleep(stand.quick ? 4000 : 15_000)
  const got = await audience.during(stand.quick ? 3000 : 8000)
  const grownMib = (await treeMemoryMib(room.pid)) - before
  await audience.stop()
  const wrong = await audience.whole()
  const { gaps } = frozen + slow > 0 ? await audience.behind() : { gaps: 0 }
  await audience.leave()
  return { perSecond: got.perSecond, grownMib, wrong, gaps }
}

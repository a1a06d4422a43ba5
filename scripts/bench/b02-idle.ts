import { chatPeers, product, type Room } from './b01-chat.ts'
import { missing, type Stand, staged } from './case.ts'
import { type Bars, compared, emit, percentile, say, treeMemoryMib } from './lib.ts'
import { Audience } from './load/chat.ts'
import { startChat } from './peers/chat/start.ts'
import type { Asked } from './run.ts'

const VIEWERS = 8000
const RATE = 50
const HOLD_MS = 50

interface Idle {
  kibEach: number
  p99: number
  wrong: string
}

/** B2: 8,000 viewers who say nothing: what each of them costs in memory; then 50 lines a second, and how late they are. */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const peers = chatPeers(stand)
    const bare = async (): Promise<Room> => {
      const { port, pid, end } = await startChat(stand, 'bare', '', String(HOLD_MS))
      const cookies = Array.from({ length: 20 }, (_, n) => `session=session-${n}`)
      return { pid, readers: { port, speaks: 'json', path: '/', cookies }, end }
    }
    const runs: { ours: Idle; ws: Idle | null; io: Idle | null; bare: Idle }[] = []
    for (let n = 0; n < stand.pairs; n++) {
      runs.push({
        // A process of its own each time: what a run has left behind is no viewer's.
        ours: await apart(stand, async inner => idle(stand, await (await product(inner))(), true)),
        ws: peers.ws ? await idle(stand, await peers.ws(), false) : null,
        io: peers.socketio ? await idle(stand, await peers.socketio(), false) : null,
        bare: await idle(stand, await bare(), true),
      })
    }
    const wrong = runs.flatMap(run => Object.values(run).map(one => (one as Idle | null)?.wrong ?? '')).find(Boolean)
    if (wrong) say(`B2: ${wrong}`)
    const of = (pick: 'ours' | 'ws' | 'io' | 'bare', what: 'kibEach' | 'p99') => runs.map(run => run[pick]?.[what] ?? 0)
    const memory: Bars = { case: 'B2.memory.ws', better: 'lower', unit: 'KiB a viewer', must: 0.5, moonshot: 0.35 }
    if (peers.ws) compared(memory, of('ours', 'kibEach'), of('ws', 'kibEach'))
    else missing(memory, 'ws')
    const besides: Bars = { ...memory, case: 'B2.memory.socketio', must: undefined, moonshot: undefined }
    if (peers.socketio) compared(besides, of('ours', 'kibEach'), of('io', 'kibEach'))
    else missing(besides, 'Socket.IO')
    const late: Bars = { case: 'B2.p99.bare', better: 'lower', unit: 'ms', must: 2, moonshot: 1.2 }
    if (!wrong) compared(late, of('ours', 'p99'), of('bare', 'p99'))
    else {
      const ours = percentile(of('ours', 'p99'), 50)
      emit({ ...late, ours, peer: null, ratio: null, n: runs.length, void: wrong, pass: false })
    }
  })

/** What is started within is ended before the next. */
async function apart<T>(stand: Stand, work: (inner: Stand) => Promise<T>): Promise<T> {
  let answer: T | undefined
  await staged(stand, async inner => {
    answer = await work(inner)
  })
  return answer as T
}

async function idle(stand: Stand, room: Room, talks: boolean): Promise<Idle> {
  const before = await treeMemoryMib(room.pid)
  const audience = await Audience.open(stand, { ...room.readers, viewers: VIEWERS, processes: 4 })
  // What joining has left over goes by itself.
  await Bun.sleep(stand.quick ? 2000 : 5000)
  const kibEach = (((await treeMemoryMib(room.pid)) - before) * 1024) / VIEWERS
  let p99 = Number.NaN
  let wrong = ''
  if (talks) {
    await audience.pace(RATE)
    await Bun.sleep(1500)
    p99 = (await audience.during(stand.quick ? 3000 : 8000)).p99
    await audience.stop()
    wrong = await audience.whole()
  }
  await audience.leave()
  await room.end()
  return { kibEach, p99, wrong }
}

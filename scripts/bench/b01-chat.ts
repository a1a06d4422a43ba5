import { against, missing, peerProgram, type Run, type Stand, staged } from './case.ts'
import { type Bars, compared, emit, percentile, say, treeCpuSeconds } from './lib.ts'
import { Audience } from './load/chat.ts'
import type { ReadersAsked } from './load/chat-readers.ts'
import { startProduct } from './load/product.ts'
import { type ChatPeer, startChat } from './peers/chat/start.ts'
import type { Asked } from './run.ts'

const VIEWERS = 1000
const SENDERS = 20
const RATE = 50
/** The longest that the product holds a line so that others may join it. */
const HOLD_MS = 50

/** What a server under test is to its readers. */
export interface Room {
  pid: number
  readers: Pick<ReadersAsked, 'port' | 'speaks' | 'path' | 'cookies'>
  end(): Promise<void>
}

type Start = () => Promise<Room>

const CLOSED: { senders: number; bars: Record<ChatPeer, [must: number, moonshot: number]> }[] = [
  { senders: 1, bars: { socketio: [1.3, 2], ws: [1, 1.5], bare: [0.5, 0.8] } },
  { senders: 5, bars: { socketio: [5, 8], ws: [2, 4], bare: [0.5, 0.8] } },
  { senders: 20, bars: { socketio: [8, 12], ws: [3, 6], bare: [0.5, 0.8] } },
]

/**
 * B1: one room with 1,000 readers over raw TCP. Ours is the executable, whole: session, gate, filter, a durable row, the number,
 * the line rendered once. Closed: so many lines under way. Open: 50 lines a second, the processor's time for each delivery.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const ours = await product(stand)
    const peers = chatPeers(stand)
    for (const { senders, bars } of CLOSED) {
      for (const name of ['socketio', 'ws', 'bare'] as const) {
        const [must, moonshot] = bars[name]
        const bar: Bars = {
          case: `B1.closed${senders}.${name}`,
          better: 'higher',
          unit: 'deliveries/s',
          must,
          moonshot,
        }
        const peer = peers[name]
        if (peer) await against(stand, bar, closed(stand, ours, senders), closed(stand, peer, senders))
        else missing(bar, name)
      }
    }
    await openLoop(stand, ours, peers)
  })

/** The executable with its limits lifted, and members who write. */
export async function product(stand: Stand): Promise<Start> {
  const house = await startProduct(stand, { origin: [], flags: ['--limits', 'bench'] })
  const cookies: string[] = []
  for (let n = 0; n < SENDERS; n++) cookies.push(await signUp(house.url, `member_${n}`))
  const readers = { port: house.port, speaks: 'footlight', path: `/rooms/${house.room}/live`, cookies } as const
  return async () => ({ pid: house.pid, readers, end: async () => {} })
}

async function signUp(url: string, handle: string): Promise<string> {
  const answer = await fetch(`${url}/sign-up`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ handle, password: 'four words that nobody says', adult: 'on' }),
  })
  if (answer.status !== 303) throw new Error(`${handle} did not get in: ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .find(one => one.startsWith('__Host-fl='))!
    .split(';', 1)[0]!
}

export function chatPeers(stand: Stand): Record<ChatPeer, Start | null> {
  const node = peerProgram('node')
  const cookies = Array.from({ length: SENDERS }, (_, n) => `session=session-${n}`)
  const start = (peer: ChatPeer, speaks: ReadersAsked['speaks'], path: string) => async (): Promise<Room> => {
    const { port, pid, end } = await startChat(stand, peer, node ?? '')
    return { pid, readers: { port, speaks, path, cookies }, end }
  }
  return {
    socketio: node ? start('socketio', 'socketio', '/socket.io/?EIO=4&transport=websocket') : null,
    ws: node ? start('ws', 'json', '/') : null,
    bare: start('bare', 'json', '/'),
  }
}

interface Measured {
  perSecond: number
  p99: number
  cpuPerDelivery: number
  busy: number
  wrong: string
}

async function measured(stand: Stand, start: Start, talk: (audience: Audience) => Promise<unknown>): Promise<Measured> {
  const room = await start()
  const audience = await Audience.open(stand, { ...room.readers, viewers: VIEWERS })
  await talk(audience)
  await Bun.sleep(stand.quick ? 700 : 1500)
  const before = await treeCpuSeconds(room.pid)
  const got = await audience.during(stand.quick ? 2500 : 6000)
  const cpu = (await treeCpuSeconds(room.pid)) - before
  await audience.stop()
  const wrong = await audience.whole()
  await audience.leave()
  await room.end()
  return { ...got, cpuPerDelivery: (cpu * 1e6) / got.delivered, wrong }
}

const closed = (stand: Stand, start: Start, senders: number) => async (): Promise<Run> => {
  const got = await measured(stand, start, audience => audience.talk(senders))
  return { value: got.perSecond, ...(got.wrong ? { wrong: got.wrong } : {}) }
}

async function openLoop(stand: Stand, ours: Start, peers: Record<ChatPeer, Start | null>): Promise<void> {
  const pace = (start: Start) => measured(stand, start, audience => audience.pace(RATE))
  const cpu: Bars = {
    case: 'B1.open.socketio',
    better: 'lower',
    unit: 'us of processor a delivery',
    must: 0.3,
    moonshot: 0.2,
  }
  const late: Bars = { case: 'B1.open.p99', better: 'lower', unit: 'ms', must: 0 }
  const runs: { mine: Measured; io: Measured | null; bare: Measured }[] = []
  for (let n = 0; n <= stand.pairs; n++) {
    const run = {
      mine: await pace(ours),
      io: peers.socketio ? await pace(peers.socketio) : null,
      bare: await pace(peers.bare!),
    }
    // The first one warms up.
    if (n > 0) runs.push(run)
  }
  const wrong = runs.flatMap(({ mine, io, bare }) => [mine, io, bare].map(one => one?.wrong ?? '')).find(Boolean)
  if (wrong) say(`B1.open: ${wrong}`)
  if (peers.socketio) {
    compared(
      cpu,
      runs.map(({ mine }) => mine.cpuPerDelivery),
      runs.map(({ io }) => io!.cpuPerDelivery),
    )
  } else missing(cpu, 'Socket.IO')
  const mine = percentile(
    runs.map(({ mine }) => mine.p99),
    50,
  )
  const bare = percentile(
    runs.map(({ bare }) => bare.p99),
    50,
  )
  const must = bare + HOLD_MS + 20
  emit({
    ...late,
    ours: Number(mine.toPrecision(4)),
    peer: Number(bare.toPrecision(4)),
    ratio: Number((mine / bare).toPrecision(4)),
    n: runs.length,
    must: Number(must.toPrecision(4)),
    pass: !wrong && mine <= must,
    ...(wrong ? { void: wrong } : {}),
  })
}

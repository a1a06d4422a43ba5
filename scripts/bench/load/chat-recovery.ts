import type { Stand } from '../case.ts'
import { emit, median, onServerCore, say } from '../lib.ts'
import { end } from './proc.ts'
import { newHouse } from './product.ts'
import { seedRooms } from './rooms.ts'

const LINES = 1000
const ROOM = 'stage-amber'

/**
 * 1,000 lines that were answered, then SIGKILL: from the new start until a reader has all of them, in order and without a gap.
 * Judged against the time until the first page.
 */
export async function recovery(stand: Stand): Promise<void> {
  const { http, flags, config } = newHouse(stand, ['--limits', 'bench', '--log', 'error'])
  const cookie = `__Host-fl=${await seedRooms(config, 1)}`
  const url = `http://127.0.0.1:${http}`
  const lines = `${url}/rooms/${ROOM}/lines`
  let child: Bun.Subprocess | null = null
  stand.after(() => child && end(child))

  const start = async (): Promise<number> => {
    const from = performance.now()
    child = Bun.spawn(onServerCore([stand.binary, 'serve', ...flags]), { stdout: 'ignore', stderr: 'ignore' })
    for (;;) {
      const page = await fetch(`${url}/`).catch(() => null)
      if (page?.ok && (await page.text()).length > 0) return performance.now() - from
      if (performance.now() - from > 20_000) throw new Error('the product does not start')
      await Bun.sleep(2)
    }
  }
  await start()
  const stored = new Set<number>()
  const write = async (n: number) => {
    const body = new URLSearchParams({ text: `line ${n} of the evening, said once`, key: `recovery-${n}` })
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await fetch(lines, { method: 'POST', headers, body: String(body), redirect: 'manual' })
    if (answer.status === 303) stored.add(n)
    else throw new Error(`a line was answered ${answer.status}`)
  }
  for (let n = 0; n < LINES; n += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => write(n + i)))
  say(`B12 chat: ${stored.size} lines are stored`)

  const added: number[] = []
  const starts: number[] = []
  for (let i = 0; i < stand.pairs + 1; i++) {
    child!.kill('SIGKILL')
    await child!.exited
    const from = performance.now()
    starts.push(await start())
    const numbers = await readAll(lines, cookie)
    const ms = performance.now() - from
    const gap = numbers.findIndex((n, at) => n !== at + 1)
    if (numbers.length !== LINES || gap >= 0) throw new Error(`${numbers.length} lines are back, the gap is at ${gap}`)
    added.push(ms - starts.at(-1)!)
  }
  const ours = median(added)
  emit({
    case: 'B12.chat.absolute',
    ours: Math.round(ours),
    peer: null,
    ratio: null,
    unit: `ms after the first page until ${LINES} lines are read`,
    n: added.length,
    better: 'lower',
    must: 2000,
    moonshot: 1000,
    pass: ours <= 2000,
  })
}

/** Every line of the room, a page at a time as a reader who scrolls up. */
async function readAll(lines: string, cookie: string): Promise<number[]> {
  const numbers: number[] = []
  for (let before = 1_000_000; ; ) {
    const answer = await fetch(`${lines}?before=${before}`, { headers: { cookie, 'hx-request': 'true' } })
    const page = [...(await answer.text()).matchAll(/ data-n="(\d+)"/g)].map(found => Number(found[1]))
    if (page.length === 0) return numbers.sort((a, b) => a - b)
    numbers.push(...page)
    before = Math.min(...page)
    if (before === 1) return numbers.sort((a, b) => a - b)
  }
}

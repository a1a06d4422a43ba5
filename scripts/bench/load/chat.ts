import { join } from 'node:path'
import type { Stand } from '../case.ts'
import { onLoadCore } from '../lib.ts'
import type { ReadersAsked } from './chat-readers.ts'
import { end, until } from './proc.ts'

interface Readers {
  ask<T>(what: string, more?: object): Promise<T>
}

/** A room full of readers, in several processes; the senders sit in the first one. */
export class Audience {
  private constructor(
    private readonly all: Readers[],
    readonly viewers: number,
  ) {}

  static async open(
    stand: Stand,
    asked: Omit<ReadersAsked, 'viewers' | 'timed' | 'sources'> & {
      viewers: number
      processes?: number
      sources?: number
    },
  ): Promise<Audience> {
    const { processes = 2, viewers, cookies } = asked
    const all: Readers[] = []
    for (let n = 0; n < processes; n++) {
      const share = Math.floor(viewers / processes) + (n < viewers % processes ? 1 : 0)
      // Those who cannot keep up sit in the last process, apart from those who write.
      const behind = n === processes - 1 ? {} : { frozen: 0, slow: 0 }
      const words = JSON.stringify({
        ...asked,
        ...behind,
        viewers: share,
        cookies: n === 0 ? cookies : [],
        timed: 25,
      })
      const script = join(import.meta.dir, 'chat-readers.ts')
      const child = Bun.spawn(onLoadCore([process.execPath, script, words]), {
        stdin: 'pipe',
        stdout: 'pipe',
        stderr: 'inherit',
      })
      stand.after(() => end(child))
      const replies = linesOf(child.stdout)
      all.push({
        async ask<T>(what: string, more: object = {}) {
          child.stdin.write(`${JSON.stringify({ do: what, ...more })}\n`)
          child.stdin.flush()
          const { value, done } = await replies.next()
          if (done) throw new Error(`the readers ended at "${what}"`)
          return JSON.parse(value) as T
        },
      })
    }
    const audience = new Audience(all, viewers - (asked.frozen ?? 0) - (asked.slow ?? 0))
    await Promise.all(all.map(readers => readers.ask('join')))
    return audience
  }

  private each = <T>(what: string, more: object = {}) => Promise.all(this.all.map(one => one.ask<T>(what, more)))

  talk = (senders: number) => this.all[0]!.ask('closed', { senders })
  pace = (rate: number) => this.all[0]!.ask('open', { rate })
  stop = () => this.all[0]!.ask('stop')

  /** What is delivered within so many milliseconds, and how late it was. */
  async during(ms: number): Promise<{ perSecond: number; delivered: number; p99: number; busy: number }> {
    type Told = { delivered: number; at: number; delays: number[]; cpu: { user: number; system: number } }
    const from = await this.each<Told>('take')
    const cpuBefore = await this.each<Told>('tell')
    await this.each('take')
    await Bun.sleep(ms)
    const to = await this.each<Told>('tell')
    const delivered = to.reduce((sum, one, n) => sum + one.delivered - from[n]!.delivered, 0)
    const seconds = (to[0]!.at - from[0]!.at) / 1000
    const delays = to.flatMap(one => one.delays).sort((a, b) => a - b)
    const cpu = to.reduce((sum, one, n) => {
      const before = cpuBefore[n]!.cpu
      return sum + one.cpu.user + one.cpu.system - before.user - before.system
    }, 0)
    return {
      delivered,
      perSecond: delivered / seconds,
      p99: delays[Math.min(delays.length - 1, Math.floor(delays.length * 0.99))] ?? Number.NaN,
      // Of one processor.
      busy: cpu / 1e6 / seconds,
    }
  }

  /** The slow and the frozen ones read on: who was put out, who is still there, and what was left out without a word. */
  async behind(): Promise<{ closed: number; open: number; gaps: number; least: number }> {
    const last = this.all.at(-1)!
    await last.ask('thaw')
    type Behind = { closed: number; open: number; gaps: number; least: number }
    let before = ''
    return until('they have read all there is', async () => {
      const now = await last.ask<Behind>('behind')
      const same = JSON.stringify(now) === before
      before = JSON.stringify(now)
      if (!same) await Bun.sleep(500)
      return same ? now : null
    })
  }

  /** Every reader must have every line: what is lost or doubled makes a run void. Empty when all is well. */
  async whole(): Promise<string> {
    type Count = { delivered: number; lines: number; closed: number }
    const settled = async () => {
      const now = await this.each<Count>('count')
      const lines = now[0]!.lines
      const delivered = now.reduce((sum, one) => sum + one.delivered, 0)
      return { delivered, wanted: lines * this.viewers, closed: now.reduce((sum, one) => sum + one.closed, 0) }
    }
    let last = await settled()
    let since = performance.now()
    while (last.delivered < last.wanted && performance.now() - since < 3000) {
      await Bun.sleep(100)
      const now = await settled()
      if (now.delivered !== last.delivered) since = performance.now()
      last = now
    }
    if (last.closed > 0) return `${last.closed} readers were put out`
    return last.delivered === last.wanted ? '' : `${last.delivered} of ${last.wanted} lines were delivered`
  }

  async leave(): Promise<void> {
    await this.each('leave').catch(() => {})
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    yield* lines
  }
}

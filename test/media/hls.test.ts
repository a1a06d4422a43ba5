import { afterEach, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { logTo } from '../../src/base/log.ts'
import { Hls, type HlsOptions, type Right } from '../../src/media/hls.ts'
import { until } from './help.ts'

const FEED = 'abcdefghijklmnopqrstuvwxyz'
const MASTER = `#EXTM3U
#EXT-X-VERSION:10
#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.42c00d"
video1_stream.m3u8
`

/** Stands where MediaMTX stands: answers on a socket as its muxer does, counts, and fails on demand. */
class Muxer {
  prefix = 'aaaaaaaaaaaa'
  /** Complete parts since the muxer began; five make a segment, the first segment is 7. */
  parts = 5
  readonly hits = new Map<string, number>()
  /** Status for the next requests of a file. */
  readonly fail = new Map<string, number[]>()
  session = false
  closed = false
  readonly folder = mkdtempSync(join(tmpdir(), 'footlight-muxer-'))
  readonly socket = join(this.folder, 'hls.sock')
  private readonly server: Server
  private readonly waiting: { ready(): boolean; answer(): void }[] = []

  constructor() {
    this.server = createServer((req, res) => {
      const [path = '', query = ''] = (req.url ?? '').split('?')
      const file = path.split('/').at(-1)!
      this.hits.set(file + (query ? `?${query}` : ''), this.count(req.url!.split('/').at(-1)!) + 1)
      const give = (status: number, body: string | Buffer = '') => {
        res.statusCode = status
        res.end(body)
      }
      if (req.headers.authorization !== 'Bearer secret') return give(401)
      const failure = this.fail.get(file)?.shift()
      if (failure !== undefined) return give(failure)
      if (this.closed) return give(404)
      if (file === 'index.m3u8') {
        this.session = true
        return give(200, MASTER)
      }
      if (!this.session) return give(401)
      if (file === 'video1_stream.m3u8') {
        const msn = Number(/_HLS_msn=([0-9]+)/.exec(query)?.[1] ?? -1)
        const part = Number(/_HLS_part=([0-9]+)/.exec(query)?.[1] ?? 0)
        if (msn > this.growing + 1) return give(400)
        const wants = (msn - 7) * 5 + part
        return this.when(
          () => wants < this.parts,
          () => give(200, this.playlist()),
        )
      }
      const [, prefix, kind, n] = /^([0-9a-f]{12})_video1_(init|seg|part)([0-9]*)\.mp4$/.exec(file) ?? []
      if (prefix !== this.prefix) return give(404)
      if (kind === 'init') return give(200, Buffer.from(`init ${prefix}`))
      if (kind === 'seg') return give(200, Buffer.from(`segment ${n} `.repeat(100)))
      return this.when(
        () => Number(n) < this.parts,
        () => give(200, Buffer.from(`part ${n} of ${prefix}`)),
      )
    })
    this.server.listen(this.socket)
  }

  get growing(): number {
    return 7 + Math.floor(this.parts / 5)
  }

  get upstream() {
    return { hls: this.socket, hlsSecret: 'secret' }
  }

  count(file: string): number {
    return this.hits.get(file) ?? 0
  }

  name(kind: 'part' | 'seg', n: number): string {
    return `${this.prefix}_video1_${kind}${n}.mp4`
  }

  /** One more part is complete. */
  grow(parts = 1): void {
    this.parts += parts
    for (const waiter of this.waiting.splice(0)) {
      if (waiter.ready()) waiter.answer()
      else this.waiting.push(waiter)
    }
  }

  begin(prefix: string): void {
    this.prefix = prefix
    this.parts = 5
    this.session = false
    for (const waiter of this.waiting.splice(0)) waiter.answer()
  }

  stop(): void {
    this.server.close()
    this.server.closeAllConnections()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private when(ready: () => boolean, answer: () => void): void {
    if (ready()) answer()
    else this.waiting.push({ ready, answer })
  }

  private playlist(): string {
    const lines = ['#EXTM3U', '#EXT-X-VERSION:10', '#EXT-X-TARGETDURATION:1']
    lines.push('#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.50000,CAN-SKIP-UNTIL=6.00000')
    lines.push('#EXT-X-PART-INF:PART-TARGET=0.20000')
    const first = Math.max(7, this.growing - 7)
    lines.push(`#EXT-X-MEDIA-SEQUENCE:${first}`, `#EXT-X-MAP:URI="${this.prefix}_video1_init.mp4"`)
    const part = (n: number) => `#EXT-X-PART:DURATION=0.20000,URI="${this.name('part', n)}"`
    for (let s = first; s < this.growing; s++) {
      if (s >= this.growing - 2) for (let i = 0; i < 5; i++) lines.push(part((s - 7) * 5 + i))
      lines.push('#EXTINF:1.00000,', this.name('seg', s))
    }
    for (let n = (this.growing - 7) * 5; n < this.parts; n++) lines.push(part(n))
    lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${this.name('part', this.parts)}"`)
    return `${lines.join('\n')}\n`
  }
}

class OpenRight implements Right {
  over = false
  spent = 0
  readonly ends = new Set<() => void>()
  alive = () => !this.over
  spend(_kind: string, seconds: number): boolean {
    this.spent += seconds
    return !this.over
  }
  end(): void {
    this.over = true
    for (const end of [...this.ends]) end()
  }
}

const muxers: Muxer[] = []
const readers: Hls[] = []
afterEach(() => {
  for (const reader of readers.splice(0)) reader.stop()
  for (const muxer of muxers.splice(0)) muxer.stop()
})

async function reading(more: Partial<HlsOptions> = {}) {
  const muxer = new Muxer()
  const observed: string[] = []
  const hls = new Hls({
    clock: systemClock,
    log: logTo(() => {}, 'error', Date.now),
    upstream: () => muxer.upstream,
    observe: (_, bytes) => observed.push(Buffer.from(bytes).toString()),
    ...more,
  })
  muxers.push(muxer)
  readers.push(hls)
  hls.open(FEED, ['src'])
  const right = new OpenRight()
  const playlist = (query = '', r: Right = right) => hls.playlist(FEED, 'src', 'video1', query, r)
  const file = (name: string, range: string | null = null, r: Right = right) => hls.file(FEED, 'src', name, range, r)
  await playlist()
  return { muxer, hls, right, playlist, file, observed }
}

const text = async (response: Response | Promise<Response>) => (await response).text()
const status = async (response: Response | Promise<Response>) => (await response).status

describe('a blocking reload', () => {
  test('of two hundred viewers is one question to MediaMTX, and all are answered with the same playlist', async () => {
    const { muxer, playlist } = await reading()
    const query = '_HLS_msn=8&_HLS_part=0'
    await until('the reader waits', () => muxer.count(`video1_stream.m3u8?${query}`) === 1)
    const waiting = Array.from({ length: 200 }, () => playlist(query))
    expect(waiting.every(answer => answer instanceof Promise)).toBe(true)
    muxer.grow()
    const bodies = await Promise.all(waiting.map(answer => text(answer)))
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain(muxer.name('part', 5))
    expect(muxer.count(`video1_stream.m3u8?${query}`)).toBe(1)
  })

  test('that waits does not hold up other answers', async () => {
    const { muxer, playlist, file } = await reading()
    const blocked = Array.from({ length: 300 }, () => playlist('_HLS_msn=8&_HLS_part=0'))
    expect(await status(playlist())).toBe(200)
    expect(await text(file(muxer.name('part', 2)))).toBe('part 2 of aaaaaaaaaaaa')
    expect(await text(file(muxer.name('seg', 7)))).toStartWith('segment 7')
    muxer.grow()
    expect(await Promise.all(blocked.map(answer => status(answer)))).toEqual(Array(300).fill(200))
  })

  test('too far ahead is refused, nonsense too, and other parameters do not count', async () => {
    const { playlist } = await reading()
    expect(await status(playlist('_HLS_msn=10'))).toBe(400)
    for (const bad of [
      '_HLS_msn=-1',
      '_HLS_msn=1e3',
      '_HLS_msn=',
      '_HLS_part=1',
      '_HLS_msn=9&_HLS_part=x',
      '_HLS_msn=%37',
    ]) {
      expect(await status(playlist(bad))).toBe(400)
    }
    const body = await text(playlist('_HLS_msn=7&leak=secret&_HLS_skip=YES'))
    expect(body).not.toContain('leak')
    expect(body).toContain('MEDIA-SEQUENCE:7')
  })

  test('past the last part of a segment waits for the first part of the next', async () => {
    const { muxer, playlist } = await reading()
    const waiting = playlist('_HLS_msn=7&_HLS_part=5')
    expect(waiting).toBeInstanceOf(Promise)
    muxer.grow()
    expect(await text(waiting)).toContain(muxer.name('part', 5))
  })

  test('is told to come again when the picture stands still for three target durations', async () => {
    const { playlist } = await reading()
    const answer = await playlist('_HLS_msn=8&_HLS_part=0')
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
  })
})

describe('a file', () => {
  test('is fetched once however many ask, ahead of the first one, and kept', async () => {
    const { muxer, file } = await reading()
    const hinted = muxer.name('part', 5)
    await until('the hinted part is asked for', () => muxer.count(hinted) === 1)
    const waiting = Array.from({ length: 50 }, () => file(hinted))
    muxer.grow()
    expect(new Set(await Promise.all(waiting.map(answer => text(answer))))).toEqual(new Set(['part 5 of aaaaaaaaaaaa']))
    await text(file(hinted))
    expect(muxer.count(hinted)).toBe(1)
  })

  test('that no playlist has shown is not asked for upstream', async () => {
    const { muxer, file } = await reading()
    for (const name of ['aaaaaaaaaaaa_video1_part99.mp4', 'aaaaaaaaaaaa_video1_seg1.mp4', 'gap.mp4', 'index.mp4']) {
      expect(await status(file(name))).toBe(404)
      expect(muxer.count(name)).toBe(0)
    }
  })

  test('that was answered with an error or with nothing is asked for again', async () => {
    const { muxer, file } = await reading()
    const name = muxer.name('part', 3)
    muxer.fail.set(name, [500, 404])
    expect(await status(file(name))).toBe(404)
    expect(await status(file(name))).toBe(404)
    expect(await text(file(name))).toBe('part 3 of aaaaaaaaaaaa')
    const empty = muxer.name('part', 4)
    muxer.fail.set(empty, [200])
    expect(await status(file(empty))).toBe(404)
    expect(await text(file(empty))).toBe('part 4 of aaaaaaaaaaaa')
  })

  test('comes in ranges, and a range that is none is refused or ignored', async () => {
    const { muxer, file } = await reading()
    const name = muxer.name('part', 1)
    const whole = await text(file(name))
    const first = await file(name, 'bytes=0-3')
    expect([first.status, first.headers.get('content-range'), await first.text()]).toEqual([
      206,
      `bytes 0-3/${whole.length}`,
      'part',
    ])
    expect(await text(file(name, 'bytes=-5'))).toBe(whole.slice(-5))
    expect(await text(file(name, 'bytes=5-'))).toBe(whole.slice(5))
    const past = await file(name, `bytes=${whole.length}-`)
    expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`])
    expect(await status(file(name, 'bytes=-0'))).toBe(416)
    for (const odd of ['bytes=0-1,3-4', 'items=0-1', 'bytes=3-1', 'bytes=a-b']) {
      expect(await status(file(name, odd))).toBe(200)
    }
  })

  test('is paid for by its seconds, a range by its share, an init not at all', async () => {
    const { muxer, file, right } = await reading()
    await text(file('aaaaaaaaaaaa_video1_init.mp4'))
    expect(right.spent).toBe(0)
    await text(file(muxer.name('seg', 7)))
    expect(right.spent).toBeCloseTo(1)
    const half = (await (await file(muxer.name('seg', 7))).arrayBuffer()).byteLength / 2
    await text(file(muxer.name('seg', 7), `bytes=0-${half - 1}`))
    expect(right.spent).toBeCloseTo(2.5)
  })

  test('leaves memory when the budget is used up, and comes back when it is asked for', async () => {
    const { muxer, file, playlist, hls } = await reading({ ramBytes: 1500 })
    await text(file(muxer.name('seg', 7)))
    muxer.grow(5)
    await playlist('_HLS_msn=8')
    await text(file(muxer.name('seg', 8)))
    expect(hls.ram.size).toBeLessThanOrEqual(1500)
    expect(await text(file(muxer.name('seg', 7)))).toStartWith('segment 7')
    expect(muxer.count(muxer.name('seg', 7))).toBe(2)
  })
})

describe('whoever waits is answered at once', () => {
  test('when the pass ends', async () => {
    const { muxer, playlist, file, right } = await reading()
    const waiting = [playlist('_HLS_msn=8&_HLS_part=0'), file(muxer.name('part', 5))]
    const other = playlist('_HLS_msn=8&_HLS_part=0', new OpenRight())
    right.end()
    expect(await Promise.all(waiting.map(answer => status(answer)))).toEqual([403, 403])
    expect(right.ends.size).toBe(0)
    muxer.grow()
    expect(await status(other)).toBe(200)
  })

  test('when the pass ended unnoticed while it waited', async () => {
    const { muxer, playlist, right } = await reading()
    const waiting = playlist('_HLS_msn=8&_HLS_part=0')
    right.over = true
    muxer.grow()
    expect(await status(waiting)).toBe(403)
  })

  test('when the feed dies, and nothing of it is left', async () => {
    const { muxer, hls, playlist, file, right } = await reading()
    await text(file(muxer.name('seg', 7)))
    const waiting = [playlist('_HLS_msn=8&_HLS_part=0'), file(muxer.name('part', 5))]
    hls.close(FEED)
    expect(await Promise.all(waiting.map(answer => status(answer)))).toEqual([404, 404])
    expect(right.ends.size).toBe(0)
    expect(hls.ram.size).toBe(0)
    expect(await status(playlist())).toBe(404)
  })
})

describe('the reader', () => {
  test('waits for a muxer that is being born', async () => {
    const muxer = new Muxer()
    muxers.push(muxer)
    muxer.fail.set('index.m3u8', [404, 404, 500])
    const hls = new Hls({
      clock: systemClock,
      log: logTo(() => {}, 'error', Date.now),
      upstream: () => muxer.upstream,
      observe() {},
    })
    readers.push(hls)
    hls.open(FEED, ['src'])
    const answer = await hls.master(FEED, 'src', 'src/', new OpenRight())
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('src/video1_stream.m3u8')
    expect(muxer.count('index.m3u8')).toBe(4)
  })

  test('makes a new session when MediaMTX has forgotten the old one, unseen by viewers', async () => {
    const { muxer, playlist, file } = await reading()
    muxer.session = false
    expect(await text(file(muxer.name('seg', 7)))).toStartWith('segment 7')
    muxer.session = false
    muxer.grow()
    expect(await text(playlist('_HLS_msn=8&_HLS_part=0'))).toContain(muxer.name('part', 5))
  })

  test('goes on after its muxer was lost: numbers grow, a break is marked, nobody is refused', async () => {
    const { muxer, playlist, file } = await reading()
    muxer.grow(17)
    expect(await text(playlist('_HLS_msn=8&_HLS_part=0'))).toContain(muxer.name('part', 21))
    const waiting = playlist(`_HLS_msn=${muxer.growing}&_HLS_part=2`)
    muxer.fail.set('video1_stream.m3u8', [500])
    muxer.begin('bbbbbbbbbbbb')
    const body = await text(waiting)
    expect(body).toContain('#EXT-X-DISCONTINUITY\n')
    expect(body).toContain('bbbbbbbbbbbb_video1_seg7.mp4')
    expect(body).not.toContain('aaaaaaaaaaaa')
    expect(Number(/MEDIA-SEQUENCE:([0-9]+)/.exec(body)?.[1])).toBe(12)
    expect(await text(file('bbbbbbbbbbbb_video1_init.mp4'))).toBe('init bbbbbbbbbbbb')
    const next = playlist('_HLS_msn=13&_HLS_part=0')
    muxer.grow()
    expect(await text(next)).toContain('bbbbbbbbbbbb_video1_part5.mp4')
  })

  test('pauses when nobody watches, keeps the muxer warm, and the next viewer gets what is new', async () => {
    const { muxer, playlist, observed } = await reading({ idleMs: 100, warmMs: 150 })
    await Bun.sleep(150)
    muxer.grow(1)
    const warm = muxer.count('index.m3u8')
    await until('it looked in again', () => muxer.count('index.m3u8') > warm)
    await until('the encoder was judged', () => observed.some(bytes => bytes.startsWith('segment 7')))
    const asked = muxer.count(`video1_stream.m3u8?_HLS_msn=8&_HLS_part=1`)
    muxer.grow(12)
    expect(muxer.count(`video1_stream.m3u8?_HLS_msn=8&_HLS_part=1`)).toBe(asked)
    const body = await text(playlist())
    expect(body).toContain(muxer.name('part', 17))
    expect(await text(playlist(`_HLS_msn=${muxer.growing - 1}`))).toContain(muxer.name('part', 17))
  })

  test('shows the parts to the judge of the encoder in their order', async () => {
    const { muxer, observed, playlist } = await reading()
    for (let n = 5; n < 12; n++) {
      await until('the next part is asked for', () => muxer.count(muxer.name('part', n)) === 1)
      muxer.grow()
      await playlist(`_HLS_msn=${7 + Math.floor(n / 5)}&_HLS_part=${n % 5}`)
    }
    await until('all were shown', () => observed.length >= 8)
    expect(observed[0]).toBe('init aaaaaaaaaaaa')
    expect(observed.slice(1, 8)).toEqual([5, 6, 7, 8, 9, 10, 11].map(n => `part ${n} of aaaaaaaaaaaa`))
  })
})

/** 200 viewers who ask for the same playlist within 60 ms and wait for it; reads raw TCP only. Prints one JSON line. */
import { Control } from './control.ts'
import { now } from './proc.ts'

const asked = JSON.parse(process.argv[2]!) as {
  port: number
  path: string
  cookie: string
  control: string
  viewers: number
  rounds: number
  spreadMs: number
  waitMs: number
  /** A gateway holds its own reload open already; a cache asks when its first viewer does. */
  waitsBefore: boolean
}

interface Viewer {
  socket: Bun.Socket<undefined>
  got: string
  done: ((at: number) => void) | null
}

const viewers: Viewer[] = []
for (let i = 0; i < asked.viewers; i++) {
  const viewer: Viewer = { socket: undefined as never, got: '', done: null }
  viewer.socket = await Bun.connect({
    hostname: '127.0.0.1',
    port: asked.port,
    socket: {
      data(_, bytes) {
        viewer.got += bytes.toString('latin1')
        const head = viewer.got.indexOf('\r\n\r\n')
        if (head < 0) return
        const length = Number(/\r\ncontent-length: ([0-9]+)/i.exec(viewer.got)?.[1] ?? -1)
        if (length >= 0 && viewer.got.length >= head + 4 + length) viewer.done?.(now())
      },
      close: () => viewer.done?.(Number.NaN),
      error: () => viewer.done?.(Number.NaN),
    },
  })
  viewers.push(viewer)
}
const control = await Control.open(asked.control)
const added: number[] = []
let wrong = ''
let hits = 0
for (let r = 0; r < asked.rounds; r++) {
  const { msn, part, parts } = await control.state()
  const query = `_HLS_msn=${msn}&_HLS_part=${part}`
  const request =
    `GET ${asked.path}?${query} HTTP/1.1\r\nHost: 127.0.0.1:${asked.port}\r\n` +
    `${asked.cookie ? `Cookie: ${asked.cookie}\r\n` : ''}Accept: */*\r\n\r\n`
  const start = now() + 20
  const released = control.grow(start + asked.waitMs)
  const answers = viewers.map(
    (viewer, i) =>
      new Promise<number>(resolve => {
        viewer.got = ''
        const late = setTimeout(() => viewer.done?.(Number.NaN), 5000)
        viewer.done = at => {
          clearTimeout(late)
          viewer.done = null
          resolve(at)
        }
        setTimeout(
          () => viewer.socket.write(request),
          Math.max(0, start + (i * asked.spreadMs) / asked.viewers - now()),
        )
      }),
  )
  const { at } = await released
  const times = await Promise.all(answers)
  for (const [i, time] of times.entries()) {
    const got = viewers[i]!.got
    if (!got.startsWith('HTTP/1.1 200') || !got.includes(`_part${parts}.mp4`) || Number.isNaN(time)) {
      wrong ||= `round ${r}: ${got.split('\r\n', 1)[0] || 'no answer'}`
    }
    added.push(time - at)
  }
  const { count } = await control.count(`video1_stream.m3u8?${query}`)
  hits = Math.max(hits, count)
  await Bun.sleep(150)
}
added.sort((a, b) => a - b)
const q = (p: number) => added[Math.floor((added.length - 1) * p)]
process.stdout.write(`${JSON.stringify({ p50: q(0.5), p99: q(0.99), hits, wrong })}\n`)
process.exit(0)

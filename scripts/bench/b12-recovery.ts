import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { descendants } from '../../test/help/process.ts'
import { ROOT } from '../bundle.ts'
import { type Stand, staged } from './case.ts'
import { emit, median, onLoadCore, onServerCore, say } from './lib.ts'
import { recovery } from './load/chat-recovery.ts'
import { end, freePort, until } from './load/proc.ts'
import { type Product, startProduct } from './load/product.ts'
import type { Asked } from './run.ts'

/** A publisher that was cut tries again as OBS does. */
const RETRY_MS = 2000
const LOOK_MS = 25

/**
 * B12: the media server dies under a broadcast: from its kill to the next part in a viewer's hands, against the same MediaMTX in
 * a bare restart loop. The app dies: from its start to every one of 1,000 chat lines in a viewer's hands.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const product = await startProduct(stand)
    publishForever(stand, `rtmp://127.0.0.1:${product.rtmp}/live/${product.room}?pass=${product.key}`)
    const ours = await viewer(stand, product)
    const [rtmp, hls] = [freePort(), freePort()]
    const peer = bareLoop(stand, rtmp, hls)
    publishForever(stand, `rtmp://127.0.0.1:${rtmp}/bench`)
    const bare = () => partOf(`http://127.0.0.1:${hls}/bench/index.m3u8`)
    await until('ours plays', ours.part, 60_000)
    await until('the peer plays', bare, 60_000)

    const a: number[] = []
    const b: number[] = []
    for (let i = 0; i <= stand.pairs; i++) {
      const one = await killed(() => mediaServer(product.pid), ours.part)
      const two = await killed(peer, bare)
      say(`B12: ours ${one.toFixed(0)} ms, bare ${two.toFixed(0)} ms`)
      // The first pair warms up.
      if (i === 0) continue
      a.push(one)
      b.push(two)
      await Bun.sleep(3000)
    }
    const most = 1.1 * median(b) + RETRY_MS
    emit({
      case: 'B12.media.loop',
      ours: Math.round(median(a)),
      peer: Math.round(median(b)),
      ratio: Number((median(a) / median(b)).toPrecision(4)),
      unit: 'ms from the kill to the next part',
      n: a.length,
      better: 'lower',
      must: Math.round(most),
      pass: median(a) <= most,
    })
    await recovery(stand)
  })

const mediaServer = (pid: number): number =>
  descendants(pid).find(each => each.command.includes('/bin/mediamtx-'))?.pid ?? 0

/** Milliseconds from the kill until a part of what came after it is there. */
async function killed(pid: () => number, part: () => Promise<string | null>): Promise<number> {
  const before = await until('it plays', part, 60_000)
  const victim = await until('it runs', pid)
  const from = performance.now()
  process.kill(victim, 'SIGKILL')
  const names = before.split(' ')
  for (;;) {
    const now = await part().catch(() => null)
    if (now && now.split(' ')[0] !== names[0]) return performance.now() - from
    if (performance.now() - from > 60_000) throw new Error('the picture did not come back')
    await Bun.sleep(LOOK_MS)
  }
}

/** "INIT BYTES" of the newest part of a playing feed: the init's name and time tell one muxer from the next. */
async function partOf(master: string, headers: Record<string, string> = {}): Promise<string | null> {
  const signal = () => AbortSignal.timeout(2000)
  const index = await fetch(master, { headers, signal: signal() })
  if (!index.ok) return null
  const media = /^(?!#)\S*video\S*\.m3u8\S*$/m.exec(await index.text())?.[0]
  if (!media) return null
  const listAt = new URL(media, index.url)
  const list = await fetch(listAt, { headers, signal: signal() })
  if (!list.ok) return null
  const text = await list.text()
  const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(text)?.[1]
  const part = [...text.matchAll(/#EXT-X-PART:[^\n]*URI="([^"]+)"/g)].at(-1)?.[1]
  if (!init || !part) return null
  const got = await fetch(new URL(part, listAt), { headers, signal: signal() })
  const bytes = got.ok ? (await got.arrayBuffer()).byteLength : 0
  return bytes > 0 ? `${init} ${bytes}` : null
}

/** A viewer's page: one socket that tells of each new feed, and a pass for it. */
async function viewer(stand: Stand, product: Product): Promise<{ part(): Promise<string | null>; close(): void }> {
  const socket = new WebSocket(`${product.url.replace('http', 'ws')}/rooms/${product.room}/live`, {
    headers: { origin: product.url },
  } as never)
  stand.after(() => socket.close())
  let seat = ''
  let feed = ''
  let pass: { feed: string; cookie: string; hls: string } | null = null
  socket.onmessage = ({ data }) => {
    const text = String(data)
    seat = /seat="([^"]+)"/.exec(text)?.[1] ?? seat
    const media = /<fl-media[^>]*>/.exec(text)?.[0]
    if (media) feed = /feed="([^"]*)"/.exec(media)?.[1] ?? ''
  }
  return {
    close: () => socket.close(),
    async part() {
      if (!feed || !seat) return null
      if (pass?.feed !== feed) {
        const response = await fetch(`${product.url}/rooms/${product.room}/passes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
          body: JSON.stringify({ seat }),
        })
        if (!response.ok) return null
        const reply = (await response.json()) as { feed: string; hls: string }
        pass = { ...reply, cookie: response.headers.getSetCookie()[0]!.split(';', 1)[0]! }
      }
      return partOf(product.url + pass.hls, { cookie: pass.cookie })
    },
  }
}

/** ffmpeg that begins again two seconds after it was cut. */
function publishForever(stand: Stand, target: string): void {
  const media = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30', '-f', 'lavfi', '-i', 'sine=frequency=440']
  const codec = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    '30',
    '-bf',
    '0',
    '-pix_fmt',
    'yuv420p',
  ]
  let over = false
  let child: Bun.Subprocess
  const begin = () => {
    child = Bun.spawn(
      onLoadCore([
        'ffmpeg',
        '-nostdin',
        '-loglevel',
        'quiet',
        ...media,
        ...codec,
        '-b:v',
        '800k',
        '-c:a',
        'aac',
        '-f',
        'flv',
        target,
      ]),
      { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' },
    )
    void child.exited.then(async () => {
      if (over) return
      await Bun.sleep(RETRY_MS)
      if (!over) begin()
    })
  }
  begin()
  stand.after(async () => {
    over = true
    await end(child, 'SIGKILL')
  })
}

/** MediaMTX and nothing but a shell that starts it again. Answers how to find its process. */
function bareLoop(stand: Stand, rtmp: number, hls: number): () => number {
  const found = Bun.spawnSync([join(ROOT, 'scripts/mediamtx')], { stderr: 'ignore' })
  if (!found.success) throw new Error('scripts/mediamtx gave no binary')
  const binary = found.stdout.toString().trim()
  const folder = stand.temp()
  const config = join(folder, 'mediamtx.yml')
  const lines = [
    'logLevel: error',
    'rtsp: false',
    'srt: false',
    'webrtc: false',
    'moq: false',
    'hlsVariant: lowLatency',
  ]
  lines.push('hlsAlwaysRemux: true', 'hlsSegmentDuration: 1s', 'hlsPartDuration: 200ms')
  lines.push(`rtmpAddress: 127.0.0.1:${rtmp}`, `hlsAddress: 127.0.0.1:${hls}`, 'paths:', '  all_others:')
  writeFileSync(config, `${lines.join('\n')}\n`)
  const shell = Bun.spawn(onServerCore(['sh', '-c', 'while :; do "$0" "$1"; done', binary, config]), {
    stdout: 'ignore',
    stderr: 'ignore',
  })
  const pid = () => descendants(shell.pid).find(each => each.command.startsWith(binary))?.pid ?? 0
  stand.after(async () => {
    await end(shell, 'SIGKILL')
  })
  stand.after(() => {
    const running = pid()
    shell.kill('SIGKILL')
    if (running) process.kill(running, 'SIGKILL')
  })
  return pid
}

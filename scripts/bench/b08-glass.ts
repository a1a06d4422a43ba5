import { type Browser, chromium, type Page } from 'playwright-core'
import { type Stand, staged } from './case.ts'
import { absolute, compared, emit, median, percentile, say } from './lib.ts'
import { BLOCK_PX, BLOCKS, publishClock } from './load/clock-film.ts'
import { freePort } from './load/proc.ts'
import { startProduct } from './load/product.ts'
import { startMediamtx } from './peers/mediamtx/start.ts'
import type { Asked } from './run.ts'

const HLS = Bun.resolveSync('hls.js/dist/hls.min.js', import.meta.dir)

interface Seen {
  p50: number
  p95: number
  stalls: number
  fatal: number
  /** What hls.js itself believes. */
  latency: number
  frames: number
}

/**
 * B8: from the frame that is drawn to the frame on the glass, in one Chromium with one hls.js; one encoder feeds both. Each side
 * has the player settings that it ships with.
 */
export default (asked: Asked): Promise<void> =>
  staged(asked, async stand => {
    const product = await startProduct(stand)
    const [rtmp, hls] = [freePort(), freePort()]
    await startMediamtx(stand, { RTMP: rtmp, HLS: hls })
    publishClock(stand, [
      `rtmp://127.0.0.1:${product.rtmp}/live/${product.room}?pass=${product.key}`,
      `rtmp://127.0.0.1:${rtmp}/bench`,
    ])
    await product.pass()
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
      ],
    })
    stand.after(() => browser.close())
    const script = await Bun.file(HLS).text()
    const ours = () => watch(stand, browser, script, `${product.url}/terms`, 'ours', product.room)
    const peer = () => watch(stand, browser, script, `http://127.0.0.1:${hls}/bench/`, 'peer', '/bench/index.m3u8')

    const a: Seen[] = []
    const again: Seen[] = []
    const b: Seen[] = []
    for (let i = 0; i <= stand.pairs; i++) {
      const [one, two, three] = [await ours(), await peer(), await ours()]
      // The first pair warms up.
      if (i === 0) continue
      a.push(one)
      b.push(two)
      again.push(three)
    }
    const of = (key: keyof Seen, seen: Seen[]) => seen.map(s => s[key])
    const noise = median(a.map((one, i) => one.p50 / again[i]!.p50))
    const minutes = (stand.quick ? 15 : 60) / 60
    for (const [name, seen] of [
      ['ours', a],
      ['MediaMTX', b],
    ] as const) {
      const facts = ['latency', 'stalls', 'fatal', 'frames'] as const
      say(
        `B8 ${name}: ${facts.map(key => `${key} ${median(of(key, seen)).toFixed(2)}`).join(', ')} in ${minutes * 60} s`,
      )
    }
    say(`B8 ours against ours: ${noise.toFixed(2)}`)
    const bars = { unit: 'ms', better: 'lower', must: 0.7, moonshot: 0.5 } as const
    compared({ ...bars, case: 'B8.p50.mediamtx' }, of('p50', a), of('p50', b))
    compared({ ...bars, case: 'B8.p95.mediamtx' }, of('p95', a), of('p95', b))
    absolute(
      { case: 'B8.p50.absolute', unit: 'ms', better: 'lower', must: 1500, moonshot: 1000 },
      median(of('p50', a)),
      a.length,
    )
    const [mine, theirs] = [median(of('stalls', a)) / minutes, median(of('stalls', b)) / minutes]
    emit({
      case: 'B8.stalls.mediamtx',
      ours: mine,
      peer: theirs,
      ratio: theirs === 0 ? null : mine / theirs,
      unit: 'stalls a minute',
      n: a.length,
      better: 'lower',
      must: 1,
      pass: mine <= theirs,
    })
    if (noise < 0.9 || noise > 1.1) throw new Error(`too noisy: ours against ours gave ${noise.toFixed(2)}`)
  })

async function watch(
  stand: Stand,
  browser: Browser,
  script: string,
  at: string,
  side: 'ours' | 'peer',
  what: string,
): Promise<Seen> {
  const context = await browser.newContext({ bypassCSP: true })
  const page = await context.newPage()
  try {
    await page.goto(at)
    await page.setContent('<video muted autoplay playsinline></video>')
    await page.addScriptTag({ content: script })
    const { taken, ...seen } = await measure(page, side, what, stand.quick)
    if (taken.length < 60) throw new Error(`${side}: only ${taken.length} frames could be read`)
    return { ...seen, p50: percentile(taken, 50), p95: percentile(taken, 95), frames: taken.length }
  } finally {
    await context.close()
  }
}

function measure(page: Page, side: 'ours' | 'peer', what: string, quick: boolean) {
  return page.evaluate(
    async ({ side, what, warmMs, ms, blocks, px }) => {
      const video = document.querySelector('video')!
      let source = what
      if (side === 'ours') {
        const socket = new WebSocket(`/rooms/${what}/live`)
        const seat = await new Promise<string>(found => {
          socket.onmessage = message => {
            const seat = /seat="([^"]+)"/.exec(String(message.data))?.[1]
            if (seat) found(seat)
          }
        })
        const given = await fetch(`/rooms/${what}/passes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ seat }),
        })
        source = (await given.json()).hls
        Object.assign(window, { socket })
      }
      // Ours as assets/client/player/steady.ts, the peer as MediaMTX's own page.
      const settings =
        side === 'ours'
          ? {
              lowLatencyMode: true,
              backBufferLength: 10,
              maxLiveSyncPlaybackRate: 1.05,
              liveSyncOnStallIncrease: 0.1,
              enableWorker: false,
            }
          : { maxLiveSyncPlaybackRate: 1.5 }
      type Player = {
        latency: number
        loadSource(url: string): void
        attachMedia(video: Element): void
        on(event: string, call: (event: string, data: { fatal: boolean; details: string }) => void): void
      }
      const { Hls } = window as never as { Hls: new (settings: object) => Player }
      const hls = new Hls(settings)
      let fatal = 0
      let stalls = 0
      let counting = false
      hls.on('hlsError', (_, data) => {
        if (data.fatal) fatal++
        if (counting && data.details === 'bufferStalledError') stalls++
      })
      hls.loadSource(source)
      hls.attachMedia(video)
      void video.play()
      const canvas = new OffscreenCanvas(640, 4)
      const paint = canvas.getContext('2d', { willReadFrequently: true })!
      const taken: number[] = []
      const read = () => {
        paint.drawImage(video, 0, 20, 640, 4, 0, 0, 640, 4)
        const { data } = paint.getImageData(0, 2, 640, 1)
        let code = 0
        for (let i = 0; i < blocks; i++) code = code * 2 + (data[Math.round((i + 0.5) * px) * 4]! > 128 ? 1 : 0)
        const shown = Math.floor(code / 16)
        let sum = 0
        for (let i = 0; i < 20; i += 4) sum ^= (shown >> i) & 15
        if (counting && sum === code % 16) taken.push((Date.now() - shown + 2 ** 21) % 2 ** 20)
        video.requestVideoFrameCallback(read)
      }
      video.requestVideoFrameCallback(read)
      await new Promise(over => setTimeout(over, warmMs))
      counting = true
      await new Promise(over => setTimeout(over, ms))
      counting = false
      return { taken, stalls, fatal, latency: hls.latency * 1000 }
    },
    { side, what, warmMs: quick ? 5000 : 10_000, ms: quick ? 15_000 : 60_000, blocks: BLOCKS, px: BLOCK_PX },
  )
}

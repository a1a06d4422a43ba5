import { afterAll, beforeAll, expect, test } from 'bun:test'
import { request } from 'node:http'
import { type Browser, chromium, type Page } from 'playwright-core'
import { PATTERNS } from '../../src/media/log-patterns.ts'
import { film, killPublishers, publish, type Stand, stand, until } from './help.ts'

let s: Stand
let browser: Browser
let page: Page
let site: Bun.Server<undefined>

beforeAll(async () => {
  film('b-frames')
  s = await stand()
  site = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(req) {
      const { pathname } = new URL(req.url)
      if (req.method === 'GET')
        return new Response('<!doctype html><title>test</title>', { headers: { 'content-type': 'text/html' } })
      const path = pathname.slice(1).replace(/\/(whip|whep)$/, '')
      const action = pathname.endsWith('whip') ? 'publish' : 'read'
      const nonce = s.media.nonce({ action, path, protocol: 'webrtc', who: 'test', source: 'browser' })
      return upstream(pathname, nonce, await req.text())
    },
  })
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...[
        '--disable-background-networking',
        '--disable-component-update',
        '--autoplay-policy=no-user-gesture-required',
      ],
      ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ],
  })
  page = await browser.newPage()
  await page.goto(site.url.href)
}, 60_000)

afterAll(async () => {
  await browser?.close()
  site?.stop(true)
  killPublishers()
  await s.stop()
})

function upstream(path: string, nonce: string, body: string): Promise<Response> {
  return new Promise(resolve => {
    const req = request(
      {
        socketPath: s.media.upstream()!.webrtc,
        method: 'POST',
        path,
        headers: { authorization: `Bearer ${nonce}`, 'content-type': 'application/sdp' },
      },
      res => {
        const chunks: Buffer[] = []
        res.on('data', chunk => chunks.push(chunk))
        res.on('end', () => resolve(new Response(Buffer.concat(chunks), { status: res.statusCode! })))
      },
    )
    req.on('error', () => resolve(new Response('', { status: 502 })))
    req.end(body)
  })
}

/** Offers to `url`; the connection lives in the page under `name`. */
function connect(name: string, url: string, send: boolean): Promise<string> {
  return page.evaluate(
    async ([name, url, send]) => {
      const pc = new RTCPeerConnection()
      if (send) {
        const media = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 180 }, audio: true })
        for (const track of media.getTracks()) pc.addTrack(track, media)
        const video = pc.getTransceivers().find(t => t.sender.track?.kind === 'video')!
        const h264 = RTCRtpSender.getCapabilities('video')!.codecs.filter(c => c.mimeType === 'video/H264')
        video.setCodecPreferences(h264)
      } else {
        pc.addTransceiver('video', { direction: 'recvonly' })
        pc.addTransceiver('audio', { direction: 'recvonly' })
      }
      await pc.setLocalDescription()
      await new Promise<void>(done => {
        if (pc.iceGatheringState === 'complete') done()
        pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done()
      })
      const answer = await fetch(url, { method: 'POST', body: pc.localDescription!.sdp })
      if (!answer.ok) return `${answer.status} ${await answer.text()}`
      await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() })
      ;(globalThis as unknown as Record<string, RTCPeerConnection>)[name] = pc
      return 'ok'
    },
    [name, url, send] as const,
  )
}

test('a browser on air: its source, its Opus with an AAC twin, a cut, and no way back with a used nonce', async () => {
  s.room('kai')
  expect(await connect('whip', '/live/kai/whip', true)).toBe('ok')
  const live = await until('live', () => s.last('live', 'kai'))
  expect(live.source).toBe('browser')
  expect(live.feed!.outs[0]).toEqual({ name: 'src', hls: true, whep: true, hlsSound: true, whepSound: true })
  const outs = await until('the bridge', () => s.last('outs', 'kai'))
  expect(outs.feed!.outs.at(-1)).toEqual({ name: 'aac', hls: true, whep: false, hlsSound: true, whepSound: false })
  const health = await until('health', () => {
    const h = s.last('health', 'kai')?.health
    return h?.lossPercent !== undefined && h.bitrate ? h : null
  })
  expect(health).toMatchObject({ videoCodec: 'H264', audioCodec: 'Opus', faults: [] })
  await s.media.cut('kai', 'cut')
  expect(s.last('off', 'kai')!.reason).toBe('cut')
  s.room('kai', { refuse: 'banned' })
  expect(await connect('again', '/live/kai/whip', true)).not.toBe('ok')
  expect(s.last('refused', 'kai')).toMatchObject({ word: 'banned', protocol: 'webrtc' })
  expect(s.count('live', 'kai')).toBe(1)
}, 40_000)

test('a viewer in real time meets B-frames: MediaMTX says so, and real time is taken off the feed', async () => {
  s.room('bea')
  publish(s.rtmp('bea'), film('b-frames'))
  const live = await until('live', () => s.last('live', 'bea'))
  expect(await connect('whep', `/feed/${live.feed!.id}/src/whep`, false)).toBe('ok')
  await until('named', () => s.last('health', 'bea')?.health.faults.includes('b-frames'))
  expect(s.last('outs', 'bea')!.feed!.outs.some(out => out.whep)).toBe(false)
}, 40_000)

test('the log patterns of WebRTC were met in the log of the pinned binary', () => {
  const lines = s.lines.filter(line => line.includes('"media.says"')).map(line => JSON.parse(line).words as string)
  const met = (pattern: RegExp) => lines.some(line => line.startsWith('[WebRTC] [session ') && pattern.test(line))
  expect(met(PATTERNS.publishing)).toBe(true)
  expect(met(PATTERNS.reading)).toBe(true)
  expect(met(PATTERNS.closed)).toBe(true)
  expect(met(PATTERNS.bFrames)).toBe(true)
})

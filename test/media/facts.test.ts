import { afterAll, beforeAll, expect, test } from 'bun:test'
import { request } from 'node:http'
import { FragmentFacts } from '../../src/media/facts.ts'
import { film, killPublishers, publish, type Stand, stand, until } from './help.ts'

let s: Stand
beforeAll(async () => {
  for (const name of ['plain', 'b-frames', 'far-keys'] as const) film(name)
  s = await stand()
  for (const name of ['mira', 'bea', 'gop']) s.room(name)
  publish(s.rtmp('mira'))
  publish(s.rtmp('bea'), film('b-frames'))
  publish(s.rtmp('gop'), film('far-keys'))
}, 60_000)
afterAll(async () => {
  killPublishers()
  await s.stop()
})

function get(path: string): Promise<{ status: number; body: Buffer }> {
  const up = s.media.upstream()!
  return new Promise((resolve, reject) => {
    request({ socketPath: up.hls, path, headers: { authorization: `Bearer ${up.hlsSecret}` } }, res => {
      const chunks: Buffer[] = []
      res.on('data', chunk => chunks.push(chunk))
      res.on('end', () => resolve({ status: res.statusCode!, body: Buffer.concat(chunks) }))
    })
      .on('error', reject)
      .end()
  })
}

/** Reads the video of a feed as the gateway does, in order, until `enough`. */
async function observe(feed: string, take: (bytes: Uint8Array) => void, enough: () => boolean): Promise<void> {
  const index = await get(`/feed/${feed}/src/index.m3u8`)
  expect(index.status).toBe(200)
  const stream = index.body
    .toString()
    .split('\n')
    .find(line => line && !line.startsWith('#'))!
  const seen = new Set<string>()
  const end = performance.now() + 20_000
  while (!enough()) {
    if (performance.now() > end) throw new Error('the facts did not come')
    const playlist = (await get(`/feed/${feed}/src/${stream}`)).body.toString()
    const names = [/URI="([^"]*init[^"]*)"/.exec(playlist)?.[1], ...(playlist.match(/^[^#\n]*seg\d+\.mp4.*$/gm) ?? [])]
    for (const name of names) {
      if (!name || seen.has(name)) continue
      seen.add(name)
      take((await get(`/feed/${feed}/src/${name}`)).body)
    }
    await Bun.sleep(100)
  }
}

test('frame rate and key frame distance are read from what MediaMTX packages', async () => {
  const { feed } = await until('live', () => s.last('live', 'mira'))
  await observe(
    feed!.id,
    bytes => s.media.observe(feed!.id, bytes),
    () =>
      (s.last('health', 'mira')?.health.fps ?? 0) > 0 && s.last('health', 'mira')?.health.keyFrameSeconds !== undefined,
  )
  const health = s.last('health', 'mira')!.health
  expect(health.fps).toBeCloseTo(30, 0)
  expect(health.keyFrameSeconds).toBeCloseTo(1, 1)
  expect(health.faults).toEqual([])
}, 40_000)

test('B-frames take real time off the feed, and are named', async () => {
  const { feed } = await until('live', () => s.last('live', 'bea'))
  await observe(
    feed!.id,
    bytes => s.media.observe(feed!.id, bytes),
    () => s.last('health', 'bea')?.health.faults.includes('b-frames') ?? false,
  )
  const outs = s.last('outs', 'bea')!.feed!.outs
  expect(outs.some(out => out.whep)).toBe(false)
  expect(outs[0]).toMatchObject({ name: 'src', hls: true, hlsSound: true })
}, 40_000)

test('key frames that lie far apart are named', async () => {
  const { feed } = await until('live', () => s.last('live', 'gop'))
  await observe(
    feed!.id,
    bytes => s.media.observe(feed!.id, bytes),
    () => s.last('health', 'gop')?.health.faults.includes('key-frames-far') ?? false,
  )
  expect(s.last('health', 'gop')!.health.keyFrameSeconds).toBeCloseTo(3, 1)
}, 60_000)

test('bytes that are no fragment change nothing and break nothing', () => {
  const facts = new FragmentFacts()
  const moof = (size: number) => Buffer.from([...[0, 0, 0, size], ...Buffer.from('moof'), ...Buffer.alloc(8)])
  for (const bytes of [Buffer.alloc(0), Buffer.from('GIF89a'), Buffer.alloc(4096, 255), moof(255), moof(16), moof(8)]) {
    facts.take(bytes)
  }
  const hostile = Buffer.concat([
    Buffer.from([0, 0, 0, 40]),
    Buffer.from('moov'),
    Buffer.from([0, 0, 0, 32]),
    Buffer.from('trak'),
    Buffer.from([0, 0, 0, 8]),
    Buffer.from('tkhd'),
    Buffer.alloc(16),
  ])
  expect(() => facts.take(hostile)).not.toThrow()
  expect([facts.fps, facts.keyFrameSeconds, facts.bFrames]).toEqual([undefined, undefined, false])
})

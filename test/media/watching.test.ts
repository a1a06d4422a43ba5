import { afterAll, beforeAll, expect, test } from 'bun:test'
import { audience, endPassesOfFeed, pause, stage } from '../../src/broadcasts/index.ts'
import { gatewaysOf } from '../../src/media/index.ts'
import { closeBrowser, loudness, moves, person } from '../help/browser.ts'
import { film, killPublishers, type Publisher, publish, until } from './help.ts'
import { type House, openHouse } from './house.ts'

const HLS = new URL('../../node_modules/hls.js/dist/hls.min.js', import.meta.url).pathname
const PAGE = `<!doctype html><title>Stage</title><video autoplay playsinline></video><script src="/hls.js"></script>`
let house: House
let mara: ReturnType<House['performer']>
let encoder: Publisher

beforeAll(async () => {
  const player = await Bun.file(HLS).text()
  house = await openHouse({
    pages: {
      '/stage.html': () => new Response(PAGE, { headers: { 'content-type': 'text/html' } }),
      '/hls.js': () => new Response(player, { headers: { 'content-type': 'text/javascript' } }),
    },
  })
  mara = house.performer('mara')
  encoder = publish(house.rtmp(mara.room, mara.key), film())
  await house.live(mara.room)
})
afterAll(async () => {
  killPublishers()
  await closeBrowser()
  await house.stop()
})

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(house.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    body: JSON.stringify(body),
  })

test.each(['127.0.0.1', 'localhost'])(
  'RTMP is watched and heard in a browser over LL-HLS on plain http://%s',
  async host => {
    const guest = await person(house.url.replace('127.0.0.1', host))
    await guest.page.goto('/stage.html')
    const seat = house.world.ids.next()
    audience.arrive(house.world, { id: seat, room: mara.room, account: null, session: null, address: '127.0.0.1' })
    await guest.page.mouse.click(5, 5)
    const pass = await guest.page.evaluate(async seat => {
      const given = await fetch('/rooms/mara/passes', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ seat }),
      })
      const reply = await given.json()
      const { Hls } = window as never as {
        Hls: new (o: object) => { loadSource(s: string): void; attachMedia(v: Element): void }
      }
      const hls = new Hls({ lowLatencyMode: true, liveSyncOnStallIncrease: 0.1, maxLiveSyncPlaybackRate: 1.05 })
      const fatal: string[] = []
      ;(hls as never as { on(e: string, f: (e: string, d: { fatal: boolean; details: string }) => void): void }).on(
        'hlsError',
        (_, error) => error.fatal && fatal.push(error.details),
      )
      Object.assign(window, { fatal })
      hls.loadSource(reply.hls)
      hls.attachMedia(document.querySelector('video')!)
      return reply
    }, seat)
    expect(pass).toMatchObject({ hlsSound: true, realTime: 'open' })
    await guest.page.waitForFunction(() => document.querySelector('video')!.currentTime > 1)
    await until('the picture moves', () => moves(guest.page))
    await until('the sound is heard', async () => (await loudness(guest.page)) > 0.01)
    expect(await guest.page.evaluate(() => (window as never as { fatal: string[] }).fatal)).toEqual([])
    expect(await guest.page.evaluate(() => document.cookie)).toBe('')
    await guest.done()
  },
  30_000,
)

test('a feed is open to its pass alone', async () => {
  const viewer = await house.pass(mara.room)
  const playlist = `/m/${viewer.reply.feed}/src/video1_stream.m3u8`
  const answer = await viewer.get(playlist)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toContain('no-store')
  const text = await answer.text()
  const part = `/m/${viewer.reply.feed}/src/${/PART:.*URI="([^"]+)"/.exec(text)?.[1]}`
  expect((await viewer.get(part)).headers.get('content-type')).toBe('video/mp4')
  for (const path of [viewer.reply.hls, playlist, part]) {
    expect((await fetch(house.url + path)).status).toBe(401)
    expect(
      (await fetch(house.url + path, { headers: { cookie: `__Secure-fl-pass-a=${'A'.repeat(43)}` } })).status,
    ).toBe(403)
    const other = path.replace(viewer.reply.feed, 'a'.repeat(26))
    expect((await viewer.get(other)).status).toBe(403)
  }
  expect(text).not.toContain(viewer.cookie.split('=')[1]!)
  expect(house.lines.join('')).not.toContain(viewer.cookie.split('=')[1]!)
  expect((await viewer.get(part, { range: 'bytes=0-9' })).status).toBe(206)
  expect((await viewer.get(`/m/${viewer.reply.feed}/src/../../health`)).status).not.toBe(200)
  expect((await viewer.get(`/m/${viewer.reply.feed}/opus/nothing.mp4`)).status).toBe(404)
  expect((await viewer.get(`/m/${viewer.reply.feed}/src/video1_stream.m3u8?_HLS_msn=99999`)).status).toBe(400)
})

test('a copied cookie that plays beside its owner ends the pass, and the owner asks for a new one', async () => {
  const viewer = await house.pass(mara.room)
  const text = await (await viewer.get(`/m/${viewer.reply.feed}/src/video1_stream.m3u8`)).text()
  const segments = [...text.matchAll(/^(\S+seg\d+\.mp4)$/gm)].map(match => `/m/${viewer.reply.feed}/src/${match[1]}`)
  const told: number[] = []
  for (let i = 0; i < 20 && told.at(-1) !== 403; i++)
    told.push((await viewer.get(segments[i % segments.length]!)).status)
  expect(told.at(-1)).toBe(403)
  expect(told.length).toBeLessThanOrEqual(14)
  const again = await post('/rooms/mara/passes', { seat: viewer.seat, pass: viewer.reply.pass })
  expect(again.status).toBe(200)
})

test('a pass needs an open page of that room, and asking has an end', async () => {
  const nobody = await post('/rooms/mara/passes', { seat: 'never-sat' })
  expect([nobody.status, ((await nobody.json()) as { word: string }).word]).toEqual([409, 'no-seat'])
  const viewer = await house.pass(mara.room)
  expect((await post('/rooms/nowhere/passes', { seat: viewer.seat })).status).toBe(409)
  expect((await post('/rooms/mara/passes', { seat: viewer.seat }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await post('/rooms/mara/passes', { seat: '' })).status).toBe(422)
  const member = house.account('eager')
  const tries: number[] = []
  for (let i = 0; i < 25; i++) {
    tries.push((await post('/rooms/mara/passes', { seat: 'x' }, { cookie: member.cookie })).status)
  }
  expect(tries.slice(0, 20)).toEqual(Array(20).fill(409))
  expect(tries.at(-1)).toBe(429)
})

test('a card shows a picture of the room, and the drawn one while the performer has covered it', async () => {
  const { thumbnails } = gatewaysOf(house.world)
  await until('a thumbnail', () => thumbnails.of(mara.room))
  const at = `${house.url}/rooms/mara/thumbnail.webp`
  const first = await fetch(at)
  expect(first.headers.get('content-type')).toBe('image/webp')
  const size = await new Bun.Image(await first.arrayBuffer()).metadata()
  expect([size.width, size.height, size.format]).toEqual([320, 180, 'webp'])
  const large = await new Bun.Image(await (await fetch(`${at}?size=large`)).arrayBuffer()).metadata()
  expect([large.width, large.height]).toEqual([640, 360])
  const etag = first.headers.get('etag')!
  expect((await fetch(at, { headers: { 'if-none-match': etag } })).status).toBe(304)
  pause(house.world, house.told.broadcasts, mara.room, true)
  const drawn = await fetch(at, { redirect: 'manual' })
  expect(drawn.status).toBe(302)
  expect(drawn.headers.get('location')).toMatch(/^\/assets\/sign/)
  expect((await fetch(`${house.url}/rooms/nobody/thumbnail.webp`)).status).toBe(404)
  pause(house.world, house.told.broadcasts, mara.room, false)
  expect((await fetch(at)).headers.get('etag')).toBe(etag)
})

test('real time has an end: the page hears of it with its pass, and the door says so', async () => {
  const { settings } = house.world
  const uplink = settings.get('uplink_mbit')
  const open = await house.pass(mara.room)
  expect(open.reply.realTime).toBe('open')
  settings.set('uplink_mbit', 1, Date.now())
  const viewer = await house.pass(mara.room)
  expect(viewer.reply.realTime).toBe('full')
  const offer = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n'
  const refused = await fetch(house.url + viewer.reply.whep, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', 'sec-fetch-site': 'same-origin', cookie: viewer.cookie },
    body: offer,
  })
  expect([refused.status, ((await refused.json()) as { word: string }).word]).toEqual([503, 'full'])
  settings.set('uplink_mbit', uplink, Date.now())
  const stranger = await fetch(house.url + viewer.reply.whep, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', 'sec-fetch-site': 'same-origin' },
    body: offer,
  })
  expect(stranger.status).toBe(401)
})

test('a dead feed leaves no pass, no byte and no picture', async () => {
  const viewer = await house.pass(mara.room)
  const playlist = `/m/${viewer.reply.feed}/src/video1_stream.m3u8`
  const text = await (await viewer.get(playlist)).text()
  const msn = Number(/MEDIA-SEQUENCE:([0-9]+)/.exec(text)?.[1]) + [...text.matchAll(/^#EXTINF/gm)].length + 1
  const waiting = viewer.get(`${playlist}?_HLS_msn=${msn}&_HLS_part=0`)
  const began = performance.now()
  await house.media.cut(mara.room, 'cut')
  expect([403, 404]).toContain((await waiting).status)
  expect(performance.now() - began).toBeLessThan(2000)
  expect((await viewer.get(playlist)).status).toBe(403)
  expect(gatewaysOf(house.world).hls.ram.size).toBe(0)
  expect(gatewaysOf(house.world).thumbnails.of(mara.room)).toBeNull()
  expect(audience.watching(house.world, mara.room)).toBe(0)
  expect(stage(house.world, mara.room).feed).toBeNull()
  endPassesOfFeed(house.world, viewer.reply.feed)
  await encoder.end()
})

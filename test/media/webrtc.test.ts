import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { audience, endPassesOfFeed, endPassesOfSession, stage } from '../../src/broadcasts/index.ts'
import { gatewaysOf } from '../../src/media/index.ts'
import { closeBrowser, loudness, person } from '../help/browser.ts'
import { until } from './help.ts'
import { type House, openHouse } from './house.ts'

const PAGE = `<!doctype html><title>Stage</title><video id="picture" autoplay playsinline></video>`
let house: House
let mara: ReturnType<House['performer']>

beforeAll(async () => {
  house = await openHouse({
    pages: {
      '/stage.html': () => new Response(PAGE, { headers: { 'content-type': 'text/html' } }),
      '/in.html': request =>
        new Response(null, {
          headers: { 'set-cookie': `${new URL(request.url).search.slice(1)}; Path=/; Secure; HttpOnly; SameSite=Lax` },
        }),
    },
  })
  mara = house.performer('mara')
})
afterAll(async () => {
  await closeBrowser()
  await house.stop()
})

const ask = (path: string, method: string, headers: Record<string, string> = {}, body?: string | ReadableStream) =>
  fetch(house.url + path, {
    method,
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    body,
    redirect: 'manual',
    duplex: 'half',
  } as RequestInit)
const sdp = { 'content-type': 'application/sdp' }
const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n'

/** What the studio page does: camera and microphone as one WHIP publish. Answers the session's address. */
const publishFrom = (page: Page, to: string, headers: Record<string, string> = {}) =>
  page.evaluate(
    async ({ to, headers }) => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240 }, audio: true })
      const peer = new RTCPeerConnection()
      for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
      const video = peer.getTransceivers().find(t => t.sender.track?.kind === 'video')
      const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? []
      video?.setCodecPreferences(codecs.filter(c => c.mimeType === 'video/H264'))
      await peer.setLocalDescription()
      await new Promise<void>(done => {
        if (peer.iceGatheringState === 'complete') done()
        peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done()
      })
      const answer = await fetch(to, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', ...headers },
        body: peer.localDescription?.sdp,
      })
      const text = await answer.text()
      if (answer.status === 201) await peer.setRemoteDescription({ type: 'answer', sdp: text })
      Object.assign(window, { publisher: peer })
      return { status: answer.status, text, at: answer.headers.get('location') ?? '', id: answer.headers.get('id') }
    },
    { to, headers },
  )

/** What the player does: asks for a pass with its seat, then plays by WHEP. */
const watchFrom = (page: Page, room: string, seat: string) =>
  page.evaluate(
    async ({ room, seat }) => {
      const given = await fetch(`/rooms/${room}/passes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ seat }),
      })
      const pass = await given.json()
      if (!given.ok) return { status: given.status, at: '', pass }
      const peer = new RTCPeerConnection()
      peer.addTransceiver('video', { direction: 'recvonly' })
      peer.addTransceiver('audio', { direction: 'recvonly' })
      const stream = new MediaStream()
      peer.ontrack = event => stream.addTrack(event.track)
      const video = document.querySelector('video') as HTMLVideoElement
      video.srcObject = stream
      video.muted = true
      await peer.setLocalDescription()
      await new Promise<void>(done => {
        if (peer.iceGatheringState === 'complete') done()
        peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done()
      })
      const answer = await fetch(pass.whep, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: peer.localDescription?.sdp,
      })
      const text = await answer.text()
      if (answer.status === 201) await peer.setRemoteDescription({ type: 'answer', sdp: text })
      Object.assign(window, { viewer: peer })
      return { status: answer.status, at: answer.headers.get('location') ?? '', pass }
    },
    { room, seat },
  )

const framesOf = (page: Page) =>
  page.evaluate(async () => {
    let frames = 0
    const peer = (window as unknown as { viewer: RTCPeerConnection }).viewer
    for (const stat of (await peer.getStats()).values()) {
      if (stat.type === 'inbound-rtp' && stat.kind === 'video') frames = stat.framesDecoded ?? 0
    }
    return frames
  })

async function comes(what: string, found: () => Promise<boolean>, ms = 15_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await found())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`)
    await Bun.sleep(50)
  }
}

async function here(session = ''): Promise<Awaited<ReturnType<typeof person>>> {
  const who = await person(house.url)
  if (session) await who.page.goto(`/in.html?${session}`)
  await who.page.goto('/stage.html')
  return who
}

function sit(room: string): string {
  const seat = house.world.ids.next()
  audience.arrive(house.world, { id: seat, room, account: null, session: null, address: '127.0.0.1' })
  return seat
}

test('a camera in one browser is seen and heard in another, in real time, and LL-HLS gets AAC', async () => {
  const stageHand = await here(mara.cookie)
  const published = await publishFrom(stageHand.page, '/studio/whip')
  expect(published.text).toStartWith('v=0')
  expect([published.status, published.id]).toEqual([201, null])
  expect(published.at).toMatch(/^\/rtc\/[A-Za-z0-9_-]{22}$/)
  const feed = await house.live(mara.room)
  expect(stage(house.world, mara.room).source).toBe('browser')

  const guest = await here()
  const seat = sit(mara.room)
  const watched = await watchFrom(guest.page, mara.room, seat)
  expect(watched.status).toBe(201)
  await comes('moving pictures', async () => (await framesOf(guest.page)) > 20)
  await guest.page.mouse.click(5, 5)
  await until('the sound is heard', async () => (await loudness(guest.page)) > 0.01)
  expect(gatewaysOf(house.world).rtc.viewers).toBe(1)

  const viewer = await house.pass(mara.room)
  await until('the bridge bears AAC', () =>
    gatewaysOf(house.world)
      .outs(feed)
      .some(out => out.name === 'aac'),
  )
  const master = await (await viewer.get(viewer.reply.hls)).text()
  expect(master).toContain('mp4a.40.2')
  expect(master).toContain('aac/video1_stream.m3u8')

  // A second connection of the same page takes the place of the first.
  const again = await watchFrom(guest.page, mara.room, seat)
  expect(again.status).toBe(201)
  await comes('the first is gone', async () => (await ask(watched.at, 'DELETE')).status === 404)

  // The pass ends: so does the connection, though the browser did nothing.
  endPassesOfFeed(house.world, feed)
  expect(gatewaysOf(house.world).rtc.viewers).toBe(0)
  await comes('MediaMTX has let the viewer go', async () => {
    const path = await house.media.upstream()!.client.path(`feed/${feed}/src`)
    return path.ok && path.value.readers.every(reader => reader.type !== 'webRTCSession')
  })
  expect((await viewer.get(viewer.reply.hls)).status).toBe(403)

  // Only the performer's own session stops the broadcast; then the room is dark at once.
  const stranger = house.account('stranger')
  expect((await ask(published.at, 'DELETE', { cookie: stranger.cookie })).status).toBe(404)
  expect((await ask(published.at, 'DELETE', { cookie: mara.cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect(stage(house.world, mara.room).state).toBe('live')
  const stopped = performance.now()
  expect((await ask(published.at, 'DELETE', { cookie: mara.cookie })).status).toBe(200)
  await until('the room is dark', () => stage(house.world, mara.room).state === 'off')
  expect(performance.now() - stopped).toBeLessThan(5000)
  expect(stage(house.world, mara.room).reason).toBe('stopped')
  for (const who of [stageHand, guest]) await who.done()
}, 60_000)

test('an encoder publishes with its key alone, and a sign-out ends what was watched with it', async () => {
  const encoder = await here()
  const published = await publishFrom(encoder.page, `/whip/${mara.room}`, { authorization: `Bearer ${mara.key}` })
  expect(published.status).toBe(201)
  await house.live(mara.room)
  expect(stage(house.world, mara.room).source).toBe('whip')
  const member = house.account('listener')
  const viewer = await house.pass(mara.room, member)
  expect((await viewer.get(viewer.reply.hls)).status).toBe(200)
  endPassesOfSession(house.world, member.session)
  expect((await viewer.get(viewer.reply.hls)).status).toBe(403)
  expect((await ask(published.at, 'DELETE')).status).toBe(200)
  await until('the room is dark', () => stage(house.world, mara.room).state === 'off')
  await encoder.done()
}, 40_000)

test('the upload check reaches nobody and says what arrived', async () => {
  const camera = await here(mara.cookie)
  const checked = await publishFrom(camera.page, '/studio/whip/test')
  expect(checked.status).toBe(201)
  await camera.page.waitForTimeout(1500)
  expect(stage(house.world, mara.room).state).toBe('off')
  const stranger = house.account('passer-by')
  expect((await ask(checked.at, 'DELETE', { cookie: stranger.cookie })).status).toBe(404)
  const said = (await (await ask(checked.at, 'DELETE', { cookie: mara.cookie })).json()) as Record<string, number>
  expect(said.bytes).toBeGreaterThan(1000)
  expect(said.packets).toBeGreaterThan(10)
  expect(said.packetsLost).toBe(0)
  expect((await ask(checked.at, 'DELETE', { cookie: mara.cookie })).status).toBe(404)
  await camera.done()
}, 30_000)

describe('at the door', () => {
  test('a wrong key, an unknown room and a held room each hear their sentence', async () => {
    const wrong = await ask(
      `/whip/${mara.room}`,
      'POST',
      { ...sdp, authorization: 'Bearer flaaaaaaaaaaaaaaaaaaaaaaaaaa' },
      OFFER,
    )
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('content-type')).toBe('application/problem+json')
    const said = (await wrong.json()) as { word: string; detail: string }
    expect(said.word).toBe('key')
    expect(said.detail).toContain('stream key')
    expect(
      (await ask('/whip/nobody-here', 'POST', { ...sdp, authorization: `Bearer ${mara.key}` }, OFFER)).status,
    ).toBe(401)
    expect(
      (await ask('/whip/Not%20a%20room', 'POST', { ...sdp, authorization: `Bearer ${mara.key}` }, OFFER)).status,
    ).toBe(401)
    expect((await ask(`/whip/${mara.room}`, 'POST', sdp, OFFER)).status).toBe(401)
    const held = house.performer('juno')
    house.media.admit({ name: held.room, keys: [], refuse: null, heldUntil: Date.now() + 60_000 })
    const refused = await ask('/studio/whip', 'POST', { ...sdp, cookie: held.cookie }, OFFER)
    expect(refused.status).toBe(403)
    expect(((await refused.json()) as { word: string }).word).toBe('held')
    await until('the studio page says so', () => stage(house.world, held.room).refused?.word === 'held')
  })

  test('only a performer publishes from the studio, and only from our own pages', async () => {
    expect((await ask('/studio/whip', 'POST', sdp, OFFER)).status).toBe(401)
    const member = house.account('somebody')
    expect((await ask('/studio/whip', 'POST', { ...sdp, cookie: member.cookie }, OFFER)).status).toBe(403)
    const foreign = await ask(
      '/studio/whip',
      'POST',
      { ...sdp, cookie: mara.cookie, 'sec-fetch-site': 'cross-site' },
      OFFER,
    )
    expect(foreign.status).toBe(403)
  })

  test('an offer that is too large, of another type or broken is refused with a reason', async () => {
    const cookie = house.performer('ines').cookie
    const post = (headers: Record<string, string>, body: string | ReadableStream) =>
      ask('/studio/whip/test', 'POST', { cookie, ...headers }, body)
    expect((await post(sdp, `${OFFER}a=${'x'.repeat(65 * 1024)}`)).status).toBe(413)
    const endless = new ReadableStream({
      start(to) {
        for (let i = 0; i < 100; i++) to.enqueue(new TextEncoder().encode('v=0\r\n'.repeat(1000)))
        to.close()
      },
    })
    expect((await post(sdp, endless)).status).toBe(413)
    expect((await post({ 'content-type': 'text/plain' }, OFFER)).status).toBe(415)
    expect((await post(sdp, 'hello')).status).toBe(400)
    const broken = await post(sdp, OFFER)
    expect(broken.status).toBe(400)
    const said = (await broken.json()) as { detail: string; word: string }
    expect(said.word).toBe('offer')
    expect(JSON.stringify(said)).not.toContain('127.0.0.1')
  })

  test('ten offers a minute, then a pause', async () => {
    const cookie = house.performer('otto').cookie
    const tries: number[] = []
    for (let i = 0; i < 12; i++) tries.push((await ask('/studio/whip', 'POST', { ...sdp, cookie }, 'x')).status)
    expect(tries.slice(0, 10)).toEqual(Array(10).fill(400))
    expect(tries.slice(10)).toEqual([429, 429])
  })

  test('other methods are not taken, and OPTIONS is ours', async () => {
    for (const path of ['/studio/whip', '/studio/whip/test', `/whip/${mara.room}`, '/rtc/AAAAAAAAAAAAAAAAAAAAAA']) {
      for (const method of ['GET', 'HEAD', 'PUT']) expect((await ask(path, method)).status).toBe(405)
      const options = await ask(path, 'OPTIONS')
      expect(options.status).toBe(204)
      expect(options.headers.get('allow')).toContain('OPTIONS')
      expect(options.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('a session that nobody opened is not there', async () => {
    const sid = '/rtc/AAAAAAAAAAAAAAAAAAAAAA'
    expect((await ask(sid, 'DELETE')).status).toBe(404)
    const fragment = { 'content-type': 'application/trickle-ice-sdpfrag' }
    expect((await ask(sid, 'PATCH', fragment, 'a=ice-ufrag:x\r\n')).status).toBe(404)
    expect((await ask(sid, 'PATCH', sdp, OFFER)).status).toBe(415)
    expect((await ask(sid, 'PATCH', fragment, `a=${'x'.repeat(65 * 1024)}`)).status).toBe(413)
  })
})

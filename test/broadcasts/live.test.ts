import { afterEach, describe, expect, test } from 'bun:test'
import { audience, feedReady, finished, givePass, lost, online, pause, stalled } from '../../src/broadcasts/index.ts'
import { tellViewers } from '../../src/broadcasts/live.tsx'
import { openSite, studio } from '../help/playing.ts'
import { until } from '../help/site.ts'

const FEED = {
  id: 'a'.repeat(26),
  outs: [{ name: 'src', hls: true, whep: true, hlsSound: true, whepSound: true }],
}

const running: (() => void)[] = []
afterEach(() => {
  for (const stop of running.splice(0)) stop()
})

/** The site on a free port, with sockets that reach their pages. */
function house() {
  const site = studio()
  const { world, told } = site
  const server = openSite(site, running)
  const { account: mara, room: here } = site.mara
  const room = here.name
  const origin = `http://127.0.0.1:${server.port}`

  function sit(headers: Record<string, string> = {}, path = `/rooms/${room}/live`) {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, {
      headers: { origin, ...headers },
    } as unknown as string[])
    const seat = { socket, frames: [] as string[], closed: 0, opened: false }
    socket.onopen = () => {
      seat.opened = true
    }
    // What was told close together comes as one.
    socket.onmessage = event => seat.frames.push(...String(event.data).split(/(?=<fl-media )/))
    socket.onclose = event => {
      seat.closed = event.code
    }
    running.push(() => socket.close())
    return seat
  }
  const first = async (seat: ReturnType<typeof sit>) => await until('the first frame', () => seat.frames[0])
  const goLive = () => {
    online(world, told.broadcasts, room, 'rtmp')
    feedReady(world, told.broadcasts, room, FEED)
  }
  return {
    ...site,
    room,
    mara,
    sit,
    first,
    goLive,
    cookieOf: (visit: { jar: Map<string, string> }) =>
      [...visit.jar].map(([name, value]) => `${name}=${value}`).join('; '),
  }
}

const attribute = (frame: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(frame)?.[1] ?? ''

describe('the socket of a room', () => {
  test('says first how the stage is, with a seat of its own that gets a pass', async () => {
    const it = house()
    it.goLive()
    const [one, two] = [it.sit(), it.sit()]
    const frame = await it.first(one)
    expect(frame).toStartWith('<fl-media id="media"')
    expect(attribute(frame, 'feed')).toBe(FEED.id)
    expect(attribute(frame, 'state')).toBe('live')
    const seat = attribute(frame, 'seat')
    expect(seat.length).toBeGreaterThan(20)
    expect(attribute(await it.first(two), 'seat')).not.toBe(seat)
    expect(givePass(it.world, { room: it.room, seat, account: null, session: null, counted: true }).ok).toBe(true)
  })

  test('tells each change of the stage once, to everybody in the room, and no seat with it', async () => {
    const it = house()
    const { world, told, room } = it
    const seats = [it.sit(), it.sit()]
    for (const seat of seats) await it.first(seat)
    const last = async (state: string) => {
      for (const seat of seats) {
        const frame = await until(state, () => seat.frames.find(each => attribute(each, 'state') === state))
        if (frame !== seat.frames[0]) expect(attribute(frame, 'seat')).toBe('')
      }
      return seats[0]!.frames.at(-1)!
    }
    it.goLive()
    expect(attribute(await last('live'), 'outs')).toBe('src:hls+sound,whep+sound')
    stalled(world, told.broadcasts, room)
    expect(await last('stalled')).toContain('stands still')
    lost(world, told.broadcasts, room)
    const away = await last('away')
    expect(away).toContain('Back in a moment')
    expect(attribute(away, 'feed')).toBe('')
    finished(world, told.broadcasts, room, 'stopped')
    await until('dark', () => seats[0]!.frames.at(-1)!.includes('The stage is dark'))
  })

  test('a pause covers the picture and keeps the feed', async () => {
    const it = house()
    it.goLive()
    const seat = it.sit()
    await it.first(seat)
    pause(it.world, it.told.broadcasts, it.room, true)
    const frame = await until('the pause', () => seat.frames.find(each => each.includes('takes a break')))
    expect(attribute(frame, 'feed')).toBe(FEED.id)
    expect(frame).toMatch(/<fl-media[^>]* paused/)
  })

  test('answers a sign of life', async () => {
    const it = house()
    const seat = it.sit()
    await it.first(seat)
    seat.socket.send('.')
    await until('the answer', () => seat.frames.at(-1) === '.')
  })

  test('ends a flood', async () => {
    const it = house()
    const seat = it.sit()
    await it.first(seat)
    for (let n = 0; n < 30; n++) seat.socket.send('.')
    expect(await until('the end', () => seat.closed)).toBe(1008)
  })

  test('bears a sign of life every second for ever', async () => {
    const it = house()
    const seat = it.sit()
    await it.first(seat)
    for (let n = 1; n <= 25; n++) {
      it.world.clock.pass(1000)
      seat.socket.send('.')
      await until(`answer ${n}`, () => seat.frames.filter(frame => frame === '.').length === n)
    }
    expect(seat.closed).toBe(0)
  })

  test('a frame of more than four kilobytes ends it', async () => {
    const it = house()
    const seat = it.sit()
    await it.first(seat)
    seat.socket.send('x'.repeat(5000))
    expect(await until('the end', () => seat.closed)).toBeGreaterThan(1000)
  })

  test('another origin and rooms that are not there do not open', async () => {
    const it = house()
    const wrong = [
      it.sit({ origin: 'https://elsewhere.example' }),
      it.sit({ origin: 'null' }),
      it.sit({}, '/rooms/nobody-here/live'),
      it.sit({}, '/rooms/%2e%2e/live'),
    ]
    for (const seat of wrong) {
      await until('the refusal', () => seat.closed)
      expect(seat.opened).toBe(false)
    }
  })

  test('a sign-out ends the sockets of that session and no other', async () => {
    const it = house()
    const kestrel = it.person('kestrel')
    const visit = it.signedIn(kestrel)
    const own = it.sit({ cookie: it.cookieOf(visit) })
    const other = it.sit()
    await it.first(own)
    await it.first(other)
    it.world.presence.close(`account:${kestrel.id}`, 4403, 'sanctioned')
    expect(await until('the end', () => own.closed)).toBe(4403)
    expect(other.closed).toBe(0)
  })

  test('one sign-in opens so many pages and no more, until it closes some', async () => {
    const it = house()
    const cookie = [...it.signedIn(it.person('lena')).jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const open = Array.from({ length: 24 }, () => it.sit({ cookie }))
    for (const seat of open) await it.first(seat)
    const extra = it.sit({ cookie })
    await until('it is refused', () => extra.closed !== 0)
    expect(extra.opened).toBe(false)
    await it.first(it.sit())
    open[0]!.socket.close()
    await until('it is gone', () => it.world.presence.count(`room:${it.room}`) === 24)
    await it.first(it.sit({ cookie }))
  })
  test('a network opens so many and no more', async () => {
    const it = house()
    for (let n = 0; n < 2000; n++) {
      const seat = { send() {}, close() {} }
      it.world.presence.join(seat, 'room:elsewhere', ['network:127.0.0.0/24'])
    }
    const extra = it.sit()
    await until('it is refused', () => extra.closed !== 0)
    expect(extra.opened).toBe(false)
  })
  test('a page that closed is gone: its seat gets no pass', async () => {
    const it = house()
    it.goLive()
    const seat = it.sit()
    const id = attribute(await it.first(seat), 'seat')
    expect(audience.here(it.world, it.room)).toBe(1)
    seat.socket.close()
    await until('it is gone', () => audience.here(it.world, it.room) === 0)
    const asks = { room: it.room, seat: id, account: null, session: null, counted: true }
    expect(givePass(it.world, asks)).toEqual({ ok: false, why: 'no-seat' })
  })
})

test('the number of viewers is told when it changed, and not again', async () => {
  const it = house()
  it.goLive()
  const seat = it.sit()
  const id = attribute(await it.first(seat), 'seat')
  const counts = () =>
    seat.frames.slice(1).flatMap(frame => [...frame.matchAll(/<b id="viewers">(\d+)</g)].map(found => found[1]))
  tellViewers(it.world)
  await until('nobody yet', () => counts().at(-1) === '0')
  givePass(it.world, { room: it.room, seat: id, account: null, session: null, counted: true })
  tellViewers(it.world)
  await until('one', () => counts().at(-1) === '1')
  tellViewers(it.world)
  seat.socket.send('.')
  await until('the answer to what was sent after', () => seat.frames.at(-1) === '.')
  expect(counts()).toEqual(['0', '1'])
})

describe('the sockets of pages that only hear', () => {
  for (const path of ['/notices/live', '/studio/live', '/studio/tips/live']) {
    test(`${path} is closed with its session, and leaves its seat`, async () => {
      const it = house()
      const cookie = it.cookieOf(it.signedIn(it.mara))
      const open = () => it.sit({ cookie }, path)
      const held = () => it.world.presence.held(`account:${it.mara.id}`)
      const [one, two] = [open(), open()]
      for (const seat of [one, two]) await it.first(seat)
      expect(held()).toBe(2)
      one!.socket.close()
      await until('one left', () => held() === 1)
      it.world.presence.close(`account:${it.mara.id}`, 1008, 'signed out')
      await until('the other closed', () => two!.closed === 1008)
      await until('nobody left', () => held() === 0)
    })
  }
})

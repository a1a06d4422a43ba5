import { afterEach, beforeEach, expect, test } from 'bun:test'
import type { DoorRoom, PublishWord } from '../../src/base/ports.ts'
import { Door } from '../../src/media/door.ts'
import { HandClock, seededIds } from '../help/world.ts'
import { newKey, sha256 } from './help.ts'

const KEY = newKey()
let clock: HandClock
let door: Door
let intended: string[]
let refused: string[]
let relayed: string[]
let pingPong: string[]

const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => quiet,
  errorsLastHour: () => 0,
  lastErrors: () => [],
}

beforeEach(() => {
  clock = new HandClock()
  intended = []
  refused = []
  relayed = []
  pingPong = []
  door = new Door({
    clock,
    ids: seededIds(),
    log: quiet,
    intended: (room, protocol, source) => intended.push(`${room} ${protocol} ${source ?? '-'}`),
    refused: (room, word, protocol) => refused.push(`${room} ${word} ${protocol}`),
    relayed: (who, session) => relayed.push(`${who} ${session}`),
    pingPong: room => pingPong.push(room),
  })
  admit()
})
afterEach(() => door.stop())

function admit(change: Partial<DoorRoom> = {}) {
  door.admit({ name: 'mira', keys: [{ sha256: sha256(KEY), until: null }], refuse: null, heldUntil: 0, ...change })
}

const question = (change: Record<string, unknown> = {}) => ({
  ip: '198.51.100.7',
  user: '',
  password: KEY,
  token: KEY,
  action: 'publish',
  path: 'live/mira',
  protocol: 'rtmp',
  id: 'c1',
  query: `pass=${KEY}`,
  userAgent: '',
  ...change,
})
const ask = (change: Record<string, unknown> = {}) => door.answer(question(change))

test('the right key opens its own room, over RTMP and SRT', () => {
  expect(ask()).toBeNull()
  expect(ask({ protocol: 'srt', id: 'c2' })).toBeNull()
  expect(intended).toEqual(['mira rtmp -', 'mira srt -'])
})

test('everything else is refused, the reads above all: the public ports serve them too', () => {
  door.admit({ name: 'juno', keys: [{ sha256: sha256(newKey()), until: null }], refuse: null, heldUntil: 0 })
  const never: Record<string, unknown>[] = [
    { password: '' },
    { password: newKey() },
    { password: sha256(KEY) },
    { password: `${KEY} ` },
    { password: KEY.toUpperCase() },
    { path: 'live/juno' },
    { path: 'live/nobody' },
    { path: 'live/mira/2' },
    { path: 'live/mira/720' },
    { path: 'live/mira/' },
    { path: 'live/../live/mira' },
    { path: 'feed/aaaaaaaaaaaaaaaaaaaaaaaaaa/src' },
    { action: 'read' },
    { action: 'playback' },
    { action: 'api' },
    { action: 'read', protocol: 'srt' },
    { action: 'read', protocol: 'hls' },
    { protocol: 'hls' },
    { protocol: 'moq' },
    { protocol: 'webrtc' },
    { protocol: 'rtsp' },
    { protocol: 'rtsp', ip: '127.0.0.1' },
    { protocol: '' },
    { path: 7 },
    { password: null },
  ]
  for (const change of never) {
    clock.pass(120_000)
    expect([change, ask(change)]).toEqual([change, 'key'])
  }
  for (const broken of [null, 7, 'text', [], {}]) expect(door.answer(broken)).toBe('key')
  expect(intended).toEqual([])
})

test('a replaced key lives until its end', () => {
  const next = newKey()
  admit({
    keys: [
      { sha256: sha256(KEY), until: clock.now() + 600_000 },
      { sha256: sha256(next), until: null },
    ],
  })
  expect(ask()).toBeNull()
  expect(ask({ password: next })).toBeNull()
  clock.pass(600_001)
  expect(ask()).toBe('key')
  expect(ask({ password: next })).toBeNull()
})

test('the first reason against the room is the word, and it is remembered', () => {
  const words: PublishWord[] = [
    'banned',
    'not-approved',
    'roster-empty',
    'consent-missing',
    'agreement-old',
    'nobody-on-watch',
  ]
  for (const word of words) {
    admit({ refuse: word })
    expect(ask()).toBe(word)
  }
  admit({ heldUntil: clock.now() + 60_000 })
  expect(ask()).toBe('held')
  clock.pass(60_001)
  expect(ask()).toBeNull()
  door.shut()
  expect(ask({ id: 'c9' })).toBe('stopping')
  expect(refused).toEqual([...words, 'held', 'stopping'].map(word => `mira ${word} rtmp`))
  door.forget('mira')
  expect(ask()).toBe('key')
})

test('ten refusals shut an address out for a minute, the right key included, and nobody else', () => {
  for (let i = 0; i < 10; i++) expect(ask({ password: newKey() })).toBe('key')
  expect(ask()).toBe('rate')
  expect(ask({ ip: '198.51.100.8' })).toBeNull()
  clock.pass(59_000)
  expect(ask()).toBe('rate')
  clock.pass(1001)
  expect(ask()).toBeNull()
})

test('nine refusals a minute shut nobody out', () => {
  for (let minute = 0; minute < 5; minute++) {
    for (let i = 0; i < 9; i++) expect(ask({ password: newKey() })).toBe('key')
    clock.pass(60_001)
  }
  expect(ask()).toBeNull()
})

test('a WebRTC nonce is for one action on one path, once, within ten seconds', () => {
  const right = { action: 'publish', path: 'live/mira', protocol: 'webrtc', who: 's1', source: 'browser' } as const
  const offer = (nonce: string, change: Record<string, unknown> = {}) =>
    ask({ protocol: 'webrtc', password: '', token: nonce, ...change })
  expect(offer(door.nonce(right), { path: 'live/juno' })).toBe('key')
  expect(offer(door.nonce(right), { action: 'read' })).toBe('key')
  expect(offer(door.nonce(right), { protocol: 'rtmp' })).toBe('key')
  const late = door.nonce(right)
  clock.pass(10_001)
  expect(offer(late)).toBe('key')
  const once = door.nonce(right)
  expect(offer(once)).toBeNull()
  expect(offer(once)).toBe('key')
  expect(intended).toEqual(['mira webrtc browser'])
  admit({ refuse: 'banned' })
  expect(offer(door.nonce(right))).toBe('banned')
  const rung = { ...right, path: 'live/mira/360' }
  expect(offer(door.nonce(rung), { path: rung.path })).toBe('banned')
  const read = { action: 'read', path: 'feed/aaaaaaaaaaaaaaaaaaaaaaaaaa/src', protocol: 'webrtc', who: 'v1' } as const
  expect(offer(door.nonce(read), { action: 'read', path: read.path })).toBeNull()
})

test('a relay shakes hands once in its ten seconds, from loopback alone', () => {
  const right = { action: 'read', path: 'live/mira', protocol: 'rtsp', who: 'f1' } as const
  const nonce = door.nonce(right)
  const pull = (change: Record<string, unknown> = {}) =>
    ask({ protocol: 'rtsp', action: 'read', ip: '127.0.0.1', password: nonce, token: '', ...change })
  expect(pull({ password: '', id: 'conn' })).toBe('key')
  expect(pull({ ip: '198.51.100.7' })).toBe('key')
  expect(pull({ path: 'live/juno' })).toBe('key')
  expect(pull({ id: 'conn' })).toBeNull()
  expect(pull({ id: 'session' })).toBeNull()
  // Whoever read it among the arguments of the relay.
  expect(pull({ id: 'thief' })).toBe('key')
  const late = door.nonce(right)
  clock.pass(10_001)
  expect(pull({ password: late })).toBe('key')
  expect(relayed).toEqual(['f1 conn', 'f1 session'])
  const bridge = {
    action: 'publish',
    path: 'feed/aaaaaaaaaaaaaaaaaaaaaaaaaa/opus',
    protocol: 'rtsp',
    who: 'b',
  } as const
  const to = { protocol: 'rtsp', ip: '127.0.0.1', path: bridge.path, password: door.nonce(bridge) }
  expect(ask({ ...to, action: 'read' })).toBe('key')
  expect(ask(to)).toBeNull()
  expect(ask(to)).toBe('key')
})

test('the newest encoder wins, but two that fight over a room are parted for a minute', () => {
  const home = { ip: '198.51.100.7' }
  const away = { ip: '203.0.113.9' }
  expect(ask({ ...home, id: 'a' })).toBeNull()
  expect(ask({ ...away, id: 'b' })).toBeNull()
  expect(ask({ ...home, id: 'c' })).toBeNull()
  expect(pingPong).toEqual([])
  expect(ask({ ...away, id: 'd' })).toBeNull()
  expect(pingPong).toEqual(['mira'])
  expect(ask({ ...home, id: 'e' })).toBe('held')
  expect(ask({ ...away, id: 'f' })).toBeNull()
  clock.pass(60_001)
  expect(ask({ ...home, id: 'g' })).toBeNull()
})

test('one encoder that keeps coming back is no fight', () => {
  for (let i = 0; i < 8; i++) expect(ask({ id: `again ${i}` })).toBeNull()
  expect(pingPong).toEqual([])
})

test('over HTTP: a body that is no question, another path or method, and a flood', async () => {
  const post = (body: string, url = door.url) => fetch(url, { method: 'POST', body })
  expect((await post(JSON.stringify(question()))).status).toBe(204)
  const no = await post(JSON.stringify(question({ password: 'x' })))
  expect([no.status, await no.text()]).toEqual([403, 'key'])
  expect((await post('{')).status).toBe(403)
  expect((await post('x'.repeat(17 * 1024))).status).toBe(413)
  expect((await post('{}', new URL('/', door.url).href)).status).toBe(404)
  expect((await fetch(door.url)).status).toBe(404)
  for (let round = 0; round < 20; round++) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => post(JSON.stringify(question({ password: newKey(), ip: `192.0.2.${i}` })))),
    )
    expect(answers.every(answer => answer.status === 403)).toBe(true)
  }
  expect(ask()).toBeNull()
})

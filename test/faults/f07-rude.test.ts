import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { openHouse } from '../help/house.ts'
import { until } from '../help/site.ts'

const house = await openHouse()
const lena = await house.performer('lena')
const open: Socket[] = []
afterAll(async () => {
  for (const socket of open) socket.destroy()
  await house.done()
})

interface Rude {
  socket: Socket
  /** The last that came, as bytes of one letter each. */
  heard(): string
  isClosed(): boolean
}

function dial(first: string | Buffer): Rude {
  const socket = connect(house.http, '127.0.0.1')
  open.push(socket)
  let heard = ''
  let closed = false
  socket.on('connect', () => socket.write(first))
  socket.on('data', bytes => {
    heard = (heard + bytes.toString('latin1')).slice(-20_000)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
  })
  return { socket, heard: () => heard, isClosed: () => closed }
}

const HOST = `Host: 127.0.0.1:${house.http}\r\n`
const UPGRADE =
  `GET /rooms/${lena.room}/live HTTP/1.1\r\n${HOST}Origin: ${house.url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'

/** RFC 6455, 5.2: one frame of a client. */
function frame(op: number, payload: Buffer, { fin = true, rsv = 0, mask = true } = {}): Buffer {
  const size = payload.length
  const length =
    size < 126
      ? Buffer.from([size])
      : size < 65_536
        ? Buffer.from([126, size >> 8, size & 255])
        : Buffer.from([127, 0, 0, 0, 0, size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255])
  const head = Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | rsv | op]), length])
  if (!mask) return Buffer.concat([head, payload])
  head[1]! |= 0x80
  const key = Buffer.from([1, 2, 3, 4])
  return Buffer.concat([head, key, payload.map((byte, i) => byte ^ key[i % 4]!)])
}

const text = (words: string, more = {}) => frame(1, Buffer.from(words), more)

/** Sends until the house hangs up. */
async function hangsUp(what: string, rude: Rude, send: () => Buffer | string, everyMs = 5): Promise<void> {
  const timer = setInterval(() => rude.socket.writable && rude.socket.write(send()), everyMs)
  try {
    await until(`the house hangs up: ${what}`, rude.isClosed, 60_000)
  } finally {
    clearInterval(timer)
  }
}

async function socket(extra = ''): Promise<Rude> {
  const rude = dial(`${UPGRADE}${extra}\r\n`)
  await until('the socket is open', () => rude.heard().includes('seat='))
  return rude
}

const honest = async () => {
  const answer = await fetch(`${house.url}/rooms/${lena.room}`)
  expect(answer.status).toBe(200)
  await answer.text()
}

const memoryMib = () => {
  const status = readFileSync(`/proc/${house.child().pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
}

let before = 0
beforeAll(async () => {
  for (let i = 0; i < 20; i++) await honest()
  before = memoryMib()
})
/** Nobody outside makes the house grow by more than this, all of it together. */
const GROWTH_MIB = 200

describe('a request that never ends', () => {
  test('in its head, in its body, or that never begins: let go, while others are served', async () => {
    const slow = [
      hangsUp('a head letter by letter', dial(`GET / HTTP/1.1\r\n${HOST}X-Slow: `), () => 'x', 500),
      hangsUp('a head line by line', dial(`GET / HTTP/1.1\r\n${HOST}`), () => 'X-Slow: yes\r\n', 500),
    ]
    const form = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\n'
    const body = dial(`POST /report HTTP/1.1\r\n${HOST}Sec-Fetch-Site: same-origin\r\n${form}`)
    slow.push(hangsUp('a body letter by letter', body, () => 'a', 500))
    const silent = Array.from({ length: 1000 }, () => dial(''))
    for (let i = 0; i < 40; i++) await honest()
    await Promise.all(slow)
    expect(body.heard()).toContain('HTTP/1.1 408')
    await until('the silent are let go', () => silent.every(one => one.isClosed()), 60_000)
  })

  test('a head as long as a book', async () => {
    const rude = dial(`GET / HTTP/1.1\r\n${HOST}X-Long: `)
    await hangsUp('long head', rude, () => 'x'.repeat(16_384), 1)
  })
})

describe('a socket that breaks the rules', () => {
  const BROKEN: [name: string, bytes: Buffer][] = [
    ['a frame of 16 MB', text('a'.repeat(16 * 1024 * 1024))],
    ['a compressed frame that nobody agreed on', text('abc', { rsv: 0x40 })],
    ['a frame without its mask', text('abc', { mask: false })],
    ['letters that are none', frame(1, Buffer.from([0xff, 0xfe]))],
    ['a kind of frame that does not exist', frame(3, Buffer.from('abc'))],
    ['a sign of life with a book in it', frame(9, Buffer.alloc(200))],
    ['a piece that continues nothing', frame(0, Buffer.from('abc'))],
    ['a piece of something that was not finished', Buffer.concat([text('a', { fin: false }), text('b')])],
  ]
  for (const [name, bytes] of BROKEN) {
    test(name, async () => {
      const rude = await socket('Sec-WebSocket-Extensions: permessage-deflate\r\n')
      rude.socket.write(bytes)
      await until('the house hangs up', rude.isClosed)
    })
  }

  test('pieces without an end', async () => {
    const rude = await socket()
    rude.socket.write(text('a'.repeat(100), { fin: false }))
    await hangsUp('endless pieces', rude, () => frame(0, Buffer.alloc(100, 97), { fin: false }))
  })

  test('a flood of frames of one letter', async () => {
    await hangsUp('one-letter frames', await socket(), () => text('x'))
  })

  test('a flood of signs of life', async () => {
    await hangsUp('pings', await socket(), () => frame(9, Buffer.from('p')))
  })

  test('a flood of acts that need work, from somebody who reads no answer', async () => {
    const rude = await socket()
    rude.socket.pause()
    const act = text(JSON.stringify({ act: 'chat', text: 'x'.repeat(3000), key: 'k' }))
    for (let i = 0; i < 200; i++) rude.socket.write(act)
    await honest()
    // Whoever does not read hears nothing of the end.
    rude.socket.resume()
    await until('the house hangs up', rude.isClosed)
  })

  test('what is no JSON, or no act, is answered in words and harms nobody', async () => {
    const rude = await socket()
    for (const words of [
      '{',
      '[]',
      'null',
      '7',
      '{"act":7}',
      '{"act":"__proto__"}',
      '{"act":"constructor"}',
      '{"__proto__":{"act":"chat"}}',
    ])
      rude.socket.write(text(words))
    const seen = rude.heard().length
    await until('there is an answer', () => rude.heard().length > seen)
    await honest()
    expect(rude.isClosed()).toBe(false)
  })
})

test('all of it together leaves the house as large as it was', () =>
  expect(memoryMib() - before).toBeLessThan(GROWTH_MIB))

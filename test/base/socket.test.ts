import { afterAll, expect, test } from 'bun:test'
import { cameTo, hearing, isSocket, type Sitting, sit } from '../../src/base/realtime/socket.ts'
import { until } from '../help/site.ts'

const faults: unknown[] = []
const said: (string | Uint8Array)[] = []
let closed = 0
const sittings: Record<string, Sitting> = {
  '/good': {
    opened: socket => socket.send('hello'),
    said: frame => void said.push(frame),
    closed: () => void closed++,
  },
  '/bad': {
    opened() {
      throw new Error('no')
    },
    closed: () => void closed++,
  },
}

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, server) {
    cameTo(request, server)
    try {
      sit(request, sittings[new URL(request.url).pathname]!)
    } catch (error) {
      return new Response(null, { status: (error as { status: number }).status })
    }
    return isSocket(request) ? undefined : new Response('no socket')
  },
  websocket: hearing(error => void faults.push(error)) as never,
})
afterAll(() => server.stop(true))

const open = (path: string) => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`)
  const page = { socket, frames: [] as string[], code: 0 }
  socket.onmessage = event => void page.frames.push(String(event.data))
  socket.onclose = event => {
    page.code = event.code
  }
  return page
}

test('a request becomes the socket that its sitting hears', async () => {
  const page = open('/good')
  await until('hello', () => page.frames[0] === 'hello')
  page.socket.send('text')
  page.socket.send(new Uint8Array([1, 2]))
  await until('both frames', () => said.length === 2)
  expect(said[0]).toBe('text')
  expect(said[1]).toBeInstanceOf(Uint8Array)
  page.socket.close()
  await until('the end', () => closed === 1)
})

test('a sitting that fails is told of, and ends its own socket alone', async () => {
  const beside = open('/good')
  await until('hello', () => beside.frames.length === 1)
  const page = open('/bad')
  await until('its end', () => page.code === 1011)
  expect(faults).toHaveLength(1)
  expect(beside.socket.readyState).toBe(WebSocket.OPEN)
  beside.socket.close()
})

test('what asks for no socket becomes none', async () => {
  expect((await fetch(`http://127.0.0.1:${server.port}/good`)).status).toBe(400)
})

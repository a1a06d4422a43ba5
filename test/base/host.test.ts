import { expect, test } from 'bun:test'
import { connect } from 'node:net'
import { redirectServer } from '../../src/base/http/redirect.ts'
import { HttpServer, type Served } from '../../src/base/http/server.ts'
import { SocketHub } from '../../src/base/realtime/hub.ts'

/** Byte by byte what a browser would never send. */
const say = (port: number, text: string): Promise<string> =>
  new Promise((answer, fail) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', data => {
      heard += data
    })
    socket.on('end', () => answer(heard))
    socket.on('error', fail)
  })

const asking = (host: string) => `GET /sign-in HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`

const served: Served = {
  fetch(request) {
    if (new URL(request.url).pathname === '/broken') throw new Error('a secret of the source')
    return new Response('a page')
  },
  websocket: { message() {} },
}

test('a Host that is no name is refused, and shows nothing of the source', async () => {
  const server = new HttpServer(served, { host: '127.0.0.1', port: 0 }, new SocketHub())
  expect(server.start(null)).toEqual({ ok: true })
  const plain = redirectServer({
    at: { host: '127.0.0.1', port: 0 },
    to: () => 'https://stage.example',
    refuse: () => new Response('', { status: 403 }),
    challenges: '/nowhere',
  })
  for (const port of [server.port, plain.port!]) {
    for (const host of ['[', 'a b', 'x@evil.example', '', '"><b>', 'a/b', 'a:b', '::1']) {
      const heard = await say(port, asking(host))
      expect([host, heard.slice(0, 12)]).toEqual([host, 'HTTP/1.1 400'])
      expect(heard).not.toMatch(/<script|node_modules|stack|\.ts\b/)
    }
    const heard = await say(port, 'GET /sign-in HTTP/1.0\r\n\r\n')
    expect(heard.slice(0, 12)).toBe('HTTP/1.1 400')
  }
  for (const host of ['localhost', 'localhost:8420', '[::1]:8420', '127.0.0.1', 'stage.example', 'x']) {
    expect([host, (await say(server.port, asking(host))).slice(0, 12)]).toEqual([host, 'HTTP/1.1 200'])
    expect([host, (await say(plain.port!, asking(host))).slice(0, 12)]).toEqual([host, 'HTTP/1.1 308'])
  }
  await server.stop(0)
  await plain.stop(true)
})

test('what throws outside the app is told to the log, not to whoever asked', async () => {
  const faults: unknown[] = []
  const fault = (error: unknown) => void faults.push(error)
  const server = new HttpServer({ ...served, fault }, { host: '127.0.0.1', port: 0 }, new SocketHub())
  expect(server.start(null)).toEqual({ ok: true })
  const answer = await fetch(`http://127.0.0.1:${server.port}/broken`)
  expect(answer.status).toBe(500)
  expect(await answer.text()).toBe('Something here is broken. Try again in a moment.\n')
  expect(faults.map(String)).toEqual(['Error: a secret of the source'])
  await server.stop(0)
})

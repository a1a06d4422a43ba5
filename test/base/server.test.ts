import { expect, test } from 'bun:test'
import { X509Certificate } from 'node:crypto'
import { connect } from 'node:tls'
import { selfSigned } from '../../src/base/http/self-signed.ts'
import type { Served } from '../../src/base/http/server.ts'
import { HttpServer, standsFor } from '../../src/base/http/server.ts'
import { SocketHub } from '../../src/base/realtime/hub.ts'
import { until } from '../help/site.ts'
import { seededIds } from '../help/world.ts'

const ids = seededIds()
const pair = () => selfSigned(['localhost', '127.0.0.1'], Date.now(), ids.bytes(16))

const served = (slow?: Promise<void>): Served => ({
  async fetch(request, server) {
    if (request.headers.get('upgrade'))
      return server.upgrade(request, { data: {} } as never) ? (undefined as never) : new Response('', { status: 400 })
    if (request.url.endsWith('/slow')) await slow
    return new Response('ok')
  },
  websocket: { open: socket => void socket.subscribe('room'), message() {} },
})

const shown = (port: number): Promise<string> =>
  new Promise((answer, fail) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      answer(new X509Certificate(socket.getPeerCertificate().raw).serialNumber)
      socket.destroy()
    })
    socket.on('error', fail)
  })

const serialOf = (cert: string) => new X509Certificate(cert).serialNumber

test('a renewed certificate is shown to whoever comes, and nobody who is here is dropped', async () => {
  const hub = new SocketHub()
  const slow = Promise.withResolvers<void>()
  const server = new HttpServer(served(slow.promise), { host: '127.0.0.1', port: 0 }, hub)
  const [first, second] = [pair(), pair()]
  expect(server.start(first)).toEqual({ ok: true })
  const url = `127.0.0.1:${server.port}`
  const heard: string[][] = [[], []]
  const listen = async (into: string[]) => {
    const socket = new WebSocket(`wss://${url}/`, { tls: { rejectUnauthorized: false } } as never)
    let closed = false
    socket.onmessage = event => into.push(String(event.data))
    socket.onclose = () => {
      closed = true
    }
    await new Promise(opened => {
      socket.onopen = opened
    })
    return { socket, isClosed: () => closed }
  }
  const old = await listen(heard[0]!)
  const waiting = fetch(`https://${url}/slow`, { tls: { rejectUnauthorized: false } })
  await until('the slow request has arrived', async () => (await shown(server.port)) === serialOf(first.cert))

  expect(server.replaceCertificate(second)).toEqual({ ok: true })
  await until('the new certificate is shown', async () => (await shown(server.port)) === serialOf(second.cert))
  const fresh = await listen(heard[1]!)
  hub.publish('room', 'hello')
  await until('both hear it', () => heard[0]!.includes('hello') && heard[1]!.includes('hello'))
  slow.resolve()
  expect(await (await waiting).text()).toBe('ok')
  expect(old.isClosed()).toBe(false)

  old.socket.close()
  await until('the old server is gone', () => server.old === 0)
  hub.publish('room', 'again')
  await until('the new one still plays', () => heard[1]!.includes('again'))
  fresh.socket.close()
  await server.stop(100)
})

test('a port that somebody else has is named, not shared', async () => {
  const other = Bun.serve({ hostname: '127.0.0.1', port: 0, reusePort: true, fetch: () => new Response('other') })
  const server = new HttpServer(served(), { host: '127.0.0.1', port: other.port! }, new SocketHub())
  expect(server.start(null)).toMatchObject({ ok: false, why: 'port-taken' })
  expect(await (await fetch(other.url)).text()).toBe('other')
  await other.stop(true)
})

test('a name that stands for no address is told from one that does', async () => {
  expect(await standsFor('127.0.0.1')).toBe(true)
  expect(await standsFor('::1')).toBe(true)
  expect(await standsFor('localhost')).toBe(true)
  expect(await standsFor('nowhere.invalid')).toBe(false)
})

test('an address of another machine is refused', () => {
  const server = new HttpServer(served(), { host: '192.0.2.7', port: 8420 }, new SocketHub())
  expect(server.start(null)).toMatchObject({ ok: false, why: 'no-such-address' })
})

test('a stop lets an answer finish that is under way', async () => {
  const slow = Promise.withResolvers<void>()
  const server = new HttpServer(served(slow.promise), { host: '127.0.0.1', port: 0 }, new SocketHub())
  server.start(null)
  const asked = fetch(`http://127.0.0.1:${server.port}/slow`)
  await until('it is under way', () => fetch(`http://127.0.0.1:${server.port}/`).then(r => r.ok))
  const stopped = server.stop(5000)
  slow.resolve()
  expect(await (await asked).text()).toBe('ok')
  await stopped
})

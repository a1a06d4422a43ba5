import { afterAll, describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Caller, openHouse } from '../help/house.ts'

const house = await openHouse()
afterAll(() => house.done())
const lena = await house.performer('lena')
const tove = await house.member('tove')

interface Route {
  method: string
  path: string
  who: string
}

/** Every route of the product, as the golden table has them. */
const routes: Route[] = readFileSync(join(import.meta.dir, '../golden/routes.txt'), 'utf8')
  .trim()
  .split('\n')
  .map(line => {
    const [method = '', path = '', who = ''] = line.trim().split(/\s+/)
    return { method, path, who }
  })

/** They read no cookie: encoders, callbacks and feeds send neither header (trust.md 12). */
const readsNone = ({ who }: Route) => /^(key:|hook|door|edge)/.test(who)

const filled = (path: string) =>
  path
    .replace(':room', lena.room)
    .replace(/:[a-z_]+\??/gi, 'nobody')
    .replace('*', 'nothing')

const callerFor = ({ who, path }: Route): Caller =>
  /^staff/.test(who) ? house.owner : /performer/.test(who) || path.startsWith('/studio') ? lena.caller : tove

const port = new URL(house.url).port
const FOREIGN: [name: string, headers: Record<string, string>][] = [
  ['another site', { origin: 'https://evil.example' }],
  ['null', { origin: 'null' }],
  ['none', {}],
  ['a sub-domain', { origin: `http://sub.127.0.0.1:${port}` }],
  ['another port', { origin: `http://127.0.0.1:${Number(port) + 1}` }],
  ['another scheme', { origin: `https://127.0.0.1:${port}` }],
  ['upper case', { origin: `HTTP://127.0.0.1:${port}` }],
  ['ours as a prefix', { origin: `http://127.0.0.1:${port}.evil.example` }],
  ['ours with a path', { origin: `http://127.0.0.1:${port}/` }],
  ['two of them', { origin: `http://127.0.0.1:${port} https://evil.example` }],
  ['a site that says so', { 'sec-fetch-site': 'cross-site', origin: `http://127.0.0.1:${port}` }],
  ['a sibling', { 'sec-fetch-site': 'same-site', origin: `http://127.0.0.1:${port}` }],
  ['an address typed', { 'sec-fetch-site': 'none', origin: `http://127.0.0.1:${port}` }],
]

const changing = routes.filter(route => !['GET', 'WS'].includes(route.method) && !readsNone(route))

describe('a change that comes from elsewhere', () => {
  for (const [name, headers] of FOREIGN) {
    test(`${name}: refused by every one of ${changing.length} routes`, async () => {
      const taken: string[] = []
      for (const route of changing) {
        const method = route.method === 'ALL' ? 'PUT' : route.method
        const answer = await callerFor(route).ask(filled(route.path), {
          method,
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: 'x=1',
        })
        const allowed = answer.headers.get('access-control-allow-origin')
        if (answer.status !== 403 || allowed !== null)
          taken.push(`${method} ${route.path}: ${answer.status} ${allowed ?? ''}`)
      }
      expect(taken).toEqual([])
    })
  }

  test('asking first gets no leave either', async () => {
    const given: string[] = []
    for (const route of changing) {
      const { status, headers } = await callerFor(route).ask(filled(route.path), {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      })
      for (const name of headers.keys()) if (name.startsWith('access-control-')) given.push(`${route.path}: ${name}`)
      if (status < 400 && status !== 204) given.push(`${route.path}: ${status}`)
    }
    expect(given).toEqual([])
  })

  test('and reading says to nobody else that it may be read', async () => {
    const reading = routes.filter(route => route.method === 'GET')
    const open: string[] = []
    for (const route of reading) {
      const { headers } = await callerFor(route).ask(filled(route.path), {
        headers: { origin: 'https://evil.example' },
      })
      if (headers.get('access-control-allow-origin') !== null) open.push(route.path)
    }
    expect(open).toEqual([])
  })
})

/** The first line and the headers of what an upgrade is answered. */
function upgrade(path: string, headers: Record<string, string>): Promise<string> {
  return new Promise((answer, fail) => {
    const socket = connect(house.http, '127.0.0.1')
    let got = ''
    socket.on('connect', () => {
      const lines = {
        Host: `127.0.0.1:${port}`,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      }
      const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`)
      socket.write(`GET ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`)
    })
    socket.on('data', bytes => {
      got += bytes.toString('latin1')
      if (got.includes('\r\n\r\n')) {
        socket.destroy()
        answer(got.slice(0, got.indexOf('\r\n\r\n')))
      }
    })
    socket.on('close', () => answer(got))
    socket.on('error', fail)
  })
}

const cookiesOf = (caller: Caller) => [...caller.jar].map(([name, value]) => `${name}=${value}`).join('; ')

describe('a socket that is opened from elsewhere', () => {
  const sockets = routes.filter(route => route.method === 'WS' && !readsNone(route))

  test('there are sockets', () => expect(sockets.length).toBeGreaterThan(1))

  for (const route of sockets) {
    test(`${route.path}: refused before 101 for every foreign origin, open for ours`, async () => {
      const cookie = cookiesOf(callerFor(route))
      const opened: string[] = []
      for (const [name, headers] of FOREIGN) {
        // Chromium sends no Sec-Fetch-* with an upgrade: what claims to be ours by origin alone is ours.
        if ('sec-fetch-site' in headers) continue
        const answer = await upgrade(filled(route.path), { Cookie: cookie, ...headers })
        if (!answer.startsWith('HTTP/1.1 403') || /access-control-allow/i.test(answer))
          opened.push(`${name}: ${answer.split('\r\n')[0]}`)
      }
      expect(opened).toEqual([])
      const ours = await upgrade(filled(route.path), { Cookie: cookie, origin: house.url })
      expect(ours.split('\r\n')[0]).toBe('HTTP/1.1 101 Switching Protocols')
    })
  }
})

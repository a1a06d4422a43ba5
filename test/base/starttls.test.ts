import { afterAll, afterEach, describe, expect, test } from 'bun:test'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { selfSigned } from '../../src/base/http/self-signed.ts'
import { carry, greet, type SmtpServer } from '../../src/base/mail/smtp.ts'

// A mail server that is not ours, with a certificate: what it says of the line is not our own word.

const fresh = selfSigned(['localhost'], Date.now(), new Uint8Array(16).fill(7))
const other = selfSigned(['mail.example.org'], Date.now(), new Uint8Array(16).fill(8))
const PASSWORD = 'the word of the stage'
const MAIL = { to: 'juno@example.org', subject: 'Grüße', text: 'Hello.', html: '<p>Hello.</p>' }

interface Heard {
  /** Who signed in, and whether the line was sealed then. */
  logins: { user: string; password: string; sealed: boolean }[]
  letters: { sealed: boolean; raw: string }[]
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of open.splice(0)) await stop()
})

async function post({ pair = fresh, secure = false, starttls = true } = {}): Promise<Heard & { port: number }> {
  const heard: Heard = { logins: [], letters: [] }
  const server = new SMTPServer({
    ...pair,
    secure,
    logger: false,
    authMethods: ['PLAIN', 'LOGIN'],
    // The most careless server there may be: it takes a password on an open line too.
    allowInsecureAuth: true,
    disabledCommands: starttls ? [] : ['STARTTLS'],
    onAuth({ username, password }, session, answer) {
      heard.logins.push({ user: username ?? '', password: password ?? '', sealed: session.secure })
      if (password === PASSWORD) answer(null, { user: username ?? '' })
      else answer(new Error('no'))
    },
    onData(stream, session, answer) {
      let raw = ''
      stream.on('data', chunk => {
        raw += String(chunk)
      })
      stream.on('end', () => {
        heard.letters.push({ sealed: session.secure, raw })
        answer()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  open.push(() => new Promise<void>(closed => server.close(closed)))
  return { ...heard, port: (server.server.address() as { port: number }).port }
}

/** Stands between and changes what the server says, as somebody on the way may. Keeps all that we say in the clear. */
async function between(port: number, change: (said: string) => string): Promise<{ port: number; said(): string }> {
  let said = ''
  const sockets = new Set<Socket>()
  const server: Server = createServer(near => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    near.on('data', chunk => {
      said += chunk.toString('latin1')
      far.write(chunk)
    })
    far.on('data', chunk => near.write(change(chunk.toString('latin1')), 'latin1'))
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  open.push(
    () =>
      new Promise<void>(closed => {
        for (const socket of sockets) socket.destroy()
        server.close(() => closed())
      }),
  )
  return { port: (server.address() as { port: number }).port, said: () => said }
}

const at = (port: number, more: Partial<SmtpServer> = {}): SmtpServer => ({
  host: 'localhost',
  port,
  security: 'starttls',
  user: 'stage',
  password: PASSWORD,
  from: 'stage@example.org',
  name: 'Harbour Studio',
  ca: fresh.cert,
  ...more,
})

afterAll(() => expect(open).toEqual([]))

describe('a line that has to be sealed', () => {
  test('is sealed before the password and the mail are said', async () => {
    const server = await post()
    const way = await between(server.port, said => said)
    expect(await carry(at(way.port), MAIL)).toMatchObject({ ok: true })
    expect(server.logins).toEqual([{ user: 'stage', password: PASSWORD, sealed: true }])
    expect(server.letters).toMatchObject([{ sealed: true, raw: expect.stringContaining('Hello.') }])
    const clear = way.said().split('STARTTLS\r\n')[0]!
    expect(clear.split('\r\n').map(line => line.split(' ')[0])).toEqual(['EHLO', ''])
    expect(way.said()).not.toContain('juno@example.org')
  })
  test('of TLS from the first byte is so too', async () => {
    const server = await post({ secure: true })
    expect(await carry(at(server.port, { security: 'tls' }), MAIL)).toMatchObject({ ok: true })
    expect([server.logins[0]?.sealed, server.letters[0]?.sealed]).toEqual([true, true])
  })
  test('says nothing where the server offers none', async () => {
    const server = await post({ starttls: false })
    const way = await between(server.port, said => said)
    for (const ask of [carry(at(way.port), MAIL), greet(at(way.port))]) {
      expect(await ask).toMatchObject({ ok: false, why: 'tls' })
    }
    expect([server.logins, server.letters]).toEqual([[], []])
    expect(way.said()).not.toMatch(/AUTH|MAIL FROM/)
  })
  test('is asked for also where somebody on the way takes the offer out', async () => {
    const server = await post()
    const way = await between(server.port, said => said.replace(/250([ -])STARTTLS\r\n/, '250$1XNOTHING\r\n'))
    expect(await carry(at(way.port), MAIL)).toMatchObject({ ok: true })
    expect([server.logins[0]?.sealed, server.letters[0]?.sealed]).toEqual([true, true])
    expect(way.said()).not.toMatch(/AUTH|MAIL FROM|juno/)
  })
  test('says nothing where somebody on the way answers for the server', async () => {
    const server = await post()
    const way = await between(server.port, said =>
      said.startsWith('220 ') && !said.includes('ESMTP')
        ? '454 4.7.0 not now\r\n'
        : said.replace(/250([ -])STARTTLS\r\n/, '250$1XNOTHING\r\n'),
    )
    expect(await carry(at(way.port), MAIL)).toMatchObject({ ok: false, why: 'tls' })
    expect([server.logins, server.letters]).toEqual([[], []])
    expect(way.said()).not.toMatch(/AUTH|MAIL FROM/)
  })
  test('takes no certificate that nobody vouches for, nor one of another name', async () => {
    const server = await post()
    const { ca, ...unknown } = at(server.port)
    expect(ca).toBe(fresh.cert)
    expect(await carry(unknown, MAIL)).toMatchObject({ ok: false, why: 'tls' })
    const foreign = await post({ pair: other })
    expect(await carry(at(foreign.port, { ca: other.cert }), MAIL)).toMatchObject({ ok: false, why: 'tls' })
    expect([server.logins, foreign.logins]).toEqual([[], []])
  })
})

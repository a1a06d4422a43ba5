import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkOutbound, isPublicAddress, outboundWith } from '../../src/base/http/outbound.ts'

const PUBLIC = '93.184.216.34'
const resolves = (...addresses: string[]) => ({ resolve: async () => addresses })

describe('an address', () => {
  // Every way to write this machine, its network or one that is not the public internet.
  const closed = [
    'https://127.0.0.1/',
    'https://127.1/',
    'https://127.0.1/',
    'https://127.255.255.254/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.0.0.1/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://0177.0.0.1/',
    'https://0177.0x0.1/',
    'https://00000177.0.0.1/',
    'https://127.0.0.1./',
    'https://127。0。0。1/',
    'https://１２７.0.0.1/',
    'https://①②⑦.0.0.1/',
    'https://%31%32%37.0.0.1/',
    'https://0/',
    'https://0.0.0.0/',
    'https://0x0/',
    'https://10.0.0.1/',
    'https://10.1/',
    'https://167772161/',
    'https://100.64.0.1/',
    'https://100.127.255.255/',
    'https://169.254.169.254/',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://0251.0376.0251.0376/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.0.1/',
    'https://3232235521/',
    'https://192.0.0.8/',
    'https://192.0.2.1/',
    'https://192.88.99.1/',
    'https://198.18.0.1/',
    'https://198.19.255.255/',
    'https://198.51.100.1/',
    'https://203.0.113.9/',
    'https://224.0.0.1/',
    'https://239.255.255.255/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::127.0.0.1]/',
    'https://[::7f00:1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::ffff:93.184.216.34]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[64:ff9b:1::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[fc00::1]/',
    'https://[fd12:3456::1]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
    'https://[100::1]/',
    'https://[5f00::1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://printer.local/',
    'https://metadata.google.internal/',
    'https://router/',
  ]
  for (const url of closed) {
    test(`${url} is not asked`, async () => {
      expect(await checkOutbound(url)).toEqual({ ok: false, why: 'not-allowed' })
    })
  }
  test('of the public internet is asked', async () => {
    for (const address of [PUBLIC, '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00::1']) {
      expect([address, isPublicAddress(address)]).toEqual([address, true])
    }
  })
  test('with a zone, or none at all, is not one', () => {
    for (const no of ['fe80::1%eth0', '2a00::1%eth0', '', '1.2.3', '1.2.3.4.5', '1::2::3', 'example.org']) {
      expect([no, isPublicAddress(no)]).toEqual([no, false])
    }
  })
})

describe('a name', () => {
  test('is refused when any of its addresses is not public', async () => {
    expect((await checkOutbound('https://push.example.org/', resolves(PUBLIC))).ok).toBe(true)
    expect(await checkOutbound('https://push.example.org/', resolves(PUBLIC, '10.0.0.1'))).toEqual({
      ok: false,
      why: 'not-allowed',
    })
    expect(await checkOutbound('https://push.example.org/', resolves('::1', PUBLIC))).toMatchObject({ ok: false })
  })
  test('is resolved once: the answer that was checked is the one that is connected to', async () => {
    let asked = 0
    const doors = { resolve: async () => (asked++ === 0 ? [PUBLIC] : ['127.0.0.1']) }
    expect(await checkOutbound('https://rebind.example.org/', doors)).toMatchObject({ ok: true, address: PUBLIC })
    expect(asked).toBe(1)
  })
  test('that nobody knows is unreachable', async () => {
    const doors = { resolve: () => Promise.reject(new Error('ENOTFOUND')) }
    expect(await checkOutbound('https://gone.example.org/', doors)).toEqual({ ok: false, why: 'unreachable' })
  })
  test('needs https, no name and password, and a listed port', async () => {
    for (const url of [
      'http://push.example.org/',
      'ftp://push.example.org/',
      'file:///etc/passwd',
      'data:text/plain,x',
      'gopher://push.example.org/',
      'https://somebody@push.example.org/',
      'https://somebody:word@push.example.org/',
      'https://push.example.org:22/',
      'https://push.example.org:8443/',
      'https://push.example.org:6379/',
      'push.example.org',
      '//push.example.org/',
      '',
    ]) {
      expect([url, await checkOutbound(url, resolves(PUBLIC))]).toEqual([url, { ok: false, why: 'not-allowed' }])
    }
  })
})

describe('asking', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footlight-outbound-'))
  const made = Bun.spawnSync([
    ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
    ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem'), '-subj', '/CN=push.example.org'],
    ...['-addext', 'subjectAltName=DNS:push.example.org,DNS:other.example.org'],
  ])
  if (made.exitCode !== 0) throw new Error(made.stderr.toString())
  const cert = readFileSync(join(folder, 'cert.pem'), 'utf8')
  const seen: string[] = []
  const server: Bun.Server<undefined> = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: { cert, key: readFileSync(join(folder, 'key.pem'), 'utf8') },
    fetch(request) {
      const { pathname } = new URL(request.url)
      seen.push(`${request.method} ${request.headers.get('host')} ${pathname}`)
      if (pathname === '/inside') return Response.redirect('https://169.254.169.254/latest', 302)
      if (pathname === '/plain') return Response.redirect('http://push.example.org/', 307)
      if (pathname === '/on') return Response.redirect(`https://other.example.org:${server.port}/there`, 302)
      if (pathname === '/round') return Response.redirect(`https://push.example.org:${server.port}/round`, 302)
      if (pathname === '/silent') return new Promise(() => {})
      if (pathname === '/large') return new Response(new Uint8Array(1024 * 1024 + 1))
      return new Response(`hello ${request.headers.get('host')}`, { status: pathname === '/gone' ? 410 : 200 })
    },
  })
  afterAll(async () => {
    await server.stop(true)
    rmSync(folder, { recursive: true })
  })
  const port = server.port!
  const outbound = outboundWith({
    ca: cert,
    resolve: async () => ['127.0.0.1'],
    admits: (address, at) => address === '127.0.0.1' && at === port,
  })
  const ask = (path: string, host = 'push.example.org') => outbound({ url: `https://${host}:${port}${path}` })

  test('connects to the checked address under the name that was asked for', async () => {
    const answer = await ask('/hello')
    expect(answer).toMatchObject({ ok: true, status: 200 })
    expect(new TextDecoder().decode(answer.ok ? answer.body : undefined)).toBe(`hello push.example.org:${port}`)
  })
  test('wants the certificate of that name', async () => {
    expect(await ask('/hello', 'stranger.example.org')).toEqual({ ok: false, why: 'unreachable' })
  })
  test('follows a redirect that is allowed, and checks each', async () => {
    expect(await ask('/on')).toMatchObject({ ok: true, status: 200 })
    expect(seen.at(-1)).toBe(`GET other.example.org:${port} /there`)
    expect(await ask('/inside')).toEqual({ ok: false, why: 'not-allowed' })
    expect(await ask('/plain')).toEqual({ ok: false, why: 'not-allowed' })
  })
  test('goes in no circle', async () => {
    seen.length = 0
    expect(await ask('/round')).toEqual({ ok: false, why: 'bad-answer' })
    expect(seen).toHaveLength(4)
  })
  test('what is posted is not carried on', async () => {
    expect(await outbound({ url: `https://push.example.org:${port}/on`, method: 'POST', body: 'x' })).toEqual({
      ok: false,
      why: 'bad-answer',
    })
  })
  test('reads a mebibyte and no more', async () => {
    expect(await ask('/large')).toEqual({ ok: false, why: 'too-large' })
  })
  test('whoever says nothing is left after the time that the caller has', async () => {
    const url = `https://push.example.org:${port}/silent`
    expect(await outbound({ url, withinMs: 100 })).toEqual({ ok: false, why: 'timeout' })
  })
  test('an answer that says no is an answer', async () => {
    expect(await ask('/gone')).toMatchObject({ ok: true, status: 410 })
  })
})

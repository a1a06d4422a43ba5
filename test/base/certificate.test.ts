import { afterAll, expect, test } from 'bun:test'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificateFacts, covers, readPair, tryOutPair } from '../../src/base/http/certificate.ts'
import { selfSigned } from '../../src/base/http/self-signed.ts'
import { seededIds } from '../help/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'footlight-tls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NOW = Date.UTC(2026, 10, 21)
const serial = () => seededIds().bytes(16)
const pair = selfSigned(['localhost', '127.0.0.1', '::1', '*.stage.example'], NOW, serial())

test('a certificate of our own is one that others read', () => {
  const x509 = new X509Certificate(pair.cert)
  expect(x509.verify(x509.publicKey)).toBe(true)
  expect(x509.checkHost('localhost')).toBe('localhost')
  expect(x509.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(x509.ca).toBe(false)
  expect(Date.parse(x509.validTo) - NOW).toBe(397 * 86_400_000)
})

test('a serial number is positive whatever chance brings', () => {
  for (const first of [0x00, 0x7f, 0x80, 0xff]) {
    const bytes = new Uint8Array(16).fill(9)
    bytes[0] = first
    expect(new X509Certificate(selfSigned(['a.example'], NOW, bytes).cert).serialNumber).toMatch(/^[4-7]/)
  }
})

test('a browser that trusts it gets an answer over TLS', async () => {
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, tls: pair, fetch: () => new Response('hello') })
  const answer = await fetch(`https://localhost:${server.port}/`, { tls: { ca: pair.cert } })
  expect(await answer.text()).toBe('hello')
  await server.stop(true)
})

test('a wildcard covers one label', () => {
  const facts = certificateFacts(pair.cert)!
  expect(covers(facts, 'a.stage.example')).toBe(true)
  expect(covers(facts, 'A.Stage.Example')).toBe(true)
  expect(covers(facts, 'stage.example')).toBe(false)
  expect(covers(facts, 'a.b.stage.example')).toBe(false)
})

test('a pair that does not fit is refused with the reason', () => {
  const other = selfSigned(['localhost'], NOW, serial())
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const cert = file('c.pem', pair.cert)
  const key = file('k.pem', pair.key)
  expect(readPair(cert, key).ok).toBe(true)
  const said = (c: string, k: string) => {
    const read = readPair(c, k)
    return read.ok ? '' : read.say.replaceAll(folder, '')
  }
  expect(said(cert, file('o.pem', other.key))).toBe('The key in /o.pem does not belong to the certificate in /c.pem.')
  expect(said(file('n.pem', 'nonsense'), key)).toBe('/n.pem holds no certificate in PEM.')
  expect(said(cert, file('n.pem', 'nonsense'))).toBe(
    '/n.pem holds no private key in PEM, or one with a pass phrase. Write it without.',
  )
  expect(said(join(folder, 'none.pem'), key)).toBe('--tls-cert names /none.pem, which does not exist.')
})

test('the try-out certificate is kept until a name is missing or its end is near', () => {
  const first = tryOutPair(folder, 'stage.example', NOW, serial)
  expect(tryOutPair(folder, 'stage.example', NOW, serial).cert).toBe(first.cert)
  const renamed = tryOutPair(folder, 'other.example', NOW, serial)
  expect(renamed.cert).not.toBe(first.cert)
  expect(tryOutPair(folder, 'other.example', NOW + 380 * 86_400_000, serial).cert).not.toBe(renamed.cert)
})

import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { isIP } from 'node:net'
import type { Pair } from './certificate.ts'

const DAY_MS = 86_400_000

/**
 * A certificate for a try-out, made here: browsers warn of it once. ECDSA on P-256, X.509 version 3 with the names it is for.
 * Source: RFC 5280 (the certificate), RFC 5758 (ecdsa-with-SHA256).
 */
export function selfSigned(names: string[], now: number, serial: Uint8Array): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const ecdsaSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const subject = sequence(set(sequence(oid(0x55, 0x04, 0x03), utf8('Footlight try-out'))))
  const san = sequence(
    ...names.map(name => (isIP(name) ? tlv(0x87, addressBytes(name)) : tlv(0x82, Buffer.from(name, 'latin1')))),
  )
  const keyId = createHash('sha1').update(spki).digest()
  const extensions = sequence(
    extension([0x55, 0x1d, 0x11], san),
    extension([0x55, 0x1d, 0x13], sequence(), true),
    extension([0x55, 0x1d, 0x0e], tlv(0x04, keyId)),
    extension([0x55, 0x1d, 0x25], sequence(oid(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01))),
  )
  const body = sequence(
    tlv(0xa0, integer(Uint8Array.of(2))),
    integer(positive(serial)),
    ecdsaSha256,
    subject,
    sequence(time(now - DAY_MS), time(now + 397 * DAY_MS)),
    subject,
    spki,
    tlv(0xa3, extensions),
  )
  const signature = sign('sha256', body, { key: privateKey, dsaEncoding: 'der' })
  const certificate = sequence(body, ecdsaSha256, tlv(0x03, Buffer.concat([Buffer.of(0), signature])))
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  }
}

function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  const length = body.length
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}

const sequence = (...parts: Uint8Array[]) => tlv(0x30, ...parts)
const set = (...parts: Uint8Array[]) => tlv(0x31, ...parts)
const oid = (...bytes: number[]) => tlv(0x06, Buffer.from(bytes))
const utf8 = (text: string) => tlv(0x0c, Buffer.from(text))

const integer = (bytes: Uint8Array) => tlv(0x02, bytes)

/** Positive and without a leading zero byte, as DER wants it. */
const positive = (bytes: Uint8Array) => Uint8Array.of((bytes[0]! & 0x3f) | 0x40, ...bytes.subarray(1))

const extension = (id: number[], value: Uint8Array, critical = false) =>
  sequence(oid(...id), ...(critical ? [Buffer.of(0x01, 0x01, 0xff)] : []), tlv(0x04, value))

/** UTCTime, as RFC 5280 wants it until 2049. */
const time = (at: number) => tlv(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail = ''] = address.split('::')
  const words = (text: string) => (text === '' ? [] : text.split(':').map(word => Number.parseInt(word, 16)))
  const left = words(head)
  const right = words(tail)
  const all = address.includes('::') ? [...left, ...Array(8 - left.length - right.length).fill(0), ...right] : left
  return Buffer.from(all.flatMap(word => [word >> 8, word & 255]))
}

import { randomBytes } from 'node:crypto'

/** Where identity and chance come from; tests seed it. */
export interface Ids {
  /** Time-ordered public id, 26 characters of base32. */
  next(): string
  bytes(count: number): Uint8Array
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** RFC 4648 base32 without padding, lower case. */
export function base32(bytes: Uint8Array): string {
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      out += ALPHABET[(value >>> (bits - 5)) & 31]
      bits -= 5
    }
    value &= (1 << bits) - 1
  }
  if (bits > 0) out += ALPHABET[(value << (5 - bits)) & 31]
  return out
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

/** 128 random bits as 26 base32 characters: feed ids, stream keys, codes. */
export function secret26(ids: Ids): string {
  return base32(ids.bytes(16))
}

export function systemIds(now: () => number): Ids {
  return {
    next() {
      const bytes = new Uint8Array(16)
      let at = now()
      for (let i = 5; i >= 0; i--) {
        bytes[i] = at % 256
        at = Math.floor(at / 256)
      }
      bytes.set(randomBytes(10), 6)
      return base32(bytes)
    },
    bytes: count => new Uint8Array(randomBytes(count)),
  }
}

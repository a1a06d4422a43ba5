// SHA-256 of one short text, for the sum that a sign-in page asks of a browser: a million of them, so no promise for each.
// Source: FIPS 180-4, 6.2.

const K = new Uint32Array(64)
const START = new Uint32Array(8)
{
  const root = (value: number, power: number) => {
    const whole = value ** power
    return ((whole - Math.floor(whole)) * 2 ** 32) >>> 0
  }
  let found = 0
  for (let n = 2; found < 64; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false
    if (!prime) continue
    if (found < 8) START[found] = root(n, 1 / 2)
    K[found++] = root(n, 1 / 3)
  }
}

/** Longest text of one block. */
export const BLOCK_MOST = 55

const words = new Uint32Array(64)

/** The first 32 bits of the hash of the first `length` bytes. One block: `length` is at most 55. */
export function firstWord(bytes: Uint8Array, length: number): number {
  words.fill(0, 0, 16)
  for (let i = 0; i < length; i++) words[i >> 2]! |= bytes[i]! << (24 - (i & 3) * 8)
  words[length >> 2]! |= 0x80 << (24 - (length & 3) * 8)
  words[15] = length * 8
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15]!
    const y = words[i - 2]!
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    words[i] = (words[i - 16]! + s0 + words[i - 7]! + s1) | 0
  }
  let a = START[0]! | 0
  let b = START[1]! | 0
  let c = START[2]! | 0
  let d = START[3]! | 0
  let e = START[4]! | 0
  let f = START[5]! | 0
  let g = START[6]! | 0
  let h = START[7]! | 0
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + words[i]!) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  return (a + START[0]!) >>> 0
}

import { BLOCK_MOST, firstWord } from './sha256.ts'

/** How many zero bits the challenge asks for: its second part. */
export const bitsOf = (challenge: string): number => Number(challenge.split('.')[1] ?? '0')

/** Looks for N such that SHA-256("CHALLENGE.N") begins with the zero bits, `most` numbers from `from` on; null when none fits. */
export function tryNumbers(challenge: string, bits: number, from: number, most: number): number | null {
  const head = new TextEncoder().encode(`${challenge}.`)
  const bytes = new Uint8Array(BLOCK_MOST)
  bytes.set(head)
  for (let n = from; n < from + most; n++) {
    const digits = String(n)
    const length = head.length + digits.length
    if (length > BLOCK_MOST) return null
    for (let i = 0; i < digits.length; i++) bytes[head.length + i] = digits.charCodeAt(i)
    const word = firstWord(bytes, length)
    if (bits >= 32 ? word === 0 : word >>> (32 - bits) === 0) return n
  }
  return null
}

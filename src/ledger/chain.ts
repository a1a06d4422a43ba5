import { Buffer } from 'node:buffer'
import { assert } from '../base/assert.ts'

export const ZERO = new Uint8Array(32)

export const sha256 = (bytes: Uint8Array | string): Uint8Array =>
  Bun.SHA256.hash(bytes as string, new Uint8Array(32)) as Uint8Array

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

export interface Leaf {
  n: number
  at: number
  reason: string
  about: string
  /** `kind:owner`. */
  book: string
  unit: string
  amount_minor: bigint
  after_minor: bigint
  seq: number
}

/** What one line of a book says. A performer who has her own lines computes the same. */
export function leafOf({ n, at, reason, about, book, unit, amount_minor, after_minor, seq }: Leaf): Uint8Array {
  return sha256(
    `footlight/entry/1\n${n}\n${at}\n${reason}\n${about}\n${book}\n${unit}\n${amount_minor}\n${after_minor}\n${seq}`,
  )
}

const pair = new Uint8Array(64)

/** A book's head after a line: SHA-256 of its head before and the line's leaf. */
export function headOf(before: Uint8Array, leaf: Uint8Array): Uint8Array {
  pair.set(before, 0)
  pair.set(leaf, 32)
  return sha256(pair)
}

export interface Facts {
  n: number
  key: string
  fingerprint: Uint8Array
  reason: string
  at: number
  by: string
  because: string | null
  about: string
  corrects: number | null
}

/** SHA-256 of the hash before, what the posting says, and the leaves of its lines by id of their books. */
export function hashOf(prev: Uint8Array, facts: Facts, leaves: Uint8Array[]): Uint8Array {
  const { n, key, fingerprint, reason, at, by, because, about, corrects } = facts
  const bytes = new Uint8Array(64 + 32 * leaves.length)
  bytes.set(prev, 0)
  bytes.set(
    sha256(
      `footlight/posting/1\n${n}\n${key}\n${hex(fingerprint)}\n${reason}\n${at}\n${by}\n${because ?? ''}\n${about}\n${corrects ?? ''}`,
    ),
    32,
  )
  for (const [i, leaf] of leaves.entries()) bytes.set(leaf, 64 + 32 * i)
  return sha256(bytes)
}

/** What somebody asked for, as far as it decides the posting: compared when the same key comes again. */
export type Input = Record<string, string | number | bigint | boolean | null>

export function fingerprintOf(input: Input): Uint8Array {
  const lines = Object.keys(input)
    .sort()
    .map(name => {
      const value = input[name]!
      assert(typeof value !== 'number' || Number.isSafeInteger(value), `${name} is no whole number`)
      return [name, typeof value, String(value)]
    })
  return sha256(JSON.stringify(lines))
}

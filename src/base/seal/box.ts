import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { Ids } from '../ids.ts'

/** What a key is for; each has a key of its own. */
export type SealClass = 'lists' | 'columns' | 'secrets' | 'evidence' | 'evidence-minor'

/** Where a sealed value stands: moved to another row it does not open. */
export interface Place {
  table: string
  column: string
  row: string
}

export interface Seal {
  close(what: SealClass, place: Place, value: Uint8Array): Uint8Array<ArrayBuffer>
  /** Null: sealed with another key, for another place, or damaged. */
  open(what: SealClass, place: Place, sealed: Uint8Array): Uint8Array<ArrayBuffer> | null
  /** The same for the same value, and says nothing to whoever has no key: for finding and comparing. */
  mark(what: SealClass, value: Uint8Array | string): string
}

const FORMAT = 1
const KEY_VERSION = 1
const NONCE = 12
const TAG = 16
const HEAD = 2

/** Column sealing of trust.md 3.4: AES-256-GCM under HKDF-SHA-256(master, `class|version`), bound to table, column and row. */
export function sealWith(master: Uint8Array, ids: Pick<Ids, 'bytes'>): Seal {
  const keys = new Map<string, Buffer>()
  const keyFor = (what: SealClass, use: 'box' | 'mark'): Buffer => {
    const name = use === 'box' ? `${what}|${KEY_VERSION}` : `${what}|mark|${KEY_VERSION}`
    let key = keys.get(name)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', master, new Uint8Array(32), name, 32))
      keys.set(name, key)
    }
    return key
  }
  // As JSON no two places read the same.
  const bound = ({ table, column, row }: Place) => Buffer.from(JSON.stringify([table, column, row]))
  return {
    close(what, place, value) {
      const nonce = ids.bytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', keyFor(what, 'box'), nonce)
      cipher.setAAD(bound(place))
      return new Uint8Array(
        Buffer.concat([
          Uint8Array.of(FORMAT, KEY_VERSION),
          nonce,
          cipher.update(value),
          cipher.final(),
          cipher.getAuthTag(),
        ]),
      )
    },
    open(what, place, sealed) {
      if (sealed.length < HEAD + NONCE + TAG || sealed[0] !== FORMAT || sealed[1] !== KEY_VERSION) return null
      const decipher = createDecipheriv('aes-256-gcm', keyFor(what, 'box'), sealed.subarray(HEAD, HEAD + NONCE))
      decipher.setAAD(bound(place))
      decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
      try {
        const value = decipher.update(sealed.subarray(HEAD + NONCE, sealed.length - TAG))
        return new Uint8Array(Buffer.concat([value, decipher.final()]))
      } catch {
        return null
      }
    },
    mark: (what, value) => createHmac('sha256', keyFor(what, 'mark')).update(value).digest('hex'),
  }
}

import { createHash } from 'node:crypto'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

export interface Entry {
  seq: number
  at: number
  actor: string
  net_trunc: string
  act: string
  subject: string
  reason: string
  detail: string | null
  detail_hash: string
  prev: string
  hash: string
}

export const GENESIS = '0'.repeat(64)

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** SHA-256 of the previous hash and the canonical row. The detail takes part by its own hash, so that it can be erased. */
export function seal(row: Omit<Entry, 'hash' | 'detail'>): string {
  const { prev, seq, at, actor, net_trunc, act, subject, reason, detail_hash } = row
  return digest(JSON.stringify([prev, seq, at, actor, net_trunc, act, subject, reason, detail_hash]))
}

const q = prepared(sql => ({
  from: sql.all<Entry>('SELECT * FROM audit WHERE seq > $after ORDER BY seq LIMIT 1000'),
}))

export type Verified =
  | { ok: true; entries: number; head: string }
  | { ok: false; seq: number; why: 'gap' | 'link' | 'row' | 'detail' }

/** Walks the whole chain and names the first entry that does not fit. */
export function verify(world: Pick<World, 'db'>): Verified {
  let seq = 0
  let head = GENESIS
  for (;;) {
    const rows = q(world).from({ after: seq })
    if (rows.length === 0) return { ok: true, entries: seq, head }
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ok: false, seq: seq + 1, why: 'gap' }
      if (row.prev !== head) return { ok: false, seq: row.seq, why: 'link' }
      if (seal(row) !== row.hash) return { ok: false, seq: row.seq, why: 'row' }
      if (row.detail !== null && digest(row.detail) !== row.detail_hash)
        return { ok: false, seq: row.seq, why: 'detail' }
      seq = row.seq
      head = row.hash
    }
  }
}

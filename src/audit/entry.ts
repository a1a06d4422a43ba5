import { prepared } from '../base/db/prepared.ts'
import { network } from '../base/http/rate.ts'
import type { World } from '../world.ts'
import { digest, type Entry, GENESIS, seal } from './chain.ts'

/** Who did it and from where: `account:ID`, `console`, `system`. */
export interface Actor {
  id: string
  address: string
}

export const SYSTEM: Actor = { id: 'system', address: '' }
export const CONSOLE: Actor = { id: 'console', address: '' }

export interface Act {
  actor: Actor
  /** Field's words with a dot: `account.banned`, `broadcast.cut`. */
  act: string
  /** `account:ID`, `room:ID`, `site`. */
  subject: string
  reason?: string
  /** Facts beside the reason; erasable without breaking the chain. Never a secret. */
  detail?: Record<string, unknown>
}

const q = prepared(sql => ({
  last: sql.one<{ seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1'),
  insert: sql.run(`INSERT INTO audit (seq, at, actor, net_trunc, act, subject, reason, detail, detail_hash, prev, hash)
    VALUES ($seq, $at, $actor, $net_trunc, $act, $subject, $reason, $detail, $detail_hash, $prev, $hash)`),
  page: sql.all<Entry>(`SELECT * FROM audit
    WHERE seq < $before AND ($subject = '' OR subject = $subject) AND ($act = '' OR act LIKE $act || '%') AND ($actor = '' OR actor = $actor)
      AND ($text = '' OR instr(lower(reason), lower($text)) OR instr(lower(coalesce(detail, '')), lower($text))
        OR instr(act, lower($text)) OR instr(actor, lower($text)) OR instr(subject, lower($text)) OR actor IN (SELECT value FROM json_each($who))
        OR subject IN (SELECT value FROM json_each($who)) OR act IN (SELECT value FROM json_each($acts)))
    ORDER BY seq DESC LIMIT $limit`),
}))

/** Writes the entry; call it inside the tx of the verb that it records. */
export function record(world: Pick<World, 'db' | 'clock'>, { actor, act, subject, reason = '', detail }: Act): void {
  const last = q(world).last() ?? { seq: 0, hash: GENESIS }
  const text = detail === undefined ? null : JSON.stringify(detail)
  const row = {
    seq: last.seq + 1,
    at: world.clock.now(),
    actor: actor.id,
    net_trunc: actor.address === '' ? '' : network(actor.address),
    act,
    subject,
    reason,
    detail: text,
    detail_hash: digest(text ?? ''),
    prev: last.hash,
  }
  q(world).insert({ ...row, hash: seal(row) })
}

export interface AuditFilter {
  before?: number
  subject?: string
  act?: string
  actor?: string
  /** Anywhere in the entry: in its reason, its facts, its act, or who and what it names. */
  text?: string
  /** Ids that the text stands for: whoever and whatever is called so. */
  who?: readonly string[]
  /** Acts whose words, as the reader reads them, hold the text. */
  acts?: readonly string[]
  limit?: number
}

/** Newest first. */
export function page(
  world: Pick<World, 'db'>,
  { before, subject = '', act = '', actor = '', text = '', who = [], acts = [], limit = 50 }: AuditFilter,
): Entry[] {
  return q(world).page({
    before: before ?? Number.MAX_SAFE_INTEGER,
    subject,
    act,
    actor,
    text,
    who: JSON.stringify(who),
    acts: JSON.stringify(acts),
    limit,
  })
}

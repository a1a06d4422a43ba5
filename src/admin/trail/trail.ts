import { type Actor, type AuditFilter, type Entry, page, record } from '../../audit/index.ts'
import { type CsvValue, csvStream } from '../../base/csv.ts'
import { prepared } from '../../base/db/prepared.ts'
import { tx } from '../../base/db/tx.ts'
import type { World } from '../../world.ts'

/** What was typed into the filter: any words, a handle or an id for who, a handle, room or id for about whom. */
export interface TrailAsked {
  q: string
  actor: string
  act: string
  subject: string
}

const q = prepared(sql => ({
  account: sql.one<{ id: string }>('SELECT id FROM accounts WHERE lower(handle) = lower($name)'),
  room: sql.one<{ id: string }>('SELECT id FROM rooms WHERE name = lower($name)'),
  handle: sql.one<{ handle: string }>('SELECT handle FROM accounts WHERE id = $id'),
  roomName: sql.one<{ name: string }>('SELECT name FROM rooms WHERE id = $id'),
  calledSo: sql.all<{
    id: string
  }>(`SELECT 'account:' || id AS id FROM accounts WHERE instr(lower(handle), lower($text)) > 0
    UNION ALL SELECT 'room:' || id FROM rooms WHERE instr(name, lower($text)) > 0 LIMIT 500`),
}))

const OTHERS = ['console', 'system', 'site']

/**
 * Names as people type them become the ids that entries hold; what is unknown stays and finds nothing. `acts`: those whose words
 * hold the text.
 */
export function trailFilter(world: World, asked: TrailAsked, acts: readonly string[]): AuditFilter {
  const known = (name: string, rooms: boolean): string => {
    if (name === '' || OTHERS.includes(name) || name.includes(':')) return name
    const account = q(world).account({ name })
    if (account) return `account:${account.id}`
    const room = rooms ? q(world).room({ name }) : null
    return room ? `room:${room.id}` : name
  }
  return {
    actor: known(asked.actor, false),
    act: asked.act.replace(/[^a-z.-]/g, ''),
    subject: known(asked.subject, true),
    ...(asked.q === ''
      ? {}
      : {
          text: asked.q,
          who: q(world)
            .calledSo({ text: asked.q })
            .map(({ id }) => id),
          acts,
        }),
  }
}

/** What entries name besides people and rooms. */
export const THINGS = ['case', 'order', 'receipt', 'vouchers', 'page', 'list', 'import'] as const
export type Thing = (typeof THINGS)[number]

/** `account:ID` and `room:ID` in names; the kind stays, so that a room and its performer are told apart. */
export function named(
  world: World,
  id: string,
): { kind: 'account' | 'room' | Thing | 'other'; id: string; words: string } {
  const cut = id.indexOf(':')
  const kind = id.slice(0, cut)
  const bare = id.slice(cut + 1)
  if (kind === 'account') return { kind, id: bare, words: q(world).handle({ id: bare })?.handle ?? id }
  if (kind === 'room') return { kind, id: bare, words: q(world).roomName({ id: bare })?.name ?? id }
  const thing = THINGS.find(each => each === kind)
  return thing ? { kind: thing, id: bare, words: id } : { kind: 'other', id, words: id }
}

const HEAD = ['seq', 'at', 'actor', 'network', 'act', 'subject', 'reason', 'detail', 'hash']

const cells = (entry: Entry): CsvValue[] => [
  entry.seq,
  new Date(entry.at).toISOString(),
  entry.actor,
  entry.net_trunc,
  entry.act,
  entry.subject,
  entry.reason,
  entry.detail ?? '',
  entry.hash,
]

const BATCH = 500

/** The filtered trail as CSV, newest first, a batch at a time; taking it out is itself an entry. */
export function exportTrail(
  world: World,
  asked: TrailAsked,
  acts: readonly string[],
  by: Actor,
): ReadableStream<Uint8Array> {
  const filter = trailFilter(world, asked, acts)
  tx(world, () => record(world, { actor: by, act: 'audit.exported', subject: 'site', detail: { ...asked } }))
  let before: number | undefined
  let over = false
  return csvStream(HEAD, () => {
    if (over) return null
    const entries = page(world, { ...filter, limit: BATCH, ...(before === undefined ? {} : { before }) })
    before = entries.at(-1)?.seq
    over = entries.length < BATCH
    return entries.map(cells)
  })
}

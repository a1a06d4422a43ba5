import { assert } from '../base/assert.ts'
import { DAY } from '../base/clock.ts'
import { afterCommit, grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import type { ChatListeners } from './listeners.ts'

export const LINE_KINDS = ['plain', 'sticker', 'tip', 'gift', 'act', 'note', 'shout', 'goal', 'whisper'] as const
export type LineKind = (typeof LINE_KINDS)[number]

/** Letters of a line, counted as people count them. */
export const LINE_MOST = 500
/** How many lines a page begins with, and how many more at a time. */
export const PAGE_LINES = 50
/** Whoever missed more than this starts again with the newest ones. */
export const MISSED_MOST = 200
const KEPT_MS = 90 * DAY
/** A part of the sweep holds up nobody for long. */
const SWEEP_MOST = 2000

/** A sentence of the catalogue, said in each reader's language: `say[of].lines[name](...given)`. */
export interface Sentence {
  of: string
  name: string
  given?: readonly (string | number)[]
}

/** What a kind of line has to say besides its text. */
export interface LineDetail {
  /** A tip's or a gift's amount, as digits: JSON has no exact integers. */
  tokens?: string
  /** Instead of the usual words after the name. */
  sentence?: Sentence
  /** A gift's name, and its picture: the name of an asset, or a path of ours. */
  title?: Sentence | string
  picture?: string
  /** A sticker's id. */
  sticker?: string
  /** The tip whose line it is: whoever looks into a report finds its giver there. No page shows it. */
  tip?: number
}

export interface Line {
  room_id: string
  seq: number
  change: number
  kind: LineKind
  account_id: string | null
  /** The writer's, as it is now. */
  handle: string | null
  hue: number | null
  role: string | null
  gone: number
  moderates: number
  to_id: string | null
  to_handle: string | null
  text: string
  detail: LineDetail
  reply_to: number | null
  reply_handle: string | null
  reply_hue: number | null
  reply_text: string | null
  posted_at: number
  removed_at: number | null
  removed_by: string | null
}

type Row = Omit<Line, 'detail'> & { detail: string }

const SELECT = `SELECT l.room_id, l.seq, l.change, l.kind, l.account_id, a.handle, a.hue, a.role,
    a.deleted_at IS NOT NULL AS gone, m.account_id IS NOT NULL AS moderates, l.to_id, t.handle AS to_handle, l.text, l.detail,
    l.reply_to, ra.handle AS reply_handle, ra.hue AS reply_hue, iif(r.removed_at IS NULL, r.text, NULL) AS reply_text,
    l.posted_at, l.removed_at, l.removed_by
  FROM lines l
    LEFT JOIN accounts a ON a.id = l.account_id
    LEFT JOIN room_moderators m ON m.room_id = l.room_id AND m.account_id = l.account_id
    LEFT JOIN accounts t ON t.id = l.to_id
    LEFT JOIN lines r ON r.room_id = l.room_id AND r.seq = l.reply_to
    LEFT JOIN accounts ra ON ra.id = r.account_id`
/** What everybody reads, what only this reader does, and silent lines for whoever keeps the room. */
const SEEN = `(l.to_id IS NULL OR l.to_id = $reader OR l.account_id = $reader OR (l.kind = 'plain' AND (
  EXISTS (SELECT 1 FROM rooms k WHERE k.id = l.room_id AND k.performer_id = $reader)
  OR EXISTS (SELECT 1 FROM room_moderators k WHERE k.room_id = l.room_id AND k.account_id = $reader)
  OR EXISTS (SELECT 1 FROM accounts k WHERE k.id = $reader AND k.role IN ('owner', 'moderator')))))`

const q = prepared(sql => ({
  open: sql.run('INSERT INTO talks (room_id, seq, change) VALUES ($room, 0, 0) ON CONFLICT DO NOTHING'),
  next: sql.one<{ seq: number; change: number }>(
    'UPDATE talks SET seq = seq + 1, change = change + 1 WHERE room_id = $room RETURNING seq, change',
  ),
  change: sql.one<{ change: number }>('UPDATE talks SET change = change + 1 WHERE room_id = $room RETURNING change'),
  at: sql.one<{ seq: number; change: number }>('SELECT seq, change FROM talks WHERE room_id = $room'),
  insert:
    sql.run(`INSERT INTO lines (room_id, seq, change, kind, account_id, to_id, text, detail, key, reply_to, posted_at)
    VALUES ($room, $seq, $change, $kind, $by, $to, $text, $detail, $key, $reply, $at)`),
  one: sql.one<Row>(`${SELECT} WHERE l.room_id = $room AND l.seq = $seq`),
  writer: sql.one<Pick<Line, 'handle' | 'hue' | 'role' | 'gone' | 'moderates'>>(`SELECT a.handle, a.hue, a.role,
      a.deleted_at IS NOT NULL AS gone,
      EXISTS (SELECT 1 FROM room_moderators m WHERE m.room_id = $room AND m.account_id = a.id) AS moderates
    FROM accounts a WHERE a.id = $by`),
  byKey: sql.one<{ room_id: string; seq: number }>(
    'SELECT room_id, seq FROM lines WHERE account_id = $account AND key = $key',
  ),
  before: sql.all<Row>(
    `${SELECT} WHERE l.room_id = $room AND l.seq < $before AND ${SEEN} ORDER BY l.seq DESC LIMIT $limit`,
  ),
  after: sql.all<Row>(`${SELECT} WHERE l.room_id = $room AND l.seq > $after AND ${SEEN} ORDER BY l.seq LIMIT $limit`),
  missed: sql.all<Row>(
    `${SELECT} WHERE l.room_id = $room AND l.change > $after AND ${SEEN} ORDER BY l.change LIMIT $limit`,
  ),
  remove: sql.run(`UPDATE lines SET removed_at = $at, removed_by = $by, change = $change
    WHERE room_id = $room AND seq = $seq AND removed_at IS NULL`),
  restore: sql.run(`UPDATE lines SET removed_at = NULL, removed_by = NULL, change = $change
    WHERE room_id = $room AND seq = $seq AND removed_at IS NOT NULL`),
  lastOf: sql.one<{ at: number | null }>(
    'SELECT max(posted_at) AS at FROM lines WHERE room_id = $room AND seq > $from',
  ),
  standing: sql.all<{ seq: number; kind: LineKind; to_id: string | null }>(`SELECT seq, kind, to_id FROM lines
    WHERE room_id = $room AND account_id = $account AND posted_at > $since AND removed_at IS NULL
    ORDER BY seq DESC LIMIT $limit`),
  lately: sql.all<{ handle: string; hue: number }>(`SELECT a.handle, a.hue, max(l.seq) AS latest FROM lines l
    JOIN accounts a ON a.id = l.account_id AND a.deleted_at IS NULL
    WHERE l.room_id = $room AND l.seq > $from AND l.to_id IS NULL AND l.removed_at IS NULL
    GROUP BY a.id ORDER BY latest DESC LIMIT $limit`),
  links: sql.one<{ links: number }>('SELECT links FROM talks WHERE room_id = $room'),
  setLinks: sql.run('UPDATE talks SET links = $links WHERE room_id = $room'),
  erase: sql.run(`DELETE FROM lines WHERE (room_id, seq) IN
    (SELECT room_id, seq FROM lines WHERE posted_at < $before ORDER BY posted_at LIMIT $limit)`),
}))

const read = (row: Row): Line => ({ ...row, detail: JSON.parse(row.detail) as LineDetail })

/** A line to be stored. Its text has been through the filter. */
export interface Saying {
  /** The room's id. */
  room: string
  kind: LineKind
  /** The account that says it; nobody: the house, or somebody without a name. */
  by?: string | null
  /** Only this account and the writer see it. */
  to?: string | null
  text?: string
  detail?: LineDetail
  key?: string | null
  replyTo?: number | null
}

/**
 * Adds a line to the room, and tells it once it is on the disk. Part of the verb that is under way, or one of its own: tips,
 * acts and polls say theirs within what they do. The caller has had the text filtered and has asked whether it may be said.
 */
export function note(world: World, told: ChatListeners, saying: Saying): Line {
  return grouped(world, () => {
    const { room, kind, by = null, to = null, text = '', detail = {}, key = null, replyTo = null } = saying
    const at = q(world).next({ room }) ?? firstOf(world, room)
    const reply = replyTo !== null && replyTo < at.seq && mayReply(world, room, replyTo, by, to) ? replyTo : null
    const posted_at = world.clock.now()
    q(world).insert({
      room,
      ...at,
      kind,
      by,
      to,
      text,
      detail: JSON.stringify(detail),
      key,
      reply,
      at: posted_at,
    })
    const line =
      to === null && reply === null ? written(world, saying, { ...at, posted_at }) : lineAt(world, room, at.seq)
    assert(line, 'a line that was stored is there')
    afterCommit(world, () => told.posted(line))
    return line
  })
}

/** What was just stored, without reading it back: most lines go to everybody and answer nothing. */
function written(
  world: World,
  { room, kind, by = null, text = '', detail = {} }: Saying,
  at: Pick<Line, 'seq' | 'change' | 'posted_at'>,
): Line {
  const writer = by === null ? null : q(world).writer({ room, by })
  return {
    room_id: room,
    ...at,
    kind,
    account_id: by,
    handle: null,
    hue: null,
    role: null,
    gone: 0,
    moderates: 0,
    ...writer,
    to_id: null,
    to_handle: null,
    text,
    detail,
    reply_to: null,
    reply_handle: null,
    reply_hue: null,
    reply_text: null,
    removed_at: null,
    removed_by: null,
  }
}

/** The first line of a room opens its count. */
function firstOf(world: World, room: string): { seq: number; change: number } {
  q(world).open({ room })
  const at = q(world).next({ room })
  assert(at, 'a room that was opened has its count')
  return at
}

/** Whoever answers a whisper aloud would show it to all. */
function mayReply(world: World, room: string, seq: number, by: string | null, to: string | null): boolean {
  const line = lineAt(world, room, seq)
  if (!line || line.removed_at !== null) return false
  if (line.to_id === null) return true
  const pair = [line.account_id, line.to_id]
  return by !== null && to !== null && pair.includes(by) && pair.includes(to)
}

export function lineAt(world: World, room: string, seq: number): Line | null {
  const row = q(world).one({ room, seq })
  return row && read(row)
}

/** The line that came with this key before. */
export const lineByKey = (world: World, account: string, key: string): { room_id: string; seq: number } | null =>
  q(world).byKey({ account, key })

/** Where the room has come to. */
export const talkAt = (world: World, room: string): { seq: number; change: number } =>
  q(world).at({ room }) ?? { seq: 0, change: 0 }

/** Oldest first. `earlier`: there are more before them. */
export interface Lines {
  lines: Line[]
  earlier: boolean
}

/** What stands before this number; the newest ones without it. */
export function linesBefore(
  world: World,
  asked: { room: string; reader: string | null; before?: number; limit?: number },
): Lines {
  const { room, reader, before = Number.MAX_SAFE_INTEGER, limit = PAGE_LINES } = asked
  const rows = q(world).before({ room, reader: reader ?? '', before, limit: limit + 1 })
  return { lines: rows.slice(0, limit).reverse().map(read), earlier: rows.length > limit }
}

/** Lines around one: for whoever looks into it. */
export function linesAround(world: World, asked: { room: string; seq: number; each: number }): Line[] {
  const { room, seq, each } = asked
  const before = q(world)
    .before({ room, reader: '', before: seq + 1, limit: each + 1 })
    .reverse()
  return [...before, ...q(world).after({ room, reader: '', after: seq, limit: each })].map(read)
}

/**
 * What came or changed since: in the order of its numbers; null when it is too much to be told one by one, or when the room
 * never was where the page says it is.
 */
export function missedSince(
  world: World,
  { room, reader, after }: { room: string; reader: string | null; after: number },
): Line[] | null {
  const at = talkAt(world, room)
  if (after > at.change || after < at.change - 2 * MISSED_MOST) return null
  if (after === at.change) return []
  const rows = q(world).missed({ room, reader: reader ?? '', after, limit: MISSED_MOST + 1 })
  return rows.length > MISSED_MOST ? null : rows.map(read).sort((a, b) => a.seq - b.seq)
}

/** The line stands no more; its number stays. Null when it was gone already. Call it inside the act's verb. */
export function removeLine(
  world: World,
  told: ChatListeners,
  { room, seq, by }: { room: string; seq: number; by: string },
): Line | null {
  return changeLine(world, told, room, seq, change => q(world).remove({ room, seq, by, at: world.clock.now(), change }))
}

/** What this account said here since then and still stands, the newest first. */
export const standingOf = (
  world: World,
  asked: { room: string; account: string; since: number; limit: number },
): Pick<Line, 'seq' | 'kind' | 'to_id'>[] => q(world).standing(asked)

/** Takes a removal back. */
export const restoreLine = (
  world: World,
  told: ChatListeners,
  { room, seq }: { room: string; seq: number },
): Line | null => changeLine(world, told, room, seq, change => q(world).restore({ room, seq, change }))

function changeLine(
  world: World,
  told: ChatListeners,
  room: string,
  seq: number,
  act: (change: number) => number,
): Line | null {
  return grouped(world, () => {
    const next = q(world).change({ room })
    if (!next || act(next.change) === 0) return null
    const line = lineAt(world, room, seq)
    assert(line, 'a line that was changed is there')
    afterCommit(world, () => told.changed(line))
    return line
  })
}

/** When somebody last said something here. */
export const lastSaid = (world: World, room: string): number =>
  q(world).lastOf({ room, from: talkAt(world, room).seq - PAGE_LINES })?.at ?? 0

/** Who spoke here lately, the latest first. */
export const lately = (world: World, room: string, limit = 40): { handle: string; hue: number }[] =>
  q(world).lately({ room, from: talkAt(world, room).seq - 500, limit })

/** Whether links in this room's lines can be pressed. */
export const linksOpen = (world: World, room: string): boolean => q(world).links({ room })?.links === 1

export function openLinks(world: World, room: string, open: boolean): void {
  grouped(world, () => {
    q(world).open({ room })
    q(world).setLinks({ room, links: open ? 1 : 0 })
  })
}

/** Called at the start and daily: after 90 days nothing that was said is kept. Answers how many lines went. */
export function eraseLines(world: World): number {
  const before = world.clock.now() - KEPT_MS
  let gone = 0
  for (;;) {
    const some = tx(world, () => q(world).erase({ before, limit: SWEEP_MOST }))
    gone += some
    if (some < SWEEP_MOST) return gone
  }
}

import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import type { Keeper } from './moderator.ts'

/** What somebody who keeps a room can do in it. */
export const ROOM_ACTS = [
  'line-removed',
  'lines-removed',
  'muted',
  'muted-silently',
  'unmuted',
  'kicked',
  'blocked',
  'unblocked',
  'slow-mode',
  'writers',
  'hold',
  'line-shown',
  'line-refused',
  'pinned',
  'unpinned',
  'welcome',
  'whispers',
  'links',
  'notice-added',
  'notice-removed',
  'words-added',
  'word-removed',
  'moderator-granted',
  'moderator-revoked',
  'trusted',
  'distrusted',
] as const
export type RoomActKind = (typeof ROOM_ACTS)[number]

/** Somebody who keeps the room, and in whose right. */
export interface Keeping {
  id: string
  as: Keeper
  address: string
}

export interface RoomAct {
  id: string
  room_id: string
  at: number
  by: string
  /** The name of who did it. */
  handle: string | null
  as_role: Keeper
  act: RoomActKind
  account_id: string | null
  /** The name of whom it was about. */
  about: string | null
  subject: string | null
  because: string
  detail: Readonly<Record<string, unknown>>
  undone_at: number | null
  undone_by: string | null
}

type Row = Omit<RoomAct, 'detail'> & { detail: string }

const SELECT = `SELECT r.id, r.room_id, r.at, r.by, b.handle, r.as_role, r.act, r.account_id, a.handle AS about, r.subject,
    r.because, r.detail, r.undone_at, r.undone_by
  FROM room_acts r LEFT JOIN accounts b ON b.id = r.by AND b.deleted_at IS NULL
    LEFT JOIN accounts a ON a.id = r.account_id AND a.deleted_at IS NULL`

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO room_acts (id, room_id, at, by, as_role, act, account_id, subject, because, detail)
    VALUES ($id, $room, $at, $by, $as, $act, $account, $subject, $because, $detail)`),
  one: sql.one<Row>(`${SELECT} WHERE r.id = $id`),
  page: sql.all<Row>(`${SELECT} WHERE r.room_id = $room AND ($who = 'all' OR r.as_role <> 'performer')
    AND (r.at < $at OR (r.at = $at AND r.id < $id)) ORDER BY r.at DESC, r.id DESC LIMIT $limit`),
  undone: sql.run('UPDATE room_acts SET undone_at = $at, undone_by = $by WHERE id = $id AND undone_at IS NULL'),
}))

const read = (row: Row): RoomAct => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> })

export interface Done {
  room: Pick<Room, 'id'>
  by: Keeping
  act: RoomActKind
  account?: string | null
  subject?: string | null
  because?: string
  detail?: Readonly<Record<string, unknown>>
}

/** Writes down what was done, with what takes it back; what staff do goes to the audit trail too. Call it inside the act's verb. */
export function did(world: World, { room, by, act, account, subject, because = '', detail = {} }: Done): RoomAct {
  const id = world.ids.next()
  q(world).insert({
    id,
    room: room.id,
    at: world.clock.now(),
    by: by.id,
    as: by.as,
    act,
    account: account ?? null,
    subject: subject ?? null,
    because,
    detail: JSON.stringify(detail),
  })
  audit(world, by, `room.${act}`, account ? `account:${account}` : `room:${room.id}`, because, {
    room: room.id,
    ...detail,
  })
  return actById(world, id)!
}

/** False when it was taken back already. Call it inside the verb that takes it back. */
export function tookBack(world: World, act: RoomAct, by: Keeping): boolean {
  if (q(world).undone({ id: act.id, at: world.clock.now(), by: by.id }) === 0) return false
  audit(world, by, 'room.taken-back', `room:${act.room_id}`, '', { act: act.act, id: act.id })
  return true
}

function audit(
  world: World,
  { id, as, address }: Keeping,
  act: string,
  subject: string,
  reason: string,
  detail: Record<string, unknown>,
): void {
  if (as !== 'staff') return
  const actor: Actor = { id: `account:${id}`, address }
  record(world, { actor, act, subject, reason, detail })
}

export function actById(world: World, id: string): RoomAct | null {
  const row = q(world).one({ id })
  return row && read(row)
}

export interface ActsAsked {
  room: string
  /** Without what the performer did herself. */
  others?: boolean
  before?: { at: number; id: string } | null
  limit: number
}

/** Newest first. */
export const actsOf = (world: World, { room, others = false, before, limit }: ActsAsked): RoomAct[] =>
  q(world)
    .page({
      room,
      who: others ? 'others' : 'all',
      at: before?.at ?? Number.MAX_SAFE_INTEGER,
      id: before?.id ?? '',
      limit,
    })
    .map(read)

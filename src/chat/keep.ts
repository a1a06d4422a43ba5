import { accountById, isStaff } from '../accounts/index.ts'
import { afterCommit } from '../base/db/tx.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { isModerator, type Keeper } from './moderator.ts'
import { type Done, did, type Keeping, type RoomAct, type RoomActKind } from './room-act.ts'

/** What a moderator of the room and staff may do; the rest of the room is the performer's alone. */
const SHARED: readonly RoomActKind[] = [
  'line-removed',
  'lines-removed',
  'muted',
  'muted-silently',
  'unmuted',
  'kicked',
  'slow-mode',
  'writers',
  'hold',
  'line-shown',
  'line-refused',
  'pinned',
  'unpinned',
]

export const mayDo = (as: Keeper, act: RoomActKind): boolean => as === 'performer' || SHARED.includes(act)

export const BECAUSE_MOST = 200

export type KeepRefusal =
  /** This act is not theirs; whom it is about stands above it; it is oneself. */
  | { why: 'rights' | 'target' | 'self' }
  /** Nobody has this name; the thing is not there any more; it is so already. */
  | { why: 'unknown' | 'gone' | 'same' }
  /** The reason is missing; or another text is empty, or the list full, or the number none of those offered. */
  | { why: 'because' | 'empty' | 'many' | 'range' }
  | { why: 'long'; most: number }
  | { why: 'filter'; refusal: Refusal }
  /** Of a word list: which one it is. */
  | { why: 'word'; word: string; what: 'short' | 'long' }
export type Kept = { ok: true; act: RoomAct } | ({ ok: false } & KeepRefusal)

/** Whoever keeps a room, in it. */
export interface Keeps {
  room: Room
  by: Keeping
  told: ChatListeners
}

export const no = (refusal: KeepRefusal): Kept => ({ ok: false, ...refusal })

/** Writes the act down and tells those who keep the room. Call it inside the act's verb. */
export function done(world: World, { room, by, told }: Keeps, what: Omit<Done, 'room' | 'by'>): Kept {
  const act = did(world, { room, by, ...what })
  afterCommit(world, () => told.kept(act))
  return { ok: true, act }
}

/** What everybody in the room reads of an act, said in each reader's language; staff speak as the house. */
export function tellRoom(world: World, { room, by, told }: Keeps, name: string, ...given: (string | number)[]): void {
  const isHouse = by.as === 'staff'
  const who = isHouse ? '' : (accountById(world, by.id)?.handle ?? '')
  const sentence = { of: 'tools', name, given: [who, ...given] }
  note(world, told, { room: room.id, kind: 'act', by: isHouse ? null : by.id, detail: { sentence } })
}

/** The reason is read by the person it is about and may stand in the chat: staff always give one. */
export function reasonFault(world: World, by: Keeping, because: string): KeepRefusal | null {
  if (because === '') return by.as === 'staff' ? { why: 'because' } : null
  if (Array.from(because).length > BECAUSE_MOST) return { why: 'long', most: BECAUSE_MOST }
  const read = filter(world, { what: 'notice', text: because, by: by.id, mayCover: false })
  return read.ok ? null : { why: 'filter', refusal: read.why }
}

/** A text of the room's own, as it may be stored. */
export function roomText(
  world: World,
  by: Keeping,
  text: string,
  most: number,
): { ok: true; text: string } | { ok: false; refusal: KeepRefusal } {
  if (Array.from(text).length > most) return { ok: false, refusal: { why: 'long', most } }
  const read = filter(world, { what: 'notice', text, by: by.id })
  return read.ok ? { ok: true, text: read.text } : { ok: false, refusal: { why: 'filter', refusal: read.why } }
}

/** Whom an act may be about: nobody acts on the performer, on staff or on oneself, a moderator on no other moderator. */
export function mayActOn(world: World, { room, by }: Pick<Keeps, 'room' | 'by'>, account: string): KeepRefusal | null {
  const person = accountById(world, account)
  if (!person) return { why: 'unknown' }
  if (account === by.id) return { why: 'self' }
  if (account === room.performer_id || isStaff(person.role)) return { why: 'target' }
  if (by.as === 'moderator' && isModerator(world, room.id, account)) return { why: 'target' }
  return null
}

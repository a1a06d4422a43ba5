import { grouped, isRefusing } from '../base/db/durable.ts'
import { afterCommit } from '../base/db/tx.ts'
import type { Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { type Afloat, float } from './afloat.ts'
import { type GateRefusal, mayPost } from './gate.ts'
import { type HeldLine, hold } from './held.ts'
import { LINE_MOST, type Line, lineAt, lineByKey, note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { wrote } from './pace.ts'
import { readLine } from './words.ts'

/** What somebody wants to say. */
export interface Message {
  room: Pick<Room, 'id' | 'performer_id'>
  account: string
  /** One line, as it was typed. */
  text: string
  /** Born with the page: the same key twice is one line. */
  key: string
  replyTo?: number | null
}

export const KEY_SHAPE = /^[A-Za-z0-9_-]{8,80}$/

export type MessageRefusal =
  | GateRefusal
  /** `held-many`: enough of hers waits already. */
  | { why: 'empty' | 'key' | 'word' | 'held-many' | Refusal }
  | { why: 'long'; letters: number }

export type Posted =
  /** `covered`: a part of it is dots now. */
  | { ok: true; line: Line; covered: boolean }
  | { ok: true; held: HeldLine }
  /** Everybody sees it; it is stored as soon as the disk takes anything. */
  | { ok: true; afloat: Afloat; covered: boolean }
  | ({ ok: false } & MessageRefusal)

/**
 * Says a line in a room: the gate, the filter, the row; then everybody hears of it. A silent line is stored for its writer
 * alone, and looks to her like any other.
 */
export function post(world: World, told: ChatListeners, message: Message): Posted {
  const { room, account, text, key, replyTo = null } = message
  if (text === '') return { ok: false, why: 'empty' }
  if (!KEY_SHAPE.test(key)) return { ok: false, why: 'key' }
  const letters = Array.from(text).length
  if (letters > LINE_MOST) return { ok: false, why: 'long', letters }
  if (isRefusing(world)) return float(world, told, message)
  return grouped(world, (): Posted => {
    const known = lineByKey(world, account, key)
    if (known) {
      const line = lineAt(world, known.room_id, known.seq)
      return line?.room_id === room.id ? { ok: true, line, covered: false } : { ok: false, why: 'key' }
    }
    const may = mayPost(world, { room, account, text })
    if (!may.ok) return may
    const as = readLine(world, { room, account, text, may })
    if (!as.ok) return as
    if (as.held !== null && !may.silent) {
      const held = hold(world, { room: room.id, account, text: as.text, why: as.held })
      if (!held) return { ok: false, why: 'held-many' }
      wrote(world, room.id, account, text)
      afterCommit(world, () => told.held(held))
      return { ok: true, held }
    }
    const to = may.silent ? account : null
    const line = note(world, told, { room: room.id, kind: 'plain', by: account, to, text: as.text, key, replyTo })
    wrote(world, room.id, account, text)
    return { ok: true, line, covered: as.covered }
  })
}

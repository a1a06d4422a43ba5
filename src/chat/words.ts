import type { Database } from 'bun:sqlite'
import { whenUndone } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { cover, filter, isLiteral, type Literals, literals, type Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'

/** What a word of the room's own list does to a line. */
export const WORD_ACTS = ['mask', 'hold', 'refuse'] as const
export type WordAct = (typeof WORD_ACTS)[number]

export interface RoomWord {
  word: string
  act: WordAct
  at: number
}

export const WORDS_MOST = 500
export const WORD_MOST = 80

const q = prepared(sql => ({
  all: sql.all<RoomWord>('SELECT word, act, at FROM room_words WHERE room_id = $room ORDER BY word'),
  put: sql.run(`INSERT INTO room_words (room_id, word, act, at) VALUES ($room, $word, $act, $at)
    ON CONFLICT (room_id, word) DO UPDATE SET act = $act`),
  remove: sql.run('DELETE FROM room_words WHERE room_id = $room AND word = $word'),
  count: sql.one<{ n: number }>('SELECT count(*) AS n FROM room_words WHERE room_id = $room'),
}))

export const wordsOf = (world: World, room: string): RoomWord[] => q(world).all({ room })

const MOST_KEPT = 500
const kept = new WeakMap<Database, Map<string, Literals<WordAct>>>()

/** Built once and kept until the list changes. */
function listOf(world: World, room: string): Literals<WordAct> {
  let lists = kept.get(world.db)
  if (!lists) {
    const fresh = new Map<string, Literals<WordAct>>()
    lists = fresh
    kept.set(world.db, fresh)
    whenUndone(world, () => fresh.clear())
  }
  let list = lists.get(room)
  if (!list) {
    list = literals(wordsOf(world, room).map(({ word, act }) => ({ text: word, tag: act })))
    lists.set(room, list)
    if (lists.size > MOST_KEPT) lists.delete(lists.keys().next().value!)
  }
  return list
}

export type WordsPut =
  | { ok: true; added: string[] }
  /** `short`: it means too little to be looked for; `long`; `many`: the list is full. */
  | { ok: false; why: 'none' | 'short' | 'long' | 'many'; word: string }

/** One word a line, as a performer types or pastes them. Call it inside a verb. */
export function putWords(world: World, room: string, typed: string, act: WordAct): WordsPut {
  const words = [...new Set(typed.split(/[\n,;]/).map(word => word.replace(/\s+/g, ' ').trim().toLowerCase()))].filter(
    word => word !== '',
  )
  if (words.length === 0) return { ok: false, why: 'none', word: '' }
  for (const word of words) {
    if (Array.from(word).length > WORD_MOST) return { ok: false, why: 'long', word }
    if (!isLiteral(word)) return { ok: false, why: 'short', word }
  }
  const known = new Set(wordsOf(world, room).map(({ word }) => word))
  if (known.size + words.filter(word => !known.has(word)).length > WORDS_MOST) {
    return { ok: false, why: 'many', word: '' }
  }
  for (const word of words) q(world).put({ room, word, act, at: world.clock.now() })
  kept.get(world.db)?.delete(room)
  return { ok: true, added: words }
}

/** False when it was not there. Call it inside a verb. */
export function removeWord(world: World, room: string, word: string): boolean {
  kept.get(world.db)?.delete(room)
  return q(world).remove({ room, word }) > 0
}

export interface Reading {
  room: Pick<Room, 'id'>
  account: string
  text: string
  /** What the gate has said. */
  may: { keeps: boolean; free: boolean; holds: boolean }
}

/** `words`: the room's own list. `all`: every line waits now. */
export type HeldFor = 'harassment' | 'words' | 'all'
export type Read =
  | { ok: true; text: string; covered: boolean; held: HeldFor | null }
  | { ok: false; why: Refusal | 'word' }

/** A line as it may be stored: the house's filter, then the room's own list. The heavier of the two counts. */
export function readLine(world: World, { room, account, text, may }: Reading): Read {
  const house = filter(world, { what: 'chat', text, by: account, room: room.id, mayHold: !may.keeps })
  if (!house.ok) return house
  const heldHere: HeldFor | null = house.held !== undefined ? 'harassment' : may.holds ? 'all' : null
  const plain = { ok: true, text: house.text, covered: house.covered.length > 0, held: heldHere } as const
  if (may.free) return plain
  const found = listOf(world, room.id).find(house.text)
  if (found.some(({ tag }) => tag === 'refuse')) return { ok: false, why: 'word' }
  const masks = found.filter(({ tag }) => tag === 'mask')
  return {
    ok: true,
    text: cover(house.text, masks),
    covered: plain.covered || masks.length > 0,
    held: heldHere ?? (found.some(({ tag }) => tag === 'hold') ? 'words' : null),
  }
}

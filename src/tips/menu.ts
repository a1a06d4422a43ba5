import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import type { World } from '../world.ts'

/** One thing of a performer's menu, with its price. */
export interface Wish {
  id: string
  room_id: string
  words: string
  price_tokens: bigint
  place: number
  hidden: number
}

export const MENU = { most: 40, words: 80 } as const

const q = prepared(sql => ({
  all: sql.all<Wish>('SELECT * FROM wishes WHERE room_id = $room ORDER BY place'),
  shown: sql.all<Wish>('SELECT * FROM wishes WHERE room_id = $room AND hidden = 0 ORDER BY place'),
  one: sql.one<Wish>('SELECT * FROM wishes WHERE room_id = $room AND id = $id'),
  last: sql.one<{ place: number; n: number }>(
    'SELECT COALESCE(MAX(place), 0) AS place, count(*) AS n FROM wishes WHERE room_id = $room',
  ),
  insert: sql.run(
    'INSERT INTO wishes (id, room_id, words, price_tokens, place) VALUES ($id, $room, $words, $price, $place)',
  ),
  change: sql.run('UPDATE wishes SET words = $words, price_tokens = $price WHERE room_id = $room AND id = $id'),
  hide: sql.run('UPDATE wishes SET hidden = $hidden WHERE room_id = $room AND id = $id'),
  placed: sql.run('UPDATE wishes SET place = $place WHERE id = $id'),
  remove: sql.run('DELETE FROM wishes WHERE room_id = $room AND id = $id'),
}))

export const menuOf = (world: Pick<World, 'db'>, room: string): Wish[] => q(world).all({ room })
/** What the room is shown. */
export const shownMenu = (world: Pick<World, 'db'>, room: string): Wish[] => q(world).shown({ room })
export const wishOf = (world: Pick<World, 'db'>, room: string, id: string): Wish | null => q(world).one({ room, id })

export interface WishTyped {
  words: string
  price_tokens: bigint
  by: string
}
export type WishKept =
  | { ok: true; covered: boolean }
  | { ok: false; why: 'many' | 'gone' }
  | { ok: false; why: 'words'; refusal: Refusal }

export function addWish(world: World, room: string, { words, price_tokens, by }: WishTyped): WishKept {
  return grouped(world, () => {
    const { place, n } = q(world).last({ room })!
    if (n >= MENU.most) return { ok: false, why: 'many' }
    const read = filter(world, { what: 'notice', text: words, by })
    if (!read.ok) return { ok: false, why: 'words', refusal: read.why }
    q(world).insert({ id: world.ids.next(), room, words: read.text, price: price_tokens, place: place + 1 })
    return { ok: true, covered: read.covered.length > 0 }
  })
}

export function changeWish(world: World, room: string, id: string, { words, price_tokens, by }: WishTyped): WishKept {
  return grouped(world, () => {
    if (!q(world).one({ room, id })) return { ok: false, why: 'gone' }
    const read = filter(world, { what: 'notice', text: words, by })
    if (!read.ok) return { ok: false, why: 'words', refusal: read.why }
    q(world).change({ room, id, words: read.text, price: price_tokens })
    return { ok: true, covered: read.covered.length > 0 }
  })
}

export const showWish = (world: World, room: string, id: string, shown: boolean): boolean =>
  grouped(world, () => q(world).hide({ room, id, hidden: shown ? 0 : 1 }) > 0)
export const removeWish = (world: World, room: string, id: string): boolean =>
  grouped(world, () => q(world).remove({ room, id }) > 0)

/** Lets the wish change places with the one before it. */
export function raiseWish(world: World, room: string, id: string): boolean {
  return grouped(world, () => {
    const all = q(world).all({ room })
    const at = all.findIndex(wish => wish.id === id)
    if (at < 1) return false
    q(world).placed({ id: all[at]!.id, place: all[at - 1]!.place })
    q(world).placed({ id: all[at - 1]!.id, place: all[at]!.place })
    return true
  })
}

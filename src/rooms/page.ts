import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** What a room's page says beside its bio. */
export interface RoomPageRow {
  category_id: string | null
  links: RoomLink[]
}

export interface RoomLink {
  words: string
  href: string
}

export const LINKS_MOST = 5
export const LINK_WORDS_MOST = 40
export const LINK_MOST = 300

const q = prepared(sql => ({
  of: sql.one<{ category_id: string | null; links: string }>(
    'SELECT category_id, links FROM room_pages WHERE room_id = $room',
  ),
  category: sql.run(`INSERT INTO room_pages (room_id, category_id) VALUES ($room, $category)
    ON CONFLICT (room_id) DO UPDATE SET category_id = excluded.category_id`),
  links: sql.run(`INSERT INTO room_pages (room_id, links) VALUES ($room, $links)
    ON CONFLICT (room_id) DO UPDATE SET links = excluded.links`),
}))

export function pageOf(world: World, room: string): RoomPageRow {
  const row = q(world).of({ room })
  return { category_id: row?.category_id ?? null, links: row ? (JSON.parse(row.links) as RoomLink[]) : [] }
}

/** The category has to be one of the house's; null is none. */
export const setCategory = (world: World, room: string, category: string | null): boolean =>
  q(world).category({ room, category }) > 0

/** Links are checked by `readLink` and their words by the filter. */
export const setLinks = (world: World, room: string, links: readonly RoomLink[]): boolean =>
  q(world).links({ room, links: JSON.stringify(links) }) > 0

export type LinkWrong = 'shape' | 'long' | 'words' | 'words-long'
export type ReadLink = { ok: true; link: RoomLink | null } | { ok: false; why: LinkWrong }

/** An https address without a name and password in it, and what it is called. Both empty is no link. */
export function readLink(words: string, typed: string): ReadLink {
  if (words === '' && typed === '') return { ok: true, link: null }
  if (typed.length > LINK_MOST) return { ok: false, why: 'long' }
  const url = URL.parse(/^[a-z]+:/i.test(typed) ? typed : `https://${typed}`)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || !url.hostname.includes('.')) {
    return { ok: false, why: 'shape' }
  }
  if (words === '') return { ok: false, why: 'words' }
  if ([...words].length > LINK_WORDS_MOST) return { ok: false, why: 'words-long' }
  return { ok: true, link: { words, href: url.href } }
}

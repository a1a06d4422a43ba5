import { betweenWrites } from '../base/db/between-writes.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import type { Room } from './room.ts'

export interface ListedRoom extends Room {
  tags: string[]
  category: { slug: string; name: string } | null
  /** Ids of the performer's own pictures: beside the name, and of the room. */
  avatar_id: string | null
  picture_id: string | null
}

/** A room is listed when its performer may broadcast: approved, and not stopped by a sanction. */
const LISTED = `a.deleted_at IS NULL AND a.role = 'performer'
  AND EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM sanctions s WHERE s.account_id = a.id AND s.lifted_at IS NULL AND (s.until IS NULL OR s.until > $now))`

type Row = Omit<ListedRoom, 'tags' | 'category'> & { tags: string | null; slug: string | null; category: string | null }

const q = prepared(sql => ({
  listed:
    sql.all<Row>(`SELECT r.id, r.performer_id, r.name, a.handle, a.hue, r.title, r.bio, r.zone, r.picture, r.created_at,
      (SELECT group_concat(tag, ' ') FROM room_tags t WHERE t.room_id = r.id) AS tags,
      (SELECT id FROM pictures i WHERE i.owner_id = a.id AND i.purpose = 'avatar') AS avatar_id,
      (SELECT id FROM pictures i WHERE i.owner_id = a.id AND i.purpose = 'room') AS picture_id,
      c.slug, c.name AS category
    FROM rooms r JOIN accounts a ON a.id = r.performer_id
      LEFT JOIN room_pages p ON p.room_id = r.id LEFT JOIN categories c ON c.id = p.category_id
    WHERE ${LISTED} ORDER BY lower(a.handle)`),
  isListed: sql.one<{ id: string }>(
    `SELECT r.id FROM rooms r JOIN accounts a ON a.id = r.performer_id WHERE r.name = $name AND ${LISTED}`,
  ),
  any: sql.one<{ n: number }>('SELECT count(*) AS n FROM rooms'),
}))

export const SEARCH_MOST = 60

/** For comparing: without case, accents or width, so that "Andre" finds "André". SQL's lower() knows only ASCII. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

interface Listing {
  rooms: readonly ListedRoom[]
  /** What each is found by, in the same order. */
  words: string[]
}

const listing = betweenWrites((world, now): Listing => {
  const rooms = q(world)
    .listed({ now })
    .map(({ tags, slug, category, ...room }) => ({
      ...room,
      tags: tags ? tags.split(' ') : [],
      category: slug !== null && category !== null ? { slug, name: category } : null,
    }))
  return { rooms, words: [] }
})

export const listedRooms = (world: World): readonly ListedRoom[] => listing(world).rooms

const wordsOf = (room: ListedRoom): string =>
  fold([room.handle, room.name, room.title, room.category?.name ?? '', ...room.tags].join(' '))

/**
 * Rooms that hold every word of what was typed in handle, title, category or tags; names that begin with it come first. Empty
 * lists all.
 */
export function findRooms(world: World, { search = '', tag = '', category = '' }): ListedRoom[] {
  const { rooms, words } = listing(world)
  const wanted = tag.normalize('NFC').toLowerCase()
  const typed = fold(search.slice(0, SEARCH_MOST))
    .split(/[\s,#@]+/)
    .filter(Boolean)
  const found = rooms.filter((room, at) => {
    if (wanted !== '' && !room.tags.includes(wanted)) return false
    if (category !== '' && room.category?.slug !== category) return false
    if (typed.length === 0) return true
    words[at] ??= wordsOf(room)
    return typed.every(word => words[at]!.includes(word))
  })
  if (typed.length === 0) return found
  const begins = (room: ListedRoom) => fold(room.handle).startsWith(typed[0]!)
  return found.sort((a, b) => Number(begins(b)) - Number(begins(a)))
}

export function commonTags(world: World, limit = 12): { tag: string; rooms: number }[] {
  const counts = new Map<string, number>()
  for (const { tags } of listedRooms(world)) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts]
    .map(([tag, rooms]) => ({ tag, rooms }))
    .sort((a, b) => b.rooms - a.rooms || (a.tag < b.tag ? -1 : 1))
    .slice(0, limit)
}

export const anyRoom = (world: World): boolean => q(world).any()!.n > 0

/** Whether people may see this room at all. */
export const isListed = (world: World, name: string): boolean =>
  q(world).isListed({ now: world.clock.now(), name }) !== null

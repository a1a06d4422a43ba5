import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import type { Room } from './room.ts'

export interface ListedRoom extends Room {
  tags: string[]
}

/** A room is listed when its performer may broadcast: approved, and not stopped by a sanction. */
const LISTED = `a.deleted_at IS NULL AND a.role = 'performer'
  AND EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id)
  AND NOT EXISTS (SELECT 1 FROM sanctions s WHERE s.account_id = a.id AND s.lifted_at IS NULL AND (s.until IS NULL OR s.until > $now))`

type Row = Room & { tags: string | null }

const q = prepared(sql => ({
  listed:
    sql.all<Row>(`SELECT r.id, r.performer_id, r.name, a.handle, a.hue, r.title, r.bio, r.zone, r.picture, r.created_at,
      (SELECT group_concat(tag, ' ') FROM room_tags t WHERE t.room_id = r.id) AS tags
    FROM rooms r JOIN accounts a ON a.id = r.performer_id
    WHERE ${LISTED} AND ($tag = '' OR EXISTS (SELECT 1 FROM room_tags t WHERE t.room_id = r.id AND t.tag = $tag))
    ORDER BY lower(a.handle)`),
  tags: sql.all<{ tag: string; rooms: number }>(`SELECT t.tag, count(*) AS rooms
    FROM room_tags t JOIN rooms r ON r.id = t.room_id JOIN accounts a ON a.id = r.performer_id
    WHERE ${LISTED} GROUP BY t.tag ORDER BY rooms DESC, t.tag LIMIT $limit`),
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

/** Rooms that hold every word of what was typed in handle, title or tags; names that begin with it come first. Empty lists all. */
export function findRooms(world: World, { search = '', tag = '' }): ListedRoom[] {
  const rooms = q(world)
    .listed({ now: world.clock.now(), tag: tag.normalize('NFC').toLowerCase() })
    .map(row => ({ ...row, tags: row.tags ? row.tags.split(' ') : [] }))
  const words = fold(search.slice(0, SEARCH_MOST))
    .split(/[\s,#@]+/)
    .filter(Boolean)
  if (words.length === 0) return rooms
  const begins = (room: ListedRoom) => fold(room.handle).startsWith(words[0]!)
  return rooms
    .filter(room => {
      const text = fold([room.handle, room.name, room.title, ...room.tags].join(' '))
      return words.every(word => text.includes(word))
    })
    .sort((a, b) => Number(begins(b)) - Number(begins(a)))
}

export const commonTags = (world: World, limit = 12): { tag: string; rooms: number }[] =>
  q(world).tags({ now: world.clock.now(), limit })

export const anyRoom = (world: World): boolean => q(world).any()!.n > 0

/** Whether people may see this room at all. */
export const isListed = (world: World, name: string): boolean =>
  q(world).isListed({ now: world.clock.now(), name }) !== null

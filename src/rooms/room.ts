import { assert } from '../base/assert.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

/** A performer's place. `name` is public and the MediaMTX path; it never changes. */
export interface Room {
  id: string
  performer_id: string
  name: string
  handle: string
  hue: number
  title: string
  bio: string
  zone: string
  picture: string
  created_at: number
}

const SELECT = `SELECT r.id, r.performer_id, r.name, a.handle, a.hue, r.title, r.bio, r.zone, r.picture, r.created_at
  FROM rooms r JOIN accounts a ON a.id = r.performer_id`

const q = prepared(sql => ({
  byId: sql.one<Room>(`${SELECT} WHERE r.id = $id`),
  byName: sql.one<Room>(`${SELECT} WHERE r.name = $name`),
  byPerformer: sql.one<Room>(`${SELECT} WHERE r.performer_id = $performer`),
  byHandle: sql.one<Room>(`${SELECT} WHERE lower(a.handle) = lower($handle) AND a.deleted_at IS NULL`),
  insert: sql.run(
    'INSERT INTO rooms (id, performer_id, name, zone, created_at) VALUES ($id, $performer, $name, $zone, $at)',
  ),
  remove: sql.run('DELETE FROM rooms WHERE performer_id = $performer'),
}))

/** Words that are paths of the media server or of the site. */
const RESERVED = new Set(['whip', 'whep', 'live', 'feed', 'test', 'studio', 'panel', 'assets'])

/** The room's public name from a handle: lower case Latin letters, digits and `-`. */
export function roomName(handle: string): string {
  const name = handle
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 28)
  return name.length < 3 || RESERVED.has(name) ? `room-${name}`.replace(/-$/, '') : name
}

/** Gives the performer a room; the one that is there already stays. A taken name gets a number. */
export function openRoom(world: World, performer: string, handle: string): Room {
  const known = roomOf(world, performer)
  if (known) return known
  const wanted = roomName(handle)
  let name = wanted
  for (let n = 2; q(world).byName({ name }); n++) name = `${wanted}-${n}`
  q(world).insert({ id: world.ids.next(), performer, name, zone: 'UTC', at: world.clock.now() })
  const room = roomOf(world, performer)
  assert(room, 'a room that was just opened is there')
  return room
}

/** A deleted account's room goes with all that hangs on it. */
export const closeRoom = (world: World, performer: string): boolean => q(world).remove({ performer }) > 0

export const roomById = (world: World, id: string): Room | null => q(world).byId({ id })
export const roomOf = (world: World, performer: string): Room | null => q(world).byPerformer({ performer })

/** By the performer's name, as people write it in a link: `mara_voss` opens `mara-voss`. */
export const roomByHandle = (world: World, handle: string): Room | null =>
  handle.length <= 64 ? q(world).byHandle({ handle }) : null

export function roomByName(world: World, name: string): Room | null {
  return /^[a-z0-9-]{3,32}$/.test(name) ? q(world).byName({ name }) : null
}

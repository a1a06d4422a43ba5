import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'

export const TITLE_MOST = 120
export const BIO_MOST = 2000
export const TAGS_MOST = 6
/** The drawn scenes that a dark room may show. */
export const PICTURES = ['painter', 'musician', 'dancer', 'potter'] as const

const q = prepared(sql => ({
  title: sql.run('UPDATE rooms SET title = $title WHERE id = $room'),
  profile: sql.run('UPDATE rooms SET bio = $bio, zone = $zone, picture = $picture WHERE id = $room'),
  tags: sql.all<{ tag: string }>('SELECT tag FROM room_tags WHERE room_id = $room ORDER BY tag'),
  clear: sql.run('DELETE FROM room_tags WHERE room_id = $room'),
  tag: sql.run('INSERT INTO room_tags (room_id, tag) VALUES ($room, $tag)'),
}))

export const tagsOf = (world: World, room: string): string[] =>
  q(world)
    .tags({ room })
    .map(row => row.tag)

/** Control, format and bidi characters go; runs of blanks become one. Line breaks stay where `lines` says so. */
export function cleanText(typed: string, lines = false): string {
  const text = typed
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
  if (!lines) return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
  return text
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

export type ReadTags = { ok: true; tags: string[] } | { ok: false; why: 'many' | 'shape'; tag: string }

/** "Oil, calm dusk #light" -> oil, calm-dusk, light. Separated by commas or `#`. */
export function readTags(typed: string): ReadTags {
  const tags: string[] = []
  for (const part of typed.split(/[,#\n]/)) {
    const tag = cleanText(part).toLowerCase().replace(/ /g, '-')
    if (tag === '') continue
    if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{1,23}$/u.test(tag)) return { ok: false, why: 'shape', tag: tag.slice(0, 30) }
    if (!tags.includes(tag)) tags.push(tag)
  }
  return tags.length > TAGS_MOST ? { ok: false, why: 'many', tag: '' } : { ok: true, tags }
}

/** What the next broadcast is called, and its tags. Values are clean by `cleanText` and `readTags`. */
export function setTitle(world: World, room: string, title: string, tags: readonly string[]): void {
  tx(world, () => {
    q(world).title({ room, title })
    q(world).clear({ room })
    for (const tag of tags) q(world).tag({ room, tag })
  })
}

export interface Profile {
  bio: string
  zone: string
  picture: string
}

export interface ProfileFaults {
  bio?: 'long'
  zone?: 'unknown'
  picture?: 'unknown'
}

export const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone !== '' && zone.length <= 64
  } catch {
    return false
  }
}

export function profileFaults({ bio, zone, picture }: Profile): ProfileFaults {
  const faults: ProfileFaults = {}
  if (bio.length > BIO_MOST) faults.bio = 'long'
  if (!isZone(zone)) faults.zone = 'unknown'
  if (picture !== '' && !PICTURES.some(p => p === picture)) faults.picture = 'unknown'
  return faults
}

export const setProfile = (world: World, room: string, profile: Profile): boolean =>
  q(world).profile({ room, ...profile }) > 0

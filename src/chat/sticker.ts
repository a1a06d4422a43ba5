import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { pictureHref, removePicture, type Size } from '../base/picture/index.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { type GateRefusal, mayPost } from './gate.ts'
import { type Line, lineAt, lineByKey, note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { KEY_SHAPE } from './message.ts'
import { wrote } from './pace.ts'

/** Drawn by us: assets/img/stickers. Their names and words are in the catalogue. */
export const DRAWN = [
  'lamp',
  'bouquet',
  'brush',
  'cello',
  'tea',
  'applause',
  'star',
  'curtain',
  'moon',
  'cake',
  'umbrella',
  'cat',
] as const
export type Drawn = (typeof DRAWN)[number]

export const isDrawn = (key: string): key is Drawn => DRAWN.some(known => known === key)

export const STICKER_NAME_MOST = 40
export const KEYWORDS_MOST = 200

export interface Sticker {
  /** The key of one that we drew, else an id. */
  id: string
  key: Drawn | null
  picture_id: string | null
  /** Empty for ours. */
  name: string
  keywords: string
  is_on: number
}

interface Row {
  id: string
  key: string | null
  picture_id: string | null
  name: string
  keywords: string
  is_on: number
}

const q = prepared(sql => ({
  all: sql.all<Row>('SELECT * FROM stickers ORDER BY made_at, id'),
  one: sql.one<Row>('SELECT * FROM stickers WHERE id = $id'),
  insert: sql.run(`INSERT INTO stickers (id, picture_id, name, keywords, made_at)
    VALUES ($id, $picture, $name, $keywords, $at)`),
  switchOwn: sql.run(`INSERT INTO stickers (id, key, name, is_on, made_at) VALUES ($id, $id, '', $on, $at)
    ON CONFLICT (id) DO UPDATE SET is_on = excluded.is_on`),
  switch: sql.run('UPDATE stickers SET is_on = $on WHERE id = $id'),
  remove: sql.run('DELETE FROM stickers WHERE id = $id AND key IS NULL'),
}))

/** Ours first, each where it stands, then those the house added. */
export function allStickers(world: World): Sticker[] {
  const rows = q(world).all()
  const off = new Set(rows.filter(row => row.key !== null && row.is_on === 0).map(row => row.key))
  const ours = DRAWN.map(key => ({
    id: key,
    key,
    picture_id: null,
    name: '',
    keywords: '',
    is_on: off.has(key) ? 0 : 1,
  }))
  return [...ours, ...rows.filter(row => row.key === null).map(row => ({ ...row, key: null }))]
}

/** Those that may be sent. */
export const stickersOn = (world: World): Sticker[] => allStickers(world).filter(({ is_on }) => is_on === 1)

/** Where its picture is, also while it is off. */
export function stickerShown(
  world: World,
  id: string,
  size: Size = 's',
): { href: string; drawn: Drawn | null; name: string } | null {
  if (isDrawn(id)) return { href: world.assets.href(`img/stickers/${id}.svg`), drawn: id, name: '' }
  const row = q(world).one({ id })
  return row?.picture_id ? { href: pictureHref(row.picture_id, size), drawn: null, name: row.name } : null
}

export type StickerSent =
  | { ok: true; line: Line }
  | ({ ok: false } & (GateRefusal | { why: 'unknown' | 'key' | 'held' }))

/** Counts as a short word: the same one three times a minute. */
const briefOf = (sticker: string): string => sticker.slice(0, 3) + sticker.slice(-4)

/** A sticker is a line: the same gate, the same key. */
export function sendSticker(
  world: World,
  told: ChatListeners,
  {
    room,
    account,
    sticker,
    key,
  }: { room: Pick<Room, 'id' | 'performer_id'>; account: string; sticker: string; key: string },
): StickerSent {
  if (!KEY_SHAPE.test(key)) return { ok: false, why: 'key' }
  return grouped(world, (): StickerSent => {
    const known = lineByKey(world, account, key)
    if (known) {
      const line = lineAt(world, known.room_id, known.seq)
      return line?.room_id === room.id ? { ok: true, line } : { ok: false, why: 'key' }
    }
    if (!stickersOn(world).some(({ id }) => id === sticker)) return { ok: false, why: 'unknown' }
    const may = mayPost(world, { room, account, text: briefOf(sticker) })
    if (!may.ok) return may
    // A drawing cannot be read before it is shown: who waits for a look says it in words.
    if (may.holds) return { ok: false, why: 'held' }
    const to = may.silent ? account : null
    const line = note(world, told, { room: room.id, kind: 'sticker', by: account, to, detail: { sticker }, key })
    wrote(world, room.id, account, briefOf(sticker))
    return { ok: true, line }
  })
}

export interface StickerFaults {
  name?: 'empty' | 'long' | Refusal
  keywords?: 'long' | Refusal
}

/** What is wrong with a sticker's words, before its picture is drawn. */
export function stickerFaults(
  world: World,
  by: string,
  { name, keywords }: { name: string; keywords: string },
): StickerFaults {
  const faults: StickerFaults = {}
  if (name === '') faults.name = 'empty'
  else if (Array.from(name).length > STICKER_NAME_MOST) faults.name = 'long'
  if (Array.from(keywords).length > KEYWORDS_MOST) faults.keywords = 'long'
  for (const [field, text] of [
    ['name', name],
    ['keywords', keywords],
  ] as const) {
    if (faults[field]) continue
    const read = filter(world, { what: 'tag', text, by, mayCover: false })
    if (!read.ok) faults[field] = read.why
  }
  return faults
}

/** One of the house's own; its picture is stored already. */
export const addSticker = (
  world: World,
  { picture, name, keywords }: { picture: string; name: string; keywords: string },
): string =>
  tx(world, () => {
    const id = world.ids.next()
    q(world).insert({ id, picture, name, keywords, at: world.clock.now() })
    return id
  })

/** False when there is no such sticker. */
export function switchSticker(world: World, id: string, on: boolean): boolean {
  return tx(world, () => {
    if (isDrawn(id)) return q(world).switchOwn({ id, on: on ? 1 : 0, at: world.clock.now() }) > 0
    return q(world).switch({ id, on: on ? 1 : 0 }) > 0
  })
}

/** With its picture. Lines that showed it say its name no more. */
export function removeSticker(world: World, id: string): boolean {
  return tx(world, () => {
    const row = q(world).one({ id })
    if (!row?.picture_id || q(world).remove({ id }) === 0) return false
    return removePicture(world, row.picture_id)
  })
}

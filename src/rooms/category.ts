import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { fold } from './directory.ts'

/** What the owner sorts rooms into. A room stands in one or in none. */
export interface Category {
  id: string
  slug: string
  name: string
  /** Rooms that have chosen it. */
  rooms: number
}

export const CATEGORIES_MOST = 24
export const CATEGORY_NAME_MOST = 32

const q = prepared(sql => ({
  all: sql.all<Category>(`SELECT c.id, c.slug, c.name,
      (SELECT count(*) FROM room_pages p WHERE p.category_id = c.id) AS rooms
    FROM categories c ORDER BY c.place, c.name`),
  insert: sql.run('INSERT INTO categories (id, slug, name, place) VALUES ($id, $slug, $name, $place)'),
  rename: sql.run('UPDATE categories SET name = $name WHERE id = $id'),
  place: sql.run('UPDATE categories SET place = $place WHERE id = $id'),
  remove: sql.run('DELETE FROM categories WHERE id = $id'),
}))

export const categories = (world: World): Category[] => q(world).all()

export type CategoryWrong = 'empty' | 'long' | 'taken' | 'many' | 'unknown'
export type CategoryDone = { ok: true } | { ok: false; why: CategoryWrong }

/** "Thread and paper" -> thread-and-paper. Names without a Latin letter get a number. */
function slugOf(name: string, taken: ReadonlySet<string>): string {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 28)
  const wanted = plain.length < 2 ? 'category' : plain
  let slug = wanted
  for (let n = 2; taken.has(slug); n++) slug = `${wanted}-${n}`
  return slug
}

function wrongName(all: readonly Category[], name: string, own = ''): CategoryWrong | null {
  if (name === '') return 'empty'
  if ([...name].length > CATEGORY_NAME_MOST) return 'long'
  return all.some(one => one.id !== own && fold(one.name) === fold(name)) ? 'taken' : null
}

export function addCategory(world: World, name: string, by: Actor): CategoryDone {
  return tx(world, () => {
    const all = categories(world)
    const wrong = wrongName(all, name)
    if (wrong) return { ok: false, why: wrong } as const
    if (all.length >= CATEGORIES_MOST) return { ok: false, why: 'many' } as const
    const slug = slugOf(name, new Set(all.map(one => one.slug)))
    q(world).insert({ id: world.ids.next(), slug, name, place: all.length })
    record(world, { actor: by, act: 'category.added', subject: 'site', detail: { name } })
    return { ok: true } as const
  })
}

/** The address stays: links to the category go on working. */
export function renameCategory(world: World, id: string, name: string, by: Actor): CategoryDone {
  return tx(world, () => {
    const all = categories(world)
    const before = all.find(one => one.id === id)
    if (!before) return { ok: false, why: 'unknown' } as const
    const wrong = wrongName(all, name, id)
    if (wrong) return { ok: false, why: wrong } as const
    q(world).rename({ id, name })
    record(world, { actor: by, act: 'category.renamed', subject: 'site', detail: { from: before.name, to: name } })
    return { ok: true } as const
  })
}

/** One place further up. */
export function raiseCategory(world: World, id: string, by: Actor): CategoryDone {
  return tx(world, () => {
    const all = categories(world)
    const at = all.findIndex(one => one.id === id)
    if (at < 0) return { ok: false, why: 'unknown' } as const
    if (at > 0) [all[at - 1], all[at]] = [all[at]!, all[at - 1]!]
    for (const [place, one] of all.entries()) q(world).place({ id: one.id, place })
    record(world, { actor: by, act: 'category.raised', subject: 'site', detail: { id } })
    return { ok: true } as const
  })
}

/** Rooms that stood in it stand in none. */
export function removeCategory(world: World, id: string, by: Actor): CategoryDone {
  return tx(world, () => {
    const before = categories(world).find(one => one.id === id)
    if (!before || q(world).remove({ id }) === 0) return { ok: false, why: 'unknown' } as const
    record(world, { actor: by, act: 'category.removed', subject: 'site', detail: { name: before.name } })
    return { ok: true } as const
  })
}

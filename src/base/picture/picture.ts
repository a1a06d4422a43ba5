import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { World } from '../../world.ts'
import { HOUR } from '../clock.ts'
import { onDisk } from '../db/backup.ts'
import { prepared } from '../db/prepared.ts'
import { afterCommit, tx } from '../db/tx.ts'
import { secret26 } from '../ids.ts'
import { briefly } from '../log.ts'
import { oneEach } from '../one-each.ts'
import { type Box, type Crop, draw } from './draw.ts'
import { barePng, readHeader } from './header.ts'

/** A file as it comes; a photograph of a good camera has ten million bytes. */
export const MOST_PICTURE_BYTES = 15 * 1024 * 1024
/** Read from the header, before a decoder makes room for them. */
export const MOST_PIXELS = 40_000_000

interface Shape {
  /** Cut to the proportions of the boxes, or drawn whole into them. */
  fill: boolean
  /** Large and small. */
  l: Box
  s: Box
  /** How many one owner has; where it is one, a new one takes the place of the old. */
  most: number
}

/** What pictures are for. `page` are those that a performer shows under her words; stickers are the house's own. */
export const SHAPES = {
  avatar: { fill: true, l: { width: 288, height: 288 }, s: { width: 96, height: 96 }, most: 1 },
  room: { fill: true, l: { width: 1280, height: 720 }, s: { width: 480, height: 270 }, most: 1 },
  cover: { fill: true, l: { width: 1440, height: 480 }, s: { width: 720, height: 240 }, most: 1 },
  page: { fill: false, l: { width: 1600, height: 1600 }, s: { width: 480, height: 480 }, most: 12 },
  sticker: { fill: false, l: { width: 288, height: 288 }, s: { width: 96, height: 96 }, most: 200 },
} as const satisfies Record<string, Shape>
export type Purpose = keyof typeof SHAPES
export type Size = 's' | 'l'

export interface Picture {
  id: string
  /** The account whose it is; null: the house's. */
  owner_id: string | null
  purpose: Purpose
  size_bytes: number
  made_at: number
}

export type PictureRefusal =
  | 'missing'
  | 'too-large'
  | 'not-a-picture'
  | 'other-kind'
  | 'animated'
  | 'too-many-pixels'
  | 'too-small'
  | 'broken'
  | 'enough'
  | 'busy'
  | 'no-room'

export type Stored = { ok: true; picture: Picture } | { ok: false; why: PictureRefusal }

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO pictures (id, owner_id, purpose, size_bytes, made_at)
    VALUES ($id, $owner_id, $purpose, $size_bytes, $made_at)`),
  byId: sql.one<Picture>('SELECT * FROM pictures WHERE id = $id'),
  latest: sql.one<Picture>(
    'SELECT * FROM pictures WHERE owner_id = $owner AND purpose = $purpose ORDER BY made_at DESC, rowid DESC LIMIT 1',
  ),
  of: sql.all<Picture>(
    'SELECT * FROM pictures WHERE owner_id IS $owner AND purpose = $purpose ORDER BY made_at, rowid',
  ),
  owned: sql.all<Picture>('SELECT * FROM pictures WHERE owner_id = $owner'),
  count: sql.one<{ n: number }>('SELECT count(*) AS n FROM pictures WHERE owner_id IS $owner AND purpose = $purpose'),
  all: sql.all<{ id: string }>('SELECT id FROM pictures'),
  remove: sql.run('DELETE FROM pictures WHERE id = $id'),
}))

export const pictureFolder = (data: string): string => join(resolve(data), 'pictures')
const nameOf = (id: string, size: Size): string => `${id}-${size}.webp`

/** Where browsers fetch it. Names never come back, so that they may be kept for good. */
export const pictureHref = (id: string, size: Size): string => `/pictures/${nameOf(id, size)}`

/** The address of an account's picture of that kind, if it has one. */
export function ownPicture(world: World, owner: string, purpose: 'avatar' | 'room' | 'cover', size: Size) {
  const picture = q(world).latest({ owner, purpose })
  return picture ? pictureHref(picture.id, size) : undefined
}

/** The face beside a name; without one, its first letter stands there. */
export const avatarHref = (world: World, account: string, size: Size = 's'): string | undefined =>
  ownPicture(world, account, 'avatar', size)

export const pictureById = (world: World, id: string): Picture | null => q(world).byId({ id })

/** Oldest first. */
export const picturesOf = (world: World, owner: string | null, purpose: Purpose): Picture[] =>
  q(world).of({ owner, purpose })

/** Pictures are drawn one after the other: a large one needs 160 MB while it is decoded. */
const MOST_WAITING = 8
const lineOf = oneEach((_: World['db']) => ({ waiting: 0, last: Promise.resolve() as Promise<unknown> }))

async function oneByOne<T>(world: World, work: () => Promise<T>): Promise<T | null> {
  const line = lineOf(world.db)
  if (line.waiting >= MOST_WAITING) return null
  line.waiting++
  const mine = line.last.then(work)
  line.last = mine.catch(() => {}).finally(() => line.waiting--)
  return mine
}

/**
 * Looks at a file that a person sent, draws it anew, writes it down and makes it the owner's. A new picture takes the place
 * of the old one where there can be one. Errors: `PictureRefusal`; the old picture is then as it was.
 */
export async function storePicture(
  world: World,
  asked: { owner: string | null; purpose: Purpose; bytes: Uint8Array; crop?: Crop },
): Promise<Stored> {
  const { owner, purpose, bytes, crop } = asked
  const shape: Shape = SHAPES[purpose]
  if (bytes.length === 0) return { ok: false, why: 'missing' }
  if (bytes.length > MOST_PICTURE_BYTES) return { ok: false, why: 'too-large' }
  const header = readHeader(bytes)
  if (!header.ok) return header
  if (header.width * header.height > MOST_PIXELS) return { ok: false, why: 'too-many-pixels' }
  if (header.width < 16 || header.height < 16) return { ok: false, why: 'too-small' }
  if (isFull(world, owner, purpose)) return { ok: false, why: 'enough' }
  const bare = header.kind === 'png' ? barePng(bytes) : bytes
  if (!bare) return { ok: false, why: 'broken' }
  const drawn = await oneByOne(world, async () => {
    try {
      return await draw(bare, { most: MOST_PIXELS, fill: shape.fill, boxes: [shape.l, shape.s], crop })
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (code === 'ERR_IMAGE_TOO_MANY_PIXELS') return 'too-many-pixels' as const
      if (code.startsWith('ERR_IMAGE_')) return 'broken' as const
      throw error
    }
  })
  if (drawn === null) return { ok: false, why: 'busy' }
  if (typeof drawn === 'string') return { ok: false, why: drawn }
  const [l, s] = drawn as [Uint8Array, Uint8Array]
  const picture: Picture = {
    id: secret26(world.ids),
    owner_id: owner,
    purpose,
    size_bytes: l.length + s.length,
    made_at: world.clock.now(),
  }
  try {
    await write(world, picture.id, { l, s })
  } catch (error) {
    world.log.error('picture not stored', { error: briefly(error) })
    return { ok: false, why: 'no-room' }
  }
  const kept = tx(world, () => {
    if (shape.most === 1) for (const old of picturesOf(world, owner, purpose)) removePicture(world, old.id)
    else if (isFull(world, owner, purpose)) return false
    q(world).insert({ ...picture })
    return true
  })
  if (kept) return { ok: true, picture }
  drop(world, picture.id)
  return { ok: false, why: 'enough' }
}

function isFull(world: World, owner: string | null, purpose: Purpose): boolean {
  const { most } = SHAPES[purpose]
  return most > 1 && q(world).count({ owner, purpose })!.n >= most
}

/** Whole or not at all: under another name first, on the disk before it gets its own. */
async function write(world: World, id: string, files: Record<Size, Uint8Array>): Promise<void> {
  const folder = pictureFolder(world.config.data)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const size of ['l', 's'] as const) {
    const name = join(folder, nameOf(id, size))
    const file = await open(`${name}.tmp`, 'wx', 0o600)
    try {
      await file.writeFile(files[size])
      await file.sync()
    } catch (error) {
      await rm(`${name}.tmp`, { force: true })
      throw error
    } finally {
      await file.close()
    }
    await rename(`${name}.tmp`, name)
  }
  onDisk(folder)
}

/** Takes the row away; the files go when that is on the disk. False when there is none. */
export function removePicture(world: World, id: string): boolean {
  if (q(world).remove({ id }) === 0) return false
  afterCommit(world, () => drop(world, id))
  return true
}

/** Everything that an account has shown, when it goes. */
export function erasePicturesOf(world: World, owner: string): void {
  for (const { id } of q(world).owned({ owner })) removePicture(world, id)
}

function drop(world: World, id: string): void {
  for (const size of ['l', 's'] as const)
    rmSync(join(pictureFolder(world.config.data), nameOf(id, size)), { force: true })
}

const FILE = /^([a-z2-7]{26})-[ls]\.webp$/

/** Files that no row names: what a crash left between the two. Young ones may be on their way to their row. */
export function sweepPictures(world: World): number {
  const folder = pictureFolder(world.config.data)
  const known = new Set(
    q(world)
      .all()
      .map(({ id }) => id),
  )
  let swept = 0
  for (const file of filesIn(folder)) {
    const id = FILE.exec(file)?.[1]
    if (id !== undefined && known.has(id)) continue
    if (id === undefined && !file.endsWith('.webp.tmp')) continue
    const path = join(folder, file)
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY }
    if (mtimeMs > world.clock.now() - HOUR) continue
    rmSync(path, { force: true })
    swept++
  }
  return swept
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

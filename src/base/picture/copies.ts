import type { Database } from 'bun:sqlite'
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { onDisk } from '../db/backup.ts'
import { pictureFolder } from './picture.ts'

/** The folder of the pictures that belong to a copy of the database. */
export const picturesBeside = (file: string): string => `${file.replace(/\.db$/, '')}.pictures`

const idsIn = (db: Database): string[] => {
  const known = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'pictures'").get()
  return known ? (db.prepare('SELECT id FROM pictures').all() as { id: string }[]).map(({ id }) => id) : []
}

const namesOf = (id: string): string[] => [`${id}-l.webp`, `${id}-s.webp`]

/** A picture never changes: a second name for the same file is a copy that takes no room, where one disk holds both. */
function also(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code === 'EEXIST') return
    if (code === 'ENOENT') throw error
    copyFileSync(from, to)
    onDisk(to)
  }
}

/**
 * Puts the pictures that a copy of the database names beside it. One that was taken away meanwhile is left out. Answers how
 * many pictures are there.
 */
export function copyPictures(copy: Database, file: string, data: string): number {
  const ids = idsIn(copy)
  if (ids.length === 0) return 0
  const folder = picturesBeside(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let kept = 0
  for (const id of ids) {
    const names = namesOf(id).filter(name => existsSync(join(pictureFolder(data), name)))
    for (const name of names) also(join(pictureFolder(data), name), join(folder, name))
    if (names.length === 2) kept++
  }
  onDisk(folder)
  return kept
}

export const dropPicturesBeside = (file: string): void => rmSync(picturesBeside(file), { recursive: true, force: true })

/** Brings the pictures of a copy back; those that nobody has any more are forgotten, so that no page shows a hole. */
export function bringPictures(db: Database, file: string, data: string): void {
  const folder = picturesBeside(file)
  const target = pictureFolder(data)
  mkdirSync(target, { recursive: true, mode: 0o700 })
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (/^[a-z2-7]{26}-[ls]\.webp$/.test(name)) also(join(folder, name), join(target, name))
  }
  onDisk(target)
  for (const id of idsIn(db)) {
    if (namesOf(id).every(name => existsSync(join(target, name)))) continue
    db.prepare('DELETE FROM stickers WHERE picture_id = $id').run({ id })
    db.prepare('DELETE FROM pictures WHERE id = $id').run({ id })
  }
}

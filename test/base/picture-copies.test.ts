import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { pictureFolder, picturesBeside } from '../../src/base/picture/index.ts'
import { makeBackup, restoreBackup } from '../../src/ops/backup.ts'
import { openFolder } from '../../src/ops/folder.ts'

const root = mkdtempSync(join(tmpdir(), 'footlight-copies-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const id = (letter: string) => letter.repeat(26)

function site(name: string) {
  const data = join(root, name)
  const opened = openFolder(data, { alone: true, now: 1 })
  if (!opened.ok) throw new Error(opened.say)
  mkdirSync(pictureFolder(data), { recursive: true })
  const put = (letter: string) => {
    for (const size of ['l', 's'])
      writeFileSync(join(pictureFolder(data), `${id(letter)}-${size}.webp`), `${letter}${size}`)
    opened.db.run("INSERT INTO pictures (id, purpose, size_bytes, made_at) VALUES (?, 'sticker', 4, 1)", [id(letter)])
  }
  return { data, db: opened.db, close: opened.close, put }
}

test('a backup has the pictures that it names, and a restored site shows them', () => {
  const { data, db, close, put } = site('one')
  put('a')
  put('b')
  writeFileSync(join(pictureFolder(data), `${id('c')}-l.webp`), 'nobody')
  const file = join(root, 'one.db')
  expect(makeBackup(db, file, systemClock).ok).toBe(true)
  expect(readdirSync(picturesBeside(file)).sort()).toEqual(
    ['a', 'b'].flatMap(letter => [`${id(letter)}-l.webp`, `${id(letter)}-s.webp`]),
  )
  // What the site takes away later stays in the copy.
  rmSync(join(pictureFolder(data), `${id('a')}-l.webp`))
  close()
  const elsewhere = join(root, 'elsewhere')
  expect(restoreBackup(elsewhere, file)).toMatchObject({ ok: true })
  expect(readFileSync(join(pictureFolder(elsewhere), `${id('a')}-l.webp`), 'utf8')).toBe('al')
  expect(readdirSync(pictureFolder(elsewhere)).length).toBe(4)
})

test('a picture that nobody has any more leaves no hole in the restored site', () => {
  const { data, db, close, put } = site('two')
  put('a')
  put('b')
  db.run("INSERT INTO stickers (id, picture_id, name, made_at) VALUES ('s', ?, 'Gull', 1)", [id('b')])
  rmSync(join(pictureFolder(data), `${id('b')}-s.webp`))
  const file = join(root, 'two.db')
  expect(makeBackup(db, file, systemClock).ok).toBe(true)
  close()
  expect(restoreBackup(data, file)).toMatchObject({ ok: true })
  const restored = new Database(join(data, 'footlight.db'))
  expect(restored.query('SELECT id FROM pictures').all()).toEqual([{ id: id('a') }])
  expect(restored.query('SELECT id FROM stickers').all()).toEqual([])
  restored.close()
})

test('a site without pictures has a backup without their folder', () => {
  const { db, close } = site('three')
  const file = join(root, 'three.db')
  expect(makeBackup(db, file, systemClock).ok).toBe(true)
  expect(existsSync(picturesBeside(file))).toBe(false)
  close()
})

import { afterAll, describe, expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealWith } from '../../src/base/seal/box.ts'
import { masterFile, onPaper, openMaster } from '../../src/base/seal/master.ts'
import { seededIds } from '../help/world.ts'

const KEY = new Uint8Array(32).fill(1)
const PLACE = { table: 'lists', column: 'sealed', row: 'a' }
const words = new TextEncoder().encode('one\ntwo')
const folder = mkdtempSync(join(tmpdir(), 'seal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a sealed value', () => {
  test('opens in its place with its key, and reads like noise', () => {
    const seal = sealWith(KEY, seededIds())
    const sealed = seal.close('lists', PLACE, words)
    expect(Buffer.from(sealed).includes('one')).toBe(false)
    expect(seal.open('lists', PLACE, sealed)).toEqual(words)
    expect(seal.close('lists', PLACE, words)).not.toEqual(sealed)
  })

  test('opens nowhere else: another row, column, table, class or key, nor when a bit of it has changed', () => {
    const seal = sealWith(KEY, seededIds())
    const sealed = seal.close('lists', PLACE, words)
    for (const place of [
      { ...PLACE, row: 'b' },
      { ...PLACE, column: 'x' },
      { ...PLACE, table: 'x' },
    ])
      expect(seal.open('lists', place, sealed)).toBeNull()
    expect(seal.open('columns', PLACE, sealed)).toBeNull()
    expect(sealWith(new Uint8Array(32).fill(2), seededIds()).open('lists', PLACE, sealed)).toBeNull()
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice()
      changed[at]! ^= 1
      expect([at, seal.open('lists', PLACE, changed)]).toEqual([at, null])
    }
    for (const cut of [0, 1, 13, 29, sealed.length - 1])
      expect(seal.open('lists', PLACE, sealed.subarray(0, cut))).toBeNull()
  })

  test('has a mark that is the same for the same value and key alone', () => {
    const seal = sealWith(KEY, seededIds('x'))
    expect(seal.mark('lists', 'one')).toBe(sealWith(KEY, seededIds('y')).mark('lists', 'one'))
    expect(seal.mark('lists', 'one')).not.toBe(seal.mark('lists', 'two'))
    expect(seal.mark('lists', 'one')).not.toBe(seal.mark('columns', 'one'))
    expect(seal.mark('lists', 'one')).not.toBe(sealWith(new Uint8Array(32), seededIds()).mark('lists', 'one'))
  })
})

describe('the key file', () => {
  test('is made once, for its owner alone, and read again', () => {
    const file = join(folder, 'one.key')
    const made = openMaster(file, seededIds('a'))
    const read = openMaster(file, seededIds('b'))
    if (!made.ok || !read.ok) throw new Error('it did not open')
    expect(read.key).toEqual(new Uint8Array(readFileSync(file)))
    expect(Buffer.from(read.key)).toEqual(Buffer.from(made.key))
    expect(statSync(file).mode & 0o777).toBe(0o400)
  })

  test('of another length, or open to others, is refused in words and left alone', () => {
    const short = join(folder, 'short.key')
    writeFileSync(short, 'abc', { mode: 0o400 })
    expect(openMaster(short, seededIds())).toEqual({ ok: false, say: expect.stringContaining('has 3 bytes') })
    expect(readFileSync(short, 'utf8')).toBe('abc')
    const open = join(folder, 'open.key')
    writeFileSync(open, KEY)
    chmodSync(open, 0o644)
    expect(openMaster(open, seededIds())).toEqual({ ok: false, say: expect.stringContaining('chmod 400') })
  })

  test('in a folder that is not there is said, not made elsewhere', () => {
    const file = join(folder, 'no', 'such.key')
    expect(openMaster(file, seededIds())).toEqual({ ok: false, say: expect.stringContaining('--master-key-file') })
    expect(existsSync(file)).toBe(false)
  })

  test('lies in the data folder unless it is named', () => {
    expect(masterFile({ data: '/d', masterKeyFile: '' })).toBe('/d/master.key')
    expect(masterFile({ data: '/d', masterKeyFile: '/k/one' })).toBe('/k/one')
  })
})

test('on paper the key is sixteen groups of four and one that tells a slip of the pen', () => {
  const key = new Uint8Array(32).map((_, at) => at * 7)
  const [one, two, three, four, check] = onPaper(key)
  const groups = [one, two, three, four].join(' ').split(' ')
  expect(groups).toHaveLength(16)
  expect(new Uint8Array(Buffer.from(groups.join(''), 'hex'))).toEqual(key)
  expect(check).toMatch(/^[0-9a-f]{4}$/)
  const other = key.slice()
  other[3]! ^= 1
  expect(onPaper(other).at(-1)).not.toBe(check)
})

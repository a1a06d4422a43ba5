import { afterAll, expect, test } from 'bun:test'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { readParts } from '../../src/base/http/upload.ts'
import { readHeader } from '../../src/base/picture/header.ts'
import {
  erasePicturesOf,
  pictureFolder,
  pictureHref,
  picturesOf,
  servePicture,
  storePicture,
  sweepPictures,
} from '../../src/base/picture/index.ts'
import { testSite } from '../help/visit.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function house() {
  const data = mkdtempSync(join(tmpdir(), 'fl-picture-'))
  folders.push(data)
  const site = testSite(['--data', data])
  return { site, world: site.world, folder: pictureFolder(data) }
}

function chunk(name: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + data.length)
  out.writeUInt32BE(data.length, 0)
  out.write(name, 4, 'latin1')
  out.set(data, 8)
  out.writeUInt32BE(Bun.hash.crc32(out.subarray(4, 8 + data.length)) >>> 0, 8 + data.length)
  return out
}

type Paint = (x: number, y: number) => [number, number, number]

function png(width: number, height: number, paint: Paint = () => [200, 120, 60], more: Buffer[] = []): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows.set(paint(x, y), y * (1 + width * 3) + 1 + x * 3)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head(width, height)),
    ...more,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ])
}

function head(width: number, height: number): Buffer {
  const ihdr = Buffer.alloc(13)
  ihdr.writeUInt32BE(width, 0)
  ihdr.writeUInt32BE(height, 4)
  ihdr[8] = 8
  ihdr[9] = 2
  return ihdr
}

/** A JPEG with an Exif block: turned by a quarter, taken at a place, and with a text that nobody shall read. */
async function photo(width: number, height: number, paint?: Paint): Promise<Buffer> {
  const plain = Buffer.from(await new Bun.Image(png(width, height, paint)).jpeg({ quality: 95 }).bytes())
  const tiff = Buffer.from(
    '4d4d002a00000008' + '0002' + '0112000300000001' + '00060000' + '8825000400000001' + '00000026' + '00000000',
    'hex',
  )
  const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from('GPS SECRET 48.1372')])
  const app1 = Buffer.alloc(4)
  app1.writeUInt16BE(0xffe1, 0)
  app1.writeUInt16BE(exif.length + 2, 2)
  return Buffer.concat([plain.subarray(0, 2), app1, exif, plain.subarray(2)])
}

async function colourAt(file: string | Uint8Array, x: number, y: number): Promise<[number, number, number]> {
  const bytes = Buffer.from(await new Bun.Image(file as string).png({ compressionLevel: 0 }).bytes())
  const width = bytes.readUInt32BE(16)
  const parts: Buffer[] = []
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)))
  }
  const rows = Bun.inflateSync(Buffer.concat(parts).subarray(2))
  const at = y * (1 + width * 4) + 1 + x * 4
  return [rows[at]!, rows[at + 1]!, rows[at + 2]!]
}

const near = (got: readonly number[], want: readonly number[]) =>
  expect(got.every((value, i) => Math.abs(value - want[i]!) < 24)).toBe(true)

test('a photograph becomes two WebPs of its pixels alone, upright, cut to the middle', async () => {
  const { site, world, folder } = house()
  const { id: owner } = site.person('mara')
  // Turned by a quarter: as one sees it, 300 wide and 600 high, with the left side of the file above.
  const sent = await photo(600, 300, x => (x < 200 ? [250, 20, 20] : x < 400 ? [20, 250, 20] : [20, 20, 250]))
  const stored = await storePicture(world, { owner, purpose: 'avatar', bytes: sent })
  if (!stored.ok) throw new Error(stored.why)
  const files = readdirSync(folder).sort()
  expect(files).toEqual([`${stored.picture.id}-l.webp`, `${stored.picture.id}-s.webp`])
  for (const file of files) {
    const bytes = readFileSync(join(folder, file))
    expect(bytes.toString('latin1', 8, 12)).toBe('WEBP')
    expect(bytes.includes('SECRET') || bytes.includes('EXIF') || bytes.includes('Exif')).toBe(false)
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
  }
  const large = join(folder, files[0]!)
  expect(await new Bun.Image(large).metadata()).toMatchObject({ width: 288, height: 288 })
  expect(await new Bun.Image(join(folder, files[1]!)).metadata()).toMatchObject({ width: 96, height: 96 })
  near(await colourAt(large, 144, 144), [20, 250, 20])
  near(await colourAt(large, 144, 8), [250, 20, 20])
  near(await colourAt(large, 144, 280), [20, 20, 250])
})

test('the part that was chosen is shown, and a part outside is moved inside', async () => {
  const { site, world, folder } = house()
  const { id: owner } = site.person('mara')
  const bytes = png(400, 200, x => (x < 200 ? [250, 20, 20] : [20, 20, 250]))
  const show = async (crop: { x: number; y: number; width: number }) => {
    const stored = await storePicture(world, { owner, purpose: 'avatar', bytes, crop })
    if (!stored.ok) throw new Error(stored.why)
    return join(folder, `${stored.picture.id}-s.webp`)
  }
  near(await colourAt(await show({ x: 0, y: 0, width: 400 }), 48, 48), [250, 20, 20])
  near(await colourAt(await show({ x: 900, y: 900, width: 500 }), 48, 48), [20, 20, 250])
  near(await colourAt(await show({ x: -9e9, y: Number.MAX_SAFE_INTEGER, width: 0 }), 20, 20), [250, 20, 20])
})

test('a new face takes the place of the old one, and goes with the account', async () => {
  const { site, world, folder } = house()
  const { id: owner } = site.person('mara')
  const first = await storePicture(world, { owner, purpose: 'avatar', bytes: png(64, 64) })
  const second = await storePicture(world, { owner, purpose: 'avatar', bytes: png(64, 64) })
  if (!first.ok || !second.ok) throw new Error('not stored')
  expect(picturesOf(world, owner, 'avatar').map(({ id }) => id)).toEqual([second.picture.id])
  expect(readdirSync(folder).every(file => file.startsWith(second.picture.id))).toBe(true)
  erasePicturesOf(world, owner)
  expect(readdirSync(folder)).toEqual([])
})

test('as many pictures of a page as there may be, also when they come at once', async () => {
  const { site, world, folder } = house()
  const { id: owner } = site.person('mara')
  for (let i = 0; i < 10; i++) await storePicture(world, { owner, purpose: 'page', bytes: png(32, 32) })
  const at = await Promise.all(
    [1, 2, 3, 4].map(() => storePicture(world, { owner, purpose: 'page', bytes: png(32, 32) })),
  )
  expect(at.filter(({ ok }) => ok).length).toBe(2)
  expect(at.find(({ ok }) => !ok)).toEqual({ ok: false, why: 'enough' })
  expect(readdirSync(folder).length).toBe(24)
})

test('files that no row names are swept once they are old', async () => {
  const { site, world, folder } = house()
  const { id: owner } = site.person('mara')
  const kept = await storePicture(world, { owner, purpose: 'avatar', bytes: png(64, 64) })
  const lost = `${'a'.repeat(26)}-l.webp`
  for (const name of [lost, `${lost}.tmp`, 'note.txt']) writeFileSync(join(folder, name), 'x')
  const ages = (ago: number) => {
    const at = (world.clock.now() - ago) / 1000
    for (const file of readdirSync(folder)) utimesSync(join(folder, file), at, at)
  }
  ages(10 * 60_000)
  expect(sweepPictures(world)).toBe(0)
  ages(2 * 3_600_000)
  expect(sweepPictures(world)).toBe(2)
  expect(readdirSync(folder).length).toBe(3)
  expect(kept.ok).toBe(true)
})

test('pictures are served to anybody by their name, sandboxed and for good', async () => {
  const { site, world } = house()
  const { id: owner } = site.person('mara')
  const stored = await storePicture(world, { owner, purpose: 'avatar', bytes: png(64, 64) })
  if (!stored.ok) throw new Error(stored.why)
  const { status, response } = await site.browser().get(pictureHref(stored.picture.id, 's'))
  expect(status).toBe(200)
  expect(response.headers.get('content-type')).toBe('image/webp')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('content-security-policy')).toContain('sandbox')
  expect(response.headers.get('cache-control')).toContain('immutable')
  expect(response.headers.getSetCookie()).toEqual([])
  expect((await site.browser().get(pictureHref('b'.repeat(26), 's'))).status).toBe(404)
  for (const path of ['/pictures/../footlight.db', '/pictures/%2e%2e%2ffootlight.db', '/pictures/a-s.webp'])
    expect(await servePicture(world, path)).toBeNull()
})

// F12, as far as pictures go.

const bomb = (width: number, height: number) => {
  const file = png(8, 8)
  file.writeUInt32BE(width, 16)
  file.writeUInt32BE(height, 20)
  file.writeUInt32BE(Bun.hash.crc32(file.subarray(12, 29)) >>> 0, 29)
  return file
}

async function jpegOf(width: number, height: number): Promise<Buffer> {
  const file = Buffer.from(await new Bun.Image(png(64, 64)).jpeg().bytes())
  const at = file.indexOf('\xff\xc0', 0, 'latin1')
  file.writeUInt16BE(height, at + 5)
  file.writeUInt16BE(width, at + 7)
  return file
}

const zeros = (mb: number) => deflateSync(Buffer.alloc(mb * 1024 * 1024))
const gif = Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;', 'latin1')
const webp = Buffer.from(await new Bun.Image(png(64, 64)).webp().bytes())

function animated(): Buffer {
  const vp8x = Buffer.alloc(18)
  vp8x.write('VP8X', 0, 'latin1')
  vp8x.writeUInt32LE(10, 4)
  vp8x[8] = 0x02
  const body = Buffer.concat([Buffer.from('WEBP'), vp8x, webp.subarray(12)])
  const riff = Buffer.alloc(8)
  riff.write('RIFF', 0, 'latin1')
  riff.writeUInt32LE(body.length, 4)
  return Buffer.concat([riff, body])
}

const BAD: [what: string, file: () => Uint8Array | Promise<Uint8Array>, why: string][] = [
  ['nothing', () => new Uint8Array(), 'missing'],
  ['a header of 65,535 x 65,535', () => jpegOf(65_535, 65_535), 'too-many-pixels'],
  ['a PNG of two thousand million a side', () => bomb(0x7fffffff, 0x7fffffff), 'too-many-pixels'],
  ['a PNG of 65,000 x 65,000', () => bomb(65_000, 65_000), 'too-many-pixels'],
  ['a line of 40,000,001', () => bomb(40_000_001, 1), 'too-many-pixels'],
  ['a header with nothing behind it', () => bomb(6000, 6000), 'broken'],
  ['no width', () => bomb(0, 600), 'too-small'],
  ['a point', () => png(1, 1), 'too-small'],
  [
    'a drawing',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    'not-a-picture',
  ],
  ['an archive', () => Buffer.from(`PK\x03\x04${'x'.repeat(200)}`, 'latin1'), 'not-a-picture'],
  [
    'a page that calls itself a picture',
    () => Buffer.from('<!doctype html><script>alert(1)</script>'),
    'not-a-picture',
  ],
  ['a playlist', () => Buffer.from('#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/x.ts\n'), 'not-a-picture'],
  ['a moving GIF', () => gif, 'other-kind'],
  ['a bitmap', () => Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)]), 'other-kind'],
  ['a HEIC', () => Buffer.concat([Buffer.from('\0\0\0\x18ftypheic', 'latin1'), Buffer.alloc(200)]), 'other-kind'],
  ['a moving WebP', animated, 'animated'],
  ['a moving PNG', () => png(64, 64, undefined, [chunk('acTL', Buffer.alloc(8))]), 'animated'],
  [
    'half a PNG',
    () => png(200, 200, (x, y) => [(x * 7) % 256, (y * 13) % 256, (x * y) % 256]).subarray(0, 400),
    'broken',
  ],
  ['half a JPEG', async () => (await photo(400, 400)).subarray(0, 1500), 'broken'],
  ['half a WebP', () => webp.subarray(0, webp.length - 20), 'broken'],
  [
    'a JPEG of a thousand scans',
    async () => {
      const file = await photo(64, 64)
      return Buffer.concat([
        file.subarray(0, -2),
        ...Array(1000).fill(Buffer.from('ffda0008010100003f00', 'hex')),
        file.subarray(-2),
      ])
    },
    'broken',
  ],
  [
    'a JPEG that is all markers',
    () => Buffer.concat([Buffer.from('ffd8', 'hex'), ...Array(9000).fill(Buffer.from('ffe00002', 'hex'))]),
    'broken',
  ],
  ['a JPEG of 0xff alone', () => Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(1_000_000, 0xff)]), 'broken'],
  [
    'noise behind a good start',
    () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(5000, 0x41)]),
    'broken',
  ],
]

for (const [what, file, why] of BAD) {
  test(`${what} is refused, and nothing is written`, async () => {
    const { site, world, folder } = house()
    const { id: owner } = site.person('mara')
    const stored = await storePicture(world, { owner, purpose: 'avatar', bytes: await file() })
    expect(stored).toEqual({ ok: false, why } as typeof stored)
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  })
}

test('what is refused by its header costs no room for its pixels', async () => {
  const { site, world } = house()
  const { id: owner } = site.person('mara')
  const files = [await jpegOf(65_535, 65_535), bomb(65_000, 65_000), bomb(0x7fffffff, 0x7fffffff)]
  Bun.gc(true)
  const before = process.memoryUsage.rss()
  for (let i = 0; i < 200; i++)
    for (const bytes of files)
      expect(await storePicture(world, { owner, purpose: 'avatar', bytes })).toMatchObject({ why: 'too-many-pixels' })
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024)
})

test('texts and profiles that would grow to 200 MB are left out before a decoder sees them', async () => {
  const { site, world } = house()
  const { id: owner } = site.person('mara')
  const packed = zeros(200)
  const files = ['iCCP', 'zTXt', 'iTXt'].map(name =>
    png(64, 64, undefined, [chunk(name, Buffer.concat([Buffer.from('x\0\0'), packed]))]),
  )
  // More rows than the header has places for: the decoder stops at the last one.
  files.push(Buffer.concat([png(64, 64).subarray(0, 33), chunk('IDAT', packed), chunk('IEND', new Uint8Array())]))
  Bun.gc(true)
  let most = 0
  const before = process.memoryUsage.rss()
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before)
  }, 1)
  for (const bytes of files)
    expect(await storePicture(world, { owner, purpose: 'avatar', bytes })).toMatchObject({ ok: true })
  clearInterval(look)
  expect(Math.max(most, process.memoryUsage.rss() - before)).toBeLessThan(64 * 1024 * 1024)
})

test('a picture that is also something else comes out as a picture', async () => {
  const { site, world, folder } = house()
  const { id: owner } = site.person('mara')
  const both = Buffer.concat([png(64, 64), Buffer.from('PK\x05\x06<script>alert(1)</script>', 'latin1')])
  const stored = await storePicture(world, { owner, purpose: 'avatar', bytes: both })
  expect(stored.ok).toBe(true)
  for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes('script')).toBe(false)
})

test('thousands of cut and bent files throw nothing', () => {
  const good = [
    png(64, 64),
    webp,
    Buffer.from('\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xda\0\x08', 'latin1'),
  ]
  let seed = 7
  const chance = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % n
  }
  const heard = { read: 0, refused: 0 }
  for (let i = 0; i < 5000; i++) {
    const file = Buffer.from(good[i % 3]!)
    for (let n = chance(6); n >= 0; n--) file[chance(file.length)] = chance(256)
    heard[readHeader(file.subarray(0, chance(file.length + 1))).ok ? 'read' : 'refused']++
  }
  // Some are still whole enough, so that it is not the first byte alone that decides.
  expect(heard.read).toBeGreaterThan(10)
  expect(heard.refused).toBeGreaterThan(10)
})

const BOUNDARY = '----WebKitFormBoundaryx'
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`
const form = (...parts: [head: string, body: string | Uint8Array][]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      ...parts.flatMap(([head, body]) => [
        Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
        Buffer.from(body as string),
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${BOUNDARY}--\r\n`),
    ]),
  )

test('a form with a file is read in parts, whatever the file holds', () => {
  const file = Buffer.from(`\r\n--${BOUNDARY}x\r\n\r\n--${BOUNDARY.slice(0, -1)}`)
  const parts = readParts(
    form(['name="crop_x"', '12'], ['name="picture"; filename="../../a\\".png"\r\nContent-Type: image/png', file]),
    TYPE,
  )
  // A boundary inside a file is one that the browser did not choose: everything behind it is not a part.
  expect(parts).toBeNull()
  const fine = readParts(form(['name="crop_x"', '12'], ['name="picture"; filename="a.png"', '\x01\r\n\x02']), TYPE)
  expect(fine?.map(part => [part.name, part.isFile, Buffer.from(part.bytes).toString()])).toEqual([
    ['crop_x', false, '12'],
    ['picture', true, '\x01\r\n\x02'],
  ])
})

test('forms that no browser writes are refused', () => {
  expect(readParts(form(['name="a"', 'b']), 'multipart/form-data')).toBeNull()
  expect(readParts(form(['name="a"', 'b']), 'text/plain')).toBeNull()
  expect(readParts(form(['name="a"', 'b']), 'multipart/form-data; boundary=other')).toBeNull()
  expect(readParts(form(['filename="a"', 'b']), TYPE)).toBeNull()
  expect(readParts(form(...Array.from({ length: 17 }, (): [string, string] => ['name="a"', 'b'])), TYPE)).toBeNull()
  expect(readParts(form(['name="a"', 'b']).subarray(0, 40), TYPE)).toBeNull()
  expect(readParts(form([`name="a"; x="${'y'.repeat(2000)}"`, 'b']), TYPE)).toBeNull()
})

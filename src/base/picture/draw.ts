import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { assert } from '../assert.ts'

const deflated = promisify(deflate)
const inflated = promisify(inflate)

/** Which part of the picture is shown, as parts of a thousand of its width and height as one sees it. */
export interface Crop {
  x: number
  y: number
  /** Width of the part; its height follows from the shape. */
  width: number
}

/** A box in which a picture is drawn. With `fill` it is cut to the box's proportions. */
export interface Box {
  width: number
  height: number
}

/** As a form sends it; nothing when a part was not chosen. */
export function cropOf(fields: Record<string, string>): Crop | undefined {
  const [x, y, width] = ['crop_x', 'crop_y', 'crop_width'].map(name =>
    /^\d{1,4}$/.test(fields[name] ?? '') ? Number(fields[name]) : null,
  )
  return x == null || y == null || width == null ? undefined : { x, y, width }
}

const QUALITY = 82
/** Above it a work copy gains nothing that is seen. */
const MOST_WORK = 3000
/** Half of a member's picture is the least that is worth to be shown alone. */
const LEAST_CROP = 100

export interface Drawing {
  most: number
  fill: boolean
  /** The largest first. */
  boxes: readonly Box[]
  crop?: Crop
}

/**
 * Draws the picture anew as WebP, once for each box. Nothing of the file but its pixels comes through: they pass as bare rows
 * between two encodings. Works off-thread but for copies of rows. Throws what `Bun.Image` throws.
 */
export async function draw(bytes: Uint8Array, { most, fill, boxes, crop }: Drawing): Promise<Uint8Array[]> {
  const limits = { maxPixels: most }
  const { width, height } = await new Bun.Image(bytes, limits).metadata()
  const largest = boxes[0]!
  const part = fill ? cut({ width, height }, largest, crop) : { x: 0, y: 0, width, height }
  // The work copy is as small as the largest box allows, so that few rows are copied.
  const scale = Math.min(
    1,
    fill
      ? Math.max(largest.width / part.width, largest.height / part.height)
      : Math.min(largest.width / part.width, largest.height / part.height),
    MOST_WORK / Math.max(width, height),
  )
  const work = await rowsOf(
    await new Bun.Image(bytes, limits)
      .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
      .png({ compressionLevel: 0 })
      .bytes(),
  )
  const pixels = await png(
    fill ? inner(work, part.x / width, part.y / height, part.width / width, part.height / height) : work,
  )
  return Promise.all(
    boxes.map(box =>
      new Bun.Image(pixels, limits)
        .resize(box.width, box.height, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: QUALITY })
        .bytes(),
    ),
  )
}

/** The part with the box's proportions: the wished one as far as it lies inside, else the middle. */
function cut(of: Box, box: Box, crop?: Crop): { x: number; y: number; width: number; height: number } {
  const ratio = box.width / box.height
  const most = Math.min(of.width, of.height * ratio)
  const wished = crop ? (of.width * Math.max(LEAST_CROP, crop.width)) / 1000 : most
  const width = Math.max(1, Math.min(most, wished))
  const height = Math.max(1, width / ratio)
  const at = (wish: number, room: number) => Math.max(0, Math.min(room, wish))
  return {
    width,
    height,
    x: at(crop ? (of.width * crop.x) / 1000 : (of.width - width) / 2, of.width - width),
    y: at(crop ? (of.height * crop.y) / 1000 : (of.height - height) / 2, of.height - height),
  }
}

/** RGBA rows, each behind its filter byte, which is 0: PNG's own form. */
interface Rows extends Box {
  rows: Buffer
}

/** Of a PNG that `Bun.Image` has just written: eight bits, RGBA, unfiltered, not interlaced. */
async function rowsOf(bytes: Uint8Array): Promise<Rows> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  assert(file[24] === 8 && file[25] === 6 && file[28] === 0, 'a work copy has four bytes a pixel')
  const parts: Buffer[] = []
  for (let at = 8; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at)
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const width = file.readUInt32BE(16)
  const height = file.readUInt32BE(20)
  const rows = await inflated(Buffer.concat(parts))
  assert(rows.length === height * (1 + 4 * width), 'a work copy has all its rows')
  for (let y = 0; y < height; y++) assert(rows[y * (1 + 4 * width)] === 0, 'a work copy is not filtered')
  return { width, height, rows }
}

function inner(of: Rows, x: number, y: number, w: number, h: number): Rows {
  const width = Math.max(1, Math.min(of.width, Math.round(of.width * w)))
  const height = Math.max(1, Math.min(of.height, Math.round(of.height * h)))
  const left = Math.min(of.width - width, Math.round(of.width * x))
  const top = Math.min(of.height - height, Math.round(of.height * y))
  const rows = Buffer.alloc(height * (1 + 4 * width))
  for (let row = 0; row < height; row++) {
    const from = (top + row) * (1 + 4 * of.width) + 1 + 4 * left
    of.rows.copy(rows, row * (1 + 4 * width) + 1, from, from + 4 * width)
  }
  return { width, height, rows }
}

async function png({ width, height, rows }: Rows): Promise<Uint8Array> {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  head[9] = 6
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', await deflated(rows, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const out = Buffer.alloc(12 + data.length)
  out.writeUInt32BE(data.length, 0)
  out.write(name, 4, 'latin1')
  data.copy(out, 8)
  out.writeUInt32BE(Bun.hash.crc32(out.subarray(4, 8 + data.length)) >>> 0, 8 + data.length)
  return out
}

import { deflateSync } from 'node:zlib'

// The house's sign as pixels, for phones and link cards, which take no SVG: the shapes of img/sign.svg, drawn by distance.

type Rgb = readonly [number, number, number]
const NIGHT: Rgb = [0x0e, 0x0c, 0x12]
const LAMP: Rgb = [0xff, 0xb4, 0x5e]
const EDGE: Rgb = [0xef, 0xec, 0xe6]
const BOX = 28
const CORNER = 6

export const ICON_SIZES = [180, 192, 512] as const
export type IconSize = (typeof ICON_SIZES)[number]

const made = new Map<string, Uint8Array<ArrayBuffer>>()

/** `maskable`: the ground fills the square and the sign stays within the circle that every launcher leaves. */
export function signPng(size: IconSize, maskable: boolean): Uint8Array<ArrayBuffer> {
  const key = `${size} ${maskable}`
  let png = made.get(key)
  if (!png) {
    png = encode(size, draw(size, maskable))
    made.set(key, png)
  }
  return png
}

/** Distance to a stroke from one point to another with round ends. */
function stroke(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax
  const dy = by - ay
  const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy) - 0.9
}

function rounded(x: number, y: number): number {
  const half = BOX / 2
  const dx = Math.abs(x - half) - (half - CORNER)
  const dy = Math.abs(y - half) - (half - CORNER)
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - CORNER
}

function draw(size: number, maskable: boolean): Uint8Array {
  const pixels = new Uint8Array(size * size * 4)
  const pixel = BOX / size
  const shrink = maskable ? 1 / 0.72 : 1
  const cover = (distance: number) => Math.max(0, Math.min(1, 0.5 - distance / (pixel * shrink)))
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = (row * size + column) * 4
      const ground = maskable ? 1 : cover(rounded((column + 0.5) * pixel, (row + 0.5) * pixel))
      const x = BOX / 2 + ((column + 0.5) * pixel - BOX / 2) * shrink
      const y = BOX / 2 + ((row + 0.5) * pixel - BOX / 2) * shrink
      const lamp = Math.max(
        cover(Math.max(Math.hypot(x - 14, y - 19.5) - 6, y - 19.5)),
        cover(stroke(x, y, 14, 5, 14, 8.8)),
        cover(stroke(x, y, 6.3, 8.6, 8.8, 11.5)),
        cover(stroke(x, y, 21.7, 8.6, 19.2, 11.5)),
      )
      const edge = cover(stroke(x, y, 4.5, 22.5, 23.5, 22.5))
      for (let c = 0; c < 3; c++) {
        const lit = NIGHT[c]! + (LAMP[c]! - NIGHT[c]!) * lamp
        pixels[at + c] = Math.round(lit + (EDGE[c]! - lit) * edge)
      }
      pixels[at + 3] = Math.round(255 * ground)
    }
  }
  return pixels
}

/** PNG of 8-bit RGBA without filters. Source: https://www.w3.org/TR/png-3/ */
function encode(size: number, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const lines = Buffer.alloc(size * (size * 4 + 1))
  for (let row = 0; row < size; row++) {
    lines.set(pixels.subarray(row * size * 4, (row + 1) * size * 4), row * (size * 4 + 1) + 1)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const chunk = (name: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const frame = Buffer.alloc(body.length + 8)
    frame.writeUInt32BE(data.length, 0)
    frame.set(body, 4)
    frame.writeUInt32BE(Number(Bun.hash.crc32(body)), body.length + 4)
    return frame
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(lines, { level: 9 })),
      chunk('IEND', new Uint8Array()),
    ]),
  )
}

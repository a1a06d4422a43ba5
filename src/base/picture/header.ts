/** What a file says of itself in its first bytes, read without decoding anything. */
export type Header =
  | { ok: true; kind: 'jpeg' | 'png' | 'webp'; width: number; height: number }
  | { ok: false; why: 'not-a-picture' | 'other-kind' | 'animated' | 'broken' }

const BROKEN: Header = { ok: false, why: 'broken' }
const ANIMATED: Header = { ok: false, why: 'animated' }

/** Cameras write a few dozen of them; each takes a step. */
const MOST_CHUNKS = 4000
/** Progressive pictures come in about ten scans; a decoder goes through the whole picture for each. */
const MOST_SCANS = 32

export function readHeader(bytes: Uint8Array): Header {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const starts = (text: string, at = 0) => file.toString('latin1', at, at + text.length) === text
  if (starts('\xff\xd8\xff')) return jpeg(file)
  if (starts('\x89PNG\r\n\x1a\n')) return png(file)
  if (starts('RIFF') && starts('WEBP', 8)) return webp(file)
  const other = starts('GIF8') || starts('BM') || starts('II*\0') || starts('MM\0*') || starts('ftyp', 4)
  return { ok: false, why: other ? 'other-kind' : 'not-a-picture' }
}

/** https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1 and B.2 */
function jpeg(file: Buffer): Header {
  let at = 2
  let size: { width: number; height: number } | null = null
  for (let n = 0; n < MOST_CHUNKS; n++) {
    if (at + 4 > file.length || file[at] !== 0xff) return BROKEN
    const marker = file[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    const length = file.readUInt16BE(at + 2)
    if (length < 2) return BROKEN
    if (marker === 0xda) {
      // A decoder would fill what is missing with grey: only a picture with its end is whole.
      if (!size || file.lastIndexOf(Buffer.of(0xff, 0xd9)) < at) return BROKEN
      return scansFrom(file, at) > MOST_SCANS ? BROKEN : { ok: true, kind: 'jpeg', ...size }
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (frame) {
      if (size || length < 8 || at + 9 > file.length) return BROKEN
      size = { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) }
    }
    at += 2 + length
  }
  return BROKEN
}

function scansFrom(file: Buffer, from: number): number {
  let scans = 0
  for (let at = from; at >= 0 && scans <= MOST_SCANS; at = file.indexOf('\xff\xda', at + 2, 'latin1')) scans++
  return scans
}

/** https://www.w3.org/TR/png-3/#11Chunks */
function png(file: Buffer): Header {
  if (file.length < 33 || file.readUInt32BE(8) !== 13 || file.toString('latin1', 12, 16) !== 'IHDR') return BROKEN
  const width = file.readUInt32BE(16)
  const height = file.readUInt32BE(20)
  let at = 33
  for (let n = 0; n < MOST_CHUNKS; n++) {
    if (at + 12 > file.length) return BROKEN
    const name = file.toString('latin1', at + 4, at + 8)
    if (name === 'acTL') return ANIMATED
    if (name === 'IDAT') return { ok: true, kind: 'png', width, height }
    at += 12 + file.readUInt32BE(at)
  }
  return BROKEN
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webp(file: Buffer): Header {
  if (file.length < 30 || file.readUInt32LE(4) + 8 > file.length) return BROKEN
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8 ':
      if (file.toString('latin1', 23, 26) !== '\x9d\x01\x2a') return BROKEN
      return {
        ok: true,
        kind: 'webp',
        width: file.readUInt16LE(26) & 0x3fff,
        height: file.readUInt16LE(28) & 0x3fff,
      }
    case 'VP8L': {
      if (file[20] !== 0x2f) return BROKEN
      const bits = file.readUInt32LE(21)
      return { ok: true, kind: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      if (file[20]! & 0x02) return ANIMATED
      return { ok: true, kind: 'webp', width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 }
    default:
      return BROKEN
  }
}

/** Encoders write pieces of eight thousand bytes; some write smaller ones. */
const MOST_PIECES = 40_000
const NEEDED = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']

/**
 * The picture without what stands beside it: texts and profiles are packed, and a decoder would unpack two hundred megabytes of
 * one before it says no. Null when its pieces do not follow each other.
 */
export function barePng(bytes: Uint8Array): Uint8Array | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept = [file.subarray(0, 8)]
  let at = 8
  for (let n = 0; n < MOST_PIECES && at + 12 <= file.length; n++) {
    const to = at + 12 + file.readUInt32BE(at)
    const name = file.toString('latin1', at + 4, at + 8)
    if (to > file.length) return null
    if (NEEDED.includes(name)) kept.push(file.subarray(at, to))
    if (name === 'IEND') return Buffer.concat(kept)
    at = to
  }
  return null
}

import encodeQR from 'qr'

/** A QR code as one path on a grid of `size` modules, with the quiet zone of four that readers need. */
export interface QrPicture {
  size: number
  d: string
}

const QUIET = 4
/** The library draws at least one; ours is drawn around it. */
const DRAWN = 1

/** Medium correction: a card may be scratched, and banking apps expect it. Source: ISO/IEC 18004; EPC069-12. */
export function qrOf(text: string): QrPicture {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: DRAWN })
  const rest = QUIET - DRAWN
  let d = ''
  for (const [y, row] of rows.entries()) {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      let wide = 1
      while (row[x + wide]) wide++
      d += `M${x + rest} ${y + rest}h${wide}v1h-${wide}z`
      x += wide
    }
  }
  return { size: rows.length + 2 * rest, d }
}

/** A sheet keeps at least so much of the window, wherever the lamps stand: a phone on its side, a keyboard that is open. */
const SHEET_LEAST = 320

/** Where a sheet begins that leaves the picture and the lamps free. */
export const underLamps = (bottom: number): number =>
  Math.max(0, Math.min(Math.ceil(bottom) + 8, innerHeight - SHEET_LEAST))

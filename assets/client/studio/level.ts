// How loud it is: 32 cells from -60 dB to 0. Pure.
import { spoken } from '../words/studio.ts'

const CELLS = 32
const FLOOR_DB = -60
/** A voice in a quiet room is well above this; a fan is not. */
const HEARD_DB = -42
const LOUD_DB = -3
/** A cough is no voice. */
const HEARD_FOR = 4

/** Loudest sample of the slice in dB below full scale. */
export function decibels(samples: Float32Array): number {
  let most = 0
  for (const sample of samples) most = Math.max(most, Math.abs(sample))
  return most > 0 ? Math.max(FLOOR_DB, 20 * Math.log10(most)) : FLOOR_DB
}

export const cells = (db: number): number =>
  Math.max(0, Math.min(CELLS, Math.round(((db - FLOOR_DB) / -FLOOR_DB) * CELLS)))

export interface Hearing {
  /** Loud slices so far. */
  slices: number
  heard: boolean
}

export const DEAF: Hearing = { slices: 0, heard: false }

export function hear({ slices, heard }: Hearing, db: number): Hearing {
  if (heard || db < HEARD_DB) return { slices, heard }
  return { slices: slices + 1, heard: slices + 1 >= HEARD_FOR }
}

export const levelWords = (db: number, heard: boolean, muted: boolean): string =>
  muted ? spoken().muted : db > LOUD_DB ? spoken().tooLoud : heard ? spoken().sound : spoken().speakNow

export const levelValue = (db: number): string =>
  db <= FLOOR_DB + 1 ? spoken().quiet : `${Math.round(db)} dB`.replace('-', '−')

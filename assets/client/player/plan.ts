/** What the viewer chose in the menu. */
export type Mode = 'auto' | 'real' | 'steady'
/** How the picture comes: WHEP or LL-HLS. */
export type Way = 'real' | 'hls'

/** What the house offers with a pass. */
export interface Offer {
  hls: boolean
  hlsSound: boolean
  whep: boolean
  whepSound: boolean
  realTime: 'open' | 'busy' | 'full'
}

/** What this browser can do. */
export interface Able {
  real: boolean
  hls: boolean
}

/** How often real time failed on this page, and until when it rests. */
export interface Falls {
  count: number
  until: number
}

/** Why it is not what was chosen, or what is missing in it. */
export type Word = '' | 'resting' | 'full' | 'silent' | 'no-real' | 'no-steady' | 'none'

export interface Choice {
  way: Way | null
  word: Word
}

const SECOND = 1000
const RESTS = [60 * SECOND, 300 * SECOND]

export const NEVER_FELL: Falls = { count: 0, until: 0 }

/** Real time failed: it is tried again after a minute, then after five, then only by hand. */
export function fall({ count }: Falls, now: number): Falls {
  const rest = RESTS[count]
  return { count: count + 1, until: rest === undefined ? Number.POSITIVE_INFINITY : now + rest }
}

/** The failure was the performer's own standstill, not this line. */
export const forgive = ({ count }: Falls): Falls => ({ count: Math.max(0, count - 1), until: 0 })

const audible = (offer: Offer): boolean => offer.whepSound || !offer.hlsSound

/** Real time first, where its sound can be heard, the house has room for it and the line has not failed lately. */
export function choose(mode: Mode, offer: Offer, able: Able, falls: Falls, now: number): Choice {
  const real = offer.whep && able.real
  const hls = offer.hls && able.hls
  if (!real && !hls) return { way: null, word: 'none' }
  if (!real) return { way: 'hls', word: mode === 'real' ? 'no-real' : '' }
  const silent: Word = offer.hlsSound && !offer.whepSound ? 'silent' : ''
  if (!hls) return { way: 'real', word: silent || (mode === 'steady' ? 'no-steady' : '') }
  if (mode === 'steady') return { way: 'hls', word: '' }
  if (offer.realTime === 'full') return { way: 'hls', word: mode === 'real' ? 'full' : '' }
  if (falls.until > now) return { way: 'hls', word: 'resting' }
  if (mode === 'real') return { way: 'real', word: silent }
  return { way: audible(offer) && offer.realTime === 'open' ? 'real' : 'hls', word: '' }
}

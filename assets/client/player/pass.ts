import type { Offer } from './plan.ts'

export interface Pass extends Offer {
  handle: string
  feed: string
  hlsHref: string
  whepHref: string
}

export type NoPass = 'no-seat' | 'dark' | 'too-many' | 'elsewhere' | 'rate' | 'unreachable'

const WORDS: readonly NoPass[] = ['no-seat', 'dark', 'too-many', 'elsewhere', 'rate']

/** The right to watch: the house sets it as a cookie for the feed and says what the feed offers. */
export async function askPass(room: string, seat: string, held: string | undefined): Promise<Pass | NoPass> {
  try {
    const response = await fetch(`/rooms/${encodeURIComponent(room)}/passes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seat, ...(held ? { pass: held } : {}) }),
    })
    const said = await response.json()
    if (!response.ok) return WORDS.find(word => word === said.word) ?? 'unreachable'
    return {
      handle: said.pass,
      feed: said.feed,
      hls: said.hls !== null,
      hlsHref: said.hls ?? '',
      hlsSound: said.hlsSound,
      whep: said.whep !== null,
      whepHref: said.whep ?? '',
      whepSound: said.whepSound,
      realTime: said.realTime,
    }
  } catch {
    return 'unreachable'
  }
}

// The life of one broadcast from this page, as a pure machine: the page does what it orders, and tests walk through it.

export type Phase = 'before' | 'count' | 'opening' | 'live' | 'lost'

/** Why it went back to `before`. */
export type Why = '' | 'cancelled' | 'stopped' | 'failed' | 'refused' | 'gone' | 'taken' | 'cut' | 'banned' | 'closed'

export interface Air {
  phase: Phase
  /** 3, 2, 1 while counting. */
  count: number
  /** Failed connections in a row. */
  tries: number
  /** When the line was lost, on the page's own clock. */
  lostAt: number
  /** The server has seen this connection: a dark or empty stage after that means that it is gone. */
  seen: boolean
  why: Why
}

/** What the server says of the stage, as far as the machine needs it. */
export interface News {
  state: 'off' | 'connecting' | 'live' | 'stalled' | 'away'
  reason: string
  source: string | null
  tab: string | null
}

export type Happening =
  | { is: 'start' }
  | { is: 'second' }
  | { is: 'cancel' }
  | { is: 'opened' }
  /** The server said no, and will again. */
  | { is: 'refused' }
  /** No connection came, or the one that was there is gone. */
  | { is: 'dropped'; at: number }
  | { is: 'retry'; at: number }
  | { is: 'news'; news: News; tab: string; at: number }
  | { is: 'stop' }

export type Order = { do: 'open' } | { do: 'close' } | { do: 'wait'; ms: number }

export const BEFORE: Air = { phase: 'before', count: 0, tries: 0, lostAt: 0, seen: false, why: '' }

const COUNT = 3
/** A start that does not come to be is given up sooner than a broadcast under way. */
const START_TRIES = 3
/** The server keeps a broadcast open for so long after the line was lost. */
export const AWAY_MS = 60_000

const WAITS = [300, 700, 1500, 3000, 5000]
/** Grows to five seconds; the page adds its own jitter. */
export const waitFor = (tries: number): number => WAITS[Math.min(tries, WAITS.length - 1)]!

const back = (why: Why): { air: Air; orders: Order[] } => ({ air: { ...BEFORE, why }, orders: [{ do: 'close' }] })

export function step(air: Air, event: Happening): { air: Air; orders: Order[] } {
  const stay = { air, orders: [] as Order[] }
  switch (event.is) {
    case 'start':
      return air.phase === 'before' ? { air: { ...BEFORE, phase: 'count', count: COUNT }, orders: [] } : stay
    case 'second':
      if (air.phase !== 'count') return stay
      if (air.count > 1) return { air: { ...air, count: air.count - 1 }, orders: [] }
      return { air: { ...air, phase: 'opening', count: 0 }, orders: [{ do: 'open' }] }
    case 'cancel':
      return air.phase === 'count' || air.phase === 'opening' ? back('cancelled') : stay
    case 'opened':
      if (air.phase !== 'opening' && air.phase !== 'lost') return stay
      return { air: { ...air, phase: 'live', tries: 0, lostAt: 0, seen: false }, orders: [] }
    case 'refused':
      return air.phase === 'opening' || air.phase === 'lost' ? back('refused') : stay
    case 'dropped':
      return dropped(air, event.at)
    case 'retry':
      if (air.phase === 'opening') return { air, orders: [{ do: 'open' }] }
      if (air.phase !== 'lost') return stay
      return event.at - air.lostAt > AWAY_MS ? back('gone') : { air, orders: [{ do: 'open' }] }
    case 'news':
      return heard(air, event)
    case 'stop':
      return air.phase === 'before' ? stay : back('stopped')
    default:
      return event satisfies never
  }
}

function dropped(air: Air, at: number): { air: Air; orders: Order[] } {
  if (air.phase === 'opening') {
    if (air.tries + 1 >= START_TRIES) return back('failed')
    return { air: { ...air, tries: air.tries + 1 }, orders: [{ do: 'close' }, { do: 'wait', ms: waitFor(air.tries) }] }
  }
  if (air.phase === 'live') {
    return {
      air: { ...air, phase: 'lost', lostAt: at, tries: 0 },
      orders: [{ do: 'close' }, { do: 'wait', ms: waitFor(0) }],
    }
  }
  if (air.phase === 'lost') {
    if (at - air.lostAt > AWAY_MS) return back('gone')
    const tries = air.tries + 1
    return { air: { ...air, tries }, orders: [{ do: 'close' }, { do: 'wait', ms: waitFor(tries) }] }
  }
  return { air, orders: [] }
}

/** Two pages, or a page and OBS, must not fight: whoever came later has the air. */
function heard(air: Air, { news, tab, at }: Happening & { is: 'news' }): { air: Air; orders: Order[] } {
  if (air.phase !== 'live' && air.phase !== 'lost') return { air, orders: [] }
  const on = news.state === 'live' || news.state === 'stalled' || news.state === 'connecting'
  if (news.tab !== null && news.tab !== tab) return back('taken')
  if (on && news.source !== null && news.source !== 'browser') return back('taken')
  if (on) return { air: air.seen ? air : { ...air, seen: true }, orders: [] }
  // The media server has lost us and says so before the connection does.
  if (news.state === 'away') return air.phase === 'live' && air.seen ? dropped(air, at) : { air, orders: [] }
  if (!air.seen) return { air, orders: [] }
  switch (news.reason) {
    case 'stopped':
    case 'cut':
    case 'banned':
    case 'closed':
      return back(news.reason)
    case 'lost':
      return back('gone')
    default:
      // A house that restarted knows nothing of us: the same broadcast is taken up by a new connection.
      return { air, orders: [] }
  }
}

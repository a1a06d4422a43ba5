// When real time is left and when it is tried again. Pure: times come in, words go out.

export type Mode = 'auto' | 'real' | 'steady'
export type Way = 'real' | 'steady'

export interface Line {
  /** Addresses from the pass; null where the feed has no such picture. */
  whep: string | null
  hls: string | null
  whepSound: boolean
  hlsSound: boolean
  realTime: 'open' | 'busy' | 'full'
}

/** The way to begin with. Auto takes real time only where it is audible and the house has room. */
export function chooseWay(mode: Mode, line: Line, realBlocked: boolean): Way | null {
  const real = line.whep !== null && line.realTime !== 'full'
  const steady = line.hls !== null
  if (mode === 'real' && real) return 'real'
  if (mode === 'auto' && real && !realBlocked && line.realTime === 'open' && (line.whepSound || !line.hlsSound))
    return 'real'
  if (steady) return 'steady'
  return real ? 'real' : null
}

export interface Sample {
  /** ms, monotonic. */
  at: number
  connected: boolean
  framesDecoded: number
  packetsLost: number
  packetsReceived: number
  freezes: number
}

export type Trouble = 'no-connection' | 'no-frame' | 'frozen' | 'loss' | 'freezes'

const CONNECT_MS = 4000
const FRAME_MS = 6000
const FROZEN_MS = 2500
const LOSS_SHARE = 0.08
const LOSS_MS = 6000
const FREEZES = 2
const FREEZES_MS = 10_000

/** Watches one real-time connection. Feed it a sample about twice a second while the server says that the picture flows. */
export class RealWatch {
  private movedAt: number
  private frames = 0
  private lossSince: number | null = null
  private before: Sample | null = null
  private freezeTimes: number[] = []

  constructor(private readonly startedAt: number) {
    this.movedAt = startedAt
  }

  /** The publisher stands still: nobody's line is to blame. */
  excuse(at: number): void {
    this.movedAt = at
    this.lossSince = null
  }

  sample(s: Sample): Trouble | null {
    const before = this.before
    this.before = s
    if (s.framesDecoded > this.frames) {
      this.frames = s.framesDecoded
      this.movedAt = s.at
    }
    if (!s.connected && this.frames === 0 && s.at - this.startedAt >= CONNECT_MS) return 'no-connection'
    if (this.frames === 0) return s.at - this.startedAt >= FRAME_MS ? 'no-frame' : null
    if (s.at - this.movedAt >= FROZEN_MS) return 'frozen'
    if (!before) return null
    const lost = s.packetsLost - before.packetsLost
    const came = s.packetsReceived - before.packetsReceived
    const share = lost + came > 0 ? lost / (lost + came) : 0
    if (share <= LOSS_SHARE) this.lossSince = null
    else this.lossSince ??= before.at
    if (this.lossSince !== null && s.at - this.lossSince >= LOSS_MS) return 'loss'
    for (let n = before.freezes; n < s.freezes; n++) this.freezeTimes.push(s.at)
    this.freezeTimes = this.freezeTimes.filter(at => s.at - at <= FREEZES_MS)
    return this.freezeTimes.length >= FREEZES ? 'freezes' : null
  }
}

/** After the first fall real time is tried again in a minute, after the second in five, then only by hand. */
const WAITS_MS = [60_000, 300_000]

export class Returns {
  private falls = 0
  private until = 0

  fell(at: number): void {
    this.until = at + (WAITS_MS[this.falls++] ?? Number.POSITIVE_INFINITY)
  }

  blocked(at: number): boolean {
    return at < this.until
  }

  /** When to try again (ms, monotonic), or null. */
  next(at: number): number | null {
    return this.falls > 0 && Number.isFinite(this.until) && at < this.until ? this.until : null
  }

  forgive(): void {
    this.falls = 0
    this.until = 0
  }
}

/** "0.3 s behind", "12 s behind"; nothing while it is not known. */
export function behindWords(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0) return ''
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s behind`
}

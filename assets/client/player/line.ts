/** What real time's own counters say at one moment. */
export interface Sample {
  at: number
  connected: boolean
  frames: number
  lost: number
  received: number
  freezes: number
}

export type Trouble = 'no-connection' | 'no-frame' | 'frozen' | 'loss' | 'freezes'

const NO_CONNECTION_MS = 4000
const NO_FRAME_MS = 6000
const FROZEN_MS = 2500
const LOSS = 0.08
const LOSS_MS = 6000
const FREEZES = 2
const FREEZES_MS = 10_000

/** Watches one real-time connection and says when it should be given up. */
export class Line {
  private connectedAt: number
  private startedAt: number
  private movedAt: number
  private lossySince: number | null = null
  private frozeAt: number[] = []
  private last: Sample | null = null

  constructor(now: number) {
    this.startedAt = now
    this.connectedAt = now
    this.movedAt = now
  }

  see(sample: Sample): Trouble | null {
    const { at } = sample
    const { last } = this
    this.last = sample
    if (sample.connected) this.connectedAt = at
    if (sample.frames !== (last?.frames ?? 0)) this.movedAt = at
    if (last) {
      const lost = Math.max(0, sample.lost - last.lost)
      const received = Math.max(0, sample.received - last.received)
      if (lost + received > 0) {
        if (lost / (lost + received) <= LOSS) this.lossySince = null
        else this.lossySince ??= last.at
      }
      for (let n = last.freezes; n < sample.freezes; n++) this.frozeAt.push(at)
    }
    this.frozeAt = this.frozeAt.filter(froze => at - froze < FREEZES_MS)

    if (!sample.connected && at - this.connectedAt >= NO_CONNECTION_MS) return 'no-connection'
    if (sample.frames === 0) return at - this.startedAt >= NO_FRAME_MS ? 'no-frame' : null
    if (at - this.movedAt >= FROZEN_MS) return 'frozen'
    if (this.lossySince !== null && at - this.lossySince >= LOSS_MS) return 'loss'
    return this.frozeAt.length >= FREEZES ? 'freezes' : null
  }

  /** The page is hidden, the viewer or the performer paused: what stands still now is no fault of the line. */
  rest(now: number): void {
    this.startedAt = now
    this.connectedAt = now
    this.movedAt = now
    this.lossySince = null
    this.frozeAt = []
    this.last = null
  }
}

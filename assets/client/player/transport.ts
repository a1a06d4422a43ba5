import type { Sample } from './line.ts'
import type { Way } from './plan.ts'

/** `pass`: it has ended, ask for a new one. `gone`: the feed is over. `full`: no room in real time. `ended`: cut off in the middle. */
export type Failure = 'pass' | 'gone' | 'full' | 'line' | 'codec' | 'ended'

export interface Hooks {
  failed(why: Failure): void
}

/** One way of getting one feed into one video element. */
export interface Transport {
  readonly way: Way
  /** Seconds between the stage and this picture, as far as the browser can tell. */
  behind(): number | null
  /** Real time's counters; null where there is nothing to judge. */
  sample(): Promise<Sample | null>
  /** After a pause: back to what is on stage now. */
  toEdge(): void
  /** Ends the network and keeps the last frame in the element. `told`: the house has ended it on its side. */
  halt(told?: boolean): void
  /** Ends all and empties the element. */
  close(): void
}

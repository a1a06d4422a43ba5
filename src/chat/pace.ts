import { MINUTE, SECOND } from '../base/clock.ts'
import { whenUndone } from '../base/db/durable.ts'
import { oneEach } from '../base/one-each.ts'
import { sameAs } from '../moderation/index.ts'
import type { World } from '../world.ts'

/** How fast one account writes in one room. In memory: five minutes are the longest that any of it counts. */
interface Pace {
  at: number
  said: { text: string; at: number }[]
}

const MOST_KEPT = 20_000
const SAID_MS = MINUTE
const SAID_MOST = 8
/** A long text once a minute, a short one ("yes", "hello") three times. */
const LONG = 8
const SHORT_TIMES = 3

const kept = oneEach((world: World) => {
  const paces = new Map<string, Pace>()
  // A line that was not stored was not said: it may be sent again.
  whenUndone(world, () => paces.clear())
  return paces
})

/** When the last line of this account was taken, by the wall clock; 0 where none was. */
export const lastLineAt = (world: World, room: string, account: string): number =>
  kept(world).get(`${room} ${account}`)?.at ?? 0

/** Whether the same was said too often just now. */
export function saysAgain(world: World, room: string, account: string, text: string): boolean {
  const pace = kept(world).get(`${room} ${account}`)
  if (!pace) return false
  const now = world.clock.now()
  const same = sameAs(text)
  const times = pace.said.filter(said => said.text === same && now - said.at < SAID_MS).length
  return times >= (same.length >= LONG ? 1 : SHORT_TIMES)
}

/** One line a second, five at once. Counts the try. */
export const tooFast = (world: World, account: string): boolean => !world.rates.take(`chat ${account}`, 5, 5 * SECOND)

/** A line was taken: shown, held or silent. What slow mode and repetition count from. */
export function wrote(world: World, room: string, account: string, text: string): void {
  const map = kept(world)
  const key = `${room} ${account}`
  const now = world.clock.now()
  const before = map.get(key)?.said.filter(said => now - said.at < SAID_MS) ?? []
  map.delete(key)
  map.set(key, { at: now, said: [...before.slice(1 - SAID_MOST), { text: sameAs(text), at: now }] })
  if (map.size > MOST_KEPT) map.delete(map.keys().next().value!)
}

import type { World } from '../../world.ts'
import { briefly } from '../log.ts'

/** What is carried out of the house, each by a round of its own. */
export type Load = 'mail' | 'push'

const LOOK_MS = 5000
const rounds = new WeakMap<World['db'], Map<Load, () => void>>()

/** Something new is to be carried: now, not at the next look. */
export const wake = (world: Pick<World, 'db'>, load: Load): void => rounds.get(world.db)?.get(load)?.()

/** Goes its round when it is woken and now and then; never two at once. Answers how to stop. */
export function courier(world: World, load: Load, round: () => Promise<unknown>): () => void {
  let going = false
  let again = false
  const go = () => {
    again = true
    if (going) return
    going = true
    void (async () => {
      while (again) {
        again = false
        try {
          await round()
        } catch (error) {
          world.log.error('a round failed', { load, error: briefly(error) })
        }
      }
      going = false
    })()
  }
  const all = rounds.get(world.db) ?? new Map<Load, () => void>()
  rounds.set(world.db, all.set(load, go))
  const timer = setInterval(go, LOOK_MS)
  return () => {
    clearInterval(timer)
    all.delete(load)
  }
}

import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { forgetVotes } from './poll.ts'
import { forgetShouts } from './shout-out.ts'
import { forgetSuggestions } from './suggestion.ts'

/** With an account goes what it voted for, wished for and was thanked for. */
export function forgetPlay(world: World, account: string): void {
  tx(world, () => {
    forgetVotes(world, account)
    forgetSuggestions(world, account)
    forgetShouts(world, account)
  })
}

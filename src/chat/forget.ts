import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { forgetDeaf } from './deaf.ts'
import { dropHeldOf } from './held.ts'
import { forgetKeeper } from './moderator.ts'
import { forgetVotes } from './poll.ts'
import { forgetShouts } from './shout-out.ts'
import { forgetSuggestions } from './suggestion.ts'

/** With an account goes what it kept, voted for, wished for and was thanked for; it hears nobody, and nothing of it waits. */
export function forgetInChat(world: World, account: string): void {
  tx(world, () => {
    forgetVotes(world, account)
    forgetSuggestions(world, account)
    forgetShouts(world, account)
    forgetKeeper(world, account)
    forgetDeaf(world, account)
    dropHeldOf(world, account)
  })
}

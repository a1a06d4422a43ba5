import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { standOnBoards } from './board.ts'
import { forgetKept } from './kept.ts'
import { forgetNotes } from './tip.ts'

/** A deleted account's tips stay, without what it wrote, kept for later or wished of the boards. */
export function forgetGiver(world: World, account: string): void {
  tx(world, () => {
    forgetNotes(world, account)
    forgetKept(world, account)
    standOnBoards(world, account, true)
  })
}

import { OrderedPush, PursePush } from '../../views/wallet/purse.tsx'
import { afterCommit } from '../base/db/tx.ts'
import { tell } from '../base/realtime/tell.ts'
import { personTopic } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { balance } from './wallet.ts'

/** The purse in the header of each open room page of this person. */
export function pushPurse(world: World, account: string): void {
  afterCommit(world, () =>
    tell(world, personTopic(account), () => String(<PursePush tokens={balance(world, account).tokens} />)),
  )
}

/** Each open page of this person that shows an order looks at it again. */
export const pushOrdered = (world: World, account: string): void =>
  tell(world, personTopic(account), () => String(<OrderedPush />))

import { dropAddress } from '../accounts/index.ts'
import { tx } from '../base/db/tx.ts'
import { forgetMail } from '../base/mail/outbox.ts'
import type { World } from '../world.ts'
import { forgetBells } from './announce.ts'
import { dropFeed } from './calendar.ts'
import { forgetFollows } from './follow.ts'
import { forgetNotices } from './notice.ts'
import { forgetDevices } from './push.ts'
import { forgetWishes } from './wishes.ts'

/** A deleted account follows nobody, is told nothing and is written to no more. */
export function forgetPerson(world: World, account: string): void {
  tx(world, () => {
    forgetFollows(world, account)
    forgetBells(world, account)
    forgetNotices(world, account)
    forgetWishes(world, account)
    forgetMail(world, account)
    dropAddress(world, account)
    forgetDevices(world, account)
    dropFeed(world, account)
  })
}

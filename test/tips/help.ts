import { type Account, approve } from '../../src/accounts/index.ts'
import { CONSOLE } from '../../src/audit/index.ts'
import { balanceOf, book, credit } from '../../src/ledger/index.ts'
import { type Room, roomOf } from '../../src/rooms/index.ts'
import type { TipAsked, TipListeners, TipMade } from '../../src/tips/index.ts'
import { type Site, testSite } from '../help/visit.ts'
import type { TestWorld } from '../help/world.ts'

let serial = 0
/** What a page would have been born with. */
export const born = (): string => `born-with-the-form-${++serial}`

export function give(world: TestWorld, member: string, tokens: bigint): void {
  const given = credit(world, {
    key: `given:${++serial}`,
    input: { member, tokens },
    by: 'account:one',
    second: 'account:two',
    because: 'for the test',
    member,
    tokens,
    about: 'test',
  })
  if (!given.ok) throw new Error(given.why)
}

export const walletOf = (world: TestWorld, member: string): bigint => balanceOf(world, book('wallet', member))

export interface Evening {
  site: Site
  world: TestWorld
  room: Room
  performer: Account
  member: Account
  made: TipMade[]
  told: TipListeners
  asks(tokens: bigint, more?: Partial<TipAsked>): TipAsked
}

/** A room with somebody in it who has tokens. */
export function evening(tokens = 1000n): Evening {
  const site = testSite()
  const { world } = site
  const performer = site.person('mara_voss', 'performer')
  const member = site.person('kestrel')
  approve(world, site.told.accounts, { by: CONSOLE, account: performer.id, because: 'for the test' })
  const room = roomOf(world, performer.id)!
  give(world, member.id, tokens)
  const made: TipMade[] = []
  return {
    site,
    world,
    room,
    performer,
    member,
    made,
    told: { chat: site.told.chat, tipped: one => void made.push(one), lines: () => [] },
    asks: (tokens, more) => ({
      born: born(),
      member,
      room,
      tokens,
      note: '',
      anonymous: false,
      sure: false,
      ...more,
    }),
  }
}

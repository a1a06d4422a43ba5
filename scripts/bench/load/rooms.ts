import {
  type Account,
  approve,
  beginSession,
  join as joinSite,
  passwords,
  type Role,
} from '../../../src/accounts/index.ts'
import { CONSOLE } from '../../../src/audit/index.ts'
import type { Config } from '../../../src/base/config.ts'
import { base64url } from '../../../src/base/ids.ts'
import { markStep, STEPS } from '../../../src/ops/setup.ts'
import { follow, roomOf, setProfile, setTitle } from '../../../src/rooms/index.ts'
import { wire } from '../../../src/wiring.ts'
import { inFolder } from '../../story/seed.ts'

const PICTURES = ['painter', 'musician', 'dancer', 'potter']
const TAGS = ['calm', 'oil', 'cello', 'floorwork', 'clay', 'evening']

/** A house with rooms whose texts want escaping, and a member who follows every fourth. Answers her session cookie. */
export function seedRooms(config: Config, rooms: number): Promise<string> {
  return inFolder(config, async world => {
    const told = wire(world)
    const hash = (await passwords(world).hash(base64url(world.ids.bytes(24))))!
    const add = (handle: string, role: Role): Account => {
      const joined = joinSite(world, told.accounts, { handle, hash, role, by: CONSOLE, address: '' })
      if (!joined.ok) throw new Error(`${handle} is taken by ${joined.like}.`)
      return joined.account
    }
    add('harbour_studio', 'owner')
    const viewer = add('kestrel', 'member')
    for (let i = 0; i < rooms; i++) {
      const account = add(`stage_${NAMES[i]}`, 'performer')
      approve(world, told.accounts, { by: CONSOLE, account: account.id, because: 'For the measurement.' })
      const room = roomOf(world, account.id)!
      const bio = `Paper & ink, "quietly" <after> ten; number ${i + 1}.\n\nMore of it below.`
      setProfile(world, room.id, { bio, zone: 'UTC', picture: PICTURES[i % PICTURES.length]! })
      setTitle(world, room.id, `An evening & a half, <part ${i + 1}>`, [TAGS[i % 6]!, TAGS[(i + 1) % 6]!].sort())
      if (i % 4 === 0) follow(world, viewer.id, room)
    }
    for (const step of STEPS) markStep(world, step)
    return beginSession(world, told.accounts, { account: viewer, agent: 'A browser', address: '', instead: [] }).secret
  })
}

const NAMES =
  'amber birch cedar dune ember fjord grove heath inlet jasper kiln larch moss north ochre pine quartz reed slate thyme umber vale willow yarrow'.split(
    ' ',
  )

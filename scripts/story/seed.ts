import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Account, approve, join as joinSite, passwords, type Role } from '../../src/accounts/index.ts'
import { CONSOLE } from '../../src/audit/index.ts'
import { DAY } from '../../src/base/clock.ts'
import type { Config } from '../../src/base/config.ts'
import { base64url } from '../../src/base/ids.ts'
import { logTo } from '../../src/base/log.ts'
import type { MediaPort, MediaStatus } from '../../src/base/ports.ts'
import { replaceKey } from '../../src/broadcasts/index.ts'
import { masterOf, worldOf } from '../../src/main.ts'
import { openFolder } from '../../src/ops/folder.ts'
import { markStep, STEPS } from '../../src/ops/setup.ts'
import { addDate, roomOf, setProfile, setTitle, wallClock } from '../../src/rooms/index.ts'
import { wire } from '../../src/wiring.ts'
import type { World } from '../../src/world.ts'
import { sourceBundle } from '../bundle.ts'
import { tellEvening } from './evening.ts'

interface Performer {
  handle: string
  picture: string
  title: string
  tags: string[]
  bio: string
  dates: { inDays: number; time: string; title: string; repeats: 'once' | 'weekly' }[]
}

const PERFORMERS: Performer[] = [
  {
    handle: 'mara_voss',
    picture: 'painter',
    title: 'The harbour at dusk, second evening',
    tags: ['painting', 'oil', 'calm'],
    bio: 'Oil and weather. Bergen, mostly at dusk.\n\nI paint the same harbour again and again and it never holds still. Ask me about greens.',
    dates: [
      { inDays: 1, time: '11:00', title: 'The masts, with coffee', repeats: 'once' },
      { inDays: 3, time: '19:00', title: 'Starting the second canvas', repeats: 'weekly' },
      { inDays: 5, time: '19:00', title: 'Questions and varnish', repeats: 'once' },
    ],
  },
  {
    handle: 'ines_low',
    picture: 'musician',
    title: 'Bach, slowly, and then whatever you ask for',
    tags: ['music', 'cello'],
    bio: 'Cello in a small room with one good carpet.\n\nSuites on weekdays, requests on Saturdays.',
    dates: [{ inDays: 2, time: '21:00', title: 'The suites, from the beginning', repeats: 'weekly' }],
  },
  {
    handle: 'tomoko',
    picture: 'dancer',
    title: 'Floorwork, then the solo from Thursday',
    tags: ['dance', 'calm'],
    bio: 'Dancer. I rehearse in front of you, mistakes included.',
    dates: [
      { inDays: 1, time: '21:30', title: 'The solo from Thursday, with talk', repeats: 'once' },
      { inDays: 6, time: '18:00', title: 'Warming up together', repeats: 'weekly' },
    ],
  },
]

const OTHERS: { handle: string; role: Role }[] = [
  { handle: 'harbour_studio', role: 'owner' },
  { handle: 'juno', role: 'moderator' },
  { handle: 'kestrel', role: 'member' },
  { handle: 'petrichor', role: 'member' },
  { handle: 'nightferry', role: 'member' },
]

/** Who of the story may be let in by `footlight account link`. */
export const CAST = { owner: 'harbour_studio', performer: 'tomoko', member: 'kestrel' }

const nothing: MediaPort = {
  admit() {},
  forget() {},
  cut: async () => {},
  restart: async () => {},
  status: () => ({ state: 'missing' }) as MediaStatus,
}

/**
 * Fills an empty data folder with a harmless little studio, by the same verbs as the pages use. Answers fresh stream keys of the
 * performers, also when the story was there already. Throws with a sentence when the folder cannot be opened.
 */
export async function seedStory(config: Config): Promise<Map<string, { room: string; key: string }>> {
  const fresh = !existsSync(join(config.data, 'footlight.db'))
  return inFolder(config, async world => {
    if (fresh) await tellStory(world)
    return newKeys(world)
  })
}

/** Works on a data folder while no site runs on it. Throws with a sentence when it cannot be opened. */
export async function inFolder<T>(config: Config, work: (world: World) => Promise<T>): Promise<T> {
  const folder = openFolder(config.data, { alone: true, now: Date.now() })
  if (!folder.ok) throw new Error(folder.say)
  try {
    const log = logTo(() => {}, 'error', Date.now)
    const master = masterOf(config)
    if (!master.ok) throw new Error(master.say)
    return await work(worldOf(config, await sourceBundle(), folder.db, { publish() {} }, nothing, log, master.key))
  } finally {
    folder.close()
  }
}

async function tellStory(world: World): Promise<void> {
  const told = wire(world)
  const add = async (handle: string, role: Role): Promise<Account> => {
    // Nobody knows these passwords: the cast signs in by one-use links.
    const hash = await passwords(world).hash(base64url(world.ids.bytes(24)))
    if (hash === null) throw new Error('The password queue is full.')
    const joined = joinSite(world, told.accounts, { handle, hash, role, by: CONSOLE, address: '' })
    if (!joined.ok) throw new Error(`${handle} is taken by ${joined.like}.`)
    return joined.account
  }
  world.settings.set('site_name', 'Harbour Studio', world.clock.now())
  const people = new Map<string, Account>()
  for (const { handle, role } of OTHERS) people.set(handle, await add(handle, role))
  for (const performer of PERFORMERS) {
    const account = await add(performer.handle, 'performer')
    people.set(performer.handle, account)
    approve(world, told.accounts, {
      by: CONSOLE,
      account: account.id,
      because: 'Part of the story that comes with the house.',
    })
    const room = roomOf(world, account.id)!
    setProfile(world, room.id, { bio: performer.bio, zone: 'Europe/Oslo', picture: performer.picture })
    setTitle(world, room.id, performer.title, performer.tags)
    for (const { inDays, time, title, repeats } of performer.dates) {
      const { day } = wallClock(world.clock.now() + inDays * DAY, 'Europe/Oslo')
      const added = addDate(world, { id: room.id, zone: 'Europe/Oslo' }, { day, time, title, repeats })
      if (!added.ok) throw new Error(`The story's date is refused: ${added.why}.`)
    }
  }
  for (const step of STEPS) markStep(world, step)
  tellEvening({ world, told, people })
}

/** The two who are on air need keys in clear; a key is shown once, so they get new ones at each start. */
function newKeys(world: World): Map<string, { room: string; key: string }> {
  const keys = new Map<string, { room: string; key: string }>()
  for (const { handle } of PERFORMERS.slice(0, 2)) {
    const performer = world.db.query('SELECT id FROM accounts WHERE handle = ?').get(handle) as { id: string } | null
    const room = performer && roomOf(world, performer.id)
    if (room) keys.set(handle, { room: room.name, key: replaceKey(world, room.id, CONSOLE, true) })
  }
  return keys
}

import { beforeEach, describe, expect, test } from 'bun:test'
import type { Account } from '../../src/accounts/account.ts'
import { mayPost } from '../../src/chat/gate.ts'
import { grant, trust } from '../../src/chat/moderator.ts'
import { wrote } from '../../src/chat/pace.ts'
import { type RoomRules, setRules } from '../../src/chat/rules.ts'
import { block } from '../../src/moderation/block.ts'
import { KICK_MS, kick } from '../../src/moderation/kick.ts'
import { mute } from '../../src/moderation/mute.ts'
import { ban } from '../../src/moderation/sanction.ts'
import { follow } from '../../src/rooms/follow.ts'
import { type Room, roomOf } from '../../src/rooms/room.ts'
import { type Site, testSite } from '../help/visit.ts'

let site: Site
let mara: Account
let kestrel: Account
let room: Room

beforeEach(() => {
  site = testSite()
  mara = site.person('mara_voss', 'performer')
  kestrel = site.person('kestrel')
  room = roomOf(site.world, mara.id)!
})

const may = (account: Account = kestrel, text?: string) => mayPost(site.world, { room, account: account.id, text })
const why = (account: Account = kestrel, text?: string) => {
  const answer = may(account, text)
  return answer.ok ? 'may' : answer.why
}
const rules = (change: Partial<RoomRules>) => setRules(site.world, room.id, change)
const muted = (until: number | null, silent = false) =>
  mute(site.world, { room: room.id, account: kestrel.id, by: mara.id, because: 'be kind', until, silent })

describe('who may write', () => {
  test('anybody with a name, where a room has no rules', () => {
    expect(may()).toEqual({ ok: true, silent: false, holds: false, keeps: false, free: false })
    expect(may(mara)).toEqual({ ok: true, silent: false, holds: false, keeps: true, free: true })
  })
  test('staff do not chat', () => {
    expect(why(site.person('the_house', 'moderator'))).toBe('staff')
  })
  test('each refusal stands before what comes after it', () => {
    const { world } = site
    rules({ slow_mode_ms: 60_000 })
    wrote(world, room.id, kestrel.id, 'hello there')
    expect(why(kestrel, 'hello there')).toBe('slow')
    muted(null)
    expect(why()).toBe('muted')
    rules({ writers: 'nobody' })
    expect(why()).toBe('nobody')
    kick(world, { room: room.id, account: kestrel.id, by: mara.id, because: '' })
    expect(why()).toBe('kicked')
    block(world, { performer: mara.id, account: kestrel.id, because: '' })
    expect(why()).toBe('blocked')
    const owner = site.person('the_owner', 'owner')
    ban(world, site.told, {
      by: { id: `account:${owner.id}`, address: '' },
      byRole: 'owner',
      account: kestrel.id,
      rule: 'rule 3',
      reason: 'again and again',
    })
    expect(why()).toBe('banned')
  })
})

describe('mute', () => {
  test('a muted member is refused until the mute ends', () => {
    const until = site.world.clock.now() + 300_000
    muted(until)
    expect(may()).toEqual({ ok: false, why: 'muted', until, because: 'be kind' })
    site.world.clock.pass(299_999)
    expect(why()).toBe('muted')
    site.world.clock.pass(1)
    expect(why()).toBe('may')
  })
  test('the newest word counts: a longer mute takes the place of the shorter one', () => {
    muted(site.world.clock.now() + 3_600_000)
    muted(site.world.clock.now() + 300_000)
    site.world.clock.pass(300_000)
    expect(why()).toBe('may')
  })
  test('a silent mute lets the writer write, for a day at most', () => {
    const placed = muted(null, true)
    expect(placed.until).toBe(site.world.clock.now() + 86_400_000)
    expect(may()).toMatchObject({ ok: true, silent: true })
    site.world.clock.pass(86_400_000)
    expect(may()).toMatchObject({ ok: true, silent: false })
  })
  test('one room alone', () => {
    muted(null)
    const juno = site.person('juno_9', 'performer')
    expect(mayPost(site.world, { room: roomOf(site.world, juno.id)!, account: kestrel.id }).ok).toBe(true)
  })
})

describe('the room’s mode', () => {
  test('followers', () => {
    rules({ writers: 'followers' })
    expect(why()).toBe('followers')
    follow(site.world, kestrel.id, room)
    expect(why()).toBe('may')
  })
  test('holders of so many tokens', () => {
    rules({ writers: 'holders', needed_tokens: 50n })
    expect(may()).toEqual({ ok: false, why: 'holders', tokens: 50n })
  })
  test('trusted members', () => {
    rules({ writers: 'trusted' })
    expect(why()).toBe('trusted')
    trust(site.world, room.id, kestrel.id)
    expect(why()).toBe('may')
  })
  test('nobody but those who keep the room', () => {
    rules({ writers: 'nobody' })
    trust(site.world, room.id, kestrel.id)
    expect(why()).toBe('nobody')
    expect(why(mara)).toBe('may')
    grant(site.world, room.id, kestrel.id)
    expect(why()).toBe('may')
  })
  test('accounts that are old enough', () => {
    rules({ account_age_ms: 600_000 })
    expect(may()).toEqual({ ok: false, why: 'young', until: site.world.clock.now() + 600_000 })
    site.world.clock.pass(600_000)
    expect(why()).toBe('may')
  })
  test('every line waits, but for those who are trusted', () => {
    rules({ holds_all: 1 })
    expect(may()).toMatchObject({ ok: true, holds: true })
    trust(site.world, room.id, kestrel.id)
    expect(may()).toMatchObject({ ok: true, holds: false })
  })
})

test('who was shown out comes back by herself after ten minutes', () => {
  kick(site.world, { room: room.id, account: kestrel.id, by: mara.id, because: '' })
  expect(may()).toEqual({ ok: false, why: 'kicked', until: site.world.clock.now() + KICK_MS })
  site.world.clock.pass(KICK_MS)
  expect(why()).toBe('may')
})

describe('slow mode', () => {
  test('says when the next line may be said, and stops nobody who keeps the room', () => {
    rules({ slow_mode_ms: 5000 })
    const { world } = site
    expect(why()).toBe('may')
    wrote(world, room.id, kestrel.id, 'one')
    wrote(world, room.id, mara.id, 'one')
    expect(may()).toEqual({ ok: false, why: 'slow', until: world.clock.now() + 5000 })
    expect(why(mara)).toBe('may')
    world.clock.pass(5000)
    expect(why()).toBe('may')
  })
})

describe('flood', () => {
  test('more than five lines at once', () => {
    for (let i = 0; i < 5; i++) expect(why(kestrel, `line ${i}`)).toBe('may')
    expect(why(kestrel, 'line 6')).toBe('fast')
    expect(why()).toBe('may')
    site.world.clock.pass(1000)
    expect(why(kestrel, 'line 7')).toBe('may')
  })
  test('the same long text twice, however it is dressed up', () => {
    wrote(site.world, room.id, kestrel.id, 'Come and see my paintings')
    expect(why(kestrel, 'come  and SÉE my... paintings!')).toBe('again')
    site.world.clock.pass(60_000)
    expect(why(kestrel, 'Come and see my paintings')).toBe('may')
  })
  test('short words may be said three times', () => {
    for (let i = 0; i < 3; i++) {
      expect(why(kestrel, 'yes')).toBe('may')
      wrote(site.world, room.id, kestrel.id, 'yes')
      site.world.clock.pass(1000)
    }
    expect(why(kestrel, 'Yes!')).toBe('again')
  })
  test('walls of capitals, of one sign, and of marks on one letter', () => {
    expect(why(kestrel, 'LOOK AT THE HARBOUR EVERYBODY')).toBe('loud')
    expect(why(kestrel, `wo${'o'.repeat(30)}`)).toBe('run')
    expect(why(kestrel, `a${'\u0301'.repeat(12)}`)).toMatch(/stack|run/)
    expect(why(kestrel, 'OK THANKS')).toBe('may')
  })
})

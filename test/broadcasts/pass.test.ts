import { describe, expect, test } from 'bun:test'
import {
  alive,
  allStages,
  audience,
  endPass,
  endPassesInRoom,
  endPassesOfAccount,
  endPassesOfFeed,
  endPassesOfSession,
  givePass,
  type Pass,
  passFor,
  spend,
  stage,
  sweepPasses,
} from '../../src/broadcasts/index.ts'
import { type TestWorld, testWorld } from '../help/world.ts'

const FEED = 'abcdefghijklmnopqrstuvwxyz'

function onAir(world: TestWorld, room = 'mara', feed = FEED): void {
  allStages(world).set(room, {
    ...stage(world, room),
    state: 'live',
    feed: { id: feed, outs: [{ name: 'src', hls: true, whep: true, hlsSound: true, whepSound: true }] },
  })
}

function sit(
  world: TestWorld,
  id: string,
  who: { account?: string; session?: string; room?: string; address?: string } = {},
) {
  const { account = null, session = null, room = 'mara', address = '203.0.113.7' } = who
  audience.arrive(world, { id, room, account, session, address })
  return { room, seat: id, account, session, counted: true }
}

function given(world: TestWorld, asks: Parameters<typeof givePass>[1]): Pass {
  const got = givePass(world, asks)
  if (!got.ok) throw new Error(got.why)
  return got.pass
}

describe('a pass', () => {
  test('is given to an open page of a room on air, and to nobody else', () => {
    const world = testWorld()
    const asks = sit(world, 's1')
    expect(givePass(world, asks)).toEqual({ ok: false, why: 'dark' })
    onAir(world)
    expect(givePass(world, { ...asks, seat: 'another' })).toEqual({ ok: false, why: 'no-seat' })
    expect(givePass(world, { ...asks, account: 'mara' })).toEqual({ ok: false, why: 'no-seat' })
    expect(givePass(world, { ...asks, room: 'juno' })).toEqual({ ok: false, why: 'no-seat' })
    const pass = given(world, asks)
    expect(Buffer.from(pass.nonce, 'base64url')).toHaveLength(32)
    expect(passFor(world, FEED, [pass.nonce])).toBe(pass)
    expect(passFor(world, FEED, [pass.handle])).toBeNull()
    expect(passFor(world, 'zzzzzzzzzzzzzzzzzzzzzzzzzz', [pass.nonce])).toBeNull()
  })

  test('ends when it was not used for thirty seconds, unless real time holds a connection', () => {
    const world = testWorld()
    onAir(world)
    const idle = given(world, sit(world, 's1'))
    const connected = given(world, sit(world, 's2'))
    connected.connected = true
    world.clock.pass(29_000)
    expect(passFor(world, FEED, [idle.nonce])).toBe(idle)
    world.clock.pass(30_001)
    expect(passFor(world, FEED, [idle.nonce])).toBeNull()
    expect(idle.over).toBe('idle')
    expect(alive(world, connected)).toBe(true)
  })

  test('outlives its socket by fifteen seconds, and moves to the next socket of the same page', () => {
    const world = testWorld()
    onAir(world)
    const asks = sit(world, 's1', { account: 'a', session: 'x' })
    const pass = given(world, asks)
    audience.leave(world, 's1')
    world.clock.pass(14_000)
    expect(passFor(world, FEED, [pass.nonce])).toBe(pass)
    const again = given(world, { ...sit(world, 's2', { account: 'a', session: 'x' }), handle: pass.handle })
    expect(again).toBe(pass)
    world.clock.pass(10_000)
    expect(passFor(world, FEED, [pass.nonce])).toBe(pass)
    audience.leave(world, 's2')
    world.clock.pass(15_001)
    expect(passFor(world, FEED, [pass.nonce])).toBeNull()
    expect(pass.over).toBe('socket')
  })

  test('cannot be taken over with its handle by somebody else', () => {
    const world = testWorld()
    onAir(world)
    const pass = given(world, sit(world, 's1', { account: 'a', session: 'x' }))
    const other = given(world, { ...sit(world, 's2', { account: 'b', session: 'y' }), handle: pass.handle })
    expect(other).not.toBe(pass)
    expect(pass.seat).toBe('s1')
  })

  test('comes twice for an account; a third stream waits until one is closed', () => {
    const world = testWorld()
    onAir(world)
    const who = { account: 'a', session: 'x' }
    given(world, sit(world, 's1', who))
    given(world, sit(world, 's2', who))
    expect(givePass(world, sit(world, 's3', who))).toEqual({ ok: false, why: 'too-many' })
    audience.leave(world, 's1')
    expect(givePass(world, sit(world, 's3', who)).ok).toBe(true)
  })

  test('of a page replaces the one it had', () => {
    const world = testWorld()
    onAir(world)
    const asks = sit(world, 's1', { account: 'a', session: 'x' })
    const first = given(world, asks)
    const second = given(world, asks)
    expect(first.over).toBe('replaced')
    expect(second.over).toBeNull()
  })

  test('ends at once for a feed, a session and an account, and tells whoever waits with it', () => {
    const world = testWorld()
    onAir(world)
    const byFeed = given(world, sit(world, 's1', { account: 'a', session: 'x' }))
    const told: string[] = []
    byFeed.ends.add(why => told.push(why))
    endPassesOfFeed(world, FEED)
    expect([byFeed.over, ...told]).toEqual(['feed', 'feed'])
    const bySession = given(world, sit(world, 's2', { account: 'b', session: 'y' }))
    endPassesOfSession(world, 'y')
    expect(bySession.over).toBe('signed-out')
    const byAccount = given(world, sit(world, 's3', { account: 'c', session: 'z' }))
    endPassesOfAccount(world, 'c')
    endPass(world, byAccount, 'idle')
    expect(byAccount.over).toBe('signed-out')
    for (const pass of [byFeed, bySession, byAccount]) expect(passFor(world, FEED, [pass.nonce])).toBeNull()
  })

  test('of one account end in one room and in no other', () => {
    const world = testWorld()
    onAir(world)
    onAir(world, 'juno', 'zzzzzzzzzzzzzzzzzzzzzzzzzz')
    const here = given(world, sit(world, 's1', { account: 'kestrel' }))
    const there = given(world, sit(world, 's2', { account: 'kestrel', room: 'juno' }))
    const other = given(world, sit(world, 's3', { account: 'anton' }))
    endPassesInRoom(world, 'mara', 'kestrel')
    expect([alive(world, here), alive(world, there), alive(world, other)]).toEqual([false, true, true])
  })

  test('pays for one player: a second one on its cookie is out within eight seconds, the first alone plays on', () => {
    const world = testWorld()
    onAir(world)
    const one = given(world, sit(world, 's1'))
    for (let i = 0; i < 600; i++) {
      world.clock.pass(200)
      expect(spend(world, one, 'video', 0.2)).toBe(true)
    }
    let copied = 0
    while (spend(world, one, 'video', 0.2) && spend(world, one, 'video', 0.2)) {
      world.clock.pass(200)
      copied += 200
    }
    expect(copied).toBeLessThan(8000)
    expect(one.over).toBe('overdrawn')
  })

  test('lets a player take its start at once, and sound apart from the picture', () => {
    const world = testWorld()
    onAir(world)
    const pass = given(world, sit(world, 's1'))
    for (const kind of ['video', 'audio'] as const) {
      for (let i = 0; i < 3; i++) expect(spend(world, pass, kind, 4)).toBe(true)
    }
    expect(spend(world, pass, 'video', 4)).toBe(false)
  })

  test('holds for a player whose encoder sets key frames twelve seconds apart, and for no second one', () => {
    const world = testWorld()
    onAir(world)
    const pass = given(world, sit(world, 's1'))
    const part = () => spend(world, pass, 'video', 0.2, 12)
    expect(spend(world, pass, 'video', 12, 12)).toBe(true)
    for (let i = 0; i < 60; i++) expect(part()).toBe(true)
    for (let i = 0; i < 20; i++) {
      world.clock.pass(12_000)
      expect(spend(world, pass, 'video', 12, 12)).toBe(true)
    }
    let seconds = 0
    while (spend(world, pass, 'video', 12, 12) && spend(world, pass, 'video', 12, 12)) {
      world.clock.pass(12_000)
      seconds += 12
    }
    expect(seconds).toBeLessThan(60)
    expect(pass.over).toBe('overdrawn')
  })

  test('that is overdrawn three times in a minute makes its holder wait', () => {
    const world = testWorld()
    onAir(world)
    const asks = sit(world, 's1', { account: 'a', session: 'x' })
    for (let i = 0; i < 3; i++) spend(world, given(world, asks), 'video', 100)
    expect(givePass(world, asks)).toEqual({ ok: false, why: 'elsewhere' })
    world.clock.pass(60_001)
    expect(givePass(world, asks).ok).toBe(true)
  })

  test('of a visitor leaves the others at that address alone, within reason', () => {
    const world = testWorld()
    onAir(world)
    const bad = sit(world, 's1')
    for (let i = 0; i < 29; i++) spend(world, given(world, bad), 'video', 100)
    expect(givePass(world, sit(world, 's2')).ok).toBe(true)
    spend(world, given(world, bad), 'video', 100)
    expect(givePass(world, sit(world, 's3'))).toEqual({ ok: false, why: 'elsewhere' })
  })

  test('of two tabs of one browser are told apart by what they have left', () => {
    const world = testWorld()
    onAir(world)
    const a = given(world, sit(world, 's1'))
    const b = given(world, sit(world, 's2'))
    expect(spend(world, a, 'video', 5)).toBe(true)
    expect(passFor(world, FEED, [a.nonce, b.nonce])).toBe(b)
    endPass(world, b, 'replaced')
    expect(passFor(world, FEED, [a.nonce, b.nonce])).toBe(a)
  })

  test('makes its holder a viewer: an account once, visitors of one address each, staff not at all', () => {
    const world = testWorld()
    onAir(world)
    given(world, sit(world, 's1', { account: 'a', session: 'x' }))
    const second = given(world, sit(world, 's2', { account: 'a', session: 'x' }))
    given(world, sit(world, 's3'))
    given(world, sit(world, 's4'))
    given(world, { ...sit(world, 's5', { account: 'm', session: 'z' }), counted: false })
    expect(audience.watching(world, 'mara')).toBe(3)
    endPass(world, second, 'idle')
    expect(audience.watching(world, 'mara')).toBe(3)
  })

  test('that nobody uses is swept away', () => {
    const world = testWorld()
    onAir(world)
    const pass = given(world, sit(world, 's1'))
    world.clock.pass(31_000)
    sweepPasses(world)
    expect(pass.over).toBe('idle')
    expect(audience.watching(world, 'mara')).toBe(0)
  })
})

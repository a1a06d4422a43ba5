import { describe, expect, test } from 'bun:test'
import { beginSession, flushSeen, holderOf, sessionId, sessionsOf, sweepSessions } from '../../src/accounts/index.ts'
import { DAY, HOUR, MINUTE } from '../../src/base/clock.ts'
import { testSite } from '../help/visit.ts'

const begin = (site: ReturnType<typeof testSite>, account: ReturnType<typeof site.person>) =>
  beginSession(site.world, site.told.accounts, {
    account,
    agent: 'Firefox on Linux',
    address: '198.51.100.7',
    instead: [],
  })

describe('a session', () => {
  test('is held by its secret; the table keeps the hash, the network and the family of the browser', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const begun = begin(site, account)
    expect(begun.secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await holderOf(site.world, begun)).toEqual({
      id: account.id,
      handle: 'mara_voss',
      role: 'member',
      hue: account.hue,
      theme: 'auto',
      session: sessionId(begun.secret),
    })
    const row = site.world.db.query('SELECT * FROM sessions').get() as Record<string, unknown>
    expect(row).toMatchObject({ id: sessionId(begun.secret), net_trunc: '198.51.100.0/24', agent: 'Firefox on Linux' })
    expect(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? Number(value) : value))).not.toContain(
      begun.secret,
    )
  })
  test.each([
    ['member', 7 * DAY, 30 * DAY],
    ['performer', 24 * HOUR, 7 * DAY],
    ['moderator', 30 * MINUTE, 12 * HOUR],
    ['owner', 30 * MINUTE, 12 * HOUR],
  ] as const)('of a %s ends unused and at most', async (role, idle, most) => {
    const site = testSite()
    const account = site.person('mara_voss', role)
    const unused = begin(site, account)
    site.world.clock.pass(idle - 1)
    expect(await holderOf(site.world, unused)).not.toBeNull()
    site.world.clock.pass(idle)
    expect(await holderOf(site.world, unused)).toBeNull()

    const used = begin(site, account)
    const began = site.world.clock.at
    while (site.world.clock.at - began + idle / 2 < most) {
      site.world.clock.pass(idle / 2)
      expect(await holderOf(site.world, used)).not.toBeNull()
      if ((site.world.clock.at / MINUTE) % 2 === 0) flushSeen(site.world)
    }
    site.world.clock.at = began + most
    expect(await holderOf(site.world, used)).toBeNull()
    expect(sweepSessions(site.world)).toBe(2)
  })
  test('the hot path writes nothing; the time of use is written later and once a minute', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const begun = begin(site, account)
    const changes = () => Number((site.world.db.query('SELECT total_changes() AS n').get() as { n: bigint }).n)
    const before = changes()
    for (let i = 0; i < 100; i++) {
      site.world.clock.pass(MINUTE)
      await holderOf(site.world, begun)
    }
    expect(changes()).toBe(before)
    flushSeen(site.world)
    expect(changes()).toBe(before + 1)
    expect(sessionsOf(site.world, account.id)[0]!.seen_at).toBe(site.world.clock.at)
    site.world.clock.pass(MINUTE - 1)
    await holderOf(site.world, begun)
    flushSeen(site.world)
    expect(changes()).toBe(before + 1)
  })
  test('of a role that has changed is over', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const begun = begin(site, account)
    site.world.db.run("UPDATE accounts SET role = 'performer'")
    expect(await holderOf(site.world, begun)).toBeNull()
  })
  test('twenty at most: the one unused longest ends', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const all = Array.from({ length: 21 }, () => {
      site.world.clock.pass(1000)
      return begin(site, account)
    })
    expect(await holderOf(site.world, all[0]!)).toBeNull()
    expect(await holderOf(site.world, all[1]!)).not.toBeNull()
    expect(await holderOf(site.world, all[20]!)).not.toBeNull()
  })
  test('many in one instant all hold', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const all = Array.from({ length: 30 }, () => begin(site, account))
    expect(await holderOf(site.world, all[29]!)).not.toBeNull()
    expect(sessionsOf(site.world, account.id)).toHaveLength(20)
  })
  test('what ends it closes its sockets once the database says so', async () => {
    const site = testSite()
    const account = site.person('mara_voss')
    const begun = begin(site, account)
    const closed: [number, string | undefined][] = []
    const seat = { send() {}, close: (code: number, reason?: string) => closed.push([code, reason]) }
    site.world.presence.join(seat, 'room:x', [`session:${sessionId(begun.secret)}`])
    beginSession(site.world, site.told.accounts, { account, agent: '', address: '', instead: [begun] })
    expect(closed).toEqual([[1008, 'signed out']])
    expect(await holderOf(site.world, begun)).toBeNull()
  })
})

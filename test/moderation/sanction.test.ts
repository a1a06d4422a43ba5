import { describe, expect, test } from 'bun:test'
import { linkCommand } from '../../src/accounts/cli.ts'
import { actorOf, type Role } from '../../src/accounts/index.ts'
import { approveProposal, page, refuseProposal, verify } from '../../src/audit/index.ts'
import { DAY, HOUR } from '../../src/base/clock.ts'
import { allStages, online, stage } from '../../src/broadcasts/index.ts'
import {
  ban,
  barred,
  lift,
  type Sanction,
  sanctionNow,
  sanctionsOf,
  statementCode,
  statementsOf,
  suspend,
} from '../../src/moderation/index.ts'
import { PASSWORD, type Site, testSite } from '../help/visit.ts'

function house() {
  const site = testSite()
  const owner = site.person('the_boss', 'owner')
  const moderator = site.person('the_watch', 'moderator')
  const performer = site.person('mara_voss', 'performer')
  return { site, owner, moderator, performer }
}

const judged = <More extends object>(by: { id: string; role: Role }, account: string, more: More = {} as More) => ({
  by: actorOf(by, '198.51.100.7'),
  byRole: by.role,
  account,
  rule: 'Be kind',
  reason: 'Shouted at the pianist.',
  ...more,
})

const why = (done: { ok: boolean; why?: string }): string => (done.ok ? 'done' : (done.why ?? ''))

describe('a suspension', () => {
  test('ends sessions, sockets, the broadcast and the door at once, in one act of the trail', async () => {
    const { site, moderator, performer } = house()
    const { world, told } = site
    const browser = site.browser()
    await browser.post('/sign-in', { handle: 'mara_voss', password: PASSWORD })
    world.db.run("INSERT INTO approvals_to_broadcast VALUES (?, 0, 'console', 'known')", [performer.id])
    online(world, told.broadcasts, 'mara-voss', 'rtmp')
    expect(stage(world, 'mara-voss').broadcast).not.toBeNull()
    const closed: [number, string | undefined][] = []
    const seat = { send() {}, close: (code: number, reason?: string) => closed.push([code, reason]) }
    const [row] = world.db.query('SELECT id FROM sessions').all() as { id: string }[]
    world.presence.join(seat, 'room:x', [`session:${row!.id}`, `account:${performer.id}`])

    const until = world.clock.at + 2 * DAY
    expect(why(suspend(world, told, judged(moderator, performer.id, { until })))).toBe('done')

    expect((await browser.get('/account')).status).toBe(303)
    const [said] = statementsOf(world, performer.id)
    // The code leads an open page to the reasons, without signing in. A reason of a socket has at most 123 bytes.
    expect(closed[0]).toEqual([4403, statementCode(world, said!.id)])
    expect(closed[0]![1]!.length).toBeLessThan(124)
    expect(world.media.admitted.get('mara-voss')?.refuse).toBe('banned')
    expect(world.media.cuts).toEqual([{ name: 'mara-voss', why: 'banned' }])
    expect(allStages(world).get('mara-voss')).toMatchObject({ state: 'off', broadcast: null, reason: 'banned' })
    expect(page(world, {})[0]).toMatchObject({
      act: 'account.suspended',
      actor: `account:${moderator.id}`,
      subject: `account:${performer.id}`,
      reason: 'Shouted at the pianist.',
    })
    expect(verify(world).ok).toBe(true)
  })
  test('is told at the door with rule, reason and end, only after the right password; then it is over', async () => {
    const { site, moderator, performer } = house()
    const { world, told } = site
    const reason = 'Shouted <b>at</b> the pianist.'
    const until = world.clock.at + 5 * HOUR
    suspend(world, told, judged(moderator, performer.id, { until, reason }))
    const browser = site.browser()
    const wrong = await browser.post('/sign-in', { handle: 'mara_voss', password: 'a wrong one of many' })
    expect(wrong.body).not.toContain('suspended')
    const refused = await browser.post('/sign-in', { handle: 'mara_voss', password: PASSWORD })
    expect(refused.status).toBe(403)
    for (const words of [
      'mara_voss is suspended',
      'Be kind',
      'Shouted &lt;b&gt;at&lt;/b&gt; the pianist.',
      'today at 23:00',
    ]) {
      expect(refused.body).toContain(words)
    }
    expect(refused.body).toContain('21 November 2026, 23:00')
    expect(browser.jar.size).toBe(0)
    world.clock.pass(5 * HOUR)
    expect((await browser.post('/sign-in', { handle: 'mara_voss', password: PASSWORD })).status).toBe(303)
  })
  test('by a moderator ends within a month, by an owner within a year', () => {
    const { site, owner, moderator, performer } = house()
    const { world, told } = site
    const after = (by: typeof owner, ms: number) =>
      why(suspend(world, told, judged(by, performer.id, { until: world.clock.at + ms })))
    for (const bad of [0, -DAY, 31 * DAY, Number.NaN, Number.POSITIVE_INFINITY, 0.5])
      expect(after(moderator, bad)).toBe('until')
    expect(after(moderator, 30 * DAY)).toBe('done')
    expect(after(owner, 365 * DAY)).toBe('done')
    expect(after(owner, 366 * DAY)).toBe('until')
  })
})

/** Proposed by one and approved by another of the staff. */
function banned(
  { world, told }: Site,
  by: { id: string; role: Role },
  second: { id: string },
  account: string,
): Sanction {
  const asked = ban(world, told, judged(by, account))
  if (!asked.ok) throw new Error(asked.why)
  const { id, hash } = asked.approval
  expect(approveProposal(world, told.approvals, { id, hash, by: actorOf(second, '') })).toEqual({ ok: true })
  return sanctionNow(world, account)!
}

describe('a ban', () => {
  test('is nobody’s alone: one suspends at once, another makes it last', () => {
    const { site, owner, moderator, performer } = house()
    const { world, told } = site
    const asked = ban(world, told, judged(moderator, performer.id))
    if (!asked.ok) throw new Error(asked.why)
    expect(barred(world, performer.id)).toMatchObject({ kind: 'suspension', until: world.clock.at + 30 * DAY })
    expect(why(ban(world, told, judged(owner, performer.id)))).toBe('already')
    const { id, hash } = asked.approval
    const approve = (by: { id: string }) => approveProposal(world, told.approvals, { id, hash, by: actorOf(by, '') })
    expect(approve(moderator)).toEqual({ ok: false, why: 'same-person' })
    expect(approve(performer)).toEqual({ ok: false, why: 'rank' })
    expect(approve(owner)).toEqual({ ok: true })
    expect(sanctionNow(world, performer.id)).toMatchObject({
      kind: 'ban',
      until: null,
      by: `account:${moderator.id}`,
      reason: 'Shouted at the pianist.',
      approval_id: id,
    })
    expect(page(world, { act: 'account.banned' })[0]).toMatchObject({ actor: `account:${owner.id}` })
    expect(verify(world).ok).toBe(true)
  })
  test('that the second person refuses leaves the suspension', () => {
    const { site, owner, moderator, performer } = house()
    const { world, told } = site
    const asked = ban(world, told, judged(moderator, performer.id))
    const id = asked.ok ? asked.approval.id : ''
    const because = 'A week will do.'
    expect(refuseProposal(world, told.approvals, { id, by: actorOf(owner, ''), because })).toEqual({ ok: true })
    expect(barred(world, performer.id)).toMatchObject({ kind: 'suspension' })
    expect(why(ban(world, told, judged(moderator, performer.id)))).toBe('done')
  })
  test('without the row of the second person is refused by the table itself', () => {
    const { site, moderator, performer } = house()
    const { world, told } = site
    suspend(world, told, judged(moderator, performer.id, { until: world.clock.at + DAY }))
    expect(() =>
      world.db.run(`INSERT INTO sanctions SELECT 'x', account_id, 'ban', rule, reason, by, at, NULL, NULL, NULL, NULL,
        statement_id, NULL FROM sanctions`),
    ).toThrow('second person')
  })
  test('has no end and outlasts a suspension', () => {
    const { site, owner, moderator, performer } = house()
    const { world, told } = site
    banned(site, owner, moderator, performer.id)
    suspend(world, told, judged(owner, performer.id, { until: world.clock.at + DAY }))
    expect(barred(world, performer.id)).toMatchObject({ kind: 'ban', until: null })
    world.clock.pass(1000 * DAY)
    expect(barred(world, performer.id)).toMatchObject({ kind: 'ban' })
  })
  test('needs a rule and a reason, and nobody judges oneself, the last owner or above one’s rank', () => {
    const { site, owner, moderator, performer } = house()
    const { world, told } = site
    const other = site.person('the_other', 'moderator')
    const attempt = (by: { id: string; role: Role }, account: string, more = {}) =>
      why(ban(world, told, judged(by, account, more)))
    expect(attempt(moderator, performer.id, { rule: '  ' })).toBe('rule')
    expect(attempt(moderator, performer.id, { rule: 'x'.repeat(81) })).toBe('rule')
    expect(attempt(moderator, performer.id, { reason: '' })).toBe('reason')
    expect(attempt(moderator, performer.id, { reason: 'x'.repeat(1001) })).toBe('reason')
    expect(attempt(moderator, 'nobody')).toBe('unknown')
    expect(attempt(moderator, moderator.id)).toBe('self')
    expect(attempt(moderator, other.id)).toBe('rank')
    expect(attempt(performer, other.id)).toBe('rank')
    expect(attempt(moderator, owner.id)).toBe('last-owner')
    const second = site.person('the_second', 'owner')
    expect(attempt(moderator, second.id)).toBe('rank')
    expect(attempt(owner, owner.id)).toBe('self')
    expect(sanctionsOf(world, performer.id)).toEqual([])
    expect(attempt(owner, other.id)).toBe('done')
    expect(attempt(owner, second.id)).toBe('done')
  })
  test('voids links into the account', async () => {
    const { site, owner, performer } = house()
    const made = linkCommand(site.world, 'mara_voss')
    ban(site.world, site.told, judged(owner, performer.id))
    expect((await site.browser().get(made.ok ? made.path : '')).status).toBe(410)
  })
})

describe('lifting', () => {
  test('needs a reason, opens the door and is written down; a second time there is nothing to lift', async () => {
    const { site, owner, moderator, performer } = house()
    const { world, told } = site
    world.db.run("INSERT INTO approvals_to_broadcast VALUES (?, 0, 'console', 'known')", [performer.id])
    const { id } = banned(site, owner, moderator, performer.id)
    const act = (because: string, by: { id: string; role: Role } = moderator) =>
      why(lift(world, told, { by: actorOf(by, ''), byRole: by.role, id, because }))
    expect(act('')).toBe('reason')
    expect(act('Me.', performer)).toBe('self')
    expect(act('She apologised.')).toBe('done')
    expect(act('Again.')).toBe('over')
    expect(world.media.admitted.get('mara-voss')?.refuse).toBeNull()
    expect((await site.browser().post('/sign-in', { handle: 'mara_voss', password: PASSWORD })).status).toBe(303)
    expect(sanctionsOf(world, performer.id)[0]).toMatchObject({ lifted_because: 'She apologised.' })
    expect(page(world, { act: 'account.sanction-lifted' })).toHaveLength(1)
    expect(verify(world).ok).toBe(true)
  })
})

test('a rolled back sanction leaves everything as it was', () => {
  const { site, owner, performer } = house()
  const { world, told } = site
  const broken = {
    ...told,
    moderation: {
      ...told.moderation,
      sanctioned: () => {
        throw new Error('stop')
      },
    },
  }
  expect(() => ban(world, broken, judged(owner, performer.id))).toThrow('stop')
  expect(sanctionsOf(world, performer.id)).toEqual([])
  expect(world.media.cuts).toEqual([])
  expect(page(world, { act: 'account.banned' })).toEqual([])
})

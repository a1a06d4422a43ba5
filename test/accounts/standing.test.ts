import { describe, expect, test } from 'bun:test'
import { accountById, actorOf, approve, changeRole, revoke, roleCounts } from '../../src/accounts/index.ts'
import { page, verify } from '../../src/audit/index.ts'
import { type Site, testSite } from '../help/visit.ts'

function house(): { site: Site; owner: string; performer: string; member: string; moderator: string } {
  const site = testSite()
  const owner = site.person('the_boss', 'owner').id
  const performer = site.person('mara_voss', 'performer').id
  const member = site.person('juno_9').id
  const moderator = site.person('the_watch', 'moderator').id
  return { site, owner, performer, member, moderator }
}

describe('the approval to broadcast', () => {
  test('opens the door with a reason, closes it again and cuts what is on air', () => {
    const { site, owner, performer, member } = house()
    const { world, told } = site
    const by = actorOf({ id: owner }, '198.51.100.7')
    const act = (account: string, because = 'We have met her.') =>
      approve(world, told.accounts, { by, account, because })
    expect(act(performer, '  ')).toEqual({ ok: false, why: 'reason' })
    expect(act(performer, 'x'.repeat(1001))).toEqual({ ok: false, why: 'reason' })
    expect(act(member)).toEqual({ ok: false, why: 'not-performer' })
    expect(act('nobody')).toEqual({ ok: false, why: 'unknown' })
    expect(act(performer)).toEqual({ ok: true })
    expect(act(performer)).toEqual({ ok: false, why: 'already' })
    expect(world.media.admitted.get('mara-voss')?.refuse).toBeNull()
    expect(page(world, {})[0]).toMatchObject({
      act: 'account.approved',
      actor: `account:${owner}`,
      net_trunc: '198.51.100.0/24',
      reason: 'We have met her.',
    })
    expect(revoke(world, told.accounts, { by, account: performer, because: 'She asked.' })).toEqual({ ok: true })
    expect(world.media.admitted.get('mara-voss')?.refuse).toBe('not-approved')
    expect(world.media.cuts).toEqual([{ name: 'mara-voss', why: 'cut' }])
    expect(revoke(world, told.accounts, { by, account: performer, because: 'Twice.' })).toEqual({
      ok: false,
      why: 'already',
    })
    expect(verify(world).ok).toBe(true)
  })
})

describe('a change of role', () => {
  test('is an owner’s, within one side, never one’s own and never of the last owner', () => {
    const { site, owner, performer, member, moderator } = house()
    const { world, told } = site
    const change = (
      account: string,
      role: 'owner' | 'moderator' | 'performer' | 'member',
      by = owner,
      byRole: 'owner' | 'moderator' = 'owner',
    ) => {
      const done = changeRole(world, told.accounts, {
        by: actorOf({ id: by }, ''),
        byRole,
        account,
        role,
        because: 'It is time.',
      })
      return done.ok ? 'done' : done.why
    }
    expect(change(member, 'performer', moderator, 'moderator')).toBe('not-owner')
    expect(change(owner, 'moderator')).toBe('self')
    expect(change(owner, 'moderator', moderator)).toBe('last-owner')
    expect(change(member, 'moderator')).toBe('other-side')
    expect(change(moderator, 'member')).toBe('other-side')
    expect(change(member, 'member')).toBe('already')
    expect(change('nobody', 'member')).toBe('unknown')
    expect(change(moderator, 'owner')).toBe('second-person')
    expect(change(performer, 'member', moderator)).toBe('done')
    expect(roleCounts(world)).toEqual({ owner: 1, moderator: 1, finance: 0, performer: 0, member: 2 })
  })
  test('ends the person’s sessions: the new role is a new secret', async () => {
    const { site, owner, member } = house()
    const browser = site.signedIn(accountById(site.world, member)!)
    changeRole(site.world, site.told.accounts, {
      by: actorOf({ id: owner }, ''),
      byRole: 'owner',
      account: member,
      role: 'performer',
      because: 'She plays.',
    })
    expect((await browser.get('/account')).status).toBe(303)
  })
})

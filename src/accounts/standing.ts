import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { type Account, accountById, isLastOwner } from './account.ts'
import { voidInvitesBy, voidLinksOf } from './link.ts'
import type { AccountListeners } from './listeners.ts'
import { isStaff, ROLES, type Role, STAFF_ROLES, type StaffRole } from './role.ts'
import { endSessions } from './session.ts'

export const BECAUSE_MOST = 1000

const q = prepared(sql => ({
  counts: sql.all<{ role: Role; n: number }>(
    'SELECT role, count(*) AS n FROM accounts WHERE deleted_at IS NULL GROUP BY role',
  ),
  approve: sql.run(`INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES ($id, $at, $by, $because)
    ON CONFLICT DO NOTHING`),
  revoke: sql.run('DELETE FROM approvals_to_broadcast WHERE account_id = $id'),
  role: sql.run('UPDATE accounts SET role = $role WHERE id = $id'),
  staff: sql.all<{ id: string; role: StaffRole }>(
    'SELECT id, role FROM accounts WHERE role IN (SELECT value FROM json_each($roles)) AND deleted_at IS NULL',
  ),
}))

export const staffAccounts = (world: World): { id: string; role: StaffRole }[] =>
  q(world).staff({ roles: JSON.stringify(STAFF_ROLES) })

export function roleCounts(world: World): Record<Role, number> {
  const counts = Object.fromEntries(ROLES.map(role => [role, 0])) as Record<Role, number>
  for (const { role, n } of q(world).counts()) counts[role] = n
  return counts
}

export type StandingRefusal =
  | 'unknown'
  | 'reason'
  | 'not-performer'
  | 'already'
  | 'self'
  | 'not-owner'
  | 'last-owner'
  | 'other-side'
  /** Roles of the staff change when a second person has approved it. */
  | 'second-person'

export type Done = { ok: true } | { ok: false; why: StandingRefusal }

const no = (why: StandingRefusal): Done => ({ ok: false, why })
const reasoned = (because: string): boolean => because.trim() !== '' && because.length <= BECAUSE_MOST

export interface StaffAct {
  /** Who decides: an account of the staff, or the console. */
  by: Actor
  account: string
  because: string
}

export interface RoleChange extends StaffAct {
  byRole: Role | 'console'
  role: Role
  /** The second person's, already given. */
  approval?: string
}

/** Lets a performer broadcast. */
export function approve(world: World, told: AccountListeners, { by, account, because }: StaffAct): Done {
  if (!reasoned(because)) return no('reason')
  return tx(world, () => {
    const found = accountById(world, account)
    if (!found) return no('unknown')
    if (found.role !== 'performer') return no('not-performer')
    const at = world.clock.now()
    if (q(world).approve({ id: account, at, by: by.id, because: because.trim() }) === 0) return no('already')
    record(world, { actor: by, act: 'account.approved', subject: `account:${account}`, reason: because.trim() })
    told.approved(account)
    return { ok: true }
  })
}

/** Takes the approval back; whatever is on air ends. */
export function revoke(world: World, told: AccountListeners, { by, account, because }: StaffAct): Done {
  if (!reasoned(because)) return no('reason')
  return tx(world, () => {
    if (!accountById(world, account)) return no('unknown')
    if (q(world).revoke({ id: account }) === 0) return no('already')
    record(world, { actor: by, act: 'account.revoked', subject: `account:${account}`, reason: because.trim() })
    told.revoked(account)
    return { ok: true }
  })
}

/**
 * Within a side only: who is both audience and staff has two accounts. The person signs in again. Among the staff it takes the
 * approval of a second person, unless it is done on the console.
 */
export function changeRole(
  world: World,
  told: AccountListeners,
  { by, byRole, account, role, because, approval }: RoleChange,
): Done {
  if (!reasoned(because)) return no('reason')
  if (byRole !== 'owner' && byRole !== 'console') return no('not-owner')
  if (by.id === `account:${account}`) return no('self')
  return tx(world, () => {
    const found: Account | null = accountById(world, account)
    if (!found) return no('unknown')
    if (found.role === role) return no('already')
    if (isStaff(found.role) !== isStaff(role)) return no('other-side')
    if (isLastOwner(world, found)) return no('last-owner')
    if (isStaff(role) && byRole !== 'console' && approval === undefined) return no('second-person')
    q(world).role({ id: account, role })
    q(world).revoke({ id: account })
    endSessions(world, told, account)
    voidLinksOf(world, account)
    voidInvitesBy(world, account)
    record(world, {
      actor: by,
      act: 'account.role-changed',
      subject: `account:${account}`,
      reason: because.trim(),
      detail: { from: found.role, to: role, ...(approval ? { approval } : {}) },
    })
    told.roleChanged({ id: account, handle: found.handle, role }, found.role)
    return { ok: true }
  })
}

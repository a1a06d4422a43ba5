import { accountById, isLastOwner, isStaff, type Role } from '../../accounts/index.ts'
import { type Actor, type Approval, openApproval, propose } from '../../audit/index.ts'
import { tx } from '../../base/db/tx.ts'
import type { World } from '../../world.ts'

export const ROLE_KIND = 'account.role'

export type RoleAsked =
  | { ok: true; approval: Approval }
  | { ok: false; why: 'unknown' | 'reason' | 'already' | 'other-side' | 'last-owner' | 'self' | 'waiting' }

/** Another role among the staff is proposed by one owner and given by the second person. */
export function proposeRole(
  world: World,
  { by, account, role, because }: { by: Actor; account: string; role: Role; because: string },
): RoleAsked {
  const no = (why: Extract<RoleAsked, { ok: false }>['why']) => ({ ok: false, why }) as const
  if (by.id === `account:${account}`) return no('self')
  return tx(world, () => {
    const found = accountById(world, account)
    if (!found) return no('unknown')
    if (found.role === role) return no('already')
    if (!isStaff(found.role) || !isStaff(role)) return no('other-side')
    if (isLastOwner(world, found)) return no('last-owner')
    if (openApproval(world, ROLE_KIND, `account:${account}`)) return no('waiting')
    const proposed = propose(world, {
      kind: ROLE_KIND,
      subject: `account:${account}`,
      detail: { role },
      reason: because,
      by,
    })
    return proposed.ok ? proposed : no('reason')
  })
}

import { type Actor, record } from '../audit/index.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { type Account, join } from './account.ts'
import {
  findLink,
  INVITED_ROLES,
  type InvitedRole,
  type Link,
  makeLink,
  openLinks,
  spendLink,
  voidLink,
} from './link.ts'
import type { AccountListeners } from './listeners.ts'
import { isStaff, type Role } from './role.ts'

export const NOTE_MOST = 120

export type Invited = { ok: true; code: string } | { ok: false; why: 'note' | 'role' }

/** Makes a link by which one person joins; staff is invited by an owner or on the console. */
export function invite(
  world: World,
  { role: asked, note, by, byRole }: { role: string; note: string; by: Actor; byRole: Role | 'console' },
): Invited {
  const role = INVITED_ROLES.find(each => each === asked)
  const house = byRole === 'owner' || byRole === 'console'
  if (!role || (!house && (byRole !== 'moderator' || isStaff(role)))) return { ok: false, why: 'role' }
  if (Array.from(note).length > NOTE_MOST) return { ok: false, why: 'note' }
  return tx(world, () => {
    const code = makeLink(world, { kind: 'invite', role, note, by })
    record(world, { actor: by, act: 'invite.made', subject: 'site', detail: { role } })
    return { ok: true, code }
  })
}

export const openInvites = (world: World): Link[] => openLinks(world, 'invite')

export function voidInvite(world: World, id: string, by: Actor): boolean {
  return tx(world, () => {
    if (!voidLink(world, id, 'invite')) return false
    record(world, { actor: by, act: 'invite.voided', subject: 'site' })
    return true
  })
}

export function findInvite(world: World, code: string): (Link & { role: InvitedRole }) | null {
  const link = findLink(world, code)
  return link?.kind === 'invite' && link.role ? { ...link, role: link.role } : null
}

export type Accepted =
  | { ok: true; account: Account }
  | { ok: false; why: 'over' }
  | { ok: false; why: 'taken'; like: string }

/** Uses the invite up and makes its account in one step; a name that was taken meanwhile leaves the invite whole. */
export function acceptInvite(
  world: World,
  told: AccountListeners,
  { code, handle, hash, address }: { code: string; handle: string; hash: string; address: string },
): Accepted {
  return tx(world, () => {
    const link = findInvite(world, code)
    if (!link) return { ok: false, why: 'over' } as const
    const joined = join(world, told, { handle, hash, role: link.role, address })
    if (!joined.ok) return joined
    spendLink(world, code, 'invite', joined.account.id)
    return joined
  })
}

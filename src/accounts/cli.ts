import { CONSOLE, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { accountByHandle } from './account.ts'
import { invite } from './invite.ts'
import { type LinkKind, linkPath, makeLink } from './link.ts'

/** A path to append to the site's address, or a sentence that says what to do instead. */
export type Made = { ok: true; path: string; say: string } | { ok: false; say: string }

const q = prepared(sql => ({
  owners: sql.all<{ handle: string }>(
    "SELECT handle FROM accounts WHERE role = 'owner' AND deleted_at IS NULL ORDER BY created_at",
  ),
}))

function linkTo(world: World, handle: string, kind: LinkKind, lasts: string): Made {
  const account = accountByHandle(world, handle)
  if (!account) return { ok: false, say: `Nobody here is called "${handle.slice(0, 60)}".` }
  return tx(world, () => {
    const code = makeLink(world, { kind, account: account.id, by: CONSOLE })
    record(world, { actor: CONSOLE, act: 'link.made', subject: `account:${account.id}`, detail: { kind } })
    return { ok: true, path: linkPath(code), say: `Works once, within ${lasts}, for ${account.handle}.` }
  })
}

/** `footlight account link HANDLE`: signs that person in. */
export const linkCommand = (world: World, handle: string): Made => linkTo(world, handle, 'sign-in', 'an hour')

/** `footlight account recover [HANDLE]`: an owner who lost the password sets a new one. */
export function recoverCommand(world: World, handle = ''): Made {
  const owners = q(world).owners()
  if (owners.length === 0) return { ok: false, say: 'This site has no owner yet. Start it and open the setup link.' }
  if (handle === '' && owners.length > 1) {
    return { ok: false, say: `There are several owners: ${owners.map(o => o.handle).join(', ')}. Name one.` }
  }
  const name = handle === '' ? owners[0]!.handle : handle
  const account = accountByHandle(world, name)
  if (account && account.role !== 'owner') {
    return { ok: false, say: `${account.handle} is no owner. Use "footlight account link ${account.handle}".` }
  }
  return linkTo(world, name, 'recover', 'half an hour')
}

/** `footlight account invite ROLE [NOTE]`. */
export function inviteCommand(world: World, role: string, note = ''): Made {
  const made = invite(world, { role, note, by: CONSOLE, byRole: 'console' })
  if (made.ok)
    return {
      ok: true,
      path: linkPath(made.code),
      say: `Works once, within seven days, for one ${role === 'finance' ? 'person of finance' : role}.`,
    }
  return made.why === 'role'
    ? { ok: false, say: 'Invite a performer, a moderator or finance: "footlight account invite performer".' }
    : { ok: false, say: 'The note is too long. 120 characters are enough to know whom it was for.' }
}

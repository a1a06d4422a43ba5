import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { type Account, accountById, isLastOwner } from './account.ts'
import { skeletonOf } from './handle.ts'
import { voidLinksOf } from './link.ts'
import type { AccountListeners } from './listeners.ts'
import { isStaff, type Role } from './role.ts'
import { endSessions } from './session.ts'

export const BECAUSE_MOST = 1000

export interface Approval {
  at: number
  by: string
  because: string
}

export interface PersonLine {
  id: string
  handle: string
  role: Role
  hue: number
  created_at: number
  /** Null: not approved to broadcast. */
  approved_at: number | null
  /** Latest use of any session that is open. */
  seen_at: number | null
}

export interface PersonFacts extends PersonLine {
  approval: Approval | null
  sessions: number
}

const LINE = `SELECT a.id, a.handle, a.role, a.hue, a.created_at, ok.at AS approved_at,
    (SELECT max(s.seen_at) FROM sessions s WHERE s.account_id = a.id) AS seen_at
  FROM accounts a LEFT JOIN approvals_to_broadcast ok ON ok.account_id = a.id`

const q = prepared(sql => ({
  find: sql.all<PersonLine>(`${LINE} WHERE a.deleted_at IS NULL
      AND ($role = '' OR a.role = $role)
      AND ($waiting = 0 OR (a.role = 'performer' AND ok.at IS NULL))
      AND ($skeleton = '' OR instr(a.skeleton, $skeleton) > 0)
      AND (a.created_at < $before_at OR (a.created_at = $before_at AND a.id < $before_id))
    ORDER BY a.created_at DESC, a.id DESC LIMIT $limit`),
  person: sql.one<PersonLine & { sessions: number; by: string | null; because: string | null }>(
    `SELECT line.*, ok.by, ok.because,
        (SELECT count(*) FROM sessions s WHERE s.account_id = line.id AND s.ends_at > $now AND s.idle_ends_at > $now) AS sessions
      FROM (${LINE} WHERE a.id = $id AND a.deleted_at IS NULL) line LEFT JOIN approvals_to_broadcast ok ON ok.account_id = line.id`,
  ),
  waiting: sql.one<{
    n: number
  }>(`SELECT count(*) AS n FROM accounts a WHERE a.role = 'performer' AND a.deleted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id)`),
  counts: sql.all<{ role: Role; n: number }>(
    'SELECT role, count(*) AS n FROM accounts WHERE deleted_at IS NULL GROUP BY role',
  ),
  approve: sql.run(`INSERT INTO approvals_to_broadcast (account_id, at, by, because) VALUES ($id, $at, $by, $because)
    ON CONFLICT DO NOTHING`),
  revoke: sql.run('DELETE FROM approvals_to_broadcast WHERE account_id = $id'),
  role: sql.run('UPDATE accounts SET role = $role WHERE id = $id'),
}))

export interface Search {
  q?: string
  role?: Role | ''
  /** Only performers that wait for an approval. */
  waiting?: boolean
  /** `next` of the page before. */
  after?: string
  limit?: number
}

/** Newest first, a page at a time. A search takes look-alike letters for one another. */
export function find(world: World, { q: text = '', role = '', waiting = false, after = '', limit = 50 }: Search) {
  const [, at, id] = /^([0-9]{1,16})\.([a-z2-7]{26})$/.exec(after) ?? []
  const typed = text.trim().slice(0, 60)
  const skeleton = skeletonOf(typed)
  if (typed !== '' && skeleton === '') return { people: [], next: '' }
  const rows = q(world).find({
    role,
    waiting: waiting ? 1 : 0,
    skeleton,
    before_at: at === undefined ? Number.MAX_SAFE_INTEGER : Number(at),
    before_id: id ?? '',
    limit: limit + 1,
  })
  const people = rows.slice(0, limit)
  const last = people.at(-1)
  return { people, next: rows.length > limit && last ? `${last.created_at}.${last.id}` : '' }
}

export function person(world: World, id: string): PersonFacts | null {
  const row = q(world).person({ id, now: world.clock.now() })
  if (!row) return null
  const { by, because, ...line } = row
  const approval =
    line.approved_at !== null && by !== null ? { at: line.approved_at, by, because: because ?? '' } : null
  return { ...line, approval }
}

/** Performers that wait for an approval. */
export const waitingCount = (world: World): number => q(world).waiting()!.n

export function roleCounts(world: World): Record<Role, number> {
  const counts: Record<Role, number> = { owner: 0, moderator: 0, performer: 0, member: 0 }
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

export type Done = { ok: true } | { ok: false; why: StandingRefusal }

const no = (why: StandingRefusal): Done => ({ ok: false, why })
const reasoned = (because: string): boolean => because.trim() !== '' && because.length <= BECAUSE_MOST

export interface StaffAct {
  /** Who decides: an account of the staff, or the console. */
  by: Actor
  account: string
  because: string
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

/** Within a side only: who is both audience and staff has two accounts. The person signs in again. */
export function changeRole(
  world: World,
  told: AccountListeners,
  { by, byRole, account, role, because }: StaffAct & { byRole: Role | 'console'; role: Role },
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
    q(world).role({ id: account, role })
    q(world).revoke({ id: account })
    endSessions(world, told, account)
    voidLinksOf(world, account)
    record(world, {
      actor: by,
      act: 'account.role-changed',
      subject: `account:${account}`,
      reason: because.trim(),
      detail: { from: found.role, to: role },
    })
    told.roleChanged({ id: account, handle: found.handle, role }, found.role)
    return { ok: true }
  })
}

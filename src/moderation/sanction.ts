import {
  type AccountListeners,
  accountById,
  type Barred,
  endSessions,
  isLastOwner,
  isStaff,
  type Role,
  voidInvitesBy,
  voidLinksOf,
} from '../accounts/index.ts'
import { type Actor, record } from '../audit/index.ts'
import { DAY, MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import type { ModerationListeners } from './listeners.ts'

export const RULE_MOST = 80
export const REASON_MOST = 1000
/** A suspension that a moderator places ends within a month; an owner's within a year. */
export const SUSPENSION_MOST_MS = { moderator: 30 * DAY, owner: 365 * DAY }

export interface Sanction {
  id: string
  account_id: string
  kind: 'suspension' | 'ban'
  rule: string
  reason: string
  by: string
  at: number
  until: number | null
  lifted_at: number | null
  lifted_by: string | null
  lifted_because: string | null
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO sanctions (id, account_id, kind, rule, reason, by, at, until)
    VALUES ($id, $account, $kind, $rule, $reason, $by, $at, $until)`),
  one: sql.one<Sanction>('SELECT * FROM sanctions WHERE id = $id'),
  now: sql.one<Sanction>(`SELECT * FROM sanctions WHERE account_id = $account AND lifted_at IS NULL AND (until IS NULL OR until > $now)
    ORDER BY until IS NOT NULL, until DESC, at DESC LIMIT 1`),
  all: sql.all<Sanction>('SELECT * FROM sanctions WHERE account_id = $account ORDER BY at DESC, rowid DESC'),
  lift: sql.run(`UPDATE sanctions SET lifted_at = $at, lifted_by = $by, lifted_because = $because
    WHERE id = $id AND lifted_at IS NULL AND (until IS NULL OR until > $at)`),
}))

/** The sanction that keeps this account out now: a ban before a suspension, the longest first. */
export const sanctionNow = (world: World, account: string): Sanction | null =>
  q(world).now({ account, now: world.clock.now() })

export const sanctionsOf = (world: World, account: string): Sanction[] => q(world).all({ account })

/** What the person is told at the door. */
export function barred(world: World, account: string): Barred | null {
  const found = sanctionNow(world, account)
  if (!found) return null
  const { kind, rule, reason, at, until } = found
  return { kind, rule, reason, at, until }
}

export interface Told {
  accounts: AccountListeners
  moderation: ModerationListeners
}

export interface Judged {
  by: Actor
  byRole: Role | 'console'
  account: string
  rule: string
  reason: string
}

export type SanctionRefusal = 'unknown' | 'self' | 'rank' | 'last-owner' | 'rule' | 'reason' | 'until'
export type Sanctioned = { ok: true; sanction: Sanction } | { ok: false; why: SanctionRefusal }

/** Keeps an account out until a time, by a rule and for a reason. */
export function suspend(world: World, told: Told, asked: Judged & { until: number }): Sanctioned {
  const lasts = asked.until - world.clock.now()
  const most = asked.byRole === 'moderator' ? SUSPENSION_MOST_MS.moderator : SUSPENSION_MOST_MS.owner
  // A form is filled in for a while: what was a whole month then still is one.
  if (!Number.isSafeInteger(asked.until) || lasts < MINUTE || lasts > most + MINUTE) return { ok: false, why: 'until' }
  return sanction(world, told, 'suspension', asked, asked.until)
}

/** Keeps an account out without end. */
export const ban = (world: World, told: Told, asked: Judged): Sanctioned => sanction(world, told, 'ban', asked, null)

function sanction(
  world: World,
  told: Told,
  kind: Sanction['kind'],
  { by, byRole, account, rule, reason }: Judged,
  until: number | null,
): Sanctioned {
  if (rule.trim() === '' || Array.from(rule.trim()).length > RULE_MOST) return { ok: false, why: 'rule' }
  if (reason.trim() === '' || Array.from(reason.trim()).length > REASON_MOST) return { ok: false, why: 'reason' }
  if (by.id === `account:${account}`) return { ok: false, why: 'self' }
  return tx(world, () => {
    const found = accountById(world, account)
    if (!found) return { ok: false, why: 'unknown' } as const
    if (isLastOwner(world, found)) return { ok: false, why: 'last-owner' } as const
    if (byRole !== 'owner' && byRole !== 'console' && (byRole !== 'moderator' || isStaff(found.role))) {
      return { ok: false, why: 'rank' } as const
    }
    const id = world.ids.next()
    const at = world.clock.now()
    q(world).insert({ id, account, kind, rule: rule.trim(), reason: reason.trim(), by: by.id, at, until })
    const placed = q(world).one({ id })!
    // Told first, so that open pages hear why before their session is gone.
    told.moderation.sanctioned(placed)
    endSessions(world, told.accounts, account)
    voidLinksOf(world, account)
    voidInvitesBy(world, account)
    record(world, {
      actor: by,
      act: kind === 'ban' ? 'account.banned' : 'account.suspended',
      subject: `account:${account}`,
      reason: placed.reason,
      detail: { rule: placed.rule, until },
    })
    return { ok: true, sanction: placed } as const
  })
}

export type Lifted = { ok: true } | { ok: false; why: 'unknown' | 'self' | 'rank' | 'reason' | 'over' }

/** Ends a sanction early. */
export function lift(
  world: World,
  told: Told,
  { by, byRole, id, because }: { by: Actor; byRole: Role | 'console'; id: string; because: string },
): Lifted {
  if (because.trim() === '' || Array.from(because.trim()).length > REASON_MOST) return { ok: false, why: 'reason' }
  return tx(world, () => {
    const found = q(world).one({ id })
    const account = found && accountById(world, found.account_id)
    if (!found || !account) return { ok: false, why: 'unknown' } as const
    if (by.id === `account:${account.id}`) return { ok: false, why: 'self' } as const
    if (byRole !== 'owner' && byRole !== 'console' && (byRole !== 'moderator' || isStaff(account.role))) {
      return { ok: false, why: 'rank' } as const
    }
    const at = world.clock.now()
    if (q(world).lift({ id, at, by: by.id, because: because.trim() }) === 0) return { ok: false, why: 'over' } as const
    record(world, {
      actor: by,
      act: 'account.sanction-lifted',
      subject: `account:${account.id}`,
      reason: because.trim(),
      detail: { kind: found.kind, rule: found.rule },
    })
    told.moderation.lifted(found)
    return { ok: true } as const
  })
}

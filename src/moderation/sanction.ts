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
import { type Actor, type Approval, detailOf, openApproval, propose, record } from '../audit/index.ts'
import { assert } from '../base/assert.ts'
import { DAY, MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import type { ModerationListeners } from './listeners.ts'
import { statementCode, stateReasons } from './statement.ts'

/** Why a suspension ended that was made a ban; pages say it in a sentence. */
export const BECAME_BAN = 'became-ban'

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
  statement_id: string
  /** The second person's, for a ban. */
  approval_id: string | null
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO sanctions (id, account_id, kind, rule, reason, by, at, until, statement_id, approval_id)
    VALUES ($id, $account, $kind, $rule, $reason, $by, $at, $until, $statement, $approval)`),
  one: sql.one<Sanction>('SELECT * FROM sanctions WHERE id = $id'),
  now: sql.one<Sanction>(`SELECT * FROM sanctions WHERE account_id = $account AND lifted_at IS NULL AND (until IS NULL OR until > $now)
    ORDER BY until IS NOT NULL, until DESC, at DESC LIMIT 1`),
  any: sql.one<{ one: number }>(`SELECT 1 AS one FROM sanctions
    WHERE account_id = $account AND lifted_at IS NULL AND (until IS NULL OR until > $now) LIMIT 1`),
  waiting: sql.one<{ n: number }>(`SELECT count(*) AS n FROM accounts a
    WHERE a.role = 'performer' AND a.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM sanctions s WHERE s.account_id = a.id AND s.lifted_at IS NULL
        AND (s.until IS NULL OR s.until > $now))`),
  byStatement: sql.one<Sanction>('SELECT * FROM sanctions WHERE statement_id = $statement'),
  all: sql.all<Sanction>('SELECT * FROM sanctions WHERE account_id = $account ORDER BY at DESC, rowid DESC'),
  lift: sql.run(`UPDATE sanctions SET lifted_at = $at, lifted_by = $by, lifted_because = $because
    WHERE id = $id AND lifted_at IS NULL AND (until IS NULL OR until > $at)`),
}))

/** The sanction that keeps this account out now: a ban before a suspension, the longest first. */
export const sanctionNow = (world: World, account: string): Sanction | null =>
  q(world).now({ account, now: world.clock.now() })

/** Whether any does: asked before every line of every chat. */
export const isKeptOut = (world: World, account: string): boolean =>
  q(world).any({ account, now: world.clock.now() }) !== null

/** How many performers wait for their approval, and are not kept out. */
export const performersWaiting = (world: World): number => q(world).waiting({ now: world.clock.now() })!.n

/** The sanction that a statement of reasons explains. */
export const sanctionByStatement = (world: World, statement: string): Sanction | null =>
  q(world).byStatement({ statement })

export const sanctionsOf = (world: World, account: string): Sanction[] => q(world).all({ account })

/** What the person is told at the door. */
export function barred(world: World, account: string): Barred | null {
  const found = sanctionNow(world, account)
  if (!found) return null
  const { kind, rule, reason, at, until, statement_id } = found
  return { kind, rule, reason, at, until, decision: statementCode(world, statement_id) }
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
  /** The case it was decided in. */
  case?: string | null
}

export type SanctionRefusal = 'unknown' | 'self' | 'rank' | 'last-owner' | 'rule' | 'reason' | 'until' | 'already'
export type Sanctioned = { ok: true; sanction: Sanction } | { ok: false; why: SanctionRefusal }

/** Keeps an account out until a time, by a rule and for a reason. */
export function suspend(world: World, told: Told, asked: Judged & { until: number }): Sanctioned {
  const lasts = asked.until - world.clock.now()
  const most = asked.byRole === 'moderator' ? SUSPENSION_MOST_MS.moderator : SUSPENSION_MOST_MS.owner
  // A form is filled in for a while: what was a whole month then still is one.
  if (!Number.isSafeInteger(asked.until) || lasts < MINUTE || lasts > most + MINUTE) return { ok: false, why: 'until' }
  return sanction(world, told, 'suspension', asked, asked.until)
}

/** While a ban waits for its second person, and for as long again should that one say no, this holds. */
export const UNTIL_BANNED_MS = 30 * DAY
export const BAN_KIND = 'account.ban'

export type BanAsked = { ok: true; sanction: Sanction; approval: Approval } | Extract<Sanctioned, { ok: false }>

interface BanFacts extends Record<string, string> {
  rule: string
  case: string
  /** What holds until then, and ends with it. */
  suspension: string
}

/** Keeps an account out for good. Nobody does that alone: it is suspended at once, and a second person decides about the rest. */
export function ban(world: World, told: Told, asked: Judged): BanAsked {
  return tx(world, () => {
    if (openApproval(world, BAN_KIND, `account:${asked.account}`)) return { ok: false, why: 'already' } as const
    const placed = sanction(world, told, 'suspension', asked, world.clock.now() + UNTIL_BANNED_MS)
    if (!placed.ok) return placed
    const detail: BanFacts = { rule: placed.sanction.rule, case: asked.case ?? '', suspension: placed.sanction.id }
    const proposed = propose(world, {
      kind: BAN_KIND,
      subject: `account:${asked.account}`,
      detail,
      reason: placed.sanction.reason,
      by: asked.by,
    })
    assert(proposed.ok, 'a sanction with a reason is a proposal with a reason')
    return { ok: true, sanction: placed.sanction, approval: proposed.approval } as const
  })
}

/** The second person's yes. The reasons are those of whoever proposed it. */
export function banApproved(world: World, told: Told, approval: Approval, by: Actor): Sanctioned {
  const { rule, case: of, suspension } = detailOf<BanFacts>(approval)
  return tx(world, () => {
    const placed = sanction(
      world,
      told,
      'ban',
      {
        by: { ...by, id: approval.proposed_by },
        // Both ranks were asked: when it was proposed, and when it was approved.
        byRole: 'owner',
        account: approval.subject.slice('account:'.length),
        rule,
        reason: approval.reason,
        case: of || null,
      },
      null,
      { id: approval.id, by },
    )
    if (placed.ok) q(world).lift({ id: suspension, at: world.clock.now(), by: by.id, because: BECAME_BAN })
    return placed
  })
}

function sanction(
  world: World,
  told: Told,
  kind: Sanction['kind'],
  { by, byRole, account, rule, reason, case: of = null }: Judged,
  until: number | null,
  approval: { id: string; by: Actor } | null = null,
): Sanctioned {
  const refused = judgedWrong(world, { by, byRole, account, rule, reason })
  if (refused) return { ok: false, why: refused }
  return tx(world, () => {
    const id = world.ids.next()
    const at = world.clock.now()
    const said = { rule: rule.trim(), reason: reason.trim() }
    const statement = stateReasons(world, {
      account,
      measure: kind,
      until,
      rule: said.rule,
      facts: said.reason,
      case: of,
      by: by.id,
    })
    q(world).insert({
      id,
      account,
      kind,
      ...said,
      by: by.id,
      at,
      until,
      statement: statement.id,
      approval: approval?.id ?? null,
    })
    const placed = q(world).one({ id })!
    // Told first, so that open pages hear why before their session is gone.
    told.moderation.sanctioned(placed)
    told.moderation.stated(statement)
    endSessions(world, told.accounts, account)
    voidLinksOf(world, account)
    voidInvitesBy(world, account)
    record(world, {
      actor: approval?.by ?? by,
      act: kind === 'ban' ? 'account.banned' : 'account.suspended',
      subject: `account:${account}`,
      reason: placed.reason,
      detail: { rule: placed.rule, until, ...(approval ? { approval: approval.id } : {}) },
    })
    return { ok: true, sanction: placed } as const
  })
}

/** What stands against judging this person so; null when nothing does. */
export function judgedWrong(world: World, { by, byRole, account, rule, reason }: Judged): SanctionRefusal | null {
  if (rule.trim() === '' || Array.from(rule.trim()).length > RULE_MOST) return 'rule'
  if (reason.trim() === '' || Array.from(reason.trim()).length > REASON_MOST) return 'reason'
  if (by.id === `account:${account}`) return 'self'
  const found = accountById(world, account)
  if (!found) return 'unknown'
  if (isLastOwner(world, found)) return 'last-owner'
  return outranks(byRole, found.role) ? null : 'rank'
}

/** Owners and the console judge everybody, moderators the audience. */
const outranks = (by: Role | 'console', role: Role): boolean =>
  by === 'owner' || by === 'console' || (by === 'moderator' && !isStaff(role))

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
    if (!outranks(byRole, account.role)) return { ok: false, why: 'rank' } as const
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

import type { AccountListeners, Role } from '../accounts/index.ts'
import { type Actor, approvalById, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { APPEAL_DAYS, businessDays } from './clocks.ts'
import type { CaseListeners, ModerationListeners } from './listeners.ts'
import { lift, sanctionByStatement } from './sanction.ts'
import { type Statement, statementById } from './statement.ts'
import { liftStrike } from './strike.ts'

export const APPEAL_MOST = 4000
export const VERDICT_MOST = 2000

export interface Appeal {
  id: string
  statement_id: string
  text: string
  at: number
  decide_by: number
  by: string
  decided_by: string | null
  decided_at: number | null
  outcome: 'upheld' | 'reversed' | null
  because: string | null
}

export interface AppealRow extends Appeal {
  handle: string | null
  account_id: string
  measure: Statement['measure']
  rule: string
}

const ROWS = `SELECT p.*, s.account_id, s.measure, s.rule, a.handle FROM appeals p
  JOIN statements s ON s.id = p.statement_id LEFT JOIN accounts a ON a.id = s.account_id AND a.deleted_at IS NULL`

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO appeals (id, statement_id, text, at, decide_by, by)
    VALUES ($id, $statement, $text, $at, $decide, $by)`),
  one: sql.one<AppealRow>(`${ROWS} WHERE p.id = $id`),
  of: sql.one<Appeal>('SELECT * FROM appeals WHERE statement_id = $statement'),
  open: sql.all<AppealRow>(`${ROWS} WHERE p.decided_at IS NULL AND ($q = '' OR instr(lower(p.text), lower($q)) > 0)
    AND (p.decide_by, p.id) > ($at, $id) ORDER BY p.decide_by, p.id LIMIT $limit`),
  closed:
    sql.all<AppealRow>(`${ROWS} WHERE p.decided_at IS NOT NULL AND ($q = '' OR instr(lower(p.text), lower($q)) > 0)
    AND (p.decided_at, p.id) < ($at, $id) ORDER BY p.decided_at DESC, p.id DESC LIMIT $limit`),
  count: sql.one<{ n: number; due: number | null }>(
    'SELECT count(*) AS n, min(decide_by) AS due FROM appeals WHERE decided_at IS NULL',
  ),
  decide: sql.run(`UPDATE appeals SET decided_by = $by, decided_at = $at, outcome = $outcome, because = $because
    WHERE id = $id AND decided_at IS NULL`),
}))

export const appealById = (world: World, id: string): AppealRow | null => q(world).one({ id })
export const appealOf = (world: World, statement: string): Appeal | null => q(world).of({ statement })
export const openAppeals = (world: World): { n: number; due: number | null } => q(world).count()!

export interface AppealsAsked {
  closed?: boolean
  q?: string
  after?: { at: number; id: string } | null
  limit: number
}

/** Open ones by the time that is left; closed ones newest first. */
export const appeals = (world: World, { closed = false, q: text = '', after, limit }: AppealsAsked): AppealRow[] =>
  closed
    ? q(world).closed({ q: text, at: after?.at ?? Number.MAX_SAFE_INTEGER, id: after?.id ?? '', limit })
    : q(world).open({ q: text, at: after?.at ?? -1, id: after?.id ?? '', limit })

export type Appealed = { ok: true; appeal: Appeal } | { ok: false; why: 'empty' | 'long' | 'late' | 'already' }

/** The person whom a measure concerns asks for another pair of eyes: once for each. */
export function appeal(world: World, statement: Statement, typed: string): Appealed {
  const text = typed.trim()
  if (text === '') return { ok: false, why: 'empty' }
  if (text.length > APPEAL_MOST) return { ok: false, why: 'long' }
  return tx(world, () => {
    const at = world.clock.now()
    if (at > statement.appeal_by) return { ok: false, why: 'late' } as const
    if (appealOf(world, statement.id)) return { ok: false, why: 'already' } as const
    const decide = businessDays(world, at, APPEAL_DAYS)
    q(world).insert({ id: world.ids.next(), statement: statement.id, text, at, decide, by: statement.by })
    record(world, {
      actor: { id: `account:${statement.account_id}`, address: '' },
      act: 'appeal.made',
      subject: `account:${statement.account_id}`,
      detail: { statement: statement.id },
    })
    return { ok: true, appeal: appealOf(world, statement.id)! } as const
  })
}

/** Nobody reviews her own case: whoever decided, whoever confirmed it as the second person, and whoever it concerns. */
export type OwnAppeal = 'same-person' | 'second-person' | 'own-person'

export type AppealDecided =
  | { ok: true }
  | { ok: false; why: 'gone' | 'over' | OwnAppeal | 'outcome' | 'empty' | 'long' | 'rank' }

export function ownAppeal(world: World, of: AppealRow, by: string): OwnAppeal | null {
  if (of.by === by) return 'same-person'
  if (`account:${of.account_id}` === by) return 'own-person'
  const approval = sanctionByStatement(world, of.statement_id)?.approval_id ?? null
  return approval !== null && approvalById(world, approval)?.approved_by === by ? 'second-person' : null
}

/** Another person than those who decided. What is reversed is taken back in the same transaction. */
export function decideAppeal(
  world: World,
  told: { accounts: AccountListeners; moderation: ModerationListeners; cases: CaseListeners },
  asked: { id: string; by: Actor; role: Role; outcome: string; because: string },
): AppealDecided {
  const no = (why: Extract<AppealDecided, { ok: false }>['why']) => ({ ok: false, why }) as const
  const because = asked.because.trim()
  if (asked.outcome !== 'upheld' && asked.outcome !== 'reversed') return no('outcome')
  if (because === '') return no('empty')
  if (Array.from(because).length > VERDICT_MOST) return no('long')
  return tx(world, () => {
    const found = appealById(world, asked.id)
    const statement = found && statementById(world, found.statement_id)
    if (!found || !statement) return no('gone')
    if (found.decided_at !== null) return no('over')
    const own = ownAppeal(world, found, asked.by.id)
    if (own) return no(own)
    if (asked.outcome === 'reversed' && !takenBack(world, told, statement, asked, because)) return no('rank')
    q(world).decide({ id: found.id, by: asked.by.id, at: world.clock.now(), outcome: asked.outcome, because })
    record(world, {
      actor: asked.by,
      act: `appeal.${asked.outcome}`,
      subject: `account:${found.account_id}`,
      reason: because.slice(0, 1000),
      detail: { statement: statement.id, measure: statement.measure },
    })
    return { ok: true } as const
  })
}

/** What is over by itself needs no taking back; only a rank that is too low stops it. */
function takenBack(
  world: World,
  told: { accounts: AccountListeners; moderation: ModerationListeners; cases: CaseListeners },
  statement: Statement,
  { by, role }: { by: Actor; role: Role },
  because: string,
): boolean {
  switch (statement.measure) {
    case 'warning':
    case 'mute':
      liftStrike(world, statement.id, by, because)
      return true
    case 'suspension':
    case 'ban': {
      const placed = sanctionByStatement(world, statement.id)
      if (!placed) return true
      const lifted = lift(world, told, { by, byRole: role, id: placed.id, because: because.slice(0, 1000) })
      return lifted.ok || lifted.why !== 'rank'
    }
    case 'line-removed':
      told.cases.restoreLine(statement.scope.slice('line '.length), by)
      return true
    case 'broadcast-cut':
      told.cases.letBack(statement, by)
      return true
    default:
      return statement.measure satisfies never
  }
}

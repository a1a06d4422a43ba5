import type { AccountListeners, Role } from '../accounts/index.ts'
import { type Actor, record, SYSTEM } from '../audit/index.ts'
import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { type Case, caseById, closeCase, hasClaim, mayNotRead } from './case.ts'
import { FIRST_KINDS } from './clocks.ts'
import type { CaseListeners, ModerationListeners } from './listeners.ts'
import { ban, REASON_MOST, RULE_MOST, type SanctionRefusal, suspend } from './sanction.ts'
import { type Measure, type Statement, stateReasons } from './statement.ts'
import { silence, warn } from './strike.ts'

/** What a case may end with. */
export const DECISIONS = ['none', 'line', 'warn', 'mute-1', 'mute-7', 'suspend', 'ban', 'cut'] as const
export type DecisionAct = (typeof DECISIONS)[number]
export const isDecision = (typed: string): typed is DecisionAct => (DECISIONS as readonly string[]).includes(typed)

export const TO_REPORTER_MOST = 2000
const SUSPENDED_MS = 30 * DAY

const MEASURE: Record<DecisionAct, Measure | 'none'> = {
  none: 'none',
  line: 'line-removed',
  warn: 'warning',
  'mute-1': 'mute',
  'mute-7': 'mute',
  suspend: 'suspension',
  ban: 'ban',
  cut: 'broadcast-cut',
}

export interface Decision {
  id: string
  case_id: string
  act: Measure | 'none'
  rule: string
  to_reporter: string
  statement_id: string | null
  approval_id: string | null
  by: string
  at: number
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO decisions (id, case_id, act, rule, to_reporter, statement_id, approval_id, by, at)
    VALUES ($id, $case, $act, $rule, $reporter, $statement, $approval, $by, $at)`),
  ofCase: sql.one<Decision>('SELECT * FROM decisions WHERE case_id = $case'),
}))

export const decisionOf = (world: World, id: string): Decision | null => q(world).ofCase({ case: id })

/** Which acts this case can end with: they follow from what it is about. */
export function actsFor(of: Case, live: boolean): DecisionAct[] {
  return DECISIONS.filter(act => {
    if (act === 'none') return true
    if (act === 'line') return of.subject_kind === 'line'
    if (act === 'cut') return live
    return of.account_id !== null
  })
}

export interface DecidingTold {
  accounts: AccountListeners
  moderation: ModerationListeners
  cases: CaseListeners
}

export interface DecisionAsked {
  id: string
  by: Actor
  role: Role
  act: string
  rule: string
  toReporter: string
  /** What the person it is about reads. */
  toPerson: string
  /** Besides the act, the reported line goes. */
  removesLine: boolean
}

export type DecisionWrong = { act?: true; rule?: true; toReporter?: 'empty' | 'long'; toPerson?: 'empty' | 'long' }
export type Decided =
  | { ok: true; decision: Decision }
  | { ok: false; wrong: DecisionWrong }
  /** `claim`: somebody else has it, or the quarter of an hour is over. */
  | { ok: false; why: 'gone' | 'claim' | 'closed' | SanctionRefusal }

class Undone extends Error {
  why: SanctionRefusal | 'gone' = 'gone'
}

/** Ends a case: the measure with its statement of reasons, what the reporters read, and the record of both, in one transaction. */
export function decide(world: World, told: DecidingTold, asked: DecisionAsked): Decided {
  const { act, by } = asked
  const rule = asked.rule.trim()
  const toReporter = asked.toReporter.trim()
  const toPerson = asked.toPerson.trim()
  const wrong: DecisionWrong = {}
  if (!isDecision(act)) wrong.act = true
  if (toReporter === '') wrong.toReporter = 'empty'
  else if (Array.from(toReporter).length > TO_REPORTER_MOST) wrong.toReporter = 'long'
  if (act !== 'none') {
    if (rule === '' || rule.length > RULE_MOST) wrong.rule = true
    if (toPerson === '') wrong.toPerson = 'empty'
    else if (Array.from(toPerson).length > REASON_MOST) wrong.toPerson = 'long'
  }
  if (!isDecision(act) || Object.keys(wrong).length > 0) return { ok: false, wrong }
  const undone = new Undone()
  try {
    return tx(world, () => {
      const of = caseById(world, asked.id)
      if (!of) return { ok: false, why: 'gone' } as const
      if (of.closed_at !== null) return { ok: false, why: 'closed' } as const
      if (!hasClaim(world, of, by.id)) return { ok: false, why: 'claim' } as const
      const barred = mayNotRead(world, of, { id: by.id.slice('account:'.length), role: asked.role })
      if (barred) return { ok: false, why: barred === 'self' ? 'self' : 'rank' } as const
      const room = of.subject_kind === 'other' ? null : told.cases.known(of.subject_kind, of.subject_id)?.room
      if (!actsFor(of, typeof room === 'string').includes(act)) return { ok: false, wrong: { act: true } } as const
      const give = (why: Undone['why']): never => {
        undone.why = why
        throw undone
      }
      const judged = { by, byRole: asked.role, account: of.account_id ?? '', rule, reason: toPerson, case: of.id }
      const said = (measure: Measure, scope: string, until: number | null = null): Statement => {
        const statement = stateReasons(world, {
          account: of.account_id ?? give('gone'),
          measure,
          scope,
          until,
          rule,
          facts: toPerson,
          case: of.id,
          by: by.id,
        })
        told.moderation.stated(statement)
        return statement
      }
      const removeLine = (): Statement => {
        told.cases.removeLine(of.subject_id, by)
        return said('line-removed', `line ${of.subject_id}`)
      }
      const done = ((): { statement: string | null; approval?: string } => {
        switch (act) {
          case 'none':
            if (of.hidden_at !== null) told.cases.restoreLine(of.subject_id, SYSTEM)
            return { statement: null }
          case 'line':
            return { statement: removeLine().id }
          case 'warn': {
            const struck = warn(world, told.moderation, judged)
            return { statement: struck.ok ? struck.statement.id : give(struck.why) }
          }
          case 'mute-1':
          case 'mute-7': {
            const until = world.clock.now() + (act === 'mute-1' ? DAY : 7 * DAY)
            const struck = silence(world, told.moderation, { ...judged, until })
            return { statement: struck.ok ? struck.statement.id : give(struck.why) }
          }
          case 'suspend': {
            const placed = suspend(world, told, { ...judged, until: world.clock.now() + SUSPENDED_MS })
            return { statement: placed.ok ? placed.sanction.statement_id : give(placed.why) }
          }
          case 'ban': {
            const placed = ban(world, told, judged)
            if (!placed.ok) return give(placed.why)
            return { statement: placed.sanction.statement_id, approval: placed.approval.id }
          }
          case 'cut': {
            const statement = room ? told.cases.cut({ room, by, rule, because: toPerson, case: of.id }) : null
            return { statement: statement ?? give('gone') }
          }
          default:
            return act satisfies never
        }
      })()
      const alsoLine = of.subject_kind === 'line' && act !== 'line' && act !== 'none'
      if (alsoLine && (asked.removesLine || of.hidden_at !== null)) removeLine()
      const id = world.ids.next()
      q(world).insert({
        id,
        case: of.id,
        act: MEASURE[act],
        rule: act === 'none' ? '' : rule,
        reporter: toReporter,
        statement: done.statement,
        approval: done.approval ?? null,
        by: by.id,
        at: world.clock.now(),
      })
      closeCase(world, of.id)
      record(world, {
        actor: by,
        act: 'case.decided',
        subject: of.account_id === null ? `case:${of.id}` : `account:${of.account_id}`,
        reason: act === 'none' ? toReporter.slice(0, REASON_MOST) : toPerson,
        detail: { case: of.id, act: MEASURE[act], ...(rule ? { rule } : {}), urgent: FIRST_KINDS.includes(of.kind) },
      })
      told.cases.decided(caseById(world, of.id)!)
      return { ok: true, decision: decisionOf(world, of.id)! } as const
    })
  } catch (error) {
    if (error === undone) return { ok: false, why: undone.why }
    throw error
  }
}

import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { base32 } from '../base/ids.ts'
import type { World } from '../world.ts'

export const MEASURES = ['warning', 'mute', 'suspension', 'ban', 'line-removed', 'broadcast-cut'] as const
export type Measure = (typeof MEASURES)[number]

/** Six months. Source: Regulation (EU) 2022/2065, article 20(1). */
export const APPEAL_MS = 184 * DAY

/** Why something was done to a person: stored with every measure, told to the person, and open to appeal. */
export interface Statement {
  id: string
  account_id: string
  case_id: string | null
  measure: Measure
  scope: string
  until: number | null
  rule: string
  facts: string
  origin: 'report' | 'own'
  automated: number
  appeal_by: number
  by: string
  at: number
  read_at: number | null
}

const q = prepared(sql => ({
  insert:
    sql.run(`INSERT INTO statements (id, account_id, case_id, measure, scope, until, rule, facts, origin, automated, appeal_by, by, at)
    VALUES ($id, $account, $case, $measure, $scope, $until, $rule, $facts, $origin, 0, $appeal_by, $by, $at)`),
  one: sql.one<Statement>('SELECT * FROM statements WHERE id = $id'),
  of: sql.all<Statement>('SELECT * FROM statements WHERE account_id = $account ORDER BY at DESC, id DESC LIMIT 100'),
  unread: sql.one<Statement>(
    'SELECT * FROM statements WHERE account_id = $account AND read_at IS NULL ORDER BY at DESC, id DESC LIMIT 1',
  ),
  read: sql.run('UPDATE statements SET read_at = $at WHERE id = $id AND read_at IS NULL'),
}))

export interface Reasons {
  account: string
  measure: Measure
  scope?: string
  until?: number | null
  rule: string
  facts: string
  /** The case it comes from; without one the house acted by itself. */
  case?: string | null
  by: string
}

/** Call it inside the tx of the measure that it explains. */
export function stateReasons(world: World, reasons: Reasons): Statement {
  const id = world.ids.next()
  const at = world.clock.now()
  q(world).insert({
    id,
    account: reasons.account,
    case: reasons.case ?? null,
    measure: reasons.measure,
    scope: reasons.scope ?? 'site',
    until: reasons.until ?? null,
    rule: reasons.rule,
    facts: reasons.facts,
    origin: reasons.case ? 'report' : 'own',
    appeal_by: at + APPEAL_MS,
    by: reasons.by,
    at,
  })
  return q(world).one({ id })!
}

export const statementById = (world: World, id: string): Statement | null => q(world).one({ id })
export const statementsOf = (world: World, account: string): Statement[] => q(world).of({ account })
/** The newest that the person has not opened yet. */
export const unreadStatement = (world: World, account: string): Statement | null => q(world).unread({ account })

export const readStatement = (world: World, id: string): boolean =>
  tx(world, () => q(world).read({ id, at: world.clock.now() }) === 1)

const ID = 26

/**
 * The way to a statement for the person it is about, who may not be able to sign in: its id and a mark of it that only the house
 * can make.
 */
export const statementCode = (world: World, id: string): string => id + markOf(world, id)

const markOf = (world: World, id: string): string =>
  base32(Buffer.from(world.seal.mark('secrets', `statement ${id}`), 'hex').subarray(0, 16))

export function statementByCode(world: World, code: string): Statement | null {
  if (!/^[a-z2-7]{52}$/.test(code)) return null
  const id = code.slice(0, ID)
  // Compared by its hash, so that the time it takes says nothing of where it differs.
  const same = world.seal.mark('secrets', code) === world.seal.mark('secrets', statementCode(world, id))
  return same ? statementById(world, id) : null
}

import { type Actor, record } from '../audit/index.ts'
import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import type { ModerationListeners } from './listeners.ts'
import { type Judged, judgedWrong, type SanctionRefusal } from './sanction.ts'
import { type Statement, stateReasons } from './statement.ts'

/** A mark that keeps nobody out: a warning, or silence in every chat for a time. */
export interface Strike {
  id: string
  account_id: string
  kind: 'warning' | 'mute'
  statement_id: string
  by: string
  at: number
  until: number | null
  lifted_at: number | null
  lifted_by: string | null
  lifted_because: string | null
}

/** Silence is for a day or a week; more is a suspension. */
export const MUTE_MOST_MS = 7 * DAY

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO strikes (id, account_id, kind, statement_id, by, at, until)
    VALUES ($id, $account, $kind, $statement, $by, $at, $until)`),
  one: sql.one<Strike>('SELECT * FROM strikes WHERE id = $id'),
  now: sql.one<{ until: number; because: string }>(`SELECT k.until, s.facts AS because FROM strikes k
    JOIN statements s ON s.id = k.statement_id
    WHERE k.account_id = $account AND k.kind = 'mute' AND k.lifted_at IS NULL AND k.until > $now ORDER BY k.until DESC LIMIT 1`),
  of: sql.all<Strike>('SELECT * FROM strikes WHERE account_id = $account ORDER BY at DESC, id DESC LIMIT 100'),
  byStatement: sql.one<Strike>('SELECT * FROM strikes WHERE statement_id = $statement'),
  lift: sql.run(`UPDATE strikes SET lifted_at = $at, lifted_by = $by, lifted_because = $because
    WHERE id = $id AND lifted_at IS NULL`),
}))

/** What silences this account in every room now. */
export const silencedNow = (world: World, account: string): { until: number; because: string } | null =>
  q(world).now({ account, now: world.clock.now() })

/** Newest first. */
export const strikesOf = (world: World, account: string): Strike[] => q(world).of({ account })

export type Struck = { ok: true; strike: Strike; statement: Statement } | { ok: false; why: SanctionRefusal }

export const warn = (world: World, told: ModerationListeners, asked: Judged): Struck =>
  strike(world, told, 'warning', asked, null)

/** No line in any chat until then. */
export function silence(world: World, told: ModerationListeners, asked: Judged & { until: number }): Struck {
  const lasts = asked.until - world.clock.now()
  if (!Number.isSafeInteger(asked.until) || lasts <= 0 || lasts > MUTE_MOST_MS) return { ok: false, why: 'until' }
  return strike(world, told, 'mute', asked, asked.until)
}

function strike(
  world: World,
  told: ModerationListeners,
  kind: Strike['kind'],
  asked: Judged,
  until: number | null,
): Struck {
  const refused = judgedWrong(world, asked)
  if (refused) return { ok: false, why: refused }
  const { account, by, case: of = null } = asked
  return tx(world, () => {
    const statement = stateReasons(world, {
      account,
      measure: kind,
      until,
      rule: asked.rule.trim(),
      facts: asked.reason.trim(),
      case: of,
      by: by.id,
    })
    const id = world.ids.next()
    q(world).insert({ id, account, kind, statement: statement.id, by: by.id, at: world.clock.now(), until })
    record(world, {
      actor: by,
      act: kind === 'mute' ? 'account.silenced' : 'account.warned',
      subject: `account:${account}`,
      reason: statement.facts,
      detail: { rule: statement.rule, until },
    })
    told.stated(statement)
    return { ok: true, strike: q(world).one({ id })!, statement } as const
  })
}

/** Ends it, or strikes it from the record: after an appeal. */
export function liftStrike(world: World, statement: string, by: Actor, because: string): boolean {
  return tx(world, () => {
    const found = q(world).byStatement({ statement })
    if (!found || q(world).lift({ id: found.id, at: world.clock.now(), by: by.id, because }) === 0) return false
    record(world, {
      actor: by,
      act: 'account.strike-lifted',
      subject: `account:${found.account_id}`,
      reason: because,
      detail: { kind: found.kind },
    })
    return true
  })
}

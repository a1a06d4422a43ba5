import { SYSTEM } from '../audit/index.ts'
import { DAY } from '../base/clock.ts'
import { sha256 } from '../base/db/migrate.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { secret26 } from '../base/ids.ts'
import type { World } from '../world.ts'
import { type Case, caseById, hideCase, openCase } from './case.ts'
import { isReportKind, type ReportKind, ruleOf } from './clocks.ts'
import { sealAround } from './evidence.ts'
import type { CaseListeners } from './listeners.ts'

export const LONGEST_REPORT = 4000
export const LONGEST_SUBJECT = 300
export const LONGEST_CONTACT = 200

export interface Report {
  id: string
  case_id: string
  kind: ReportKind
  /** Address or name, as the reporter wrote it. */
  subject: string
  text: string
  contact: string
  /** Who reported it while signed in. */
  account_id: string | null
  at: number
}

const COLUMNS = 'id, case_id, kind, subject, text, contact, account_id, at'

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO reports (id, case_id, code_sha256, kind, subject, text, contact, account_id, at)
    VALUES ($id, $case, $code, $kind, $subject, $text, $contact, $account, $at)`),
  byCode: sql.one<Report>(`SELECT ${COLUMNS} FROM reports WHERE code_sha256 = $code`),
  one: sql.one<Report>(`SELECT ${COLUMNS} FROM reports WHERE id = $id`),
  forget: sql.run(
    "UPDATE reports SET contact = '', account_id = NULL WHERE at < $before AND (contact <> '' OR account_id IS NOT NULL)",
  ),
  ofCase: sql.all<Report>(`SELECT ${COLUMNS} FROM reports WHERE case_id = $case ORDER BY at, id LIMIT 200`),
}))

export interface ReportAsked {
  kind: string
  /** The address or name that was typed or filled in. */
  subject: string
  /** A line of the room that `subject` names. */
  line?: string
  text: string
  contact: string
  /** Who is signed in. */
  account?: string | null
}

export type ReportWrong = {
  kind?: 'unknown'
  subject?: 'long'
  text?: 'empty' | 'long'
  contact?: 'long'
}

export type Made = { ok: true; code: string; case: Case } | { ok: false; wrong: ReportWrong }

/**
 * Anybody may report. The code is given once; only its hash is kept. What stands around the reported thing is sealed in the same
 * transaction, so that nobody can take it away before somebody has looked.
 */
export function makeReport(world: World, told: CaseListeners, asked: ReportAsked): Made {
  const { kind, subject, text, contact, account = null } = asked
  const wrong: ReportWrong = {}
  if (!isReportKind(kind)) wrong.kind = 'unknown'
  if (subject.length > LONGEST_SUBJECT) wrong.subject = 'long'
  if (text.trim() === '') wrong.text = 'empty'
  else if (text.length > LONGEST_REPORT) wrong.text = 'long'
  if (contact.length > LONGEST_CONTACT) wrong.contact = 'long'
  if (!isReportKind(kind) || Object.keys(wrong).length > 0) return { ok: false, wrong }
  return tx(world, () => {
    const code = secret26(world.ids)
    const id = world.ids.next()
    const found = told.find({ subject, line: asked.line ?? '', by: account })
    const of = openCase(world, { kind, subject: found })
    q(world).insert({
      id,
      case: of.id,
      code: sha256(code),
      kind,
      subject,
      text,
      contact,
      account,
      at: world.clock.now(),
    })
    if (found) sealAround(world, { case: of, report: id, around: told.around(found) })
    // What was sealed is safe: now it may go out of sight.
    if (found?.kind === 'line' && ruleOf(kind).hides && told.removeLine(found.id, SYSTEM)) hideCase(world, of.id)
    told.reported(of)
    return { ok: true, code, case: caseById(world, of.id)! }
  })
}

/** The code as it is read aloud or typed: capitals, spaces and hyphens do not matter. */
export const readCode = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, '')

export const reportByCode = (world: World, code: string): Report | null =>
  /^[a-z2-7]{26}$/.test(code) ? q(world).byCode({ code: sha256(code) }) : null

/** What this account reported while signed in; nobody else's. */
export function ownReport(world: World, id: string, account: string): Report | null {
  const found = q(world).one({ id })
  return found?.account_id === account ? found : null
}

const REPORTER_KEPT_MS = 365 * DAY

/** Who reported something is forgotten after a year; what was reported stays with its case. */
export const forgetReporters = (world: World): number =>
  tx(world, () => q(world).forget({ before: world.clock.now() - REPORTER_KEPT_MS }))

/** Oldest first. */
export const reportsOfCase = (world: World, id: string): Report[] => q(world).ofCase({ case: id })

import { type Actor, record } from '../audit/index.ts'
import { sha256 } from '../base/db/migrate.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { secret26 } from '../base/ids.ts'
import type { World } from '../world.ts'

export const REPORT_KINDS = ['danger', 'minor', 'privacy', 'copyright', 'conduct', 'fraud', 'other'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]
export const isReportKind = (kind: string): kind is ReportKind => (REPORT_KINDS as readonly string[]).includes(kind)

export const LONGEST_REPORT = 4000
export const LONGEST_SUBJECT = 300
export const LONGEST_CONTACT = 200
const LONGEST_REASON = 1000

export interface Report {
  id: string
  kind: ReportKind
  /** Address or name, as the reporter wrote it. */
  subject: string
  text: string
  contact: string
  at: number
  taken_at: number | null
  taken_by: string | null
  answer: string | null
  answered_at: number | null
  answered_by: string | null
  closed_at: number | null
  closed_by: string | null
}

const COLUMNS = `id, kind, subject, text, contact, at, taken_at, taken_by, answer, answered_at, answered_by, closed_at, closed_by`

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO reports (id, code_sha256, kind, subject, text, contact, at)
    VALUES ($id, $code, $kind, $subject, $text, $contact, $at)`),
  byCode: sql.one<Report>(`SELECT ${COLUMNS} FROM reports WHERE code_sha256 = $code`),
  byId: sql.one<Report>(`SELECT ${COLUMNS} FROM reports WHERE id = $id`),
  open: sql.all<Report>(`SELECT ${COLUMNS} FROM reports
    WHERE closed_at IS NULL AND (at, id) > ($at, $id) ORDER BY at, id LIMIT $limit`),
  closed: sql.all<Report>(`SELECT ${COLUMNS} FROM reports
    WHERE closed_at IS NOT NULL AND (closed_at, id) < ($at, $id) ORDER BY closed_at DESC, id DESC LIMIT $limit`),
  openCount: sql.one<{ n: number }>('SELECT count(*) AS n FROM reports WHERE closed_at IS NULL'),
  take: sql.run('UPDATE reports SET taken_at = $at, taken_by = $by WHERE id = $id AND taken_at IS NULL'),
  answer: sql.run(`UPDATE reports SET answer = $answer, answered_at = $at, answered_by = $by
    WHERE id = $id AND closed_at IS NULL`),
  close: sql.run('UPDATE reports SET closed_at = $at, closed_by = $by WHERE id = $id AND closed_at IS NULL'),
}))

export type ReportWrong = {
  kind?: 'unknown'
  subject?: 'long'
  text?: 'empty' | 'long'
  contact?: 'long'
}

export type Made = { ok: true; code: string } | { ok: false; wrong: ReportWrong }

/** Anybody may report. The code is given once; only its hash is kept. */
export function makeReport(
  world: World,
  { kind, subject, text, contact }: { kind: string; subject: string; text: string; contact: string },
): Made {
  const wrong: ReportWrong = {}
  if (!isReportKind(kind)) wrong.kind = 'unknown'
  if (subject.length > LONGEST_SUBJECT) wrong.subject = 'long'
  if (text.trim() === '') wrong.text = 'empty'
  else if (text.length > LONGEST_REPORT) wrong.text = 'long'
  if (contact.length > LONGEST_CONTACT) wrong.contact = 'long'
  if (Object.keys(wrong).length > 0) return { ok: false, wrong }
  const code = secret26(world.ids)
  const id = world.ids.next()
  q(world).insert({ id, code: sha256(code), kind, subject, text, contact, at: world.clock.now() })
  return { ok: true, code }
}

/** The code as it is read aloud or typed: capitals, spaces and hyphens do not matter. */
export const readCode = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, '')

export const reportByCode = (world: World, code: string): Report | null =>
  /^[a-z2-7]{26}$/.test(code) ? q(world).byCode({ code: sha256(code) }) : null

export const reportById = (world: World, id: string): Report | null => q(world).byId({ id })

export const openReports = (world: World): number => q(world).openCount()?.n ?? 0

export interface ReportPlace {
  at: number
  id: string
}

/** Open ones oldest first, closed ones newest first; `after` is the last one of the page before. */
export function listReports(
  world: World,
  { closed, after, limit }: { closed: boolean; after: ReportPlace | null; limit: number },
): Report[] {
  if (closed) {
    return q(world).closed({ at: after?.at ?? Number.MAX_SAFE_INTEGER, id: after?.id ?? '', limit })
  }
  return q(world).open({ at: after?.at ?? -1, id: after?.id ?? '', limit })
}

/** Somebody of the house looks at it now; the reporter sees that. */
export function takeReport(world: World, id: string, by: Actor): boolean {
  return tx(world, () => {
    if (q(world).take({ id, by: by.id, at: world.clock.now() }) === 0) return false
    record(world, { actor: by, act: 'report.taken', subject: `report:${id}` })
    return true
  })
}

export type Answered = { ok: true } | { ok: false; why: 'gone' | 'empty' | 'long' }

/** What the reporter reads under the code. May be written again while the report is open. */
export function answerReport(world: World, id: string, by: Actor, answer: string): Answered {
  if (answer.trim() === '') return { ok: false, why: 'empty' }
  if (answer.length > LONGEST_REPORT) return { ok: false, why: 'long' }
  return tx(world, () => {
    const at = world.clock.now()
    if (q(world).answer({ id, answer, by: by.id, at }) === 0) return { ok: false, why: 'gone' }
    q(world).take({ id, by: by.id, at })
    record(world, { actor: by, act: 'report.answered', subject: `report:${id}` })
    return { ok: true }
  })
}

/** The reason goes into the audit trail, for the house alone. */
export function closeReport(world: World, id: string, by: Actor, because: string): Answered {
  if (because.trim() === '') return { ok: false, why: 'empty' }
  if (because.length > LONGEST_REASON) return { ok: false, why: 'long' }
  return tx(world, () => {
    const at = world.clock.now()
    if (q(world).close({ id, by: by.id, at }) === 0) return { ok: false, why: 'gone' }
    q(world).take({ id, by: by.id, at })
    record(world, { actor: by, act: 'report.closed', subject: `report:${id}`, reason: because.trim() })
    return { ok: true }
  })
}

import { accountById, isStaff, mayModerate, type Role } from '../accounts/index.ts'
import { type Actor, record } from '../audit/index.ts'
import { MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { clocksOf, FIRST_KINDS, HIDING_KINDS, OFFICER_KINDS, type ReportKind } from './clocks.ts'
import { openedBy } from './evidence.ts'
import type { CaseSubject, SubjectKind } from './listeners.ts'

/** Whoever claims a case has it for so long; then others may. */
export const CLAIM_MS = 15 * MINUTE

export interface Case {
  id: string
  kind: ReportKind
  subject_kind: SubjectKind | 'other'
  /** `ROOM:SEQ` of a line, the id of a room or account, or empty. */
  subject_id: string
  account_id: string | null
  opened_at: number
  look_by: number
  decide_by: number
  looked_at: number | null
  /** The reported thing is hidden until somebody has decided. */
  hidden_at: number | null
  claimed_by: string | null
  claim_ends_at: number | null
  closed_at: number | null
}

export interface CaseRow extends Case {
  reports: number
  /** What the first reporter wrote. */
  subject: string
  text: string
  handle: string | null
}

const first = FIRST_KINDS.map(kind => `'${kind}'`).join(', ')
const hiding = HIDING_KINDS.map(kind => `'${kind}'`).join(', ')

/** When the next thing is due: a look, then the decision. What cannot wait comes first, whatever its clock. */
const DUE = 'CASE WHEN c.looked_at IS NULL THEN c.look_by ELSE c.decide_by END'
const RANK = `${DUE} + CASE WHEN c.kind IN (${first}) THEN 0 ELSE 100000000000000 END`
const ROWS = `SELECT c.*, (SELECT count(*) FROM reports r WHERE r.case_id = c.id) AS reports, f.subject, f.text, a.handle
  FROM cases c
  LEFT JOIN reports f ON f.id = (SELECT r.id FROM reports r WHERE r.case_id = c.id ORDER BY r.at, r.id LIMIT 1)
  LEFT JOIN accounts a ON a.id = c.account_id AND a.deleted_at IS NULL`
const SOUGHT = `($kind = '' OR c.kind = $kind) AND ($account = '' OR c.account_id = $account)
  AND ($q = '' OR instr(lower(f.text), lower($q)) > 0 OR instr(lower(f.subject), lower($q)) > 0 OR instr(lower(coalesce(a.handle, '')), lower($q)) > 0)`

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO cases (id, kind, subject_kind, subject_id, account_id, opened_at, look_by, decide_by)
    VALUES ($id, $kind, $subjectKind, $subject, $account, $at, $look, $decide)`),
  one: sql.one<Case>('SELECT * FROM cases WHERE id = $id'),
  same: sql.one<Case>(`SELECT * FROM cases
    WHERE kind = $kind AND subject_kind = $subjectKind AND subject_id = $subject AND closed_at IS NULL`),
  open: sql.all<CaseRow>(`${ROWS} WHERE c.closed_at IS NULL AND ${SOUGHT}
    AND (${RANK}, c.id) > ($at, $id) ORDER BY ${RANK}, c.id LIMIT $limit`),
  closed: sql.all<CaseRow>(`${ROWS} WHERE c.closed_at IS NOT NULL AND ${SOUGHT}
    AND (c.closed_at, c.id) < ($at, $id) ORDER BY c.closed_at DESC, c.id DESC LIMIT $limit`),
  kinds: sql.all<{ kind: ReportKind; n: number }>(`SELECT kind, count(*) AS n FROM cases
    WHERE (closed_at IS NOT NULL) = $closed GROUP BY kind ORDER BY n DESC`),
  counts: sql.one<{ n: number; due: number | null }>(
    `SELECT count(*) AS n, min(${DUE}) AS due FROM cases c WHERE c.closed_at IS NULL`,
  ),
  urgent: sql.one<{ n: number }>(
    `SELECT count(*) AS n FROM cases c WHERE c.closed_at IS NULL AND c.looked_at IS NULL AND c.kind IN (${first})`,
  ),
  claim: sql.run(`UPDATE cases SET claimed_by = $by, claim_ends_at = $ends, looked_at = coalesce(looked_at, $now)
    WHERE id = $id AND closed_at IS NULL AND (claimed_by IS NULL OR claimed_by = $by OR claim_ends_at <= $now)`),
  leave: sql.run(`UPDATE cases SET claimed_by = NULL, claim_ends_at = NULL WHERE id = $id AND claimed_by = $by`),
  taken: sql.one<{
    n: number
  }>(`SELECT EXISTS (SELECT 1 FROM cases c WHERE c.subject_kind = 'line' AND c.subject_id = $line
    AND ((c.closed_at IS NULL AND c.kind IN (${hiding})) OR EXISTS (SELECT 1 FROM statements s
      WHERE s.case_id = c.id AND s.measure = 'line-removed' AND NOT EXISTS (SELECT 1 FROM appeals p
        WHERE p.statement_id = s.id AND p.outcome = 'reversed')))) AS n`),
  hide: sql.run('UPDATE cases SET hidden_at = $now WHERE id = $id AND hidden_at IS NULL'),
  close: sql.run('UPDATE cases SET closed_at = $now WHERE id = $id AND closed_at IS NULL'),
}))

export const caseById = (world: World, id: string): Case | null => q(world).one({ id })

/** The open case of this kind about this thing, or a new one: a hundred reports of one line are one case. */
export function openCase(world: World, { kind, subject }: { kind: ReportKind; subject: CaseSubject | null }): Case {
  const about = { subjectKind: subject?.kind ?? 'other', subject: subject?.id ?? '' }
  const known = subject && q(world).same({ kind, ...about })
  if (known) return known
  const id = world.ids.next()
  const at = world.clock.now()
  q(world).insert({ id, kind, ...about, account: subject?.account ?? null, at, ...clocksOf(world, kind, at) })
  return caseById(world, id)!
}

/** Where a case stands in the queue: what its pages are counted by. */
export const placeOfCase = (row: Case): number => {
  if (row.closed_at !== null) return row.closed_at
  return dueOf(row) + (FIRST_KINDS.includes(row.kind) ? 0 : 100_000_000_000_000)
}

export const dueOf = (row: Pick<Case, 'looked_at' | 'look_by' | 'decide_by'>): number =>
  row.looked_at === null ? row.look_by : row.decide_by

export interface CasesAsked {
  closed?: boolean
  kind?: string
  account?: string
  q?: string
  after?: { at: number; id: string } | null
  limit: number
}

/** Open ones by the time that is left; closed ones newest first. */
export function cases(world: World, asked: CasesAsked): CaseRow[] {
  const { closed = false, kind = '', account = '', q: text = '', after, limit } = asked
  const sought = { kind, account, q: text, limit, id: after?.id ?? '' }
  return closed
    ? q(world).closed({ ...sought, at: after?.at ?? Number.MAX_SAFE_INTEGER })
    : q(world).open({ ...sought, at: after?.at ?? -1 })
}

/** How many cases there are of each kind. */
export const casesByKind = (world: World, closed: boolean): { kind: ReportKind; n: number }[] =>
  q(world).kinds({ closed: closed ? 1 : 0 })

/** How many wait, and when the first of them is due. */
export const openCases = (world: World): { n: number; due: number | null } => q(world).counts()!

/** What has to be looked at now, before everything else. */
export const urgentCases = (world: World): number => q(world).urgent()!.n

/** A case that is for officers is not read by others; nobody reads one about themself. */
export function mayNotRead(
  world: World,
  row: Case,
  by: { id: string; role: Role },
): 'officers' | 'self' | 'rank' | null {
  if (row.account_id !== null && row.account_id === by.id) return 'self'
  if (by.role === 'owner') return null
  if (!mayModerate(by.role)) return 'rank'
  if (OFFICER_KINDS.includes(row.kind)) return 'officers'
  const about = row.account_id === null ? null : accountById(world, row.account_id)
  return about && isStaff(about.role) ? 'rank' : null
}

/** Whether this person has the case now. */
export const hasClaim = (world: World, row: Case, by: string): boolean =>
  row.claimed_by === by && row.claim_ends_at !== null && row.claim_ends_at > world.clock.now()

/** Takes the case for a quarter of an hour, and opens its evidence on the record. */
export function claim(world: World, id: string, by: Actor): boolean {
  return tx(world, () => {
    const now = world.clock.now()
    if (q(world).claim({ id, by: by.id, now, ends: now + CLAIM_MS }) === 0) return false
    record(world, { actor: by, act: 'case.claimed', subject: `case:${id}` })
    openedBy(world, id, by)
    return true
  })
}

/** Gives it back to the queue, for whatever reason. */
export function leave(world: World, id: string, by: Actor): boolean {
  return tx(world, () => {
    if (q(world).leave({ id, by: by.id }) === 0) return false
    record(world, { actor: by, act: 'case.left', subject: `case:${id}` })
    return true
  })
}

export const hideCase = (world: World, id: string): boolean => q(world).hide({ id, now: world.clock.now() }) === 1

/** `ROOM:SEQ`: whether the house keeps this line out of its room, or has to look at it first, whoever took it away before. */
export const isLineTaken = (world: World, line: string): boolean => q(world).taken({ line })!.n === 1

export const closeCase = (world: World, id: string): boolean => q(world).close({ id, now: world.clock.now() }) === 1

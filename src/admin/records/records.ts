import type { InvitedRole } from '../../accounts/index.ts'
import { prepared } from '../../base/db/prepared.ts'
import type { ListAsked } from '../../base/html/listing.ts'
import { MEASURES, type Measure } from '../../moderation/index.ts'
import type { World } from '../../world.ts'

/** A measure against a person, with what became of it. */
export interface MeasureRow {
  id: string
  at: number
  measure: Measure
  account_id: string
  handle: string | null
  rule: string
  facts: string
  by: string
  until: number | null
  case_id: string | null
  /** Taken back by hand or by an appeal. */
  lifted_at: number | null
}

export interface HoldRow {
  id: string
  at: number
  room: string
  by: string
  rule: string
  because: string
  until: number
  lifted_at: number | null
  lifted_by: string | null
}

export interface InviteRow {
  id: string
  made_at: number
  role: InvitedRole
  note: string
  made_by: string
  ends_at: number
  used_at: number | null
  handle: string | null
  used_by: string | null
  voided_at: number | null
}

const BEFORE = ($at: string) => `(${$at}, id) < ($before, $beforeId)`

const q = prepared(sql => ({
  measures: sql.all<MeasureRow>(`SELECT * FROM (
      SELECT s.id, s.at, s.measure, s.account_id, a.handle, s.rule, s.facts, s.by, s.until, s.case_id,
        coalesce(x.lifted_at, k.lifted_at, h.lifted_at) AS lifted_at
      FROM statements s
        LEFT JOIN accounts a ON a.id = s.account_id
        LEFT JOIN sanctions x ON x.statement_id = s.id
        LEFT JOIN strikes k ON k.statement_id = s.id
        LEFT JOIN holds_on_air h ON s.scope = 'hold ' || h.id)
    WHERE ($measure = '' OR measure = $measure)
      AND ($q = '' OR instr(lower(coalesce(handle, '')), lower($q)) > 0 OR instr(lower(facts), lower($q)) > 0 OR instr(lower(rule), lower($q)) > 0)
      AND ${BEFORE('at')} ORDER BY at DESC, id DESC LIMIT $limit`),
  holds: sql.all<HoldRow>(`SELECT * FROM (
      SELECT h.id, h.at, r.name AS room, h.by, h.rule, h.because, h.until, h.lifted_at, h.lifted_by
      FROM holds_on_air h JOIN rooms r ON r.id = h.room_id)
    WHERE ($open = 0 OR (lifted_at IS NULL AND until > $now))
      AND ($q = '' OR instr(lower(room), lower($q)) > 0 OR instr(lower(because), lower($q)) > 0 OR instr(lower(rule), lower($q)) > 0)
      AND ${BEFORE('at')} ORDER BY at DESC, id DESC LIMIT $limit`),
  invites: sql.all<InviteRow>(`SELECT * FROM (
      SELECT l.id, l.made_at, l.role, l.note, l.made_by, l.ends_at, l.used_at, l.used_by, l.voided_at, a.handle
      FROM links l LEFT JOIN accounts a ON a.id = l.used_by WHERE l.kind = 'invite' AND l.role IS NOT NULL)
    WHERE ($open = 0 OR (used_at IS NULL AND voided_at IS NULL AND ends_at > $now))
      AND ($q = '' OR instr(lower(note), lower($q)) > 0 OR instr(lower(coalesce(handle, '')), lower($q)) > 0)
      AND ${BEFORE('made_at')} ORDER BY made_at DESC, id DESC LIMIT $limit`),
}))

const from = ({ q: text, after, limit }: ListAsked) => ({
  q: text,
  before: after?.at ?? Number.MAX_SAFE_INTEGER,
  beforeId: after?.id ?? '',
  limit,
})

/** Newest first, all three. */
export const measures = (world: World, asked: ListAsked): MeasureRow[] =>
  q(world).measures({ ...from(asked), measure: MEASURES.find(each => each === asked.is.measure) ?? '' })

export const holdsEver = (world: World, asked: ListAsked): HoldRow[] =>
  q(world).holds({ ...from(asked), open: asked.is.state === 'open' ? 1 : 0, now: world.clock.now() })

export const invitesEver = (world: World, asked: ListAsked): InviteRow[] =>
  q(world).invites({ ...from(asked), open: asked.is.state === 'open' ? 1 : 0, now: world.clock.now() })

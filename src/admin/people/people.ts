import { ROLES, type Role, skeletonOf } from '../../accounts/index.ts'
import { type Actor, type Entry, page, record } from '../../audit/index.ts'
import { prepared } from '../../base/db/prepared.ts'
import { tx } from '../../base/db/tx.ts'
import { type Sanction, sanctionsOf } from '../../moderation/index.ts'
import type { World } from '../../world.ts'

export type Standing = 'good' | 'waiting' | 'suspended' | 'banned' | 'deleted'

export interface PersonRow {
  id: string
  handle: string
  hue: number
  role: Role
  standing: Standing
  created_at: number
  /** Of the session used last; null when there is none now. */
  seen_at: number | null
  room: string | null
}

export interface PeopleAsked {
  q: string
  role: Role | ''
  standing: Standing | ''
  after: { at: number; id: string } | null
  limit: number
}

const PEOPLE = `WITH people AS (
  SELECT a.id, a.handle, a.skeleton, a.hue, a.role, a.created_at,
    (SELECT max(s.seen_at) FROM sessions s WHERE s.account_id = a.id AND s.ends_at > $now AND s.idle_ends_at > $now) AS seen_at,
    (SELECT r.name FROM rooms r WHERE r.performer_id = a.id) AS room,
    CASE
      WHEN a.deleted_at IS NOT NULL THEN 'deleted'
      WHEN EXISTS (SELECT 1 FROM sanctions x WHERE x.account_id = a.id AND x.lifted_at IS NULL AND x.until IS NULL) THEN 'banned'
      WHEN EXISTS (SELECT 1 FROM sanctions x WHERE x.account_id = a.id AND x.lifted_at IS NULL AND x.until > $now) THEN 'suspended'
      WHEN a.role = 'performer' AND NOT EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id) THEN 'waiting'
      ELSE 'good'
    END AS standing
  FROM accounts a)
  SELECT * FROM people`

export interface PastBroadcast {
  id: string
  title: string
  source: string
  started_at: number
  ended_at: number | null
  ended_why: string | null
  most_viewers: number
}

const q = prepared(sql => ({
  list: sql.all<PersonRow>(`${PEOPLE}
    WHERE ($skeleton = '' OR instr(skeleton, $skeleton) > 0) AND ($role = '' OR role = $role)
      AND (standing = $standing OR ($standing = '' AND standing <> 'deleted'))
      AND (created_at, id) < ($at, $id)
    ORDER BY created_at DESC, id DESC LIMIT $limit`),
  one: sql.one<PersonRow>(`${PEOPLE} WHERE id = $id`),
  sessions: sql.one<{ n: number }>(
    'SELECT count(*) AS n FROM sessions WHERE account_id = $id AND ends_at > $now AND idle_ends_at > $now',
  ),
  sanctioned: sql.all<{ kind: 'suspension' | 'ban'; n: number }>(
    `SELECT kind, count(DISTINCT account_id) AS n FROM sanctions
    WHERE lifted_at IS NULL AND (until IS NULL OR until > $now) GROUP BY kind`,
  ),
  approval: sql.one<{ at: number; by: string; because: string }>(
    'SELECT at, by, because FROM approvals_to_broadcast WHERE account_id = $id',
  ),
  room: sql.one<{ id: string; name: string; title: string }>(
    'SELECT id, name, title FROM rooms WHERE performer_id = $id',
  ),
  broadcasts: sql.all<PastBroadcast>(
    `SELECT id, title, source, started_at, ended_at, ended_why, most_viewers FROM broadcasts
    WHERE room_id = $room ORDER BY started_at DESC LIMIT 10`,
  ),
}))

export const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role)

/** Newest first; look-alike letters find one another. A search for a name is an audit entry: staff look people up on the record. */
export function findPeople(world: World, asked: PeopleAsked, by: Actor): PersonRow[] {
  const typed = asked.q.trim().slice(0, 40)
  const skeleton = skeletonOf(typed)
  if (typed !== '' && asked.after === null) {
    tx(world, () => record(world, { actor: by, act: 'people.searched', subject: 'site', detail: { q: typed } }))
  }
  if (typed !== '' && skeleton === '') return []
  return q(world).list({
    skeleton,
    role: asked.role,
    standing: asked.standing,
    at: asked.after?.at ?? Number.MAX_SAFE_INTEGER,
    id: asked.after?.id ?? '',
    limit: asked.limit,
    now: world.clock.now(),
  })
}

/** How many people are kept out now, for the filter. */
export function sanctionedCounts(world: World): { suspended: number; banned: number } {
  const rows = q(world).sanctioned({ now: world.clock.now() })
  const of = (kind: string) => rows.find(row => row.kind === kind)?.n ?? 0
  return { suspended: of('suspension'), banned: of('ban') }
}

export interface PersonFile extends PersonRow {
  sessions: number
  sanctions: Sanction[]
  approval: { at: number; by: string; because: string } | null
  roomTitle: string
  broadcasts: PastBroadcast[]
  entries: Entry[]
}

export function personFile(world: World, id: string): PersonFile | null {
  const now = world.clock.now()
  const row = q(world).one({ id, now })
  if (!row) return null
  const room = q(world).room({ id })
  const entries = [
    ...page(world, { subject: `account:${id}`, limit: 15 }),
    ...(room ? page(world, { subject: `room:${room.id}`, limit: 15 }) : []),
  ]
  return {
    ...row,
    sessions: q(world).sessions({ id, now })?.n ?? 0,
    sanctions: sanctionsOf(world, id),
    approval: q(world).approval({ id }),
    roomTitle: room?.title ?? '',
    broadcasts: room ? q(world).broadcasts({ room: room.id }) : [],
    entries: entries.sort((a, b) => b.seq - a.seq).slice(0, 15),
  }
}

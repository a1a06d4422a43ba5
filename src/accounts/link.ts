import { createHash } from 'node:crypto'
import type { Actor } from '../audit/index.ts'
import { DAY, HOUR, MINUTE } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { base64url } from '../base/ids.ts'
import type { World } from '../world.ts'

export type LinkKind = 'setup' | 'sign-in' | 'invite' | 'recover'
export const INVITED_ROLES = ['performer', 'moderator', 'finance'] as const
export type InvitedRole = (typeof INVITED_ROLES)[number]

const LASTS_MS: Record<LinkKind, number> = {
  setup: DAY,
  'sign-in': HOUR,
  invite: 7 * DAY,
  recover: 30 * MINUTE,
}

export interface Link {
  /** SHA-256 of the code. */
  id: string
  kind: LinkKind
  account_id: string | null
  role: InvitedRole | null
  note: string
  made_by: string
  made_at: number
  ends_at: number
  used_at: number | null
  used_by: string | null
  voided_at: number | null
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO links (id, kind, account_id, role, note, made_by, made_at, ends_at)
    VALUES ($id, $kind, $account, $role, $note, $by, $at, $ends_at)`),
  live: sql.one<Link>(
    'SELECT * FROM links WHERE id = $id AND used_at IS NULL AND voided_at IS NULL AND ends_at > $now',
  ),
  use: sql.run(`UPDATE links SET used_at = $now, used_by = $by
    WHERE id = $id AND used_at IS NULL AND voided_at IS NULL AND ends_at > $now`),
  open: sql.all<Link>(`SELECT * FROM links WHERE kind = $kind AND used_at IS NULL AND voided_at IS NULL AND ends_at > $now
    ORDER BY made_at DESC, rowid DESC LIMIT 200`),
  voidOne: sql.run(
    'UPDATE links SET voided_at = $now WHERE id = $id AND kind = $kind AND used_at IS NULL AND voided_at IS NULL',
  ),
  voidAll: sql.run(`UPDATE links SET voided_at = $now
    WHERE account_id = $account AND used_at IS NULL AND voided_at IS NULL`),
  voidBy: sql.run(`UPDATE links SET voided_at = $now
    WHERE kind = 'invite' AND made_by = 'account:' || $account AND used_at IS NULL AND voided_at IS NULL`),
  voidKind: sql.run('UPDATE links SET voided_at = $now WHERE kind = $kind AND used_at IS NULL AND voided_at IS NULL'),
  sweep: sql.run('DELETE FROM links WHERE ends_at < $before'),
}))

const linkId = (code: string): string => createHash('sha256').update(code).digest('hex')

export interface NewLink {
  kind: LinkKind
  by: Actor
  account?: string
  role?: InvitedRole
  note?: string
  lastsMs?: number
}

/** Makes a one-use code and answers it in clear, this once; the table keeps its hash. */
export function makeLink(
  world: World,
  { kind, by, account, role, note = '', lastsMs = LASTS_MS[kind] }: NewLink,
): string {
  const code = base64url(world.ids.bytes(32))
  const at = world.clock.now()
  q(world).insert({
    id: linkId(code),
    kind,
    account: account ?? null,
    role: role ?? null,
    note,
    by: by.id,
    at,
    ends_at: at + lastsMs,
  })
  q(world).sweep({ before: at - 90 * DAY })
  return code
}

/** The link of a code that may still be used; looking spends nothing. */
export const findLink = (world: World, code: string): Link | null =>
  /^[A-Za-z0-9_-]{43}$/.test(code) ? q(world).live({ id: linkId(code), now: world.clock.now() }) : null

/** Uses the code up; null when it was used, voided or is over. Call it inside the tx of the verb that it allows. */
export function spendLink(world: World, code: string, kind: LinkKind, by: string | null): Link | null {
  const link = findLink(world, code)
  if (!link || link.kind !== kind) return null
  return q(world).use({ id: link.id, by, now: world.clock.now() }) === 1 ? link : null
}

export const openLinks = (world: World, kind: LinkKind): Link[] => q(world).open({ kind, now: world.clock.now() })

export const voidLink = (world: World, id: string, kind: LinkKind): boolean =>
  q(world).voidOne({ id, kind, now: world.clock.now() }) === 1

/** All codes that lead into this account. */
export const voidLinksOf = (world: World, account: string): number =>
  q(world).voidAll({ account, now: world.clock.now() })

/** The invites that this account made: whoever is put out has no way back through one of them. */
export const voidInvitesBy = (world: World, account: string): number =>
  q(world).voidBy({ account, now: world.clock.now() })

export const voidLinks = (world: World, kind: LinkKind): number => q(world).voidKind({ kind, now: world.clock.now() })

/** Where a person opens a link. */
export const linkPath = (code: string): string => `/links/${code}`

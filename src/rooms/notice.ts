import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { isHushed } from './follow.ts'
import { isFleeting, isUrgent, type NoticeKind, quietFor, type Wishes, wishesOf } from './wishes.ts'

/** Plain values for the sentence: a title, a name, how many. */
export type Facts = Readonly<Record<string, string | number>>

export interface NewNotice {
  kind: NoticeKind
  /** What makes it this very notice: it is told to a person once. */
  about: string
  /** The room's id, where one is meant. */
  room?: string
  facts?: Facts
}

export interface Notice {
  id: string
  account_id: string
  kind: NoticeKind
  about: string
  facts: Facts
  at: number
  read: boolean
  /** The room, where one is meant. */
  room: { name: string; handle: string; hue: number } | null
}

/** How a notice leaves the list: rendered at the edge, in the reader's language. */
export interface NoticeWays {
  /** The number on the bell of open pages has changed. */
  rang(account: string): void
  push(notice: Notice, wishes: Wishes, holdMs: number): void
  mail(notice: Notice, wishes: Wishes, holdMs: number): void
}

export const KEPT_MS = 60 * DAY
export const NOTICES_ON_PAGE = 30

type Row = {
  id: string
  account_id: string
  kind: NoticeKind
  about: string
  facts: string
  at: number
  read_at: number | null
  name: string | null
  handle: string | null
  hue: number | null
}

const SELECT = `SELECT n.id, n.account_id, n.kind, n.about, n.facts, n.at, n.read_at, r.name, a.handle, a.hue
  FROM notices n LEFT JOIN rooms r ON r.id = n.room_id LEFT JOIN accounts a ON a.id = r.performer_id`

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO notices (id, account_id, kind, about, room_id, facts, at, shown)
    VALUES ($id, $account, $kind, $about, $room, $facts, $at, $shown) ON CONFLICT (account_id, kind, about) DO NOTHING`),
  // Also where the list was cleared since: it is news again.
  renew: sql.run(`UPDATE notices SET facts = $facts, at = $at, read_at = NULL, shown = $shown
    WHERE account_id = $account AND kind = $kind AND about = $about`),
  byId: sql.one<Row>(`${SELECT} WHERE n.id = $id AND n.account_id = $account`),
  known: sql.one<Row>(`${SELECT} WHERE n.account_id = $account AND n.kind = $kind AND n.about = $about`),
  page: sql.all<Row>(`${SELECT} WHERE n.account_id = $account AND n.shown = 1
    ORDER BY n.at DESC, n.id DESC LIMIT $limit OFFSET $skip`),
  newest: sql.one<Row>(
    `${SELECT} WHERE n.account_id = $account AND n.at >= $since ORDER BY n.at DESC, n.id DESC LIMIT 1`,
  ),
  unread: sql.one<{ n: number }>(
    'SELECT count(*) AS n FROM notices WHERE account_id = $account AND shown = 1 AND read_at IS NULL',
  ),
  read: sql.run('UPDATE notices SET read_at = $now WHERE id = $id AND account_id = $account AND read_at IS NULL'),
  readAll: sql.run('UPDATE notices SET read_at = $now WHERE account_id = $account AND shown = 1 AND read_at IS NULL'),
  clear: sql.run('UPDATE notices SET shown = 0, read_at = coalesce(read_at, $now) WHERE account_id = $account'),
  forget: sql.run('DELETE FROM notices WHERE account_id = $account'),
  sweep: sql.run('DELETE FROM notices WHERE at < $before'),
}))

const ways = new WeakMap<World['db'], NoticeWays>()

/** The wiring says once how notices leave the house. */
export function carryNotices(world: World, by: NoticeWays): void {
  ways.set(world.db, by)
}

const noticeOf = ({ name, handle, hue, facts, read_at, ...row }: Row): Notice => ({
  ...row,
  facts: JSON.parse(facts) as Facts,
  read: read_at !== null,
  room: name !== null && handle !== null ? { name, handle, hue: hue ?? 0 } : null,
})

/**
 * Tells a person something, by each way that they have chosen for its kind; the same thing once. Quiet hours hold back what
 * leaves the site. Answers whether it was new. Other domains call it inside their own tx.
 */
export function notify(world: World, account: string, { kind, about, room, facts = {} }: NewNotice): boolean {
  return tx(world, () => {
    const wishes = wishesOf(world, account)
    const chosen = wishes.choices[kind]
    const id = world.ids.next()
    const added = q(world).insert({
      id,
      account,
      kind,
      about,
      room: room ?? null,
      facts: JSON.stringify(facts),
      at: world.clock.now(),
      shown: chosen.site ? 1 : 0,
    })
    if (added === 0) return false
    const by = ways.get(world.db)
    if (!by) return true
    if (room !== undefined && isHushed(world, account, room)) {
      if (chosen.site) afterCommit(world, () => by.rang(account))
      return true
    }
    const quietMs = (chosen.push || chosen.mail) && !isUrgent(kind) ? quietFor(world, wishes) : 0
    if (quietMs === 0 || !isFleeting(kind)) {
      const notice = noticeOf(q(world).byId({ id, account })!)
      if (chosen.push) by.push(notice, wishes, quietMs)
      if (chosen.mail) by.mail(notice, wishes, quietMs)
    }
    if (chosen.site) afterCommit(world, () => by.rang(account))
    return true
  })
}

/** As `notify`, but what was told before is told anew with other facts: a count that grew. Only on the site. */
export function notifyAgain(world: World, account: string, notice: NewNotice): void {
  const { kind, about, facts = {} } = notice
  tx(world, () => {
    if (notify(world, account, notice)) return
    const { site } = wishesOf(world, account).choices[kind]
    const shown = site ? 1 : 0
    q(world).renew({ account, kind, about, facts: JSON.stringify(facts), at: world.clock.now(), shown })
    if (site) afterCommit(world, () => ways.get(world.db)?.rang(account))
  })
}

export const unread = (world: World, account: string): number => q(world).unread({ account })!.n

export const noticesOf = (world: World, account: string, page = 1): Notice[] =>
  q(world)
    .page({ account, limit: NOTICES_ON_PAGE + 1, skip: (page - 1) * NOTICES_ON_PAGE })
    .map(noticeOf)

export function noticeById(world: World, account: string, id: string): Notice | null {
  const row = q(world).byId({ id, account })
  return row && noticeOf(row)
}

export function knownNotice(world: World, account: string, kind: NoticeKind, about: string): Notice | null {
  const row = q(world).known({ account, kind, about })
  return row && noticeOf(row)
}

/** What a device that was called shows, if it is still new. */
export function newestNotice(world: World, account: string, since: number): Notice | null {
  const row = q(world).newest({ account, since })
  return row && noticeOf(row)
}

function changed(world: World, account: string, rows: number): number {
  if (rows > 0) afterCommit(world, () => ways.get(world.db)?.rang(account))
  return rows
}

export const readNotice = (world: World, account: string, id: string): boolean =>
  tx(world, () => changed(world, account, q(world).read({ account, id, now: world.clock.now() }))) > 0

export const readAllNotices = (world: World, account: string): number =>
  tx(world, () => changed(world, account, q(world).readAll({ account, now: world.clock.now() })))

/** The list is empty afterwards; that something was told stays, so that it is not told twice. */
export const clearNotices = (world: World, account: string): number =>
  tx(world, () => changed(world, account, q(world).clear({ account, now: world.clock.now() })))

export const forgetNotices = (world: World, account: string): number => q(world).forget({ account })

export const sweepNotices = (world: World): number => q(world).sweep({ before: world.clock.now() - KEPT_MS })

import { createHash } from 'node:crypto'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import { assert } from '../base/assert.ts'
import { DAY, HOUR, MINUTE, systemClock } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { network } from '../base/http/rate.ts'
import { base64url } from '../base/ids.ts'
import { briefly } from '../base/log.ts'
import type { World } from '../world.ts'
import type { AccountListeners } from './listeners.ts'
import { type Role, type SessionKind, sessionKind } from './role.ts'
import type { Visitor } from './visitor.ts'

/** How long a session lives unused, and at most. */
const LIVES: Record<SessionKind, { idle: number; most: number }> = {
  audience: { idle: 7 * DAY, most: 30 * DAY },
  performer: { idle: 24 * HOUR, most: 7 * DAY },
  staff: { idle: 30 * MINUTE, most: 12 * HOUR },
}
/** The oldest ends when one more begins. */
const MOST_SESSIONS = 20

/** Which of the two cookies a session travels in. */
export type Side = 'audience' | 'staff'
export const sideOf = (kind: SessionKind): Side => (kind === 'staff' ? 'staff' : 'audience')

export interface Presented {
  side: Side
  secret: string
}

interface UserFacts {
  handle: string
  role: Role
  hue: number
  theme: Visitor['theme']
}
interface SessionFacts {
  kind: SessionKind
  agent: string
  net: string
}

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionFacts, UserFacts>
    DatabaseSessionAttributes: SessionFacts
    DatabaseUserAttributes: UserFacts
  }
}

interface Row extends UserFacts {
  id: string
  account_id: string
  kind: SessionKind
  agent: string
  net_trunc: string
  seen_at: number
  idle_ends_at: number
  ends_at: number
}

export interface SessionLine {
  /** Its public name: what forms may send. */
  handle: string
  agent: string
  net_trunc: string
  created_at: number
  seen_at: number
  /** SHA-256 id, to mark the one in use. */
  id: string
}

const q = prepared(sql => ({
  holder: sql.one<Row>(`SELECT s.id, s.account_id, s.kind, s.agent, s.net_trunc, s.seen_at, s.idle_ends_at, s.ends_at,
      a.handle, a.role, a.hue, a.theme
    FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE s.id = $id AND a.deleted_at IS NULL`),
  insert:
    sql.run(`INSERT INTO sessions (id, account_id, handle, kind, agent, net_trunc, created_at, seen_at, idle_ends_at, ends_at)
    VALUES ($id, $account, $handle, $kind, $agent, $net, $at, $at, $idle_ends_at, $ends_at)`),
  seen: sql.run(`UPDATE sessions SET seen_at = $at, idle_ends_at = min(ends_at, $idle_ends_at) WHERE id = $id`),
  list: sql.all<SessionLine>(`SELECT id, handle, agent, net_trunc, created_at, seen_at FROM sessions
    WHERE account_id = $account AND ends_at > $now AND idle_ends_at > $now ORDER BY seen_at DESC, created_at DESC, rowid DESC`),
  ids: sql.all<{ id: string }>(
    'SELECT id FROM sessions WHERE account_id = $account ORDER BY seen_at DESC, created_at DESC, rowid DESC',
  ),
  byHandle: sql.one<{ id: string }>('SELECT id FROM sessions WHERE account_id = $account AND handle = $handle'),
  delete: sql.run('DELETE FROM sessions WHERE id = $id'),
  sweep: sql.run('DELETE FROM sessions WHERE ends_at <= $now OR idle_ends_at <= $now'),
}))

/** The table's key: a stolen database is no set of live sessions. */
export const sessionId = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/**
 * lucia behind our own adapter. Its ends are ours, by the world's clock: lucia asks the wall clock and renews at half-life, so
 * it is shown an end that is always a whole life away. It must get back the id that was presented, or it would hash twice.
 */
function adapter(world: World, side: Side): Adapter {
  return {
    async getSessionAndUser(secret) {
      const row = q(world).holder({ id: sessionId(secret) })
      if (!row || sideOf(row.kind) !== side || row.kind !== sessionKind(row.role) || over(world, row))
        return [null, null]
      saw(world, row)
      const { handle, role, hue, theme, kind, agent, net_trunc } = row
      const expiresAt = new Date(systemClock.now() + LIVES[kind].most)
      return [
        { id: secret, userId: row.account_id, expiresAt, attributes: { kind, agent, net: net_trunc } },
        { id: row.account_id, attributes: { handle, role, hue, theme } },
      ]
    },
    /** Public handles alone leave the table. */
    async getUserSessions(account) {
      return sessionsOf(world, account).map(line => ({
        id: line.handle,
        userId: account,
        expiresAt: new Date(systemClock.now() + LIVES.audience.most),
        attributes: { kind: side, agent: line.agent, net: line.net_trunc },
      }))
    },
    async setSession({ id, userId, attributes: { kind, agent, net } }) {
      const at = world.clock.now()
      const { idle, most } = LIVES[kind]
      q(world).insert({
        id: sessionId(id),
        account: userId,
        handle: base64url(world.ids.bytes(9)),
        kind,
        agent,
        net,
        at,
        idle_ends_at: at + idle,
        ends_at: at + most,
      })
    },
    async updateSessionExpiration() {},
    async deleteSession(secret) {
      q(world).delete({ id: sessionId(secret) })
    },
    async deleteUserSessions(account) {
      for (const { id } of q(world).ids({ account })) q(world).delete({ id })
    },
    async deleteExpiredSessions() {
      sweepSessions(world)
    },
  }
}

const built = new WeakMap<World, Record<Side, Lucia<SessionFacts, UserFacts>>>()

function lucia(world: World, side: Side): Lucia<SessionFacts, UserFacts> {
  let both = built.get(world)
  if (!both) {
    const make = (one: Side, life: number) =>
      new Lucia<SessionFacts, UserFacts>(adapter(world, one), {
        sessionExpiresIn: new TimeSpan(life, 'ms'),
        getSessionAttributes: facts => facts,
        getUserAttributes: facts => facts,
      })
    both = { audience: make('audience', LIVES.audience.most), staff: make('staff', LIVES.staff.most) }
    built.set(world, both)
  }
  return both[side]
}

/** Whoever holds this secret now, or null. One read; the time of use is written later and at most once a minute. */
export async function holderOf(world: World, { side, secret }: Presented): Promise<Visitor | null> {
  const { session, user } = await lucia(world, side).validateSession(secret)
  if (!session || !user) return null
  const { id, handle, role, hue, theme } = user
  return { id, handle, role, hue, theme, session: sessionId(secret) }
}

export interface Begun {
  side: Side
  secret: string
  lastsMs: number
}

/**
 * Begins a session under a new secret and ends the one that was presented. Runs in the caller's tick up to the stored row,
 * so that what the caller has just checked still holds.
 */
export function beginSession(
  world: World,
  told: Pick<AccountListeners, 'sessionEnded'>,
  asked: { account: { id: string; role: Role }; agent: string; address: string; instead: Presented[] },
): Begun {
  const secret = base64url(world.ids.bytes(32))
  const kind = sessionKind(asked.account.role)
  const side = sideOf(kind)
  tx(world, () => {
    for (const old of asked.instead) endById(world, told, sessionId(old.secret))
    lucia(world, side)
      .createSession(
        asked.account.id,
        { kind, agent: asked.agent, net: asked.address === '' ? '' : network(asked.address) },
        { sessionId: secret },
      )
      .catch(error => world.log.error('a session was not stored', { error: briefly(error) }))
    assert(q(world).holder({ id: sessionId(secret) }), 'lucia stores the session before it waits')
    for (const { id } of q(world).ids({ account: asked.account.id }).slice(MOST_SESSIONS)) endById(world, told, id)
  })
  return { side, secret, lastsMs: LIVES[kind].most }
}

export function endById(world: World, told: Pick<AccountListeners, 'sessionEnded'>, id: string): boolean {
  if (q(world).delete({ id }) === 0) return false
  pending(world).delete(id)
  told.sessionEnded(id)
  return true
}

/** Ends one of the account's sessions by its public name. */
export function endSession(
  world: World,
  told: Pick<AccountListeners, 'sessionEnded'>,
  account: string,
  handle: string,
): boolean {
  return tx(world, () => {
    const found = q(world).byHandle({ account, handle })
    return found ? endById(world, told, found.id) : false
  })
}

/** Ends all sessions of the account but the one to keep; answers how many. */
export function endSessions(
  world: World,
  told: Pick<AccountListeners, 'sessionEnded'>,
  account: string,
  keep = '',
): number {
  return tx(world, () => {
    let ended = 0
    for (const { id } of q(world).ids({ account })) if (id !== keep && endById(world, told, id)) ended++
    return ended
  })
}

export const sessionsOf = (world: World, account: string): SessionLine[] =>
  q(world).list({ account, now: world.clock.now() })

export const sweepSessions = (world: World): number => q(world).sweep({ now: world.clock.now() })

// Use moves the idle end. The write waits, collected, so that no request pays for a commit on the disk.

const FLUSH_MS = 2000
const seen = new WeakMap<World, Map<string, { at: number; kind: SessionKind }>>()

function pending(world: World): Map<string, { at: number; kind: SessionKind }> {
  let map = seen.get(world)
  if (!map) {
    map = new Map()
    seen.set(world, map)
  }
  return map
}

function over(world: World, row: Row): boolean {
  const now = world.clock.now()
  const later = pending(world).get(row.id)
  const idleEnds = later ? later.at + LIVES[row.kind].idle : row.idle_ends_at
  return now >= row.ends_at || now >= idleEnds
}

function saw(world: World, row: Row): void {
  const map = pending(world)
  const at = world.clock.now()
  if (at - (map.get(row.id)?.at ?? row.seen_at) < MINUTE) return
  if (map.size === 0) setTimeout(() => flushSeen(world), FLUSH_MS).unref()
  map.set(row.id, { at, kind: row.kind })
}

/** Writes the times of use that wait, in one commit. Called by itself; a shutdown may call it too. */
export function flushSeen(world: World): void {
  const map = pending(world)
  if (map.size === 0) return
  const batch = [...map]
  map.clear()
  try {
    tx(world, () => {
      for (const [id, { at, kind }] of batch) q(world).seen({ id, at, idle_ends_at: at + LIVES[kind].idle })
    })
  } catch (error) {
    world.log.warn('times of use were not stored', { error: briefly(error) })
  }
}

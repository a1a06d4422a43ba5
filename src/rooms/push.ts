import { DAY, HOUR, MINUTE, SECOND } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import { wake } from '../base/jobs/courier.ts'
import { briefly } from '../base/log.ts'
import { type Called, call } from '../base/push/call.ts'
import type { World } from '../world.ts'

export interface PushDevice {
  id: string
  /** Family of the browser. */
  agent: string
  made_at: number
  reached_at: number | null
}

/** Browsers that one person may have called. */
export const DEVICES_MOST = 10
const ENDPOINT_MOST = 1000
const WAITS_MS = [20 * SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR] as const
/** Calls under way: to push services that answer, and among them to any one. */
export const CALLS_AT_ONCE = 64
export const CALLS_AT_ONE = 32
/** The same for services that were silent, or that nobody knows yet. Whoever invents an address keeps only these waiting. */
export const UNKNOWN_AT_ONCE = 8
export const UNKNOWN_AT_ONE = 2
/** Whoever takes longer counts as silent. */
const PROMPT_MS = 3 * SECOND
/** For those that find no place among the unknown ones, unless their service answers before. */
const ASIDE_MS = 10 * SECOND
const LOOKED_AT_ONCE = 128
/** Places that come free within it are filled together. */
const REFILL_MS = 20
const SERVICES_KNOWN = 1000

interface Due {
  device_id: string
  device_sealed: Uint8Array
  reached_at: number | null
  tries: number
  until: number
  fleeting: number
  at: number
}

const q = prepared(sql => ({
  add: sql.run(`INSERT INTO push_devices (id, account_id, session, device_sealed, device_mark, agent, made_at)
    VALUES ($id, $account, $session, $sealed, $mark, $agent, $at)`),
  dropMark: sql.run('DELETE FROM push_devices WHERE device_mark = $mark'),
  of: sql.all<PushDevice>(
    'SELECT id, agent, made_at, reached_at FROM push_devices WHERE account_id = $account ORDER BY made_at DESC, id',
  ),
  count: sql.one<{ n: number }>('SELECT count(*) AS n FROM push_devices WHERE account_id = $account'),
  drop: sql.run('DELETE FROM push_devices WHERE id = $id AND account_id = $account'),
  dropDead: sql.run('DELETE FROM push_devices WHERE id = $id'),
  dropOf: sql.run('DELETE FROM push_devices WHERE account_id = $account'),
  dropSession: sql.run('DELETE FROM push_devices WHERE session = $session'),
  known: sql.one<{ account_id: string }>('SELECT account_id FROM push_devices WHERE device_mark = $mark'),
  // A call carries nothing, so one that still waits stands for all.
  enqueue: sql.run(`INSERT INTO pushes (device_id, at, next_at, until, fleeting)
    SELECT id, $at, $next, $until, $fleeting FROM push_devices WHERE account_id = $account
    ON CONFLICT (device_id) DO UPDATE SET next_at = min(next_at, excluded.next_at), until = max(until, excluded.until),
      fleeting = max(fleeting, excluded.fleeting), at = excluded.at`),
  due: sql.all<Due>(
    `SELECT p.device_id, d.device_sealed, d.reached_at, p.tries, p.until, p.fleeting, p.at FROM pushes p
    JOIN push_devices d ON d.id = p.device_id WHERE p.next_at <= $now ORDER BY p.next_at LIMIT $limit`,
  ),
  // What came while the call was under way is called for anew: the browser may have asked before it was there.
  done: sql.run('DELETE FROM pushes WHERE device_id = $device AND at <= $at'),
  later: sql.run('UPDATE pushes SET tries = tries + 1, next_at = $next WHERE device_id = $device'),
  aside: sql.run('UPDATE pushes SET next_at = $next WHERE device_id = $device'),
  back: sql.run('UPDATE pushes SET next_at = min(next_at, $now) WHERE device_id = $device AND tries = $tries'),
  state: sql.one<{ devices: number; waiting: number; tried: number }>(
    `SELECT (SELECT count(*) FROM push_devices) AS devices, count(*) AS waiting,
    coalesce(sum(tries > 0), 0) AS tried FROM pushes`,
  ),
  reached: sql.run('UPDATE push_devices SET reached_at = $now WHERE id = $device'),
}))

const placeOf = (id: string) => ({ table: 'push_devices', column: 'device_sealed', row: id })
const markOf = (world: World, endpoint: string): string => world.seal.mark('columns', `push ${endpoint}`)

export type DeviceAdded = { ok: true } | { ok: false; why: 'shape' | 'many' }

/** A browser that may be called. The same browser under another account belongs to that one from now on. */
export function addDevice(
  world: World,
  { account, session, endpoint, agent }: { account: string; session: string; endpoint: string; agent: string },
): DeviceAdded {
  const url = endpoint.length <= ENDPOINT_MOST ? URL.parse(endpoint) : null
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') {
    return { ok: false, why: 'shape' }
  }
  return tx(world, () => {
    const mark = markOf(world, endpoint)
    q(world).dropMark({ mark })
    if (q(world).count({ account })!.n >= DEVICES_MOST) return { ok: false, why: 'many' } as const
    const id = world.ids.next()
    const sealed = world.seal.close('columns', placeOf(id), new TextEncoder().encode(endpoint))
    q(world).add({ id, account, session, sealed, mark, agent: agent.slice(0, 80), at: world.clock.now() })
    return { ok: true } as const
  })
}

export const devicesOf = (world: World, account: string): PushDevice[] => q(world).of({ account })

export const dropDevice = (world: World, account: string, id: string): boolean => q(world).drop({ account, id }) > 0

/** Whoever has signed out of a browser is not called there. */
export const dropDevicesOfSession = (world: World, session: string): number => q(world).dropSession({ session })

export const forgetDevices = (world: World, account: string): number => q(world).dropOf({ account })

/** Calls every browser of this person. */
export function callDevices(
  world: World,
  account: string,
  { holdMs = 0, fleeting = false }: { holdMs?: number; fleeting?: boolean } = {},
): number {
  const now = world.clock.now()
  const lasts = fleeting ? HOUR : DAY
  const called = q(world).enqueue({
    account,
    at: now,
    next: now + holdMs,
    until: now + holdMs + lasts,
    fleeting: fleeting ? 1 : 0,
  })
  if (called > 0) afterCommit(world, () => wake(world, 'push'))
  return called
}

type Call = typeof call

interface Line {
  under: Map<string, { service: string; known: boolean }>
  /** Whether the service has answered when it was last asked. */
  answers: Map<string, boolean>
  /** Who was put aside, with its tries, by the service that nobody knew. */
  aside: Map<string, Map<string, number>>
  refilling: boolean
}

const lines = new WeakMap<World['db'], Line>()

function lineOf(world: World): Line {
  const line = lines.get(world.db) ?? { under: new Map(), answers: new Map(), aside: new Map(), refilling: false }
  lines.set(world.db, line)
  return line
}

/** Calls whoever is due and finds a place, and waits for none of them: a service that is silent delays itself alone. */
export function beginCalls(world: World, by: Call = call): Promise<void>[] {
  const line = lineOf(world)
  const now = world.clock.now()
  const begun: Promise<void>[] = []
  for (;;) {
    const rows = q(world).due({ now, limit: LOOKED_AT_ONCE })
    const over: (() => void)[] = []
    for (const row of rows) {
      const device = row.device_id
      if (line.under.has(device)) continue
      const opened = world.seal.open('columns', placeOf(device), row.device_sealed)
      if (!opened) {
        over.push(() => q(world).dropDead({ id: device }))
        continue
      }
      if (row.until <= now) {
        over.push(() => q(world).done({ device, at: row.at }))
        continue
      }
      const endpoint = new TextDecoder().decode(opened)
      const service = URL.parse(endpoint)?.host ?? ''
      const known = line.answers.get(service) ?? row.reached_at !== null
      if (!hasPlace(line, service, known)) {
        if (!known) {
          line.aside.set(service, (line.aside.get(service) ?? new Map<string, number>()).set(device, row.tries))
          over.push(() => q(world).aside({ device, next: now + ASIDE_MS }))
        }
        continue
      }
      line.under.set(device, { service, known })
      begun.push(one(world, line, row, endpoint, by))
    }
    if (over.length > 0) {
      tx(world, () => {
        for (const end of over) end()
      })
    }
    if (rows.length < LOOKED_AT_ONCE || over.length === 0) return begun
  }
}

function hasPlace({ under }: Line, service: string, known: boolean): boolean {
  const alike = [...under.values()].filter(call => call.known === known)
  if (alike.length >= (known ? CALLS_AT_ONCE : UNKNOWN_AT_ONCE)) return false
  return alike.filter(call => call.service === service).length < (known ? CALLS_AT_ONE : UNKNOWN_AT_ONE)
}

async function one(world: World, line: Line, row: Due, endpoint: string, by: Call): Promise<void> {
  const { service } = line.under.get(row.device_id)!
  const began = world.clock.monotonic()
  try {
    const called = await by(world, endpoint, {
      lastsMs: row.until - world.clock.now(),
      fleeting: row.fleeting === 1,
    })
    heard(world, line, service, (called.ok || called.status > 0) && world.clock.monotonic() - began < PROMPT_MS)
    settle(world, row, called)
  } catch (error) {
    world.log.error('a call failed', { error: briefly(error) })
  } finally {
    line.under.delete(row.device_id)
    refill(world, line)
  }
}

/** A service that answers is known from now on, and whoever was put aside for it comes back at once. */
function heard(world: World, line: Line, service: string, answers: boolean): void {
  if (line.answers.size >= SERVICES_KNOWN) line.answers.clear()
  line.answers.set(service, answers)
  const aside = line.aside.get(service)
  line.aside.delete(service)
  if (!answers || !aside) return
  const now = world.clock.now()
  tx(world, () => {
    for (const [device, tries] of aside) q(world).back({ device, tries, now })
  })
}

function refill(world: World, line: Line): void {
  if (line.refilling) return
  line.refilling = true
  setTimeout(() => {
    line.refilling = false
    wake(world, 'push')
  }, REFILL_MS).unref()
}

/** Calls whoever is due and waits for what comes of it. Answers how many were called. */
export async function pushRound(world: World, by: Call = call): Promise<number> {
  return (await Promise.all(beginCalls(world, by))).length
}

export interface PushState {
  devices: number
  waiting: number
  /** Of those that wait, how many were called in vain. */
  tried: number
}

export const pushState = (world: World): PushState => q(world).state()!

function settle(world: World, row: Due, called: Called): void {
  const device = row.device_id
  tx(world, () => {
    if (called.ok) {
      q(world).done({ device, at: row.at })
      q(world).reached({ device, now: world.clock.now() })
      return
    }
    if (called.why === 'gone') {
      q(world).dropDead({ id: device })
      return
    }
    const wait = Math.max(called.afterMs, WAITS_MS[row.tries] ?? HOUR)
    const next = world.clock.now() + wait
    world.log.warn('a call waits', { status: called.status, tries: row.tries + 1 })
    if (next >= row.until || row.tries >= WAITS_MS.length + 2) q(world).done({ device, at: row.at })
    else q(world).later({ device, next })
  })
}

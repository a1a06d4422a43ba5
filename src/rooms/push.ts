import { DAY, HOUR, MINUTE, SECOND } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import { wake } from '../base/jobs/courier.ts'
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
export const CALLS_AT_ONCE = 16

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
      fleeting = max(fleeting, excluded.fleeting)`),
  due: sql.all<{
    device_id: string
    device_sealed: Uint8Array
    tries: number
    until: number
    fleeting: number
    at: number
  }>(
    `SELECT p.device_id, d.device_sealed, p.tries, p.until, p.fleeting, p.at FROM pushes p
    JOIN push_devices d ON d.id = p.device_id WHERE p.next_at <= $now ORDER BY p.next_at LIMIT $limit`,
  ),
  done: sql.run('DELETE FROM pushes WHERE device_id = $device'),
  later: sql.run('UPDATE pushes SET tries = tries + 1, next_at = $next WHERE device_id = $device'),
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

/** Calls whoever is due, some at once. Answers how many were due. */
export async function pushRound(world: World, by: Call = call): Promise<number> {
  const now = world.clock.now()
  const due = q(world).due({ now, limit: CALLS_AT_ONCE })
  await Promise.all(
    due.map(async row => {
      const opened = world.seal.open('columns', placeOf(row.device_id), row.device_sealed)
      if (!opened) return void q(world).dropDead({ id: row.device_id })
      if (row.until <= now) return void q(world).done({ device: row.device_id })
      const endpoint = new TextDecoder().decode(opened)
      const called = await by(world, endpoint, { lastsMs: row.until - now, fleeting: row.fleeting === 1 })
      settle(world, row, called)
    }),
  )
  return due.length
}

/** Until nobody is due. */
export async function pushAll(world: World): Promise<void> {
  while ((await pushRound(world)) >= CALLS_AT_ONCE);
}

function settle(world: World, row: { device_id: string; tries: number; until: number }, called: Called): void {
  const device = row.device_id
  tx(world, () => {
    if (called.ok) {
      q(world).done({ device })
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
    if (next >= row.until || row.tries >= WAITS_MS.length + 2) q(world).done({ device })
    else q(world).later({ device, next })
  })
}

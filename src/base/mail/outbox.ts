import type { World } from '../../world.ts'
import { DAY, HOUR, MINUTE } from '../clock.ts'
import { prepared } from '../db/prepared.ts'
import { afterCommit, tx } from '../db/tx.ts'
import { wake } from '../jobs/courier.ts'
import { secretOf } from '../seal/secrets.ts'
import { type Carried, type Carry, carry, type Mail, type SmtpServer, type SmtpWhy } from './smtp.ts'

/** After each vain try it is left alone for longer. */
const WAITS_MS = [MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR] as const
export const AT_ONCE = 20
/** A house that is flooded with notices still fits on its disk. */
export const OUTBOX_MOST = 50_000

interface Row {
  id: string
  about: string
  mail_sealed: Uint8Array
  tries: number
  until: number
}

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO outbox (id, about, mail_sealed, at, next_at, until)
    VALUES ($id, $about, $sealed, $at, $next, $until)`),
  due: sql.all<Row>(
    'SELECT id, about, mail_sealed, tries, until FROM outbox WHERE next_at <= $now ORDER BY next_at LIMIT $limit',
  ),
  drop: sql.run('DELETE FROM outbox WHERE id = $id'),
  later: sql.run('UPDATE outbox SET tries = tries + 1, next_at = $next, failed = $failed WHERE id = $id'),
  forget: sql.run('DELETE FROM outbox WHERE about = $about'),
  count: sql.one<{ n: number; oldest: number | null; tried: number }>(
    'SELECT count(*) AS n, min(at) AS oldest, coalesce(sum(tries > 0), 0) AS tried FROM outbox',
  ),
  lastFailure: sql.one<{ failed: string }>(
    "SELECT failed FROM outbox WHERE failed <> '' ORDER BY next_at DESC LIMIT 1",
  ),
}))

const placeOf = (id: string) => ({ table: 'outbox', column: 'mail_sealed', row: id })

/** The server as the owner has set it; null while there is none: then nothing is mailed, and every page says so. */
export function smtpServer(world: World): SmtpServer | null {
  const { settings } = world
  const host = settings.get('smtp_host')
  const from = settings.get('mail_from')
  if (host === '' || from === '') return null
  return {
    host,
    port: settings.get('smtp_port'),
    security: settings.get('smtp_security'),
    user: settings.get('smtp_user'),
    password: secretOf(world, 'smtp') ?? '',
    from,
    name: settings.get('site_name'),
  }
}

export const mailWorks = (world: World): boolean =>
  world.settings.get('smtp_host') !== '' && world.settings.get('mail_from') !== ''

/**
 * Puts a mail on its way; false where the house sends none. Its text lies sealed until it is gone. `about` is whose it is, so
 * that it goes with the account.
 */
export function post(world: World, mail: Mail, { about = '', holdMs = 0, lastsMs = DAY } = {}): boolean {
  if (!mailWorks(world)) return false
  return tx(world, () => {
    if (q(world).count()!.n >= OUTBOX_MOST) return false
    const id = world.ids.next()
    const now = world.clock.now()
    const sealed = world.seal.close('columns', placeOf(id), new TextEncoder().encode(JSON.stringify(mail)))
    q(world).insert({ id, about, sealed, at: now, next: now + holdMs, until: now + holdMs + lastsMs })
    afterCommit(world, () => wake(world, 'mail'))
    return true
  })
}

/** Until when a server that is down or refuses us is left alone. */
const resting = new WeakMap<World['db'], number>()

/** The owner has changed the server: it is tried at once. */
export function tryAgain(world: World): void {
  resting.delete(world.db)
  wake(world, 'mail')
}

export interface MailTold {
  /** The server will never take anything for this recipient. */
  refused?(about: string, why: SmtpWhy): void
}

/** Hands over what is due. Answers how many were taken. A server that is down is asked once, not for each mail. */
export async function deliver(world: World, told: MailTold = {}, by: Carry = carry): Promise<number> {
  const server = smtpServer(world)
  if (!server || world.clock.now() < (resting.get(world.db) ?? 0)) return 0
  let taken = 0
  for (const row of q(world).due({ now: world.clock.now(), limit: AT_ONCE })) {
    const opened = world.seal.open('columns', placeOf(row.id), row.mail_sealed)
    if (!opened || row.until <= world.clock.now()) {
      q(world).drop({ id: row.id })
      continue
    }
    const done = await by(server, JSON.parse(new TextDecoder().decode(opened)) as Mail)
    settle(world, row, done, told)
    if (done.ok) taken++
    else if (done.why !== 'recipient' && done.why !== 'refused') {
      resting.set(world.db, world.clock.now() + MINUTE)
      break
    }
  }
  return taken
}

/** Until nothing is due, or the server takes no more. */
export async function deliverAll(world: World, told?: MailTold): Promise<void> {
  while ((await deliver(world, told)) >= AT_ONCE);
}

function settle(world: World, row: Row, done: Carried, told: MailTold): void {
  tx(world, () => {
    if (done.ok || done.final) {
      q(world).drop({ id: row.id })
      if (!done.ok) {
        world.log.warn('a mail was refused', { why: done.why })
        if (done.why === 'recipient') told.refused?.(row.about, done.why)
      }
      return
    }
    const next = world.clock.now() + (WAITS_MS[Math.min(row.tries, WAITS_MS.length - 1)] ?? HOUR)
    if (next >= row.until) q(world).drop({ id: row.id })
    else q(world).later({ id: row.id, next, failed: done.why })
    world.log.warn('a mail waits', { why: done.why, tries: row.tries + 1 })
  })
}

export interface OutboxState {
  waiting: number
  /** Of those, how many were tried in vain. */
  tried: number
  oldestAt: number | null
  lastFailure: SmtpWhy | null
}

export function outboxState(world: World): OutboxState {
  const { n, oldest, tried } = q(world).count()!
  const failed = q(world).lastFailure()?.failed ?? ''
  return { waiting: n, tried, oldestAt: oldest, lastFailure: failed === '' ? null : (failed as SmtpWhy) }
}

/** A deleted account gets no more mail. */
export const forgetMail = (world: World, about: string): number => (about === '' ? 0 : q(world).forget({ about }))

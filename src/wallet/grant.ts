import { type Actor, record } from '../audit/index.ts'
import { DAY } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { credit, debit } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { reasonOf } from './because.ts'
import { tellMoved } from './wallet.ts'

export const GRANT_MOST = 1_000_000n
const LOOK_LASTS_MS = 30 * DAY

const q = prepared(sql => ({
  freeze:
    sql.run(`INSERT INTO wallet_freezes (id, account_id, at, by, because) VALUES ($id, $account, $at, $by, $because)
    ON CONFLICT DO NOTHING`),
  thaw: sql.run(`UPDATE wallet_freezes SET lifted_at = $at, lifted_by = $by, lifted_because = $because
    WHERE account_id = $account AND lifted_at IS NULL`),
  frozen: sql.one<Freeze>('SELECT * FROM wallet_freezes WHERE account_id = $account AND lifted_at IS NULL'),
  look: sql.run(`INSERT INTO money_looks (id, account_id, at, until, by, because)
    VALUES ($id, $account, $at, $until, $by, $because)`),
  looked: sql.one<{ until: number }>(
    'SELECT until FROM money_looks WHERE account_id = $account AND until > $now ORDER BY until DESC LIMIT 1',
  ),
}))

export interface Freeze {
  id: string
  account_id: string
  at: number
  by: string
  because: string
}

export const freezeOf = (world: Pick<World, 'db'>, account: string): Freeze | null => q(world).frozen({ account })
/** Until when somebody found the origin of this member's money well; null: nobody did. */
export const lookedUntil = (world: Pick<World, 'db' | 'clock'>, account: string): number | null =>
  q(world).looked({ account, now: world.clock.now() })?.until ?? null

export type WalletAct = { ok: true } | { ok: false; why: 'because' | 'over' }
interface Act {
  account: string
  because: string
  by: Actor
}

/** Nothing is bought or spent by this member until it is opened again. */
export function closeWallet(world: World, { account, because, by }: Act): WalletAct {
  const reason = reasonOf(because)
  if (reason === null) return { ok: false, why: 'because' }
  return tx(world, (): WalletAct => {
    const at = world.clock.now()
    if (q(world).freeze({ id: world.ids.next(), account, at, by: by.id, because: reason }) === 0)
      return { ok: false, why: 'over' }
    record(world, { actor: by, act: 'wallet.closed', subject: `account:${account}`, reason })
    return { ok: true }
  })
}

export function openWallet(world: World, { account, because, by }: Act): WalletAct {
  const reason = reasonOf(because)
  if (reason === null) return { ok: false, why: 'because' }
  return tx(world, (): WalletAct => {
    if (q(world).thaw({ account, at: world.clock.now(), by: by.id, because: reason }) === 0)
      return { ok: false, why: 'over' }
    record(world, { actor: by, act: 'wallet.opened', subject: `account:${account}`, reason })
    return { ok: true }
  })
}

/** Somebody looked at where this member's money comes from: for thirty days the sum of a month stops nothing. */
export function noteLook(world: World, { account, because, by }: Act): WalletAct {
  const reason = reasonOf(because)
  if (reason === null) return { ok: false, why: 'because' }
  return tx(world, (): WalletAct => {
    const at = world.clock.now()
    q(world).look({ id: world.ids.next(), account, at, until: at + LOOK_LASTS_MS, by: by.id, because: reason })
    record(world, { actor: by, act: 'wallet.looked', subject: `account:${account}`, reason })
    return { ok: true }
  })
}

export type Granted = { ok: true } | { ok: false; why: 'not-enough' | 'frozen' | 'gone' }

/** Two persons want it: tokens given to a member, or given ones taken away. The member sees the line and the reason. */
export function grant(
  world: World,
  asked: {
    way: 'credit' | 'debit'
    member: string
    tokens: bigint
    because: string
    by: string
    second: string
    key: string
  },
): Granted {
  const { way, member, tokens, by, key } = asked
  // Who is alone in the house is written down as that.
  const second = asked.second === by ? 'alone' : asked.second
  const because = asked.because.replace(/\s+/g, ' ')
  return grouped(world, (): Granted => {
    const verb = way === 'credit' ? credit : debit
    const posted = verb(world, { key, input: { way, member, tokens }, by, second, because, member, tokens, about: key })
    if (!posted.ok) {
      return { ok: false, why: posted.why === 'not-enough' || posted.why === 'frozen' ? posted.why : 'gone' }
    }
    tellMoved(world, member)
    return { ok: true }
  })
}

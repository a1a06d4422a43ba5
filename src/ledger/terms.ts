import { assert } from '../base/assert.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'
import { sha256 } from './chain.ts'
import { type Currency, digitsOf } from './money.ts'

/** What a token is worth to a payee, and the part of it that goes to a manager. Versions are added, never edited. */
export interface Terms {
  id: number
  payee: string
  value_micros: number
  currency: Currency
  manager: string | null
  manager_bp: number
  from_at: number
  hash: Uint8Array
}

/** 0.05 of the currency a token, until terms are signed. */
export const FIRST_VALUE_MICROS = 50_000

const q = prepared(sql => ({
  inForce: sql.one<Terms>('SELECT * FROM terms WHERE payee = $payee AND from_at <= $now ORDER BY from_at DESC LIMIT 1'),
  byId: sql.one<Terms>('SELECT * FROM terms WHERE id = $id'),
  next: sql.one<{ id: number }>('SELECT 1 + COALESCE(MAX(id), 0) AS id FROM terms'),
  insert: sql.run(`INSERT INTO terms (id, payee, value_micros, currency, manager, manager_bp, from_at, hash)
    VALUES ($id, $payee, $value_micros, $currency, $manager, $manager_bp, $from_at, $hash)`),
}))

export const termsHash = (t: Omit<Terms, 'hash'>): Uint8Array =>
  sha256(
    `footlight/terms/1\n${t.id}\n${t.payee}\n${t.value_micros}\n${t.currency}\n${t.manager ?? ''}\n${t.manager_bp}\n${t.from_at}`,
  )

export const termsInForce = (world: Pick<World, 'db' | 'clock'>, payee: string): Terms | null =>
  q(world).inForce({ payee, now: world.clock.now() })

/** The version by which something was posted, in force or not. */
export const termsById = (world: Pick<World, 'db'>, id: number): Terms | null => q(world).byId({ id })

export function addTerms(world: Pick<World, 'db'>, version: Omit<Terms, 'id' | 'hash'>): Terms {
  return grouped(world, () => {
    const terms = { ...version, id: q(world).next()!.id }
    const hash = termsHash(terms)
    q(world).insert({ ...terms, hash })
    return { ...terms, hash }
  })
}

/** The version in force; a payee who has none yet gets the one unsigned version that everybody starts with. */
export function termsFor(world: Pick<World, 'db' | 'clock'>, payee: string, currency: Currency): Terms {
  return (
    termsInForce(world, payee) ??
    addTerms(world, {
      payee,
      value_micros: FIRST_VALUE_MICROS,
      currency,
      manager: null,
      manager_bp: 0,
      from_at: world.clock.now(),
    })
  )
}

export interface Part {
  payee: string
  amount_minor: bigint
}

/**
 * What the payee and the manager earn when the tokens received on these terms go from one balance to another; negative when they
 * go back. No fraction is lost: however a sum of tokens was cut into tips, its parts add up to the same money.
 * Units: tokens in, minor money out. Source: earned = floor(B x value_micros x part_bp / 10^(10-d)).
 */
export function earnedBetween(terms: Omit<Terms, 'hash'>, before: bigint, after: bigint): Part[] {
  assert(before >= 0n && after >= 0n, 'received tokens are never negative')
  const scale = 10n ** BigInt(10 - digitsOf(terms.currency))
  const at = (tokens: bigint, bp: number) => (tokens * BigInt(terms.value_micros) * BigInt(bp)) / scale
  const part = (payee: string, bp: number): Part => ({ payee, amount_minor: at(after, bp) - at(before, bp) })
  const own = part(terms.payee, 10_000 - terms.manager_bp)
  return terms.manager === null ? [own] : [own, part(terms.manager, terms.manager_bp)]
}

/** The owner of a book of received tokens: whose they are, and by which terms they count. */
export const receivedOwner = (terms: Pick<Terms, 'payee' | 'id'>): string => `${terms.payee}.${terms.id}`
export function termsOfReceived(owner: string): number | null {
  const found = /^.+\.([1-9][0-9]{0,14})$/.exec(owner)
  return found ? Number(found[1]) : null
}

import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { type Currency, FIRST_VALUE_MICROS, readTokens } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { MONEY_WRONG, TOKENS_WRONG, taxWithin, typedMoney, worthOf } from './price.ts'
import { currencyOf } from './wallet.ts'

export const PACKS_MOST = 20
export const PACK_TOKENS_MOST = 1_000_000n
export const PACK_PRICE_MOST = 100_000_000n

export interface Pack {
  id: string
  tokens: bigint
  price_minor: bigint
  currency: Currency
  is_on: number
  place: number
}

const q = prepared(sql => ({
  all: sql.all<Pack>(`SELECT id, tokens, price_minor, currency, is_on, place FROM packs
    WHERE removed_at IS NULL ORDER BY place, tokens, id`),
  on: sql.all<Pack>(`SELECT id, tokens, price_minor, currency, is_on, place FROM packs
    WHERE removed_at IS NULL AND is_on = 1 AND currency = $currency ORDER BY place, tokens, id`),
  insert: sql.run(`INSERT INTO packs (id, tokens, price_minor, currency, is_on, place, made_at)
    VALUES ($id, $tokens, $price, $currency, $on, $place, $at)`),
  update: sql.run(
    'UPDATE packs SET tokens = $tokens, price_minor = $price, currency = $currency, is_on = $on, place = $place WHERE id = $id',
  ),
  remove: sql.run('UPDATE packs SET removed_at = $at WHERE id = $id'),
  value: sql.one<{ value: number | null }>('SELECT MAX(value_micros) AS value FROM terms WHERE currency = $currency'),
}))

export const allPacks = (world: Pick<World, 'db'>): Pack[] => q(world).all()
/** What is sold now, in its order. */
export const packsOn = (world: Pick<World, 'db' | 'settings'>): Pack[] => q(world).on({ currency: currencyOf(world) })
export const packOn = (world: Pick<World, 'db' | 'settings'>, id: string): Pack | null =>
  packsOn(world).find(pack => pack.id === id) ?? null

/** The highest value that a token has to any performer, in millionths. */
export const highestValue = (world: Pick<World, 'db'>, currency: Currency): bigint =>
  BigInt(Math.max(q(world).value({ currency })?.value ?? 0, FIRST_VALUE_MICROS))

/**
 * What a pack leaves the house when all of its tokens go to the dearest performer; negative when it costs more than it brings.
 * Transfers and vouchers have no fee. Units: minor money.
 */
export function marginOf(
  world: Pick<World, 'db' | 'settings'>,
  tokens: bigint,
  price_minor: bigint,
  currency: Currency,
): bigint {
  return price_minor - taxWithin(world, price_minor) - worthOf(tokens, highestValue(world, currency), currency)
}

export const marginKept = (
  world: Pick<World, 'db' | 'settings'>,
  tokens: bigint,
  price: bigint,
  currency: Currency,
): boolean =>
  marginOf(world, tokens, price, currency) * 10_000n >= price * BigInt(world.settings.get('margin_least_bp'))

export interface PackTyped {
  /** Empty: a new one. */
  id: string
  tokens: string
  price: string
  on: boolean
  place: string
}
export type PackFault = 'empty' | 'number' | 'whole' | 'small' | 'large' | 'precise' | 'margin' | 'twice' | 'many'
export type PackFaults = Partial<Record<'tokens' | 'price' | 'place', PackFault>>
export type PacksSaved = { ok: true; changed: number } | { ok: false; faults: PackFaults[] }

/** Writes the whole list as it was typed; a row that was emptied is removed. Nothing is written while one row is wrong. */
export function savePacks(world: World, typed: readonly PackTyped[], by: Actor): PacksSaved {
  const currency = currencyOf(world)
  const kept = typed.filter(row => row.tokens.trim() !== '' || row.price.trim() !== '')
  const seen = new Set<bigint>()
  const read = typed.map(row => {
    if (!kept.includes(row)) return { row, faults: {} as PackFaults, values: null }
    const tokens = readTokens(row.tokens, PACK_TOKENS_MOST)
    const price = typedMoney(row.price, currency)
    const place = /^[0-9]{1,3}$/.test(row.place.trim()) ? Number(row.place) : null
    const faults: PackFaults = {
      ...(tokens.ok ? {} : { tokens: TOKENS_WRONG[tokens.why] }),
      ...(price.ok
        ? price.amount_minor > PACK_PRICE_MOST
          ? { price: 'large' as const }
          : {}
        : { price: MONEY_WRONG[price.why] }),
      ...(place === null ? { place: 'number' as const } : {}),
    }
    if (tokens.ok && seen.has(tokens.tokens)) faults.tokens = 'twice'
    if (tokens.ok) seen.add(tokens.tokens)
    if (tokens.ok && price.ok && !faults.price && !marginKept(world, tokens.tokens, price.amount_minor, currency)) {
      faults.price = 'margin'
    }
    const values =
      tokens.ok && price.ok ? { tokens: tokens.tokens, price: price.amount_minor, place: place ?? 0 } : null
    return { row, faults, values }
  })
  if (kept.length > PACKS_MOST) read[PACKS_MOST]!.faults.tokens = 'many'
  if (read.some(({ faults }) => Object.keys(faults).length > 0))
    return { ok: false, faults: read.map(one => one.faults) }
  return tx(world, (): PacksSaved => {
    const known = new Map(allPacks(world).map(pack => [pack.id, pack]))
    const at = world.clock.now()
    let changed = 0
    for (const { row, values } of read) {
      const old = known.get(row.id)
      known.delete(row.id)
      if (!values) {
        if (old) changed += q(world).remove({ id: old.id, at })
        continue
      }
      const on = row.on ? 1 : 0
      const { tokens, price, place } = values
      const same =
        old &&
        old.tokens === tokens &&
        old.price_minor === price &&
        old.is_on === on &&
        old.place === place &&
        old.currency === currency
      if (same) continue
      changed++
      if (old) q(world).update({ id: old.id, tokens, price, currency, on, place })
      else q(world).insert({ id: world.ids.next(), tokens, price, currency, on, place, at })
    }
    if (changed > 0) {
      const detail = Object.fromEntries(
        allPacks(world).map(pack => [
          `${pack.tokens}${pack.is_on ? '' : ' off'}`,
          `${pack.price_minor} ${pack.currency}`,
        ]),
      )
      record(world, { actor: by, act: 'packs.changed', subject: 'site', detail })
    }
    return { ok: true, changed }
  })
}

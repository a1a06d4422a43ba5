import { type Actor, record } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { type Currency, digitsOf, isCurrency } from '../ledger/index.ts'
import type { World } from '../world.ts'
import { moneyMoved } from './books.ts'
import { typedMoney } from './price.ts'
import { isBic, isIban, plainIban } from './reference.ts'
import { currencyOf } from './wallet.ts'

const NAME_MOST = 70

export interface BankTyped {
  name: string
  iban: string
  bic: string
}
export type BankFaults = Partial<{ name: 'name' | 'nameLong'; iban: 'iban' | 'both'; bic: 'bic' }>
export type BankSaved = { ok: true; changed: boolean } | { ok: false; faults: BankFaults }

/** The account that transfers go to. All empty: transfers are not offered. */
export function saveBank(world: World, typed: BankTyped, by: Actor): BankSaved {
  const name = typed.name.trim()
  const iban = plainIban(typed.iban)
  const bic = typed.bic.toUpperCase().replace(/\s/g, '')
  const faults: BankFaults = {
    ...(Array.from(name).length > NAME_MOST ? { name: 'nameLong' as const } : {}),
    ...(name === '' && iban !== '' ? { name: 'name' as const } : {}),
    ...(iban === '' ? (name === '' ? {} : { iban: 'both' as const }) : isIban(iban) ? {} : { iban: 'iban' as const }),
    ...(bic === '' || isBic(bic) ? {} : { bic: 'bic' as const }),
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults }
  const values = { bank_name: name, bank_iban: iban, bank_bic: bic }
  return tx(world, (): BankSaved => {
    const changed = (['bank_name', 'bank_iban', 'bank_bic'] as const).filter(
      key => world.settings.get(key) !== values[key],
    )
    if (changed.length === 0) return { ok: true, changed: false }
    for (const key of changed) world.settings.set(key, values[key], world.clock.now())
    const detail = { name, iban, bic, was: world.settings.get('bank_iban') }
    record(world, { actor: by, act: 'bank.changed', subject: 'site', detail })
    return { ok: true, changed: true }
  })
}

const q = prepared(sql => ({
  scale: sql.run(
    `UPDATE packs SET currency = $currency, price_minor = MAX(1, price_minor * $up / $down) WHERE removed_at IS NULL`,
  ),
}))

export interface RulesTyped {
  currency: string
  /** Per cent, with up to two digits after the point. */
  tax: string
  tax_place: string
  margin: string
  orders_hour: string
  orders_day: string
  paid_month: string
}
export type RulesFaults = Partial<Record<keyof RulesTyped, 'number' | 'low' | 'high' | 'place' | 'currency' | 'fixed'>>
export type RulesSaved = { ok: true; changed: number } | { ok: false; faults: RulesFaults }

const PAID_MOST = 10n ** 11n

/** "19" or "7,7" per cent in hundredths. */
function hundredths(typed: string): number | null {
  const found = /^([0-9]{1,3})(?:[.,]([0-9]{1,2}))?$/.exec(typed.trim())
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}

/** What money is counted in, the tax inside prices, and where somebody looks first. */
export function saveRules(world: World, typed: RulesTyped, by: Actor): RulesSaved {
  const faults: RulesFaults = {}
  const was = currencyOf(world)
  const currency: Currency = isCurrency(typed.currency) ? typed.currency : was
  if (!isCurrency(typed.currency)) faults.currency = 'currency'
  else if (currency !== was && moneyMoved(world)) faults.currency = 'fixed'
  const within = (name: keyof RulesTyped, value: number | null, least: number, most: number): number => {
    if (value === null) faults[name] = 'number'
    else if (value < least) faults[name] = 'low'
    else if (value > most) faults[name] = 'high'
    return value ?? 0
  }
  const whole = (text: string) => (/^[0-9]{1,6}$/.test(text.trim()) ? Number(text) : null)
  const tax_place = typed.tax_place.trim().toUpperCase()
  const tax_bp = within('tax', hundredths(typed.tax), 0, 5000)
  if (tax_place !== '' ? !/^[A-Z]{2}$/.test(tax_place) : tax_bp > 0) faults.tax_place = 'place'
  const paid = typedMoney(typed.paid_month, currency)
  if (!paid.ok) faults.paid_month = paid.why === 'too-small' ? 'low' : paid.why === 'too-large' ? 'high' : 'number'
  else if (paid.amount_minor > PAID_MOST) faults.paid_month = 'high'
  const values = {
    currency,
    tax_bp,
    tax_place,
    margin_least_bp: within('margin', hundredths(typed.margin), 0, 9000),
    orders_hour_most: within('orders_hour', whole(typed.orders_hour), 1, 1000),
    orders_day_most: within('orders_day', whole(typed.orders_day), 1, 1000),
    paid_month_most_minor: paid.ok ? Number(paid.amount_minor) : 0,
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults }
  return tx(world, (): RulesSaved => {
    const at = world.clock.now()
    const changed = (Object.keys(values) as (keyof typeof values)[]).filter(
      key => world.settings.get(key) !== values[key],
    )
    const old = Object.fromEntries(changed.map(key => [key, world.settings.get(key)]))
    for (const key of changed) world.settings.set(key, values[key] as never, at)
    if (currency !== was) {
      const up = 10 ** digitsOf(currency)
      q(world).scale({ currency, up, down: 10 ** digitsOf(was) })
    }
    if (changed.length > 0) {
      const now = Object.fromEntries(changed.map(key => [key, values[key]]))
      record(world, { actor: by, act: 'money.changed', subject: 'site', detail: { was: old, now } })
    }
    return { ok: true, changed: changed.length }
  })
}

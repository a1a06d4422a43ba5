import { book, type Currency, digitsOf, type Line, type MoneyRead, merged, readMoney } from '../ledger/index.ts'
import type { World } from '../world.ts'

/** An amount as somebody of the house typed it, with a point or a comma before the cents. */
export function typedMoney(typed: string, currency: Currency): MoneyRead {
  const text = typed.trim()
  return readMoney(/^[0-9]+,[0-9]+$/.test(text) ? text.replace(',', '.') : text, currency)
}

/** The tax inside a price, to the nearest minor unit. */
export function taxWithin(world: Pick<World, 'settings'>, price_minor: bigint): bigint {
  const bp = BigInt(world.settings.get('tax_bp'))
  const whole = 10_000n + bp
  return (2n * price_minor * bp + whole) / (2n * whole)
}

export const taxOwner = (world: Pick<World, 'settings'>): string => `vat.${world.settings.get('tax_place') || 'site'}`

/** A sold voucher's money with its tax apart: the tax is due when it becomes tokens. */
export function taxLines(
  world: Pick<World, 'settings'>,
  lines: Line[],
  price_minor: bigint,
  currency: Currency,
): Line[] {
  const tax = taxWithin(world, price_minor)
  if (tax === 0n) return lines
  return merged([
    ...lines,
    { book: book('deferred', 'site', currency), amount_minor: -tax },
    { book: book('tax', taxOwner(world), currency), amount_minor: tax },
  ])
}

/** Tokens at a value in millionths of the currency, rounded up: what performers get at most. */
export function worthOf(tokens: bigint, value_micros: bigint, currency: Currency): bigint {
  const scale = 10n ** BigInt(6 - digitsOf(currency))
  return (tokens * value_micros + scale - 1n) / scale
}

/** What is wrong with tokens and with money that somebody of the house typed, in the words of the fields. */
export const TOKENS_WRONG = {
  empty: 'empty',
  'not-a-number': 'number',
  'not-whole': 'whole',
  'too-small': 'small',
  'too-large': 'large',
} as const
export const MONEY_WRONG = {
  empty: 'empty',
  'not-a-number': 'number',
  'too-precise': 'precise',
  'too-small': 'small',
  'too-large': 'large',
} as const

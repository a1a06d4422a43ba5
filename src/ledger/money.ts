/** What one posting may move at most, in minor units. */
export const MOST_MINOR = 1_000_000_000_000n

/** Digits behind the point (ISO 4217). A currency that is not here is not sold in. */
const DIGITS = { EUR: 2, USD: 2, GBP: 2, CHF: 2, CAD: 2, AUD: 2, SEK: 2, PLN: 2, CZK: 2, JPY: 0, KWD: 3 } as const

export type Currency = keyof typeof DIGITS
export const CURRENCIES = Object.keys(DIGITS) as Currency[]
export const isCurrency = (text: string): text is Currency => Object.hasOwn(DIGITS, text)
export const digitsOf = (currency: Currency): number => DIGITS[currency]

export type MoneyRead =
  | { ok: true; amount_minor: bigint }
  | { ok: false; why: 'empty' | 'not-a-number' | 'too-precise' | 'too-small' | 'too-large' }

/** An amount with a point, such as a vendor's `9.99`: more digits than the currency has are refused, never rounded. */
export function readMoney(typed: string, currency: Currency): MoneyRead {
  const text = typed.trim()
  if (text === '') return { ok: false, why: 'empty' }
  if (/^-[0-9]+(\.[0-9]+)?$/.test(text)) return { ok: false, why: 'too-small' }
  const [, whole = '', part = ''] = /^([0-9]{1,19})(?:\.([0-9]{1,9}))?$/.exec(text) ?? []
  if (whole === '') return { ok: false, why: 'not-a-number' }
  const digits = digitsOf(currency)
  if (part.length > digits) return { ok: false, why: 'too-precise' }
  const amount_minor = BigInt(whole + part.padEnd(digits, '0'))
  if (amount_minor === 0n) return { ok: false, why: 'too-small' }
  return amount_minor > MOST_MINOR ? { ok: false, why: 'too-large' } : { ok: true, amount_minor }
}

/** For files and machines, `9.99`; pages write amounts as the reader's language does. */
export function plainMoney(amount_minor: bigint, currency: Currency): string {
  const digits = digitsOf(currency)
  const sign = amount_minor < 0n ? '-' : ''
  const text = (amount_minor < 0n ? -amount_minor : amount_minor).toString().padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

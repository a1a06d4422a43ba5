/** A creditor reference: `RF`, two check digits, then what we number. Source: ISO 11649; check by ISO 7064 mod 97-10. */

/** Letters are 10 to 35, in the order of the alphabet. */
function remainder(text: string): number {
  let rest = 0
  for (const symbol of text) {
    const value = Number.parseInt(symbol, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

export const referenceOf = (number: string): string =>
  `RF${String(98 - remainder(`${number}RF00`)).padStart(2, '0')}${number}`

export const isReference = (text: string): boolean =>
  /^RF[0-9]{2}[0-9A-Z]{1,21}$/.test(text) && remainder(text.slice(4) + text.slice(0, 4)) === 1

/** Ours have twelve digits: found in whatever a bank makes of what was typed. */
export function referencesIn(text: string): string[] {
  const plain = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return [...new Set([...plain.matchAll(/RF[0-9]{14}/g)].map(([found]) => found))].filter(isReference)
}

/** Groups of four, as people read them. */
export const inFours = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? ''

/** How long an IBAN of a country is, where it is told: most mistypings are caught by the check digits alone. Source: ISO 13616. */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
}

export const plainIban = (typed: string): string => typed.toUpperCase().replace(/[\s-]/g, '')

export function isIban(plain: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$/.test(plain)) return false
  const length = LENGTHS[plain.slice(0, 2)]
  if (length !== undefined && plain.length !== length) return false
  return remainder(plain.slice(4) + plain.slice(0, 4)) === 1
}

export const isBic = (text: string): boolean => /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(text)

/** What a banking app reads from the picture. Source: EPC069-12 version 2.1, guidelines for SEPA credit transfers by QR code. */
export function epcText(transfer: {
  bic: string
  name: string
  iban: string
  amount: string
  reference: string
}): string {
  const { bic, name, iban, amount, reference } = transfer
  return ['BCD', '002', '1', 'SCT', bic, name, iban, `EUR${amount}`, '', reference].join('\n')
}

/** Crockford's base 32 with its check symbol. Source: https://www.crockford.com/base32.html */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHECKS = `${SYMBOLS}*~$=U`

export const CODE_LENGTH = 20

/** The symbol that makes a mistyped letter or two swapped ones stand out: the number modulo 37. */
export function checkSymbol(code: string): string {
  let rest = 0
  for (const symbol of code) rest = (rest * 32 + SYMBOLS.indexOf(symbol)) % 37
  return CHECKS[rest]!
}

/** Twenty symbols from 100 bits of chance; of thirteen bytes the last four bits are left over. */
export function codeOf(bytes: Uint8Array): string {
  let code = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5 && code.length < CODE_LENGTH) {
      code += SYMBOLS[(value >>> (bits - 5)) & 31]
      bits -= 5
    }
    value &= (1 << bits) - 1
  }
  return code
}

/** As it stands on the card: `01234-56789-ABCDE-FGHJK-H`. */
export const printed = (code: string): string => `${code.match(/.{5}/g)!.join('-')}-${checkSymbol(code)}`

export type CodeRead = { ok: true; code: string } | { ok: false; why: 'empty' | 'length' | 'symbol' | 'check' }

/** A code as somebody typed it: blanks, hyphens and small letters do not matter, and O is 0, I and L are 1. */
export function readCode(typed: string): CodeRead {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}._]/gu, '')
  if (plain === '') return { ok: false, why: 'empty' }
  const folded = plain.replace(/O/g, '0').replace(/[IL]/g, '1')
  const code = folded.slice(0, CODE_LENGTH)
  if ([...code].some(symbol => !SYMBOLS.includes(symbol))) return { ok: false, why: 'symbol' }
  if (folded.length !== CODE_LENGTH + 1) return { ok: false, why: 'length' }
  return checkSymbol(code) === folded.at(-1) ? { ok: true, code } : { ok: false, why: 'check' }
}

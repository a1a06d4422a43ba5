/** What one posting may move at most. */
export const MOST_TOKENS = 1_000_000_000n

export type TokensRead =
  | { ok: true; tokens: bigint }
  | { ok: false; why: 'empty' | 'not-a-number' | 'not-whole' | 'too-small' | 'too-large' }

/** A number of tokens as somebody typed it: whole, in the digits 0-9, from 1 to `most`. Nothing is guessed. */
export function readTokens(typed: string, most: bigint = MOST_TOKENS): TokensRead {
  const text = typed.trim()
  if (text === '') return { ok: false, why: 'empty' }
  if (/^-[0-9]+$/.test(text)) return { ok: false, why: 'too-small' }
  if (/^[0-9]+[.,][0-9]*$/.test(text)) return { ok: false, why: 'not-whole' }
  if (!/^[0-9]+$/.test(text)) return { ok: false, why: 'not-a-number' }
  const digits = text.replace(/^0+/, '')
  if (digits === '') return { ok: false, why: 'too-small' }
  if (digits.length > 19) return { ok: false, why: 'too-large' }
  const tokens = BigInt(digits)
  return tokens > most ? { ok: false, why: 'too-large' } : { ok: true, tokens }
}

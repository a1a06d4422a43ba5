import { fold, isWord } from './normalise.ts'

/** What makes a text bulk, whoever writes it. Each scan looks at a letter once. */
export type Bulk = 'loud' | 'run' | 'stack'

const LOUD_LEAST = 20
const LOUD_SHARE = 0.8
const RUN_MOST = 10
/** Marks that lie over and under one letter; honest scripts need three. */
const STACK_MOST = 4

const UPPER = /^\p{Lu}$/u
const LOWER = /^\p{Ll}$/u
const MARK = /^\p{M}$/u

/** `loud`: a wall of capitals. `run`: one sign over and over. `stack`: marks piled on one letter. */
export function bulkOf(text: string): Bulk | null {
  let upper = 0
  let lower = 0
  let run = 0
  let stack = 0
  let before = ''
  for (const sign of text) {
    run = sign === before ? run + 1 : 1
    before = sign
    if (run > RUN_MOST && sign.trim() !== '') return 'run'
    stack = MARK.test(sign) ? stack + 1 : 0
    if (stack > STACK_MOST) return 'stack'
    if (UPPER.test(sign)) upper++
    else if (LOWER.test(sign)) lower++
  }
  return upper + lower >= LOUD_LEAST && upper >= (upper + lower) * LOUD_SHARE ? 'loud' : null
}

/** What two texts have in common that differ in blanks, signs, case and look-alikes alone; of a text without a word, itself. */
export function sameAs(text: string): string {
  const { length, code, kind } = fold(text)
  let out = ''
  for (let at = 0; at < length; at++) if (isWord(kind[at]!)) out += String.fromCodePoint(code[at]!)
  return out === '' ? text.replace(/\s+/g, '') : out
}

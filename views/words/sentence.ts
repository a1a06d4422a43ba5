import { say } from './index.ts'

/** A sentence of the catalogue that is said later, in each reader's language: `say[of].lines[name](...given)`. */
export interface Sentence {
  of: string
  name: string
  given?: readonly (string | number)[]
}

type Sentences = Record<string, { lines?: Record<string, (...given: (string | number)[]) => string> } | undefined>

/** An old row may name a sentence that is not said any more. */
export const sentenceOf = ({ of, name, given = [] }: Sentence): string | undefined =>
  (say as unknown as Sentences)[of]?.lines?.[name]?.(...given)

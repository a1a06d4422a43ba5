import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { type Language, speaking } from './speak.ts'

export * from './speak.ts'

/** A sentence, or what makes one of its values: each language builds its own, none is glued from parts. */
type Said<T> = T extends string
  ? string
  : T extends (...given: infer G) => string
    ? (...given: G) => string
    : { [K in keyof T]: Said<T[K]> }
export type Words = Said<typeof en>

const catalogues: Record<Language, Words> = { en, de }

/** All sentences of one language. */
export const wordsOf = (language: Language): Words => catalogues[language]

/** The sentences of the language that is spoken here: `say.chat.send`. */
export const say: Words = Object.defineProperties({} as Words, {
  ...Object.fromEntries(
    Object.keys(en).map(domain => [
      domain,
      { enumerable: true, get: () => catalogues[speaking()][domain as keyof Words] },
    ]),
  ),
})

import { isLanguage, type Language, listenTo, speaking } from '../../../views/words/language.ts'

// A page is in one language, and says which. Every entry that tells something imports this.
if (typeof document !== 'undefined') {
  listenTo(() => {
    const { lang } = document.documentElement
    return isLanguage(lang) ? lang : 'en'
  })
}

/** A sentence, or what makes one of its values, as in the server's catalogues. */
type Said<T> = T extends string
  ? string
  : T extends (...given: infer G) => string
    ? (...given: G) => string
    : { [K in keyof T]: Said<T[K]> }

/** The sentences of one behaviour in the page's language; English is the source of their shape. */
export const inPageLanguage =
  <T>(catalogues: { en: T } & Record<Language, Said<T>>) =>
  (): Said<T> =>
    catalogues[speaking()]

import { AsyncLocalStorage } from 'node:async_hooks'

/** The languages of the interface, each by its own name. The first one is spoken where nothing else is known. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

export const languages = Object.keys(LANGUAGES) as Language[]
export const isLanguage = (word: string): word is Language => Object.hasOwn(LANGUAGES, word)

const spoken = new AsyncLocalStorage<Language>()

/** Everything in `act` and what it waits for is said in this language. */
export const speak = <T>(language: Language, act: () => T): T => spoken.run(language, act)

/** The language that is spoken here. */
export const speaking = (): Language => spoken.getStore() ?? 'en'

/** The first of a browser's languages that we have. `header` is Accept-Language (RFC 9110, 12.5.4). */
export function languageAsked(header: string, fallback: Language): Language {
  const wishes = header
    .slice(0, 400)
    .split(',')
    .map(wish => {
      const [tag = '', ...more] = wish.trim().toLowerCase().split(';')
      const q = more.map(part => /^\s*q=([01](?:\.\d{0,3})?)$/.exec(part)?.[1]).find(Boolean)
      return { language: tag.split('-')[0]!, q: q === undefined ? 1 : Number(q) }
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
  for (const { language } of wishes) if (isLanguage(language)) return language
  return fallback
}

import { AsyncLocalStorage } from 'node:async_hooks'
import { isLanguage, type Language, listenTo } from './language.ts'

export * from './language.ts'

const spoken = new AsyncLocalStorage<Language>()
listenTo(() => spoken.getStore() ?? 'en')

/** Everything in `act` and what it waits for is said in this language. */
export const speak = <T>(language: Language, act: () => T): T => spoken.run(language, act)

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

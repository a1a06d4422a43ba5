/** The languages of the interface, each by its own name. The first one is spoken where nothing else is known. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

export const languages = Object.keys(LANGUAGES) as Language[]
export const isLanguage = (word: string): word is Language => Object.hasOwn(LANGUAGES, word)

/** How the language writes numbers and dates. */
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

let source = (): Language => 'en'

/** Who knows which language is spoken: on the server the request, in a browser the page. */
export function listenTo(knows: () => Language): void {
  source = knows
}

/** The language that is spoken here. */
export const speaking = (): Language => source()
export const locale = (): string => LOCALES[speaking()]

const made = new Map<Language, Intl.PluralRules>()
function rules(language: Language): Intl.PluralRules {
  let known = made.get(language)
  if (!known) {
    known = new Intl.PluralRules(language)
    made.set(language, known)
  }
  return known
}

/** The form of a word that goes with a number: `plural(3, { one: 'line', other: 'lines' })`. Forms: https://cldr.unicode.org/index/cldr-spec/plural-rules */
export function plural(
  n: number | bigint,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  return forms[rules(speaking()).select(Number(n))] ?? forms.other
}

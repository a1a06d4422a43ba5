import type { Language } from '../../views/words/language.ts'
import { prepared } from '../base/db/prepared.ts'
import type { World } from '../world.ts'

const q = prepared(sql => ({
  of: sql.one<{ language: Language | null; language_heard: Language | null }>(
    'SELECT language, language_heard FROM accounts WHERE id = $account',
  ),
  choose: sql.run('UPDATE accounts SET language = $language WHERE id = $account'),
  hear: sql.run('UPDATE accounts SET language_heard = $language WHERE id = $account'),
}))

/** The language of what is written to this account: as chosen, else as its browser last asked, else the house's. */
export function languageOfAccount(world: World, account: string): Language {
  const known = q(world).of({ account })
  return known?.language ?? known?.language_heard ?? world.settings.get('language')
}

export const chosenLanguage = (world: World, account: string): Language | null =>
  q(world).of({ account })?.language ?? null

export function chooseLanguage(world: World, account: string, language: Language): void {
  q(world).choose({ account, language })
}

/** Somebody signs in from a browser that reads in this language. */
export function hearLanguage(world: World, account: string, language: Language): void {
  q(world).hear({ account, language })
}

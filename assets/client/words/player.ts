import { player as de } from './de/player.ts'
import { player as en } from './en/player.ts'
import { inPageLanguage } from './page.ts'

export const spoken = inPageLanguage({ en, de })

import { studio as de } from './de/studio.ts'
import { studio as en } from './en/studio.ts'
import { inPageLanguage } from './page.ts'

export const spoken = inPageLanguage({ en, de })

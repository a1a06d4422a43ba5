import { unsent as de } from './de/unsent.ts'
import { unsent as en } from './en/unsent.ts'
import { inPageLanguage } from './page.ts'

export const spoken = inPageLanguage({ en, de })

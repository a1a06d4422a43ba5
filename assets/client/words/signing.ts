import { signing as de } from './de/signing.ts'
import { signing as en } from './en/signing.ts'
import { inPageLanguage } from './page.ts'

export const spoken = inPageLanguage({ en, de })

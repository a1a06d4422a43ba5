import { room as de } from './de/room.ts'
import { room as en } from './en/room.ts'
import { inPageLanguage } from './page.ts'

export const spoken = inPageLanguage({ en, de })

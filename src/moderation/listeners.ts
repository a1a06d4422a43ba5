import type { Sanction } from './sanction.ts'

/** What moderation tells others, inside the verb's own transaction: outside effects wait for its commit. */
export interface ModerationListeners {
  sanctioned(sanction: Sanction): void
  lifted(sanction: Sanction): void
}

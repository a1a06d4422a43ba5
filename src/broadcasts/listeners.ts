import type { Stage } from './stage.ts'

/** What broadcasts tell others. */
export interface BroadcastListeners {
  /** Any change that a room page or the studio page shows. */
  stageChanged(stage: Stage): void
  /** Health figures alone (about once a second while live). */
  healthChanged(stage: Stage): void
  started(stage: Stage): void
  ended(stage: Stage, broadcastId: string): void
}

import type { BroadcastListeners } from './broadcasts/index.ts'
import type { World } from './world.ts'

/** Who listens to whom, on one screen. */
export interface Told {
  broadcasts: BroadcastListeners
}

export function wire(_world: World): Told {
  return {
    broadcasts: {
      stageChanged() {},
      healthChanged() {},
      started() {},
      ended() {},
    },
  }
}

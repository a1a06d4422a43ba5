import type { Database } from 'bun:sqlite'
import type { Clock } from './base/clock.ts'
import type { Config } from './base/config.ts'
import type { Assets } from './base/http/assets.ts'
import type { Outbound } from './base/http/outbound.ts'
import type { Rates } from './base/http/rate.ts'
import type { Ids } from './base/ids.ts'
import type { Log } from './base/log.ts'
import type { MediaPort } from './base/ports.ts'
import type { Hub } from './base/realtime/hub.ts'
import type { Presence } from './base/realtime/presence.ts'
import type { Seal } from './base/seal/box.ts'
import type { Settings } from './base/settings.ts'

/** Everything a verb may touch. Built once, in main.ts; tests build their own. */
export interface World {
  db: Database
  clock: Clock
  ids: Ids
  hub: Hub
  presence: Presence
  media: MediaPort
  settings: Settings
  seal: Seal
  rates: Rates
  /** The only way out to machines that others have named. */
  outbound: Outbound
  config: Config
  assets: Assets
  log: Log
}

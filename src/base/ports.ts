/** What domains command of the outside. `media/` implements it; tests pass a recorder. */

export type PublishWord =
  | 'key'
  | 'rate'
  | 'banned'
  | 'not-approved'
  | 'roster-empty'
  | 'consent-missing'
  | 'agreement-old'
  | 'nobody-on-watch'
  | 'held'
  | 'stopping'

/** All that the door must know of a room, kept in memory: it answers without SQL. */
export interface DoorRoom {
  /** The room's public name, also its MediaMTX path: `live/NAME`. */
  name: string
  /** SHA-256 (hex) of each stream key that is valid, with its end (ms since 1970) or null. */
  keys: { sha256: string; until: number | null }[]
  /** The first reason why nobody may publish here, or null. */
  refuse: PublishWord | null
  /** Publishing is refused as `held` until then (ms since 1970), after a cut. */
  heldUntil: number
}

export interface MediaPort {
  /** Writes the door's row before anything is kicked: OBS reconnects by itself. */
  admit(room: DoorRoom): void
  forget(name: string): void
  /** Ends whatever is published to the room now and its feeds. Resolves when MediaMTX has let go, or after 5 s. */
  cut(name: string, why: string): Promise<void>
  /** Begins anew with changed settings: every picture is away for some seconds. */
  restart(): Promise<void>
  status(): MediaStatus
}

export interface MediaStatus {
  state: 'starting' | 'up' | 'down' | 'crash-loop' | 'missing'
  /** A sentence for the banner and the health page; empty while all is well. */
  say: string
  version: string
  pid: number
  startedAt: number
  restarts: number
  ffmpeg: { found: boolean; version: string }
  /** Receivers that are open, such as `rtmp :1935`. */
  listeners: string[]
}

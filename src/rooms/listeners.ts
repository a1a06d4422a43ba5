/** What a room's stage shows now: told by broadcasts and media through the wiring, because rooms stand left of them. */
export interface OnStage {
  state: 'live' | 'away' | 'off'
  viewers: number
  startedAt?: number
  title?: string
  /** The house has stopped it and holds the room closed. */
  held: boolean
  /** The newest picture, or nothing. */
  pictureHref?: string
}

export interface RoomListeners {
  /** A question. */
  onStage(room: string): OnStage
  /** The live element of the room page, as markup. */
  media(room: string): unknown
}

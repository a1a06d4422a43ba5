import type { RoomParts } from '../../views/rooms/room.tsx'
import type { Asking } from '../accounts/access.ts'
import type { Room } from './room.ts'

/** What a room's stage shows now: told by broadcasts and media through the wiring, because rooms stand left of them. */
export interface OnStage {
  state: 'live' | 'away' | 'off'
  viewers: number
  startedAt?: number
  title?: string
  /** The house has stopped it and holds the room closed. */
  held: boolean
  /** Why there is no picture while the broadcast goes on. */
  away?: 'paused' | 'still' | 'lost' | 'house'
  /** The newest picture, or nothing. */
  pictureHref?: string
  /** The same, larger. */
  posterHref?: string
}

export interface RoomListeners {
  /** A question. */
  onStage(room: string): OnStage
  /** A question: every room that is on air now, by name. */
  stages(): ReadonlyMap<string, OnStage>
  /** The live element of the room page, as markup. */
  media(room: string): unknown
  /** What chat, tips and all else to the right of rooms put into its page. */
  parts(room: Room, asking: Asking & { request: Request }): RoomParts
  /** The performer gave the room another title. */
  retitled(room: string, title: string): void
}

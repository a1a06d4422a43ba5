import type { RoomParts } from '../../views/rooms/room.tsx'
import type { Language } from '../../views/words/index.ts'
import type { Asking } from '../accounts/access.ts'
import type { Visitor } from '../accounts/index.ts'
import type { Room } from '../rooms/index.ts'
import type { Stage } from './stage.ts'

/** What broadcasts tell others. */
export interface BroadcastListeners {
  /** Any change that a room page or the studio page shows. */
  stageChanged(stage: Stage): void
  /** Health figures alone (about once a second while live). */
  healthChanged(stage: Stage): void
  started(stage: Stage): void
  ended(stage: Stage, broadcastId: string): void
  /** What stands beside the performer's own picture: chat, goal and tips, as markup with what it needs. */
  beside(room: Room, asking: Asking & { request: Request }): Pick<RoomParts, 'chat' | 'goal' | 'sheets' | 'scripts'>
}

/** Whoever has a room's page open, as its socket knows them. */
export interface Guest {
  /** The room's public name. */
  room: string
  visitor: Visitor | null
  address: string
  language: Language
  /** Of this page alone, gone with its socket. */
  seat: string
}

/**
 * What a page asks for through its socket. The answer is markup and goes to that page alone, once what the act wrote is on
 * the disk; nothing is answered by nothing. It speaks the guest's language.
 */
export type Act = (guest: Guest, input: Readonly<Record<string, unknown>>) => unknown

/** What the room's socket asks of the domains to the right. */
export interface SocketListeners {
  /** By the word in `{"act": "..."}`. */
  acts: Readonly<Record<string, Act>>
  /** A page has opened its socket, or opened it again: what it missed, as markup. `asked` is the socket's own query. */
  entered(guest: Guest, asked: URLSearchParams): unknown
}

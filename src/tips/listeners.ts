import type { LineView } from '../../views/chat/line.tsx'
import type { ChatListeners } from '../chat/index.ts'
import type { Room } from '../rooms/index.ts'
import type { GoalMoved } from './goal.ts'
import type { Tip } from './tip.ts'

export interface TipMade {
  tip: Tip
  member: { id: string; handle: string; hue: number }
  room: Room
  moved: GoalMoved
}

/** What tips tell others, once the tip is on the disk. */
export interface TipListeners {
  /** The chat's own: a tip says its lines within its transaction. */
  chat: ChatListeners
  tipped(made: TipMade): void
  /** A question: the newest lines of the room's chat as everybody may read them, oldest first. */
  lines(room: Room, most: number): readonly LineView[]
}

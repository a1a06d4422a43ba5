import type { Afloat } from './afloat.ts'
import type { HeldLine } from './held.ts'
import type { Line } from './line.ts'
import type { RoomAct } from './room-act.ts'

/** What chat tells others: after the commit, so that a line is on the disk before anybody sees it. */
export interface ChatListeners {
  /** A new line: for everybody, or for whom it was said. */
  posted(line: Line): void
  /** A line that cannot be stored now: shown all the same, without a number. */
  afloat(line: Afloat): void
  /** It is stored; `posted` has told of it. */
  landed(line: Afloat): void
  /** A line was removed, or stands again. */
  changed(line: Line): void
  /** A line waits for somebody who keeps the room. */
  held(line: HeldLine): void
  /** It was let through, refused or taken back. */
  decided(line: HeldLine): void
  /** Somebody who keeps the room did something, or took it back. */
  kept(act: RoomAct): void
}

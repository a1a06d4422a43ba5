import { tx } from '../base/db/tx.ts'
import * as moderation from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { waitAgain } from './held.ts'
import { backAfterBlock } from './keep.ts'
import * as lists from './moderator.ts'
import { addNotice, removeNotice } from './notice.ts'
import { actById, type Keeping, type RoomAct, tookBack } from './room-act.ts'
import { type RoomRules, setRules } from './rules.ts'
import { putWords, removeWord, type WordAct } from './words.ts'

/** What brings lines back and takes them away: chat's own, given by the edge. */
export interface LineVerbs {
  restore(world: World, line: string): boolean
  remove(world: World, line: string, by: string): boolean
}

export type Undone = { ok: true; act: RoomAct } | { ok: false; why: 'gone' | 'rights' | 'over' }

/** The performer takes back what she and her moderators did; a moderator the own slip; staff what staff did. */
export function mayUndo(act: Pick<RoomAct, 'as_role' | 'by'>, by: Keeping): boolean {
  if (act.as_role === 'staff') return by.as === 'staff'
  return by.as === 'performer' || act.by === by.id
}

/** Takes an act back as far as it still stands: `over` where there is nothing left of it. */
export function undo(world: World, { room, by }: { room: Room; by: Keeping }, id: string, lines: LineVerbs): Undone {
  const act = actById(world, id)
  if (!act || act.room_id !== room.id) return { ok: false, why: 'gone' }
  if (!mayUndo(act, by)) return { ok: false, why: 'rights' }
  if (act.undone_at !== null) return { ok: false, why: 'over' }
  return tx(world, () => {
    if (!reversed(world, room, act, by, lines)) return { ok: false, why: 'over' } as const
    tookBack(world, act, by)
    return { ok: true, act: actById(world, id)! } as const
  })
}

function reversed(world: World, room: Room, act: RoomAct, by: Keeping, lines: LineVerbs): boolean {
  const { account_id: account, subject, detail } = act
  switch (act.act) {
    case 'muted':
    case 'muted-silently':
      return moderation.unmute(world, subject!, by.id)
    case 'unmuted': {
      const until = detail.until as number | null
      if (until !== null && until <= world.clock.now()) return false
      const silent = detail.silent === 1
      const because = String(detail.because)
      moderation.mute(world, { room: room.id, account: account!, by: by.id, because, until, silent })
      return true
    }
    case 'kicked':
      return moderation.letBack(world, subject!, by.id)
    case 'blocked':
      if (!moderation.unblock(world, subject!)) return false
      backAfterBlock(world, room, account!, detail)
      return true
    case 'unblocked':
      if (moderation.isBlocked(world, room.performer_id, account!)) return false
      moderation.block(world, { performer: room.performer_id, account: account!, because: String(detail.because) })
      return true
    case 'slow-mode':
    case 'writers':
    case 'hold':
    case 'whispers':
    case 'welcome':
    case 'pinned':
    case 'unpinned':
      setRules(world, room.id, rulesBefore(detail))
      return true
    case 'notice-added':
      return removeNotice(world, room.id, subject!)
    case 'notice-removed':
      addNotice(world, room.id, { text: String(detail.text), every_ms: Number(detail.every_ms) })
      return true
    case 'words-added': {
      const words = detail.words as { word: string; was: WordAct | null }[]
      const done = words.map(({ word, was }) =>
        was === null ? removeWord(world, room.id, word) : putWords(world, room.id, word, was).ok,
      )
      return done.includes(true)
    }
    case 'word-removed':
      return putWords(world, room.id, String(detail.word), detail.act as WordAct).ok
    case 'moderator-granted':
      return lists.revoke(world, room.id, account!)
    case 'moderator-revoked':
      return lists.grant(world, room.id, account!)
    case 'trusted':
      return lists.distrust(world, room.id, account!)
    case 'distrusted':
      return lists.trust(world, room.id, account!)
    case 'line-removed':
      return lines.restore(world, subject!)
    case 'line-shown':
      return lines.remove(world, subject!, by.id)
    case 'line-refused':
      return waitAgain(world, subject!)
    default:
      return act.act satisfies never
  }
}

/** Tokens travel through JSON as text. */
function rulesBefore(detail: RoomAct['detail']): Partial<RoomRules> {
  const { needed_tokens, ...before } = detail.before as Record<string, unknown>
  return {
    ...(before as Partial<RoomRules>),
    ...(needed_tokens === undefined ? {} : { needed_tokens: BigInt(String(needed_tokens)) }),
  }
}

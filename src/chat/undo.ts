import { afterCommit, tx } from '../base/db/tx.ts'
import * as moderation from '../moderation/index.ts'
import type { World } from '../world.ts'
import { heldById, waitAgain } from './held.ts'
import type { Keeps } from './keep.ts'
import { backAfterBlock, mayReplace } from './keep-people.ts'
import { tellRules } from './keep-rules.ts'
import { openLinks, removeLine, restoreLine } from './line.ts'
import * as lists from './moderator.ts'
import { addNotice, removeNotice } from './notice.ts'
import { actById, type Keeping, type RoomAct, tookBack } from './room-act.ts'
import { type RoomRules, rulesOf, setRules } from './rules.ts'
import { putWords, removeWord, type WordAct } from './words.ts'

export type Undone = { ok: true; act: RoomAct } | { ok: false; why: 'gone' | 'rights' | 'over' }

/** The performer takes back what she and her moderators did; a moderator the own slip; staff what staff did. */
export function mayUndo(act: Pick<RoomAct, 'as_role' | 'by'>, by: Keeping): boolean {
  if (act.as_role === 'staff') return by.as === 'staff'
  return by.as === 'performer' || act.by === by.id
}

/** Takes an act back as far as it still stands: `over` where there is nothing left of it. */
export function undo(world: World, keeps: Keeps, id: string): Undone {
  const { room, by, told } = keeps
  const act = actById(world, id)
  if (!act || act.room_id !== room.id) return { ok: false, why: 'gone' }
  if (!mayUndo(act, by)) return { ok: false, why: 'rights' }
  if (act.undone_at !== null) return { ok: false, why: 'over' }
  return tx(world, () => {
    if (!reversed(world, keeps, act)) return { ok: false, why: 'over' } as const
    tookBack(world, act, by)
    const undone = actById(world, id)!
    afterCommit(world, () => told.kept(undone))
    return { ok: true, act: undone } as const
  })
}

function reversed(world: World, { room, by, told }: Keeps, act: RoomAct): boolean {
  const { account_id: account, subject, detail } = act
  switch (act.act) {
    case 'muted':
    case 'muted-silently':
      return moderation.unmute(world, subject!, by.id)
    case 'unmuted': {
      const until = detail.until as number | null
      if (until !== null && until <= world.clock.now()) return false
      if (!mayReplace(world, { room, by }, moderation.muteNow(world, room.id, account!))) return false
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
    case 'unpinned': {
      const rules = rulesOf(world, room.id)
      // A later act has set another rule in its place.
      if (!stands(rules, rulesIn(detail.after))) return false
      setRules(world, room.id, rulesIn(detail.before))
      tellRules(world, { room, by, told }, rules)
      return true
    }
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
      return standsAgain(world, told, room.id, Number(subject))
    case 'lines-removed':
      return (detail.lines as number[]).map(seq => standsAgain(world, told, room.id, seq)).includes(true)
    case 'line-shown':
      return removeLine(world, told, { room: room.id, seq: Number(subject), by: by.id }) !== null
    case 'line-refused':
      if (!waitAgain(world, subject!)) return false
      afterCommit(world, () => told.held(heldById(world, subject!)!))
      return true
    case 'links':
      openLinks(world, room.id, detail.before === true)
      return true
    default:
      return act.act satisfies never
  }
}

/** What the house has taken since, or still has to look at, is not the room's to bring back. */
const standsAgain = (world: World, told: Keeps['told'], room: string, seq: number): boolean =>
  !moderation.isLineTaken(world, `${room}:${seq}`) && restoreLine(world, told, { room, seq }) !== null

/** Tokens travel through JSON as text. */
function rulesIn(written: unknown): Partial<RoomRules> {
  const { needed_tokens, ...rules } = written as Record<string, unknown>
  return {
    ...(rules as Partial<RoomRules>),
    ...(needed_tokens === undefined ? {} : { needed_tokens: BigInt(String(needed_tokens)) }),
  }
}

const stands = (now: Readonly<RoomRules>, set: Partial<RoomRules>): boolean =>
  (Object.keys(set) as (keyof RoomRules)[]).every(name => now[name] === set[name])

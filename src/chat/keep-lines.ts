import { HOUR } from '../base/clock.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { decide, type HeldLine, heldById } from './held.ts'
import { done, type Keeps, type Kept, mayActOn, mayDo, no, reasonFault, tellRoom } from './keep.ts'
import { type LineKind, lineAt, note, removeLine, standingOf } from './line.ts'
import type { ChatListeners } from './listeners.ts'

/** What people wrote; an act stays as it was done, and a whisper is nobody else's. */
const REMOVABLE: readonly LineKind[] = ['plain', 'sticker', 'tip', 'gift', 'shout', 'note']

/** The line stands no more; everybody reads who took it away and, where it is given, why. */
export function removeHere(world: World, keeps: Keeps, { seq, because }: { seq: number; because: string }): Kept {
  const { room, by, told } = keeps
  const line = lineAt(world, room.id, seq)
  if (!line || !REMOVABLE.includes(line.kind)) return no({ why: 'gone' })
  const about = line.account_id
  const isOwn = about === by.id
  const wrong = about === null || isOwn ? null : mayActOn(world, keeps, about)
  // Whose account is gone still has lines.
  const fault = (wrong?.why === 'unknown' ? null : wrong) ?? reasonFault(world, by, because)
  if (fault) return no(fault)
  return tx(world, () => {
    if (!removeLine(world, told, { room: room.id, seq, by: by.id })) return no({ why: 'gone' })
    // A silent line was nobody's to miss.
    if (line.to_id === null) {
      if (because === '') tellRoom(world, keeps, 'removed')
      else tellRoom(world, keeps, 'removedBecause', because)
    }
    return done(world, keeps, { act: 'line-removed', account: about, subject: String(seq), because })
  })
}

/** As many lines as one act takes away: what one person can write in an hour without being stopped is less. */
const SWEEP_MOST = 500

/** All that somebody said here in the last hour goes at once, and comes back at once. */
export function removeAllOf(
  world: World,
  keeps: Keeps,
  { account, because }: { account: string; because: string },
): Kept {
  const { room, by, told } = keeps
  const fault = mayActOn(world, keeps, account) ?? reasonFault(world, by, because)
  if (fault) return no(fault)
  return tx(world, () => {
    const since = world.clock.now() - HOUR
    const lines = standingOf(world, { room: room.id, account, since, limit: SWEEP_MOST }).filter(line =>
      REMOVABLE.includes(line.kind),
    )
    if (lines.length === 0) return no({ why: 'gone' })
    for (const { seq } of lines) removeLine(world, told, { room: room.id, seq, by: by.id })
    // Silent lines were nobody's to miss.
    const missed = lines.filter(line => line.to_id === null).length
    if (missed > 0) {
      if (because === '') tellRoom(world, keeps, 'removedMany', missed)
      else tellRoom(world, keeps, 'removedManyBecause', missed, because)
    }
    const seqs = lines.map(line => line.seq)
    return done(world, keeps, { act: 'lines-removed', account, because, detail: { lines: seqs } })
  })
}

/** A held line is let through: from now on it is a line like others, where the chat has come to. */
export function showHeld(world: World, keeps: Keeps, id: string): Kept {
  const { room, by, told } = keeps
  if (!mayDo(by.as, 'line-shown')) return no({ why: 'rights' })
  const held = heldById(world, id)
  if (!held || held.room_id !== room.id) return no({ why: 'gone' })
  if (held.account_id === by.id) return no({ why: 'self' })
  return tx(world, () => {
    if (!decide(world, id, { decision: 'shown', by: by.id })) return no({ why: 'gone' })
    const line = note(world, told, { room: room.id, kind: 'plain', by: held.account_id, text: held.text })
    afterCommit(world, () => told.decided({ ...held, decision: 'shown' }))
    return done(world, keeps, {
      act: 'line-shown',
      account: held.account_id,
      subject: String(line.seq),
      detail: { held: id },
    })
  })
}

/** The writer hears that it was refused, and why. */
export function refuseHeld(world: World, keeps: Keeps, { id, because }: { id: string; because: string }): Kept {
  const { room, by, told } = keeps
  if (!mayDo(by.as, 'line-refused')) return no({ why: 'rights' })
  const held = heldById(world, id)
  if (!held || held.room_id !== room.id) return no({ why: 'gone' })
  const fault = reasonFault(world, by, because)
  if (fault) return no(fault)
  return tx(world, () => {
    if (!decide(world, id, { decision: 'refused', by: by.id, because })) return no({ why: 'gone' })
    afterCommit(world, () => told.decided({ ...held, decision: 'refused', because }))
    return done(world, keeps, { act: 'line-refused', account: held.account_id, subject: id, because })
  })
}

export type TakenBack = { ok: true; held: HeldLine } | { ok: false; why: 'gone' }

/** The writer does not want it said any more. */
export function takeBack(
  world: World,
  told: ChatListeners,
  { room, account, id }: { room: Pick<Room, 'id'>; account: string; id: string },
): TakenBack {
  const held = heldById(world, id)
  if (!held || held.room_id !== room.id || held.account_id !== account) return { ok: false, why: 'gone' }
  return tx(world, () => {
    if (!decide(world, id, { decision: 'taken-back', by: account })) return { ok: false, why: 'gone' } as const
    const decided: HeldLine = { ...held, decision: 'taken-back' }
    afterCommit(world, () => told.decided(decided))
    return { ok: true, held: decided } as const
  })
}

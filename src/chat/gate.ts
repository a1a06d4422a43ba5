import { accountById, isStaff } from '../accounts/index.ts'
import { balanceOf, book } from '../ledger/index.ts'
import { type Bulk, blockNow, bulkOf, isKeptOut, kickNow, muteNow, silencedNow } from '../moderation/index.ts'
import { isFollower, type Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { isModerator, isTrusted } from './moderator.ts'
import { lastLineAt, saysAgain, tooFast } from './pace.ts'
import { type RoomRules, rulesOf } from './rules.ts'

/** Who asks to write, and what; without a text it is only the question whether they may. */
export interface Posting {
  room: Pick<Room, 'id' | 'performer_id'>
  /** The account that writes. */
  account: string
  text?: string
}

/** `until` where waiting helps: a time by the world's clock. */
export type GateRefusal =
  /** Staff have no place in a room's chat; a ban; a block by the performer. */
  | { why: 'staff' | 'banned' | 'blocked' }
  | { why: 'kicked'; until: number }
  /** The room's mode. */
  | { why: 'followers' | 'trusted' | 'nobody' }
  | { why: 'holders'; tokens: bigint }
  | { why: 'young'; until: number }
  | { why: 'muted'; until: number | null; because: string }
  | { why: 'slow'; until: number }
  /** Flood. */
  | { why: 'fast'; until: number }
  | { why: 'again' }
  | { why: Bulk }

export type MayPost =
  | {
      ok: true
      /** Only the writer, and whoever keeps the room, shall see the line; she is not told. */
      silent: boolean
      /** Every line of hers waits for somebody who keeps the room. */
      holds: boolean
      /** Keeps the room: nobody else looks at her lines. */
      keeps: boolean
      /** Keeps the room, or is trusted: the room's own word list does not stop her. */
      free: boolean
    }
  | ({ ok: false } & GateRefusal)

const SECOND_MS = 1000

/**
 * Whether this account may write here now, in the order of what is known about it: ban, block, kick, the room's mode, mute, slow
 * mode, flood. The filter comes after it, and `wrote` (pace.ts) once the line is stored.
 */
export function mayPost(world: World, { room, account, text }: Posting): MayPost {
  const person = accountById(world, account)
  if (!person || isStaff(person.role)) return { ok: false, why: 'staff' }
  if (isKeptOut(world, account)) return { ok: false, why: 'banned' }
  const silenced = silencedNow(world, account)
  if (silenced) return { ok: false, why: 'muted', until: silenced.until, because: silenced.because }
  const isPerformer = account === room.performer_id
  if (isPerformer) return flood(world, room.id, account, text, { silent: false, holds: false, keeps: true, free: true })
  if (blockNow(world, room.performer_id, account)) return { ok: false, why: 'blocked' }
  const kicked = kickNow(world, room.id, account)
  if (kicked) return { ok: false, why: 'kicked', until: kicked.until }
  const rules = rulesOf(world, room.id)
  const keeps = isModerator(world, room.id, account)
  const trusted = keeps || isTrusted(world, room.id, account)
  const closed = keeps ? null : mode(world, room, rules, person, trusted)
  if (closed) return { ok: false, ...closed }
  const muted = muteNow(world, room.id, account)
  if (muted && !muted.silent) return { ok: false, why: 'muted', until: muted.until, because: muted.because }
  if (!keeps && rules.slow_mode_ms > 0) {
    const until = lastLineAt(world, room.id, account) + rules.slow_mode_ms
    if (until > world.clock.now()) return { ok: false, why: 'slow', until }
  }
  const holds = rules.holds_all === 1 && !trusted
  return flood(world, room.id, account, text, { silent: muted !== null, holds, keeps, free: trusted })
}

function mode(
  world: World,
  room: Posting['room'],
  rules: Readonly<RoomRules>,
  person: { id: string; created_at: number },
  trusted: boolean,
): GateRefusal | null {
  const old = person.created_at + rules.account_age_ms
  switch (rules.writers) {
    case 'nobody':
      return { why: 'nobody' }
    case 'trusted':
      if (!trusted) return { why: 'trusted' }
      break
    case 'followers':
      if (!trusted && !isFollower(world, person.id, room.id)) return { why: 'followers' }
      break
    case 'holders':
      if (!trusted && balanceOf(world, book('wallet', person.id)) < rules.needed_tokens)
        return { why: 'holders', tokens: rules.needed_tokens }
      break
    case 'everybody':
      break
    default:
      return rules.writers satisfies never
  }
  return !trusted && old > world.clock.now() ? { why: 'young', until: old } : null
}

function flood(
  world: World,
  room: string,
  account: string,
  text: string | undefined,
  may: Omit<Extract<MayPost, { ok: true }>, 'ok'>,
): MayPost {
  if (text === undefined) return { ok: true, ...may }
  if (tooFast(world, account)) return { ok: false, why: 'fast', until: world.clock.now() + SECOND_MS }
  if (saysAgain(world, room, account, text)) return { ok: false, why: 'again' }
  const bulk = bulkOf(text)
  return bulk ? { ok: false, why: bulk } : { ok: true, ...may }
}

import { type Account, accountByHandle, accountById, isStaff } from '../accounts/index.ts'
import { DAY, HOUR, MINUTE } from '../base/clock.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import { audience, endPassesInRoom } from '../broadcasts/index.ts'
import * as moderation from '../moderation/index.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import { follow, isFollower, type Room, unfollow } from '../rooms/index.ts'
import type { World } from '../world.ts'
import * as lists from './moderator.ts'
import { MODERATORS_MOST, moderatorsOf, TRUSTED_MOST, trustedOf } from './moderator.ts'
import {
  addNotice,
  NOTICE_LEAST_MS,
  NOTICE_LONGEST_MS,
  NOTICE_MOST,
  NOTICES_MOST,
  noticesOf,
  removeNotice,
} from './notice.ts'
import { did, type Keeping, type RoomAct, type RoomActKind } from './room-act.ts'
import {
  AGE_MOST_MS,
  NEEDED_MOST,
  PINNED_MOST,
  type RoomRules,
  rulesOf,
  SLOW_MOST_MS,
  setRules,
  WELCOME_MOST,
  type Writers,
} from './rules.ts'
import { putWords, removeWord, type WordAct, wordsOf } from './words.ts'

/** What a moderator of the room and staff may do; the rest of the room is the performer's alone. */
const SHARED: readonly RoomActKind[] = [
  'line-removed',
  'muted',
  'muted-silently',
  'unmuted',
  'kicked',
  'slow-mode',
  'writers',
  'hold',
  'line-shown',
  'line-refused',
  'pinned',
  'unpinned',
]

export const mayDo = (as: lists.Keeper, act: RoomActKind): boolean => as === 'performer' || SHARED.includes(act)

/** How long a mute lasts; for good is the performer's alone. */
export const MUTES = { '5m': 5 * MINUTE, '1h': HOUR, '24h': DAY, good: null } as const
export type MuteLength = keyof typeof MUTES
export const isMuteLength = (typed: string): typed is MuteLength => Object.hasOwn(MUTES, typed)

export const BECAUSE_MOST = 200

export type KeepRefusal =
  /** This act is not theirs; or whom it is about stands above it. */
  | { why: 'rights' | 'target' | 'self' }
  /** Nobody has this name; the thing is not there any more; it is so already. */
  | { why: 'unknown' | 'gone' | 'same' }
  /** The reason, or another text. */
  | { why: 'because' | 'empty' | 'long' | 'short' | 'many' | 'range' }
  | { why: 'filter'; refusal: Refusal }
  /** Of a word list: which one it is. */
  | { why: 'word'; word: string; what: 'short' | 'long' }
export type Kept = { ok: true; act: RoomAct } | ({ ok: false } & KeepRefusal)

export interface Keeps {
  room: Room
  by: Keeping
}

const no = (refusal: KeepRefusal): Kept => ({ ok: false, ...refusal })

/** The reason is read by the person it is about and may stand in the chat: staff always give one. */
function reasonFault(world: World, by: Keeping, because: string): KeepRefusal | null {
  if (because === '') return by.as === 'staff' ? { why: 'because' } : null
  if (Array.from(because).length > BECAUSE_MOST) return { why: 'long' }
  const read = filter(world, { what: 'notice', text: because, by: by.id, mayCover: false })
  return read.ok ? null : { why: 'filter', refusal: read.why }
}

/** A text of the room's own, as it may be stored. */
function roomText(
  world: World,
  by: Keeping,
  text: string,
  most: number,
): { ok: true; text: string } | { ok: false; refusal: KeepRefusal } {
  if (Array.from(text).length > most) return { ok: false, refusal: { why: 'long' } }
  const read = filter(world, { what: 'notice', text, by: by.id })
  return read.ok ? { ok: true, text: read.text } : { ok: false, refusal: { why: 'filter', refusal: read.why } }
}

/** Whom an act may be about: nobody acts on the performer, on staff or on oneself, a moderator on no other moderator. */
export function mayActOn(world: World, { room, by }: Keeps, account: string): KeepRefusal | null {
  const person = accountById(world, account)
  if (!person) return { why: 'unknown' }
  if (account === by.id) return { why: 'self' }
  if (account === room.performer_id || isStaff(person.role)) return { why: 'target' }
  if (by.as === 'moderator' && lists.isModerator(world, room.id, account)) return { why: 'target' }
  return null
}

interface About {
  account: string
  because: string
}

/** Checks what every act about a person needs, then does it in one verb. */
function aboutPerson(
  world: World,
  keeps: Keeps,
  act: RoomActKind,
  { account, because }: About,
  verb: (person: Account) => Kept,
): Kept {
  if (!mayDo(keeps.by.as, act)) return no({ why: 'rights' })
  const wrong = mayActOn(world, keeps, account) ?? reasonFault(world, keeps.by, because)
  if (wrong) return no(wrong)
  return tx(world, () => verb(accountById(world, account)!))
}

/** Chat silence for a time. Silently: only the writer, and whoever keeps the room, still sees the lines, for a day at most. */
export function muteHere(world: World, keeps: Keeps, asked: About & { length: MuteLength; silent?: boolean }): Kept {
  const { room, by } = keeps
  const { account, because, length, silent = false } = asked
  const act = silent ? 'muted-silently' : 'muted'
  if (length === 'good' && (by.as !== 'performer' || silent)) return no({ why: 'range' })
  return aboutPerson(world, keeps, act, asked, () => {
    const lasts = MUTES[length]
    const until = lasts === null ? null : world.clock.now() + lasts
    const mute = moderation.mute(world, { room: room.id, account, by: by.id, because, until, silent })
    return {
      ok: true,
      act: did(world, { room, by, act, account, because, subject: mute.id, detail: { length, until } }),
    }
  })
}

export function unmuteHere(world: World, { room, by }: Keeps, id: string): Kept {
  const mute = moderation.muteById(world, id)
  if (!mute || mute.room_id !== room.id) return no({ why: 'gone' })
  // What the performer has said about somebody is hers to take back.
  if (by.as === 'moderator' && mute.by === room.performer_id) return no({ why: 'target' })
  return tx(world, () => {
    if (!moderation.unmute(world, id, by.id)) return no({ why: 'gone' })
    const detail = { until: mute.until, silent: mute.silent, because: mute.because }
    return { ok: true, act: did(world, { room, by, act: 'unmuted', account: mute.account_id, subject: id, detail }) }
  })
}

/** Out on every device: the pages of this room close, and what they watch. */
function showOut(world: World, room: Room, account: string, why: 'kicked' | 'blocked'): void {
  afterCommit(world, () => {
    endPassesInRoom(world, room.name, account)
    world.presence.close(audience.inRoom(room.name, account), SHOWN_OUT[why], why)
  })
}

/** Codes of closed sockets: the page says which it was and does not come back by itself. */
export const SHOWN_OUT = { kicked: 4429, blocked: 4404 } as const

/** Out of the room now; the door opens again after ten minutes. */
export function kickOut(world: World, keeps: Keeps, asked: About): Kept {
  const { room, by } = keeps
  const { account, because } = asked
  return aboutPerson(world, keeps, 'kicked', asked, () => {
    const kick = moderation.kick(world, { room: room.id, account, by: by.id, because })
    showOut(world, room, account, 'kicked')
    return {
      ok: true,
      act: did(world, { room, by, act: 'kicked', account, because, subject: kick.id, detail: { until: kick.until } }),
    }
  })
}

/** The performer refuses a member: her chat, her picture, her page. What the member was in the room is over too. */
export function blockFrom(world: World, keeps: Keeps, asked: About): Kept {
  const { room, by } = keeps
  const { account, because } = asked
  return aboutPerson(world, keeps, 'blocked', asked, () => {
    if (moderation.isBlocked(world, room.performer_id, account)) return no({ why: 'same' })
    const detail = {
      moderator: lists.revoke(world, room.id, account),
      trusted: lists.distrust(world, room.id, account),
      follower: isFollower(world, account, room.id),
    }
    unfollow(world, account, room.id)
    const block = moderation.block(world, { performer: room.performer_id, account, because })
    showOut(world, room, account, 'blocked')
    return { ok: true, act: did(world, { room, by, act: 'blocked', account, because, subject: block.id, detail }) }
  })
}

/** What a block ended comes back with it, where it is taken back as a slip. */
export function backAfterBlock(world: World, room: Room, account: string, detail: RoomAct['detail']): void {
  if (detail.moderator === true) lists.grant(world, room.id, account)
  if (detail.trusted === true) lists.trust(world, room.id, account)
  if (detail.follower === true) follow(world, account, room)
}

export function unblockFrom(world: World, { room, by }: Keeps, id: string): Kept {
  if (!mayDo(by.as, 'unblocked')) return no({ why: 'rights' })
  const block = moderation.blockById(world, id)
  if (!block || block.performer_id !== room.performer_id) return no({ why: 'gone' })
  return tx(world, () => {
    if (!moderation.unblock(world, id)) return no({ why: 'gone' })
    const detail = { because: block.because }
    return { ok: true, act: did(world, { room, by, act: 'unblocked', account: block.account_id, subject: id, detail }) }
  })
}

/** Changes the room's rules and writes down how they were. */
function changeRules(world: World, { room, by }: Keeps, act: RoomActKind, change: Partial<RoomRules>): Kept {
  if (!mayDo(by.as, act)) return no({ why: 'rights' })
  return tx(world, () => {
    const rules = rulesOf(world, room.id)
    const names = Object.keys(change) as (keyof RoomRules)[]
    const told = (from: Readonly<Partial<RoomRules>>) =>
      Object.fromEntries(names.map(name => [name, typeof from[name] === 'bigint' ? String(from[name]) : from[name]]))
    if (names.every(name => rules[name] === change[name])) return no({ why: 'same' })
    setRules(world, room.id, change)
    return { ok: true, act: did(world, { room, by, act, detail: { before: told(rules), after: told(change) } }) }
  })
}

export const slowMode = (world: World, keeps: Keeps, ms: number): Kept =>
  Number.isSafeInteger(ms) && ms >= 0 && ms <= SLOW_MOST_MS
    ? changeRules(world, keeps, 'slow-mode', { slow_mode_ms: ms })
    : no({ why: 'range' })

export function whoWrites(
  world: World,
  keeps: Keeps,
  asked: { writers: Writers; needed_tokens: bigint; account_age_ms: number },
): Kept {
  const { needed_tokens, account_age_ms: age } = asked
  if (needed_tokens < 1n || needed_tokens > NEEDED_MOST) return no({ why: 'range' })
  if (!Number.isSafeInteger(age) || age < 0 || age > AGE_MOST_MS) return no({ why: 'range' })
  return changeRules(world, keeps, 'writers', asked)
}

export const holdAll = (world: World, keeps: Keeps, on: boolean): Kept =>
  changeRules(world, keeps, 'hold', { holds_all: on ? 1 : 0 })

export const allowWhispers = (world: World, keeps: Keeps, on: boolean): Kept =>
  changeRules(world, keeps, 'whispers', { whispers: on ? 1 : 0 })

/** Said to everybody who comes into the room; empty says nothing. */
export function welcome(world: World, keeps: Keeps, typed: string): Kept {
  const read = roomText(world, keeps.by, typed, WELCOME_MOST)
  return read.ok ? changeRules(world, keeps, 'welcome', { welcome: read.text }) : no(read.refusal)
}

/** One line at the head of the chat; a new one takes the place of the old. */
export function pin(world: World, keeps: Keeps, typed: string): Kept {
  if (typed === '') return no({ why: 'empty' })
  const read = roomText(world, keeps.by, typed, PINNED_MOST)
  if (!read.ok) return no(read.refusal)
  return changeRules(world, keeps, 'pinned', {
    pinned: read.text,
    pinned_by: keeps.by.id,
    pinned_at: world.clock.now(),
  })
}

export function unpin(world: World, keeps: Keeps): Kept {
  if (rulesOf(world, keeps.room.id).pinned === '') return no({ why: 'same' })
  return changeRules(world, keeps, 'unpinned', { pinned: '', pinned_by: null, pinned_at: null })
}

export function sayOften(
  world: World,
  { room, by }: Keeps,
  { text, every_ms }: { text: string; every_ms: number },
): Kept {
  if (!mayDo(by.as, 'notice-added')) return no({ why: 'rights' })
  if (text === '') return no({ why: 'empty' })
  if (!Number.isSafeInteger(every_ms) || every_ms < NOTICE_LEAST_MS || every_ms > NOTICE_LONGEST_MS)
    return no({ why: 'range' })
  const read = roomText(world, by, text, NOTICE_MOST)
  if (!read.ok) return no(read.refusal)
  return tx(world, () => {
    if (noticesOf(world, room.id).length >= NOTICES_MOST) return no({ why: 'many' })
    const { id } = addNotice(world, room.id, { text: read.text, every_ms })
    const detail = { text: read.text, every_ms }
    return { ok: true, act: did(world, { room, by, act: 'notice-added', subject: id, detail }) }
  })
}

export function sayNoMore(world: World, { room, by }: Keeps, id: string): Kept {
  if (!mayDo(by.as, 'notice-removed')) return no({ why: 'rights' })
  return tx(world, () => {
    const notice = noticesOf(world, room.id).find(one => one.id === id)
    if (!notice || !removeNotice(world, room.id, id)) return no({ why: 'gone' })
    const detail = { text: notice.text, every_ms: notice.every_ms }
    return { ok: true, act: did(world, { room, by, act: 'notice-removed', subject: id, detail }) }
  })
}

export function watchWords(world: World, { room, by }: Keeps, typed: string, wordAct: WordAct): Kept {
  if (!mayDo(by.as, 'words-added')) return no({ why: 'rights' })
  return tx(world, () => {
    const before = new Map(wordsOf(world, room.id).map(({ word, act }) => [word, act]))
    const put = putWords(world, room.id, typed, wordAct)
    if (!put.ok) {
      if (put.why === 'none') return no({ why: 'empty' })
      return put.why === 'many' ? no({ why: 'many' }) : no({ why: 'word', word: put.word, what: put.why })
    }
    const changed = put.added.filter(word => before.get(word) !== wordAct)
    if (changed.length === 0) return no({ why: 'same' })
    const detail = { act: wordAct, words: changed.map(word => ({ word, was: before.get(word) ?? null })) }
    return { ok: true, act: did(world, { room, by, act: 'words-added', detail }) }
  })
}

export function dropWord(world: World, { room, by }: Keeps, word: string): Kept {
  if (!mayDo(by.as, 'word-removed')) return no({ why: 'rights' })
  return tx(world, () => {
    const known = wordsOf(world, room.id).find(one => one.word === word)
    if (!known || !removeWord(world, room.id, word)) return no({ why: 'gone' })
    return { ok: true, act: did(world, { room, by, act: 'word-removed', detail: { word, act: known.act } }) }
  })
}

/** The four lists acts: who keeps the room with her, and who writes when others wait. */
function onList(
  world: World,
  { room, by }: Keeps,
  act: 'moderator-granted' | 'moderator-revoked' | 'trusted' | 'distrusted',
  handle: string,
): Kept {
  if (!mayDo(by.as, act)) return no({ why: 'rights' })
  if (handle === '') return no({ why: 'empty' })
  const person = accountByHandle(world, handle)
  if (!person) return no({ why: 'unknown' })
  if (person.id === room.performer_id) return no({ why: 'self' })
  if (isStaff(person.role)) return no({ why: 'target' })
  return tx(world, () => {
    if (act === 'moderator-granted' && moderatorsOf(world, room.id).length >= MODERATORS_MOST)
      return no({ why: 'many' })
    if (act === 'trusted' && trustedOf(world, room.id).length >= TRUSTED_MOST) return no({ why: 'many' })
    const adds = act === 'moderator-granted' || act === 'trusted'
    if (adds && moderation.isBlocked(world, room.performer_id, person.id)) return no({ why: 'target' })
    if (!LISTS[act](world, room.id, person.id)) return no({ why: adds ? 'same' : 'gone' })
    return { ok: true, act: did(world, { room, by, act, account: person.id }) }
  })
}

const LISTS = {
  'moderator-granted': lists.grant,
  'moderator-revoked': lists.revoke,
  trusted: lists.trust,
  distrusted: lists.distrust,
} as const

export const makeModerator = (world: World, keeps: Keeps, handle: string): Kept =>
  onList(world, keeps, 'moderator-granted', handle)
export const endModerator = (world: World, keeps: Keeps, handle: string): Kept =>
  onList(world, keeps, 'moderator-revoked', handle)
export const trustMember = (world: World, keeps: Keeps, handle: string): Kept => onList(world, keeps, 'trusted', handle)
export const trustNoMore = (world: World, keeps: Keeps, handle: string): Kept =>
  onList(world, keeps, 'distrusted', handle)

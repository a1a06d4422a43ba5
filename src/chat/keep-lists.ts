import { accountByHandle, isStaff } from '../accounts/index.ts'
import { tx } from '../base/db/tx.ts'
import { isBlocked } from '../moderation/index.ts'
import type { World } from '../world.ts'
import { done, type Keeps, type Kept, mayDo, no, roomText } from './keep.ts'
import { distrust, grant, MODERATORS_MOST, moderatorsOf, revoke, TRUSTED_MOST, trust, trustedOf } from './moderator.ts'
import {
  addNotice,
  NOTICE_LEAST_MS,
  NOTICE_LONGEST_MS,
  NOTICE_MOST,
  NOTICES_MOST,
  noticesOf,
  removeNotice,
} from './notice.ts'
import { putWords, removeWord, WORD_MOST, type WordAct, wordsOf } from './words.ts'

/** The room says it every so often while it is live. */
export function sayOften(world: World, keeps: Keeps, { text, every_ms }: { text: string; every_ms: number }): Kept {
  const { room, by } = keeps
  if (!mayDo(by.as, 'notice-added')) return no({ why: 'rights' })
  if (text === '') return no({ why: 'empty' })
  if (!Number.isSafeInteger(every_ms) || every_ms < NOTICE_LEAST_MS || every_ms > NOTICE_LONGEST_MS) {
    return no({ why: 'range' })
  }
  const read = roomText(world, by, text, NOTICE_MOST)
  if (!read.ok) return no(read.refusal)
  return tx(world, () => {
    if (noticesOf(world, room.id).length >= NOTICES_MOST) return no({ why: 'many' })
    const { id } = addNotice(world, room.id, { text: read.text, every_ms })
    return done(world, keeps, { act: 'notice-added', subject: id, detail: { text: read.text, every_ms } })
  })
}

export function sayNoMore(world: World, keeps: Keeps, id: string): Kept {
  const { room, by } = keeps
  if (!mayDo(by.as, 'notice-removed')) return no({ why: 'rights' })
  return tx(world, () => {
    const notice = noticesOf(world, room.id).find(one => one.id === id)
    if (!notice || !removeNotice(world, room.id, id)) return no({ why: 'gone' })
    const { text, every_ms } = notice
    return done(world, keeps, { act: 'notice-removed', subject: id, detail: { text, every_ms } })
  })
}

/** One word a line; those that are there already get the new act. */
export function watchWords(world: World, keeps: Keeps, typed: string, wordAct: WordAct): Kept {
  const { room, by } = keeps
  if (!mayDo(by.as, 'words-added')) return no({ why: 'rights' })
  return tx(world, () => {
    const before = new Map(wordsOf(world, room.id).map(({ word, act }) => [word, act]))
    const put = putWords(world, room.id, typed, wordAct)
    if (!put.ok) {
      switch (put.why) {
        case 'none':
          return no({ why: 'empty' })
        case 'many':
          return no({ why: 'many' })
        case 'long':
        case 'short':
          return no({ why: 'word', word: put.word.slice(0, WORD_MOST), what: put.why })
        default:
          return put.why satisfies never
      }
    }
    const changed = put.added.filter(word => before.get(word) !== wordAct)
    if (changed.length === 0) return no({ why: 'same' })
    const words = changed.map(word => ({ word, was: before.get(word) ?? null }))
    return done(world, keeps, { act: 'words-added', detail: { act: wordAct, words } })
  })
}

export function dropWord(world: World, keeps: Keeps, word: string): Kept {
  const { room, by } = keeps
  if (!mayDo(by.as, 'word-removed')) return no({ why: 'rights' })
  return tx(world, () => {
    const known = wordsOf(world, room.id).find(one => one.word === word)
    if (!known || !removeWord(world, room.id, word)) return no({ why: 'gone' })
    return done(world, keeps, { act: 'word-removed', detail: { word, act: known.act } })
  })
}

const LISTS = {
  'moderator-granted': { set: grant, adds: true, full: (n: number) => n >= MODERATORS_MOST, all: moderatorsOf },
  'moderator-revoked': { set: revoke, adds: false, full: () => false, all: moderatorsOf },
  trusted: { set: trust, adds: true, full: (n: number) => n >= TRUSTED_MOST, all: trustedOf },
  distrusted: { set: distrust, adds: false, full: () => false, all: trustedOf },
} as const

/** Who keeps the room with her, and who writes when others wait. */
function onList(world: World, keeps: Keeps, act: keyof typeof LISTS, handle: string): Kept {
  const { room, by } = keeps
  const { set, adds, full, all } = LISTS[act]
  if (handle === '') return no({ why: 'empty' })
  const person = accountByHandle(world, handle)
  if (!person) return no({ why: 'unknown' })
  // Whoever moderates may stop.
  const steps = act === 'moderator-revoked' && person.id === by.id
  if (!mayDo(by.as, act) && !steps) return no({ why: 'rights' })
  if (person.id === room.performer_id) return no({ why: 'self' })
  if (adds && (isStaff(person.role) || isBlocked(world, room.performer_id, person.id))) return no({ why: 'target' })
  return tx(world, () => {
    if (full(all(world, room.id).length)) return no({ why: 'many' })
    if (!set(world, room.id, person.id)) return no({ why: adds ? 'same' : 'gone' })
    return done(world, keeps, { act, account: person.id })
  })
}

export const makeModerator = (world: World, keeps: Keeps, handle: string): Kept =>
  onList(world, keeps, 'moderator-granted', handle)
export const endModerator = (world: World, keeps: Keeps, handle: string): Kept =>
  onList(world, keeps, 'moderator-revoked', handle)
export const trustMember = (world: World, keeps: Keeps, handle: string): Kept => onList(world, keeps, 'trusted', handle)
export const trustNoMore = (world: World, keeps: Keeps, handle: string): Kept =>
  onList(world, keeps, 'distrusted', handle)

import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { done, type Keeps, type Kept, mayDo, no, roomText, tellRoom } from './keep.ts'
import { linksOpen, openLinks } from './line.ts'
import type { RoomActKind } from './room-act.ts'
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

/** JSON has no exact integers. */
const written = (value: RoomRules[keyof RoomRules] | undefined) => (typeof value === 'bigint' ? String(value) : value)

/** Everybody in the room hears which of the rules about writing are others now. */
export function tellRules(world: World, keeps: Keeps, before: Readonly<RoomRules>): void {
  const now = rulesOf(world, keeps.room.id)
  if (now.slow_mode_ms !== before.slow_mode_ms) {
    if (now.slow_mode_ms === 0) tellRoom(world, keeps, 'slowOff')
    else tellRoom(world, keeps, 'slowOn', now.slow_mode_ms)
  }
  const isOtherSum = now.writers === 'holders' && now.needed_tokens !== before.needed_tokens
  if (now.writers !== before.writers || isOtherSum) {
    if (now.writers === 'holders') tellRoom(world, keeps, 'writeHolders', String(now.needed_tokens))
    else tellRoom(world, keeps, TELLS[now.writers])
  }
  if (now.holds_all !== before.holds_all) tellRoom(world, keeps, now.holds_all === 1 ? 'holdOn' : 'holdOff')
}

const TELLS = {
  everybody: 'writeEverybody',
  followers: 'writeFollowers',
  trusted: 'writeTrusted',
  nobody: 'writeNobody',
} as const

/** Changes the room's rules and writes down how they were. */
function change(world: World, keeps: Keeps, act: RoomActKind, to: Partial<RoomRules>): Kept {
  const { room, by } = keeps
  if (!mayDo(by.as, act)) return no({ why: 'rights' })
  return tx(world, () => {
    const rules = rulesOf(world, room.id)
    const names = Object.keys(to) as (keyof RoomRules)[]
    if (names.every(name => rules[name] === to[name])) return no({ why: 'same' })
    const before = Object.fromEntries(names.map(name => [name, written(rules[name])]))
    const after = Object.fromEntries(names.map(name => [name, written(to[name])]))
    setRules(world, room.id, to)
    tellRules(world, keeps, rules)
    return done(world, keeps, { act, detail: { before, after } })
  })
}

/** How long one person waits between two lines. */
export function slowMode(world: World, keeps: Keeps, ms: number): Kept {
  if (!Number.isSafeInteger(ms) || ms < 0 || ms > SLOW_MOST_MS) return no({ why: 'range' })
  return change(world, keeps, 'slow-mode', { slow_mode_ms: ms })
}

export function whoWrites(
  world: World,
  keeps: Keeps,
  asked: { writers: Writers; needed_tokens: bigint; account_age_ms: number },
): Kept {
  const { needed_tokens, account_age_ms: age } = asked
  if (needed_tokens < 1n || needed_tokens > NEEDED_MOST) return no({ why: 'range' })
  if (!Number.isSafeInteger(age) || age < 0 || age > AGE_MOST_MS) return no({ why: 'range' })
  return change(world, keeps, 'writers', asked)
}

/** Every line waits for somebody who keeps the room, or none does. */
export const holdAll = (world: World, keeps: Keeps, on: boolean): Kept =>
  change(world, keeps, 'hold', { holds_all: on ? 1 : 0 })

export const allowWhispers = (world: World, keeps: Keeps, on: boolean): Kept =>
  change(world, keeps, 'whispers', { whispers: on ? 1 : 0 })

/** Whether links in lines can be pressed. */
export function allowLinks(world: World, keeps: Keeps, on: boolean): Kept {
  const { room, by } = keeps
  if (!mayDo(by.as, 'links')) return no({ why: 'rights' })
  return tx(world, () => {
    if (linksOpen(world, room.id) === on) return no({ why: 'same' })
    openLinks(world, room.id, on)
    return done(world, keeps, { act: 'links', detail: { before: !on, after: on } })
  })
}

/** Said to everybody who comes into the room; empty says nothing. */
export function welcome(world: World, keeps: Keeps, typed: string): Kept {
  const read = roomText(world, keeps.by, typed, WELCOME_MOST)
  return read.ok ? change(world, keeps, 'welcome', { welcome: read.text }) : no(read.refusal)
}

/** One line at the head of the chat; a new one takes the place of the old. */
export function pin(world: World, keeps: Keeps, typed: string): Kept {
  if (typed === '') return no({ why: 'empty' })
  const read = roomText(world, keeps.by, typed, PINNED_MOST)
  if (!read.ok) return no(read.refusal)
  if (rulesOf(world, keeps.room.id).pinned === read.text) return no({ why: 'same' })
  const pinned_at = world.clock.now()
  return change(world, keeps, 'pinned', { pinned: read.text, pinned_by: keeps.by.id, pinned_at })
}

export const unpin = (world: World, keeps: Keeps): Kept =>
  change(world, keeps, 'unpinned', { pinned: '', pinned_by: null, pinned_at: null })

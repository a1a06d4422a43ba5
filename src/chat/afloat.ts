import { accountById } from '../accounts/index.ts'
import { SECOND } from '../base/clock.ts'
import { NotStored } from '../base/db/durable.ts'
import { tx } from '../base/db/tx.ts'
import { oneEach } from '../base/one-each.ts'
import type { World } from '../world.ts'
import { mayPost } from './gate.ts'
import { lineByKey, note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import type { Message, MessageRefusal } from './message.ts'
import { wrote } from './pace.ts'
import { readLine } from './words.ts'

/** A line that was said while nothing could be written down: shown at once, stored when the disk takes it again. */
export interface Afloat {
  room: string
  account: string
  handle: string
  hue: number
  text: string
  key: string
  replyTo: number | null
  at: number
}

/** More than this of all rooms together is refused like everything else that cannot be stored. */
const MOST = 500
const TRY_AGAIN_MS = 2 * SECOND

interface Water {
  lines: Map<string, Afloat>
  timer: ReturnType<typeof setTimeout> | null
}

const waterOf = oneEach((_: World): Water => ({ lines: new Map(), timer: null }))

/** What is shown of this room and not stored yet, in the order in which it was said. */
export const afloatIn = (world: World, room: string): Afloat[] =>
  [...waterOf(world).lines.values()].filter(line => line.room === room)

/**
 * The same gate and filter as for every line; what they would have to write down themselves (a line that is held, a hit of the
 * filter) is refused with NotStored.
 */
export function float(
  world: World,
  told: ChatListeners,
  { room, account, text, key, replyTo = null }: Message,
): { ok: true; afloat: Afloat; covered: boolean } | ({ ok: false } & MessageRefusal) {
  const water = waterOf(world)
  const name = `${account} ${key}`
  const known = water.lines.get(name)
  if (known) return { ok: true, afloat: known, covered: known.text !== text }
  const may = mayPost(world, { room, account, text })
  if (!may.ok) return may
  const as = readLine(world, { room, account, text, may })
  if (!as.ok) return as
  const person = accountById(world, account)
  if (as.held !== null || may.silent || !person || water.lines.size >= MOST) throw new NotStored(null)
  const { handle, hue } = person
  const line: Afloat = { room: room.id, account, handle, hue, text: as.text, key, replyTo, at: world.clock.now() }
  water.lines.set(name, line)
  wrote(world, room.id, account, text)
  told.afloat(line)
  water.timer ??= setTimeout(() => again(world, told), TRY_AGAIN_MS)
  return { ok: true, afloat: line, covered: as.covered }
}

function again(world: World, told: ChatListeners): void {
  const water = waterOf(world)
  water.timer = land(world, told) > 0 ? setTimeout(() => again(world, told), TRY_AGAIN_MS) : null
}

/** Stores what waits, in its order. Answers how many still wait. */
export function land(world: World, told: ChatListeners): number {
  const { lines } = waterOf(world)
  for (const [name, line] of lines) {
    try {
      tx(world, () => store(world, told, line))
    } catch (error) {
      world.log.warn('lines wait for the disk', { lines: lines.size, error: (error as Error).name })
      break
    }
    lines.delete(name)
    told.landed(line)
  }
  return lines.size
}

function store(world: World, told: ChatListeners, { room, account, text, key, replyTo }: Afloat): void {
  if (!lineByKey(world, account, key)) note(world, told, { room, kind: 'plain', by: account, text, key, replyTo })
}

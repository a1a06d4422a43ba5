import { accountByHandle, accountById, isStaff } from '../accounts/index.ts'
import { MINUTE } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { audience } from '../broadcasts/index.ts'
import { filter, isBlocked } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { deafTo } from './deaf.ts'
import { mayPost } from './gate.ts'
import { LINE_MOST, type Line, note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import type { MessageRefusal } from './message.ts'
import { keeperOf } from './moderator.ts'
import { wrote } from './pace.ts'
import { rulesOf } from './rules.ts'

export type Whispered =
  | { ok: true; line: Line }
  | { ok: false; whisper: 'off' | 'absent' | 'cannot' | 'self' | 'fast' }
  | { ok: false; line: MessageRefusal }

const A_MINUTE = 10

/**
 * One line from one to another who is in the room; nobody else reads it. Whoever does not want to hear somebody is not here for
 * that somebody: nobody learns who ignores them.
 */
export function whisper(
  world: World,
  told: ChatListeners,
  { room, account, to, text }: { room: Room; account: string; to: string; text: string },
): Whispered {
  const no = (why: Extract<Whispered, { whisper: string }>['whisper']): Whispered => ({ ok: false, whisper: why })
  const other = accountByHandle(world, to)
  const me = accountById(world, account)
  if (!other || !me) return no('absent')
  if (other.id === account) return no('self')
  if (text === '') return { ok: false, line: { why: 'empty' } }
  const letters = Array.from(text).length
  if (letters > LINE_MOST) return { ok: false, line: { why: 'long', letters } }
  return grouped(world, (): Whispered => {
    const may = mayPost(world, { room, account, text })
    if (!may.ok) return { ok: false, line: may }
    if (isStaff(other.role)) return no('cannot')
    const keeps = [me, other].some(one => keeperOf(world, room, one) !== null)
    if (rulesOf(world, room.id).whispers === 0 && !keeps) return no('off')
    const hears =
      !may.silent &&
      world.presence.held(audience.inRoom(room.name, other.id)) > 0 &&
      !isBlocked(world, other.id, account) &&
      !isBlocked(world, account, other.id) &&
      !deafTo(world, other.id).includes(me.handle)
    if (!hears) return no('absent')
    if (!world.rates.take(`whisper ${account}`, A_MINUTE, MINUTE)) return no('fast')
    const read = filter(world, { what: 'whisper', text, by: account, room: room.id })
    if (!read.ok) return { ok: false, line: { why: read.why } }
    const line = note(world, told, { room: room.id, kind: 'whisper', by: account, to: other.id, text: read.text })
    wrote(world, room.id, account, text)
    return { ok: true, line }
  })
}

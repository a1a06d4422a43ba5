import { keepWords } from '../../../views/chat/tools/words.ts'
import { messageWords } from '../../../views/chat/words.ts'
import { Answered, Happened } from '../../../views/rooms/wire.tsx'
import { say } from '../../../views/words/index.ts'
import { accountByHandle, type Visitor } from '../../accounts/index.ts'
import { MINUTE } from '../../base/clock.ts'
import { line, text, ticked } from '../../base/http/form.ts'
import type { Act } from '../../broadcasts/index.ts'
import { type Room, roomByName } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { type KeepRefusal, type Keeps, type Kept, no } from '../keep.ts'
import { refuseHeld, removeAllOf, removeHere, showHeld, takeBack } from '../keep-lines.ts'
import {
  dropWord,
  endModerator,
  makeModerator,
  sayNoMore,
  sayOften,
  trustMember,
  trustNoMore,
  watchWords,
} from '../keep-lists.ts'
import { blockFrom, isMuteLength, kickOut, muteHere, unblockFrom, unmuteHere } from '../keep-people.ts'
import { allowLinks, allowWhispers, holdAll, pin, slowMode, unpin, welcome, whoWrites } from '../keep-rules.ts'
import { LINE_MOST, lineAt } from '../line.ts'
import type { ChatListeners } from '../listeners.ts'
import { keeperOf } from '../moderator.ts'
import { WRITERS } from '../rules.ts'
import { type Undone, undo } from '../undo.ts'
import { type Whispered, whisper } from '../whisper.ts'
import { WORD_ACTS } from '../words.ts'

type Input = Readonly<Record<string, unknown>>

const because = (input: Input): string => line(input, 'because')
const id = (input: Input): string => line(input, 'id')
/** Digits alone: what else was typed is no number. */
const whole = (input: Input, name: string): number => {
  const typed = line(input, name)
  return /^\d{1,12}$/.test(typed) ? Number(typed) : Number.NaN
}

/** The person a form names. */
function about(world: World, input: Input, act: (account: string) => Kept): Kept {
  const person = accountByHandle(world, line(input, 'handle'))
  return person ? act(person.id) : no({ why: 'unknown' })
}

export interface Deed {
  /** Where its form is posted, below the room's address. */
  at: string
  perform(world: World, keeps: Keeps, input: Input): Kept | Undone
}

/** What whoever keeps a room may ask for: one verb each, by form and by socket alike. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  'line-remove': {
    at: 'lines/:id/remove',
    perform: (world, keeps, input) => removeHere(world, keeps, { seq: whole(input, 'id'), because: because(input) }),
  },
  'lines-remove': {
    at: 'removals',
    perform: (world, keeps, input) =>
      about(world, input, account => removeAllOf(world, keeps, { account, because: because(input) })),
  },
  mute: {
    at: 'mutes',
    perform(world, keeps, input) {
      const length = line(input, 'length')
      if (!isMuteLength(length)) return no({ why: 'range' })
      const silent = ticked(input, 'silent')
      return about(world, input, account =>
        muteHere(world, keeps, { account, length, silent, because: because(input) }),
      )
    },
  },
  unmute: { at: 'mutes/:id/lift', perform: (world, keeps, input) => unmuteHere(world, keeps, id(input)) },
  kick: {
    at: 'kicks',
    perform: (world, keeps, input) =>
      about(world, input, account => kickOut(world, keeps, { account, because: because(input) })),
  },
  block: {
    at: 'blocks',
    perform: (world, keeps, input) =>
      about(world, input, account => blockFrom(world, keeps, { account, because: because(input) })),
  },
  unblock: { at: 'blocks/:id/lift', perform: (world, keeps, input) => unblockFrom(world, keeps, id(input)) },
  slow: { at: 'rules/slow', perform: (world, keeps, input) => slowMode(world, keeps, whole(input, 'ms')) },
  writers: {
    at: 'rules/writers',
    perform(world, keeps, input) {
      const writers = WRITERS.find(each => each === line(input, 'writers'))
      const typed = line(input, 'tokens')
      if (!writers || !/^[1-9][0-9]{0,6}$/.test(typed)) return no({ why: 'range' })
      return whoWrites(world, keeps, {
        writers,
        needed_tokens: BigInt(typed),
        account_age_ms: whole(input, 'age'),
      })
    },
  },
  hold: { at: 'rules/hold', perform: (world, keeps, input) => holdAll(world, keeps, ticked(input, 'on')) },
  whispers: {
    at: 'rules/whispers',
    perform: (world, keeps, input) => allowWhispers(world, keeps, ticked(input, 'on')),
  },
  links: { at: 'rules/links', perform: (world, keeps, input) => allowLinks(world, keeps, ticked(input, 'on')) },
  welcome: { at: 'rules/welcome', perform: (world, keeps, input) => welcome(world, keeps, line(input, 'text')) },
  pin: {
    at: 'pin',
    perform(world, keeps, input) {
      const seq = whole(input, 'line')
      if (Number.isNaN(seq)) return pin(world, keeps, line(input, 'text'))
      const said = lineAt(world, keeps.room.id, seq)
      if (!said || said.to_id !== null || said.removed_at !== null || said.text === '') return no({ why: 'gone' })
      return pin(world, keeps, said.text)
    },
  },
  unpin: { at: 'pin/remove', perform: unpin },
  notice: {
    at: 'notices',
    perform: (world, keeps, input) =>
      sayOften(world, keeps, { text: line(input, 'text'), every_ms: whole(input, 'minutes') * MINUTE }),
  },
  'notice-remove': { at: 'notices/:id/remove', perform: (world, keeps, input) => sayNoMore(world, keeps, id(input)) },
  words: {
    at: 'words',
    perform(world, keeps, input) {
      const act = WORD_ACTS.find(each => each === line(input, 'does'))
      const typed = text(input, 'words').slice(0, 40_000)
      return act ? watchWords(world, keeps, typed, act) : no({ why: 'range' })
    },
  },
  'word-remove': { at: 'words/remove', perform: (world, keeps, input) => dropWord(world, keeps, line(input, 'word')) },
  moderator: { at: 'moderators', perform: (world, keeps, input) => makeModerator(world, keeps, line(input, 'handle')) },
  'moderator-remove': {
    at: 'moderators/remove',
    perform: (world, keeps, input) => endModerator(world, keeps, line(input, 'handle')),
  },
  trust: { at: 'trusted', perform: (world, keeps, input) => trustMember(world, keeps, line(input, 'handle')) },
  'trust-remove': {
    at: 'trusted/remove',
    perform: (world, keeps, input) => trustNoMore(world, keeps, line(input, 'handle')),
  },
  'held-show': { at: 'held/:id/show', perform: (world, keeps, input) => showHeld(world, keeps, id(input)) },
  'held-refuse': {
    at: 'held/:id/refuse',
    perform: (world, keeps, input) => refuseHeld(world, keeps, { id: id(input), because: because(input) }),
  },
  undo: { at: 'acts/:id/undo', perform: (world, keeps, input) => undo(world, keeps, id(input)) },
}

/** Acts of somebody who keeps a room, in a minute. */
const A_MINUTE = 60

export type Performed =
  | { ok: true }
  | { ok: false; words: 'keeper' | 'rate' }
  | { ok: false; refused: KeepRefusal | { why: 'over' } }

/** Does it in the visitor's right; `keeper` where they do not keep this room at all. */
export function perform(
  world: World,
  told: ChatListeners,
  { room, visitor, address }: { room: Room; visitor: Visitor; address: string },
  deed: Deed,
  input: Input,
): Performed {
  const as = keeperOf(world, room, visitor)
  if (!as) return { ok: false, words: 'keeper' }
  if (!world.rates.take(`keep ${visitor.id}`, A_MINUTE, MINUTE)) return { ok: false, words: 'rate' }
  const kept = deed.perform(world, { room, by: { id: visitor.id, as, address }, told }, input)
  return kept.ok ? { ok: true } : { ok: false, refused: kept }
}

export function performedWords(done: Extract<Performed, { ok: false }>): string {
  if ('refused' in done) return keepWords(done.refused)
  return done.words === 'rate' ? say.chat.wire.busy : say.chat.wire.refused
}

export function whisperedWords(world: World, said: Extract<Whispered, { ok: false }>): string {
  return 'whisper' in said ? say.tools.whisper[said.whisper] : messageWords(said.line, world.clock.now(), LINE_MOST)
}

/** What pages ask for through their socket. An answer names the form it belongs to by `key`. */
export function toolActs(world: World, told: ChatListeners): Record<string, Act> {
  const wrong = (act: string, input: Input, words: string) => (
    <Answered act={act} asked={line(input, 'key')} words={words} />
  )
  const kept = (act: string, input: Input) => <Happened kind="kept" data={{ act, key: line(input, 'key') }} />
  const acts: Record<string, Act> = {}
  for (const [act, deed] of Object.entries(DEEDS)) {
    acts[act] = ({ room: name, visitor, address }, input) => {
      const room = roomByName(world, name)
      if (!room || !visitor) return wrong(act, input, say.chat.wire.refused)
      const done = perform(world, told, { room, visitor, address }, deed, input)
      if (done.ok) return kept(act, input)
      return wrong(act, input, performedWords(done))
    }
  }
  acts['held-take-back'] = ({ room: name, visitor }, input) => {
    const room = roomByName(world, name)
    if (!room || !visitor) return wrong('held-take-back', input, say.chat.wire.refused)
    const taken = takeBack(world, told, { room, account: visitor.id, id: id(input) })
    return taken.ok ? kept('held-take-back', input) : wrong('held-take-back', input, keepWords(taken))
  }
  acts.whisper = ({ room: name, visitor }, input) => {
    const room = roomByName(world, name)
    if (!room || !visitor) return wrong('whisper', input, say.chat.wire.refused)
    const said = whisper(world, told, {
      room,
      account: visitor.id,
      to: line(input, 'handle'),
      text: line(input, 'text'),
    })
    return said.ok ? kept('whisper', input) : wrong('whisper', input, whisperedWords(world, said))
  }
  return acts
}

import { Picker, type PickerProps } from '../../../views/chat/picker.tsx'
import { messageWords } from '../../../views/chat/words.ts'
import { paths } from '../../../views/paths.ts'
import { Poll, PollSums, type PollView } from '../../../views/play/poll.tsx'
import { Raid, type RaidView } from '../../../views/play/raid.tsx'
import { PhoneReactions, Reactions as ReactionRow, type ReactionView, Rising } from '../../../views/play/reactions.tsx'
import { Shout, ShoutPlace, type ShoutView } from '../../../views/play/shout.tsx'
import {
  SuggestionCount,
  SuggestionList,
  SuggestionSaid,
  Suggestions,
  type SuggestionsView,
} from '../../../views/play/suggestions.tsx'
import type { RoomParts } from '../../../views/rooms/room.tsx'
import { Happened } from '../../../views/rooms/wire.tsx'
import { say } from '../../../views/words/index.ts'
import type { Asking } from '../../accounts/access.ts'
import { SECOND } from '../../base/clock.ts'
import { line } from '../../base/http/form.ts'
import { network } from '../../base/http/rate.ts'
import { oneEach } from '../../base/one-each.ts'
import { tell } from '../../base/realtime/tell.ts'
import { type Act, audience, type Guest } from '../../broadcasts/index.ts'
import { type Room, roomById, roomByName, roomTopic } from '../../rooms/index.ts'
import { faceOf } from '../../rooms/view.ts'
import type { World } from '../../world.ts'
import type { ChatListeners } from '../listeners.ts'
import { keeperOf } from '../moderator.ts'
import { playRules } from '../play-rules.ts'
import { closePoll, duePolls, type Poll as PollRow, pollById, pollNow, type Voted, vote, votedFor } from '../poll.ts'
import { dueRaids, endRaid, goAlong, raidById, raidNow } from '../raid.ts'
import { REACTIONS, Reactions, type Sum } from '../reaction.ts'
import { endShout, shoutNow } from '../shout-out.ts'
import { playSound, type Sound, type SoundPlayed, soundsOn } from '../sound.ts'
import { type Sticker, type StickerSent, sendSticker, stickerShown, stickersOn } from '../sticker.ts'
import {
  back,
  backedBy,
  countSuggestions,
  openSuggestions,
  type Suggested,
  type Suggestion,
  suggest,
} from '../suggestion.ts'

/** Sums go to a room no more often than this; a vote is seen well within half a second. */
const GAP_MS = 250

/** What is pushed of a room again and again is joined: the first waits a moment for those right behind it. */
const waiting = oneEach((_: World) => new Set<string>())

function soon(world: World, what: string, act: () => void): void {
  const known = waiting(world)
  if (known.has(what)) return
  known.add(what)
  setTimeout(() => {
    known.delete(what)
    act()
  }, GAP_MS)
}

const push = (world: World, room: string, markup: () => unknown): void =>
  tell(world, roomTopic(room), () => String(markup()))

// Reactions

export const reactions = oneEach(
  (world: World) =>
    new Reactions({
      clock: world.clock,
      rates: world.rates,
      later: (ms, act) => void setTimeout(act, ms),
      show: (room, sum: Sum) => push(world, room, () => <Happened kind="react" data={sum} />),
    }),
)

const reactionViews = (world: World): ReactionView[] =>
  REACTIONS.map(name => ({ name, href: world.assets.href(`img/play/${name}.svg`) }))

// Poll

/** The card of a poll, as this reader stands to it: `null` is a guest, `undefined` whoever is asked nothing. */
export function pollView(
  world: World,
  room: Room,
  poll: PollRow | null,
  reader: string | null | undefined,
): PollView | null {
  if (!poll) return null
  const now = world.clock.now()
  return {
    id: poll.id,
    room: room.name,
    question: poll.question,
    answers: poll.answers,
    ended: poll.ended_at !== null || poll.ends_at <= now,
    leftMs: poll.ends_at - now,
    guest: reader === null,
    voted: reader ? (votedFor(world, poll.id, reader) ?? undefined) : undefined,
  }
}

/** A poll began or ended: its whole card. Nobody has voted in a new one, and nobody votes in an old one. */
export function pushPoll(world: World, room: Room, id: string): void {
  const poll = pollById(world, id)
  push(world, room.name, () => <Poll poll={pollView(world, room, poll, undefined)} />)
}

function pushSums(world: World, room: Room, id: string): void {
  soon(world, `sums ${id}`, () => {
    const poll = pollById(world, id)
    if (poll) push(world, room.name, () => <PollSums poll={poll} />)
  })
}

export const voteWords = (why: (Voted & { ok: false })['why']): string => {
  switch (why) {
    case 'gone':
    case 'over':
    case 'voted':
    case 'answer':
      return say.play.poll[why]
    default:
      return say.play.part[why]
  }
}

/** One vote by its two ways: the socket and the form. */
export function voteHere(world: World, room: Room, account: string, input: { poll: string; place: string }): Voted {
  const place = /^[0-5]$/.test(input.place) ? Number(input.place) : -1
  const voted = vote(world, { room, poll: input.poll, account, place })
  if (voted.ok) pushSums(world, room, input.poll)
  return voted
}

// Suggestions

export const suggestionView = ({ id, words, handle, hue, votes }: Suggestion) => ({ id, words, by: handle, hue, votes })

const suggestionViews = (world: World, room: string) => openSuggestions(world, room).map(suggestionView)

export function suggestionsView(
  world: World,
  room: Room,
  reader: string | null,
  more: Partial<SuggestionsView> = {},
): SuggestionsView | null {
  if (!playRules(world, room.id).suggestions) return null
  return {
    room: room.name,
    suggestions: suggestionViews(world, room.id),
    count: countSuggestions(world, room.id),
    mine: reader ? backedBy(world, room.id, reader) : [],
    guest: reader === null,
    ...more,
  }
}

export function pushSuggestions(world: World, room: Room): void {
  soon(world, `suggestions ${room.id}`, () => {
    const suggestions = suggestionViews(world, room.id)
    const count = countSuggestions(world, room.id)
    push(world, room.name, () => (
      <>
        <SuggestionList room={room.name} suggestions={suggestions} count={count} />
        <SuggestionCount count={count} />
      </>
    ))
  })
}

export function suggestWords(world: World, refused: Suggested & { ok: false }): string {
  switch (refused.why) {
    case 'empty':
    case 'long':
    case 'same':
    case 'enough':
    case 'full':
    case 'off':
      return say.play.suggestions.refused[refused.why]
    default:
      return gateWords(world, refused)
  }
}

/** Refusals of the gate are said as those of a line. */
const gateWords = (world: World, refused: Parameters<typeof messageWords>[0]): string =>
  messageWords(refused, world.clock.now(), 0)

export function suggestHere(world: World, room: Room, account: string, words: string): Suggested {
  if (!playRules(world, room.id).suggestions) return { ok: false, why: 'off' }
  const suggested = suggest(world, { room, account, words })
  if (suggested.ok) pushSuggestions(world, room)
  return suggested
}

export function backHere(world: World, room: Room, account: string, input: { suggestion: string; backs: string }) {
  const backed = back(world, { room, suggestion: input.suggestion, account, backs: input.backs !== 'no' })
  if (backed.ok) pushSuggestions(world, room)
  return backed
}

export const backWords = (why: (ReturnType<typeof back> & { ok: false })['why']): string =>
  why === 'gone' ? say.play.suggestions.gone : why === 'often' ? say.play.reactions.often : say.play.part[why]

// Shout-out

function shoutView(world: World, room: Room): ShoutView | null {
  const shout = shoutNow(world, room.id)
  if (!shout) return null
  return { words: shout.words, ...(shout.handle ? { who: { handle: shout.handle, hue: shout.hue ?? 0 } } : {}) }
}

const shown = oneEach((_: World) => new Map<string, string>())

/** Tells the room when its card comes, and when its time is over. */
export function pushShout(world: World, room: Room): void {
  const known = shown(world)
  const shout = shoutNow(world, room.id)
  if (shout) known.set(room.id, shout.id)
  else known.delete(room.id)
  push(world, room.name, () => <Shout shout={shoutView(world, room)} />)
}

export function unshout(world: World, room: Room): boolean {
  const was = endShout(world, room.id)
  if (was) pushShout(world, room)
  return was
}

// Raid

function raidView(world: World, room: Room): RaidView | null {
  const raid = raidNow(world, room.id)
  const to = raid && roomById(world, raid.to_room_id)
  if (!raid || !to) return null
  const leftMs = raid.ends_at - world.clock.now()
  if (leftMs <= 0) return null
  const person = { handle: to.handle, hue: to.hue, avatarHref: faceOf(world, to) }
  return { id: raid.id, room: room.name, from: room.handle, to: person, leftMs }
}

export const pushRaid = (world: World, room: Room): void =>
  push(world, room.name, () => <Raid raid={raidView(world, room)} />)

// Stickers and sounds

export const stickerWord = (sticker: Pick<Sticker, 'key' | 'name'>): string =>
  sticker.key ? say.play.stickers[sticker.key].name : sticker.name
export const soundWord = (sound: Pick<Sound, 'key' | 'name'>): string =>
  sound.key ? say.play.sounds[sound.key] : sound.name

function pickerProps(world: World, room: Room, guest: boolean): PickerProps {
  return {
    room: room.name,
    guest,
    stickers: stickersOn(world).flatMap(sticker => {
      const href = stickerShown(world, sticker.id)?.href
      if (!href) return []
      const words = sticker.key ? say.play.stickers[sticker.key].words : sticker.keywords
      return [{ id: sticker.id, href, name: stickerWord(sticker), words }]
    }),
    sounds: playRules(world, room.id).sounds
      ? soundsOn(world).map(sound => ({ id: sound.id, name: soundWord(sound) }))
      : [],
  }
}

/** Stands within the say box. */
export const playTools = (world: World, room: Room, { visitor }: Pick<Asking, 'visitor'>) => (
  <Picker {...pickerProps(world, room, visitor === null)} />
)

export function stickerWords(world: World, refused: StickerSent & { ok: false }): string {
  switch (refused.why) {
    case 'unknown':
    case 'key':
    case 'held':
      return say.play.sticker.refused[refused.why]
    default:
      return gateWords(world, refused)
  }
}

export function soundWords(world: World, refused: SoundPlayed & { ok: false }): string {
  switch (refused.why) {
    case 'unknown':
    case 'off':
    case 'held':
    case 'soon':
      return say.play.sound.refused[refused.why]
    default:
      return gateWords(world, refused)
  }
}

/** The line says it; this makes it sound where somebody wants to hear. */
export function soundHere(world: World, told: ChatListeners, room: Room, account: string, id: string): SoundPlayed {
  const played = playSound(world, told, { room, account, sound: id })
  if (played.ok) {
    const { sound } = played
    const data = { sound: sound.id, ...(sound.key ? {} : { file: paths.soundFile(sound.id) }) }
    const markup = () => String(<Happened kind="sound" data={data} />)
    tell(world, played.line.to_id === null ? roomTopic(room.name) : audience.inRoom(room.name, account), markup)
  }
  return played
}

// The page, its socket, its clock

/** At the head of the chat, in its own window too. */
export const playHead = (world: World, room: Room, { visitor }: Pick<Asking, 'visitor'>) => (
  <Poll poll={pollView(world, room, pollNow(world, room.id), visitor?.id ?? null)} />
)

/** Above the say box. */
export const playTaps = (world: World, room: Room) =>
  playRules(world, room.id).reactions ? <PhoneReactions room={room.name} reactions={reactionViews(world)} /> : null

/** What the room's page shows of all this beside the chat. */
export function playParts(
  world: World,
  room: Room,
  { visitor }: Pick<Asking, 'visitor'>,
): Pick<RoomParts, 'over' | 'below' | 'scripts'> {
  const reader = visitor?.id ?? null
  const rules = playRules(world, room.id)
  const keeper = keeperOf(world, room, visitor)
  const desk = keeper === 'performer' || keeper === 'moderator'
  const suggestions = suggestionsView(world, room, reader)
  return {
    over: (
      <>
        <Rising />
        <ShoutPlace shout={shoutView(world, room)} />
        <Raid raid={raidView(world, room)} />
      </>
    ),
    below: (
      <>
        {rules.reactions || desk ? (
          <ReactionRow room={room.name} reactions={rules.reactions ? reactionViews(world) : []} desk={desk} />
        ) : null}
        {suggestions ? <Suggestions {...suggestions} /> : null}
      </>
    ),
    scripts: [world.assets.href('play.js')],
  }
}

/** A page is here again: what may have begun or ended meanwhile. */
export function enteredPlay(world: World, { room: name, visitor }: Guest): unknown {
  const room = roomByName(world, name)
  if (!room) return undefined
  const reader = visitor?.id ?? null
  const suggestions = suggestionsView(world, room, reader)
  return (
    <>
      <Poll poll={pollView(world, room, pollNow(world, room.id), reader)} />
      <Shout shout={shoutView(world, room)} />
      <Raid raid={raidView(world, room)} />
      {suggestions ? (
        <SuggestionList
          room={room.name}
          suggestions={suggestions.suggestions}
          count={suggestions.count}
          mine={suggestions.mine}
        />
      ) : null}
      {suggestions ? <SuggestionCount count={suggestions.count} /> : null}
    </>
  )
}

const wrong = (act: string, key: string, words: string) => <Happened kind="wrong" data={{ act, key, words }} />

/** How many of each kind came in one frame of a page. */
const MOST_IN_A_FRAME = 10

/** What pages ask for through their socket. */
export function playActs(world: World, told: ChatListeners): Record<string, Act> {
  const here = (guest: Guest): Room | null => roomByName(world, guest.room)
  return {
    react(guest, input) {
      const room = here(guest)
      if (!room || !playRules(world, room.id).reactions) return undefined
      for (const kind of REACTIONS) {
        const taps = Object.hasOwn(input, kind) ? input[kind] : 0
        if (typeof taps !== 'number' || !Number.isSafeInteger(taps) || taps <= 0) continue
        const from = { seat: guest.seat, network: network(guest.address) }
        reactions(world).tap(room.name, from, kind, Math.min(taps, MOST_IN_A_FRAME))
      }
      return undefined
    },
    'poll-vote'(guest, input) {
      const room = here(guest)
      if (!room) return undefined
      if (!guest.visitor) return wrong('poll-vote', '', say.play.part.guest)
      const asked = { poll: line(input, 'poll'), place: line(input, 'place') }
      const voted = voteHere(world, room, guest.visitor.id, asked)
      const poll = pollView(world, room, voted.ok ? voted.poll : pollById(world, asked.poll), guest.visitor.id)
      if (!poll || poll.room !== guest.room) return wrong('poll-vote', '', say.play.poll.gone)
      const said = voted.ok
        ? ({ tone: 'ok', words: say.play.poll.counts } as const)
        : ({ tone: 'bad', words: voteWords(voted.why) } as const)
      return <Poll poll={{ ...poll, said }} />
    },
    suggest(guest, input) {
      const room = here(guest)
      if (!room) return undefined
      if (!guest.visitor) return wrong('suggest', '', say.play.part.guest)
      const suggested = suggestHere(world, room, guest.visitor.id, line(input, 'words'))
      if (!suggested.ok) return <SuggestionSaid words={suggestWords(world, suggested)} bad />
      return (
        <>
          <SuggestionSaid words={say.play.suggestions.sent} />
          <Happened kind="suggested" data={{ id: suggested.suggestion.id }} />
        </>
      )
    },
    back(guest, input) {
      const room = here(guest)
      if (!room) return undefined
      if (!guest.visitor) return wrong('back', '', say.play.part.guest)
      const suggestion = line(input, 'suggestion')
      const backed = backHere(world, room, guest.visitor.id, { suggestion, backs: line(input, 'backs') })
      if (!backed.ok) return wrong('back', '', backWords(backed.why))
      return <Happened kind="backed" data={{ id: suggestion, is: backed.backs ? 1 : 0 }} />
    },
    'raid-go'(guest, input) {
      const room = here(guest)
      if (!room) return undefined
      const raid = raidById(world, line(input, 'raid'))
      const who = guest.visitor ? `account:${guest.visitor.id}` : `seat:${guest.seat}`
      const to = raid && goAlong(world, { room: room.id, raid: raid.id, who, network: network(guest.address) })
      return to ? <Happened kind="go" data={{ href: paths.room(to.name) }} /> : wrong('raid-go', '', say.play.raid.over)
    },
    sticker(guest, input) {
      const room = here(guest)
      if (!room) return undefined
      if (!guest.visitor) return wrong('sticker', '', say.play.part.guest)
      const key = line(input, 'key')
      const sent = sendSticker(world, told, { room, account: guest.visitor.id, sticker: line(input, 'sticker'), key })
      return sent.ok ? <Happened kind="stuck" data={{ key }} /> : wrong('sticker', key, stickerWords(world, sent))
    },
    sound(guest, input) {
      const room = here(guest)
      if (!room) return undefined
      if (!guest.visitor) return wrong('sound', '', say.play.part.guest)
      const played = soundHere(world, told, room, guest.visitor.id, line(input, 'sound'))
      return played.ok ? undefined : wrong('sound', '', soundWords(world, played))
    },
  }
}

/** Once a second: what has had its time. Answers how to stop. */
export function tendPlay(world: World, told: ChatListeners): () => void {
  const timer = setInterval(() => playTick(world, told), SECOND)
  return () => clearInterval(timer)
}

export function playTick(world: World, told: ChatListeners): void {
  for (const { id } of duePolls(world)) endPoll(world, told, id)
  for (const { id } of dueRaids(world)) {
    const raid = endRaid(world, told, id)
    const room = raid && roomById(world, raid.from_room_id)
    if (room) pushRaid(world, room)
  }
  for (const [room, id] of shown(world)) {
    if (shoutNow(world, room)?.id === id) continue
    const known = roomById(world, room)
    if (known) pushShout(world, known)
    else shown(world).delete(room)
  }
  reactions(world).sweep()
}

/** Ends a poll and shows what came out. */
export function endPoll(world: World, told: ChatListeners, id: string): boolean {
  const poll = closePoll(world, told, id)
  const room = poll && roomById(world, poll.room_id)
  if (room) pushPoll(world, room, id)
  return poll !== null
}

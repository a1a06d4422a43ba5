import { MINUTE, SECOND } from '../base/clock.ts'
import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { filter, type Refusal } from '../moderation/index.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { note } from './line.ts'
import type { ChatListeners } from './listeners.ts'
import { mayNotTakePart, type PartRefusal } from './taking-part.ts'

export const QUESTION_MOST = 140
export const ANSWER_MOST = 60
export const ANSWERS = { least: 2, most: 6 }
export const POLL_SECONDS = [30, 60, 120, 300, 600] as const
/** What came out stays in sight for a while. */
export const RESULT_STAYS_MS = MINUTE

export interface Answer {
  place: number
  words: string
  votes: number
}

export interface Poll {
  id: string
  room_id: string
  question: string
  made_by: string
  made_at: number
  ends_at: number
  ended_at: number | null
  answers: Answer[]
}

type Row = Omit<Poll, 'answers'>

const q = prepared(sql => ({
  one: sql.one<Row>('SELECT * FROM polls WHERE id = $id'),
  open: sql.one<Row>('SELECT * FROM polls WHERE room_id = $room AND ended_at IS NULL'),
  latest: sql.one<Row>(`SELECT * FROM polls WHERE room_id = $room AND (ended_at IS NULL OR ended_at > $since)
    ORDER BY ended_at IS NULL DESC, ended_at DESC LIMIT 1`),
  past: sql.all<Row>(
    'SELECT * FROM polls WHERE room_id = $room AND ended_at IS NOT NULL ORDER BY made_at DESC LIMIT $limit',
  ),
  due: sql.all<Row>('SELECT * FROM polls WHERE ended_at IS NULL AND ends_at <= $now'),
  answers: sql.all<Answer>('SELECT place, words, votes FROM poll_answers WHERE poll_id = $id ORDER BY place'),
  insert: sql.run(`INSERT INTO polls (id, room_id, question, made_by, made_at, ends_at)
    VALUES ($id, $room, $question, $by, $at, $ends_at)`),
  answer: sql.run('INSERT INTO poll_answers (poll_id, place, words) VALUES ($id, $place, $words)'),
  vote: sql.run(`INSERT INTO poll_votes (poll_id, account_id, place, at) VALUES ($id, $account, $place, $at)
    ON CONFLICT DO NOTHING`),
  count: sql.run('UPDATE poll_answers SET votes = votes + 1 WHERE poll_id = $id AND place = $place'),
  mine: sql.one<{ place: number }>('SELECT place FROM poll_votes WHERE poll_id = $id AND account_id = $account'),
  end: sql.run('UPDATE polls SET ended_at = $at WHERE id = $id AND ended_at IS NULL'),
  forget: sql.run('DELETE FROM poll_votes WHERE account_id = $account'),
}))

const whole = (world: World, row: Row | null): Poll | null =>
  row && { ...row, answers: q(world).answers({ id: row.id }) }

export const pollById = (world: World, id: string): Poll | null => whole(world, q(world).one({ id }))

/** The one that is open; else the one that has just ended. */
export const pollNow = (world: World, room: string): Poll | null =>
  whole(world, q(world).latest({ room, since: world.clock.now() - RESULT_STAYS_MS }))

/** Latest first. */
export const pastPolls = (world: World, room: string, limit = 10): Poll[] =>
  q(world)
    .past({ room, limit })
    .map(row => whole(world, row)!)

export const votesOf = ({ answers }: Pick<Poll, 'answers'>): number =>
  answers.reduce((sum, { votes }) => sum + votes, 0)

/** The place this account has voted for, or null. */
export const votedFor = (world: World, poll: string, account: string): number | null =>
  q(world).mine({ id: poll, account })?.place ?? null

export interface PollWish {
  question: string
  answers: readonly string[]
  seconds: number
}

/** What is wrong with each field; `why` of the filter where it refused one. */
export interface PollFaults {
  open?: true
  question?: 'empty' | 'long' | Refusal
  answers?: 'few' | 'many' | 'long' | 'same' | Refusal
  seconds?: 'unknown'
}

export type Opened = { ok: true; poll: Poll } | { ok: false; faults: PollFaults }

/** Asks the room. Whether the account may is the caller's question; the texts are read here. */
export function openPoll(
  world: World,
  { room, by, wish }: { room: Pick<Room, 'id'>; by: string; wish: PollWish },
): Opened {
  const answers = wish.answers.filter(answer => answer !== '')
  const faults: PollFaults = {}
  const question = readText(world, by, wish.question, QUESTION_MOST)
  if ('why' in question) faults.question = question.why
  if (answers.length < ANSWERS.least) faults.answers = 'few'
  else if (answers.length > ANSWERS.most) faults.answers = 'many'
  else if (new Set(answers.map(answer => answer.toLowerCase())).size < answers.length) faults.answers = 'same'
  const read = answers.map(answer => readText(world, by, answer, ANSWER_MOST))
  for (const one of read) if ('why' in one && one.why !== 'empty') faults.answers ??= one.why
  if (!POLL_SECONDS.some(known => known === wish.seconds)) faults.seconds = 'unknown'
  if (q(world).open({ room: room.id })) faults.open = true
  if (Object.keys(faults).length > 0) return { ok: false, faults }
  return tx(world, (): Opened => {
    const id = world.ids.next()
    const at = world.clock.now()
    const words = (one: (typeof read)[number] | typeof question) => ('text' in one ? one.text : '')
    q(world).insert({
      id,
      room: room.id,
      question: words(question),
      by,
      at,
      ends_at: at + wish.seconds * SECOND,
    })
    for (const [place, one] of read.entries()) q(world).answer({ id, place, words: words(one) })
    return { ok: true, poll: pollById(world, id)! }
  })
}

function readText(
  world: World,
  by: string,
  text: string,
  most: number,
): { text: string } | { why: 'empty' | 'long' | Refusal } {
  if (text === '') return { why: 'empty' }
  if (Array.from(text).length > most) return { why: 'long' }
  const read = filter(world, { what: 'notice', text, by, mayCover: false })
  return read.ok ? { text: read.text } : { why: read.why }
}

export type Voted = { ok: true; poll: Poll } | { ok: false; why: PartRefusal | 'gone' | 'over' | 'voted' | 'answer' }

/** One vote an account, and it is final: the table refuses another. */
export function vote(
  world: World,
  {
    room,
    poll: id,
    account,
    place,
  }: { room: Pick<Room, 'id' | 'performer_id'>; poll: string; account: string; place: number },
): Voted {
  const refused = mayNotTakePart(world, room, account)
  if (refused) return { ok: false, why: refused }
  return grouped(world, (): Voted => {
    const poll = pollById(world, id)
    if (!poll || poll.room_id !== room.id) return { ok: false, why: 'gone' }
    const now = world.clock.now()
    if (poll.ended_at !== null || poll.ends_at <= now) return { ok: false, why: 'over' }
    if (!poll.answers.some(answer => answer.place === place)) return { ok: false, why: 'answer' }
    if (q(world).vote({ id, account, place, at: now }) === 0) return { ok: false, why: 'voted' }
    q(world).count({ id, place })
    return { ok: true, poll: pollById(world, id)! }
  })
}

/** Ends the poll and says in the chat what came out. Null when it had ended. */
export function closePoll(world: World, told: ChatListeners, id: string): Poll | null {
  return tx(world, () => {
    if (q(world).end({ id, at: world.clock.now() }) === 0) return null
    const poll = pollById(world, id)!
    const most = Math.max(...poll.answers.map(({ votes }) => votes))
    const first = poll.answers.filter(({ votes }) => votes === most).map(({ words }) => words)
    const votes = votesOf(poll)
    const [name, given] =
      votes === 0
        ? (['pollNobody', [poll.question]] as const)
        : first.length > 1
          ? (['pollEven', [poll.question, first.join(', '), votes]] as const)
          : (['pollResult', [poll.question, first[0]!, most, votes]] as const)
    note(world, told, {
      room: poll.room_id,
      kind: 'note',
      detail: { sentence: { of: 'play', name, given: [...given] } },
    })
    return poll
  })
}

/** Those whose time is over. */
export const duePolls = (world: World): { id: string }[] => q(world).due({ now: world.clock.now() })

/** The sums stay. */
export const forgetVotes = (world: World, account: string): number => q(world).forget({ account })

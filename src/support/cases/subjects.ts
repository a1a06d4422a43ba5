import { accountByHandle, accountById } from '../../accounts/index.ts'
import { audience, onAir, stage } from '../../broadcasts/index.ts'
import { type Line, lineAt, linesAround, stickerShown } from '../../chat/index.ts'
import {
  type Around,
  type CaseSubject,
  type SeenLine,
  type SeenPerson,
  type SeenRoom,
  type SubjectKind,
  sanctionsOf,
  strikesOf,
} from '../../moderation/index.ts'
import { type Room, roomByHandle, roomById, roomByName } from '../../rooms/index.ts'
import { tipOf } from '../../tips/index.ts'
import type { World } from '../../world.ts'

/** Lines before and after the reported one; of a room as a whole, its newest. */
const EACH = 10
const NEWEST = 30

const LINE = /^([a-z2-7]{26}):([1-9][0-9]{0,14})$/

export function lineOf(world: World, id: string): Line | null {
  const [, room = '', seq = ''] = LINE.exec(id) ?? []
  return room ? lineAt(world, room, Number(seq)) : null
}

const ofRoom = (room: Room): CaseSubject => ({ kind: 'room', id: room.id, account: room.performer_id, room: room.id })

/** Whoever reads a line may report it: what was whispered to others is not there. */
function readable(line: Line | null, by: string | null): line is Line {
  return line !== null && (line.to_id === null || (by !== null && (line.to_id === by || line.account_id === by)))
}

/** Whoever tips without a name has one for the house. */
const writerOf = (world: World, { account_id, detail }: Line): string | null =>
  account_id ?? (detail.tip === undefined ? null : (tipOf(world, detail.tip)?.member_id ?? null))

/** A line as the room's page names it: the room's name and its number. */
export function lineTyped(world: World, typed: string, by: string | null): Line | null {
  const [, name = '', seq = ''] = /^([a-z0-9-]{3,32}):([1-9][0-9]{0,14})$/.exec(typed) ?? []
  const room = name ? roomByName(world, name) : null
  const line = room ? lineAt(world, room.id, Number(seq)) : null
  return readable(line, by) ? line : null
}

/** What an address of this house, a room's name or a person's name means. */
export function findSubject(
  world: World,
  { subject, line, by }: { subject: string; line: string; by: string | null },
): CaseSubject | null {
  const said = line === '' ? null : lineTyped(world, line, by)
  if (said)
    return { kind: 'line', id: `${said.room_id}:${said.seq}`, account: writerOf(world, said), room: said.room_id }
  const typed = subject.trim().replace(/^@/, '')
  const path = /\/rooms\/([a-z0-9-]{3,32})(?:[/?#]|$)/.exec(typed)?.[1]
  const room = path ? roomByName(world, path) : roomByHandle(world, typed)
  if (room) return ofRoom(room)
  const account = path || typed === '' ? null : accountByHandle(world, typed)
  return account && { kind: 'account', id: account.id, account: account.id, room: null }
}

/** The same thing again, later; null when it is gone. */
export function knownSubject(world: World, kind: SubjectKind, id: string): CaseSubject | null {
  switch (kind) {
    case 'line': {
      const line = lineOf(world, id)
      return line && { kind, id, account: writerOf(world, line), room: line.room_id }
    }
    case 'room': {
      const room = roomById(world, id)
      return room && ofRoom(room)
    }
    case 'account':
      return accountById(world, id) && { kind, id, account: id, room: null }
    default:
      return kind satisfies never
  }
}

/** What stands around it now: the lines, the people who said them, the room. */
export function around(world: World, subject: CaseSubject): Around {
  const room = subject.room === null ? null : roomById(world, subject.room)
  const reported = subject.kind === 'line' ? lineOf(world, subject.id) : null
  const lines = linesOf(world, room, reported)
  const people = new Set(lines.flatMap(line => writerOf(world, line) ?? []))
  if (subject.account !== null) people.add(subject.account)
  if (room) people.add(room.performer_id)
  return {
    lines: lines.map(line => lineSeen(world, line, line.seq === reported?.seq)),
    people: [...people].flatMap(id => personSeen(world, id) ?? []),
    room: room && roomSeen(world, room),
  }
}

/** Who tipped without a name has one for whoever looks into the report. */
function lineSeen(world: World, line: Line, reported: boolean): SeenLine {
  const writer = writerOf(world, line)
  const { tokens, sentence, title, sticker } = line.detail
  const shown = sticker === undefined ? null : stickerShown(world, sticker)
  const said = {
    ...(tokens === undefined ? {} : { tokens }),
    ...(sentence === undefined ? {} : { sentence }),
    ...(title === undefined ? {} : { title }),
    ...(shown ? { sticker: { drawn: shown.drawn, name: shown.name } } : {}),
    ...(writer !== null && line.account_id === null ? { anonymous: true as const } : {}),
  }
  return {
    seq: line.seq,
    at: line.posted_at,
    kind: line.kind,
    account: writer,
    handle: line.handle ?? (writer === null ? '' : (accountById(world, writer)?.handle ?? '')),
    text: line.text,
    removed: line.removed_at !== null,
    reported,
    ...(Object.keys(said).length > 0 ? { said } : {}),
  }
}

function linesOf(world: World, room: Room | null, reported: Line | null): Line[] {
  if (!room) return []
  if (!reported) return linesAround(world, { room: room.id, seq: Number.MAX_SAFE_INTEGER - 1, each: NEWEST })
  const near = linesAround(world, { room: room.id, seq: reported.seq, each: EACH })
  // A whisper stands among them for whoever reported it.
  const all = near.some(line => line.seq === reported.seq) ? near : [...near, reported]
  return all.sort((a, b) => a.seq - b.seq)
}

function personSeen(world: World, id: string): SeenPerson | null {
  const account = accountById(world, id)
  return (
    account && {
      account: id,
      handle: account.handle,
      role: account.role,
      sanctions: sanctionsOf(world, id).length + strikesOf(world, id).length,
      joined: account.created_at,
    }
  )
}

function roomSeen(world: World, room: Room): SeenRoom {
  const at = stage(world, room.name)
  return {
    id: room.id,
    name: room.name,
    handle: room.handle,
    title: room.title,
    about: room.bio,
    live: onAir(at),
    viewers: audience.watching(world, room.name),
    since: at.broadcast?.startedAt ?? null,
  }
}

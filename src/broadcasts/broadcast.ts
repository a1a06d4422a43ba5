import { prepared } from '../base/db/prepared.ts'
import { afterCommit, tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { figures, recount } from './audience.ts'
import type { BroadcastListeners } from './listeners.ts'
import { allStages, type Feed, type Health, type Source, type Stage, stage } from './stage.ts'

export type EndedWhy = 'stopped' | 'closed' | 'lost' | 'cut' | 'banned' | 'restart'

export interface Broadcast {
  id: string
  room_id: string
  title: string
  source: Source
  started_at: number
  ended_at: number | null
  ended_why: EndedWhy | null
  most_viewers: number
  views: number
  watched_s: number
}

const q = prepared(sql => ({
  room: sql.one<{ id: string; title: string }>('SELECT id, title FROM rooms WHERE name = $name'),
  open: sql.one<Broadcast>('SELECT * FROM broadcasts WHERE room_id = $room AND ended_at IS NULL'),
  start: sql.run(`INSERT INTO broadcasts (id, room_id, title, source, started_at)
    VALUES ($id, $room, $title, $source, $at)`),
  end: sql.run(`UPDATE broadcasts SET ended_at = $at, ended_why = $why, most_viewers = $mostViewers, views = $views,
    watched_s = $watchedSeconds WHERE id = $id AND ended_at IS NULL`),
  endAll: sql.run("UPDATE broadcasts SET ended_at = $at, ended_why = 'restart' WHERE ended_at IS NULL"),
  byId: sql.one<Broadcast>('SELECT * FROM broadcasts WHERE id = $id'),
  ofRoom: sql.all<Broadcast>('SELECT * FROM broadcasts WHERE room_id = $room ORDER BY started_at DESC LIMIT $limit'),
}))

function move(world: World, told: BroadcastListeners, room: string, change: Partial<Stage>): Stage {
  const before = stage(world, room)
  const after: Stage = { ...before, ...change }
  if (change.state !== undefined && change.state !== before.state) after.since = world.clock.now()
  afterCommit(world, () => {
    allStages(world).set(room, after)
    told.stageChanged(after)
  })
  return after
}

/** The door said yes: the studio page shows that something arrives. */
export function connecting(world: World, told: BroadcastListeners, room: string, source: Source): void {
  const now = stage(world, room)
  if (now.state === 'off') move(world, told, room, { state: 'connecting', source, reason: '', health: { faults: [] } })
}

/**
 * Media flows into the room: opens the broadcast, or goes on with the open one after a drop. The picture is not there for viewers
 * until `feedReady`.
 */
export function online(world: World, told: BroadcastListeners, name: string, source: Source): void {
  const room = q(world).room({ name })
  if (!room) return
  const now = stage(world, name)
  if (now.broadcast) {
    move(world, told, name, { source })
    return
  }
  const broadcast = { id: world.ids.next(), startedAt: world.clock.now(), title: room.title }
  tx(world, () => {
    q(world).start({ id: broadcast.id, room: room.id, title: room.title, source, at: broadcast.startedAt })
    const state = now.state === 'off' ? 'connecting' : now.state
    const after = move(world, told, name, {
      state,
      source,
      broadcast,
      paused: false,
      muted: false,
      reason: '',
      health: { faults: [] },
    })
    afterCommit(world, () => {
      recount(world, name)
      told.started(after)
    })
  })
}

/** Viewers may watch this feed from now on. A new feed after a drop replaces the old one. */
export function feedReady(world: World, told: BroadcastListeners, room: string, feed: Feed): void {
  if (stage(world, room).broadcast) move(world, told, room, { state: 'live', feed, reason: '' })
}

/** The bytes stand still though the connection is open. */
export function stalled(world: World, told: BroadcastListeners, room: string): void {
  if (stage(world, room).state === 'live') move(world, told, room, { state: 'stalled' })
}

/** The bytes move again. */
export function flowing(world: World, told: BroadcastListeners, room: string): void {
  if (stage(world, room).state === 'stalled') move(world, told, room, { state: 'live' })
}

/** The publisher is gone without a good-bye: viewers see "Back in a moment" and the broadcast stays open for a while. */
export function lost(world: World, told: BroadcastListeners, room: string, why: 'lost' | 'media-down' = 'lost'): void {
  const now = stage(world, room)
  if (now.broadcast) move(world, told, room, { state: 'away', feed: null, reason: why })
  else if (now.state !== 'off') move(world, told, room, { state: 'off', feed: null, source: null })
}

/**
 * The room goes dark at once, because the encoder said good-bye or nothing came of a connection; a broadcast that is open stays
 * open for a while, since encoders restart.
 */
export function offAir(world: World, told: BroadcastListeners, room: string): void {
  const now = stage(world, room)
  if (now.state === 'off') return
  move(world, told, room, { state: 'off', feed: null, source: null, reason: now.broadcast ? 'closed' : '' })
}

/** The broadcast is over. */
export function finished(world: World, told: BroadcastListeners, room: string, why: EndedWhy): void {
  const now = stage(world, room)
  if (now.state === 'off' && !now.broadcast) return
  tx(world, () => {
    if (now.broadcast) q(world).end({ id: now.broadcast.id, at: world.clock.now(), why, ...figures(world, room) })
    const after = move(world, told, room, {
      state: 'off',
      feed: null,
      broadcast: null,
      source: null,
      paused: false,
      muted: false,
      reason: why,
      health: { faults: [] },
    })
    const ended = now.broadcast
    if (ended) afterCommit(world, () => told.ended(after, ended.id))
  })
}

export function healthFound(world: World, told: BroadcastListeners, room: string, health: Health): void {
  const now = stage(world, room)
  if (!now.broadcast && now.state !== 'connecting') return
  const after = { ...now, health }
  allStages(world).set(room, after)
  told.healthChanged(after)
}

/** The door refused a publisher of this room; OBS shows no reason, so the studio page must. */
export function refusedAtDoor(
  world: World,
  told: BroadcastListeners,
  room: string,
  word: string,
  protocol: string,
): void {
  if (q(world).room({ name: room })) move(world, told, room, { refused: { word, protocol, at: world.clock.now() } })
}

/** The performer covers the picture: the feed lives, viewers see the away card. */
export function pause(world: World, told: BroadcastListeners, room: string, paused: boolean): boolean {
  if (!stage(world, room).broadcast) return false
  move(world, told, room, { paused })
  return true
}

export function mute(world: World, told: BroadcastListeners, room: string, muted: boolean): boolean {
  if (!stage(world, room).broadcast) return false
  move(world, told, room, { muted })
  return true
}

/** The title was changed while on air. */
export function retitled(world: World, told: BroadcastListeners, room: string, title: string): void {
  const { broadcast } = stage(world, room)
  if (broadcast) move(world, told, room, { broadcast: { ...broadcast, title } })
}

/** What a crash left open is closed at the next start. */
export const closeLeftOpen = (world: World): number => q(world).endAll({ at: world.clock.now() })

export const broadcastById = (world: World, id: string): Broadcast | null => q(world).byId({ id })

export const broadcastsOf = (world: World, roomId: string, limit = 20): Broadcast[] =>
  q(world).ofRoom({ room: roomId, limit })

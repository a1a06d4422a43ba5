import { MINUTE, SECOND } from '../base/clock.ts'
import { afterCommit } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { type EndedWhy, finished } from './broadcast.ts'
import { keepOut } from './door.ts'
import type { BroadcastListeners } from './listeners.ts'
import { onAir, stage } from './stage.ts'

/** All that is told to the open studio pages of a room. */
export const studioTopic = (room: string): string => `studio:${room}`

interface Desk {
  /** The studio page that broadcasts, or was about to. */
  tab: string | null
  /** bit/s, one each five seconds, newest last. */
  bitrates: number[]
  sampledAt: number
}

const KEPT_OUT_MS = MINUTE
const SAMPLE_MS = 5 * SECOND
const SAMPLES = 60

const desks = new WeakMap<World, Map<string, Desk>>()

function desk(world: World, room: string): Desk {
  let rooms = desks.get(world)
  if (!rooms) {
    rooms = new Map()
    desks.set(world, rooms)
  }
  let at = rooms.get(room)
  if (!at) {
    at = { tab: null, bitrates: [], sampledAt: Number.NEGATIVE_INFINITY }
    rooms.set(room, at)
  }
  return at
}

/** Which open studio page has the air: another one sees that it has lost it, and does not fight for it. */
export const tabOnAir = (world: World, room: string): string | null => desk(world, room).tab

/** This page is about to broadcast. It overrides her own stop of a moment ago. */
export function takeAir(world: World, told: BroadcastListeners, room: { id: string; name: string }, tab: string): void {
  desk(world, room.name).tab = tab
  keepOut(world, room.id, 0)
  told.stageChanged(stage(world, room.name))
}

/** Lets the encoder in again after her own stop. */
export const letIn = (world: World, room: { id: string }): void => keepOut(world, room.id, 0)

/**
 * The performer ends the broadcast: off at once, whatever the media server still does. An encoder is kept out for a minute,
 * since it would be back by itself. False when nothing was on.
 */
export function stopBroadcast(
  world: World,
  told: BroadcastListeners,
  room: { id: string; name: string },
  why: Extract<EndedWhy, 'stopped' | 'closed'>,
): boolean {
  const { state, source, broadcast } = stage(world, room.name)
  if (state === 'off' && !broadcast) return false
  if (source !== 'browser') keepOut(world, room.id, world.clock.now() + KEPT_OUT_MS)
  finished(world, told, room.name, why)
  afterCommit(world, () => void world.media.cut(room.name, why))
  return true
}

/** A studio page was closed. Only the one that has the air ends the broadcast with it. */
export function goodBye(
  world: World,
  told: BroadcastListeners,
  room: { id: string; name: string },
  tab: string,
): boolean {
  const at = desk(world, room.name)
  if (at.tab === null || at.tab !== tab) return false
  const { source } = stage(world, room.name)
  if (source !== null && source !== 'browser') return false
  return stopBroadcast(world, told, room, 'closed')
}

/** The last minutes of the line, for the small curve beside the health words. */
export function sampleBitrate(world: World, room: string): void {
  const at = desk(world, room)
  const now = world.clock.monotonic()
  const { health } = stage(world, room)
  if (health.bitrate === undefined || now - at.sampledAt < SAMPLE_MS) return
  at.sampledAt = now
  at.bitrates.push(health.bitrate)
  if (at.bitrates.length > SAMPLES) at.bitrates.shift()
}

export const bitratesOf = (world: World, room: string): readonly number[] => desk(world, room).bitrates

/** The broadcast is over. */
export function clearDesk(world: World, room: string): void {
  if (!onAir(stage(world, room))) desks.get(world)?.delete(room)
}

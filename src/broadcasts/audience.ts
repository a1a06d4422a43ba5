import type { World } from '../world.ts'

/** One open room page: what its socket says when it opens. In memory, gone with the socket. */
export interface Seat {
  /** Random; the socket's hello tells it to the page, which shows it to get a pass. */
  id: string
  /** The room's public name. */
  room: string
  account: string | null
  session: string | null
  address: string
}

/** Presence key, and topic, of one account's open pages of one room. */
export const inRoom = (room: string, account: string): string => `in:${room}:${account}`

interface House {
  seats: Map<string, Seat>
  rooms: Map<string, Watching>
  leaving: Set<(seat: Seat) => void>
}

interface Watching {
  /** Who watches now, and with how many passes. */
  holders: Map<string, number>
  since: number
  watchedMs: number
  most: number
  seen: Set<string>
}

const MOST_SEEN = 100_000

const houses = new WeakMap<World, House>()
function house(world: World): House {
  let h = houses.get(world)
  if (!h) {
    h = { seats: new Map(), rooms: new Map(), leaving: new Set() }
    houses.set(world, h)
  }
  return h
}

/** The room's socket is open. Call `leave` with the same id when it closes. */
export function arrive(world: World, seat: Seat): void {
  house(world).seats.set(seat.id, seat)
}

export function leave(world: World, id: string): void {
  const h = house(world)
  const seat = h.seats.get(id)
  if (!seat) return
  h.seats.delete(id)
  for (const tell of h.leaving) tell(seat)
}

export const seatOf = (world: World, id: string): Seat | null => house(world).seats.get(id) ?? null

/** Passes hear of sockets that close. */
export function whenLeaving(world: World, tell: (seat: Seat) => void): void {
  house(world).leaving.add(tell)
}

/** Whoever has the room's page open; an account counts once. */
export function here(world: World, room: string): number {
  const people = new Set<string>()
  for (const seat of house(world).seats.values()) if (seat.room === room) people.add(seat.account ?? seat.id)
  return people.size
}

/** Viewers: whoever has the right to fetch the picture now; an account counts once. */
export const watching = (world: World, room: string): number => house(world).rooms.get(room)?.holders.size ?? 0

/** A pass of `holder` began (1) or ended (-1). */
export function watches(world: World, room: string, holder: string, change: 1 | -1): void {
  const w = tally(world, room)
  const count = (w.holders.get(holder) ?? 0) + change
  if (count > 0) w.holders.set(holder, count)
  else w.holders.delete(holder)
  if (change === 1 && w.seen.size < MOST_SEEN) w.seen.add(holder)
  w.most = Math.max(w.most, w.holders.size)
}

export interface Figures {
  mostViewers: number
  /** Different viewers. */
  views: number
  /** Seconds that all viewers together watched. */
  watchedSeconds: number
}

export function figures(world: World, room: string): Figures {
  const w = tally(world, room)
  return { mostViewers: w.most, views: w.seen.size, watchedSeconds: Math.round(w.watchedMs / 1000) }
}

/** The broadcast is over, or begins: what was counted so far, and the count starts again with those who watch. */
export function recount(world: World, room: string): Figures {
  const done = figures(world, room)
  const w = tally(world, room)
  w.watchedMs = 0
  w.most = w.holders.size
  w.seen = new Set(w.holders.keys())
  return done
}

/** The room's watchers, with the watched time counted up to now. */
function tally(world: World, room: string): Watching {
  const { rooms } = house(world)
  const now = world.clock.monotonic()
  let w = rooms.get(room)
  if (!w) {
    w = { holders: new Map(), since: now, watchedMs: 0, most: 0, seen: new Set() }
    rooms.set(room, w)
  }
  w.watchedMs += (now - w.since) * w.holders.size
  w.since = now
  return w
}

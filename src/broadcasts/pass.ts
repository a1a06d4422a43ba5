import { base64url, secret26 } from '../base/ids.ts'
import type { World } from '../world.ts'
import { seatOf, watches, whenLeaving } from './audience.ts'
import { stage } from './stage.ts'

export type Kind = 'video' | 'audio'
export type PassEnd = 'idle' | 'socket' | 'feed' | 'signed-out' | 'replaced' | 'overdrawn'

/** The right of one open room page to fetch one feed. In memory; its nonce is in a cookie and nowhere else. */
export interface Pass {
  /** Public name of the pass, for its own page to keep it over a new socket. */
  handle: string
  nonce: string
  room: string
  feed: string
  /** Whose streams are counted together: an account, or the address of a visitor. */
  holder: string
  session: string | null
  account: string | null
  seat: string
  usedAt: number
  /** When its socket closed. */
  goneAt: number | null
  /** Real time holds a connection: it is used without a request. */
  connected: boolean
  over: PassEnd | null
  /** Its own room's performer and staff watch without being counted. */
  counted: boolean
  /** `segment` is the longest of its stream: encoders far between key frames make long ones. */
  budget: Record<Kind, { left: number; at: number; segment: number }>
  since: number
  /** Requests and sessions that end with it. */
  readonly ends: Set<(why: PassEnd) => void>
}

const UNUSED_MS = 30_000
const SOCKET_GONE_MS = 15_000
/** At a time; a stream whose page is gone makes room for the next. */
const STREAMS_OF_ACCOUNT = 2
/** Whole houses and offices share one address: a bound against one machine that takes everything, not a count of people. */
const STREAMS_OF_ADDRESS = 32
/** Media seconds: what a player may take at once while it starts, later, and what flows in per second. */
const START_MS = 10_000
const START_SECONDS = 12
const BUCKET_SECONDS = 6
/** A player begins at a key frame, by parts or whole: OBS sets them ten seconds apart where nobody tells it otherwise. */
const BUCKET_SEGMENTS = 3
const SEGMENT_SECONDS = 20
const REFILL = 1.1
/** Ends for overdrawing within a minute, until the holder waits a minute. One bad player must not shut out a whole house. */
const OVERDRAWN_ACCOUNT = 3
const OVERDRAWN_ADDRESS = 30
const MINUTE = 60_000

interface Desk {
  byNonce: Map<string, Pass>
  byHandle: Map<string, Pass>
  overdrawn: Map<string, number[]>
}

const desks = new WeakMap<World, Desk>()
function desk(world: World): Desk {
  let d = desks.get(world)
  if (!d) {
    const made: Desk = { byNonce: new Map(), byHandle: new Map(), overdrawn: new Map() }
    d = made
    desks.set(world, made)
    whenLeaving(world, seat => {
      const now = world.clock.monotonic()
      for (const pass of made.byHandle.values()) if (pass.seat === seat.id) pass.goneAt = now
    })
  }
  return d
}

export interface Asks {
  room: string
  seat: string
  /** A pass that the page holds already: it moves to the new socket. */
  handle?: string | undefined
  account: string | null
  session: string | null
  counted: boolean
}

export type Given = { ok: true; pass: Pass } | { ok: false; why: 'no-seat' | 'dark' | 'too-many' | 'elsewhere' }

/** The right to watch what the room shows now. */
export function givePass(world: World, asks: Asks): Given {
  const d = desk(world)
  const seat = seatOf(world, asks.seat)
  if (!seat || seat.room !== asks.room || seat.account !== asks.account || seat.session !== asks.session) {
    return { ok: false, why: 'no-seat' }
  }
  const feed = stage(world, asks.room).feed
  if (!feed) return { ok: false, why: 'dark' }
  const now = world.clock.monotonic()
  const holder = asks.account ? `account:${asks.account}` : `address:${seat.address}`
  const known = asks.handle ? d.byHandle.get(asks.handle) : undefined
  if (
    known &&
    known.feed === feed.id &&
    known.holder === holder &&
    known.session === asks.session &&
    alive(world, known)
  ) {
    known.seat = seat.id
    known.goneAt = null
    known.usedAt = now
    return { ok: true, pass: known }
  }
  const ends = (d.overdrawn.get(holder) ?? []).filter(at => now - at < MINUTE)
  if (ends.length >= (asks.account ? OVERDRAWN_ACCOUNT : OVERDRAWN_ADDRESS)) return { ok: false, why: 'elsewhere' }
  for (const pass of [...d.byHandle.values()]) if (pass.seat === seat.id) endPass(world, pass, 'replaced')
  const others = [...d.byHandle.values()].filter(pass => pass.holder === holder && alive(world, pass))
  const most = asks.account ? STREAMS_OF_ACCOUNT : STREAMS_OF_ADDRESS
  if (others.length >= most) {
    const gone = others.find(pass => pass.goneAt !== null)
    if (!gone) return { ok: false, why: 'too-many' }
    endPass(world, gone, 'replaced')
  }
  const pass: Pass = {
    handle: secret26(world.ids),
    nonce: base64url(world.ids.bytes(32)),
    room: asks.room,
    feed: feed.id,
    holder,
    session: asks.session,
    account: asks.account,
    seat: seat.id,
    usedAt: now,
    goneAt: null,
    connected: false,
    over: null,
    counted: asks.counted,
    budget: {
      video: { left: START_SECONDS, at: now, segment: 0 },
      audio: { left: START_SECONDS, at: now, segment: 0 },
    },
    since: now,
    ends: new Set(),
  }
  d.byNonce.set(pass.nonce, pass)
  d.byHandle.set(pass.handle, pass)
  if (pass.counted) watches(world, pass.room, viewer(pass), 1)
  return { ok: true, pass }
}

/** Whether it still holds; one that no longer does ends here. */
export function alive(world: World, pass: Pass): boolean {
  if (pass.over) return false
  const now = world.clock.monotonic()
  if (pass.goneAt !== null && now - pass.goneAt > SOCKET_GONE_MS) endPass(world, pass, 'socket')
  else if (!pass.connected && now - pass.usedAt > UNUSED_MS) endPass(world, pass, 'idle')
  return pass.over === null
}

/**
 * The pass among the nonces that a browser sent, for this feed: two tabs of one browser hold two passes and send both, so
 * the one with more left to spend is taken.
 */
export function passFor(world: World, feed: string, nonces: readonly string[]): Pass | null {
  const { byNonce } = desk(world)
  let best: Pass | null = null
  for (const nonce of nonces) {
    const pass = byNonce.get(nonce)
    if (!pass || pass.feed !== feed || !alive(world, pass)) continue
    if (!best || pass.budget.video.left + pass.budget.audio.left > best.budget.video.left + best.budget.audio.left)
      best = pass
  }
  if (best) best.usedAt = world.clock.monotonic()
  return best
}

/** Takes media seconds from the pass; one that wants more than one player can show is over. */
export function spend(world: World, pass: Pass, kind: Kind, seconds: number, segment = 0): boolean {
  const now = world.clock.monotonic()
  const bucket = pass.budget[kind]
  const base = now - pass.since < START_MS ? START_SECONDS : BUCKET_SECONDS
  const before = Math.max(base, BUCKET_SEGMENTS * bucket.segment)
  bucket.segment = Math.max(bucket.segment, Math.min(segment, SEGMENT_SECONDS))
  const most = Math.max(base, BUCKET_SEGMENTS * bucket.segment)
  const left = Math.min(most, bucket.left + (most - before) + ((now - bucket.at) / 1000) * REFILL) - seconds
  bucket.at = now
  bucket.left = left
  if (left >= 0) return true
  const { overdrawn } = desk(world)
  overdrawn.set(pass.holder, [...(overdrawn.get(pass.holder) ?? []).filter(at => now - at < MINUTE), now])
  endPass(world, pass, 'overdrawn')
  return false
}

export function endPass(world: World, pass: Pass, why: PassEnd): void {
  if (pass.over) return
  pass.over = why
  const d = desk(world)
  d.byNonce.delete(pass.nonce)
  d.byHandle.delete(pass.handle)
  if (pass.counted) watches(world, pass.room, viewer(pass), -1)
  const ends = [...pass.ends]
  pass.ends.clear()
  for (const end of ends) end(why)
}

/** An account counts once; visitors count by page, since many share an address. */
const viewer = (pass: Pass): string => pass.account ?? pass.handle

/** The feed died: nobody may watch it any more. */
export const endPassesOfFeed = (world: World, feed: string): void => endWhere(world, 'feed', pass => pass.feed === feed)

/** Sign-out, a ban, a deleted account. */
export const endPassesOfSession = (world: World, session: string): void =>
  endWhere(world, 'signed-out', pass => pass.session === session)
export const endPassesOfAccount = (world: World, account: string): void =>
  endWhere(world, 'signed-out', pass => pass.account === account)
/** A kick or a block: out of one room. */
export const endPassesInRoom = (world: World, room: string, account: string): void =>
  endWhere(world, 'signed-out', pass => pass.room === room && pass.account === account)

/** Called every few seconds: ends what nobody uses. */
export function sweepPasses(world: World): void {
  const d = desk(world)
  for (const pass of [...d.byHandle.values()]) alive(world, pass)
  const now = world.clock.monotonic()
  for (const [holder, ends] of d.overdrawn) if (now - ends.at(-1)! > MINUTE) d.overdrawn.delete(holder)
}

function endWhere(world: World, why: PassEnd, which: (pass: Pass) => boolean): void {
  for (const pass of [...desk(world).byHandle.values()]) if (which(pass)) endPass(world, pass, why)
}

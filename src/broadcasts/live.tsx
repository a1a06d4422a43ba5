import { Elysia } from 'elysia'
import { CountPush, Media, type MediaProps, RoomPush } from '../../views/rooms/room.tsx'
import { Answered } from '../../views/rooms/wire.tsx'
import { say, speak } from '../../views/words/index.ts'
import { access } from '../accounts/access.ts'
import { MINUTE, SECOND } from '../base/clock.ts'
import { answering, NotStored } from '../base/db/durable.ts'
import { network } from '../base/http/rate.ts'
import { Refused } from '../base/http/refused.ts'
import { base64url } from '../base/ids.ts'
import { briefly } from '../base/log.ts'
import { oneEach } from '../base/one-each.ts'
import { type Sitting, type Socket, sit } from '../base/realtime/socket.ts'
import { inLanguage, tell } from '../base/realtime/tell.ts'
import { houseZone } from '../base/zone.ts'
import { roomFor } from '../rooms/access.ts'
import { type OnStage, personTopic, roomByName, roomsOpen, roomTopic } from '../rooms/index.ts'
import { roomView } from '../rooms/view.ts'
import type { World } from '../world.ts'
import { arrive, inRoom, leave, watching } from './audience.ts'
import { openHolds } from './hold.ts'
import type { Guest, SocketListeners } from './listeners.ts'
import { allStages, type Out, onAir, type Stage, stage } from './stage.ts'

/** A page sends a sign of life now and then; more frames in a second than this are a flood. */
const FRAMES_MOST = 20
const SIGN_OF_LIFE = '.'
const FLOOD = 1008

/** How a room stands, in the words of its page. */
export function onStage(world: World, room: string): OnStage {
  const s = stage(world, room)
  const on = onAir(s) && s.broadcast
  // The address changes with the broadcast and the quarter minute, so that a page's picture is as new as its visit.
  const at = `${s.broadcast?.startedAt}-${Math.floor(world.clock.now() / (15 * SECOND))}`
  const pictureHref = on ? `/rooms/${room}/thumbnail.webp?at=${at}` : undefined
  return {
    state: on ? (s.state === 'away' || s.state === 'stalled' || s.paused ? 'away' : 'live') : 'off',
    viewers: watching(world, room),
    startedAt: s.broadcast?.startedAt,
    title: s.broadcast?.title,
    away: s.paused ? 'paused' : s.state === 'stalled' ? 'still' : s.reason === 'media-down' ? 'house' : 'lost',
    held: !on && openHolds(world).some(hold => hold.room === room),
    pictureHref,
    posterHref: pictureHref && `${pictureHref}&size=large`,
  }
}

/** Every room that is on air, in the words of the lists. */
export function stagesOn(world: World): Map<string, OnStage> {
  const on = new Map<string, OnStage>()
  for (const [name, s] of allStages(world)) if (onAir(s) && s.broadcast) on.set(name, onStage(world, name))
  return on
}

function mediaOf(s: Stage): MediaProps {
  const state = s.state === 'connecting' ? 'off' : s.state
  const feed = onAir(s) ? s.feed : null
  return {
    feed: feed?.id ?? '',
    state,
    paused: s.paused,
    outs: feed ? feed.outs.map(outWord).join(' ') : '',
    reason: s.reason,
  }
}

/** "src:hls+sound,whep": the page only asks whether it is still the same. */
const outWord = ({ name, hls, hlsSound, whep, whepSound }: Out): string =>
  `${name}:${[hls && (hlsSound ? 'hls+sound' : 'hls'), whep && (whepSound ? 'whep+sound' : 'whep')].filter(Boolean).join(',')}`

/** The live element of the page as it is first sent. */
export const mediaElement = (world: World, room: string) => <Media {...mediaOf(stage(world, room))} />

/** The stage changed: rendered once, told to every open page of the room. */
export function pushStage(world: World, s: Stage): void {
  const room = roomByName(world, s.room)
  if (!room || world.presence.count(roomTopic(s.room)) === 0) return
  const markup = () => (
    <RoomPush
      room={roomView(world, room, onStage(world, s.room))}
      now={world.clock.now()}
      zone={houseZone(world)}
      media={mediaOf(s)}
    />
  )
  tell(world, roomTopic(s.room), () => String(markup()))
}

const toldViewers = oneEach((_: World) => new Map<string, number>())

/** Tells each open room its number of viewers where that has changed. */
export function tellViewers(world: World): void {
  const told = toldViewers(world)
  for (const room of roomsOpen(world)) {
    const viewers = watching(world, room)
    if (told.get(room) === viewers) continue
    told.set(room, viewers)
    const { state } = onStage(world, room)
    if (state !== 'off') tell(world, roomTopic(room), () => String(<CountPush room={{ state, viewers }} />))
  }
  for (const room of told.keys()) if (world.presence.count(roomTopic(room)) === 0) told.delete(room)
}

/** Once a second, however many come and go. Answers how to stop. */
export function countViewers(world: World): () => void {
  const timer = setInterval(() => tellViewers(world), SECOND)
  return () => clearInterval(timer)
}

/** Pages that may be open at once: of one sign-in, and of a network, which may be a whole school or a mobile operator. */
const SOCKETS_MOST = { session: 24, network: 2000 }

/** Acts of one page whose answers are still under way. */
const ACTS_MOST = 32

/**
 * The socket of an open room page. It says hello with the seat that gets a pass, then every change of the stage, and takes
 * what the page asks for: `{"act": "chat", ...}`.
 */
export const roomSocket = (world: World, told: SocketListeners) => {
  const isLifted = world.config.limits === 'bench'
  const framesMost = isLifted ? Number.POSITIVE_INFINITY : FRAMES_MOST

  /** The answer waits for the disk, like every answer of the house. */
  async function answer(here: Viewer, name: string, key: string, ask: () => unknown): Promise<void> {
    const { socket, guest } = here
    const words = (said: () => string) =>
      socket.send(speak(guest.language, () => String(<Answered act={name} asked={key} words={said()} />)))
    here.acting++
    try {
      const stored = answering(world)
      // Markup says its sentences when it becomes text: here, while the language of whoever asked is spoken.
      const text = await speak(guest.language, () => {
        const markup = ask()
        return markup instanceof Promise ? markup.then(drawn) : drawn(markup)
      })
      await stored()
      if (text !== null && !here.isGone) socket.send(text)
    } catch (error) {
      if (error instanceof NotStored) words(() => say.chat.wire.notStored)
      else if (error instanceof Refused) words(() => say.chat.wire.refused)
      else {
        world.log.error('act', { act: name, error: briefly(error) })
        words(() => say.chat.wire.fault)
      }
    } finally {
      here.acting--
    }
  }

  function take(here: Viewer, frame: unknown): void {
    const wrong = (said: () => string, name = '', key = '') =>
      here.socket.send(speak(here.guest.language, () => String(<Answered act={name} asked={key} words={said()} />)))
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return void wrong(() => say.chat.wire.form)
    const input = frame as Record<string, unknown>
    const name = typeof input.act === 'string' ? input.act.slice(0, 40) : ''
    const key = typeof input.key === 'string' ? input.key.slice(0, 80) : ''
    const act = Object.hasOwn(told.acts, name) ? told.acts[name] : undefined
    if (!act) return void wrong(() => say.chat.wire.unknown, name, key)
    if (here.acting >= ACTS_MOST) return void wrong(() => say.chat.wire.busy, name, key)
    void answer(here, name, key, () => act(here.guest, input))
  }

  class Viewer implements Sitting {
    socket!: Socket
    /** Frames within the second that began at `since`. */
    frames = 0
    since = world.clock.monotonic()
    /** Acts whose answers are under way. */
    acting = 0
    isGone = false

    constructor(
      readonly guest: Guest,
      /** Of the page's address, until it is read. */
      private search: string,
    ) {}

    opened(socket: Socket): void {
      this.socket = socket
      const { guest, search } = this
      this.search = ''
      const { room, visitor, address, language, seat } = guest
      const topics = visitor ? [roomTopic(room), personTopic(visitor.id), inRoom(room, visitor.id)] : [roomTopic(room)]
      const heard = topics.map(name => inLanguage(name, language))
      const keys = visitor ? [`account:${visitor.id}`, `session:${visitor.session}`, inRoom(room, visitor.id)] : []
      world.presence.join(socket, roomTopic(room), [`network:${network(address)}`, ...heard, ...keys])
      arrive(world, { id: seat, room, account: visitor?.id ?? null, session: visitor?.session ?? null, address })
      for (const name of heard) socket.subscribe(name)
      const s = stage(world, room)
      const known = roomByName(world, room)
      if (!known) return
      const first = () => (
        <RoomPush
          room={roomView(world, known, onStage(world, room))}
          now={world.clock.now()}
          zone={houseZone(world)}
          media={{ ...mediaOf(s), seat }}
        />
      )
      socket.send(speak(language, () => String(first())))
      void answer(this, '', '', () => told.entered(guest, new URLSearchParams(search)))
    }

    said(frame: string | Uint8Array): void {
      const now = world.clock.monotonic()
      if (now - this.since >= SECOND) {
        this.since = now
        this.frames = 0
      }
      if (++this.frames > framesMost) this.socket.close(FLOOD, 'too many frames')
      else if (frame === SIGN_OF_LIFE) this.socket.send(SIGN_OF_LIFE)
      else take(this, read(frame))
    }

    closed(): void {
      this.isGone = true
      world.presence.leave(this.socket)
      leave(world, this.guest.seat)
    }
  }

  return new Elysia({ name: 'room-socket' }).use(access(world)).route(
    'WS',
    '/rooms/:room/live',
    ({ params: { room }, visitor, address, language, request }) => {
      roomFor(world, room, visitor)
      const full =
        world.presence.held(`network:${network(address)}`) >= SOCKETS_MOST.network ||
        (visitor !== null && world.presence.held(`session:${visitor.session}`) >= SOCKETS_MOST.session)
      if ((full && !isLifted) || !world.rates.take(`socket ${address}`, 240, MINUTE)) throw new Refused(429)
      const guest: Guest = { room, visitor, address, language, seat: base64url(world.ids.bytes(16)) }
      sit(request, new Viewer(guest, new URL(request.url).search))
    },
    { access: 'anyone' },
  )
}

const drawn = (markup: unknown): string | null => (markup == null ? null : String(markup))

/** What a page asks for; nothing that is no JSON. */
function read(frame: string | Uint8Array): unknown {
  try {
    return typeof frame === 'string' ? JSON.parse(frame) : null
  } catch {
    return null
  }
}

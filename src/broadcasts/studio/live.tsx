import { SignalBox } from '../../../views/studio/obs.tsx'
import { closedWords, HealthLine, LiveFigures, Notices } from '../../../views/studio/studio.tsx'
import { healthView, signalView, sourceWords } from '../../../views/studio/words.ts'
import { tell } from '../../base/realtime/tell.ts'
import { barred } from '../../moderation/index.ts'
import { type Room, roomByName } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { figures, watching } from '../audience.ts'
import { bitratesOf, clearDesk, sampleBitrate, studioTopic, tabOnAir } from '../desk.ts'
import { keptOutUntil, mayBroadcast } from '../door.ts'
import { openHolds } from '../hold.ts'
import { type Stage, stage } from '../stage.ts'
import { lastSummary, type Summary } from '../summary.ts'

/** What every open page of the studio is told: facts for its script, and the parts of the page that they change. */
export interface StudioNews {
  state: Stage['state']
  reason: Stage['reason']
  source: Stage['source']
  /** The page that has the air. */
  tab: string | null
  paused: boolean
  startedAt: number | null
  viewers: number
  /** "OBS by SRT": who sends, for a page that does not. */
  from: string
  closed: boolean
  parts: { health: string; figures: string; signal: string; notices: string }
}

/** Why this performer cannot go on air, in words; null when she can. */
export function closedNow(world: World, room: Room): { title: string; words: string } | null {
  const may = mayBroadcast(world, room.id)
  if (may.ok) return null
  const said = { now: world.clock.now(), zone: room.zone }
  if (may.why === 'held') {
    const holds = openHolds(world).filter(hold => hold.room_id === room.id)
    const last = holds.sort((a, b) => b.until - a.until)[0]
    return closedWords({ why: may.why, until: may.until, reason: last?.because ?? '' }, said)
  }
  if (may.why === 'banned') {
    const sanction = barred(world, room.performer_id)
    return closedWords({ why: may.why, until: sanction?.until ?? null, reason: sanction?.reason ?? '' }, said)
  }
  return closedWords({ why: may.why, until: null, reason: '' }, said)
}

/** How the last one went, unless one is on. */
export const lastNow = (world: World, room: Room): Summary | null =>
  stage(world, room.name).broadcast ? null : lastSummary(world, room.id)

export const healthNow = (world: World, at: Stage) => healthView(at, bitratesOf(world, at.room))

export const signalNow = (world: World, room: Room) =>
  signalView(stage(world, room.name), {
    keptOutUntil: keptOutUntil(world, room.id),
    held: !mayBroadcast(world, room.id).ok,
    now: world.clock.now(),
    zone: room.zone,
  })

export const fromWhere = ({ source }: Stage): string => (source ? sourceWords()[source] : 'elsewhere')

export function studioNews(world: World, room: Room): StudioNews {
  const at = stage(world, room.name)
  const viewers = watching(world, room.name)
  const closed = closedNow(world, room)
  const last = lastNow(world, room)
  return {
    state: at.state,
    reason: at.reason,
    source: at.source,
    tab: tabOnAir(world, room.name),
    paused: at.paused,
    startedAt: at.broadcast?.startedAt ?? null,
    viewers,
    from: fromWhere(at),
    closed: closed !== null,
    parts: {
      health: String(<HealthLine health={healthNow(world, at)} />),
      figures: String(<LiveFigures viewers={viewers} mostAtOnce={figures(world, room.name).mostViewers} />),
      signal: String(<SignalBox signal={signalNow(world, room)} />),
      notices: String(<Notices closed={closed ?? undefined} last={last ?? undefined} />),
    },
  }
}

/** Draws nothing while nobody has the room's studio open. */
export function tellStudio(world: World, name: string): void {
  const topic = studioTopic(name)
  if (world.presence.count(topic) === 0) return
  const room = roomByName(world, name)
  if (room) tell(world, topic, () => JSON.stringify(studioNews(world, room)))
}

export function tellStudioHealth(world: World, at: Stage): void {
  sampleBitrate(world, at.room)
  tellStudio(world, at.room)
}

export function tellStudioEnded(world: World, at: Stage): void {
  clearDesk(world, at.room)
  tellStudio(world, at.room)
}

import { allStages, audience, type Hold, openHolds, type Stage } from '../../broadcasts/index.ts'
import { roomByName } from '../../rooms/index.ts'
import type { World } from '../../world.ts'

/** One room that is on air, or was a moment ago. */
export interface OnAir {
  room: string
  handle: string
  hue: number
  title: string
  startedAt: number
  viewers: number
  stage: Stage
}

export interface Overview {
  rooms: OnAir[]
  watching: number
  /** bit/s that the performers send, and that the viewers get from this machine. */
  inBitrate: number
  outBitrate: number
  errors: number
  holds: Hold[]
}

/** What happens in the house right now. Viewers get what the performer sends, so their share is the sum over the rooms. */
export function overview(world: World): Overview {
  const rooms: OnAir[] = []
  for (const stage of allStages(world).values()) {
    const { broadcast } = stage
    if (!broadcast) continue
    const room = roomByName(world, stage.room)
    rooms.push({
      room: stage.room,
      handle: room?.handle ?? stage.room,
      hue: room?.hue ?? 0,
      title: broadcast.title,
      startedAt: broadcast.startedAt,
      viewers: audience.watching(world, stage.room),
      stage,
    })
  }
  rooms.sort((a, b) => b.viewers - a.viewers || a.startedAt - b.startedAt)
  const sum = (of: (room: OnAir) => number) => rooms.reduce((total, room) => total + of(room), 0)
  return {
    rooms,
    watching: sum(room => room.viewers),
    inBitrate: sum(room => room.stage.health.bitrate ?? 0),
    outBitrate: sum(room => (room.stage.health.bitrate ?? 0) * room.viewers),
    errors: world.log.errorsLastHour(),
    holds: openHolds(world),
  }
}

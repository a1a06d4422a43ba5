import type { World } from '../world.ts'

/** How a room stands right now: in memory, told to everybody who looks at it. */
export type StageState = 'off' | 'connecting' | 'live' | 'stalled' | 'away'
export type Source = 'browser' | 'whip' | 'rtmp' | 'rtmps' | 'srt'

/** One rendition of a feed and what a viewer gets from it. */
export interface Out {
  /** `src`, or `opus` / `aac` of the audio bridge. */
  name: string
  hls: boolean
  whep: boolean
  /** Sound is in it and audible over that transport. */
  hlsSound: boolean
  whepSound: boolean
}

export interface Feed {
  /** 26 base32 characters. */
  id: string
  outs: Out[]
}

/** What the encoder sends, measured. Absent facts are not known yet. */
export interface Health {
  videoCodec?: string
  audioCodec?: string
  width?: number
  height?: number
  fps?: number
  /** Of the last seconds, bit/s. */
  bitrate?: number
  keyFrameSeconds?: number
  lossPercent?: number
  rttMs?: number
  /** Closed list; the studio page names the OBS menu that mends each. */
  faults: Fault[]
}

export type Fault =
  | 'b-frames'
  | 'key-frames-far'
  | 'not-h264'
  | 'codec-not-playable'
  | 'no-audio'
  | 'audio-codec'
  | 'bitrate-high'
  | 'loss'
  | 'uneven'
  | 'two-encoders'
  | 'bridge-off'
  | 'bridge-failing'

export interface Stage {
  /** Room name (public, path). */
  room: string
  state: StageState
  /** ms since 1970 of the last change of state. */
  since: number
  broadcast: { id: string; startedAt: number; title: string } | null
  source: Source | null
  feed: Feed | null
  /** The performer pressed pause: the feed lives, viewers see the away card. */
  paused: boolean
  muted: boolean
  /** A word for the slate: why it is off or away. */
  reason: '' | 'stopped' | 'closed' | 'lost' | 'cut' | 'banned' | 'restart' | 'media-down'
  health: Health
  /** The door's last refusal for this room, for the studio page. */
  refused: { word: string; at: number; protocol: string } | null
}

const stages = new WeakMap<World, Map<string, Stage>>()

export function allStages(world: World): Map<string, Stage> {
  let all = stages.get(world)
  if (!all) {
    all = new Map()
    stages.set(world, all)
  }
  return all
}

/** The room's stage; a dark one when nothing was ever published. */
export function stage(world: World, room: string): Stage {
  return (
    allStages(world).get(room) ?? {
      room,
      state: 'off',
      since: 0,
      broadcast: null,
      source: null,
      feed: null,
      paused: false,
      muted: false,
      reason: '',
      health: { faults: [] },
      refused: null,
    }
  )
}

/** Whether viewers have a picture, or had it a moment ago. */
export const onAir = (s: Stage): boolean => s.state === 'live' || s.state === 'stalled' || s.state === 'away'

import type { Fault, Stage } from '../../broadcasts/index.ts'

type Words = { tone: 'ok' | 'warn' | 'bad'; words: string }

const FAULTS: Record<Fault, string> = {
  'b-frames': 'B-frames, no real time',
  'key-frames-far': 'Key frames too far apart',
  'not-h264': 'Not H.264, some cannot watch',
  'codec-not-playable': 'Nobody can play this codec',
  'no-audio': 'No sound',
  'audio-codec': 'Sound in an odd codec',
  'bitrate-high': 'Sends too much',
  loss: 'Loses packets',
  uneven: 'Arrives unevenly',
  'two-encoders': 'Two encoders share the key',
  'bridge-off': 'Sound only one way, no ffmpeg',
  'bridge-failing': 'The sound bridge fails',
}

const HEAVY: readonly Fault[] = ['codec-not-playable', 'two-encoders', 'bridge-failing']

/** How a room fares, in a few words: the state first, then the heaviest fault, then the loss. */
export function healthWords({ state, paused, health }: Stage): Words {
  if (state === 'connecting') return { tone: 'warn', words: 'Connecting' }
  if (state === 'away') return { tone: 'bad', words: 'Gone, may come back' }
  if (state === 'stalled') return { tone: 'bad', words: 'The picture stands still' }
  const heavy = health.faults.find(fault => HEAVY.includes(fault))
  if (heavy) return { tone: 'bad', words: FAULTS[heavy] }
  if (health.lossPercent !== undefined && health.lossPercent >= 1) {
    return { tone: 'warn', words: `${health.lossPercent.toFixed(1)} % lost` }
  }
  const [fault] = health.faults
  if (fault) return { tone: 'warn', words: FAULTS[fault] }
  return { tone: 'ok', words: paused ? 'Good, paused' : 'Good' }
}

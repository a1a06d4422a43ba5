import type { Fault, Stage } from '../../src/broadcasts/index.ts'
import { decimal } from '../format.ts'
import { say } from '../words/index.ts'

type Words = { tone: 'ok' | 'warn' | 'bad'; words: string }

const faultWords = (): Record<Fault, string> => ({
  'b-frames': say.admin.faultBFrames,
  'key-frames-far': say.admin.faultKeyFrames,
  'not-h264': say.admin.faultNotH264,
  'codec-not-playable': say.admin.faultCodec,
  'no-audio': say.admin.faultNoSound,
  'audio-codec': say.admin.faultSoundCodec,
  'bitrate-high': say.admin.faultTooMuch,
  loss: say.admin.faultLoses,
  uneven: say.admin.faultUneven,
  'two-encoders': say.admin.faultTwo,
  'bridge-off': say.admin.faultNoFfmpeg,
  'bridge-failing': say.admin.faultBridge,
})

const HEAVY: readonly Fault[] = ['codec-not-playable', 'two-encoders', 'bridge-failing']

/** How a room fares, in a few words: the state first, then the heaviest fault, then the loss. */
export function healthWords({ state, paused, health }: Stage): Words {
  if (state === 'connecting') return { tone: 'warn', words: say.admin.connecting }
  if (state === 'away') return { tone: 'bad', words: say.admin.gone }
  if (state === 'stalled') return { tone: 'bad', words: say.admin.standsStill }
  const heavy = health.faults.find(fault => HEAVY.includes(fault))
  if (heavy) return { tone: 'bad', words: faultWords()[heavy] }
  if (health.lossPercent !== undefined && health.lossPercent >= 1) {
    return { tone: 'warn', words: say.studio.lost(decimal(health.lossPercent, 1)) }
  }
  const [fault] = health.faults
  if (fault) return { tone: 'warn', words: faultWords()[fault] }
  return { tone: 'ok', words: paused ? say.admin.goodPaused : say.admin.good }
}

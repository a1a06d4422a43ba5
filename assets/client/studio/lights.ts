import { spoken } from '../words/studio.ts'
import type { Verdict } from './verdict.ts'

// The three ready lights, and what still misses. Pure.

export interface Ready {
  camera: { width: number; height: number; fps: number } | null
  microphone: boolean
  heard: boolean
  /** Seconds left while it runs. */
  check: Verdict | { left: number } | 'failed' | null
  closed: boolean
}

export interface Light {
  on: boolean
  fact: string
}

export interface Lights {
  picture: Light
  sound: Light
  upload: Light
  /** Start can be pressed. */
  may: boolean
  /** All three burn. */
  all: boolean
  words: string
}

const running = (check: Ready['check']): check is { left: number } =>
  check !== null && check !== 'failed' && 'left' in check
const judged = (check: Ready['check']): check is Verdict => check !== null && check !== 'failed' && 'tone' in check

export function lights(ready: Ready): Lights {
  const { camera, microphone, heard, check, closed } = ready
  const picture: Light = camera
    ? {
        on: true,
        fact: spoken().linesASecond(String(Math.min(camera.width, camera.height)), String(Math.round(camera.fps))),
      }
    : { on: false, fact: spoken().cameraNotOn }
  const sound: Light = !microphone
    ? { on: false, fact: camera ? spoken().noMicrophone : spoken().microphoneNotOn }
    : { on: heard, fact: heard ? spoken().voiceHeard : spoken().nothingHeard }
  const upload: Light = judged(check)
    ? { on: check.tone !== 'bad', fact: check.title }
    : {
        on: false,
        fact: running(check)
          ? spoken().trying(check.left)
          : check === 'failed'
            ? spoken().notTriable
            : spoken().notTried,
      }
  const all = picture.on && sound.on && upload.on
  return {
    picture,
    sound,
    upload,
    may: camera !== null && !closed,
    all: all && !closed,
    words: words(ready, { picture, sound, upload }),
  }
}

function words(
  { camera, microphone, check, closed }: Ready,
  lit: Pick<Lights, 'picture' | 'sound' | 'upload'>,
): string {
  if (closed) return spoken().closedAbove
  if (!camera) return spoken().cameraFirst
  const missing: string[] = []
  if (!lit.sound.on) missing.push(microphone ? spoken().saySomething : spoken().noMicrophoneYet)
  if (!lit.upload.on) {
    missing.push(running(check) ? spoken().checkRuns : judged(check) ? spoken().lineWeak : spoken().checkUpload)
  }
  return missing.length === 0 ? spoken().allBurn : spoken().missing(missing.join(', '))
}

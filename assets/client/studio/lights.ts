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
    ? { on: true, fact: `${Math.min(camera.width, camera.height)}p, ${Math.round(camera.fps)} a second` }
    : { on: false, fact: 'Camera not on yet' }
  const sound: Light = !microphone
    ? { on: false, fact: camera ? 'No microphone' : 'Microphone not on yet' }
    : { on: heard, fact: heard ? 'Voice heard' : 'Nothing heard yet: speak' }
  const upload: Light = judged(check)
    ? { on: check.tone !== 'bad', fact: check.title }
    : {
        on: false,
        fact: running(check) ? `Trying, ${check.left} s` : check === 'failed' ? 'Could not be tried' : 'Not tried yet',
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
  if (closed) return 'Closed for now, see above'
  if (!camera) return 'Turn on your camera first'
  const missing: string[] = []
  if (!lit.sound.on) missing.push(microphone ? 'say something' : 'no microphone')
  if (!lit.upload.on) {
    missing.push(running(check) ? 'upload check runs' : judged(check) ? 'the line is too weak' : 'check your upload')
  }
  return missing.length === 0 ? 'All three lights burn' : `Missing: ${missing.join(', ')}`
}

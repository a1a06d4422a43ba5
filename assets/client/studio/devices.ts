// Cameras and microphones: which to take, and what to say when one cannot be had. Pure but for `remembered`.

export interface Choice {
  camera: string
  microphone: string
  mirror: boolean
  guide: boolean
  /** Echo and noise are taken out of a voice; an instrument is spoilt by it. */
  voice: boolean
}

const STORE = 'fl-studio'
export const USUAL_CHOICE: Choice = { camera: '', microphone: '', mirror: true, guide: false, voice: true }

/** Whatever the browser has kept, or nonsense that somebody put there. */
export function readChoice(stored: string | null): Choice {
  let found: unknown = null
  try {
    found = JSON.parse(stored ?? 'null')
  } catch {}
  const kept = (typeof found === 'object' && found !== null ? found : {}) as Record<string, unknown>
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : '')
  const yes = (value: unknown, usual: boolean) => (typeof value === 'boolean' ? value : usual)
  return {
    camera: text(kept.camera),
    microphone: text(kept.microphone),
    mirror: yes(kept.mirror, USUAL_CHOICE.mirror),
    guide: yes(kept.guide, USUAL_CHOICE.guide),
    voice: yes(kept.voice, USUAL_CHOICE.voice),
  }
}

/** A browser that keeps nothing (private, full) is no reason to stop. */
export function remembered(): Choice {
  try {
    return readChoice(localStorage.getItem(STORE))
  } catch {
    return { ...USUAL_CHOICE }
  }
}

export function remember(choice: Choice): void {
  try {
    localStorage.setItem(STORE, JSON.stringify(choice))
  } catch {}
}

export interface Device {
  id: string
  name: string
}

/** The remembered one while it is there; the first otherwise; nothing when there is none. */
export const chosen = (devices: readonly Device[], wanted: string): string =>
  devices.find(device => device.id === wanted)?.id ?? devices[0]?.id ?? ''

/** Names are empty until the browser has been asked. */
export function named(
  devices: readonly { deviceId: string; kind: string; label: string }[],
  kind: 'videoinput' | 'audioinput',
): Device[] {
  const word = kind === 'videoinput' ? 'Camera' : 'Microphone'
  return devices
    .filter(device => device.kind === kind && device.deviceId !== '')
    .map((device, at) => ({ id: device.deviceId, name: device.label || `${word} ${at + 1}` }))
}

export interface Words {
  title: string
  words: string
}

const PERMISSION =
  'Press the camera sign beside the address, allow camera and microphone for this site, then try again.'

/** Every way in which `getUserMedia` fails, and what helps. */
export function askWords(error: string, what: 'camera' | 'microphone' | 'both', secure = true): Words {
  const it = what === 'both' ? 'camera or microphone' : what
  if (!secure) {
    return {
      title: 'The camera needs a safe connection.',
      words: 'Browsers open it only over https. Ask the house for its https address, or use OBS.',
    }
  }
  switch (error) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { title: `The browser does not let us use the ${what === 'both' ? 'camera' : what}.`, words: PERMISSION }
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return {
        title: `No ${it} was found.`,
        words:
          what === 'microphone'
            ? 'You can start without sound. Plug one in at any time: it is taken up by itself.'
            : 'Plug one in, then try again. It may also be switched off by a slider or a key.',
      }
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return {
        title: `The ${it} is in use.`,
        words: 'Close the other program or page that has it, such as a video call or OBS, then try again.',
      }
    case 'OverconstrainedError':
      return { title: `That ${it} is gone.`, words: 'Choose another one from the list.' }
    case 'missing':
      return { title: 'This browser cannot open a camera.', words: 'Take Chrome, Edge, Firefox or Safari, or use OBS.' }
    default:
      return { title: `The ${it} did not open.`, words: 'Plug it in again or restart the browser, then try again.' }
  }
}

// Cameras and microphones: which to take, and what to say when one cannot be had. Pure but for `remembered`.
import { spoken } from '../words/studio.ts'

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
  const numbered = kind === 'videoinput' ? spoken().cameraNumber : spoken().microphoneNumber
  return devices
    .filter(device => device.kind === kind && device.deviceId !== '')
    .map((device, at) => ({ id: device.deviceId, name: device.label || numbered(String(at + 1)) }))
}

export interface Words {
  title: string
  words: string
}

const permission = () => spoken().permission

/** Every way in which `getUserMedia` fails, and what helps. */
export function askWords(error: string, what: 'camera' | 'microphone' | 'both', secure = true): Words {
  if (!secure) {
    return {
      title: spoken().needsSafe,
      words: spoken().needsSafeWords,
    }
  }
  switch (error) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { title: spoken().notAllowed[what], words: permission() }
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return {
        title: spoken().notFound[what],
        words: what === 'microphone' ? spoken().startSilent : spoken().plugIn,
      }
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return {
        title: spoken().inUse[what],
        words: spoken().closeOther,
      }
    case 'OverconstrainedError':
      return { title: spoken().isGone[what], words: spoken().chooseOther }
    case 'missing':
      return { title: spoken().cannotOpen, words: spoken().cannotOpenWords }
    default:
      return { title: spoken().didNotOpen[what], words: spoken().plugAgain }
  }
}

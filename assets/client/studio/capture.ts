import { askWords, type Choice, type Words } from './devices.ts'

/** Camera and microphone as they are open now, and the tracks that leave the page. */
export interface Capture {
  camera: MediaStreamTrack | null
  microphone: MediaStreamTrack | null
  /** What went wrong with the one that is missing. */
  problems: { camera: Words | null; microphone: Words | null }
}

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } }

export type Facing = 'user' | 'environment'

const cameraRules = (choice: Choice, facing: Facing | null): MediaTrackConstraints => ({
  ...PICTURE,
  ...(facing ? { facingMode: { ideal: facing } } : choice.camera ? { deviceId: { exact: choice.camera } } : {}),
})

const microphoneRules = (choice: Choice): MediaTrackConstraints => ({
  echoCancellation: choice.voice,
  noiseSuppression: choice.voice,
  autoGainControl: choice.voice,
  ...(choice.microphone ? { deviceId: { exact: choice.microphone } } : {}),
})

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')

async function get(rules: MediaStreamConstraints): Promise<MediaStream | string> {
  if (!navigator.mediaDevices?.getUserMedia) return 'missing'
  try {
    return await navigator.mediaDevices.getUserMedia(rules)
  } catch (error) {
    return nameOf(error) || 'unknown'
  }
}

/** A remembered device that is gone is no error: any other will do. */
async function one(kind: 'video' | 'audio', rules: MediaTrackConstraints): Promise<MediaStreamTrack | string> {
  const ask = (constraints: MediaTrackConstraints) =>
    get(kind === 'video' ? { video: constraints } : { audio: constraints })
  let got = await ask(rules)
  if (got === 'OverconstrainedError' && 'deviceId' in rules) got = await ask({ ...rules, deviceId: undefined })
  return typeof got === 'string' ? got : (got.getTracks()[0] ?? 'unknown')
}

export const openCamera = (choice: Choice, facing: Facing | null = null): Promise<MediaStreamTrack | string> =>
  one('video', cameraRules(choice, facing))

export const openMicrophone = (choice: Choice): Promise<MediaStreamTrack | string> =>
  one('audio', microphoneRules(choice))

/** Both at once, so that the browser asks once; then each alone, so that one that is missing does not cost the other. */
export async function openBoth(choice: Choice): Promise<Capture> {
  const both = await get({ video: cameraRules(choice, null), audio: microphoneRules(choice) })
  if (typeof both !== 'string') {
    return {
      camera: both.getVideoTracks()[0] ?? null,
      microphone: both.getAudioTracks()[0] ?? null,
      problems: { camera: null, microphone: null },
    }
  }
  const secure = window.isSecureContext
  // Asking again after a no would only annoy, unless the no was to the microphone alone.
  if (both === 'missing' || (both === 'NotAllowedError' && !(await allowed('camera')))) {
    const words = askWords(both, 'both', secure)
    return { camera: null, microphone: null, problems: { camera: words, microphone: null } }
  }
  const camera = await openCamera(choice)
  const microphone = await openMicrophone(choice)
  return {
    camera: typeof camera === 'string' ? null : camera,
    microphone: typeof microphone === 'string' ? null : microphone,
    problems: {
      camera: typeof camera === 'string' ? askWords(camera, 'camera', secure) : null,
      microphone: typeof microphone === 'string' ? askWords(microphone, 'microphone', secure) : null,
    },
  }
}

/** Whether the browser has said yes for good; an unknown name (Firefox) counts as no. */
export async function allowed(name: 'camera' | 'microphone'): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state === 'granted'
  } catch {
    return false
  }
}

/**
 * Stands in where there is no microphone, so that one found later is simply taken up. It must flow: a track of which nothing
 * comes is not there for the media server.
 */
export function silence(context: AudioContext): MediaStreamTrack {
  const quiet = context.createConstantSource()
  const none = context.createGain()
  const out = context.createMediaStreamDestination()
  none.gain.value = 0
  quiet.connect(none).connect(out)
  quiet.start()
  return out.stream.getAudioTracks()[0]!
}

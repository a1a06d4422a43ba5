import type { EndedWhy, Fault, Health, Stage } from '../../src/broadcasts/index.ts'
import { bitrate, number, time, type Zone } from '../format.ts'

// What the studio says: the same words in the page and in what is pushed to it.

type Source = NonNullable<Stage['source']>
export type Tone = 'ok' | 'warn' | 'bad'

export const SOURCES: Record<Source, string> = {
  browser: 'another tab or device',
  whip: 'OBS by WHIP',
  rtmp: 'OBS by RTMP',
  rtmps: 'OBS by RTMPS',
  srt: 'OBS by SRT',
}

export const ENDED: Record<EndedWhy, (byBrowser: boolean) => string> = {
  stopped: () => 'You stopped it',
  closed: byBrowser => (byBrowser ? 'The page was closed' : 'Your encoder stopped'),
  lost: () => 'The line was gone for too long',
  cut: () => 'The house stopped it',
  banned: () => 'The house stopped it',
  restart: () => 'The house restarted',
}

interface FaultWords {
  tone: 'warn' | 'bad'
  title: string
  /** The OBS menu that mends it. */
  obs: string
  /** What mends it when the browser sends. */
  page: string
}

const ENCODER = 'Settings > Output > Streaming > Video Encoder'
const OTHER_BROWSER = 'Update your browser or take another one, such as Chrome, Edge, Firefox or Safari.'

export const FAULTS: Record<Fault, FaultWords> = {
  'b-frames': {
    tone: 'warn',
    title: 'B-frames are on: nobody can watch in real time.',
    obs: 'Settings > Output > Streaming: Max B-frames 0 (NVENC, AMD), Tune zerolatency (x264), Allow B-Frames off (Apple).',
    page: OTHER_BROWSER,
  },
  'key-frames-far': {
    tone: 'warn',
    title: 'Key frames are too far apart: viewers wait and lag.',
    obs: 'Settings > Output > Streaming > Keyframe Interval: 1 s. In Simple mode switch Output Mode to Advanced first.',
    page: 'Your browser sends too few whole pictures. Close other heavy pages or programs.',
  },
  'not-h264': {
    tone: 'warn',
    title: 'This is not H.264: older phones and computers see nothing.',
    obs: `${ENCODER}: H.264 (x264, NVENC H.264, QuickSync H.264 or Apple VT H264).`,
    page: 'Your browser cannot send H.264. Most people see it all the same.',
  },
  'codec-not-playable': {
    tone: 'bad',
    title: 'No browser can play this picture.',
    obs: `${ENCODER}: H.264 (x264, NVENC H.264, QuickSync H.264 or Apple VT H264).`,
    page: OTHER_BROWSER,
  },
  'no-audio': {
    tone: 'warn',
    title: 'There is no sound.',
    obs: 'Settings > Audio > Mic/Auxiliary Audio: choose your microphone. Settings > Output > Streaming > Audio Track: 1.',
    page: 'Choose a microphone under "Picture and sound".',
  },
  'audio-codec': {
    tone: 'bad',
    title: 'The sound is in a format that nobody hears.',
    obs: 'Settings > Output > Streaming > Audio Encoder: FFmpeg AAC (with WHIP: Opus).',
    page: OTHER_BROWSER,
  },
  'bitrate-high': {
    tone: 'warn',
    title: 'You send more than 12 Mb/s: most lines cannot carry that.',
    obs: 'Settings > Output > Streaming > Bitrate: 2,500 Kbps for 720p, up to 6,000 Kbps for 1080p, Rate Control: CBR.',
    page: 'Stop, run the upload check again and start anew.',
  },
  loss: {
    tone: 'warn',
    title: 'Your line loses packets: the picture breaks.',
    obs: 'Settings > Output > Streaming > Bitrate: a third less. Use a cable instead of wireless.',
    page: 'Use a cable instead of wireless, or come nearer to your router.',
  },
  uneven: {
    tone: 'warn',
    title: 'Pictures come unevenly: viewers see it stutter.',
    obs: 'Settings > Video > Common FPS Values: 30. Then View > Stats: no frames may be missed.',
    page: 'Your computer is busy. Close other pages and programs.',
  },
  'two-encoders': {
    tone: 'bad',
    title: 'Two encoders fight for your room with the same key.',
    obs: 'Close the other one. If it is not yours: make a new key here, end the old one at once, then Settings > Stream.',
    page: 'Close the other page or encoder. If it is not yours, make a new key on the OBS card.',
  },
  'bridge-off': {
    tone: 'warn',
    title: 'Sound reaches only some viewers: the house has no ffmpeg.',
    obs: 'Settings > Stream > Service: WHIP sends sound that real time carries. Or ask the house to install ffmpeg.',
    page: 'Some Apple devices stay silent. The house can mend it by installing ffmpeg.',
  },
  'bridge-failing': {
    tone: 'bad',
    title: 'Sound reaches only some viewers: its converter keeps failing.',
    obs: 'Nothing in OBS: the house must look at its ffmpeg. Settings > Stream > Service: WHIP avoids it meanwhile.',
    page: 'Nothing on your side: the house must look at its ffmpeg.',
  },
}

/** Before any signal, where the house has no ffmpeg. */
export const NO_BRIDGE = {
  title: 'Sound in real time is off for OBS.',
  words:
    'The house has no ffmpeg: ask it to install one, or use WHIP in OBS. With RTMP and SRT viewers hear you a second later.',
}

/** The door's word as a sentence: OBS itself shows only "authentication failed". */
export function doorWords(word: string, keptOut: boolean): { title: string; fix: string } {
  switch (word) {
    case 'key':
      return {
        title: 'The stream key does not fit.',
        fix: 'Settings > Stream: paste server and key again from here, or make a new key.',
      }
    case 'rate':
      return {
        title: 'Too many wrong tries from your address.',
        fix: 'Press Stop Streaming in OBS, wait a minute, check the key and start again.',
      }
    case 'not-approved':
      return {
        title: 'The house has not approved you yet.',
        fix: 'OBS gets in as soon as somebody of the house says yes.',
      }
    case 'banned':
      return { title: 'This account may not broadcast.', fix: 'The notice you got says why and how to appeal.' }
    case 'held':
      return keptOut
        ? {
            title: 'You stopped here a moment ago, so OBS stays out.',
            fix: 'Press Stop Streaming in OBS, or let it in again below.',
          }
        : { title: 'The house holds your room closed.', fix: 'Press Stop Streaming in OBS. Above stands until when.' }
    case 'roster-empty':
      return { title: 'Nobody is named as being in the picture.', fix: 'Say who is in frame, then start again.' }
    case 'consent-missing':
      return { title: 'Somebody in the picture has not agreed yet.', fix: 'Ask for the consent, then start again.' }
    case 'agreement-old':
      return { title: 'The agreement has changed.', fix: 'Sign the new one, then start again.' }
    case 'nobody-on-watch':
      return { title: 'Nobody of the house is on watch.', fix: 'Try again later.' }
    case 'stopping':
      return { title: 'The house is restarting.', fix: 'OBS gets in again within a minute.' }
    default:
      return { title: 'The signal was refused.', fix: 'Check server and key, then start again.' }
  }
}

/** Two or three figures as people say them: "720p at 30 frames, 2.4 Mb/s, nothing lost". */
export function figuresIn({ width, height, fps, bitrate: bits, lossPercent }: Health): string {
  const facts: string[] = []
  if (width && height) {
    const lines = Math.min(width, height)
    facts.push(fps ? `${lines}p at ${Math.round(fps)} frames` : `${lines}p`)
  } else if (fps) facts.push(`${Math.round(fps)} frames a second`)
  if (bits !== undefined) facts.push(bitrate(bits))
  if (lossPercent !== undefined) facts.push(lossPercent < 0.05 ? 'nothing lost' : `${lossPercent.toFixed(1)} % lost`)
  return facts.join(', ')
}

export interface HealthView {
  tone: Tone
  /** "All good." */
  title: string
  words: string
  /** Bit rate of the last five minutes. */
  spark: readonly number[]
}

type Standing = Pick<Stage, 'state' | 'reason' | 'paused' | 'health' | 'source'>

/** The heavier fault first. */
const worst = (faults: readonly Fault[]): Fault | undefined =>
  faults.find(fault => FAULTS[fault].tone === 'bad') ?? faults[0]

export function healthView({ state, reason, paused, health, source }: Standing, spark: readonly number[]): HealthView {
  const figures = figuresIn(health)
  const view = (tone: Tone, title: string, words: string): HealthView => ({ tone, title, words, spark })
  if (state === 'away') {
    return reason === 'media-down'
      ? view('bad', 'The media server is starting again.', 'Viewers see "Back in a moment". We reconnect by ourselves.')
      : view('bad', 'The line is gone.', 'Viewers see "Back in a moment". We reconnect by ourselves.')
  }
  if (state === 'stalled') {
    return view(
      'bad',
      'The picture stands still.',
      'The connection is open, but nothing comes through. Check your line.',
    )
  }
  if (state !== 'live') return view('ok', 'Connecting.', 'Viewers see you in a moment.')
  const fault = worst(health.faults)
  if (fault) {
    const { tone, title, obs, page } = FAULTS[fault]
    return view(tone, title, source === 'browser' ? page : obs)
  }
  if (figures === '') return view('ok', 'On air.', 'The first figures come in a moment.')
  return view('ok', paused ? 'Paused, and the line is good.' : 'All good.', `${figures}.`)
}

export interface Signal {
  state: 'none' | 'connecting' | 'live' | 'away' | 'refused'
  words: string
  facts: readonly { label: string; value: string; tone?: Tone }[]
  faults: readonly { id: string; tone: 'warn' | 'bad'; title: string; fix: string }[]
  /** Nothing is wrong, and everything has been measured. */
  clean: boolean
  /** The performer's own stop keeps the encoder out: it can be let in. */
  keptOut: boolean
}

const KEY_FRAME_FAR_S = 2.5
/** A refusal older than this says nothing about now. */
const REFUSED_MS = 120_000

/** What the OBS card shows of the encoder: waiting, refused, or codec, size, bitrate, key frames and sound. */
export function signalView(
  stage: Pick<Stage, 'state' | 'since' | 'source' | 'health' | 'refused' | 'reason'>,
  { keptOutUntil, held, now, zone }: { keptOutUntil: number; held: boolean; now: number; zone: Zone },
): Signal {
  const { state, since, source, health, refused } = stage
  const keptOut = keptOutUntil > now
  const none = { facts: [], faults: [], clean: false, keptOut }
  // What has been mended since is no refusal any more.
  const over = refused?.word === 'held' && !keptOut && !held
  if (state === 'off' && refused && !over && now - refused.at < REFUSED_MS && refused.at >= since) {
    const { title, fix } = doorWords(refused.word, keptOut)
    return {
      ...none,
      state: 'refused',
      words: `${refused.protocol.toUpperCase()} at ${time(refused.at, zone)}`,
      faults: [{ id: refused.word, tone: 'bad', title, fix }],
    }
  }
  if (state === 'off') {
    return {
      ...none,
      state: 'none',
      words: keptOut
        ? `You stopped. OBS stays out until ${time(keptOutUntil, zone)}.`
        : 'Press Start Streaming in OBS. It shows here within two seconds.',
    }
  }
  if (state === 'connecting') {
    // SRT shows the key before its passphrase: one that does not fit is heard of no more.
    const also = source === 'srt' ? ' If it does not, copy the whole server line again: its passphrase differs.' : ''
    return { ...none, state: 'connecting', words: `The key fits. The picture comes within two seconds.${also}` }
  }
  const byPage = source === 'browser'
  const faults = health.faults.map(id => {
    const { tone, title, obs, page } = FAULTS[id]
    return { id, tone, title, fix: byPage ? page : obs }
  })
  const has = (...names: Fault[]) => names.some(name => health.faults.includes(name))
  const facts: Signal['facts'] = [
    { label: 'Comes from', value: source ? (byPage ? 'A browser' : SOURCES[source]) : 'Nobody' },
    {
      label: 'Picture',
      value: health.videoCodec ?? 'Not known yet',
      ...(health.videoCodec
        ? { tone: has('codec-not-playable') ? 'bad' : has('not-h264', 'b-frames') ? 'warn' : 'ok' }
        : {}),
    },
    { label: 'Size', value: health.width && health.height ? `${health.width} x ${health.height}` : 'Not known yet' },
    { label: 'Frame rate', value: health.fps ? `${number(Math.round(health.fps))} a second` : 'Not known yet' },
    {
      label: 'Bitrate',
      value: health.bitrate === undefined ? 'Measuring' : bitrate(health.bitrate),
      ...(has('bitrate-high') ? { tone: 'warn' } : {}),
    },
    {
      label: 'Key frames',
      value: health.keyFrameSeconds === undefined ? 'Measuring' : `every ${health.keyFrameSeconds.toFixed(1)} s`,
      ...(health.keyFrameSeconds === undefined
        ? {}
        : { tone: health.keyFrameSeconds > KEY_FRAME_FAR_S ? 'warn' : 'ok' }),
    },
    {
      label: 'Sound',
      value: health.audioCodec ?? (has('no-audio') ? 'None' : 'Not known yet'),
      ...(health.audioCodec ? { tone: has('audio-codec') ? 'bad' : 'ok' } : has('no-audio') ? { tone: 'warn' } : {}),
    },
  ]
  if (state === 'away') {
    return {
      ...none,
      state: 'away',
      words: 'The signal is gone. The room waits for it to come back.',
      facts: [],
      faults: [],
    }
  }
  return {
    state: 'live',
    words: state === 'stalled' ? 'Connected, but the picture stands still.' : `since ${time(since, zone)}`,
    facts,
    faults,
    clean: faults.length === 0 && health.keyFrameSeconds !== undefined,
    keptOut,
  }
}

import type { EndedWhy, Fault, Health, Stage } from '../../src/broadcasts/index.ts'
import { bitrate, decimal, number, time, type Zone } from '../format.ts'
import { say } from '../words/index.ts'

// What the studio says: the same words in the page and in what is pushed to it.

type Source = NonNullable<Stage['source']>
export type Tone = 'ok' | 'warn' | 'bad'

export const sourceWords = (): Record<Source, string> => ({
  browser: say.studio.sourceBrowser,
  whip: say.studio.sourceWhip,
  rtmp: say.studio.sourceRtmp,
  rtmps: say.studio.sourceRtmps,
  srt: say.studio.sourceSrt,
})

export const endedWords = (): Record<EndedWhy, (byBrowser: boolean) => string> => ({
  stopped: () => say.studio.endedYou,
  closed: byBrowser => (byBrowser ? say.studio.endedPage : say.studio.endedEncoder),
  lost: () => say.studio.endedLost,
  cut: () => say.studio.endedHouse,
  banned: () => say.studio.endedHouse,
  restart: () => say.studio.endedRestart,
})

interface FaultWords {
  tone: 'warn' | 'bad'
  title: string
  /** The OBS menu that mends it. */
  obs: string
  /** What mends it when the browser sends. */
  page: string
}

const OTHER_BROWSER = say.studio.otherBrowser

export const faultWords = (): Record<Fault, FaultWords> => ({
  'b-frames': {
    tone: 'warn',
    title: say.studio.bFrames,
    obs: say.studio.bFramesObs,
    page: OTHER_BROWSER,
  },
  'key-frames-far': {
    tone: 'warn',
    title: say.studio.keyFramesFar,
    obs: say.studio.keyFramesFarObs,
    page: say.studio.keyFramesFarPage,
  },
  'not-h264': {
    tone: 'warn',
    title: say.studio.notH264,
    obs: say.studio.h264Obs,
    page: say.studio.notH264Page,
  },
  'codec-not-playable': {
    tone: 'bad',
    title: say.studio.notPlayable,
    obs: say.studio.h264Obs,
    page: OTHER_BROWSER,
  },
  'no-audio': {
    tone: 'warn',
    title: say.studio.noSound,
    obs: say.studio.noSoundObs,
    page: say.studio.noSoundPage,
  },
  'audio-codec': {
    tone: 'bad',
    title: say.studio.audioCodec,
    obs: say.studio.audioCodecObs,
    page: OTHER_BROWSER,
  },
  'bitrate-high': {
    tone: 'warn',
    title: say.studio.bitrateHigh,
    obs: say.studio.bitrateHighObs,
    page: say.studio.bitrateHighPage,
  },
  loss: {
    tone: 'warn',
    title: say.studio.loss,
    obs: say.studio.lossObs,
    page: say.studio.lossPage,
  },
  uneven: {
    tone: 'warn',
    title: say.studio.uneven,
    obs: say.studio.unevenObs,
    page: say.studio.unevenPage,
  },
  'two-encoders': {
    tone: 'bad',
    title: say.studio.twoEncoders,
    obs: say.studio.twoEncodersObs,
    page: say.studio.twoEncodersPage,
  },
  'bridge-off': {
    tone: 'warn',
    title: say.studio.noFfmpeg,
    obs: say.studio.noFfmpegObs,
    page: say.studio.noFfmpegPage,
  },
  'bridge-failing': {
    tone: 'bad',
    title: say.studio.converter,
    obs: say.studio.converterObs,
    page: say.studio.converterPage,
  },
})

/** Before any signal, where the house has no ffmpeg. */
export const noBridgeWords = () => ({
  title: say.studio.noBridge,
  words: say.studio.noBridgeWords,
})

/** The door's word as a sentence: OBS itself shows only "authentication failed". */
export function doorWords(word: string, keptOut: boolean): { title: string; fix: string } {
  switch (word) {
    case 'key':
      return {
        title: say.studio.doorKey,
        fix: say.studio.doorKeyFix,
      }
    case 'rate':
      return {
        title: say.studio.doorTries,
        fix: say.studio.doorTriesFix,
      }
    case 'not-approved':
      return {
        title: say.studio.notApproved,
        fix: say.studio.doorApprovedFix,
      }
    case 'banned':
      return { title: say.studio.doorBanned, fix: say.studio.doorBannedFix }
    case 'held':
      return keptOut
        ? {
            title: say.studio.doorStopped,
            fix: say.studio.doorStoppedFix,
          }
        : { title: say.studio.held, fix: say.studio.doorHeldFix }
    case 'roster-empty':
      return { title: say.studio.doorNobody, fix: say.studio.doorNobodyFix }
    case 'consent-missing':
      return { title: say.studio.doorConsent, fix: say.studio.doorConsentFix }
    case 'agreement-old':
      return { title: say.studio.doorTerms, fix: say.studio.doorTermsFix }
    case 'nobody-on-watch':
      return { title: say.studio.doorWatch, fix: say.studio.doorWatchFix }
    case 'stopping':
      return { title: say.studio.doorRestart, fix: say.studio.doorRestartFix }
    default:
      return { title: say.studio.doorOther, fix: say.studio.doorOtherFix }
  }
}

/** Two or three figures as people say them: "720p at 30 frames, 2.4 Mb/s, nothing lost". */
export function figuresIn({ width, height, fps, bitrate: bits, lossPercent }: Health): string {
  const facts: string[] = []
  if (width && height) {
    const lines = Math.min(width, height)
    facts.push(fps ? say.studio.sizeAt(String(lines), number(Math.round(fps))) : `${lines}p`)
  } else if (fps) facts.push(say.studio.framesASecond(number(Math.round(fps))))
  if (bits !== undefined) facts.push(bitrate(bits))
  if (lossPercent !== undefined)
    facts.push(lossPercent < 0.05 ? say.studio.nothingLost : say.studio.lost(decimal(lossPercent, 1)))
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
  faults.find(fault => faultWords()[fault].tone === 'bad') ?? faults[0]

export function healthView({ state, reason, paused, health, source }: Standing, spark: readonly number[]): HealthView {
  const figures = figuresIn(health)
  const view = (tone: Tone, title: string, words: string): HealthView => ({ tone, title, words, spark })
  if (state === 'away') {
    return reason === 'media-down'
      ? view('bad', say.studio.mediaRestarts, say.studio.awayWords)
      : view('bad', say.studio.lineGone, say.studio.awayWords)
  }
  if (state === 'stalled') {
    return view('bad', say.studio.standsStill, say.studio.standsStillWords)
  }
  if (state !== 'live') return view('ok', say.studio.connecting, say.studio.connectingWords)
  const fault = worst(health.faults)
  if (fault) {
    const { tone, title, obs, page } = faultWords()[fault]
    return view(tone, title, source === 'browser' ? page : obs)
  }
  if (figures === '') return view('ok', say.studio.onAirNow, say.studio.figuresSoon)
  return view('ok', paused ? say.studio.pausedGood : say.studio.allGood, `${figures}.`)
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
      words: say.studio.refusedAt(refused.protocol.toUpperCase(), time(refused.at, zone)),
      faults: [{ id: refused.word, tone: 'bad', title, fix }],
    }
  }
  if (state === 'off') {
    return {
      ...none,
      state: 'none',
      words: keptOut ? say.studio.keptOut(time(keptOutUntil, zone)) : say.studio.pressStart,
    }
  }
  if (state === 'connecting') {
    // SRT shows the key before its passphrase: one that does not fit is heard of no more.
    return {
      ...none,
      state: 'connecting',
      words: source === 'srt' ? say.studio.keyFitsSrt : say.studio.keyFits,
    }
  }
  const byPage = source === 'browser'
  const faults = health.faults.map(id => {
    const { tone, title, obs, page } = faultWords()[id]
    return { id, tone, title, fix: byPage ? page : obs }
  })
  const has = (...names: Fault[]) => names.some(name => health.faults.includes(name))
  const facts: Signal['facts'] = [
    {
      label: say.studio.comesFrom,
      value: source ? (byPage ? say.studio.aBrowser : sourceWords()[source]) : say.studio.nobody,
    },
    {
      label: say.studio.picture,
      value: health.videoCodec ?? say.studio.notKnown,
      ...(health.videoCodec
        ? { tone: has('codec-not-playable') ? 'bad' : has('not-h264', 'b-frames') ? 'warn' : 'ok' }
        : {}),
    },
    {
      label: say.studio.size,
      value: health.width && health.height ? `${health.width} x ${health.height}` : say.studio.notKnown,
    },
    {
      label: say.studio.frameRate,
      value: health.fps ? say.studio.aSecond(number(Math.round(health.fps))) : say.studio.notKnown,
    },
    {
      label: say.studio.bitrate,
      value: health.bitrate === undefined ? say.studio.measuringNow : bitrate(health.bitrate),
      ...(has('bitrate-high') ? { tone: 'warn' } : {}),
    },
    {
      label: say.studio.keyFrames,
      value:
        health.keyFrameSeconds === undefined
          ? say.studio.measuringNow
          : say.studio.everySeconds(decimal(health.keyFrameSeconds, 1)),
      ...(health.keyFrameSeconds === undefined
        ? {}
        : { tone: health.keyFrameSeconds > KEY_FRAME_FAR_S ? 'warn' : 'ok' }),
    },
    {
      label: say.studio.sound,
      value: health.audioCodec ?? (has('no-audio') ? say.studio.none : say.studio.notKnown),
      ...(health.audioCodec ? { tone: has('audio-codec') ? 'bad' : 'ok' } : has('no-audio') ? { tone: 'warn' } : {}),
    },
  ]
  if (state === 'away') {
    return {
      ...none,
      state: 'away',
      words: say.studio.signalGone,
      facts: [],
      faults: [],
    }
  }
  return {
    state: 'live',
    words: state === 'stalled' ? say.studio.connectedStill : say.studio.sinceTime(time(since, zone)),
    facts,
    faults,
    clean: faults.length === 0 && health.keyFrameSeconds !== undefined,
    keptOut,
  }
}

// Publishing by WHIP (RFC 9725): one offer, one answer, and a good-bye.
import { spoken } from '../words/studio.ts'

export interface Encoding {
  maxBitrate: number
  scaleResolutionDownBy: number
}

export interface Connection {
  peer: RTCPeerConnection
  video: RTCRtpSender
  audio: RTCRtpSender
  /** Ends it here and tells the server: the broadcast is over. Answers what the server counted, for a test. */
  bye(): Promise<unknown>
}

/** The server said no, in its words; `again` is whether the same may work later. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly say: string,
  ) {
    super(say)
  }
  get again(): boolean {
    return this.status === 0 || this.status === 404 || this.status === 429 || this.status >= 500
  }
}

export const noCodec = () => spoken().noCodec

/** VP8 is missing on purpose: LL-HLS cannot carry it. */
const PREFERRED = ['video/h264', 'video/vp9', 'video/av1']
const REPAIR = ['video/rtx', 'video/red', 'video/ulpfec']

type Codec = { mimeType: string; sdpFmtpLine?: string }

/** H.264 first (its usual packing ahead of others), then VP9 and AV1, then what repairs losses. Empty when none can be sent. */
export function inOrder<C extends Codec>(codecs: readonly C[]): C[] {
  const of = (mime: string) => codecs.filter(codec => codec.mimeType.toLowerCase() === mime)
  const packed = (codec: Codec) => (/packetization-mode=1/.test(codec.sdpFmtpLine ?? '') ? 0 : 1)
  const pictures = PREFERRED.flatMap(mime => of(mime).sort((a, b) => packed(a) - packed(b)))
  return pictures.length === 0 ? [] : [...pictures, ...REPAIR.flatMap(of)]
}

const GATHER_MS = 600
const CONNECT_MS = 12_000

export async function connect(
  url: string,
  tracks: { video: MediaStreamTrack; audio: MediaStreamTrack },
  encoding: Encoding,
  signal: AbortSignal,
): Promise<Connection> {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  let location = ''
  const bye = async (): Promise<unknown> => {
    peer.close()
    if (!location) return null
    const at = location
    location = ''
    const answer = await fetch(at, { method: 'DELETE', keepalive: true }).catch(() => null)
    return answer?.ok ? await answer.json().catch(() => null) : null
  }
  try {
    const picture = peer.addTransceiver(tracks.video, {
      direction: 'sendonly',
      sendEncodings: [{ ...encoding, maxFramerate: 30 }],
    })
    const sound = peer.addTransceiver(tracks.audio, { direction: 'sendonly' })
    const able = RTCRtpSender.getCapabilities?.('video')?.codecs ?? []
    const codecs = inOrder(able)
    if (able.length > 0 && codecs.length === 0) throw new Refusal(406, noCodec())
    if (codecs.length > 0) picture.setCodecPreferences?.(codecs)
    await peer.setLocalDescription()
    await gathered(peer, signal)
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: peer.localDescription?.sdp ?? '',
      signal,
    }).catch(() => {
      throw new Refusal(0, spoken().noHouse)
    })
    if (answer.status !== 201) throw new Refusal(answer.status, await saying(answer))
    location = answer.headers.get('location') ?? ''
    const sdp = await answer.text()
    if (/^a=rtpmap:\d+ VP8\//m.test(sdp)) throw new Refusal(406, noCodec())
    await peer.setRemoteDescription({ type: 'answer', sdp: startingAt(sdp, encoding.maxBitrate) })
    await steady(picture.sender)
    await connected(peer, signal)
    return { peer, video: picture.sender, audio: sound.sender, bye }
  } catch (error) {
    // Without a word to the server, unless it was given up: a broadcast that reconnects must not end by it.
    if (signal.aborted) await bye()
    else peer.close()
    throw error
  }
}

const START = 0.8

/**
 * Chromium begins at 0.3 Mb/s and climbs for half a minute, since there is no padding to probe with: told a start, it begins near
 * what was measured and backs off at once where the line carries less. Other browsers ignore the word.
 */
export function startingAt(answer: string, bits: number): string {
  const video = answer.slice(answer.search(/^m=video /m))
  const types = [...video.matchAll(/^a=rtpmap:(\d+) (?:H264|VP9|AV1)\//gm)].map(match => match[1]!)
  const start = `x-google-start-bitrate=${Math.round((bits * START) / 1000)}`
  let sdp = answer
  for (const type of types) {
    const line = new RegExp(`^(a=fmtp:${type} [^\\r\\n]*)`, 'm')
    if (line.test(sdp)) sdp = sdp.replace(line, `$1;${start}`)
    else sdp = sdp.replace(new RegExp(`^(a=rtpmap:${type} [^\\r\\n]*)`, 'm'), `$1\r\na=fmtp:${type} ${start}`)
  }
  return sdp
}

async function saying(answer: Response): Promise<string> {
  const body = (await answer.json().catch(() => null)) as { detail?: unknown } | null
  return typeof body?.detail === 'string' ? body.detail : spoken().notTaken
}

/** The start of an LL-HLS feed is written once: its size must not change while it lasts. */
async function steady(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters() as RTCRtpSendParameters & { degradationPreference?: string }
  parameters.degradationPreference = 'maintain-resolution'
  await sender.setParameters(parameters).catch(() => undefined)
}

/** Asks for a whole picture each second, so that viewers start at once. Answers how to stop; Firefox cannot. */
export function keyFrames(sender: RTCRtpSender): () => void {
  const ask = sender.setParameters.bind(sender) as (
    parameters: RTCRtpSendParameters,
    options?: { encodingOptions: { keyFrame: boolean }[] },
  ) => Promise<void>
  const timer = setInterval(() => {
    ask(sender.getParameters(), { encodingOptions: [{ keyFrame: true }] }).catch(() => clearInterval(timer))
  }, 1000)
  return () => clearInterval(timer)
}

function gathered(peer: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise((done, fail) => {
    const timer = setTimeout(done, GATHER_MS)
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      done()
    })
  })
}

function connected(peer: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const late = () => fail(new Refusal(0, spoken().noWay))
    const timer = setTimeout(late, CONNECT_MS)
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
    const look = () => {
      if (peer.connectionState === 'connected') {
        clearTimeout(timer)
        done()
      } else if (peer.connectionState === 'failed' || peer.connectionState === 'closed') {
        clearTimeout(timer)
        late()
      }
    }
    peer.addEventListener('connectionstatechange', look)
    look()
  })
}

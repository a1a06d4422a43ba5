import { type Count, count, figures } from './line.ts'
import { type Received, RUNGS, type Sample, type Verdict, verdict } from './verdict.ts'
import { connect } from './whip.ts'

/** Eight seconds of real sending to a path that nobody watches. */
export const SAMPLES = 16
const EVERY_MS = 500
/** Well over half as much again as the best picture needs: the estimate never climbs far above what may be sent. */
const TRY = RUNGS[0].needs * 1.9

export async function tryUpload(
  tracks: { video: MediaStreamTrack; audio: MediaStreamTrack },
  seen: (samples: readonly Sample[], left: number) => void,
  signal: AbortSignal,
): Promise<Verdict> {
  const connection = await connect('/studio/whip/test', tracks, { maxBitrate: TRY, scaleResolutionDownBy: 1 }, signal)
  const samples: Sample[] = []
  try {
    let before: Count | null = null
    while (samples.length < SAMPLES) {
      await pause(EVERY_MS, signal)
      const stats = [...(await connection.peer.getStats()).values()]
      const now = count(stats, performance.now())
      const { sent, available, limit, rttMs, lost } = figures(stats, before, now)
      before = now
      samples.push({ sent, available, limit, rttMs, lost })
      seen(samples, Math.ceil(((SAMPLES - samples.length) * EVERY_MS) / 1000))
    }
    return verdict(samples, readReceived(await connection.bye()))
  } finally {
    void connection.bye()
  }
}

function readReceived(body: unknown): Received | null {
  if (typeof body !== 'object' || body === null) return null
  const { bytes, packets, packetsLost, milliseconds } = body as Record<string, unknown>
  const all = [bytes, packets, packetsLost, milliseconds]
  if (!all.every(value => typeof value === 'number')) return null
  return { bytes, packets, packetsLost, milliseconds } as Received
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done, fail) => {
    if (signal.aborted) fail(signal.reason)
    const timer = setTimeout(done, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        fail(signal.reason)
      },
      { once: true },
    )
  })

import type { Sample } from './rules.ts'

export interface Connection {
  stream: MediaStream
  sample(at: number): Promise<Sample>
  /** Seconds from the server's door to the screen, as far as a browser knows. */
  behind(): number
  close(): void
}

export type Connected = { ok: true; connection: Connection } | { ok: false; status: number; word: string; say: string }

/** WHEP: our offer, the server's answer, media by UDP or TCP. */
export async function connectReal(url: string, signal: AbortSignal): Promise<Connected> {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  const stream = new MediaStream()
  peer.addTransceiver('video', { direction: 'recvonly' })
  peer.addTransceiver('audio', { direction: 'recvonly' })
  peer.ontrack = event => stream.addTrack(event.track)
  let session: string | null = null
  const close = () => {
    peer.close()
    if (session) void fetch(session, { method: 'DELETE', keepalive: true }).catch(() => {})
    session = null
  }
  try {
    await peer.setLocalDescription(await peer.createOffer())
    await gathered(peer, signal)
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: peer.localDescription?.sdp ?? '',
      signal,
    })
    if (response.status !== 201) {
      close()
      const problem = (await response.json().catch(() => ({}))) as { word?: string; say?: string; detail?: string }
      return { ok: false, status: response.status, word: problem.word ?? '', say: problem.say ?? problem.detail ?? '' }
    }
    session = response.headers.get('location')
    await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() })
  } catch (error) {
    close()
    if (signal.aborted) throw error
    return { ok: false, status: 0, word: 'network', say: '' }
  }
  let behind = 0
  return {
    ok: true,
    connection: {
      stream,
      close,
      behind: () => behind,
      async sample(at) {
        const sample: Sample = {
          at,
          connected: peer.connectionState === 'connected',
          framesDecoded: 0,
          packetsLost: 0,
          packetsReceived: 0,
          freezes: 0,
        }
        let rtt = 0
        for (const report of (await peer.getStats()).values()) {
          if (report.type === 'inbound-rtp' && report.kind === 'video') {
            sample.framesDecoded = report.framesDecoded ?? 0
            sample.packetsLost = report.packetsLost ?? 0
            sample.packetsReceived = report.packetsReceived ?? 0
            sample.freezes = report.freezeCount ?? 0
            if (report.jitterBufferEmittedCount > 0) behind = report.jitterBufferDelay / report.jitterBufferEmittedCount
          }
          if (report.type === 'candidate-pair' && report.nominated) rtt = report.currentRoundTripTime ?? 0
        }
        behind += rtt / 2
        return sample
      },
    },
  }
}

/** Host candidates come at once; one that never ends is not waited for. */
function gathered(peer: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise((done, fail) => {
    const timer = setTimeout(done, 1000)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      done()
    })
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      fail(signal.reason)
    })
  })
}

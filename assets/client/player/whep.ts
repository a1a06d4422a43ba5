import type { Sample } from './line.ts'
import type { Hooks, Transport } from './transport.ts'

/** The server answers candidates that it did not hear of, so a slow list of ours need not be waited for. */
const GATHER_MS = 250

/** Real time: one WebRTC session by WHEP. */
export function startWhep(video: HTMLVideoElement, href: string, hooks: Hooks): Transport {
  const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  const stream = new MediaStream()
  const aborting = new AbortController()
  let session = ''
  let over = false
  let connected = false
  let behind: number | null = null
  let before = { delay: 0, emitted: 0 }

  peer.addTransceiver('video', { direction: 'recvonly' })
  peer.addTransceiver('audio', { direction: 'recvonly' })
  peer.addEventListener('track', ({ track, receiver }) => {
    // As little buffer as the line allows.
    if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0
    stream.addTrack(track)
  })
  peer.addEventListener('connectionstatechange', () => {
    if (peer.connectionState === 'connected') connected = true
    if (peer.connectionState !== 'failed' && peer.connectionState !== 'closed') return
    // What has broken is over on the other side too.
    session = ''
    fail(connected ? 'ended' : 'line')
  })
  video.srcObject = stream

  const fail = (why: Parameters<Hooks['failed']>[0]) => {
    if (over) return
    halt()
    hooks.failed(why)
  }

  async function connect(): Promise<void> {
    await peer.setLocalDescription(await peer.createOffer())
    await gathered(peer)
    const response = await fetch(href, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body: peer.localDescription?.sdp ?? '',
      signal: aborting.signal,
    })
    if (response.status !== 201) {
      fail(
        response.status === 401 || response.status === 403
          ? 'pass'
          : response.status === 404
            ? 'gone'
            : response.status === 503
              ? 'full'
              : 'line',
      )
      return
    }
    session = response.headers.get('location') ?? ''
    const answer = await response.text()
    if (over) end()
    else await peer.setRemoteDescription({ type: 'answer', sdp: answer })
  }

  function end(): void {
    if (session !== '') void fetch(session, { method: 'DELETE', keepalive: true }).catch(() => {})
    session = ''
  }

  function halt(told = false): void {
    if (over) return
    over = true
    aborting.abort()
    if (told) session = ''
    end()
    peer.close()
  }

  connect().catch(() => fail('line'))

  return {
    way: 'real',
    behind: () => behind,
    async sample(): Promise<Sample | null> {
      if (over) return null
      const sample: Sample = {
        at: performance.now(),
        connected: peer.connectionState === 'connected',
        frames: 0,
        lost: 0,
        received: 0,
        freezes: 0,
      }
      let trip = 0
      for (const report of (await peer.getStats()).values()) {
        if (report.type === 'inbound-rtp' && report.kind === 'video') {
          sample.frames = report.framesDecoded ?? 0
          sample.lost = report.packetsLost ?? 0
          sample.received = report.packetsReceived ?? 0
          sample.freezes = report.freezeCount ?? 0
          const delay = report.jitterBufferDelay ?? 0
          const emitted = report.jitterBufferEmittedCount ?? 0
          if (emitted > before.emitted) behind = (delay - before.delay) / (emitted - before.emitted)
          before = { delay, emitted }
        } else if (report.type === 'candidate-pair' && report.nominated) {
          trip = report.currentRoundTripTime ?? 0
        }
      }
      if (behind !== null) behind += trip / 2
      return sample
    },
    toEdge() {},
    halt,
    close() {
      halt()
      video.srcObject = null
    },
  }
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise(done => {
    const timer = setTimeout(done, GATHER_MS)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      done()
    })
  })
}

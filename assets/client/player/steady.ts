import Hls from 'hls.js'

export interface Steady {
  behind(): number
  close(): void
}

interface Handlers {
  /** Cannot go on: `pass` asks for a new right to watch, `broken` for a new start. */
  failed(why: 'pass' | 'broken'): void
}

const isApple = /iPad|iPhone|Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1

/** LL-HLS by hls.js, or by the browser itself where there is no MediaSource. */
export function playSteady(video: HTMLVideoElement, url: string, { failed }: Handlers): Steady {
  if (!Hls.isSupported()) {
    video.src = url
    video.onerror = () => failed('pass')
    return {
      behind: () => (video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) - video.currentTime : 0),
      close() {
        video.onerror = null
        video.removeAttribute('src')
        video.load()
      },
    }
  }
  const hls = new Hls({
    lowLatencyMode: true,
    backBufferLength: 10,
    maxLiveSyncPlaybackRate: isApple ? 1 : 1.05,
    // One stall at the start would else cost a second for good.
    liveSyncOnStallIncrease: 0.1,
    enableWorker: false,
    manifestLoadPolicy: {
      default: {
        maxTimeToFirstByteMs: 10_000,
        maxLoadTimeMs: 20_000,
        timeoutRetry: { maxNumRetry: 2, retryDelayMs: 0, maxRetryDelayMs: 0 },
        errorRetry: { maxNumRetry: 3, retryDelayMs: 300, maxRetryDelayMs: 2000 },
      },
    },
  })
  let recoveries = 0
  let stalls = 0
  hls.on(Hls.Events.ERROR, (_event, data) => {
    const status = data.response?.code ?? 0
    if (status === 401 || status === 403) {
      failed('pass')
      return
    }
    // A line that stalls again and again wants more reserve.
    if (data.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR && ++stalls % 3 === 0) {
      hls.config.liveSyncOnStallIncrease = Math.min(1, (hls.config.liveSyncOnStallIncrease ?? 0.1) * 2)
    }
    if (!data.fatal) return
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries++ < 2) hls.recoverMediaError()
    else failed(status === 404 ? 'pass' : 'broken')
  })
  hls.loadSource(url)
  hls.attachMedia(video)
  return {
    behind: () => hls.latency,
    close: () => hls.destroy(),
  }
}

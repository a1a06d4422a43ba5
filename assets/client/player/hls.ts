import type Library from 'hls.js'
import type { Hooks, Transport } from './transport.ts'

type Hls = InstanceType<typeof Library>

/** On these, a changing rate is heard and seen. */
const isApple =
  /iPad|iPhone|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && 'ontouchend' in window)
const STALL_STEP = 0.1
const MEDIA_RECOVERIES = 2

/** Whether the browser plays HLS by itself, where hls.js cannot. */
export const playsNatively = (): boolean =>
  document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== ''

export const hasMediaSource = (): boolean => 'MediaSource' in window || 'ManagedMediaSource' in window

/** LL-HLS: by hls.js, whose module is fetched only now, or by the browser itself where there is no MediaSource. */
export function startHls(video: HTMLVideoElement, href: string, library: string, hooks: Hooks): Transport {
  return hasMediaSource() ? startLibrary(video, href, library, hooks) : startNative(video, href, hooks)
}

function startLibrary(video: HTMLVideoElement, href: string, library: string, hooks: Hooks): Transport {
  let hls: Hls | null = null
  let over = false
  // iOS refuses a managed source while the picture might be cast.
  video.disableRemotePlayback = true

  const fail = (why: Parameters<Hooks['failed']>[0]) => {
    if (over) return
    halt()
    hooks.failed(why)
  }

  function halt(): void {
    if (over) return
    over = true
    hls?.stopLoad()
  }

  async function load(): Promise<void> {
    const { Hls } = (await import(library)) as { Hls: typeof Library }
    if (over) return
    if (!Hls.isSupported()) {
      fail('codec')
      return
    }
    hls = new Hls({
      lowLatencyMode: true,
      backBufferLength: 10,
      maxLiveSyncPlaybackRate: isApple ? 1 : 1.05,
      // The default of a whole second would be paid for good after one stall at the start.
      liveSyncOnStallIncrease: STALL_STEP,
      enableWorker: false,
    })
    let stalls = 0
    let recoveries = 0
    hls.on(Hls.Events.ERROR, (_, data) => {
      if (!hls) return
      const status = data.response?.code ?? 0
      if (status === 401 || status === 403) {
        fail('pass')
      } else if (status === 404 && data.type === Hls.ErrorTypes.NETWORK_ERROR && data.fatal) {
        fail('gone')
      } else if (data.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR && !data.fatal) {
        // A poor line needs more reserve; a good one stalls once at most.
        stalls++
        if (stalls > 1) hls.config.liveSyncOnStallIncrease = Math.min(1, STALL_STEP * 2 ** (stalls - 1))
      } else if (data.fatal) {
        if (
          data.details === Hls.ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR ||
          data.details === Hls.ErrorDetails.BUFFER_ADD_CODEC_ERROR ||
          data.details === Hls.ErrorDetails.BUFFER_INCOMPATIBLE_CODECS_ERROR
        ) {
          fail('codec')
        } else if (data.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries < MEDIA_RECOVERIES) {
          recoveries++
          hls.recoverMediaError()
        } else {
          fail('line')
        }
      }
    })
    hls.loadSource(href)
    hls.attachMedia(video)
  }

  load().catch(() => fail('line'))

  return {
    way: 'hls',
    behind: () => (hls && hls.latency > 0 ? hls.latency : null),
    sample: async () => null,
    toEdge() {
      const edge = hls?.liveSyncPosition
      if (edge !== null && edge !== undefined) video.currentTime = edge
    },
    halt,
    close() {
      halt()
      hls?.destroy()
      hls = null
    },
  }
}

function startNative(video: HTMLVideoElement, href: string, hooks: Hooks): Transport {
  let over = false
  const onError = () => {
    if (over) return
    over = true
    hooks.failed(video.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED ? 'pass' : 'line')
  }
  const edge = () => (video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) : null)
  video.addEventListener('error', onError)
  video.src = href
  return {
    way: 'hls',
    behind() {
      const end = edge()
      return end === null ? null : Math.max(0, end - video.currentTime)
    },
    sample: async () => null,
    toEdge() {
      const end = edge()
      if (end !== null) video.currentTime = end
    },
    halt() {
      over = true
      video.removeEventListener('error', onError)
    },
    close() {
      over = true
      video.removeEventListener('error', onError)
      video.removeAttribute('src')
      video.load()
    },
  }
}

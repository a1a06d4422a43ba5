import { silence } from './capture.ts'
import { type Count, count, type Figures, figures } from './line.ts'
import type { Rung } from './verdict.ts'
import { type Connection, connect, keyFrames, Refusal } from './whip.ts'

/** How often the browser's own counts are read while on air. */
const COUNT_MS = 2000
/** A connection that is only shaken comes back by itself; after that it is gone. */
const SHAKEN_MS = 4000

export interface SenderListeners {
  opened(): void
  /** `again`: the same may work later. */
  failed(say: string, again: boolean): void
  dropped(): void
  counted(): void
}

/** What leaves this page: copies of the tracks, so that she still sees herself while viewers do not, and the connection. */
export class Sender {
  /** The browser's own figures, the newest last. */
  recent: Figures[] = []
  private tracks: { video: MediaStreamTrack; audio: MediaStreamTrack } | null = null
  private connection: Connection | null = null
  private connecting: AbortController | null = null
  private stopWatching = () => {}
  private muted = false
  private paused = false

  constructor(
    private readonly context: AudioContext,
    private readonly told: SenderListeners,
  ) {}

  async open(
    { camera, microphone }: { camera: MediaStreamTrack; microphone: MediaStreamTrack | null },
    rung: Rung,
    before: () => Promise<void>,
  ): Promise<void> {
    if (this.connecting) return
    const stop = new AbortController()
    this.connecting = stop
    try {
      await this.context.resume()
      await before()
      this.tracks ??= { video: camera.clone(), audio: microphone?.clone() ?? silence(this.context) }
      this.apply()
      const { width = rung.width, height = rung.height } = camera.getSettings()
      const encoding = {
        maxBitrate: rung.needs,
        scaleResolutionDownBy: Math.max(1, Math.min(width, height) / rung.height),
      }
      const made = await connect('/studio/whip', this.tracks, encoding, stop.signal)
      if (stop.signal.aborted) {
        void made.bye()
        return
      }
      this.connecting = null
      this.connection = made
      this.watch(made)
      this.told.opened()
    } catch (error) {
      if (stop.signal.aborted) return
      this.connecting = null
      if (error instanceof Refusal) this.told.failed(error.say, error.again)
      else this.told.failed('', true)
    }
  }

  /** What leaves: nothing to see and hear while paused, nothing to hear while muted. */
  wear(muted: boolean, paused: boolean): void {
    this.muted = muted
    this.paused = paused
    this.apply()
  }

  /** The picture or the sound goes on with another device; without any, with silence. */
  swap(kind: 'video' | 'audio', from: MediaStreamTrack | null): void {
    if (!this.tracks || (kind === 'video' && !from)) return
    const track = from?.clone() ?? silence(this.context)
    this.tracks[kind].stop()
    this.tracks[kind] = track
    this.apply()
    void this.connection?.[kind].replaceTrack(track)
  }

  /** Only a broadcast that is `over` says good-bye: the server keeps one open that comes back. */
  close(over: boolean): void {
    this.connecting?.abort()
    this.connecting = null
    this.stopWatching()
    this.stopWatching = () => {}
    this.recent = []
    if (over) void this.connection?.bye()
    else this.connection?.peer.close()
    this.connection = null
    if (!over) return
    this.tracks?.video.stop()
    this.tracks?.audio.stop()
    this.tracks = null
  }

  private apply(): void {
    if (!this.tracks) return
    this.tracks.video.enabled = !this.paused
    this.tracks.audio.enabled = !this.paused && !this.muted
  }

  private watch({ peer, video }: Connection): void {
    let shaken: ReturnType<typeof setTimeout> | undefined
    const gone = () => {
      if (this.connection?.peer === peer) this.told.dropped()
    }
    peer.addEventListener('connectionstatechange', () => {
      clearTimeout(shaken)
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') gone()
      else if (peer.connectionState === 'disconnected') shaken = setTimeout(gone, SHAKEN_MS)
    })
    const stopKeys = keyFrames(video)
    let before: Count | null = null
    const timer = setInterval(async () => {
      const stats = [...(await peer.getStats()).values()]
      const now = count(stats, performance.now())
      this.recent = [...this.recent.slice(-9), figures(stats, before, now)]
      before = now
      this.told.counted()
    }, COUNT_MS)
    this.stopWatching = () => {
      clearTimeout(shaken)
      clearInterval(timer)
      stopKeys()
    }
  }
}

import { behindWords, chooseWay, type Line, type Mode, RealWatch, Returns, type Way } from './rules.ts'
import { playSteady, type Steady } from './steady.ts'
import { type Connection, connectReal } from './whep.ts'

interface Pass extends Line {
  pass: string
  feed: string
}

export interface Shown {
  /** How it plays now; null while nothing does. */
  way: Way | null
  behind: string
  /** There is sound in what plays. */
  sound: boolean
  /** A sentence over the picture; empty while all is well. */
  say: string
}

const SAMPLE_MS = 500

/**
 * Plays the feed of a room by the best way there is, and keeps the last frame on screen while it changes. It knows no buttons:
 * `show` is told whatever a person should see.
 */
export class Player {
  private feed = ''
  private flowing = false
  private seat = ''
  private pass: Pass | null = null
  private real: Connection | null = null
  private steady: Steady | null = null
  private watch: RealWatch | null = null
  private readonly returns = new Returns()
  private run: AbortController | null = null
  private retry = 0
  private tries = 0
  private paused = false
  private way: Way | null = null
  private say = ''
  private readonly held: HTMLCanvasElement

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly room: string,
    private mode: Mode,
    private readonly show: (shown: Shown) => void,
  ) {
    this.held = document.createElement('canvas')
    this.held.className = 'held-frame'
    this.held.hidden = true
    video.after(this.held)
    video.addEventListener('playing', () => this.firstFrame())
    setInterval(() => void this.tick(), SAMPLE_MS)
  }

  /** What the server says of the room. A new feed is attached anew; an empty one leaves the last frame. */
  stage({ feed, flowing, seat }: { feed: string; flowing: boolean; seat?: string | undefined }): void {
    this.flowing = flowing
    if (!flowing) this.watch?.excuse(performance.now())
    if (seat) {
      this.seat = seat
      // The pass moves to the new socket; what plays goes on.
      if (feed !== '' && feed === this.feed && this.pass) void this.renew()
    }
    if (feed === this.feed) return
    this.feed = feed
    this.pass = null
    this.tries = 0
    if (feed === '') this.detach()
    else void this.attach()
  }

  setMode(mode: Mode): void {
    this.mode = mode
    this.returns.forgive()
    if (this.feed !== '') void this.attach()
  }

  async toggle(): Promise<boolean> {
    this.paused = !this.paused
    if (this.paused) {
      this.video.pause()
      this.detach()
    } else if (this.feed !== '') await this.attach()
    return this.paused
  }

  private async ask(): Promise<Pass | { say: string; word: string }> {
    const response = await fetch(`/rooms/${this.room}/passes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seat: this.seat, ...(this.pass ? { pass: this.pass.pass } : {}) }),
    })
    const answer = (await response.json()) as Pass & { say?: string; detail?: string; word?: string }
    if (!response.ok)
      return { say: answer.say ?? answer.detail ?? 'The picture is not to be had just now.', word: answer.word ?? '' }
    return answer
  }

  private async renew(): Promise<void> {
    try {
      const pass = await this.ask()
      if ('pass' in pass && pass.feed === this.feed) this.pass = pass
      else void this.attach()
    } catch {
      // The socket will come back and ask again.
    }
  }

  /** Begins anew by the way that the rules choose. */
  private async attach(): Promise<void> {
    clearTimeout(this.retry)
    this.detach()
    if (this.paused || this.seat === '') return
    const run = new AbortController()
    this.run = run
    try {
      const pass = await this.ask()
      if (run.signal.aborted) return
      if (!('pass' in pass)) {
        this.tell(null, pass.word === 'dark' ? '' : pass.say)
        this.later()
        return
      }
      if (pass.feed !== this.feed) {
        this.later()
        return
      }
      this.pass = pass
      const way = chooseWay(this.mode, pass, this.returns.blocked(performance.now()))
      if (way === 'real') await this.playReal(pass, run)
      else if (way === 'steady') this.playSteadily(pass)
      else this.tell(null, 'The picture cannot be played in this browser.')
    } catch {
      if (run.signal.aborted) return
      this.later()
    }
  }

  private async playReal(pass: Pass, run: AbortController): Promise<void> {
    const startedAt = performance.now()
    const connected = await connectReal(pass.whep!, run.signal)
    if (run.signal.aborted) {
      if (connected.ok) connected.connection.close()
      return
    }
    if (!connected.ok) {
      if (connected.status === 401 || connected.status === 403) {
        this.pass = null
        this.later()
        return
      }
      this.returns.fell(performance.now())
      if (pass.hls) this.playSteadily(pass, connected.say)
      else this.later()
      return
    }
    this.real = connected.connection
    this.watch = new RealWatch(startedAt)
    this.video.srcObject = connected.connection.stream
    await this.start()
    this.tell('real', pass.whepSound || !pass.hlsSound ? '' : 'No sound in real time here. Choose Steady to hear it.')
  }

  private playSteadily(pass: Pass, say = ''): void {
    if (!pass.hls) {
      this.tell(null, 'The picture cannot be played in this browser.')
      return
    }
    this.steady = playSteady(this.video, pass.hls, {
      failed: why => {
        if (why === 'pass') this.pass = null
        this.later()
      },
    })
    this.tell(
      'steady',
      this.mode === 'real' ? say || 'Real time is not to be had just now. This is a second behind.' : '',
    )
    void this.start()
  }

  /** Muted playback is always allowed; with sound it may be refused, then it goes on without. */
  private async start(): Promise<void> {
    try {
      await this.video.play()
    } catch {
      if (this.video.muted) return
      this.video.muted = true
      await this.video.play().catch(() => {})
    }
  }

  private later(): void {
    clearTimeout(this.retry)
    if (this.feed === '' || this.paused) return
    this.retry = window.setTimeout(() => void this.attach(), Math.min(8000, 400 * 2 ** this.tries++))
  }

  /** Stops what plays; its last frame stays in its place. */
  private detach(): void {
    this.hold()
    this.run?.abort()
    this.run = null
    this.real?.close()
    this.real = null
    this.steady?.close()
    this.steady = null
    this.watch = null
    this.video.srcObject = null
    this.way = null
  }

  private hold(): void {
    const { videoWidth: width, videoHeight: height } = this.video
    if (width === 0 || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return
    this.held.width = width
    this.held.height = height
    this.held.getContext('2d')?.drawImage(this.video, 0, 0)
    this.held.hidden = false
  }

  private firstFrame(): void {
    this.tries = 0
    const uncover = () => {
      this.held.hidden = true
      document.getElementById('poster')?.remove()
    }
    if ('requestVideoFrameCallback' in this.video) this.video.requestVideoFrameCallback(uncover)
    else uncover()
  }

  private async tick(): Promise<void> {
    const now = performance.now()
    const { real, watch } = this
    if (real && watch) {
      const sample = await real.sample(now)
      if (this.real !== real) return
      if (!this.flowing) watch.excuse(now)
      else {
        const trouble = watch.sample(sample)
        if (trouble) {
          this.returns.fell(now)
          void this.attach()
          return
        }
      }
    } else if (this.way === 'steady' && this.mode === 'auto' && this.pass && this.flowing) {
      const waits = this.returns.next(now)
      const may = chooseWay('auto', this.pass, this.returns.blocked(now)) === 'real'
      if (waits === null && may && !this.returns.blocked(now)) void this.attach()
    }
    this.tell(this.way, this.say)
  }

  private tell(way: Way | null, say: string): void {
    this.way = way
    this.say = say
    const behind = way === 'real' ? (this.real?.behind() ?? 0) : way === 'steady' ? (this.steady?.behind() ?? 0) : 0
    const sound = way === 'real' ? (this.pass?.whepSound ?? false) : (this.pass?.hlsSound ?? false)
    this.show({ way, behind: behindWords(behind), sound, say })
  }
}

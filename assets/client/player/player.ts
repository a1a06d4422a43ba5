import { hasMediaSource, playsNatively, startHls } from './hls.ts'
import { Line, type Trouble } from './line.ts'
import { askPass, type NoPass, type Pass } from './pass.ts'
import { type Able, choose, type Falls, fall, forgive, type Mode, NEVER_FELL, type Way, type Word } from './plan.ts'
import { atFirstFrame, play, Screen } from './screen.ts'
import type { Failure, Transport } from './transport.ts'
import { startWhep } from './whep.ts'

/** What the room's socket says of the picture. */
export interface OnStage {
  feed: string
  /** What the feed offers, as one word to compare: sound may come a moment after the picture. */
  outs: string
  /** Off: the stage is dark. Flowing: the picture moves at the source. */
  off: boolean
  flowing: boolean
}

/** What keeps the picture away, when a person has to do something about it. */
export type Card = '' | 'elsewhere' | 'too-many' | 'codec' | 'line'
/** What is worth a line over the picture while it plays or comes. */
export type Note = Word | 'getting' | 'slow'

export interface Shown {
  way: Way | null
  behindSeconds: number | null
  /** There is something to hear. */
  sound: boolean
  note: Note
  card: Card
  paused: boolean
}

interface Playing {
  transport: Transport
  video: HTMLVideoElement
  feed: string
  line: Line
  since: number
  /** Its network has ended; the last frame is still there. */
  dead: boolean
  forget(): void
}

const TICK_MS = 500
const RATE_MS = 10_000
const MOST_WAIT_MS = 8000
/** Tries in vain, after which we say so. */
const PATIENCE = 4
const SLOW_MS = 2000
/** A picture that nobody looks at is let go of after this. */
const PAUSE_MS = 20_000
/** Our own verdict comes up to this much ahead of the server's that the performer stands still. */
const STANDSTILL_MS = 4000
/** After it, the picture stumbles while it catches up. */
const SETTLE_MS = 5000
/** A connection that is cut off oftener than this is no good. */
const ONCE_MS = 60_000

/** Plays the room's feed by the best way there is. It knows no buttons: `show` hears what a person should see. */
export class Player {
  readonly screen: Screen
  private stage: OnStage = { feed: '', outs: '', off: true, flowing: false }
  private seat = ''
  private pass: Pass | null = null
  private onScreen: Playing | null = null
  private coming: Playing | null = null
  private falls: Falls = NEVER_FELL
  private frozeAt = Number.NEGATIVE_INFINITY
  private endedAt = Number.NEGATIVE_INFINITY
  private flowsSince = 0
  private paused = false
  private word: Word = ''
  private card: Card = ''
  private turn = 0
  private tries = 0
  private waitsSince = 0
  private slowSince = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private letGo: ReturnType<typeof setTimeout> | undefined
  private readonly able: Able = {
    real: 'RTCPeerConnection' in window,
    hls: hasMediaSource() || playsNatively(),
  }

  constructor(
    video: HTMLVideoElement,
    private readonly room: string,
    private readonly library: string,
    private mode: Mode,
    private readonly show: (shown: Shown) => void,
  ) {
    this.screen = new Screen(video)
    setInterval(() => void this.tick(), TICK_MS)
    window.addEventListener('pagehide', () => this.clear())
    window.addEventListener('pageshow', event => {
      if (event.persisted) void this.refresh()
    })
  }

  /** The stage changed, or a new socket gave us a new seat. */
  change(stage: OnStage, seat: string | undefined): void {
    const before = this.stage
    this.stage = stage
    if (stage.flowing && !before.flowing) this.flowsSince = performance.now()
    if (seat) this.seat = seat
    if (before.flowing && !stage.flowing && performance.now() - this.frozeAt < STANDSTILL_MS) {
      this.falls = forgive(this.falls)
    }
    if (stage.feed !== before.feed) {
      // The house has ended all that came from the old one.
      for (const old of [this.onScreen, this.coming]) if (old) halt(old, true)
    }
    if (stage.off) this.clear()
    if (stage.feed === '') {
      this.turn++
      clearTimeout(this.retry)
      this.pass = null
      this.drop()
    } else if (stage.feed !== before.feed) {
      this.pass = null
      this.tries = 0
      this.waitsSince = performance.now()
      void this.refresh()
    } else if (seat || stage.outs !== before.outs) {
      void this.refresh()
    }
    this.tell()
  }

  setMode(mode: Mode): void {
    this.mode = mode
    this.falls = NEVER_FELL
    if (this.pass) this.decide()
    this.tell()
  }

  /** By a press on the card: everything from the beginning. */
  again(): void {
    this.card = ''
    this.tries = 0
    this.pass = null
    this.waitsSince = performance.now()
    void this.refresh()
    this.tell()
  }

  toggle(): void {
    this.paused = !this.paused
    clearTimeout(this.letGo)
    if (this.paused) {
      this.turn++
      clearTimeout(this.retry)
      this.drop()
      this.screen.video.pause()
      this.letGo = setTimeout(() => this.onScreen && halt(this.onScreen), PAUSE_MS)
    } else if (this.onScreen && !this.onScreen.dead && this.onScreen.feed === this.stage.feed) {
      this.onScreen.transport.toEdge()
      void play(this.screen.video)
    } else {
      this.waitsSince = performance.now()
      void this.refresh()
    }
    this.tell()
  }

  /** Asks for the right to watch and begins by the way that the rules choose. */
  private async refresh(): Promise<void> {
    const turn = ++this.turn
    clearTimeout(this.retry)
    if (this.seat === '' || this.stage.feed === '' || this.paused) return
    const got = await askPass(this.room, this.seat, this.pass?.handle)
    if (turn !== this.turn) return
    if (typeof got === 'string') this.refused(got)
    else if (got.feed !== this.stage.feed) this.later()
    else {
      this.pass = got
      this.card = ''
      this.decide()
    }
    this.tell()
  }

  private refused(why: NoPass): void {
    this.pass = null
    if (why === 'elsewhere' || why === 'too-many') {
      this.card = why
      this.drop()
      if (this.onScreen) halt(this.onScreen)
    } else if (why === 'rate') {
      this.retry = setTimeout(() => void this.refresh(), RATE_MS)
    } else {
      this.later()
    }
  }

  private decide(): void {
    const { pass, onScreen, coming } = this
    if (!pass) return
    const { way, word } = choose(this.mode, pass, this.able, this.falls, performance.now())
    this.word = word
    const fits = (playing: Playing | null) =>
      playing !== null && !playing.dead && playing.transport.way === way && playing.feed === pass.feed
    if (way === null) {
      this.card = 'codec'
      this.drop()
    } else if (fits(onScreen)) this.drop()
    else if (!fits(coming)) this.begin(way, pass)
  }

  private begin(way: Way, pass: Pass): void {
    this.drop()
    const video = this.screen.next()
    if (video === this.screen.video) {
      this.onScreen?.transport.close()
      this.onScreen = null
    }
    const hooks = { failed: (why: Failure) => this.failed(playing, why) }
    const playing: Playing = {
      transport:
        way === 'real' ? startWhep(video, pass.whepHref, hooks) : startHls(video, pass.hlsHref, this.library, hooks),
      video,
      feed: pass.feed,
      line: new Line(performance.now()),
      since: performance.now(),
      dead: false,
      forget: atFirstFrame(video, () => this.arrived(playing)),
    }
    this.coming = playing
    void play(video)
  }

  private arrived(playing: Playing): void {
    if (playing !== this.coming) return
    const old = this.onScreen
    this.coming = null
    this.onScreen = playing
    this.screen.show(playing.video)
    old?.transport.close()
    this.tries = 0
    this.card = ''
    // A browser that refuses the sound to a new element stops it: then it goes on without.
    if (this.paused) this.screen.video.pause()
    else void play(this.screen.video)
    this.tell()
  }

  private failed(playing: Playing, why: Failure | Trouble): void {
    if (playing !== this.coming && playing !== this.onScreen) return
    const { way } = playing.transport
    halt(playing)
    if (playing === this.coming) this.drop()
    if (why === 'pass') {
      this.pass = null
      if (this.tries++ === 0) void this.refresh()
      else this.later()
    } else if (why === 'gone') this.later()
    else if (why === 'full' && this.pass) {
      this.pass.realTime = 'full'
      this.decide()
    } else if (why === 'ended' && performance.now() - this.endedAt > ONCE_MS) {
      // The house may have begun the sound anew: the same way once more, before the line is blamed.
      this.endedAt = performance.now()
      this.later()
    } else if (way === 'real') {
      const now = performance.now()
      if (why === 'frozen') this.frozeAt = now
      this.falls = fall(this.falls, now)
      if (this.pass?.hls && this.able.hls) this.decide()
      else this.later()
    } else if (why === 'codec') {
      this.able.hls = false
      this.decide()
    } else this.later()
    this.tell()
  }

  private later(): void {
    clearTimeout(this.retry)
    if (this.tries >= PATIENCE) this.card = 'line'
    const wait = Math.min(MOST_WAIT_MS, 400 * 2 ** this.tries++) * (0.8 + Math.random() * 0.4)
    this.retry = setTimeout(() => void this.refresh(), wait)
  }

  /** What was on its way is not wanted any more. */
  private drop(): void {
    const { coming } = this
    this.coming = null
    if (!coming) return
    coming.forget()
    coming.transport.close()
  }

  private clear(): void {
    this.turn++
    clearTimeout(this.retry)
    this.drop()
    this.onScreen?.transport.close()
    this.onScreen = null
    this.pass = null
    this.card = ''
    this.word = ''
  }

  private async tick(): Promise<void> {
    for (const playing of [this.onScreen, this.coming]) {
      if (!playing || playing.dead || playing.transport.way !== 'real') continue
      const sample = await playing.transport.sample()
      if (!sample || playing.dead) continue
      const settles = playing === this.onScreen && sample.at - this.flowsSince < SETTLE_MS
      if (document.hidden || this.paused || !this.stage.flowing || settles) playing.line.rest(sample.at)
      else {
        const trouble = playing.line.see(sample)
        if (trouble) this.failed(playing, trouble)
      }
    }
    const now = performance.now()
    if (this.falls.until !== 0 && this.falls.until <= now && this.stage.flowing && !this.paused) {
      this.falls = { ...this.falls, until: 0 }
      this.decide()
    }
    this.tell()
  }

  private note(): Note {
    const now = performance.now()
    if (this.card !== '' || this.paused || !this.stage.flowing) return ''
    if (!this.onScreen || this.onScreen.dead) return now - this.waitsSince > SLOW_MS ? 'getting' : ''
    this.waitsSince = now
    if (this.screen.video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA) this.slowSince = now
    if (this.onScreen.transport.way === 'hls' && now - this.slowSince > SLOW_MS) return 'slow'
    return this.word
  }

  private tell(): void {
    const playing = this.onScreen && !this.onScreen.dead ? this.onScreen : null
    const { pass } = this
    this.show({
      way: playing?.transport.way ?? null,
      behindSeconds: playing && !this.paused ? playing.transport.behind() : null,
      sound: pass !== null && (playing?.transport.way === 'real' ? pass.whepSound : pass.hlsSound),
      note: this.note(),
      card: this.card,
      paused: this.paused,
    })
  }
}

function halt(playing: Playing, told = false): void {
  playing.dead = true
  playing.transport.halt(told)
}

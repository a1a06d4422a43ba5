import { spoken } from '../words/studio.ts'
import { silence } from './capture.ts'
import { SAMPLES, tryUpload } from './check.ts'
import { heavyPicture } from './load.ts'
import { by, say } from './place.ts'
import { curve, RUNGS, type Rung, type Sample, USUAL, type Verdict } from './verdict.ts'
import { Refusal } from './whip.ts'

/** The box of the upload check: runs it, draws its curve and keeps its verdict. */
export class Upload {
  state: Verdict | { left: number } | 'failed' | null = null
  private running: AbortController | null = null

  constructor(
    private readonly preview: HTMLVideoElement,
    private readonly context: AudioContext,
    private readonly changed: () => void,
  ) {}

  /** What the line allows; what is usual while nothing is known. */
  get rung(): Rung {
    const { state } = this
    return (state && state !== 'failed' && 'tone' in state && state.rung) || USUAL
  }

  /** A start does not wait for it. */
  abort(): void {
    this.running?.abort()
  }

  async run(): Promise<void> {
    if (this.running) return
    const stop = new AbortController()
    this.running = stop
    by('check')?.setAttribute('disabled', '')
    const picture = heavyPicture(this.preview)
    const tracks = { video: picture.track, audio: silence(this.context) }
    this.draw([], (SAMPLES * 500) / 1000)
    try {
      const found = await tryUpload(tracks, (samples, left) => this.draw(samples, left), stop.signal)
      this.state = found
      show(found)
    } catch (error) {
      this.state = stop.signal.aborted ? null : 'failed'
      const words = error instanceof Refusal ? error.say : spoken().brokeOff
      say('upload-words', stop.signal.aborted ? spoken().stopped : words)
    } finally {
      picture.end()
      tracks.audio.stop()
      this.running = null
      by('check')?.removeAttribute('disabled')
      say('check', spoken().again)
      this.changed()
    }
  }

  private draw(samples: readonly Sample[], left: number): void {
    this.state = { left }
    const { line, area } = curve(samples, SAMPLES, 320, 56)
    by('upload-line')?.setAttribute('d', line)
    by('upload-area')?.setAttribute('d', area)
    say('upload-words', left > 0 ? spoken().toNobody(left) : spoken().oneMoment)
    say('upload-verdict', '')
    this.changed()
  }
}

function show(found: Verdict): void {
  say('upload-words', found.words)
  say('upload-verdict', found.title)
  const place = by('upload-verdict')
  if (place) place.dataset.tone = found.tone
  for (const rung of RUNGS) {
    const cell = by(`rung-${rung.id}`)
    if (cell) cell.dataset.fits = found.rung && rung.height <= found.rung.height ? 'yes' : 'no'
  }
}

import { spoken } from '../words/studio.ts'
import { cells, DEAF, decibels, type Hearing, hear, levelValue, levelWords } from './level.ts'

const EVERY_MS = 50
/** Read out seldom: a number that changes twenty times a second helps nobody. */
const SAY_MS = 500

/** The level meter: lights the cells and remembers whether anything was heard. */
export class Ear {
  readonly context = new AudioContext()
  muted = false
  private readonly analyser = this.context.createAnalyser()
  private source: MediaStreamAudioSourceNode | null = null
  private hearing: Hearing = DEAF
  private saidAt = 0
  private readonly samples: Float32Array<ArrayBuffer>
  private readonly meter = document.getElementById('meter')
  private readonly lamps = [...(this.meter?.children ?? [])]
  private readonly words = document.getElementById('meter-words')
  private readonly value = document.getElementById('meter-value')

  constructor(private readonly changed: () => void) {
    this.analyser.fftSize = 2048
    this.samples = new Float32Array(this.analyser.fftSize)
    setInterval(() => this.look(), EVERY_MS)
    // A page that opened the camera by itself has made no sound yet: the first press wakes the meter.
    addEventListener('pointerdown', () => void this.context.resume())
    addEventListener('keydown', () => void this.context.resume())
  }

  get heard(): boolean {
    return this.hearing.heard
  }

  listen(track: MediaStreamTrack | null): void {
    this.source?.disconnect()
    this.source = track ? this.context.createMediaStreamSource(new MediaStream([track])) : null
    this.source?.connect(this.analyser)
    this.hearing = DEAF
    this.changed()
  }

  private look(): void {
    if (!this.source) {
      if (this.words) this.words.textContent = spoken().noMicrophone
      return
    }
    this.analyser.getFloatTimeDomainData(this.samples)
    const db = decibels(this.samples)
    const before = this.hearing.heard
    this.hearing = hear(this.hearing, db)
    const lit = cells(db)
    this.lamps.forEach((cell, at) => {
      cell.classList.toggle('on', at < lit)
    })
    const now = performance.now()
    if (now - this.saidAt > SAY_MS) {
      this.saidAt = now
      this.meter?.setAttribute('aria-valuenow', String(lit))
      if (this.words) this.words.textContent = levelWords(db, this.hearing.heard, this.muted)
      if (this.value) this.value.textContent = levelValue(db)
    }
    if (before !== this.hearing.heard) this.changed()
  }
}

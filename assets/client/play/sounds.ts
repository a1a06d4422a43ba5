import { onEvent } from '../room/wire.ts'

const WHERE = 'fl-sounds'

export interface Listening {
  on(): boolean
  turn(on: boolean): void
  volume(): number
  setVolume(volume: number): void
  /** For whoever tries one out. */
  play(sound: string, file?: string): void
}

/** Sounds of the room: off until asked for on this device, under their own volume. */
export function listening(): Listening {
  const kept = read()
  let context: AudioContext | null = null
  let sounding = 0
  const save = () => {
    try {
      localStorage.setItem(WHERE, JSON.stringify(kept))
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  }
  const play = async (sound: string, file?: string) => {
    context ??= new AudioContext()
    if (context.state === 'suspended') await context.resume().catch(() => {})
    // One after the other, however many come.
    if (context.currentTime < sounding) return
    const out = context.createGain()
    out.gain.value = (kept.volume / 100) ** 2
    out.connect(context.destination)
    if (file) {
      const bytes = await fetch(file)
        .then(answer => (answer.ok ? answer.arrayBuffer() : null))
        .catch(() => null)
      const buffer = bytes && (await context.decodeAudioData(bytes).catch(() => null))
      if (!buffer) return
      const source = context.createBufferSource()
      source.buffer = buffer
      source.connect(out)
      source.start()
      sounding = context.currentTime + buffer.duration
    } else sounding = context.currentTime + (MADE[sound]?.(context, out) ?? 0)
  }
  onEvent('sound', said => {
    if (!kept.on) return
    const file = typeof said.file === 'string' && /^\/sounds\/[a-z0-9]+$/.test(said.file) ? said.file : undefined
    void play(String(said.sound ?? ''), file)
  })
  return {
    on: () => kept.on,
    turn(on) {
      kept.on = on
      save()
      // Browsers let a page sound only after a press, which this is.
      if (on) void play('knock')
    },
    volume: () => kept.volume,
    setVolume(volume) {
      kept.volume = Math.min(100, Math.max(0, volume))
      save()
    },
    play: (sound, file) => void play(sound, file),
  }
}

function read(): { on: boolean; volume: number } {
  try {
    const { on, volume } = JSON.parse(localStorage.getItem(WHERE) ?? '{}') as { on?: unknown; volume?: unknown }
    return { on: on === true, volume: typeof volume === 'number' && volume >= 0 && volume <= 100 ? volume : 50 }
  } catch {
    return { on: false, volume: 50 }
  }
}

/** Each answers how long it lasts, in seconds. */
type Maker = (context: AudioContext, out: AudioNode) => number

/** A struck piece of wood: two partials that die quickly. */
function strike(context: AudioContext, out: AudioNode, at: number, pitch: number, lasts: number, loud = 0.6): void {
  for (const [ratio, share] of [
    [1, 1],
    [2.76, 0.28],
    [5.4, 0.08],
  ] as const) {
    const tone = context.createOscillator()
    tone.frequency.value = pitch * ratio
    const gain = context.createGain()
    const from = context.currentTime + at
    gain.gain.setValueAtTime(0, from)
    gain.gain.linearRampToValueAtTime(loud * share, from + 0.004)
    gain.gain.exponentialRampToValueAtTime(0.0001, from + lasts / ratio)
    tone.connect(gain).connect(out)
    tone.start(from)
    tone.stop(from + lasts + 0.05)
  }
}

function rustle(
  context: AudioContext,
  out: AudioNode,
  lasts: number,
  shape: (t: number) => number,
  pitch: number,
): void {
  const buffer = context.createBuffer(1, context.sampleRate * lasts, context.sampleRate)
  const samples = buffer.getChannelData(0)
  for (let i = 0; i < samples.length; i++) samples[i] = (Math.random() * 2 - 1) * shape(i / samples.length)
  const source = context.createBufferSource()
  source.buffer = buffer
  const filter = context.createBiquadFilter()
  filter.type = 'bandpass'
  filter.frequency.value = pitch
  filter.Q.value = 0.8
  source.connect(filter).connect(out)
  source.start()
}

const MADE: Record<string, Maker> = {
  knock(context, out) {
    strike(context, out, 0, 196, 0.16, 0.9)
    strike(context, out, 0.17, 185, 0.18, 0.8)
    return 0.5
  },
  bell(context, out) {
    strike(context, out, 0, 880, 1.4, 0.4)
    return 1.2
  },
  rise(context, out) {
    strike(context, out, 0, 523.25, 0.5, 0.5)
    strike(context, out, 0.18, 659.25, 0.8, 0.5)
    return 1
  },
  rain(context, out) {
    rustle(context, out, 2.2, t => 0.25 * Math.sin(Math.PI * t), 2600)
    for (let i = 0; i < 9; i++) strike(context, out, 0.15 + Math.random() * 1.8, 900 + Math.random() * 900, 0.08, 0.1)
    return 2.2
  },
  purr(context, out) {
    rustle(
      context,
      out,
      1.8,
      t => 0.9 * Math.sin(Math.PI * t) * (0.5 + 0.5 * Math.sin(2 * Math.PI * 24 * t * 1.8)),
      160,
    )
    return 1.8
  },
  applause(context, out) {
    for (let i = 0; i < 42; i++) {
      const at = Math.random() * 1.6
      strike(context, out, at, 420 + Math.random() * 380, 0.05, 0.22 * (1 - at / 2))
    }
    rustle(context, out, 1.8, t => 0.16 * (1 - t), 1500)
    return 1.8
  },
}

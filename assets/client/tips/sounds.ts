import { remember, remembered } from '../player/memory.ts'

export interface Sounds {
  tip(tokens: number, gift: string): void
  goal(): void
}

/** A note of a small wooden bell: a sine with an overtone that dies sooner, and no sharp beginning. */
function bell(context: AudioContext, to: AudioNode, hertz: number, at: number, lasts: number, loud: number): void {
  for (const [times, part, life] of [
    [1, 1, 1],
    [2.76, 0.28, 0.45],
    [5.4, 0.08, 0.2],
  ] as const) {
    const tone = context.createOscillator()
    const gain = context.createGain()
    tone.frequency.value = hertz * times
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(loud * part, at + 0.012)
    gain.gain.exponentialRampToValueAtTime(0.0001, at + lasts * life)
    tone.connect(gain).connect(to)
    tone.start(at)
    tone.stop(at + lasts * life + 0.05)
  }
}

/** Lower and longer with the amount. */
const tones = (tokens: number): { hertz: number; lasts: number } => {
  const size = Math.min(1, Math.log10(Math.max(1, tokens)) / 4)
  return { hertz: 880 - 500 * size, lasts: 0.5 + 1.3 * size }
}

export function ring(context: AudioContext, to: AudioNode, tokens: number, gift: string): void {
  const { hertz, lasts } = tones(tokens)
  const now = context.currentTime + 0.02
  bell(context, to, hertz, now, lasts, 0.5)
  if (gift) bell(context, to, hertz * 1.335, now + 0.16, lasts, 0.45)
}

/** A rising third. */
export function rings(context: AudioContext, to: AudioNode): void {
  const now = context.currentTime + 0.02
  bell(context, to, 523.25, now, 0.9, 0.45)
  bell(context, to, 659.25, now + 0.22, 1.4, 0.5)
}

/** Off until asked for, under the viewer's own volume: a browser that is silent stays silent. */
export function sounds(): Sounds {
  const press = document.querySelector<HTMLButtonElement>('#tip-sounds')
  const volume = document.querySelector<HTMLInputElement>('#volume')
  const video = document.querySelector<HTMLVideoElement>('#video')
  let context: AudioContext | null = null
  let out: GainNode | null = null
  let on = remembered('tip-sounds') === 'on'

  const shown = () => {
    if (!press) return
    press.hidden = false
    press.setAttribute('aria-pressed', String(on))
  }
  shown()
  press?.addEventListener('click', () => {
    on = !on
    remember('tip-sounds', on ? 'on' : 'off')
    shown()
    if (on) play((c, to) => ring(c, to, 25, ''))
  })

  function play(sound: (context: AudioContext, to: AudioNode) => void): void {
    if (!on) return
    context ??= new AudioContext()
    if (!out) {
      out = context.createGain()
      out.connect(context.destination)
    }
    // Her own volume counts, also where the picture itself is silent because it has not begun.
    out.gain.value = video && !video.muted ? video.volume : Number(volume?.value ?? 80) / 100 / 2
    // A page that nobody has touched may not sound yet; then it simply does not.
    if (context.state === 'suspended') void context.resume().catch(() => {})
    if (context.state !== 'closed') sound(context, out)
  }

  return {
    tip: (tokens, gift) => play((c, to) => ring(c, to, tokens, gift)),
    goal: () => play(rings),
  }
}

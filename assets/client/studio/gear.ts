import { spoken } from '../words/studio.ts'
import { allowed, type Facing, openBoth, openCamera, openMicrophone } from './capture.ts'
import { askWords, chosen, type Device, named, remember, remembered, type Words } from './devices.ts'
import type { Ear } from './ear.ts'
import { by, say } from './place.ts'

/** What the gear tells its page. */
export interface GearListeners {
  changed(): void
  /** Another track stands in for the one that may be on air. */
  swapped(kind: 'video' | 'audio', track: MediaStreamTrack | null): void
  said(tone: 'ok' | 'warn' | 'bad', words: Words | null): void
}

/** The camera and the microphone of this page, with their lists, and what happens when one goes or comes. */
export class Gear {
  camera: MediaStreamTrack | null = null
  microphone: MediaStreamTrack | null = null
  private facing: Facing | null = null
  private opening = false
  private readonly choice = remembered()

  constructor(
    private readonly preview: HTMLVideoElement,
    private readonly ear: Ear,
    private readonly told: GearListeners,
  ) {
    this.wear()
    document.addEventListener('change', event => {
      const field = event.target
      if (field instanceof HTMLSelectElement && (field.id === 'camera' || field.id === 'microphone')) {
        void this.choose(field.id, field.value)
      } else if (field instanceof HTMLInputElement) this.switched(field)
    })
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.plugged())
  }

  /** Opens by itself where the browser has said yes before; else the page asks with its reason. */
  async greet(): Promise<void> {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.ask(askWords('missing', 'both', window.isSecureContext))
      return
    }
    await this.list()
    if (await allowed('camera')) await this.open()
  }

  async open(): Promise<void> {
    if (this.opening) return
    this.opening = true
    by('allow')?.setAttribute('aria-busy', 'true')
    const got = await openBoth(this.choice)
    this.opening = false
    by('allow')?.removeAttribute('aria-busy')
    this.useMicrophone(got.microphone)
    this.useCamera(got.camera)
    await this.list()
    if (!got.camera) this.ask(got.problems.camera ?? askWords('', 'camera'))
    else this.told.said('warn', got.problems.microphone)
  }

  /** On phones: the other side. */
  async flip(): Promise<void> {
    this.facing = (this.camera?.getSettings().facingMode ?? 'user') === 'user' ? 'environment' : 'user'
    const before = this.camera
    // Phones open one camera at a time.
    this.camera = null
    before?.stop()
    const got = await openCamera({ ...this.choice, camera: '' }, this.facing)
    if (typeof got === 'string') {
      this.told.said('warn', askWords(got, 'camera'))
      await this.cameraGone()
      return
    }
    this.useCamera(got)
    this.wear()
    await this.list()
  }

  /** The camera takes what will go on air, no more: a larger picture costs the computer for nothing. */
  async fit(size: { width: number; height: number }): Promise<void> {
    await this.camera
      ?.applyConstraints({
        width: { ideal: size.width },
        height: { ideal: size.height },
        frameRate: { ideal: 30, max: 30 },
      })
      .catch(() => undefined)
    this.told.changed()
  }

  get size(): { width: number; height: number; fps: number } | null {
    const settings = this.camera?.getSettings()
    return settings ? { width: settings.width ?? 0, height: settings.height ?? 0, fps: settings.frameRate ?? 30 } : null
  }

  private ask({ title, words }: Words): void {
    say('ask-words', `${title} ${words}`)
  }

  private useCamera(track: MediaStreamTrack | null): void {
    if (this.camera !== track) this.camera?.stop()
    this.camera = track
    this.preview.srcObject = track ? new MediaStream([track]) : null
    if (track) {
      void this.preview.play().catch(() => undefined)
      track.addEventListener('ended', () => {
        if (this.camera === track) void this.cameraGone()
      })
      this.told.swapped('video', track)
    }
    this.told.changed()
  }

  private useMicrophone(track: MediaStreamTrack | null): void {
    if (this.microphone !== track) this.microphone?.stop()
    this.microphone = track
    this.ear.listen(track)
    track?.addEventListener('ended', () => {
      if (this.microphone === track) void this.microphoneGone()
    })
    this.told.swapped('audio', track)
    this.told.changed()
  }

  private async cameraGone(): Promise<void> {
    const got = await openCamera({ ...this.choice, camera: '' })
    this.useCamera(typeof got === 'string' ? null : got)
    await this.list()
    const title = spoken().cameraGone
    if (this.camera) this.told.said('warn', { title, words: spoken().tookCamera(this.camera.label) })
    else {
      this.told.said('bad', { title, words: spoken().noPictureWords })
      this.ask({ title, words: spoken().plugOrChoose })
    }
  }

  private async microphoneGone(): Promise<void> {
    const got = await openMicrophone({ ...this.choice, microphone: '' })
    this.useMicrophone(typeof got === 'string' ? null : got)
    await this.list()
    const words = this.microphone ? spoken().tookMicrophone(this.microphone.label) : spoken().withoutSound
    this.told.said('warn', { title: spoken().microphoneGone, words })
  }

  /** One that was missing may be here now. */
  private async plugged(): Promise<void> {
    await this.list()
    if (!this.camera) {
      if (this.microphone) await this.open()
      return
    }
    if (this.microphone) return
    const got = await openMicrophone(this.choice)
    if (typeof got === 'string') return
    this.useMicrophone(got)
    await this.list()
    this.told.said('ok', { title: spoken().microphoneHere, words: spoken().soundOn })
  }

  private async choose(kind: 'camera' | 'microphone', id: string): Promise<void> {
    this.choice[kind] = id
    remember(this.choice)
    if (kind === 'camera') this.facing = null
    const got = kind === 'camera' ? await openCamera(this.choice) : await openMicrophone(this.choice)
    if (typeof got === 'string') this.told.said('warn', askWords(got, kind, window.isSecureContext))
    else {
      this.told.said('ok', null)
      if (kind === 'camera') this.useCamera(got)
      else this.useMicrophone(got)
    }
    this.wear()
    await this.list()
  }

  private switched({ id, checked }: HTMLInputElement): void {
    if (id !== 'mirror' && id !== 'guide' && id !== 'voice') return
    this.choice[id] = checked
    remember(this.choice)
    this.wear()
    if (id === 'voice' && this.microphone) void this.choose('microphone', this.choice.microphone)
  }

  /** Mirror and guide are for her alone: the picture that leaves is never turned. */
  private wear(): void {
    const { choice } = this
    by('picture')?.classList.toggle('picture-mirrored', choice.mirror && this.facing !== 'environment')
    by('guide-lines')?.toggleAttribute('hidden', !choice.guide)
    for (const name of ['mirror', 'guide', 'voice'] as const) {
      const field = by<HTMLInputElement>(name)
      if (field) field.checked = choice[name]
    }
  }

  private async list(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
    const cameras = named(all, 'videoinput')
    const microphones = named(all, 'audioinput')
    fill('camera', cameras, this.camera?.getSettings().deviceId ?? chosen(cameras, this.choice.camera))
    fill(
      'microphone',
      microphones,
      this.microphone?.getSettings().deviceId ?? chosen(microphones, this.choice.microphone),
    )
    const flip = by('flip')
    if (flip) flip.hidden = !(cameras.length > 1 && matchMedia('(pointer: coarse)').matches)
  }
}

function fill(id: string, devices: readonly Device[], now: string): void {
  const select = by<HTMLSelectElement>(id)
  if (!select || devices.length === 0) return
  select.replaceChildren(...devices.map(device => new Option(device.name, device.id, false, device.id === now)))
}

/**
 * Two video elements in one box: while one shows the picture, the other waits for the first frame of what comes next. The
 * old picture, or its last frame, stays until then, so that no change is black.
 */
export class Screen {
  private front: HTMLVideoElement
  private back: HTMLVideoElement
  private readonly told = new Set<() => void>()

  constructor(first: HTMLVideoElement) {
    this.front = first
    this.back = first.cloneNode(false) as HTMLVideoElement
    this.back.removeAttribute('id')
    this.back.dataset.idle = ''
    this.back.setAttribute('aria-hidden', 'true')
    first.after(this.back)
    for (const video of [this.front, this.back]) {
      // Nothing sounds before somebody has asked for it.
      video.muted = true
      video.addEventListener('volumechange', () => {
        if (video === this.front) for (const tell of this.told) tell()
      })
    }
  }

  /** What is on screen. */
  get video(): HTMLVideoElement {
    return this.front
  }

  get empty(): boolean {
    return this.front.videoWidth === 0
  }

  /**
   * Where the next picture goes: behind the present one. A picture that floats outside of the page stays in its element,
   * since no browser lets another one take its place by itself.
   */
  next(): HTMLVideoElement {
    return this.empty || document.pictureInPictureElement === this.front ? this.front : this.back
  }

  /** The picture in `video` is there: it comes to the front with the sound of the old one. */
  show(video: HTMLVideoElement): void {
    if (video === this.front) return
    const old = this.front
    this.front = video
    this.back = old
    video.volume = old.volume
    video.muted = old.muted
    old.muted = true
    const { id } = old
    const label = old.getAttribute('aria-label')
    old.removeAttribute('id')
    old.setAttribute('aria-hidden', 'true')
    old.dataset.idle = ''
    video.id = id
    if (label) video.setAttribute('aria-label', label)
    video.removeAttribute('aria-hidden')
    delete video.dataset.idle
    for (const tell of this.told) tell()
  }

  get muted(): boolean {
    return this.front.muted
  }

  get volume(): number {
    return this.front.volume
  }

  /** Call it from a press: some browsers let each element sound only after one. */
  setMuted(muted: boolean): void {
    this.front.muted = muted
    if (!muted) void play(this.front)
  }

  setVolume(volume: number): void {
    this.front.volume = Math.min(1, Math.max(0, volume))
  }

  /** Mute or volume changed, or another element has taken over. */
  whenSound(tell: () => void): void {
    this.told.add(tell)
  }
}

/** Muted playback is always allowed; with sound it may be refused, and goes on without. */
export async function play(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play()
  } catch (error) {
    if (video.muted || !(error instanceof DOMException) || error.name !== 'NotAllowedError') return
    video.muted = true
    await video.play().catch(() => {})
  }
}

/** Calls back once, at the first frame that `video` shows from now on. Answers how to give up waiting. */
export function atFirstFrame(video: HTMLVideoElement, seen: () => void): () => void {
  const given = new AbortController()
  const done = () => {
    if (given.signal.aborted) return
    given.abort()
    seen()
  }
  if ('requestVideoFrameCallback' in video) {
    const handle = video.requestVideoFrameCallback(done)
    given.signal.addEventListener('abort', () => video.cancelVideoFrameCallback(handle))
  }
  // A hidden page shows no frames, though it plays and sounds.
  video.addEventListener(
    'timeupdate',
    () => {
      if (video.videoWidth > 0 && video.currentTime > 0 && (document.hidden || !('requestVideoFrameCallback' in video)))
        done()
    },
    { signal: given.signal },
  )
  return () => given.abort()
}

import decodeQR from 'qr/decode.js'

interface Detector {
  detect(picture: CanvasImageSource): Promise<{ rawValue: string }[]>
}
type Detectors = (new (options: { formats: string[] }) => Detector) & { getSupportedFormats(): Promise<string[]> }

const LOOK_MS = 150
const WIDE = 640

/** The code in what a picture says: a link of a card, or the code alone. */
export function codeIn(text: string): string | null {
  const path = /\/v\/([^/?#]{21,80})$/.exec(text)?.[1]
  const plain = path === undefined ? text.trim() : decodeURIComponent(path)
  return /^[0-9A-Za-z-]{20,40}[0-9A-Za-z*~$=-]$/.test(plain) ? plain : null
}

/** The browser's own reader where it has one; else ours, on a small picture. */
async function readerOf(): Promise<(video: HTMLVideoElement) => Promise<string | null>> {
  const own = (globalThis as { BarcodeDetector?: Detectors }).BarcodeDetector
  if (own && (await own.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new own({ formats: ['qr_code'] })
    return async video => (await detector.detect(video))[0]?.rawValue ?? null
  }
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async video => {
    const high = Math.round((WIDE * video.videoHeight) / video.videoWidth)
    if (!context || !high) return null
    canvas.width = WIDE
    canvas.height = high
    context.drawImage(video, 0, 0, WIDE, high)
    try {
      return decodeQR(context.getImageData(0, 0, WIDE, high))
    } catch {
      return null
    }
  }
}

/** The button that reads a card with the camera: only where there is a camera to ask for. */
export function scan(): void {
  const place = document.querySelector<HTMLElement>('.scan')
  if (!place || !navigator.mediaDevices?.getUserMedia) return
  const part = <T extends HTMLElement>(name: string) => place.querySelector<T>(`[data-scan="${name}"]`)!
  const start = part('start')
  const box = part('box')
  const said = part('said')
  const video = part<HTMLVideoElement>('picture')
  const field = place.closest('form')!.querySelector<HTMLInputElement>('[name="code"]')!
  let camera: MediaStream | null = null

  const stop = () => {
    for (const track of camera?.getTracks() ?? []) track.stop()
    camera = null
    video.srcObject = null
    box.hidden = true
    start.hidden = false
  }
  const look = async (read: (video: HTMLVideoElement) => Promise<string | null>, of: MediaStream): Promise<void> => {
    if (camera !== of) return
    const text = video.readyState >= video.HAVE_CURRENT_DATA ? await read(video).catch(() => null) : null
    const code = text && codeIn(text)
    if (!code) {
      setTimeout(() => void look(read, of), LOOK_MS)
      return
    }
    stop()
    field.value = code
    field.form!.requestSubmit()
  }
  start.addEventListener('click', async () => {
    said.textContent = ''
    try {
      camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    } catch (error) {
      const refused = (error as DOMException).name === 'NotAllowedError'
      said.textContent = (refused ? place.dataset.scanRefused : place.dataset.scanNone) ?? ''
      return
    }
    video.srcObject = camera
    start.hidden = true
    box.hidden = false
    await video.play().catch(() => {})
    void look(await readerOf(), camera)
  })
  part('stop').addEventListener('click', stop)
  addEventListener('pagehide', stop)
  start.hidden = false
}

import { type Browser, chromium, type Page } from 'playwright-core'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'

let shared: Promise<Browser> | undefined

/** Debian's Chromium with a fake camera and microphone; one for the whole run. */
export function browser(): Promise<Browser> {
  shared ??= chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  })
  return shared
}

export async function closeBrowser(): Promise<void> {
  const open = shared
  shared = undefined
  await (await open)?.close()
}

export interface Person {
  page: Page
  /** Page errors, console errors and policy violations: a clean journey leaves none. */
  troubles: string[]
  done(): Promise<void>
}

/** A person with a browser of their own: own cookies, own storage. */
export async function person(
  base: string,
  { width = 1280, height = 800, scripts = true, theme = 'dark' as 'dark' | 'light' } = {},
): Promise<Person> {
  const context = await (await browser()).newContext({
    baseURL: base,
    viewport: { width, height },
    permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
    colorScheme: theme,
    javaScriptEnabled: scripts,
  })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', error => troubles.push(`page error: ${error.message}`))
  page.on('console', message => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}${fromOf(message.location().url)}`)
  })
  page.on('request', request => {
    const url = new URL(request.url())
    if (/^https?:|^wss?:/.test(url.protocol) && url.origin.replace(/^ws/, 'http') !== new URL(base).origin) {
      troubles.push(`third-party request: ${url.origin}`)
    }
  })
  return { page, troubles, done: () => context.close() }
}

/** What a script asked for is named after the words; a page that was loaded is not. */
const fromOf = (url: string): string =>
  /\/m\/[a-z2-7]{26}\/|\/passes$|\/studio\/(broadcast\/|whip|frame).*$/
    .exec(url)?.[0]
    .replace(/[a-z2-7]{26}/, ' FEED') ?? ''

/** What Chromium writes to the console for a page or a request that was answered with this status. */
export const answered = (status: keyof typeof STATUS): string =>
  `console: Failed to load resource: the server responded with a status of ${status} (${STATUS[status]})`

const STATUS = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Payload Too Large',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const

/** A request that was under way when its picture ended: the browser writes it down, whatever the page does. */
export const FEED_OVER = /^console: Failed to load resource: .* of 40[134] \(.*\)(\/m\/ FEED\/|\/passes)$/

/** The studio's own picture for cards may leave just when the stage goes dark. */
export const FRAME_LATE = /^console: Failed to load resource: .* of 409 \(Conflict\)\/studio\/frame$/

/**
 * Takes what has gone wrong in this browser since it was last asked, without what had to go wrong: each text once, a pattern
 * as often as it came, also never.
 */
export function troubles(of: Person, ...expected: (string | RegExp)[]): string[] {
  let left = of.troubles.splice(0)
  for (const one of expected) {
    if (one instanceof RegExp) {
      left = left.filter(line => !one.test(line))
      continue
    }
    const at = left.indexOf(one)
    if (at < 0) left.push(`missing: ${one}`)
    else left.splice(at, 1)
  }
  return left
}

/** Whether the picture on screen moves: frames that its video element has decoded within the time. */
export function moves(page: Page, ms = 700): Promise<boolean> {
  return page.evaluate(async wait => {
    const video = document.querySelector<HTMLVideoElement>('#video') ?? document.querySelector('video')
    if (!video) return false
    const frames = () => video.getVideoPlaybackQuality().totalVideoFrames
    const before = frames()
    const end = performance.now() + wait
    while (performance.now() < end) {
      await new Promise(next => setTimeout(next, 50))
      if (video.videoWidth > 0 && frames() > before + 3) return true
    }
    return false
  }, ms)
}

/**
 * Loudest sample (0-1) that comes out of the page's playing video over the time, or the first one that is `enough`: sound, not
 * just an audio track.
 */
export function loudness(page: Page, ms = 1000, enough = 1): Promise<number> {
  return page.evaluate(
    async ([wait, loud]) => {
      const video = (document.querySelector('#video') ?? document.querySelector('video')) as
        | (HTMLVideoElement & { captureStream(): MediaStream })
        | null
      if (!video || video.paused || video.readyState < 2) return 0
      const stream = video.srcObject instanceof MediaStream ? video.srcObject : video.captureStream()
      if (stream.getAudioTracks().length === 0) return 0
      const context = new AudioContext()
      await context.resume()
      const analyser = context.createAnalyser()
      context.createMediaStreamSource(stream).connect(analyser)
      const samples = new Float32Array(analyser.fftSize)
      let most = 0
      const end = performance.now() + wait
      while (performance.now() < end && most < loud) {
        analyser.getFloatTimeDomainData(samples)
        for (const sample of samples) most = Math.max(most, Math.abs(sample))
        await new Promise(next => setTimeout(next, 50))
      }
      await context.close()
      return most
    },
    [ms, enough] as const,
  )
}

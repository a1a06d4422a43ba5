import { clock } from '../../../views/format.ts'
import { sanctionedTo } from '../live/socket.ts'
import { spoken } from '../words/studio.ts'
import { type Air, BEFORE, type Happening, type Order, step, type Why } from './air.ts'
import { awake } from './awake.ts'
import { banner } from './banner.ts'
import type { Words } from './devices.ts'
import { Ear } from './ear.ts'
import { sendFrames } from './frames.ts'
import { Gear } from './gear.ts'
import { lights } from './lights.ts'
import { type Trouble, trouble } from './line.ts'
import { follow, overwrite, redraw, type StudioNews } from './news.ts'
import { by, press, say } from './place.ts'
import { Sender } from './sender.ts'
import { Upload } from './upload.ts'
import { RUNGS, USUAL } from './verdict.ts'
import { Refusal } from './whip.ts'

/** How long a lost page waits for the studio's socket before it tries without it. */
const BLIND_MS = 10_000
/** How long a word about a device stands in the health line. */
const FLASH_MS = 8000
const SANCTIONED = 4403

const whyWords = (): Partial<Record<Why, Words & { tone: 'warn' | 'bad' }>> => ({
  failed: {
    tone: 'bad',
    title: spoken().noConnection,
    words: spoken().noConnectionWords,
  },
  gone: {
    tone: 'bad',
    title: spoken().goneMinute,
    words: spoken().goneMinuteWords,
  },
  taken: {
    tone: 'warn',
    title: spoken().takenOver,
    words: spoken().takenOverWords,
  },
})

const lostWords = (): Trouble => ({
  tone: 'bad',
  title: spoken().lineGone,
  words: spoken().lineGoneWords,
})

/** The studio of a browser that broadcasts itself: one value at a time, and everything else follows from what happens. */
export function studio(root: HTMLElement): void {
  const preview = by<HTMLVideoElement>('preview')!
  const tab = Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => (byte % 36).toString(36)).join('')

  let air: Air = BEFORE
  let news: StudioNews | null = null
  let muted = false
  let paused = false
  let refused = ''
  let flash: (Trouble & { until: number }) | null = null
  let retry: ReturnType<typeof setTimeout> | undefined
  let second: ReturnType<typeof setTimeout> | undefined
  let stopFrames = () => {}

  const ear = new Ear(() => draw())
  const gear: Gear = new Gear(preview, ear, {
    changed: () => draw(),
    swapped: (kind, track) => sender.swap(kind, track),
    said: (tone, words) => tellHer(tone, words?.title ?? '', words?.words),
  })
  const upload = new Upload(preview, ear.context, () => draw())
  const sender = new Sender(ear.context, {
    opened: () => tell({ is: 'opened' }),
    failed(words, again) {
      refused = words
      tell(again ? { is: 'dropped', at: performance.now() } : { is: 'refused' })
    },
    dropped: () => tell({ is: 'dropped', at: performance.now() }),
    counted: () => drawHealth(),
  })
  const line = follow(
    heard => {
      news = heard
      tell({ is: 'news', news: heard, tab, at: performance.now() })
      drawNews(heard)
    },
    (code, reason) => {
      tell({ is: 'stop' })
      if (code === SANCTIONED) location.assign(sanctionedTo(reason))
      else banner('bad', spoken().signedOut, spoken().signInAgain)
    },
  )

  function tell(happening: Happening): void {
    const before = air.phase
    const { air: after, orders } = step(air, happening)
    air = after
    for (const order of orders) obey(order)
    if (air.phase !== before) moved(before, air)
    draw()
  }

  function obey(order: Order): void {
    if (order.do === 'close') sender.close(air.phase === 'before')
    else if (order.do === 'open') {
      if (gear.camera) void sender.open({ ...gear, camera: gear.camera }, upload.rung, claim)
    } else {
      clearTimeout(retry)
      const from = performance.now()
      // The server's word comes first: another page may have the air by now.
      const again = () => {
        if (!line.open && performance.now() - from < BLIND_MS) retry = setTimeout(again, 250)
        else tell({ is: 'retry', at: performance.now() })
      }
      retry = setTimeout(again, order.ms * (0.8 + Math.random() * 0.4))
    }
  }

  function moved(from: Air['phase'], { phase, why }: Air): void {
    awake(phase === 'live' || phase === 'lost')
    if (phase === 'count') {
      refused = ''
      banner('ok', '')
      by('countdown')?.querySelector('button')?.focus()
      tick()
    } else if (phase === 'live') {
      banner('ok', '')
      if (from === 'lost') {
        tellHer('ok', spoken().backOnAir, spoken().stillThere)
        if (paused) void flag('pause', true)
      } else {
        stopFrames = sendFrames(preview, () => air.phase === 'live' && !paused)
        by('pause')?.focus()
      }
    } else if (phase === 'before') {
      clearTimeout(retry)
      stopFrames()
      muted = paused = false
      flash = null
      sender.wear(false, false)
      const words = whyWords()[why]
      if ((why === 'refused' || why === 'failed') && refused) banner('bad', spoken().notOnAir, refused)
      else banner(words?.tone ?? 'ok', words?.title ?? '', words?.words)
      by('start')?.focus({ preventScroll: true })
      if (from !== 'count') scrollTo(0, 0)
    }
    drawHealth()
  }

  function tick(): void {
    // A count that was cancelled and begun again must not go at the pace of two.
    clearTimeout(second)
    second = setTimeout(() => {
      if (air.phase !== 'count') return
      tell({ is: 'second' })
      tick()
    }, 1000)
  }

  // What the server is told.

  const post = (path: string, form: Record<string, string> = {}): Promise<Response> =>
    fetch(`/studio/broadcast/${path}`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(form),
    }).catch(() => new Response(null, { status: 503 }))

  /** This page is about to broadcast: the server checks who may, and other pages stand down. Not again after a drop. */
  async function claim(): Promise<void> {
    if (air.phase === 'lost') return
    const answer = await post('start', { tab })
    if (answer.ok) return
    const { title = '', words = '' } = (await answer.json().catch(() => ({}))) as Partial<Words>
    throw new Refusal(answer.status, `${title} ${words}`.trim() || spoken().houseNo)
  }

  async function flag(name: 'mute' | 'pause', on: boolean): Promise<void> {
    const answer = await post(name, { on: on ? '1' : '0' })
    if (answer.ok || air.phase !== 'live') return
    tellHer('warn', spoken().notHeard, on ? spoken().offAnyway : spoken().pressAgain)
  }

  async function start(): Promise<void> {
    if (air.phase !== 'before' || !gear.camera) return
    upload.abort()
    tell({ is: 'start' })
    await gear.fit(upload.rung.height >= 1080 ? RUNGS[0] : USUAL)
  }

  /** The line is tried as soon as there is a picture, so that nobody has to think of it. */
  function tryOnce(): void {
    if (gear.camera && upload.state === null && air.phase === 'before') void upload.run()
  }

  async function stop(): Promise<void> {
    by('stop')?.setAttribute('aria-busy', 'true')
    // The server first: it darkens the room at once, whatever the connection still does.
    await post('stop')
    tell({ is: 'stop' })
    by('stop')?.removeAttribute('aria-busy')
  }

  // What the page shows.

  function draw(): void {
    const on = air.phase === 'live' || air.phase === 'lost'
    const state = !on ? 'count' : air.phase === 'lost' ? 'lost' : paused ? 'paused' : 'live'
    root.dataset.state = air.phase === 'before' ? 'before' : state
    by('ask')?.toggleAttribute('hidden', gear.camera !== null)
    const { size } = gear
    const closed = news ? news.closed : by('start-words')?.dataset.closed === 'true'
    const lit = lights({
      camera: size,
      microphone: gear.microphone !== null,
      heard: ear.heard,
      check: upload.state,
      closed,
    })
    for (const name of ['picture', 'sound', 'upload'] as const) {
      by(`light-${name}-lamp`)?.classList.toggle('on', lit[name].on)
      say(`light-${name}-fact`, lit[name].fact)
    }
    by('start')?.toggleAttribute('disabled', !lit.may)
    by('start')?.classList.toggle('btn-primary', lit.all)
    by('start')?.classList.toggle('btn-quiet', !lit.all)
    say('start-words', lit.words)
    say('picture-facts', size ? `${size.width} × ${size.height} · ${Math.round(size.fps)}` : spoken().noPicture)
    by('countdown')?.toggleAttribute('hidden', air.phase !== 'count' && air.phase !== 'opening')
    by('countdown-number')?.classList.toggle('countdown-word', air.phase === 'opening')
    say('countdown-number', air.phase === 'opening' ? spoken().connecting : String(air.count))
    press('mute', muted, muted ? spoken().unmute : spoken().mute)
    press('pause', paused, paused ? spoken().goOn : spoken().pause)
    ear.muted = on && (muted || paused)
  }

  function drawNews(heard: StudioNews): void {
    redraw('studio-notices', heard.parts.notices, 'inner')
    redraw('live-figures', heard.parts.figures)
    for (const place of document.querySelectorAll('[data-viewers]')) place.textContent = String(heard.viewers)
    for (const place of document.querySelectorAll('#elsewhere-from')) place.textContent = heard.from
    const since = by('clock')
    if (since && heard.startedAt !== null) since.dataset.since = String(heard.startedAt)
    drawHealth()
    if (air.phase !== 'before' || air.why === 'taken') return
    const shown = by('studio-banner')?.querySelector('b')?.textContent === alreadyWords()
    if (elsewhere()) banner('warn', alreadyWords(), spoken().pictureFrom(heard.from))
    else if (shown) banner('ok', '')
  }

  /** On air the health line is the place for everything: nothing above the picture may push it down. */
  function tellHer(tone: 'ok' | 'warn' | 'bad', title: string, words = ''): void {
    if (air.phase === 'before') {
      banner(tone, title, words)
      return
    }
    flash = title === '' ? null : { tone, title, words, until: performance.now() + FLASH_MS }
    drawHealth()
  }

  function drawHealth(): void {
    if (!news) return
    const flashing = flash && flash.until > performance.now() ? flash : null
    const live = air.phase === 'live' && news.state === 'live'
    const weak = live ? trouble(sender.recent, upload.rung.needs, paused) : null
    const own = air.phase === 'lost' ? lostWords() : (flashing ?? weak)
    if (own && air.phase !== 'before') overwrite('health', own)
    else redraw('health', news.parts.health)
    // The figures change each second: only the heading is read out.
    if (air.phase !== 'before') say('health-said', by('health')?.querySelector('b')?.textContent ?? '')
  }

  /** On air, and not from here. */
  const elsewhere = (): boolean =>
    air.phase === 'before' && news !== null && ['connecting', 'live', 'stalled'].includes(news.state)

  setInterval(() => {
    const since = Number(by('clock')?.dataset.since)
    if (since > 0 && air.phase !== 'before') say('clock', clock(Date.now() - since))
  }, 1000)

  // What her hands do.

  const hands: Record<string, () => void> = {
    allow: () => void gear.open().then(() => tryOnce()),
    check: () => void (gear.camera && air.phase === 'before' && upload.run()),
    start: () => (elsewhere() ? by<HTMLDialogElement>('take-over')?.showModal() : void start()),
    'take-over'() {
      by<HTMLDialogElement>('take-over')?.close()
      void start()
    },
    'leave-it': () => by<HTMLDialogElement>('take-over')?.close(),
    cancel: () => tell({ is: 'cancel' }),
    mute() {
      muted = !muted
      sender.wear(muted, paused)
      draw()
      void flag('mute', muted)
    },
    pause() {
      paused = !paused
      sender.wear(muted, paused)
      draw()
      void flag('pause', paused)
    },
    flip: () => void gear.flip(),
  }
  document.addEventListener('click', event => {
    const what = (event.target as Element).closest<HTMLElement>('button[data-do]')?.dataset.do
    if (what && Object.hasOwn(hands, what)) hands[what]?.()
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') tell({ is: 'cancel' })
  })
  by('stop-form')?.addEventListener('submit', event => {
    event.preventDefault()
    void stop()
  })

  addEventListener('beforeunload', event => {
    if (air.phase === 'live' || air.phase === 'lost') event.preventDefault()
  })
  // A page that is closed says so, and the room is dark at once instead of after half a minute.
  addEventListener('pagehide', () => {
    if (air.phase === 'before' || air.phase === 'count') return
    navigator.sendBeacon('/studio/broadcast/good-bye', new URLSearchParams({ tab }))
    sender.close(false)
  })
  addEventListener('pageshow', (event: PageTransitionEvent) => {
    if (event.persisted) location.reload()
  })

  draw()
  void gear.greet().then(() => tryOnce())
}

const alreadyWords = () => spoken().already

import { clock } from '../../../views/format.ts'
import { type Air, BEFORE, type Happening, type Order, step, type Why } from './air.ts'
import { awake } from './awake.ts'
import { banner } from './banner.ts'
import { allowed, type Facing, openBoth, openCamera, openMicrophone, silence } from './capture.ts'
import { SAMPLES, tryUpload } from './check.ts'
import { askWords, chosen, named, remember, remembered, type Words } from './devices.ts'
import { Ear } from './ear.ts'
import { sendFrames } from './frames.ts'
import { lights } from './lights.ts'
import { type Count, count, type Figures, figures, type Trouble, trouble } from './line.ts'
import { heavyPicture } from './load.ts'
import { follow, redraw, type StudioNews } from './news.ts'
import { curve, RUNGS, USUAL, type Verdict } from './verdict.ts'
import { type Connection, connect, keyFrames, Refusal } from './whip.ts'

/** How often the browser's own counts are read while on air. */
const COUNT_MS = 2000
/** A connection that is only shaken comes back by itself; after that it is gone. */
const SHAKEN_MS = 4000
/** How long a lost page waits for the studio's socket before it tries without it. */
const BLIND_MS = 10_000
/** How long a word about a device stands in the health line. */
const FLASH_MS = 8000

const WHYS: Partial<Record<Why, { tone: 'ok' | 'warn' | 'bad'; title: string; words: string }>> = {
  failed: {
    tone: 'bad',
    title: 'No connection came.',
    words: 'Nobody has seen you. Check your line and try again; in a strict network OBS by RTMPS may get through.',
  },
  gone: {
    tone: 'bad',
    title: 'The line was gone for more than a minute.',
    words: 'Your broadcast has ended. Start a new one when the line is back.',
  },
  taken: {
    tone: 'warn',
    title: 'Somebody else has taken over.',
    words: 'Another page or OBS sends now, with your name or your key. Your camera here is off air.',
  },
}

const by = <E extends HTMLElement = HTMLElement>(id: string): E | null => document.getElementById(id) as E | null
const say = (id: string, words: string) => {
  const place = by(id)
  if (place && place.textContent !== words) place.textContent = words
}

/** The studio of a browser that broadcasts itself. */
export function studio(root: HTMLElement): void {
  const video = by<HTMLVideoElement>('preview')
  if (!video) return
  const preview: HTMLVideoElement = video
  const tab = Array.from(crypto.getRandomValues(new Uint8Array(10)), byte => (byte % 36).toString(36)).join('')
  const choice = remembered()
  const ear = new Ear(() => draw())

  let air: Air = BEFORE
  let camera: MediaStreamTrack | null = null
  let microphone: MediaStreamTrack | null = null
  let facing: Facing | null = null
  let opening = false
  let check: Verdict | { left: number } | 'failed' | null = null
  let checking: AbortController | null = null
  let connection: Connection | null = null
  let connecting: AbortController | null = null
  let outgoing: { video: MediaStreamTrack; audio: MediaStreamTrack } | null = null
  let muted = false
  let paused = false
  let news: StudioNews | null = null
  let stopCounting = () => {}
  let retry: ReturnType<typeof setTimeout> | undefined
  let refused: Words | null = null

  // ---- what the page shows -------------------------------------------------------------------------------------------

  function draw(): void {
    const on = air.phase === 'live' || air.phase === 'lost'
    root.dataset.state =
      air.phase === 'before' ? 'before' : !on ? 'count' : air.phase === 'lost' ? 'lost' : paused ? 'paused' : 'live'
    const ask = by('ask')
    if (ask) ask.hidden = camera !== null
    const settings = camera?.getSettings()
    const shown = settings
      ? { width: settings.width ?? 0, height: settings.height ?? 0, fps: settings.frameRate ?? 30 }
      : null
    const closed = news ? news.closed : by('start-words')?.dataset.closed === 'true'
    const lit = lights({ camera: shown, microphone: microphone !== null, heard: ear.heard, check, closed })
    for (const name of ['picture', 'sound', 'upload'] as const) {
      by(`light-${name}-lamp`)?.classList.toggle('on', lit[name].on)
      say(`light-${name}-fact`, lit[name].fact)
    }
    const start = by<HTMLButtonElement>('start')
    if (start) {
      start.disabled = !lit.may
      start.classList.toggle('btn-primary', lit.all)
      start.classList.toggle('btn-quiet', !lit.all)
    }
    say('start-words', lit.words)
    say('picture-facts', shown ? `${shown.width} × ${shown.height} · ${Math.round(shown.fps)}` : 'No picture yet')
    const counting = by('countdown')
    if (counting) counting.hidden = air.phase !== 'count' && air.phase !== 'opening'
    say('countdown-number', air.phase === 'opening' ? 'Connecting' : String(air.count))
    by('countdown-number')?.classList.toggle('countdown-word', air.phase === 'opening')
    by('mute')?.setAttribute('aria-pressed', String(muted))
    say('mute-words', muted ? 'Unmute' : 'Mute')
    by('pause')?.setAttribute('aria-pressed', String(paused))
    say('pause-words', paused ? 'Go on' : 'Pause')
    ear.muted = on && (muted || paused)
  }

  function drawNews(): void {
    if (!news) return
    redraw('studio-notices', news.parts.notices, 'inner')
    redraw('live-figures', news.parts.figures)
    for (const place of document.querySelectorAll('[data-viewers]')) place.textContent = String(news.viewers)
    for (const place of document.querySelectorAll('#elsewhere-from')) place.textContent = news.from
    const since = by('clock')
    if (since && news.startedAt !== null) since.dataset.since = String(news.startedAt)
    drawHealth()
    if (air.phase !== 'before' || air.why === 'taken') return
    if (elsewhere()) {
      banner('warn', 'You are on air already.', `The picture comes from ${news.from}. Starting here takes over.`)
    } else if (by('studio-banner')?.textContent?.includes('on air already')) banner('ok', '')
  }

  /** On air, and not from here. */
  const elsewhere = () =>
    news !== null &&
    air.phase === 'before' &&
    (news.state === 'connecting' || news.state === 'live' || news.state === 'stalled')

  let recent: Figures[] = []
  let flash: (Trouble & { until: number }) | null = null

  /** On air the health line is the place for everything: nothing above the picture may push it down. */
  function tellHer(tone: 'ok' | 'warn' | 'bad', title: string, words = ''): void {
    if (air.phase === 'before') {
      banner(tone, title, words)
      return
    }
    flash = title === '' ? null : { tone, title, words, until: performance.now() + FLASH_MS }
    drawHealth()
  }

  const LOST: Trouble = {
    tone: 'bad',
    title: 'The line is gone.',
    words: 'We reconnect by ourselves. Viewers see “Back in a moment”.',
  }

  function drawHealth(): void {
    const flashing = flash && flash.until > performance.now() ? flash : null
    const weak = air.phase === 'live' && news?.state === 'live' ? trouble(recent, bitrateNow(), paused) : null
    const wrong = air.phase === 'lost' ? LOST : (flashing ?? weak)
    if (wrong && air.phase !== 'before') {
      const place = by('health')
      const line = place?.querySelector('p')
      const bold = document.createElement('b')
      bold.textContent = wrong.title
      line?.replaceChildren(bold, ` ${wrong.words}`)
      place?.querySelector('.state')?.setAttribute('class', `state state-${wrong.tone}`)
    } else if (news) redraw('health', news.parts.health)
  }

  setInterval(() => {
    const since = Number(by('clock')?.dataset.since)
    if (since > 0 && air.phase !== 'before') say('clock', clock(Date.now() - since))
  }, 1000)

  // ---- camera and microphone -----------------------------------------------------------------------------------------

  async function open(): Promise<void> {
    if (opening) return
    opening = true
    by('allow')?.setAttribute('aria-busy', 'true')
    const got = await openBoth(choice)
    opening = false
    by('allow')?.removeAttribute('aria-busy')
    useCamera(got.camera)
    useMicrophone(got.microphone)
    await list()
    if (!got.camera) {
      const words = got.problems.camera ?? askWords('', 'camera')
      say('ask-words', `${words.title} ${words.words}`)
    } else if (got.problems.microphone) {
      banner('warn', got.problems.microphone.title, got.problems.microphone.words)
    } else banner('ok', '')
    if (camera && check === null) void tryLine()
  }

  function useCamera(track: MediaStreamTrack | null): void {
    if (camera && camera !== track) camera.stop()
    camera = track
    preview.srcObject = track ? new MediaStream([track]) : null
    if (track) {
      void preview.play().catch(() => undefined)
      track.addEventListener('ended', () => {
        if (camera === track) void lostCamera()
      })
      if (outgoing && connection) swap('video', track.clone())
    }
    draw()
  }

  function useMicrophone(track: MediaStreamTrack | null): void {
    if (microphone && microphone !== track) microphone.stop()
    microphone = track
    ear.listen(track)
    track?.addEventListener('ended', () => {
      if (microphone === track) void lostMicrophone()
    })
    if (outgoing && connection) swap('audio', track ? track.clone() : silence(ear.context))
    draw()
  }

  /** The picture on air goes on with another device. */
  function swap(kind: 'video' | 'audio', track: MediaStreamTrack): void {
    if (!outgoing || !connection) return
    outgoing[kind].stop()
    outgoing[kind] = track
    apply()
    void connection[kind].replaceTrack(track)
  }

  async function lostCamera(): Promise<void> {
    const got = await openCamera({ ...choice, camera: '' })
    useCamera(typeof got === 'string' ? null : got)
    await list()
    if (camera) tellHer('warn', 'Your camera went away.', `We took ${camera.label || 'another one'}.`)
    else {
      tellHer('bad', 'Your camera went away.', 'Viewers see no picture. Plug it in again, or stop the broadcast.')
      say('ask-words', 'Your camera went away. Plug it in again, or choose another one.')
    }
  }

  async function lostMicrophone(): Promise<void> {
    const got = await openMicrophone({ ...choice, microphone: '' })
    useMicrophone(typeof got === 'string' ? null : got)
    await list()
    if (microphone) tellHer('warn', 'Your microphone went away.', `We took ${microphone.label || 'another one'}.`)
    else tellHer('warn', 'Your microphone went away.', 'Viewers see you without sound. Plug it in again.')
  }

  async function list(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
    const cameras = named(all, 'videoinput')
    const microphones = named(all, 'audioinput')
    fill('camera', cameras, camera?.getSettings().deviceId ?? chosen(cameras, choice.camera))
    fill('microphone', microphones, microphone?.getSettings().deviceId ?? chosen(microphones, choice.microphone))
    const flip = by('flip')
    if (flip) flip.hidden = !(cameras.length > 1 && matchMedia('(pointer: coarse)').matches)
  }

  function fill(id: string, devices: { id: string; name: string }[], now: string): void {
    const select = by<HTMLSelectElement>(id)
    if (!select || devices.length === 0) return
    select.replaceChildren(...devices.map(device => new Option(device.name, device.id, false, device.id === now)))
  }

  // ---- the line ------------------------------------------------------------------------------------------------------

  async function tryLine(): Promise<void> {
    if (!camera || checking || air.phase !== 'before') return
    const stop = new AbortController()
    checking = stop
    check = { left: 8 }
    by('check')?.setAttribute('disabled', '')
    const picture = heavyPicture(preview)
    const tracks = { video: picture.track, audio: silence(ear.context) }
    drawCheck([], 8)
    try {
      check = await tryUpload(tracks, drawCheck, stop.signal)
      showVerdict(check)
    } catch (error) {
      check = stop.signal.aborted ? null : 'failed'
      say(
        'upload-words',
        stop.signal.aborted ? 'Stopped.' : error instanceof Refusal ? error.say : 'The check broke off. Try again.',
      )
    } finally {
      picture.end()
      tracks.audio.stop()
      checking = null
      by('check')?.removeAttribute('disabled')
      say('check', 'Again')
      if (air.phase === 'before') await fitCamera()
      draw()
    }
  }

  function drawCheck(samples: Parameters<typeof curve>[0], left: number): void {
    if (check !== null && check !== 'failed' && 'left' in check) check = { left }
    const { line, area } = curve(samples, SAMPLES, 320, 56)
    by('upload-line')?.setAttribute('d', line)
    by('upload-area')?.setAttribute('d', area)
    say('upload-words', left > 0 ? `Sending to nobody, ${left} s` : 'One moment')
    say('upload-verdict', '')
    draw()
  }

  function showVerdict(found: Verdict): void {
    say('upload-words', found.words)
    const place = by('upload-verdict')
    if (place) {
      place.textContent = found.title
      place.dataset.tone = found.tone
    }
    for (const rung of RUNGS) {
      const cell = by(`rung-${rung.id}`)
      if (cell) cell.dataset.fits = found.rung && rung.height <= found.rung.height ? 'yes' : 'no'
    }
  }

  const rungNow = () => (check && check !== 'failed' && 'tone' in check && check.rung) || USUAL

  /** The camera takes what will go on air, no more: a larger picture costs the computer for nothing. */
  async function fitCamera(): Promise<void> {
    const { width, height } = rungNow().height >= 1080 ? RUNGS[0] : USUAL
    await camera
      ?.applyConstraints({ width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30, max: 30 } })
      .catch(() => undefined)
  }

  const bitrateNow = () => rungNow().needs

  // ---- on air --------------------------------------------------------------------------------------------------------

  const line = follow(
    heard => {
      news = heard
      tell({ is: 'news', news: heard, tab, at: performance.now() })
      drawNews()
      draw()
    },
    () => {
      tell({ is: 'stop' })
      banner('bad', 'You have been signed out.', 'Sign in again to go on.')
    },
  )

  function tell(event: Happening): void {
    const before = air
    const { air: after, orders } = step(air, event)
    air = after
    for (const order of orders) obey(order)
    if (after.phase !== before.phase) moved(before.phase, after)
    draw()
  }

  function moved(from: Air['phase'], { phase, why }: Air): void {
    awake(phase === 'live' || phase === 'lost')
    if (phase === 'count') {
      banner('ok', '')
      by('countdown')?.querySelector('button')?.focus()
      tick()
    } else if (phase === 'live') {
      banner('ok', '')
      if (from === 'lost') tellHer('ok', 'You are back on air.', 'Your viewers are still there.')
      else by('pause')?.focus()
      apply()
    } else if (phase === 'lost') {
      drawHealth()
    } else if (phase === 'before') {
      muted = false
      paused = false
      clearTimeout(retry)
      if (refused && why === 'refused') banner('bad', refused.title, refused.words)
      else {
        const words = WHYS[why]
        banner(words?.tone ?? 'ok', words?.title ?? '', words?.words)
      }
      refused = null
      by('start')?.focus()
    }
  }

  function tick(): void {
    setTimeout(() => {
      if (air.phase !== 'count') return
      tell({ is: 'second' })
      if (air.phase === 'count') tick()
    }, 1000)
  }

  function obey(order: Order): void {
    if (order.do === 'open') void goLive()
    else if (order.do === 'close') hangUp()
    else {
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

  async function goLive(): Promise<void> {
    if (!camera || connecting) return
    const stop = new AbortController()
    connecting = stop
    const again = air.phase === 'lost'
    try {
      await ear.context.resume()
      if (!again) await claim()
      const height = Math.min(camera.getSettings().height ?? USUAL.height, camera.getSettings().width ?? USUAL.height)
      const rung = rungNow()
      outgoing ??= { video: camera.clone(), audio: microphone ? microphone.clone() : silence(ear.context) }
      apply()
      const got = await connect(
        '/studio/whip',
        outgoing,
        { maxBitrate: rung.needs, scaleResolutionDownBy: Math.max(1, height / rung.height) },
        stop.signal,
      )
      if (stop.signal.aborted) {
        void got.bye()
        return
      }
      connection = got
      watch(got)
      tell({ is: 'opened' })
    } catch (error) {
      if (stop.signal.aborted) return
      if (error instanceof Refusal && !error.again) {
        refused = { title: 'You did not get on air.', words: error.say }
        connecting = null
        tell({ is: 'refused' })
      } else {
        connecting = null
        tell({ is: 'dropped', at: performance.now() })
      }
    } finally {
      if (connecting === stop) connecting = null
    }
  }

  /** Says that this page is about to broadcast: the server checks who may, and other pages stand down. */
  async function claim(): Promise<void> {
    const answer = await post('/studio/broadcast/start', { tab })
    if (answer.ok) return
    const body = (await answer.json().catch(() => ({}))) as { title?: string; words?: string }
    throw new Refusal(
      answer.status,
      [body.title, body.words].filter(Boolean).join(' ') || 'The house said no. Load the page anew.',
    )
  }

  const post = (path: string, form: Record<string, string>): Promise<Response> =>
    fetch(path, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(form),
    }).catch(() => new Response(null, { status: 503 }))

  function watch({ peer, video: sender }: Connection): void {
    let shaken: ReturnType<typeof setTimeout> | undefined
    const gone = () => {
      if (connection?.peer === peer) tell({ is: 'dropped', at: performance.now() })
    }
    peer.addEventListener('connectionstatechange', () => {
      clearTimeout(shaken)
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') gone()
      else if (peer.connectionState === 'disconnected') shaken = setTimeout(gone, SHAKEN_MS)
    })
    const stopKeys = keyFrames(sender)
    const stopFrames = sendFrames(preview, () => air.phase === 'live' && !paused)
    let before: Count | null = null
    recent = []
    const timer = setInterval(async () => {
      const stats = [...(await peer.getStats()).values()]
      const now = count(stats, performance.now())
      recent = [...recent.slice(-9), figures(stats, before, now)]
      before = now
      drawHealth()
    }, COUNT_MS)
    stopCounting = () => {
      clearTimeout(shaken)
      clearInterval(timer)
      stopKeys()
      stopFrames()
    }
  }

  /** What leaves the page: nothing to see and hear while paused, nothing to hear while muted. */
  function apply(): void {
    if (!outgoing) return
    outgoing.video.enabled = !paused
    outgoing.audio.enabled = !paused && !muted
  }

  function hangUp(): void {
    connecting?.abort()
    connecting = null
    stopCounting()
    stopCounting = () => {}
    // Only a broadcast that is over says good-bye: the server keeps one open that comes back.
    if (air.phase === 'before') void connection?.bye()
    else connection?.peer.close()
    connection = null
    if (air.phase !== 'before') return
    outgoing?.video.stop()
    outgoing?.audio.stop()
    outgoing = null
  }

  async function start(): Promise<void> {
    if (air.phase !== 'before' || !camera) return
    checking?.abort()
    tell({ is: 'start' })
    await fitCamera()
  }

  async function stop(): Promise<void> {
    by('stop')?.setAttribute('aria-busy', 'true')
    // The server first: it darkens the room at once, whatever the connection still does.
    await post('/studio/broadcast/stop', {})
    tell({ is: 'stop' })
    by('stop')?.removeAttribute('aria-busy')
  }

  async function flag(name: 'mute' | 'pause', on: boolean): Promise<void> {
    const answer = await post(`/studio/broadcast/${name}`, { on: on ? '1' : '0' })
    if (!answer.ok && air.phase === 'live') {
      tellHer(
        'warn',
        'The house did not hear that.',
        name === 'pause' ? 'Your picture and sound are off all the same.' : '',
      )
    }
  }

  // ---- hands ---------------------------------------------------------------------------------------------------------

  document.addEventListener('click', event => {
    const what = (event.target as Element).closest<HTMLElement>('button[data-do]')?.dataset.do
    const sheet = by<HTMLDialogElement>('take-over')
    if (what === 'allow') void open()
    else if (what === 'check') void tryLine()
    else if (what === 'start') {
      if (elsewhere()) sheet?.showModal()
      else void start()
    } else if (what === 'take-over') {
      sheet?.close()
      void start()
    } else if (what === 'leave-it') sheet?.close()
    else if (what === 'cancel') tell({ is: 'cancel' })
    else if (what === 'mute') {
      muted = !muted
      apply()
      draw()
      void flag('mute', muted)
    } else if (what === 'pause') {
      paused = !paused
      apply()
      draw()
      void flag('pause', paused)
    } else if (what === 'flip') void flip()
  })

  async function flip(): Promise<void> {
    facing = (camera?.getSettings().facingMode ?? 'user') === 'user' ? 'environment' : 'user'
    // Phones open one camera at a time.
    camera?.stop()
    const got = await openCamera({ ...choice, camera: '' }, facing)
    if (typeof got === 'string') {
      const words = askWords(got, 'camera')
      tellHer('warn', words.title, words.words)
      return void lostCamera()
    }
    useCamera(got)
    await list()
  }

  document.addEventListener('change', event => {
    const field = event.target as HTMLInputElement | HTMLSelectElement
    if (field.id === 'camera' || field.id === 'microphone') void choose(field.id, field.value)
    else if (
      field instanceof HTMLInputElement &&
      (field.id === 'mirror' || field.id === 'guide' || field.id === 'voice')
    ) {
      choice[field.id] = field.checked
      remember(choice)
      wear()
      if (field.id === 'voice' && microphone) void choose('microphone', choice.microphone)
    }
  })

  async function choose(kind: 'camera' | 'microphone', id: string): Promise<void> {
    choice[kind] = id
    remember(choice)
    if (kind === 'camera') facing = null
    const got = kind === 'camera' ? await openCamera(choice) : await openMicrophone(choice)
    if (typeof got === 'string') {
      const words = askWords(got, kind)
      tellHer('warn', words.title, words.words)
    } else {
      tellHer('ok', '')
      if (kind === 'camera') {
        useCamera(got)
        await fitCamera()
      } else useMicrophone(got)
    }
    await list()
    draw()
  }

  /** Mirror and guide are for her alone: the picture that leaves is never turned. */
  function wear(): void {
    by('picture')?.classList.toggle('picture-mirrored', choice.mirror && facing !== 'environment')
    const guide = by('guide-lines')
    guide?.toggleAttribute('hidden', !choice.guide)
    for (const name of ['mirror', 'guide', 'voice'] as const) {
      const field = by<HTMLInputElement>(name)
      if (field) field.checked = choice[name]
    }
  }

  by('stop-form')?.addEventListener('submit', event => {
    event.preventDefault()
    void stop()
  })

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') tell({ is: 'cancel' })
  })

  navigator.mediaDevices?.addEventListener('devicechange', async () => {
    await list()
    // One that was missing is here now.
    if (camera && !microphone) {
      const got = await openMicrophone(choice)
      if (typeof got === 'string') return
      useMicrophone(got)
      await list()
      tellHer('ok', 'A microphone is there.', 'Your sound is on.')
    } else if (!camera && (microphone || air.phase !== 'before')) await open()
  })

  addEventListener('beforeunload', event => {
    if (air.phase === 'live' || air.phase === 'lost') event.preventDefault()
  })

  // A page that is closed says so, and the room is dark at once instead of after half a minute.
  addEventListener('pagehide', () => {
    if (air.phase === 'before' || air.phase === 'count') return
    navigator.sendBeacon('/studio/broadcast/good-bye', new URLSearchParams({ tab }))
    connection?.peer.close()
  })
  addEventListener('pageshow', (event: PageTransitionEvent) => {
    if (event.persisted) location.reload()
  })

  wear()
  draw()
  void list()
  if (!navigator.mediaDevices?.getUserMedia) {
    const words = askWords('missing', 'both', window.isSecureContext)
    say('ask-words', `${words.title} ${words.words}`)
  } else void allowed('camera').then(yes => (yes ? open() : undefined))
}

import { clock } from '../../../views/format.ts'
import { follow, redraw } from './news.ts'

const POSTER_MS = 15_000

/** The OBS card: what the encoder sends, as it changes. */
export function watchSignal(): void {
  follow(
    news => redraw('signal', news.parts.signal),
    // Loading the answer of "Make a key" again would make another one.
    () => location.assign('/studio/obs'),
  )
}

/** The studio while the picture comes from OBS or from another page. */
export function watchElsewhere(root: HTMLElement): void {
  let since = Number(document.getElementById('clock')?.dataset.since) || 0
  follow(
    news => {
      // Nothing is typed here that a fresh page would lose: it begins anew in front of the camera.
      if (news.state === 'off') {
        location.reload()
        return
      }
      root.dataset.state = news.paused ? 'paused' : news.state === 'live' || news.state === 'stalled' ? 'live' : 'lost'
      since = news.startedAt ?? since
      redraw('studio-notices', news.parts.notices, 'inner')
      redraw('live-figures', news.parts.figures)
      redraw('health', news.parts.health)
      for (const place of document.querySelectorAll('[data-viewers]')) place.textContent = String(news.viewers)
      const from = document.getElementById('elsewhere-from')
      if (from) from.textContent = news.from
    },
    () => location.reload(),
  )
  setInterval(() => {
    const place = document.getElementById('clock')
    if (place && since > 0) place.textContent = clock(Date.now() - since)
  }, 1000)
  setInterval(() => {
    const poster = document.getElementById('poster')
    if (poster instanceof HTMLImageElement) poster.src = `${poster.src.split('?')[0]}?at=${Date.now()}`
  }, POSTER_MS)
}

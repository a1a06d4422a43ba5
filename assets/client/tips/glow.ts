import { onEvent } from '../room/wire.ts'
import type { Sounds } from './sounds.ts'

export interface Shown {
  tokens: number
  gift: string
  sound: boolean
  card: HTMLElement | null
  /** Others that waited with it. */
  more: number
}

const CARD_MS = 4000
/** How high the light rises, by tokens. */
const LEVELS = [1, 25, 100, 500, 2000] as const

export const levelOf = (tokens: number): number => LEVELS.filter(from => tokens >= from).length

/** Two that wait become one: their sum, under the name of the larger. */
export function merged(a: Shown, b: Shown): Shown {
  const larger = b.card && (!a.card || b.tokens > a.tokens) ? b : a
  return {
    tokens: a.tokens + b.tokens,
    gift: larger.gift,
    sound: a.sound || b.sound,
    card: larger.card,
    more: a.more + b.more + 1,
  }
}

/** The light from the lamps and the card over the picture: one at a time, what waits is merged. */
export function glow(sounds: Sounds): void {
  const light = document.getElementById('glow')
  const cards = document.getElementById('tip-cards')
  if (!light || !cards) return
  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const numbers = new Intl.NumberFormat(document.documentElement.lang)
  let waiting: Shown | null = null
  let busy = false

  function show(next: Shown): void {
    busy = true
    if (next.sound) sounds.tip(next.tokens, next.gift)
    if (!still.matches) rise(light!, levelOf(next.tokens))
    const card = next.card
    if (card) {
      const n = card.querySelector<HTMLElement>('.tip-card-n')
      if (n && next.more > 0) {
        n.textContent = numbers.format(next.tokens)
        const more = document.createElement('p')
        more.className = 'tip-card-more'
        more.textContent = (cards!.dataset.more ?? '').replace('{n}', numbers.format(next.more))
        card.querySelector('.tip-card-words')?.append(more)
      }
      cards!.replaceChildren(card)
      if (!still.matches)
        card.animate(
          [
            { opacity: 0, transform: 'translateY(8px)' },
            { opacity: 1, transform: 'none' },
          ],
          180,
        )
    }
    setTimeout(over, card ? CARD_MS : 1200)
  }

  function over(): void {
    busy = false
    const next = waiting
    waiting = null
    if (next) show(next)
    else cards!.replaceChildren()
  }

  const take = (one: Shown) => {
    if (!busy) show(one)
    else waiting = waiting ? merged(waiting, one) : one
  }

  onEvent('tip', (said, element) => {
    take({
      tokens: Number(said.tokens),
      gift: String(said.gift ?? ''),
      sound: said.sound === 1,
      card: element.querySelector<HTMLElement>('.tip-card'),
      more: 0,
    })
  })
  onEvent('tips', said => {
    take({ tokens: Number(said.tokens), gift: '', sound: false, card: null, more: Number(said.count) - 1 })
  })
}

/** Up in 400 ms, back to the lowest fifth by 900, embers for 1,600 more. A beam from each lamp that burns. */
function rise(light: HTMLElement, level: number): void {
  light.dataset.level = String(level)
  const beams = light.querySelector('.glow-beams')
  if (beams) {
    const lamps = [...document.querySelectorAll('#lamps .lamp')]
    beams.replaceChildren(
      ...lamps.map(lamp => {
        const beam = document.createElement('i')
        if (lamp.classList.contains('on')) beam.className = 'lit'
        return beam
      }),
    )
  }
  light.animate(
    [
      { opacity: 0, transform: 'scaleY(0)', offset: 0, easing: 'cubic-bezier(.2,.8,.2,1)' },
      { opacity: 1, transform: 'scaleY(1)', offset: 400 / 2500, easing: 'cubic-bezier(.4,0,.6,1)' },
      { opacity: 0.7, transform: 'scaleY(.2)', offset: 900 / 2500, easing: 'linear' },
      { opacity: 0, transform: 'scaleY(.2)', offset: 1 },
    ],
    { duration: 2500 },
  )
}

import { decimal } from '../../../views/format.ts'
import { contrast, css, GEL_HUE, type GelTheme, gel, SURFACES } from '../../../views/gel.ts'

const NAMES: readonly [name: string, of: (theme: GelTheme) => string][] = [
  ['--gel', theme => css(theme.gel)],
  ['--fill', theme => css(theme.fill)],
  ['--fill-hover', theme => css(theme.fillHover)],
  ['--on', theme => css(theme.on)],
  ['--wash', theme => css(theme.wash)],
  ['--wash2', theme => css(theme.wash2)],
]

/** Both previews wear the hue while it is chosen; the page itself changes when it is saved. */
export function wear(hue: number): void {
  const colours = gel(hue)
  for (const card of document.querySelectorAll<HTMLElement>('[data-preview]')) {
    const side = card.dataset.preview === 'light' ? 'light' : 'dark'
    const theme = colours[side]
    for (const [name, of] of NAMES) card.style.setProperty(name, of(theme))
    say(card, 'gel', contrast(theme.gel, SURFACES[side][0]))
    say(card, 'fill', contrast(theme.on, theme.fill))
  }
}

function say(card: HTMLElement, what: string, ratio: number): void {
  const place = card.querySelector(`[data-ratio="${what}"]`)
  if (place) place.textContent = decimal(ratio, 1)
}

/** The eight named gels and the slider say the same hue. */
export function previewGel(): void {
  const range = document.querySelector<HTMLInputElement>('[data-do="gel-range"]')
  const own = document.getElementById('gel-own')
  if (!range || !(own instanceof HTMLInputElement)) return
  const number = document.getElementById('gel-number')
  const named = [...document.querySelectorAll<HTMLInputElement>('[data-do="gel"]')]
  const show = (hue: number) => {
    if (number) number.textContent = `${hue}°`
    wear(hue)
  }
  range.addEventListener('input', () => {
    own.checked = true
    show(Number(range.value))
  })
  for (const radio of named) {
    radio.addEventListener('change', () => {
      range.value = radio.value
      show(Number(radio.value))
    })
  }
  const start = Number(range.value)
  wear(Number.isFinite(start) ? start : GEL_HUE.standard)
}

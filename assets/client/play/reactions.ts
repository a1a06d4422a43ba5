import { onEvent, send } from '../room/wire.ts'

/** Taps of a quarter second travel together: a page sends no more than twenty frames a second in all. */
const TOGETHER_MS = 250
/** More than these at once are not told apart. */
const MOST_RISING = 40
const MOST_OF_ONE = 8
const RISE_MS = 2600
const SUMS_STAY_MS = 4000

/** What people tap rises over the picture. Where motion is reduced, its number stands still instead. */
export function reactions(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('.reactions button[name="kind"]')]
  const over = document.getElementById('rising')
  const sums = document.getElementById('rising-sums')
  if (buttons.length === 0 || !over || !sums) return
  const pictures = new Map<string, string>()
  for (const button of buttons) {
    const picture = button.querySelector('img')?.src
    if (picture) pictures.set(button.value, picture)
  }

  const tapped = new Map<string, number>()
  let waiting = false
  const tap = (event: Event) => {
    const kind = (event.currentTarget as HTMLButtonElement).value
    event.preventDefault()
    tapped.set(kind, (tapped.get(kind) ?? 0) + 1)
    if (waiting) return
    waiting = true
    // The first one goes at once, what follows it together.
    flush()
    setTimeout(() => {
      waiting = false
      flush()
    }, TOGETHER_MS)
  }
  for (const button of buttons) button.addEventListener('click', tap)
  const flush = () => {
    if (tapped.size === 0) return
    send('react', Object.fromEntries(tapped))
    tapped.clear()
  }

  const still = matchMedia('(prefers-reduced-motion: reduce)')
  const counted = new Map<string, number>()
  let gone = 0

  onEvent('react', said => {
    for (const [kind, picture] of pictures) {
      const n = Number(said[kind] ?? 0)
      if (n > 0 && !still.matches) rise(picture, n)
      if (n > 0) counted.set(kind, (counted.get(kind) ?? 0) + n)
    }
    if (still.matches) stand()
    clearTimeout(gone)
    gone = window.setTimeout(() => {
      counted.clear()
      sums.replaceChildren()
      sums.hidden = true
    }, SUMS_STAY_MS)
  })

  function rise(picture: string, n: number): void {
    for (let i = 0; i < Math.min(n, MOST_OF_ONE) && over!.childElementCount < MOST_RISING; i++) {
      const one = document.createElement('img')
      one.src = picture
      one.alt = ''
      one.className = 'rising-one'
      over!.append(one)
      const width = over!.clientWidth
      const from = width * (0.55 + Math.random() * 0.4)
      const drift = (Math.random() - 0.5) * 60
      const high = over!.clientHeight * (0.45 + Math.random() * 0.3)
      const size = 0.8 + Math.random() * 0.5
      const at = (x: number, y: number, scale: number) => `translate(${x}px, ${y}px) scale(${scale})`
      const animation = one.animate(
        [
          { transform: at(from, 0, 0.4 * size), opacity: 0 },
          { transform: at(from + drift * 0.3, -high * 0.2, size), opacity: 1, offset: 0.18 },
          { transform: at(from + drift * 0.8, -high * 0.75, size), opacity: 0.9, offset: 0.7 },
          { transform: at(from + drift, -high, size * 0.9), opacity: 0 },
        ],
        { duration: RISE_MS + Math.random() * 900, delay: i * 70, easing: 'cubic-bezier(.2,.8,.2,1)', fill: 'both' },
      )
      animation.onfinish = () => one.remove()
    }
  }

  function stand(): void {
    sums!.hidden = false
    sums!.replaceChildren(
      ...[...counted].map(([kind, n]) => {
        const one = document.createElement('span')
        const picture = document.createElement('img')
        picture.src = pictures.get(kind) ?? ''
        picture.alt = ''
        one.append(picture, ` ${n}`)
        return one
      }),
    )
  }
}

import { onLineActs, tellLineActs } from '../wire.ts'
import { lineOf, type Place } from './place.ts'

const LONG_PRESS_MS = 450
const STILL_PX = 8

export interface LineActs {
  reply(line: HTMLElement): void
  mention(handle: string): void
  card(line: HTMLElement): void
}

/** What one can do with a line: with the pointer over it, with the keys on it, or after a long press. Others add theirs. */
export function lineActs({ scroll, words, me }: Place, acts: LineActs): void {
  const bar = document.createElement('div')
  bar.className = 'line-acts'
  bar.setAttribute('role', 'toolbar')
  bar.setAttribute('aria-label', words.acts ?? '')

  onLineActs((line, add) => {
    const by = line.dataset.by
    if (!by) return
    if (!line.classList.contains('line-whisper'))
      add({ icon: REPLY, words: words.reply ?? '', act: () => acts.reply(line) })
    if (by !== me) add({ icon: AT, words: words.mention ?? '', act: () => acts.mention(by) })
    add({ icon: PERSON, words: words.card ?? '', act: () => acts.card(line) })
  })

  const show = (line: HTMLElement) => {
    if (bar.parentElement === line) return
    bar.replaceChildren()
    tellLineActs(line, ({ icon, words, act }) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'line-do'
      button.title = words
      button.setAttribute('aria-label', words)
      const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
      drawn.setAttribute('viewBox', '0 0 20 20')
      drawn.setAttribute('class', 'icon icon-16')
      drawn.setAttribute('aria-hidden', 'true')
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
      path.setAttribute('d', icon)
      drawn.append(path)
      button.append(drawn)
      button.addEventListener('click', event => {
        event.stopPropagation()
        bar.remove()
        act()
      })
      bar.append(button)
    })
    if (bar.childElementCount > 0) line.append(bar)
  }

  scroll.addEventListener('pointerover', event => {
    if (event.pointerType !== 'mouse') return
    const line = lineOf(event.target)
    if (line) show(line)
  })
  scroll.addEventListener('pointerleave', event => {
    if (event.pointerType === 'mouse' && !bar.contains(document.activeElement)) bar.remove()
  })
  scroll.addEventListener('focusin', event => {
    const line = lineOf(event.target)
    if (line) show(line)
  })

  // By keys: up and down from line to line, Tab into what can be done with it.
  scroll.addEventListener('keydown', event => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0 || (event.target as Element).closest('.line-acts, input, textarea')) return
    const all = [...scroll.querySelectorAll<HTMLElement>('.chat-lines > .line:not(.line-unheard)')]
    const here = lineOf(event.target)
    const next = here ? all[all.indexOf(here) + step] : all.at(-1)
    if (!next) return
    event.preventDefault()
    next.tabIndex = -1
    next.focus()
    next.scrollIntoView({ block: 'nearest' })
  })

  let pressing = 0
  /** The acts came up under the finger: its end is no press of one of them. */
  let isUnder = false
  let from = { x: 0, y: 0 }
  const release = () => clearTimeout(pressing)
  scroll.addEventListener('pointerdown', event => {
    isUnder = false
    if (event.pointerType === 'mouse') return
    const line = lineOf(event.target)
    if (bar.contains(event.target as Node)) return
    bar.remove()
    if (!line) return
    from = { x: event.clientX, y: event.clientY }
    release()
    pressing = window.setTimeout(() => {
      show(line)
      isUnder = true
      navigator.vibrate?.(10)
    }, LONG_PRESS_MS)
  })
  scroll.addEventListener('pointermove', event => {
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) release()
  })
  scroll.addEventListener('pointerup', release)
  scroll.addEventListener('pointercancel', release)
  for (const kind of ['mousedown', 'click'] as const) {
    const swallow = (event: Event) => {
      if (!isUnder) return
      event.preventDefault()
      event.stopPropagation()
      if (kind === 'click') isUnder = false
    }
    scroll.addEventListener(kind, swallow, { capture: true })
  }
  scroll.addEventListener('contextmenu', event => {
    if (lineOf(event.target) && matchMedia('(pointer: coarse)').matches) event.preventDefault()
  })
}

const REPLY = 'M8 5 3.5 9.5 8 14M3.5 9.5h8a5 5 0 0 1 5 5v1'
const AT = 'M12.8 10a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0Zm0 0v1.2a2 2 0 0 0 4 0V10a6.8 6.8 0 1 0-2.7 5.4'
const PERSON = 'M10 3.2a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4ZM3.8 16.5c.6-3.2 3-5 6.2-5s5.6 1.8 6.2 5'

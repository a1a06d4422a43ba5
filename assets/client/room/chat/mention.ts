import { onEvent, send } from '../wire.ts'
import type { Place } from './place.ts'
import type { SayBox } from './say.ts'

const SHOWN = 6
const ASK_AGAIN_MS = 20_000

/** The name that is being typed: what stands behind an `@` at the caret. */
export function nameBegun(text: string, caret: number): { from: number; begun: string } | null {
  const found = /(^|[\s(“"'])@([\p{L}\p{M}\p{Nd}_-]{0,24})$/u.exec(text.slice(0, caret))
  return found ? { from: caret - (found[2] ?? '').length - 1, begun: found[2] ?? '' } : null
}

/** Names that begin so, then names that hold it; the order in which they were given stays. */
export function namesFor(begun: string, names: readonly string[], most = SHOWN): string[] {
  const wanted = begun.toLowerCase()
  const starts = names.filter(name => name.toLowerCase().startsWith(wanted))
  const holds = wanted === '' ? [] : names.filter(name => name.toLowerCase().indexOf(wanted) > 0)
  return [...new Set([...starts, ...holds])].slice(0, most)
}

/** Nothing is left to complete: the next Enter sends. */
export const isSpelledOut = (begun: string, names: readonly string[]): boolean =>
  names.length === 1 && names[0]?.toLowerCase() === begun.toLowerCase()

/** Completes names while they are typed: by keys, or by a press. */
export function mentions({ root, me, scroll }: Place, box: SayBox): void {
  const list = root.querySelector<HTMLElement>('#say-names')
  if (!list) return
  const { text } = box
  let told: string[] = []
  let asked = -Infinity
  let at = 0
  text.setAttribute('role', 'combobox')
  text.setAttribute('aria-autocomplete', 'list')
  text.setAttribute('aria-controls', list.id)

  const spoke = () =>
    [...scroll.querySelectorAll<HTMLElement>('.chat-lines > .line[data-by]')]
      .reverse()
      .map(line => line.dataset.by ?? '')

  const hide = () => {
    list.hidden = true
    text.setAttribute('aria-expanded', 'false')
    text.removeAttribute('aria-activedescendant')
  }
  const choose = (name: string) => {
    const begun = nameBegun(text.value, text.selectionStart)
    hide()
    if (!begun) return
    text.setRangeText(`@${name} `, begun.from, text.selectionStart, 'end')
    text.dispatchEvent(new Event('input', { bubbles: true }))
    text.focus()
  }
  const mark = (next: number) => {
    const items = [...list.children]
    at = (next + items.length) % items.length
    for (const [index, item] of items.entries()) item.setAttribute('aria-selected', String(index === at))
    text.setAttribute('aria-activedescendant', items[at]?.id ?? '')
  }
  const show = () => {
    const begun = nameBegun(text.value, text.selectionStart)
    if (!begun) return hide()
    if (performance.now() - asked > ASK_AGAIN_MS && send('names')) asked = performance.now()
    const names = namesFor(
      begun.begun,
      [...new Set([...spoke(), ...told])].filter(name => name !== me),
    )
    if (names.length === 0 || isSpelledOut(begun.begun, names)) return hide()
    list.replaceChildren(
      ...names.map((name, index) => {
        const item = document.createElement('div')
        item.id = `say-name-${index}`
        item.className = 'say-name'
        item.setAttribute('role', 'option')
        item.textContent = name
        item.addEventListener('pointerdown', event => {
          event.preventDefault()
          choose(name)
        })
        return item
      }),
    )
    list.hidden = false
    text.setAttribute('aria-expanded', 'true')
    mark(0)
  }

  onEvent('names', said => {
    told = String(said.names ?? '')
      .split(' ')
      .filter(Boolean)
    if (!list.hidden || nameBegun(text.value, text.selectionStart)) show()
    return true
  })
  text.addEventListener('input', show)
  text.addEventListener('blur', hide)
  // Ahead of the box's own keys: Enter takes the name, and only without names it sends.
  text.addEventListener(
    'keydown',
    event => {
      if (list.hidden) return
      if (event.key === 'ArrowDown') mark(at + 1)
      else if (event.key === 'ArrowUp') mark(at - 1)
      else if (event.key === 'Escape') hide()
      else if (event.key === 'Enter' || event.key === 'Tab') choose(list.children[at]?.textContent ?? '')
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    { capture: true },
  )
}

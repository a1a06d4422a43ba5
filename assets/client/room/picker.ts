import type { Listening } from '../play/sounds.ts'
import { EMOJI, type Emoji, find, groups } from './emoji.ts'
import { complete } from './emoji-complete.ts'
import { onEvent, send } from './wire.ts'

const RECENT = 'fl-emoji'
const MOST_RECENT = 18

/** The panel beside the say box. It is a details element: it opens without us, with its stickers and sounds. */
export function picker(sounds: Listening): void {
  const panel = document.querySelector<HTMLDetailsElement>('#picker')
  const typed = document.querySelector<HTMLTextAreaElement>('#say-text')
  const list = document.getElementById('picker-emoji')
  const search = document.querySelector<HTMLInputElement>('#picker-search')
  if (!panel || !typed || !list || !search) return
  const words = JSON.parse(panel.dataset.words ?? '{}') as Record<string, string>
  const summary = panel.querySelector('summary')

  const insert = (text: string) => {
    const at = typed.selectionStart ?? typed.value.length
    typed.setRangeText(text, at, typed.selectionEnd ?? at, 'end')
    typed.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const choose = (emoji: Emoji) => {
    insert(emoji.sign)
    remember(emoji.sign)
  }
  complete(typed, choose)

  const close = (back = true) => {
    panel.open = false
    if (back) typed.focus()
  }

  // Tabs

  const tabs = [...panel.querySelectorAll<HTMLButtonElement>('[data-picks]')]
  const parts = [...panel.querySelectorAll<HTMLElement>('[data-part]')]
  const show = (name: string) => {
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.picks === name))
    for (const part of parts) part.hidden = part.dataset.part !== name
    if (name === 'emoji') search.focus()
  }
  const row = panel.querySelector<HTMLElement>('.picker-tabs')
  if (row) row.hidden = false
  for (const tab of tabs) tab.addEventListener('click', () => show(tab.dataset.picks ?? 'emoji'))
  show('emoji')

  // Emoji

  const cell = (emoji: Emoji) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'picker-one'
    button.textContent = emoji.sign
    button.title = `:${emoji.name}:`
    button.setAttribute('aria-label', emoji.label)
    button.tabIndex = -1
    button.addEventListener('click', () => choose(emoji))
    return button
  }
  const group = (title: string, emoji: readonly Emoji[]) => {
    const part = document.createElement('section')
    const head = document.createElement('h3')
    head.className = 'picker-group'
    head.textContent = title
    const cells = document.createElement('div')
    cells.className = 'picker-cells'
    cells.append(...emoji.map(cell))
    part.append(head, cells)
    return part
  }
  const fill = () => {
    const asked = search.value.trim()
    if (asked !== '') {
      const found = find(asked)
      if (found.length > 0) list.replaceChildren(group(words.found ?? '', found))
      else {
        const none = document.createElement('p')
        none.className = 'meta picker-none'
        none.textContent = words.nothing ?? ''
        list.replaceChildren(none)
      }
    } else {
      const recent = recents()
      list.replaceChildren(
        ...(recent.length > 0 ? [group(words.recent ?? '', recent)] : []),
        ...groups().map(([name, emoji]) => group(words[name] ?? name, emoji)),
      )
    }
    const first = list.querySelector<HTMLElement>('.picker-one')
    if (first) first.tabIndex = 0
  }
  search.addEventListener('input', fill)
  panel.addEventListener('toggle', () => {
    if (!panel.open) return
    search.value = ''
    fill()
    if (!parts.find(part => part.dataset.part === 'emoji')?.hidden) search.focus()
  })

  // Keys: from the search down into the cells, across and back.

  const cells = () => [...list.querySelectorAll<HTMLElement>('.picker-one')]
  const go = (to: HTMLElement | undefined) => {
    if (!to) return
    for (const one of cells()) one.tabIndex = one === to ? 0 : -1
    to.focus()
  }
  panel.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
      return
    }
    if (event.target === search) {
      if (event.key === 'ArrowDown') {
        event.preventDefault()
        go(cells()[0])
      } else if (event.key === 'Enter') {
        // Never the say form's own send.
        event.preventDefault()
        cells()[0]?.click()
      }
      return
    }
    const all = cells()
    const at = all.indexOf(event.target as HTMLElement)
    if (at < 0) return
    const across = perRow(all)
    const step = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -across,
      ArrowDown: across,
      Home: -at,
      End: all.length - 1 - at,
    }[event.key]
    if (step === undefined) return
    event.preventDefault()
    if (at + step < 0) search.focus()
    else go(all[Math.min(at + step, all.length - 1)])
  })
  document.addEventListener('click', event => {
    if (panel.open && !panel.contains(event.target as Node)) close(false)
  })
  summary?.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') {
      panel.open = true
      event.preventDefault()
    }
  })

  // Stickers and sounds are buttons of the say form: with a line they go through it.

  const form = typed.form
  form?.addEventListener(
    'submit',
    event => {
      const button = event.submitter
      if (!(button instanceof HTMLButtonElement) || (button.name !== 'sticker' && button.name !== 'sound')) return
      const key = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`
      const sent =
        button.name === 'sticker'
          ? send('sticker', { sticker: button.value, key })
          : send('sound', { sound: button.value })
      if (!sent) return
      event.preventDefault()
      event.stopImmediatePropagation()
      close()
    },
    true,
  )
  onEvent('stuck', () => true)

  const hear = panel.querySelector<HTMLInputElement>('#hear-sounds')
  const volume = panel.querySelector<HTMLInputElement>('#sound-volume')
  const box = panel.querySelector<HTMLElement>('.picker-hear')
  if (hear && volume && box) {
    box.hidden = false
    hear.checked = sounds.on()
    volume.value = String(sounds.volume())
    hear.addEventListener('change', () => sounds.turn(hear.checked))
    volume.addEventListener('input', () => sounds.setVolume(Number(volume.value)))
    volume.addEventListener('change', () => sounds.play('knock'))
  }
}

function perRow(cells: readonly HTMLElement[]): number {
  const top = cells[0]?.offsetTop
  const next = cells.findIndex(one => one.offsetTop !== top)
  return next > 0 ? next : Math.max(1, cells.length)
}

function remember(sign: string): void {
  try {
    const signs = [sign, ...recents().map(emoji => emoji.sign)].filter((one, at, all) => all.indexOf(one) === at)
    localStorage.setItem(RECENT, JSON.stringify(signs.slice(0, MOST_RECENT)))
  } catch {
    // A browser that keeps nothing has no recent ones.
  }
}

function recents(): Emoji[] {
  try {
    const signs: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]')
    if (!Array.isArray(signs)) return []
    return signs.flatMap(sign => EMOJI.find(emoji => emoji.sign === sign) ?? []).slice(0, MOST_RECENT)
  } catch {
    return []
  }
}

import { spoken } from '../words/player.ts'
import { remember, remembered } from './memory.ts'
import type { Mode } from './plan.ts'
import { type Note, Player, type Shown } from './player.ts'
import { behindWords, cardWords, noteWords } from './words.ts'

const MODES: readonly Mode[] = ['auto', 'real', 'steady']
const QUIET_MS = 3000
const NOTE_MS = 7000
const VOLUME_STEP = 5
const USUAL_VOLUME = 80
/** These say how it is now, and stay until it is otherwise. */
const LASTING: readonly Note[] = ['getting', 'slow']

type Does = 'play' | 'sound' | 'full' | 'pip' | 'options' | 'keys' | 'again'

/** Ties the player to the buttons of the stage. Null where the page has no stage. */
export function controls(room: string): Player | null {
  const shell = document.querySelector<HTMLElement>('#player')
  const first = document.querySelector<HTMLVideoElement>('#video')
  const picture = document.querySelector<HTMLElement>('#picture')
  const bar = document.querySelector<HTMLElement>('#controls')
  const menu = document.querySelector<HTMLElement>('#player-options')
  const tap = document.querySelector<HTMLButtonElement>('#tap-sound')
  const range = document.querySelector<HTMLInputElement>('#volume')
  const behind = document.querySelector<HTMLElement>('#behind')
  const noteLine = document.querySelector<HTMLElement>('#player-note')
  const card = document.querySelector<HTMLElement>('#player-card')
  const poster = document.querySelector<HTMLElement>('#poster')
  if (!shell || !first || !picture || !bar || !menu || !tap || !range || !behind || !noteLine || !card) return null

  const button = (does: Does) => bar.querySelector<HTMLButtonElement>(`[data-do="${does}"]`)
  const known = remembered('mode')
  let mode: Mode = MODES.find(each => each === known) ?? 'auto'
  let asked = remembered('sound') === 'off'
  let shown: Shown | null = null

  const player = new Player(first, room, shell.dataset.hls ?? '', mode, now => {
    shown = now
    paint()
  })
  const { screen } = player

  const level = Number(remembered('volume') ?? USUAL_VOLUME)
  screen.setVolume((Number.isFinite(level) ? level : USUAL_VOLUME) / 100)
  range.value = String(Math.round(screen.volume * 100))

  function setSound(on: boolean): void {
    asked = true
    if (on && screen.volume === 0) setVolume(USUAL_VOLUME)
    screen.setMuted(!on)
    remember('sound', on ? 'on' : 'off')
    paint()
  }

  function setVolume(percent: number): void {
    const value = Math.min(100, Math.max(0, percent))
    screen.setVolume(value / 100)
    range!.value = String(value)
    remember('volume', String(value))
  }

  let noted: Note = ''
  let noteTimer: ReturnType<typeof setTimeout> | undefined

  function paintNote(note: Note): void {
    if (note === noted) return
    noted = note
    clearTimeout(noteTimer)
    const words = note === '' ? '' : noteWords()[note]
    noteLine!.textContent = words
    noteLine!.hidden = words === ''
    if (words !== '' && !LASTING.includes(note)) noteTimer = setTimeout(() => (noteLine!.hidden = true), NOTE_MS)
  }

  function paintCard(word: Shown['card']): void {
    if (card!.dataset.card === word) return
    card!.dataset.card = word
    card!.hidden = word === ''
    if (word === '') return
    const { title, words, act } = cardWords()[word]
    card!.querySelector('.slate-title')!.textContent = title
    card!.querySelector('.slate-text')!.textContent = words
    card!.querySelector('button')!.textContent = act
  }

  function label(does: Does, on: boolean, words: readonly [off: string, on: string]): void {
    const pressed = button(does)
    if (!pressed) return
    pressed.dataset.now = on ? 'b' : 'a'
    const name = words[on ? 1 : 0]
    if (pressed.getAttribute('aria-label') === name) return
    pressed.setAttribute('aria-label', name)
    const key = pressed.dataset.key
    pressed.title = key ? `${name} (${key})` : name
  }

  function paint(): void {
    label('sound', !screen.muted, [spoken().soundOn, spoken().soundOff])
    label('full', document.fullscreenElement !== null, [spoken().fullScreen, spoken().leaveFull])
    label('play', shown?.paused ?? false, [spoken().pause, spoken().goOn])
    label('pip', document.pictureInPictureElement !== null, [spoken().pip, spoken().backIntoPage])
    for (const item of menu!.querySelectorAll<HTMLElement>('[data-mode]')) {
      item.setAttribute('aria-checked', String(item.dataset.mode === mode))
    }
    if (!shown) return
    const words = behindWords(shown.behindSeconds)
    if (behind!.textContent !== words) behind!.textContent = words
    tap!.hidden = asked || !screen.muted || !shown.sound || shown.way === null || shown.paused
    if (poster && shown.way !== null) poster.hidden = true
    paintNote(shown.note)
    paintCard(shown.card)
  }

  const acts: Record<Does, () => void> = {
    play: () => player.toggle(),
    sound: () => setSound(screen.muted),
    full() {
      if (document.fullscreenElement) void document.exitFullscreen()
      else if (picture.requestFullscreen) void picture.requestFullscreen().catch(() => {})
      else (screen.video as HTMLVideoElement & { webkitEnterFullscreen?(): void }).webkitEnterFullscreen?.()
    },
    pip() {
      if (document.pictureInPictureElement) void document.exitPictureInPicture()
      else void screen.video.requestPictureInPicture().catch(() => {})
    },
    options: () => openMenu(menu.hidden === true),
    keys() {
      const list = document.getElementById('keys')
      if (list instanceof HTMLDialogElement && !list.open) list.showModal()
    },
    again: () => player.again(),
  }
  const isAct = (does: string | undefined): does is Does => does !== undefined && does in acts

  function openMenu(open: boolean): void {
    const inside = menu!.contains(document.activeElement)
    menu!.hidden = !open
    button('options')?.setAttribute('aria-expanded', String(open))
    if (open) menu!.querySelector<HTMLElement>('[aria-checked="true"]')?.focus()
    else if (inside) button('options')?.focus()
  }

  let finger = false
  let touched = false
  picture.addEventListener('pointerdown', event => {
    finger = event.pointerType === 'touch'
    touched = finger && picture.dataset.quiet !== undefined
  })
  picture.addEventListener('click', event => {
    const target = event.target as Element
    const does = target.closest<HTMLElement>('[data-do]')?.dataset.do
    const chosen = MODES.find(each => each === target.closest<HTMLElement>('[data-mode]')?.dataset.mode)
    if (isAct(does)) {
      // The words go away with the press; the keys stay with the picture.
      if (tap.contains(target)) picture.focus({ preventScroll: true })
      acts[does]()
    } else if (chosen) {
      mode = chosen
      remember('mode', mode)
      player.setMode(mode)
      openMenu(false)
      paint()
    } else if (!menu.hidden) {
      openMenu(false)
    } else if (target instanceof HTMLVideoElement && finger) {
      // A finger brings the buttons, or sends them away.
      if (!touched) picture.dataset.quiet = ''
    }
  })
  picture.addEventListener('dblclick', event => {
    if (event.target instanceof HTMLVideoElement && !finger) acts.full()
  })
  document.addEventListener('click', event => {
    if (!menu.hidden && !picture.contains(event.target as Node)) openMenu(false)
  })
  menu.addEventListener('keydown', event => {
    const items = [...menu.querySelectorAll<HTMLElement>('[data-mode]')]
    const at = items.indexOf(document.activeElement as HTMLElement)
    if (event.key === 'Escape' || event.key === 'Tab') openMenu(false)
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus()
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus()
    else if (event.key === 'Home') items[0]?.focus()
    else if (event.key === 'End') items.at(-1)?.focus()
    else return
    if (event.key !== 'Tab') event.preventDefault()
    event.stopPropagation()
  })
  range.addEventListener('input', () => {
    const value = Number(range.value)
    setVolume(value)
    if (value > 0 === screen.muted) setSound(value > 0)
  })
  screen.whenSound(paint)
  document.addEventListener('fullscreenchange', paint)
  for (const change of ['enterpictureinpicture', 'leavepictureinpicture']) picture.addEventListener(change, paint, true)
  const pip = button('pip')
  if (pip && document.pictureInPictureEnabled) pip.hidden = false

  const keysOn = document.querySelector<HTMLInputElement>('#keys-on')
  let keys = remembered('keys') !== 'off'
  if (keysOn) {
    keysOn.checked = keys
    keysOn.addEventListener('change', () => {
      keys = keysOn.checked
      remember('keys', keys ? 'on' : 'off')
    })
  }
  const KEYS: Record<string, () => void> = {
    k: acts.play,
    ' ': acts.play,
    m: acts.sound,
    f: acts.full,
    p: () => pip?.hidden === false && acts.pip(),
    q: acts.options,
    '?': acts.keys,
    ArrowUp: () => setVolume(Number(range.value) + VOLUME_STEP),
    ArrowDown: () => setVolume(Number(range.value) - VOLUME_STEP),
  }
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (event.key === 'Escape' && !menu.hidden) {
      openMenu(false)
      return
    }
    if (!keys || shell.hidden || document.querySelector('dialog[open]')) return
    const target = event.target as Element
    if (target.closest('input, textarea, select, [contenteditable], [role="menu"]')) return
    // The space bar presses what has the focus; these two scroll the page unless the stage has it.
    if (event.key === ' ' && target.closest('a, button, summary')) return
    const onStage = picture.contains(target) || document.fullscreenElement !== null
    if (event.key.startsWith('Arrow') && !onStage) return
    if (event.key === ' ' && target !== document.body && !onStage) return
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!act) return
    event.preventDefault()
    act()
    wake()
  })

  let idle: ReturnType<typeof setTimeout> | undefined
  function wake(): void {
    delete picture!.dataset.quiet
    clearTimeout(idle)
    idle = setTimeout(() => {
      if (menu!.hidden && !shown?.paused && !bar!.querySelector(':focus-visible')) picture!.dataset.quiet = ''
      else wake()
    }, QUIET_MS)
  }
  for (const sign of ['pointermove', 'pointerup', 'focusin'] as const) picture.addEventListener(sign, wake)
  wake()
  paint()
  return player
}

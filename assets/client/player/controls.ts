import { Player, type Shown } from './player.ts'
import type { Mode } from './rules.ts'

const MODES: Mode[] = ['auto', 'real', 'steady']
const QUIET_MS = 3000

function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`footlight.${name}`)
  } catch {
    return null
  }
}

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`footlight.${name}`, value)
  } catch {
    // A browser that keeps nothing still plays.
  }
}

/** Ties the player to the buttons of the stage. Null where the page has no stage. */
export function controls(room: string): Player | null {
  const video = document.querySelector<HTMLVideoElement>('#video')
  const picture = document.querySelector<HTMLElement>('#picture')
  const bar = document.querySelector<HTMLElement>('#controls')
  const menu = document.querySelector<HTMLElement>('#player-options')
  const tap = document.querySelector<HTMLButtonElement>('#tap-sound')
  const volume = document.querySelector<HTMLInputElement>('#volume')
  const behind = document.querySelector<HTMLElement>('#behind')
  if (!video || !picture || !bar || !menu || !tap || !volume || !behind) return null

  const note = document.createElement('p')
  note.className = 'player-note'
  note.setAttribute('role', 'status')
  note.hidden = true
  picture.append(note)

  const button = (does: string) => bar.querySelector<HTMLButtonElement>(`[data-do="${does}"]`)
  const choice = remembered('mode')
  const mode = MODES.find(m => m === choice) ?? 'auto'
  let asked = false
  let hasSound = true

  const show = ({ behind: words, sound, say, way }: Shown) => {
    hasSound = sound
    if (behind.textContent !== words) behind.textContent = words
    if (note.textContent !== say) note.textContent = say
    note.hidden = say === ''
    tap.hidden = asked || !video.muted || !sound || way === null
  }
  const player = new Player(video, room, mode, show)

  // Nothing sounds before a person has asked for it; how loud is remembered.
  video.muted = true
  const level = Number(remembered('volume') ?? '80')
  video.volume = Number.isFinite(level) ? Math.min(1, Math.max(0, level / 100)) : 0.8
  volume.value = String(Math.round(video.volume * 100))

  function sound(on: boolean): void {
    asked = true
    if (video) {
      video.muted = !on
      if (on && video.volume === 0) setVolume(50)
    }
    if (tap) tap.hidden = true
    paint()
  }

  function setVolume(percent: number): void {
    const value = Math.min(100, Math.max(0, percent))
    if (!video || !volume) return
    video.volume = value / 100
    volume.value = String(value)
    remember('volume', String(value))
  }

  function paint(): void {
    if (!video) return
    const loud = button('sound')
    if (loud) {
      loud.dataset.now = video.muted ? 'a' : 'b'
      loud.setAttribute('aria-label', video.muted ? 'Sound on' : 'Sound off')
    }
    const full = button('full')
    if (full) {
      const is = document.fullscreenElement !== null
      full.dataset.now = is ? 'b' : 'a'
      full.setAttribute('aria-label', is ? 'Leave full screen' : 'Full screen')
    }
    for (const item of menu?.querySelectorAll<HTMLElement>('[data-mode]') ?? []) {
      item.setAttribute('aria-checked', String(item.dataset.mode === current))
    }
  }

  let current: Mode = mode

  const acts: Record<string, () => void> = {
    async play() {
      const paused = await player.toggle()
      const play = button('play')
      if (!play) return
      play.dataset.now = paused ? 'b' : 'a'
      play.setAttribute('aria-label', paused ? 'Go on' : 'Pause')
    },
    sound: () => sound(video.muted),
    full() {
      if (document.fullscreenElement) void document.exitFullscreen()
      else if (picture.requestFullscreen) void picture.requestFullscreen().catch(() => {})
      else (video as HTMLVideoElement & { webkitEnterFullscreen?(): void }).webkitEnterFullscreen?.()
    },
    pip() {
      if (document.pictureInPictureElement) void document.exitPictureInPicture()
      else void video.requestPictureInPicture().catch(() => {})
    },
    options: () => openMenu(menu.hidden === true),
    keys() {
      const list = document.getElementById('keys')
      if (list instanceof HTMLDialogElement && !list.open) list.showModal()
    },
  }

  function openMenu(open: boolean): void {
    if (!menu) return
    menu.hidden = !open
    button('options')?.setAttribute('aria-expanded', String(open))
    if (open) menu.querySelector<HTMLElement>('[aria-checked="true"]')?.focus()
    else if (menu.contains(document.activeElement)) button('options')?.focus()
  }

  picture.addEventListener('click', event => {
    const target = event.target as Element
    const does = target.closest<HTMLElement>('[data-do]')?.dataset.do
    const chosen = target.closest<HTMLElement>('[data-mode]')?.dataset.mode
    if (does) acts[does]?.()
    else if (chosen) {
      current = MODES.find(m => m === chosen) ?? 'auto'
      remember('mode', current)
      player.setMode(current)
      openMenu(false)
      paint()
    } else if (!menu.hidden) openMenu(false)
    else if (event.target === video && matchMedia('(hover: none)').matches) wake()
  })
  picture.addEventListener('dblclick', event => {
    if (event.target === video) acts.full?.()
  })
  menu.addEventListener('keydown', event => {
    const items = [...menu.querySelectorAll<HTMLElement>('[data-mode]')]
    const at = items.indexOf(document.activeElement as HTMLElement)
    if (event.key === 'Escape') openMenu(false)
    else if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus()
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  volume.addEventListener('input', () => {
    setVolume(Number(volume.value))
    if (video.muted && Number(volume.value) > 0) sound(true)
  })
  video.addEventListener('volumechange', paint)
  document.addEventListener('fullscreenchange', paint)
  const pip = button('pip')
  if (pip && document.pictureInPictureEnabled) pip.hidden = false

  const keysOn = document.querySelector<HTMLInputElement>('#keys-on')
  if (keysOn) {
    keysOn.checked = remembered('keys') !== 'off'
    keysOn.addEventListener('change', () => remember('keys', keysOn.checked ? 'on' : 'off'))
  }
  const KEYS: Record<string, () => void> = {
    k: () => acts.play?.(),
    m: () => acts.sound?.(),
    f: () => acts.full?.(),
    i: () => pip?.hidden === false && acts.pip?.(),
    q: () => acts.options?.(),
    '?': () => acts.keys?.(),
    ArrowUp: () => setVolume(Number(volume.value) + 5),
    ArrowDown: () => setVolume(Number(volume.value) - 5),
  }
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target as Element
    if (target.closest('input, textarea, select, [contenteditable], dialog, [role="menu"]')) return
    if (event.key !== '?' && remembered('keys') === 'off') return
    // Arrows scroll the page unless the stage has the focus.
    if (event.key.startsWith('Arrow') && !picture.contains(target)) return
    const act = KEYS[event.key]
    if (!act) return
    event.preventDefault()
    act()
    wake()
  })

  let idle = 0
  function wake(): void {
    if (!picture) return
    delete picture.dataset.quiet
    clearTimeout(idle)
    idle = window.setTimeout(() => {
      if (menu?.hidden && hasSound !== undefined) picture.dataset.quiet = ''
    }, QUIET_MS)
  }
  for (const sign of ['pointermove', 'pointerdown', 'focusin'] as const) picture.addEventListener(sign, wake)
  wake()
  paint()
  return player
}

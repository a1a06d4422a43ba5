// The room's page: a socket that tells what the stage shows, and the player that follows it.
import { liveSocket } from './live/socket.ts'
import { swapFrame } from './live/swap.ts'
import { controls } from './player/controls.ts'
import { sideTabs } from './room/side.ts'
import { askedAtOpening, carry, onEvent, tellLine } from './room/wire.ts'
import { tellTimes } from './site/times.ts'

const stage = document.getElementById('stage')
const room = stage?.dataset.room
if (stage && room) {
  const player = controls(room)
  const bar = offlineBar()

  const read = (seat?: string) => {
    const media = document.getElementById('media')
    if (!media) return
    const state = media.getAttribute('state') ?? 'off'
    const feed = media.getAttribute('feed') ?? ''
    const shown = document.getElementById('player')
    if (shown) shown.hidden = state === 'off'
    stage.dataset.state = state
    player?.change(
      {
        feed,
        outs: media.getAttribute('outs') ?? '',
        off: state === 'off',
        flowing: state === 'live' && !media.hasAttribute('paused'),
      },
      seat,
    )
  }

  const address = () => {
    const asked = askedAtOpening().toString()
    return `/rooms/${room}/live${asked === '' ? '' : `?${asked}`}`
  }
  const line = liveSocket(address, {
    frame(text) {
      const came = swapFrame(text)
      tellTimes(document)
      const media = came.find(element => element.id === 'media')
      if (media) read(media.getAttribute('seat') ?? undefined)
    },
    opened() {
      bar.hide()
      tellLine(true)
    },
    lost(final, code) {
      tellLine(false)
      if (!final) bar.say('The line is gone. We try again by ourselves.')
      else if (code === 4403) location.assign('/sign-in')
      else location.reload()
    },
  })
  carry(line.send)
  onEvent('unclaimed', (said, element) => {
    if (element.getAttribute('kind') === 'wrong' && typeof said.words === 'string') bar.note(said.words)
  })
}

sideTabs()

/** A phone hands the address on by its own sheet; elsewhere the button copies it. */
document.querySelector('.share')?.addEventListener('click', event => {
  const { share, copy } = (event.currentTarget as HTMLElement).dataset
  if (!('share' in navigator) || !matchMedia('(pointer: coarse)').matches) return
  event.stopPropagation()
  void navigator.share({ title: share, url: copy }).catch(() => {})
})

/** Quiet, and only after a while: a blink of the line is nobody's business. What was asked for in vain is told at once. */
function offlineBar() {
  const bar = document.createElement('p')
  bar.className = 'offline-bar'
  bar.setAttribute('role', 'status')
  bar.hidden = true
  document.body.append(bar)
  let timer = 0
  return {
    say(words: string) {
      clearTimeout(timer)
      timer = window.setTimeout(() => {
        bar.textContent = words
        bar.hidden = false
      }, 1500)
    },
    note(words: string) {
      clearTimeout(timer)
      bar.textContent = words
      bar.hidden = false
      timer = window.setTimeout(() => {
        bar.hidden = true
      }, 6000)
    },
    hide() {
      clearTimeout(timer)
      bar.hidden = true
    },
  }
}

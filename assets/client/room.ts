// The room's page: a socket that tells what the stage shows, and the player that follows it.
import { controls } from './player/controls.ts'
import { roomLine } from './room/line.ts'
import { sideBegins, sideTabs } from './room/side.ts'

const stage = document.getElementById('stage')
const room = stage?.dataset.room
if (stage && room) {
  const player = controls(room)

  const read = (seat?: string) => {
    const media = document.getElementById('media')
    if (!media) return
    const state = media.getAttribute('state') ?? 'off'
    const feed = media.getAttribute('feed') ?? ''
    const shown = document.getElementById('player')
    if (shown) shown.hidden = state === 'off'
    if (stage.dataset.state === 'off' && state !== 'off') sideBegins()
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

  roomLine(room, {
    came(elements) {
      const media = elements.find(element => element.id === 'media')
      if (media) read(media.getAttribute('seat') ?? undefined)
    },
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

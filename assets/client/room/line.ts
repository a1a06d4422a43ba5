import { liveSocket, sanctionedTo } from '../live/socket.ts'
import { swapFrame } from '../live/swap.ts'
import { tellTimes } from '../site/times.ts'
import { spoken } from '../words/room.ts'
import { askedAtOpening, carry, onEvent, tellLine } from './wire.ts'

interface Handlers {
  /** The elements of one frame, after they took their places. */
  came?(elements: Element[]): void
}

/** The one socket of a page about a room. It opens when all scripts of the page are there: what they ask goes with it. */
export function roomLine(room: string, { came }: Handlers = {}): void {
  const bar = offlineBar()
  const address = () => {
    const asked = askedAtOpening().toString()
    return `/rooms/${room}/live${asked === '' ? '' : `?${asked}`}`
  }
  const open = () => {
    const line = liveSocket(address, {
      frame(text) {
        const elements = swapFrame(text)
        tellTimes(document)
        came?.(elements)
      },
      opened() {
        bar.hide()
        tellLine(true)
      },
      lost(final, code, reason) {
        tellLine(false)
        if (!final) bar.say(spoken().lineGone)
        else if (code === 4403) location.assign(sanctionedTo(reason))
        else location.reload()
      },
    })
    carry(line.send)
  }
  onEvent('unclaimed', (said, element) => {
    if (element.getAttribute('kind') === 'wrong' && typeof said.words === 'string') bar.note(said.words)
  })
  if (document.readyState === 'complete') open()
  else document.addEventListener('DOMContentLoaded', open, { once: true })
}

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

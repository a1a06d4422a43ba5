// An overlay of OBS: read-only, transparent. It comes back by itself and shows what it has missed, each alert once.
import { liveSocket } from './live/socket.ts'
import { swapFrame } from './live/swap.ts'
import { onEvent } from './room/wire.ts'
import { ring } from './tips/sounds.ts'

const { part = '', after = '0', min = '1', seconds = '6', sound } = document.body.dataset
const KEPT = `footlight.overlay.${part}`
/** With so many waiting each is shown for a shorter while. */
const MANY = 5

/** A program that loads the page again goes on where it was; one that begins shows nothing old. */
let last = Math.max(Number(after), 0)
try {
  const kept = Number(sessionStorage.getItem(KEPT) ?? Number.NaN)
  if (Number.isSafeInteger(kept) && kept >= 0) last = kept
} catch {
  // Then it begins with what comes now.
}

const address = () => `${location.pathname.replace(/\/+$/, '')}/live${part === 'alerts' ? `?after=${last}` : ''}`

const line = liveSocket(address, {
  frame: text => void swapFrame(text),
  lost(final) {
    if (final) document.body.dataset.ended = 'true'
  },
})
window.addEventListener('pagehide', () => line.close())

if (part === 'chat') keepAtEnd()

interface Alert {
  card: HTMLElement
  tokens: number
  gift: string
}

const waiting: Alert[] = []
let showing = false
let context: AudioContext | null = null

onEvent('tip', (said, element) => {
  if (part !== 'alerts') return
  const n = Number(said.n)
  if (n > 0) {
    if (n <= last) return
    last = n
    try {
      sessionStorage.setItem(KEPT, String(n))
    } catch {
      // It still counts while the page is open.
    }
  }
  const card = element.querySelector<HTMLElement>('.tip-card')
  if (!card || (Number(said.tokens) < Number(min) && said.test !== 1)) return
  waiting.push({ card, tokens: Number(said.tokens), gift: String(said.gift ?? '') })
  if (!showing) next()
})

function next(): void {
  const cards = document.getElementById('tip-cards')
  const alert = waiting.shift()
  showing = alert !== undefined
  cards?.replaceChildren(...(alert ? [alert.card] : []))
  if (!alert) return
  if (sound === 'on') {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume().catch(() => {})
    ring(context, context.destination, alert.tokens, alert.gift)
  }
  setTimeout(next, waiting.length > MANY ? 1500 : Number(seconds) * 1000)
}

/** The newest line stays in sight, and what left the picture is let go of. */
function keepAtEnd(): void {
  const list = document.querySelector('.overlay-lines')
  if (!list) return
  new MutationObserver(() => {
    while (list.children.length > 40) list.firstElementChild?.remove()
    list.scrollTop = list.scrollHeight
  }).observe(list, { childList: true })
}

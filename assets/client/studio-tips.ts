// What comes in while the performer looks at it: tips, wishes, the goal, and her own test tip.
import { liveSocket } from './live/socket.ts'
import { swapFrame } from './live/swap.ts'
import { onEvent } from './room/wire.ts'
import { ring } from './tips/sounds.ts'

const place = document.getElementById('tip-test')
let context: AudioContext | null = null
let timer = 0

liveSocket(() => '/studio/tips/live', { frame: text => void swapFrame(text) })

onEvent('tip', (said, element) => {
  const card = element.querySelector<HTMLElement>('.tip-card')
  if (!place || !card) return
  place.replaceChildren(card)
  clearTimeout(timer)
  timer = window.setTimeout(() => place.replaceChildren(), 4000)
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume().catch(() => {})
  ring(context, context.destination, Number(said.tokens), String(said.gift ?? ''))
})

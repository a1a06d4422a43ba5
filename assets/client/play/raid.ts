import { onEvent, onReplaced } from '../room/wire.ts'

/** The card that asks whether one comes along. Nobody is moved: whoever does nothing stays. */
export function raids(): void {
  const ready = () => {
    const card = document.getElementById('raid')
    const stay = card?.querySelector<HTMLButtonElement>('[data-stay]')
    if (!card || !stay) return
    stay.hidden = false
    stay.addEventListener('click', () => {
      card.hidden = true
    })
  }
  ready()
  onReplaced('raid', ready)
  onEvent('go', said => {
    const href = String(said.href ?? '')
    if (/^\/rooms\/[a-z0-9-]+$/.test(href)) location.assign(href)
  })
}

import { onEvent } from '../room/wire.ts'

const sheet = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>('#buy-sheet')

/** Shows the sheet over the chat: not modal, so that nothing lies over the picture and the chat goes on below. */
function open(): boolean {
  const dialog = sheet()
  if (!dialog) return false
  if (!dialog.open) dialog.show()
  dialog.querySelector<HTMLElement>('input:checked, input:not([type="hidden"]), button')?.focus()
  return true
}

function close(): void {
  const dialog = sheet()
  if (!dialog?.open) return
  dialog.close()
  document.querySelector<HTMLElement>('.purse-more')?.focus()
  document.dispatchEvent(new CustomEvent('fl:bought'))
}

/** In the room the purse and too few tokens open the sheet; everywhere else they lead to the page. */
export function buying(): void {
  document.addEventListener('click', event => {
    const presser = (event.target as Element).closest<HTMLElement>('[data-buy]')
    if (!presser) return
    if (presser.dataset.buy === 'close') close()
    else if (open()) event.preventDefault()
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && sheet()?.contains(document.activeElement)) close()
  })
  onEvent('buy', () => open())
}

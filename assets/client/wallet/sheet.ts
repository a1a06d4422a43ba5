import { onEvent } from '../room/wire.ts'
import { underLamps } from '../tips/under-lamps.ts'

const sheet = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>('#buy-sheet')

/** Narrow windows: it rises to just under the lamps, wherever they stand. */
function place(dialog: HTMLDialogElement): void {
  const lamps = document.getElementById('lamps')?.getBoundingClientRect()
  if (lamps) dialog.style.setProperty('--under-lamps', `${underLamps(lamps.bottom)}px`)
}

let opener: HTMLElement | null = null

/** Shows the sheet over the chat: not modal, so that nothing lies over the picture and the chat goes on below. */
function open(from: HTMLElement): boolean {
  const dialog = sheet()
  if (!dialog) return false
  if (!dialog.open) {
    opener = from
    place(dialog)
    dialog.show()
    // An order that waits stays; anything else begins anew.
    if (!dialog.querySelector('[data-waits]')) dialog.querySelector('.buy-body')?.dispatchEvent(new Event('buy-open'))
  }
  dialog.querySelector<HTMLElement>('input:checked, [data-buy="close"]')?.focus({ preventScroll: true })
  return true
}

function close(): void {
  const dialog = sheet()
  if (!dialog?.open) return
  dialog.close()
  opener?.focus({ preventScroll: true })
  opener = null
}

/** In the room the purse and too few tokens open the sheet; without this module they lead to the page. */
export function buying(): void {
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    const target = event.target as Element
    if (target.closest('[data-buy="close"]')) {
      close()
      return
    }
    const link = target.closest<HTMLAnchorElement>('a[href^="/wallet/buy"]')
    if (link && !sheet()?.contains(link) && open(link)) event.preventDefault()
  })
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && sheet()?.contains(document.activeElement)) close()
  })
  // The purse moved, or an order went a step: what waits here looks again, once for both.
  let looks = 0
  const look = () => {
    clearTimeout(looks)
    looks = window.setTimeout(
      () => document.querySelector('#buy-step[data-waits]')?.dispatchEvent(new Event('buy-look')),
      30,
    )
  }
  onEvent('purse', look)
  onEvent('ordered', look)
}

import { send } from '../room/wire.ts'

/** The board's spans change in their place; without the line they are links to a page. */
export function board(): void {
  document.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    const span = (event.target as Element).closest<HTMLElement>('#board [data-span]')?.dataset.span
    if (span && send('board', { span })) event.preventDefault()
  })
}

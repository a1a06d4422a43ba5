/** `data-opens` shows the dialog with that id; a press on the scrim puts it away, as Escape and its own button do. */
export function dialogs(): void {
  document.addEventListener('click', event => {
    const target = event.target as Element
    const opener = target.closest<HTMLElement>('[data-opens]')
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens ?? '')
      if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal()
      return
    }
    if (target instanceof HTMLDialogElement && target.open && outside(target, event)) target.close()
  })
}

function outside(dialog: HTMLDialogElement, { clientX, clientY }: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect()
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom
}

// The panel: the sheet over the overview, and the gel before it is saved. All of it works without, as pages.
import { previewGel } from './panel/gel.ts'
import './words/page.ts'

previewGel()

/** A dialog that arrives in the sheet is shown over the page; put away, it leaves nothing behind. */
const sheet = document.getElementById('sheet')
if (sheet) {
  let opener: Element | null = null
  new MutationObserver(() => {
    const dialog = sheet.querySelector('dialog')
    if (!dialog) return
    if (!dialog.open) {
      opener = document.activeElement
      dialog.addEventListener('close', () => {
        sheet.replaceChildren()
        if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
      })
      dialog.showModal()
    }
    const wrong = dialog.querySelector<HTMLElement>('[aria-invalid="true"]')
    ;(wrong ?? dialog.querySelector<HTMLElement>('select, textarea'))?.focus()
  }).observe(sheet, { childList: true, subtree: true })
}

// Pages with a picture to send: its size is looked at before it goes, and the part that is shown is chosen.
import { cutter } from './picture/cut.ts'

const MOST_BYTES = 15 * 1024 * 1024

for (const field of document.querySelectorAll<HTMLElement>('.picture-field')) {
  const input = field.querySelector<HTMLInputElement>('input[type="file"]')
  if (!input) continue
  const cut = cutter(field)
  input.addEventListener('change', async () => {
    const file = input.files?.[0]
    const large = (file?.size ?? 0) > MOST_BYTES
    input.setCustomValidity(large ? (field.dataset.tooLarge ?? '') : '')
    if (large) input.reportValidity()
    cut?.(file && !large ? file : null)
  })
}

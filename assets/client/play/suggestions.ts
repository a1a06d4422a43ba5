import { onEvent, onReplaced } from '../room/wire.ts'

/** The list is the same for everybody; what this reader is for is marked here. */
export function suggestions(): void {
  const box = document.getElementById('suggestions')
  if (!box) return
  const mine = new Set((box.dataset.mine ?? '').split(' ').filter(Boolean))
  const mark = () => {
    for (const button of box.querySelectorAll<HTMLButtonElement>('[data-suggestion]')) {
      const is = mine.has(button.dataset.suggestion ?? '')
      button.setAttribute('aria-pressed', String(is))
      button.value = is ? 'no' : 'yes'
    }
  }
  onReplaced('suggestion-list', mark)
  onEvent('backed', said => {
    const id = String(said.id)
    if (said.is) mine.add(id)
    else mine.delete(id)
    mark()
  })
  onEvent('suggested', said => {
    mine.add(String(said.id))
    mark()
    const typed = box.querySelector<HTMLInputElement>('#suggestion-words')
    if (typed) typed.value = ''
  })
}

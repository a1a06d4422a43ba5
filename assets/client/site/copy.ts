/** `data-copy` holds the text; the button says "Copied" for a moment, or selects the text where the clipboard is closed. */
export function copying(): void {
  document.addEventListener('click', async event => {
    const button = (event.target as Element).closest<HTMLElement>('[data-copy]')
    if (!button) return
    const line = button.parentElement?.querySelector('.copy-text')
    const word = button.querySelector<HTMLElement>('[data-copy-word]')
    try {
      await navigator.clipboard.writeText(button.dataset.copy ?? '')
      if (word) say(word)
    } catch {
      if (line) getSelection()?.selectAllChildren(line)
    }
  })
}

const said = new WeakMap<HTMLElement, { before: string; timer: ReturnType<typeof setTimeout> }>()

function say(word: HTMLElement): void {
  const going = said.get(word)
  if (going) clearTimeout(going.timer)
  const before = going?.before ?? word.textContent ?? ''
  word.textContent = word.dataset.copyWord ?? ''
  const timer = setTimeout(() => {
    word.textContent = before
    said.delete(word)
  }, 2000)
  said.set(word, { before, timer })
}

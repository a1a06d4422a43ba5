import { EMOJI, type Emoji, find, foldWord } from './emoji.ts'

const MOST = 6
/** What stands before the caret: a colon after a blank, and two letters or more. */
const BEGUN = /(?:^|\s):([\p{L}\d+-]{2,24})$/u
const WHOLE = /(?:^|\s):([\p{L}\d+-]{1,24}):$/u

/** `:smile:` becomes its sign at the second colon; from two letters on there is a list to choose from. */
export function complete(typed: HTMLTextAreaElement, chosen: (emoji: Emoji) => void): void {
  const list = document.createElement('ul')
  list.className = 'say-emoji'
  list.id = 'say-emoji'
  list.setAttribute('role', 'listbox')
  list.hidden = true
  typed.closest('form')?.append(list)
  let shown: Emoji[] = []
  let at = 0

  const close = () => {
    if (list.hidden) return
    list.hidden = true
    shown = []
    typed.removeAttribute('aria-activedescendant')
  }
  const mark = () => {
    for (const [i, one] of [...list.children].entries()) one.setAttribute('aria-selected', String(i === at))
    typed.setAttribute('aria-activedescendant', `say-emoji-${at}`)
  }
  const put = (emoji: Emoji, from: number) => {
    typed.setSelectionRange(from, typed.selectionEnd)
    close()
    chosen(emoji)
  }
  const take = (emoji: Emoji) => {
    const begun = BEGUN.exec(typed.value.slice(0, typed.selectionEnd))
    if (begun) put(emoji, typed.selectionEnd - (begun[1]?.length ?? 0) - 1)
  }

  typed.addEventListener('input', () => {
    const before = typed.value.slice(0, typed.selectionEnd)
    const whole = WHOLE.exec(before)?.[1]
    const exact = whole && EMOJI.find(({ name, words }) => name === foldWord(whole) || words.includes(foldWord(whole)))
    if (exact) return put(exact, before.length - whole.length - 2)
    const begun = BEGUN.exec(before)?.[1]
    shown = begun ? find(begun, MOST) : []
    if (shown.length === 0) return close()
    at = 0
    list.replaceChildren(
      ...shown.map((emoji, i) => {
        const one = document.createElement('li')
        one.id = `say-emoji-${i}`
        one.setAttribute('role', 'option')
        one.textContent = `${emoji.sign}  ${emoji.label}`
        one.addEventListener('pointerdown', event => {
          event.preventDefault()
          take(emoji)
        })
        return one
      }),
    )
    list.hidden = false
    mark()
  })
  // Before the say box hears the key: Enter chooses here, and sends otherwise.
  typed.addEventListener(
    'keydown',
    event => {
      if (list.hidden) return
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step !== 0) {
        at = (at + step + shown.length) % shown.length
        mark()
      } else if (event.key === 'Enter' || event.key === 'Tab') {
        const emoji = shown[at]
        if (emoji) take(emoji)
      } else if (event.key === 'Escape') close()
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )
  typed.addEventListener('blur', close)
}

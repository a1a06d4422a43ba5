// The sum that a sign-in asks of a browser it does not know, done in slices so that the page stays alive. Without scripts the
// person waits instead; the page says so.
import { bitsOf, tryNumbers } from './sign-in/work.ts'
import { spoken } from './words/signing.ts'

const SLICE_MS = 24
const NUMBERS = 2000

const form = document.querySelector<HTMLFormElement>('form#sign-in')
const challenge = form?.querySelector<HTMLInputElement>('input[data-proof]')?.dataset.proof
const answer = form?.querySelector<HTMLInputElement>('#proof-answer')
const words = document.querySelector('#proof-words')

if (form && challenge && answer && words) start(form, challenge, answer, words)

function start(form: HTMLFormElement, challenge: string, answer: HTMLInputElement, words: Element): void {
  const bits = bitsOf(challenge)
  let next = 0
  let asked: HTMLElement | null | undefined
  words.textContent = spoken().small

  const slice = () => {
    const until = performance.now() + SLICE_MS
    while (performance.now() < until) {
      const found = tryNumbers(challenge, bits, next, NUMBERS)
      next += NUMBERS
      if (found === null) continue
      answer.value = String(found)
      words.textContent = spoken().done
      if (asked !== undefined) form.requestSubmit(asked ?? null)
      return
    }
    setTimeout(slice)
  }
  slice()

  form.addEventListener('submit', event => {
    if (answer.value !== '') return
    event.preventDefault()
    asked = event.submitter
    words.textContent = spoken().nearly
  })
}

import { send } from '../room/wire.ts'

/** Forms of ours go through the socket; without a line they go as forms. */
export function forms(): void {
  document.addEventListener('submit', event => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.dataset.plays) return
    const input: Record<string, string> = {}
    for (const [name, value] of new FormData(form, event.submitter)) if (typeof value === 'string') input[name] = value
    if (send(form.dataset.plays, input)) event.preventDefault()
  })
}

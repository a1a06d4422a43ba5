import { elementsOf } from '../../live/swap.ts'
import { lineOf, type Place } from './place.ts'

export interface Card {
  open(link: HTMLAnchorElement): void
}

/** Who somebody is, in a sheet over the page; without scripts the name is a link to the same. */
export function nameCard(
  { root }: Place,
  on: { mention(handle: string): void; unheard(handle: string, is: boolean): void },
): Card {
  const dialog = document.getElementById('card')
  const content = document.getElementById('card-content')
  const isReady = dialog instanceof HTMLDialogElement && content !== null

  const show = (markup: string) => {
    content?.replaceChildren(...elementsOf(markup))
    document.dispatchEvent(new CustomEvent('fl:card', { detail: content }))
  }
  const ask = async (url: string, init: RequestInit = {}): Promise<string | null> => {
    const answer = await fetch(url, { ...init, headers: { 'hx-request': 'true' } }).catch(() => null)
    return answer && (answer.ok || answer.status === 422) ? answer.text() : null
  }
  const open = async (link: HTMLAnchorElement) => {
    if (!isReady) return location.assign(link.href)
    const markup = await ask(link.href)
    if (markup === null) return location.assign(link.href)
    show(markup)
    if (!dialog.open) dialog.showModal()
  }

  root.addEventListener('click', event => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a.who')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !lineOf(link)) return
    event.preventDefault()
    void open(link)
  })
  content?.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLElement>('[data-mention]')
    if (!button || !isReady) return
    dialog.close()
    on.mention(button.dataset.mention ?? '')
  })
  content?.addEventListener('submit', async event => {
    const form = event.target as HTMLFormElement
    if (!form.classList.contains('card-deaf')) return
    event.preventDefault()
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    const markup = await ask(form.action, { method: 'POST', body })
    if (markup === null) return form.submit()
    show(markup)
    const person = content.querySelector<HTMLElement>('.card-person')
    if (person) on.unheard(person.dataset.handle ?? '', person.dataset.deaf !== undefined)
  })
  return { open: link => void open(link) }
}

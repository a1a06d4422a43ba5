/** One notice of this page's own, over those of the house. An empty title takes it away. */
export function banner(tone: 'ok' | 'warn' | 'bad', title: string, words = ''): void {
  const place = document.getElementById('studio-banner')
  if (!place) return
  const shown = place.querySelector('b')?.textContent
  if (title === '') {
    place.replaceChildren()
    return
  }
  const text = `${tone} ${title} ${words}`
  if (shown === title && place.dataset.says === text) return
  place.dataset.says = text
  const form = document.getElementById(`banner-${tone}`)
  if (!(form instanceof HTMLTemplateElement)) return
  const notice = form.content.cloneNode(true) as DocumentFragment
  const line = notice.querySelector('p')
  const bold = document.createElement('b')
  bold.textContent = title
  line?.replaceChildren(bold, words ? ` ${words}` : '')
  notice.firstElementChild?.setAttribute('role', tone === 'ok' ? 'status' : 'alert')
  place.replaceChildren(notice)
}

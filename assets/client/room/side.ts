/** The tabs of the side column. Without scripts they are links, and the panel that the address names is shown. */
export function sideTabs(): void {
  const side = document.getElementById('side')
  const list = side?.querySelector('.side-tabs')
  if (!side || !list) return
  const tabs = [...list.querySelectorAll<HTMLAnchorElement>('[data-shows]')]
  list.setAttribute('role', 'tablist')
  const named = tabs.find(tab => tab.hash === location.hash)?.dataset.shows
  const show = (name: string) => {
    side.dataset.shown = name
    for (const tab of tabs) {
      const chosen = tab.dataset.shows === name
      tab.setAttribute('aria-selected', String(chosen))
      tab.tabIndex = chosen ? 0 : -1
    }
    document.dispatchEvent(new CustomEvent('fl:side', { detail: name }))
  }
  for (const [at, tab] of tabs.entries()) {
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-controls', `side-${tab.dataset.shows}`)
    tab.addEventListener('click', event => {
      event.preventDefault()
      if (event.isTrusted) side.dataset.chosen = ''
      show(tab.dataset.shows ?? '')
    })
    tab.addEventListener('keydown', event => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      const next = step && tabs[(at + step + tabs.length) % tabs.length]
      if (!next) return
      event.preventDefault()
      side.dataset.chosen = ''
      show(next.dataset.shows ?? '')
      next.focus()
    })
  }
  for (const panel of side.querySelectorAll('[data-panel]')) panel.setAttribute('role', 'tabpanel')
  if (named) side.dataset.chosen = ''
  show(named ?? side.querySelector<HTMLElement>('.side-first')?.dataset.panel ?? 'chat')
}

/** The room begins while somebody reads about it: the chat opens, unless a tab was chosen. */
export function sideBegins(): void {
  if (document.getElementById('side')?.dataset.chosen === undefined) showSide('chat')
}

/** Shows one of the panels: a link elsewhere on the page may lead there. */
export const showSide = (name: string): void => document.getElementById(`side-tab-${name}`)?.click()

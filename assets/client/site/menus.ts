/** Menus are details: they open without us. We close them on Escape, on a press outside and when another opens. */
export function menus(): void {
  const open = () => document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')
  document.addEventListener('click', event => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false
  })
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    for (const menu of open()) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  })
  document.addEventListener(
    'toggle',
    event => {
      const menu = event.target
      if (!(menu instanceof HTMLDetailsElement) || !menu.open || !menu.classList.contains('menu')) return
      for (const other of open()) if (other !== menu && !other.contains(menu)) other.open = false
      menu.querySelector<HTMLInputElement>('input[type="search"]')?.focus()
    },
    true,
  )
}

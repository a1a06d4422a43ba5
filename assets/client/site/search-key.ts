/** "/" goes to the search box, unless somebody is typing. */
export function searchKey(): void {
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if ((event.target as Element).closest('input, textarea, select, [contenteditable]')) return
    const box = [...document.querySelectorAll<HTMLInputElement>('input[type="search"]')].find(each =>
      each.checkVisibility(),
    )
    if (!box) return
    event.preventDefault()
    box.focus()
    box.select()
  })
}

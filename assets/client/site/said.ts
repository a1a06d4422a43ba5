/** What the last act did stands at the head of the page; an address that leads further down would leave it out of sight. */
export function said(): void {
  // The selector of the target is not there yet while the page is read.
  const place = document.getElementById(location.hash.slice(1))
  const notice = document.querySelector<HTMLElement>('div.said > .notice[role="status"]')
  if (!place?.closest('main') || !notice) return
  const below = place.getBoundingClientRect().top - notice.getBoundingClientRect().top
  if (below < innerHeight / 2) return
  place.prepend(notice)
  place.scrollIntoView()
}

/** Handles of the page: the server has drawn every one of them. */
export const by = <E extends HTMLElement = HTMLElement>(id: string): E | null => document.getElementById(id) as E | null

export function say(id: string, words: string): void {
  const place = by(id)
  if (place && place.textContent !== words) place.textContent = words
}

export function press(id: string, on: boolean, words: string): void {
  by(id)?.setAttribute('aria-pressed', String(on))
  say(`${id}-words`, words)
}

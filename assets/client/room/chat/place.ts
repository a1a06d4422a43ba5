/** What the modules of the chat know of the page that they are on. */
export interface Place {
  root: HTMLElement
  room: string
  /** The reader's own name; empty for a guest. */
  me: string
  words: Readonly<Record<string, string>>
  scroll: HTMLElement
}

export function placeOfChat(): Place | null {
  const root = document.getElementById('chat')
  const scroll = document.getElementById('chat-scroll')
  if (!root || !scroll) return null
  return {
    root,
    scroll,
    room: root.dataset.room ?? '',
    me: root.dataset.me ?? '',
    words: JSON.parse(root.dataset.words ?? '{}') as Record<string, string>,
  }
}

/** "N new lines" with its number. */
export const fill = (words: string | undefined, given: string | number): string =>
  (words ?? '').replace(/\b(?:N|NAME)\b/, String(given))

/** The line that an element stands in. */
export const lineOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.chat-lines > .line') : null

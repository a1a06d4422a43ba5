import { ours } from './trusted.ts'

/** The elements of markup of ours. */
export function elementsOf(markup: string): Element[] {
  const template = document.createElement('template')
  template.innerHTML = ours().createHTML(markup)
  return [...template.content.children]
}

/**
 * One frame of the server: `<fl-add to="ID">` adds its children to that element, `<fl-event kind="...">` is handed to the
 * page's modules, and every other element takes the place of the one with its id. Answers the elements that came.
 */
export function swapFrame(text: string): Element[] {
  const came = elementsOf(text)
  for (const element of came) {
    if (element.localName === 'fl-add') add(element)
    else if (element.localName !== 'fl-event') replace(element)
    else if (tell('event', element.getAttribute('kind') ?? '', element)) tell('event', 'unclaimed', element)
  }
  return came
}

function replace(element: Element): void {
  const old = element.id ? document.getElementById(element.id) : null
  if (!old || old.outerHTML === element.outerHTML) return
  const keepFocus = old.contains(document.activeElement)
  old.replaceWith(element)
  if (keepFocus) element.querySelector<HTMLElement>('a, button')?.focus()
  tell('replaced', element.id, element)
}

/** What is there already is renewed in its place; what has a number comes to stand by it. */
function add(from: Element): void {
  const id = from.getAttribute('to') ?? ''
  const list = document.getElementById(id)
  if (!list) return
  for (const element of [...from.children]) {
    if (element.id && document.getElementById(element.id)) {
      replace(element)
      continue
    }
    list.insertBefore(element, placeFor(list, element))
  }
}

const numberOf = (element: Element | null): number => Number((element as HTMLElement | null)?.dataset.n ?? Number.NaN)

/** Before which child an element with `data-n` belongs: nearly always after the last one. */
function placeFor(list: Element, element: Element): Element | null {
  const n = numberOf(element)
  if (Number.isNaN(n)) return null
  let after: Element | null = null
  let at = list.lastElementChild
  while (at && (Number.isNaN(numberOf(at)) || numberOf(at) > n)) {
    after = at
    at = at.previousElementSibling
  }
  return after
}

/** Answers whether nobody claimed it. */
const tell = (what: 'event' | 'replaced', name: string, detail: Element): boolean =>
  document.dispatchEvent(new CustomEvent(`fl:${what}:${name}`, { detail, cancelable: true }))

import { elementsOf } from '../../live/swap.ts'
import { onEvent, onLine, whenOpening } from '../wire.ts'
import { fill, type Place } from './place.ts'

/** So near to the lower edge one reads the newest line. */
const NEAR_PX = 48
/** More lines than this are not kept on the page while nobody scrolls. */
const LINES_MOST = 400

export interface Lines {
  /** Down to the newest line. */
  toEnd(): void
  /** Whom the reader does not want to read, again. */
  unheard(handle: string, unheard: boolean): void
}

/** The lines of the chat: none moves while it is read, none comes twice, none is lost while the line was gone. */
export function lines({ root, room, me, words, scroll }: Place): Lines {
  const button = document.getElementById('chat-new')
  const deaf = new Set(JSON.parse(root.dataset.deaf ?? '[]') as string[])
  let last = 0
  let fresh = 0

  // The list grows from its lower edge: 0 is the newest line, less than 0 is above it.
  const atEnd = () => scroll.scrollTop > -NEAR_PX
  const list = () => document.getElementById(`lines-${room}`)
  const all = () => [...(list()?.querySelectorAll<HTMLElement>(':scope > .line') ?? [])]

  // What stands at the upper edge, and where: whatever comes above or below, it stays there.
  let anchor: { line: Element; top: number } | null = null
  const remember = () => {
    anchor = null
    if (atEnd()) return
    const edge = scroll.getBoundingClientRect().top
    for (const line of all()) {
      const { top, bottom } = line.getBoundingClientRect()
      if (bottom <= edge) continue
      anchor = { line, top }
      return
    }
  }
  const settle = () => {
    if (!anchor?.line.isConnected) return
    const moved = anchor.line.getBoundingClientRect().top - anchor.top
    if (Math.abs(moved) >= 1) scroll.scrollTop += moved
  }

  const tellFresh = () => {
    if (!button) return
    const shown = button.querySelector('span')
    if (shown) shown.textContent = fresh === 1 ? (words.newOne ?? '') : fill(words.newMany, fresh)
    button.hidden = fresh === 0
  }

  const toEnd = () => {
    scroll.scrollTop = 0
    fresh = 0
    anchor = null
    tellFresh()
  }

  /** What only this reader sees of a line: that it means them, and that they do not want it. */
  const dress = (line: HTMLElement) => {
    const by = line.dataset.by ?? ''
    line.classList.toggle('line-unheard', deaf.has(by))
    const means = me !== '' && by !== me && line.querySelector(`.at[data-at="${CSS.escape(me.toLowerCase())}"]`)
    if (means) line.classList.add('line-mention')
  }

  let seen = Number(root.dataset.change ?? 0)
  let newest = seen
  let caughtUp = false
  const count = (line: HTMLElement) => {
    newest = Math.max(newest, Number(line.dataset.c ?? 0))
    if (caughtUp) seen = newest
    const n = Number(line.dataset.n ?? 0)
    if (n > last) {
      if (last > 0 && !atEnd() && line.dataset.by !== me && !line.classList.contains('line-unheard')) fresh++
      last = n
    }
  }

  for (const line of all()) {
    dress(line)
    count(line)
  }

  new MutationObserver(changes => {
    const added = changes.flatMap(change => [...change.addedNodes]).filter(node => node instanceof HTMLElement)
    const came = added.flatMap(node =>
      node.classList.contains('line') ? [node] : [...node.querySelectorAll<HTMLElement>('.chat-lines > .line')],
    )
    const wasAtEnd = anchor === null
    for (const line of came) {
      dress(line)
      count(line)
    }
    if (came.length > 0) list()?.querySelector('.chat-empty')?.remove()
    if (wasAtEnd) {
      fresh = 0
      scroll.scrollTop = 0
      forget()
    } else settle()
    tellFresh()
    watchEarlier()
  }).observe(scroll, { childList: true, subtree: true })

  /** A page that stays open all evening holds what can be read, not all that was said. */
  function forget(): void {
    const here = all()
    if (here.length <= LINES_MOST) return
    const gone = here.slice(0, here.length - LINES_MOST / 2)
    for (const line of gone) line.remove()
    const first = here[gone.length]
    list()?.querySelector('.chat-earlier')?.remove()
    if (!first) return
    const link = document.createElement('a')
    link.className = 'chat-earlier'
    link.href = `/rooms/${room}/lines?before=${first.dataset.n}`
    link.dataset.before = first.dataset.n
    link.textContent = words.earlier ?? ''
    list()?.prepend(link)
  }

  async function fetchEarlier(link: HTMLAnchorElement): Promise<void> {
    if (link.dataset.asked) return
    link.dataset.asked = 'yes'
    try {
      const answer = await fetch(link.href, { headers: { 'hx-request': 'true' } })
      if (!answer.ok) throw new Error(String(answer.status))
      const elements = elementsOf(await answer.text())
      remember()
      link.replaceWith(...elements.filter(element => element.id === '' || !document.getElementById(element.id)))
    } catch {
      link.textContent = words.failed ?? ''
      delete link.dataset.asked
    }
  }

  const near = new IntersectionObserver(
    seenNow => {
      for (const { isIntersecting, target } of seenNow) {
        if (isIntersecting && !atEnd()) void fetchEarlier(target as HTMLAnchorElement)
      }
    },
    { root: scroll, rootMargin: '200px 0px 0px' },
  )
  const watchEarlier = () => {
    near.disconnect()
    const link = list()?.querySelector('.chat-earlier')
    if (link) near.observe(link)
  }
  watchEarlier()

  scroll.addEventListener('click', event => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('.chat-earlier')
    if (!link) return
    event.preventDefault()
    void fetchEarlier(link)
  })
  scroll.addEventListener(
    'scroll',
    () => {
      remember()
      if (atEnd() && fresh > 0) {
        fresh = 0
        tellFresh()
      }
    },
    { passive: true },
  )
  button?.addEventListener('click', toEnd)
  // A panel that was hidden has lost its place.
  document.addEventListener('fl:side', event => {
    if ((event as CustomEvent<string>).detail === 'chat' && anchor === null) toEnd()
  })

  whenOpening(asked => asked.set('after', String(seen)))
  onLine(open => {
    if (!open) caughtUp = false
  })
  onEvent('caught-up', said => {
    newest = Math.max(newest, Number(said.change ?? 0))
    seen = newest
    caughtUp = true
    return true
  })

  // A name that looks different: the chip is drawn anew on the lines that are here.
  onEvent('look', (said, fresh) => {
    for (const line of scroll.querySelectorAll<HTMLElement>(`.line[data-by="${CSS.escape(String(said.handle))}"]`)) {
      const chip = line.querySelector<HTMLAnchorElement>('a.who')
      const parent = chip?.parentElement
      if (!chip || !parent) continue
      for (const old of parent.querySelectorAll(':scope > .badge-icon, :scope > .badge')) old.remove()
      const drawn = [...fresh.children].map(child => child.cloneNode(true) as Element)
      for (const link of drawn) if (link instanceof HTMLAnchorElement) link.href = chip.href
      chip.replaceWith(...drawn)
    }
    return true
  })

  return {
    toEnd,
    unheard(handle, unheard) {
      if (unheard) deaf.add(handle)
      else deaf.delete(handle)
      for (const line of all()) dress(line)
    },
  }
}

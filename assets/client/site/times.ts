import { day } from '../../../views/format.ts'
import { TELL, type Telling } from '../../../views/parts/moment.tsx'

const OWN = Intl.DateTimeFormat().resolvedOptions().timeZone
const AGAIN_MS = 20_000

/** Times in the page are told by the house's clock; here they become the reader's own, in the same words. */
export function times(): void {
  tellTimes(document)
  setInterval(() => {
    if (!document.hidden) tellTimes(document)
  }, AGAIN_MS)
  document.addEventListener('visibilitychange', () => tellTimes(document))
  document.addEventListener('htmx:after:swap', () => tellTimes(document))
}

const isTelling = (word: string | undefined): word is Telling => word !== undefined && word in TELL

export function tellTimes(root: ParentNode): void {
  const now = Date.now()
  for (const days of root.querySelectorAll<HTMLElement>('[data-days]')) regroup(days)
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-as]')) {
    const at = Date.parse(element.dateTime)
    const as = element.dataset.as
    if (Number.isNaN(at) || !isTelling(as)) continue
    const words = TELL[as](at, now, OWN)
    if (element.textContent !== words) element.textContent = words
  }
}

/** What is Saturday night here may be Sunday for the reader: the dates move to the days that they have there. */
function regroup(days: HTMLElement): void {
  const groups = [...days.querySelectorAll<HTMLElement>(':scope > section')]
  const dated = groups.flatMap(group =>
    [...group.querySelectorAll<HTMLElement>('li')].flatMap(row => {
      const when = row.querySelector('time')
      return when ? [{ group, row, when, day: day(Date.parse(when.dateTime), OWN) }] : []
    }),
  )
  const wanted = Map.groupBy(dated, each => each.day)
  const told = new Set(dated.map(each => `${groups.indexOf(each.group)} ${each.day}`))
  if (told.size === groups.length && wanted.size === groups.length) return
  const pattern = groups[0]
  if (!pattern) return
  const fresh = [...wanted.values()].map(each => {
    const group = pattern.cloneNode(true) as HTMLElement
    const title = group.querySelector('time')
    if (title) title.dateTime = each[0]!.when.dateTime
    group.querySelector('ul')?.replaceChildren(...each.map(({ row }) => row))
    return group
  })
  days.replaceChildren(...fresh)
}

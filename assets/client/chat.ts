// The chat of a room: in its page, and in a window of its own.
import { lineActs } from './room/chat/acts.ts'
import { nameCard } from './room/chat/card.ts'
import { lines } from './room/chat/lines.ts'
import { mentions } from './room/chat/mention.ts'
import { placeOfChat } from './room/chat/place.ts'
import { sayBox } from './room/chat/say.ts'

/** Lower than this a phone has no height for all that stands between the picture and the say box: the lines come first. */
const LOW_PX = 720
const LOWEST_PX = 600

const place = placeOfChat()
if (place) {
  const list = lines(place)
  const box = sayBox(place, list.toEnd)
  const mention = (handle: string) => box?.insert(`@${handle}`)
  const card = nameCard(place, { mention, unheard: list.unheard })
  if (box) mentions(place, box)
  lineActs(place, {
    reply: line => box?.answer(line),
    mention,
    card(line) {
      const name = line.querySelector<HTMLAnchorElement>('a.who')
      if (name) card.open(name)
    },
  })
  document.getElementById('say-pop')?.addEventListener('click', event => {
    event.preventDefault()
    open((event.currentTarget as HTMLAnchorElement).href, `chat-${place.room}`, 'popup,width=420,height=720')
  })
  // The keyboard of a phone covers what is fixed to the page's edge: what is seen is what the browser says is seen.
  const seen = window.visualViewport
  const fit = () => {
    if (seen?.scale !== 1) return
    document.documentElement.style.setProperty('--seen', `${seen.height}px`)
    document.documentElement.dataset.low = seen.height < LOWEST_PX ? 'lowest' : seen.height < LOW_PX ? 'low' : ''
  }
  seen?.addEventListener('resize', fit)
  fit()
}

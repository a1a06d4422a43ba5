import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface WishView {
  id: string
  words: string
  by: string
  hue: number
  votes: number
}

export interface WishesView {
  room: string
  wishes: readonly WishView[]
  /** All that are open; the page shows the most wished. */
  count: number
  /** Those that this reader is for. */
  mine: readonly string[]
  guest: boolean
  typed?: string
  error?: string
  said?: string
}

/** The suggestion box under the picture. */
export function Wishes(props: WishesView) {
  const { room, mine, guest } = props
  return (
    <details
      class="play-card wishes"
      id="wishes"
      data-mine={mine.join(' ')}
      open={props.error !== undefined || props.said !== undefined}
    >
      <summary class="play-head">
        <Icon name="list" />
        <span class="play-title">{say.play.wishes.title}</span>
        <WishCount count={props.count} />
        <Icon name="down" size={16} />
      </summary>
      <WishList {...props} />
      {guest ? (
        <p class="play-foot">
          <a href={paths.signInFrom(paths.room(room))}>{say.play.wishes.signIn}</a>
        </p>
      ) : (
        <form class="wish-form" method="post" action={paths.roomSuggestions(room)} data-act="suggest">
          <input
            type="text"
            name="words"
            id="wish-words"
            value={props.typed}
            maxlength={200}
            required
            placeholder={say.play.wishes.placeholder}
            aria-label={say.play.wishes.yours}
            aria-describedby="wish-said"
            autocomplete="off"
          />
          <button type="submit" class="btn btn-edge btn-small">
            {say.play.wishes.send}
          </button>
        </form>
      )}
      <WishSaid words={props.error ?? props.said} bad={props.error !== undefined} />
    </details>
  )
}

export const WishCount = ({ count }: { count: number }) => (
  <span class="meta" id="wish-count">
    {count > 0 ? String(count) : ''}
  </span>
)

export const WishSaid = ({ words, bad = false }: { words?: string; bad?: boolean }) => (
  <p class={bad ? 'play-said is-bad' : 'play-said'} id="wish-said" role="status">
    {words}
  </p>
)

/** Pushed to everybody: what each reader is for is marked by the page itself. */
export function WishList({
  room,
  wishes,
  count,
  mine = [],
}: Pick<WishesView, 'room' | 'wishes' | 'count'> & { mine?: readonly string[] }) {
  return (
    <div id="wish-list">
      {wishes.length === 0 ? <p class="second wish-none">{say.play.wishes.none}</p> : null}
      <ol class="wish-list">
        {wishes.map(wish => (
          <li class="wish">
            <Back room={room} wish={wish} is={mine.includes(wish.id)} />
            <span class="wish-words">
              {wish.words} <span class="meta">{say.play.wishes.by(wish.by)}</span>
            </span>
          </li>
        ))}
      </ol>
      {count > wishes.length ? <p class="meta">{say.play.wishes.more(count - wishes.length)}</p> : null}
    </div>
  )
}

function Back({ room, wish, is }: { room: string; wish: WishView; is: boolean }) {
  return (
    <form method="post" action={paths.roomSuggestionVotes(room, wish.id)} data-act="back">
      <input type="hidden" name="suggestion" value={wish.id} />
      <button
        type="submit"
        class="wish-back"
        name="backs"
        value={is ? 'no' : 'yes'}
        aria-pressed={String(is)}
        data-wish={wish.id}
        aria-label={is ? say.play.wishes.unback(wish.words, wish.votes) : say.play.wishes.back(wish.words, wish.votes)}
      >
        <Icon name="up" size={16} />
        <span>{String(wish.votes)}</span>
      </button>
    </form>
  )
}

import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface SuggestionView {
  id: string
  words: string
  by: string
  hue: number
  votes: number
}

export interface SuggestionsView {
  room: string
  suggestions: readonly SuggestionView[]
  /** All that are open; the page shows the most wanted. */
  count: number
  /** Those that this reader is for. */
  mine: readonly string[]
  guest: boolean
  typed?: string
  error?: string
  said?: string
}

/** The suggestion box under the picture. */
export function Suggestions(props: SuggestionsView) {
  const { room, mine, guest } = props
  return (
    <details
      class="play-card suggestions"
      id="suggestions"
      data-mine={mine.join(' ')}
      open={props.error !== undefined || props.said !== undefined}
    >
      <summary class="play-head">
        <Icon name="list" />
        <span class="play-title">{say.play.suggestions.title}</span>
        <SuggestionCount count={props.count} />
        <Icon name="down" size={16} />
      </summary>
      <SuggestionList {...props} />
      {guest ? (
        <p class="play-foot">
          <a href={paths.signInFrom(paths.room(room))}>{say.play.suggestions.signIn}</a>
        </p>
      ) : (
        <form class="suggestion-form" method="post" action={paths.roomSuggestions(room)} data-plays="suggest">
          <input
            type="text"
            name="words"
            id="suggestion-words"
            value={props.typed}
            maxlength={200}
            required
            placeholder={say.play.suggestions.placeholder}
            aria-label={say.play.suggestions.yours}
            aria-describedby="suggestion-said"
            autocomplete="off"
          />
          <button type="submit" class="btn btn-edge btn-small">
            {say.play.suggestions.send}
          </button>
        </form>
      )}
      <SuggestionSaid words={props.error ?? props.said} bad={props.error !== undefined} />
    </details>
  )
}

export const SuggestionCount = ({ count }: { count: number }) => (
  <span class="meta" id="suggestion-count">
    {count > 0 ? String(count) : ''}
  </span>
)

export const SuggestionSaid = ({ words, bad = false }: { words?: string; bad?: boolean }) => (
  <p class={bad ? 'play-said is-bad' : 'play-said'} id="suggestion-said" role="status">
    {words}
  </p>
)

/** Pushed to everybody: what each reader is for is marked by the page itself. */
export function SuggestionList({
  room,
  suggestions,
  count,
  mine = [],
}: Pick<SuggestionsView, 'room' | 'suggestions' | 'count'> & { mine?: readonly string[] }) {
  return (
    <div id="suggestion-list">
      {suggestions.length === 0 ? <p class="second suggestion-none">{say.play.suggestions.none}</p> : null}
      <ol class="suggestion-list">
        {suggestions.map(suggestion => (
          <li class="suggestion">
            <Back room={room} suggestion={suggestion} is={mine.includes(suggestion.id)} />
            <span class="suggestion-words">
              {suggestion.words} <span class="meta">{say.play.suggestions.by(suggestion.by)}</span>
            </span>
          </li>
        ))}
      </ol>
      {count > suggestions.length ? <p class="meta">{say.play.suggestions.more(count - suggestions.length)}</p> : null}
    </div>
  )
}

function Back({ room, suggestion, is }: { room: string; suggestion: SuggestionView; is: boolean }) {
  return (
    <form method="post" action={paths.roomSuggestionVotes(room, suggestion.id)} data-plays="back">
      <input type="hidden" name="suggestion" value={suggestion.id} />
      <button
        type="submit"
        class="suggestion-back"
        name="backs"
        value={is ? 'no' : 'yes'}
        aria-pressed={String(is)}
        data-suggestion={suggestion.id}
        aria-label={
          is
            ? say.play.suggestions.unback(suggestion.words, suggestion.votes)
            : say.play.suggestions.back(suggestion.words, suggestion.votes)
        }
      >
        <Icon name="up" size={16} />
        <span>{String(suggestion.votes)}</span>
      </button>
    </form>
  )
}

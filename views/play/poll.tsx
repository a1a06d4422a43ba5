import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { Left } from './left.tsx'

export interface PollView {
  id: string
  room: string
  question: string
  answers: readonly { place: number; words: string; votes: number }[]
  ended: boolean
  leftMs: number
  /** What this reader voted for. */
  voted?: number
  /** Somebody without an account, who is sent to sign in. */
  guest?: boolean
  /** Why a vote did not count, or that it did. */
  said?: { tone: 'ok' | 'bad'; words: string }
}

const total = ({ answers }: Pick<PollView, 'answers'>) => answers.reduce((sum, { votes }) => sum + votes, 0)

/** The room's poll; without one, its empty place. */
export function Poll({ poll }: { poll: PollView | null }) {
  if (!poll) return <section id="poll" hidden />
  const closed = poll.ended || poll.voted !== undefined
  return (
    <section class="poll" id="poll" aria-label={say.play.poll.label}>
      <details open>
        <summary class="play-head">
          <Icon name="poll" />
          <h2 class="play-title">{poll.question}</h2>
          {poll.ended ? <span class="meta">{say.play.poll.ended}</span> : <Left ms={poll.leftMs} />}
        </summary>
        <form method="post" action={paths.roomPollVotes(poll.room, poll.id)} data-plays="poll-vote">
          <input type="hidden" name="poll" value={poll.id} />
          <ul class="poll-answers">
            {poll.answers.map(answer => (
              <li class={answer.place === poll.voted ? 'poll-answer is-mine' : 'poll-answer'}>
                {closed || poll.guest ? (
                  <span class="poll-words">
                    {answer.words}
                    {answer.place === poll.voted ? (
                      <span class="poll-mine">
                        <Icon name="check" size={16} />
                        {say.play.poll.yours}
                      </span>
                    ) : null}
                  </span>
                ) : (
                  <button
                    type="submit"
                    class="poll-choice"
                    name="place"
                    value={String(answer.place)}
                    aria-label={say.play.poll.vote(answer.words)}
                  >
                    {answer.words}
                  </button>
                )}
                <PollSum poll={poll} answer={answer} />
              </li>
            ))}
          </ul>
        </form>
        <p class="play-foot">
          <PollAll poll={poll} />
          {poll.guest && !poll.ended ? (
            <a href={paths.signInFrom(paths.room(poll.room))}>{say.play.poll.signIn}</a>
          ) : null}
          <span class={poll.said?.tone === 'bad' ? 'play-said is-bad' : 'play-said'} id="poll-said" role="status">
            {poll.said?.words}
          </span>
        </p>
      </details>
    </section>
  )
}

function PollSum({ poll, answer }: { poll: Pick<PollView, 'id' | 'answers'>; answer: PollView['answers'][number] }) {
  const all = total(poll)
  const percent = all === 0 ? 0 : Math.round((answer.votes * 100) / all)
  return (
    <span class="poll-sum" id={`poll-${poll.id}-${answer.place}`}>
      <progress class="poll-bar" max={100} value={percent} aria-hidden="true" />
      <span class="poll-number">{say.play.poll.share(answer.votes, percent)}</span>
    </span>
  )
}

const PollAll = ({ poll }: { poll: Pick<PollView, 'id' | 'answers'> }) => (
  <span class="meta" id={`poll-${poll.id}-all`}>
    {say.play.poll.votes(total(poll))}
  </span>
)

/** Pushed when somebody voted: the sums alone, so that what a reader sees of the own vote stays. */
export const PollSums = ({ poll }: { poll: Pick<PollView, 'id' | 'answers'> }) => (
  <>
    {poll.answers.map(answer => (
      <PollSum poll={poll} answer={answer} />
    ))}
    <PollAll poll={poll} />
  </>
)

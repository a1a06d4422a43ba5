import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Form, SelectField, Switch, TextField } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { Left } from './left.tsx'
import type { PollView } from './poll.tsx'
import type { SuggestionView } from './suggestions.tsx'

export interface DeskProps {
  frame: Frame
  room: string
  handle: string
  /** The performer, who also goes on to other rooms and says what is played; else somebody who keeps the room. */
  own: boolean
  poll: PollView | null
  past: readonly { question: string; answers: readonly { words: string; votes: number }[] }[]
  pollSeconds: readonly number[]
  shoutSeconds: readonly number[]
  shouting: boolean
  answersMost: number
  asked?: { question: string; answers: readonly string[]; seconds: number }
  askFaults?: { open?: string; question?: string; answers?: string; seconds?: string }
  shouted?: { member: string; words: string; seconds: number }
  shoutFaults?: { member?: string; words?: string; seconds?: string }
  /** Rooms on air that take visits. */
  rooms: readonly { name: string; handle: string }[]
  raiding: boolean
  raidTyped?: string
  raidFault?: string
  suggestions: readonly SuggestionView[]
  closed: readonly SuggestionView[]
  rules?: Record<'reactions' | 'suggestions' | 'sounds' | 'raids', boolean>
}

/** What a performer, or who keeps her room, begins: by thumb, between two looks at the camera. */
export function DeskPage(props: DeskProps) {
  const words = say.play.studio
  return (
    <SitePage frame={props.frame} title={words.title} scripts={[]} unlisted studio={props.own}>
      <div class="page-head">
        <h1 class="page-title">{words.title}</h1>
        <a href={paths.room(props.room)}>{words.toRoom}</a>
      </div>
      <p class="second">{words.lead}</p>
      <div class="desk-columns">
        {props.poll && !props.poll.ended ? <OpenPoll poll={props.poll} room={props.room} /> : <Ask {...props} />}
        <ShoutBox {...props} />
        {props.own ? <RaidBox {...props} /> : null}
        <SuggestionBox {...props} />
        {props.rules ? <Rules room={props.room} rules={props.rules} /> : null}
        {props.past.length > 0 ? <Past past={props.past} /> : null}
      </div>
    </SitePage>
  )
}

function OpenPoll({ poll, room }: { poll: PollView; room: string }) {
  return (
    <Box title={say.play.studio.openNow} aside={<Left ms={poll.leftMs} />} id="ask">
      <p class="desk-question">{poll.question}</p>
      <Sums answers={poll.answers} />
      <form method="post" action={paths.roomPollEnd(room, poll.id)}>
        <Button look="edge">{say.play.studio.close}</Button>
      </form>
    </Box>
  )
}

function Sums({ answers }: { answers: readonly { words: string; votes: number }[] }) {
  const all = answers.reduce((sum, { votes }) => sum + votes, 0)
  return (
    <ul class="desk-sums">
      {answers.map(({ words, votes }) => (
        <li>
          <span>{words}</span>
          <span class="meta">{say.play.poll.share(votes, all === 0 ? 0 : Math.round((votes * 100) / all))}</span>
        </li>
      ))}
    </ul>
  )
}

const lengths = (seconds: readonly number[]) =>
  seconds.map(n => ({ value: String(n), words: say.play.studio.seconds(n) }))

function Ask({ room, asked, askFaults: faults, answersMost, pollSeconds }: DeskProps) {
  const words = say.play.studio
  return (
    <Box title={words.askTitle} id="ask">
      <Form
        action={paths.roomPolls(room)}
        novalidate={faults !== undefined}
        error={faults?.open ? { title: faults.open } : undefined}
      >
        <TextField
          name="question"
          label={words.question}
          value={asked?.question}
          maxlength={140}
          error={faults?.question}
        />
        <fieldset class={faults?.answers ? 'field field-wrong' : 'field'}>
          <legend class="field-label">{words.answers}</legend>
          <div class="desk-answers">
            {Array.from({ length: answersMost }, (_, n) => (
              <div class="field-box">
                <input
                  type="text"
                  name="answer"
                  id={`answer-${n}`}
                  value={asked?.answers[n] ?? ''}
                  maxlength={60}
                  aria-label={words.answer(n + 1)}
                  placeholder={words.answer(n + 1)}
                  autocomplete="off"
                  aria-describedby="answers-said"
                />
              </div>
            ))}
          </div>
          <p class={faults?.answers ? 'field-error' : 'field-hint'} id="answers-said">
            {faults?.answers ?? words.answersHint}
          </p>
        </fieldset>
        <SelectField
          name="seconds"
          id="poll-seconds"
          label={words.lasts}
          value={String(asked?.seconds ?? 60)}
          options={lengths(pollSeconds)}
          error={faults?.seconds}
        />
        <div>
          <Button look="primary">{words.ask}</Button>
        </div>
      </Form>
    </Box>
  )
}

function ShoutBox({ room, shouted, shoutFaults: faults, shoutSeconds, shouting }: DeskProps) {
  const words = say.play.studio
  return (
    <Box title={words.shoutTitle} id="shout-box">
      <p class="second">{words.shoutHint}</p>
      <Form action={paths.roomShouts(room)} novalidate={faults !== undefined}>
        <TextField
          name="member"
          label={words.member}
          value={shouted?.member}
          hint={words.memberHint}
          maxlength={40}
          optional
          error={faults?.member}
        />
        <TextField
          name="words"
          id="shout-words"
          label={words.words}
          value={shouted?.words}
          maxlength={140}
          optional
          error={faults?.words}
        />
        <SelectField
          name="seconds"
          id="shout-seconds"
          label={words.lasts}
          value={String(shouted?.seconds ?? 10)}
          options={lengths(shoutSeconds)}
          error={faults?.seconds}
        />
        <div>
          <Button look="edge">{words.shout}</Button>
        </div>
      </Form>
      {shouting ? (
        <form method="post" action={paths.roomShoutEnd(room)}>
          <Button look="bare">{words.unshout}</Button>
        </form>
      ) : null}
    </Box>
  )
}

function RaidBox({ room, rooms, raiding, raidTyped, raidFault }: DeskProps) {
  const words = say.play.studio
  return (
    <Box title={words.raidTitle} id="raid-box">
      <p class="second">{words.raidHint}</p>
      {raiding ? (
        <Notice tone="ok" title={words.raided} />
      ) : (
        <>
          {rooms.length === 0 ? <p class="second">{words.raidNone}</p> : null}
          <div class="desk-rooms">
            {rooms.map(({ name, handle }) => (
              <form method="post" action={paths.roomRaids(room)}>
                <input type="hidden" name="to" value={name} />
                <Button look="edge">{handle}</Button>
              </form>
            ))}
          </div>
          <Form action={paths.roomRaids(room)} novalidate={raidFault !== undefined}>
            <TextField
              name="to"
              id="raid-to"
              label={words.raidOther}
              value={raidTyped}
              maxlength={40}
              error={raidFault}
            />
            <div>
              <Button look="edge">{words.raid}</Button>
            </div>
          </Form>
        </>
      )}
    </Box>
  )
}

function SuggestionBox({ room, suggestions, closed }: DeskProps) {
  const words = say.play.studio
  return (
    <Box title={words.suggestionsTitle} id="suggestions-box">
      {suggestions.length === 0 ? <p class="second">{say.play.suggestions.none}</p> : null}
      <ul class="rows">
        {suggestions.map(suggestion => (
          <li>
            <span class="row-grow row-two">
              <span class="desk-suggestion">{suggestion.words}</span>
              <span class="meta">
                {say.play.suggestions.by(suggestion.by)} · {say.play.poll.votes(suggestion.votes)}
              </span>
            </span>
            <form class="acts" method="post" action={paths.roomSuggestion(room, suggestion.id)}>
              <Button look="edge" size="small" name="state" value="done">
                {words.done}
                <span class="unseen"> {suggestion.words}</span>
              </Button>
              <Button
                look="bare"
                size="small"
                icon="trash"
                name="state"
                value="removed"
                label={`${words.remove}: ${suggestion.words}`}
              />
            </form>
          </li>
        ))}
      </ul>
      {closed.length > 0 ? (
        <>
          <h3 class="field-label">{words.closedLately}</h3>
          <ul class="rows">
            {closed.map(suggestion => (
              <li>
                <span class="row-grow desk-suggestion second">{suggestion.words}</span>
                <form method="post" action={paths.roomSuggestion(room, suggestion.id)}>
                  <Button look="bare" size="small" name="state" value="open">
                    {words.undo}
                    <span class="unseen"> {suggestion.words}</span>
                  </Button>
                </form>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Box>
  )
}

function Rules({ room, rules }: { room: string; rules: NonNullable<DeskProps['rules']> }) {
  const words = say.play.studio
  return (
    <Box title={words.rulesTitle} id="rules">
      <Form action={paths.roomPlayRules(room)}>
        {(['reactions', 'suggestions', 'sounds', 'raids'] as const).map(rule => (
          <Switch name={rule} label={words.rules[rule]} checked={rules[rule]} />
        ))}
        <div>
          <Button look="edge">{words.save}</Button>
        </div>
      </Form>
    </Box>
  )
}

const Past = ({ past }: Pick<DeskProps, 'past'>) => (
  <Box title={say.play.studio.past} id="past">
    {past.map(poll => (
      <div class="desk-past">
        <p class="desk-question">{poll.question}</p>
        <Sums answers={poll.answers} />
      </div>
    ))}
  </Box>
)

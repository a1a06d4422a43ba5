import type { Child } from 'hono/jsx'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import type { Badge } from './line.tsx'

export interface CardProps {
  /** The room it is opened in. */
  room: string
  person: { handle: string; hue: number; avatarHref?: string; badge?: Badge }
  /** The month of their first visit, in words. */
  since: string
  /** The line it was opened from. */
  line?: number
  /** Their own room, where they perform. */
  ownRoom?: string
  you: boolean
  /** Opened beside the chat: a name can be put into the say box. */
  beside: boolean
  /** Signed in: may choose not to read them. */
  mayDeafen: boolean
  deaf: boolean
  error?: string
  /** Whisper, mute, kick, block: of the room's tools. */
  tools?: Child
}

/** Who somebody is, and what one may do about it. */
export function NameCard(props: CardProps) {
  const { person, room } = props
  return (
    <div class="card-person" data-handle={person.handle} data-deaf={props.deaf ? '' : undefined}>
      <div class="card-head">
        <Avatar person={person} size={52} />
        <div class="row-grow">
          <p class={`card-name hue-${person.hue}`}>
            <bdi>{person.handle}</bdi>
          </p>
          {person.badge ? (
            <p class="card-badge">
              {person.badge === 'stage' ? null : <Icon name="shield" size={16} />}
              {say.chat.badge[person.badge]}
            </p>
          ) : null}
          <p class="meta">{say.chat.card.since(props.since)}</p>
        </div>
      </div>
      {props.error ? (
        <p class="card-error" role="alert">
          {props.error}
        </p>
      ) : null}
      {props.you ? <p class="second">{say.chat.card.itsYou}</p> : null}
      <div class="card-acts">
        {props.you || !props.beside ? null : (
          <button class="btn btn-edge card-mention" type="button" data-mention={person.handle}>
            {say.chat.card.mention}
          </button>
        )}
        {props.ownRoom ? (
          <LinkButton look="edge" icon="stage" href={paths.room(props.ownRoom)}>
            {say.chat.card.room}
          </LinkButton>
        ) : null}
      </div>
      {props.tools}
      {props.mayDeafen && !props.you ? (
        <form class="card-deaf" method="post" action={paths.roomPersonUnheard(room, person.handle)}>
          <input type="hidden" name="unheard" value={props.deaf ? 'off' : 'on'} />
          {props.deaf ? <p class="second">{say.chat.card.deaf}</p> : null}
          <Button look="quiet" icon={props.deaf ? 'eye' : 'eye-off'}>
            {props.deaf ? say.chat.card.hear : say.chat.card.deafen}
          </Button>
        </form>
      ) : null}
      {props.you ? null : (
        <p class="card-report">
          <a href={props.line === undefined ? paths.reportPerson(person.handle) : paths.reportLine(room, props.line)}>
            <Icon name="flag" size={16} />
            {props.line === undefined ? say.chat.card.reportPerson : say.chat.card.report}
          </a>
        </p>
      )}
    </div>
  )
}

/** The sheet that a press on a name opens; its content comes when it is asked for. */
export const CardSheet = () => (
  <Dialog id="card" title={say.chat.client.card}>
    <div id="card-content" />
  </Dialog>
)

/** The same without scripts. */
export const CardPage = ({ frame, ...card }: CardProps & { frame: Frame }) => (
  <BarePage frame={frame} title={say.chat.card.title(card.person.handle)} unlisted>
    <NameCard {...card} />
    <p class="bare-else">
      <a href={paths.room(card.room)}>{say.chat.backToRoom}</a>
    </p>
  </BarePage>
)

import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface ReactionView {
  name: 'heart' | 'clap' | 'star' | 'bouquet' | 'laugh' | 'lamp'
  href: string
}

/** Under the picture. Without scripts each is a form's button. */
export function Reactions({
  room,
  reactions,
  desk,
}: {
  room: string
  reactions: readonly ReactionView[]
  /** For those who keep the room. */
  desk?: boolean
}) {
  return (
    <form
      class="reactions"
      id="reactions"
      method="post"
      action={paths.roomReactions(room)}
      aria-label={say.play.reactions.label}
    >
      {reactions.map(reaction => (
        <Tap reaction={reaction} />
      ))}
      {desk ? (
        <a class="btn btn-edge reactions-desk" href={paths.roomPlay(room)}>
          <Icon name="poll" />
          {say.play.studio.open}
        </a>
      ) : null}
    </form>
  )
}

const Tap = ({ reaction: { name, href }, at }: { reaction: ReactionView; at?: string }) => (
  <button
    type="submit"
    class="reaction"
    name="kind"
    value={name}
    formaction={at}
    formnovalidate={at !== undefined}
    aria-label={say.play.reactions[name]}
    title={say.play.reactions[name]}
  >
    <img src={href} alt="" width="24" height="24" />
  </button>
)

/** On a phone the row under the picture lies behind a tab: these are buttons of the say box. */
export const PhoneReactions = ({ room, reactions }: { room: string; reactions: readonly ReactionView[] }) => (
  <div class="reactions reactions-phone">
    {reactions.map(reaction => (
      <Tap reaction={reaction} at={paths.roomReactions(room)} />
    ))}
  </div>
)

/** Over the picture: they rise here; where motion is reduced, their numbers stand still. */
export const Rising = () => (
  <>
    <div class="rising" id="rising" aria-hidden="true" />
    <div class="rising-sums" id="rising-sums" aria-hidden="true" hidden />
  </>
)

import { LinkButton } from '../parts/button.tsx'
import { hx } from '../parts/hx.ts'
import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface FollowProps {
  room: { name: string; handle: string }
  /** How the visitor stands to the room: guests are led to sign in first. */
  stands: 'guest' | 'follows' | 'not'
  /** The page to come back to. */
  from: string
  nonce: string
  /** On a card: the star alone. */
  small?: boolean
  /** The page that answers is the room's: nothing is swapped. */
  plain?: boolean
}

/** The star: filled means that one follows. Pressed with a script only the button changes, else the page comes again. */
export function FollowButton({ room, stands, from, nonce, small, plain }: FollowProps) {
  const on = stands === 'follows'
  const label = on ? say.following.unfollowRoom(room.handle) : say.following.followRoom(room.handle)
  if (stands === 'guest') {
    if (small) return null
    return (
      <LinkButton look="edge" icon="star" href={paths.signInFrom(paths.follow(room.name))} label={label}>
        {say.following.follow}
      </LinkButton>
    )
  }
  const action = on ? paths.followEnd(room.name) : paths.follow(room.name)
  return (
    <form
      class="follow"
      method="post"
      action={action}
      {...(plain ? {} : hx({ nonce, post: action, target: 'this', swap: 'outerHTML', disable: 'find button' }))}
    >
      <input type="hidden" name="from" value={from} />
      {small ? <input type="hidden" name="small" value="1" /> : null}
      <button
        type="submit"
        class={small ? 'follow-star' : 'btn btn-edge'}
        aria-label={label}
        aria-pressed={String(on)}
        title={small ? label : undefined}
      >
        <Icon name={on ? 'star-on' : 'star'} />
        {small ? null : on ? say.following.following : say.following.follow}
      </button>
    </form>
  )
}

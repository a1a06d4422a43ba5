import { number } from '../format.ts'
import { hx } from '../parts/hx.ts'
import { Icon } from '../parts/icons.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

/** In the header of every page of somebody who is signed in; pushed again when the number changes. */
export function Bell({ unread }: { unread: number }) {
  const words = unread > 0 ? say.following.bell.unread(unread) : say.following.bell.label
  return (
    <a id="bell" class="you-button bell" href={paths.notices} aria-label={words} title={words}>
      <Icon name={unread > 0 ? 'bell-on' : 'bell'} />
      {unread > 0 ? <span class="bell-count">{unread > 99 ? '99+' : number(unread)}</span> : null}
      <span class="unseen" role="status">
        {unread > 0 ? words : ''}
      </span>
    </a>
  )
}

/** Beside a date: filled means that one will be reminded. */
export function BellButton(props: {
  date: { id: string; handle: string; title: string }
  on: boolean
  from: string
  nonce: string
}) {
  const { date, on, from, nonce } = props
  const action = on ? paths.dateBellEnd(date.id) : paths.dateBell(date.id)
  const words = say.following.front
  const label = on ? words.unring(date.handle, date.title) : words.ring(date.handle, date.title)
  return (
    <form
      class="follow"
      method="post"
      action={action}
      {...hx({ nonce, post: action, target: 'this', swap: 'outerHTML', disable: 'find button' })}
    >
      <input type="hidden" name="from" value={from} />
      <button type="submit" class="bell-button" aria-label={label} aria-pressed={String(on)} title={label}>
        <Icon name={on ? 'bell-on' : 'bell'} />
      </button>
    </form>
  )
}

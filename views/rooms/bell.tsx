import { number } from '../format.ts'
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

import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { LinkButton } from '../parts/button.tsx'
import { Moment } from '../parts/moment.tsx'
import { Empty } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface FollowersProps {
  frame: Frame
  /** `handle` is null where somebody does not want to be named. */
  followers: readonly { handle: string | null; hue: number; at: number }[]
  total: number
  fresh: number
  now: number
  zone: string
  newerHref?: string
  olderHref?: string
}

export function FollowersPage(props: FollowersProps) {
  const { frame, followers, total, fresh, now, zone } = props
  const words = say.following.profile
  return (
    <SitePage frame={frame} title={words.followers} unlisted studio>
      <div class="narrow stack">
        <div class="page-head">
          <h1 class="page-title">{words.followers}</h1>
          <span class="meta">
            {words.followCount(total)} {fresh > 0 ? words.followNew(fresh) : ''}
          </span>
        </div>
        {followers.length === 0 ? (
          <Empty title={words.noFollowers} words={words.noFollowersWords} />
        ) : (
          <ul class="rows">
            {followers.map(one => (
              <li>
                <Avatar person={{ handle: one.handle ?? '?', hue: one.hue }} size={40} />
                <span class="row-grow row-two">
                  <b class="name">{one.handle ?? words.unnamed}</b>
                  <span class="meta">
                    <Moment at={one.at} as="soon" now={now} zone={zone} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        )}
        {props.newerHref || props.olderHref ? (
          <nav class="front-pages" aria-label={words.followers}>
            {props.newerHref ? (
              <LinkButton look="edge" href={props.newerHref}>
                {say.following.notices.newer}
              </LinkButton>
            ) : null}
            {props.olderHref ? (
              <LinkButton look="edge" href={props.olderHref}>
                {say.following.notices.older}
              </LinkButton>
            ) : null}
          </nav>
        ) : null}
        <p>
          <a href={paths.studioRoom}>{say.rooms.roomPage}</a>
        </p>
      </div>
    </SitePage>
  )
}

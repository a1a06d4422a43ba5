import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Box, Copy } from '../parts/box.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Icon } from '../parts/icons.tsx'
import { LiveLamp } from '../parts/lamps.tsx'
import { Moment } from '../parts/moment.tsx'
import { Empty } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { FollowButton } from './follow.tsx'
import type { FollowedRoom } from './front.tsx'

export interface FollowingProps {
  frame: Frame
  rooms: readonly (FollowedRoom & { quiet: boolean })[]
  /** The whole address of the calendar, where there is one. */
  feedHref?: string
  now: number
  zone: string
}

/** Everything that one follows, and how loud each is. */
export function FollowingPage({ frame, rooms, feedHref, now, zone }: FollowingProps) {
  const words = say.following.page
  return (
    <SitePage frame={frame} title={words.title} unlisted>
      <div class="narrow stack">
        <div class="page-head">
          <h1 class="page-title">{words.title}</h1>
          {rooms.length > 0 ? <span class="meta">{words.count(rooms.length)}</span> : null}
        </div>
        {rooms.length === 0 ? (
          <Empty
            title={words.none}
            words={words.noneWords}
            act={
              <LinkButton look="edge" href={paths.front}>
                {say.following.notices.seeRooms}
              </LinkButton>
            }
          />
        ) : (
          <ul class="rows">
            {rooms.map(room => (
              <li class="following-row">
                <Avatar person={room} size={52} />
                <span class="row-grow row-two">
                  <a class="name" href={paths.room(room.name)}>
                    {room.handle}
                  </a>
                  <LiveLamp
                    on={room.on}
                    size={12}
                    words={
                      <span class="meta">
                        {room.on ? (
                          say.following.front.onNow(room.title)
                        ) : room.next ? (
                          <Moment at={room.next} as="soon" now={now} zone={zone} />
                        ) : (
                          say.following.front.noDate
                        )}
                      </span>
                    }
                  />
                  {room.quiet ? <span class="meta">{words.quiet}</span> : null}
                </span>
                <form class="follow" method="post" action={paths.followQuiet(room.name)}>
                  <input type="hidden" name="quiet" value={room.quiet ? '0' : '1'} />
                  <button
                    type="submit"
                    class="bell-button"
                    aria-pressed={String(!room.quiet)}
                    aria-label={room.quiet ? words.loud(room.handle) : words.hush(room.handle)}
                    title={room.quiet ? words.loud(room.handle) : words.hush(room.handle)}
                  >
                    <Icon name={room.quiet ? 'bell' : 'bell-on'} />
                  </button>
                </form>
                <FollowButton room={room} stands="follows" small from={paths.following} nonce={frame.nonce} />
              </li>
            ))}
          </ul>
        )}
        <Box title={words.calendar} id="calendar">
          <p class="second">{words.calendarWords}</p>
          {feedHref ? <Copy label={words.calendarAddress} text={feedHref} /> : null}
          <div class="acts">
            <form method="post" action={paths.calendarMake}>
              <Button look="edge" icon="calendar">
                {feedHref ? words.calendarAgain : words.calendarMake}
              </Button>
            </form>
            {feedHref ? (
              <form method="post" action={paths.calendarEnd}>
                <Button look="bare" icon="trash">
                  {words.calendarEnd}
                </Button>
              </form>
            ) : null}
          </div>
        </Box>
      </div>
    </SitePage>
  )
}

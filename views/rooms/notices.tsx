import { number } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Icon, type IconName } from '../parts/icons.tsx'
import { Moment } from '../parts/moment.tsx'
import { Empty } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export type NoticeKind = 'live' | 'date' | 'soon' | 'follower' | 'role' | 'order' | 'report' | 'decision' | 'urgent'

export interface NoticeView {
  id: string
  kind: NoticeKind
  facts: Readonly<Record<string, string | number>>
  at: number
  read: boolean
  room: { name: string; handle: string; hue: number; avatarHref?: string } | null
}

/** The house's reasons are a list; an old notice may name one that is not on it any more. */
const pictureReason = (because: unknown): string => {
  const { reasons } = say.play.face
  return Object.hasOwn(reasons, String(because)) ? reasons[because as keyof typeof reasons] : ''
}

/** The notice in one sentence. */
export function noticeWords({ kind, facts, room }: Pick<NoticeView, 'kind' | 'facts' | 'room'>): string {
  const told = say.following.told
  const who = room?.handle ?? told.someone
  const title = String(facts.title ?? '')
  switch (kind) {
    case 'live':
      return told.live(who, title)
    case 'date':
      if (Number(facts.count ?? 1) > 1) return told.dates(who, Number(facts.count))
      if (facts.change === 'moved') return told.dateMoved(who, title)
      return facts.change === 'off' ? told.dateOff(who, title) : told.dateAdded(who, title)
    case 'soon':
      return told.soon(who, title)
    case 'follower':
      return told.follower(Number(facts.count ?? 1))
    case 'role':
      return told.role(who)
    case 'order':
      return facts.spent === undefined
        ? told.order(number(BigInt(facts.tokens ?? 0)))
        : told.spent(number(BigInt(facts.spent)))
    case 'report':
      return told.report
    case 'decision':
      return facts.what === 'picture' ? told.picture(pictureReason(facts.because)) : told.decision
    case 'urgent':
      return say.cases.inbox.told
    default:
      return kind satisfies never
  }
}

const ICONS: Record<NoticeKind, IconName> = {
  live: 'stage',
  date: 'calendar',
  soon: 'clock',
  follower: 'star',
  role: 'shield',
  order: 'plus',
  report: 'flag',
  decision: 'shield',
  urgent: 'flag',
}

export interface NoticesProps {
  frame: Frame
  notices: readonly NoticeView[]
  unread: number
  now: number
  zone: string
  newerHref?: string
  olderHref?: string
}

export function NoticesPage(props: NoticesProps) {
  const { frame, notices, unread } = props
  const words = say.following.notices
  return (
    <SitePage frame={frame} title={words.title} unlisted>
      <div class="narrow">
        <div class="page-head">
          <h1 class="page-title">{words.title}</h1>
          <LinkButton look="edge" icon="sliders" href={paths.accountNotices}>
            {words.choose}
          </LinkButton>
        </div>
        {notices.length === 0 ? (
          <Empty
            title={words.none}
            words={words.noneWords}
            act={
              <LinkButton look="edge" href={paths.front}>
                {words.seeRooms}
              </LinkButton>
            }
          />
        ) : (
          <>
            <ul class="rows notice-rows">
              {notices.map(notice => (
                <NoticeRow notice={notice} now={props.now} zone={props.zone} />
              ))}
            </ul>
            <div class="acts">
              {unread > 0 ? (
                <form method="post" action={paths.noticesRead}>
                  <Button look="edge" icon="check">
                    {words.readAll}
                  </Button>
                </form>
              ) : null}
              <form method="post" action={paths.noticesClear}>
                <Button look="bare" icon="trash">
                  {words.clear}
                </Button>
              </form>
            </div>
          </>
        )}
        {props.newerHref || props.olderHref ? (
          <nav class="front-pages" aria-label={words.title}>
            {props.newerHref ? (
              <LinkButton look="edge" href={props.newerHref}>
                {words.newer}
              </LinkButton>
            ) : null}
            {props.olderHref ? (
              <LinkButton look="edge" href={props.olderHref}>
                {words.older}
              </LinkButton>
            ) : null}
          </nav>
        ) : null}
      </div>
    </SitePage>
  )
}

function NoticeRow({ notice, now, zone }: { notice: NoticeView; now: number; zone: string }) {
  const startsAt = Number(notice.facts.startsAt ?? 0)
  return (
    <li class={notice.read ? 'notice-row' : 'notice-row notice-new'}>
      <span class="notice-face">
        {notice.room ? (
          <Avatar person={notice.room} size={40} />
        ) : (
          <span class="notice-icon">
            <Icon name={ICONS[notice.kind]} />
          </span>
        )}
      </span>
      <span class="row-grow row-two">
        <a class="notice-link" href={paths.notice(notice.id)}>
          {noticeWords(notice)}
        </a>
        <span class="meta">
          <Moment at={notice.at} as="soon" now={now} zone={zone} />
          {startsAt > now ? (
            <>
              {' · '}
              <span class="notice-date">
                <Icon name="calendar" size={16} />
                <Moment at={startsAt} as="soon" now={now} zone={zone} />
              </span>
            </>
          ) : null}
        </span>
      </span>
      {notice.read ? null : <span class="notice-mark">{say.following.notices.fresh}</span>}
    </li>
  )
}

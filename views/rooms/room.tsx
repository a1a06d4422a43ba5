import type { Child } from 'hono/jsx'
import { number } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import type { Card } from '../layout/page.tsx'
import { SitePage } from '../layout/site.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { LinkButton } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icons.tsx'
import { LiveLamp } from '../parts/lamps.tsx'
import { Moment } from '../parts/moment.tsx'
import { type NextDate, NextDates, TagRow } from '../parts/room-card.tsx'
import { safeUrl } from '../parts/safe-url.ts'
import { KeyList, Player, Slate, StageFrame } from '../parts/stage.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export type RoomState = 'live' | 'away' | 'off'

export interface RoomView {
  /** The room's place in its address. */
  name: string
  handle: string
  hue: number
  avatarHref?: string
  /** One line under the name. */
  about: string
  /** Longer, in the side column: paragraphs by line breaks. */
  bio?: string
  links?: readonly { words: string; href: string }[]
  /** Wide, over the words about the performer. */
  coverHref?: string
  gallery?: readonly { href: string; smallHref: string }[]
  tags: readonly string[]
  state: RoomState
  /** On air: the broadcast's own title. */
  title?: string
  startedAt?: number
  viewers: number
  posterHref?: string
  dates: readonly NextDate[]
  /** Why the stage is dark, where it is not simply over. */
  held?: boolean
  /** Why the picture is away while the broadcast goes on. */
  away?: 'paused' | 'still' | 'lost' | 'house'
}

/** What other domains put into the room's page, each in its place. */
export interface RoomParts {
  /** The side column: chat with its say box. */
  chat?: Child
  /** A tab of the side column beside the chat. */
  board?: Child
  /** The row of lamps at the lip's edge, in an element of its own with the id `lamps`; else twenty dark ones. */
  lamps?: Child
  /** The lip's left half under the lamps: the goal. */
  goal?: Child
  /** The lip's right half: amounts, gift, Tip. */
  tip?: Child
  /** Over the picture: tip cards, reactions. */
  over?: Child
  /** Beside the title: follow. */
  acts?: Child
  /** Under the title: wishes of the menu, poll, suggestions. */
  below?: Child
  /** Dialogs of the page. */
  sheets?: Child
  /** Module scripts, hashed. */
  scripts?: readonly string[]
}

export interface RoomProps {
  frame: Frame
  room: RoomView
  now: number
  zone: string
  /** Module scripts of the player, hashed. */
  scripts?: readonly string[]
  hlsHref?: string
  /** The room's whole address, to hand on. */
  shareHref?: string
  /** What other sites show of a link to the room. */
  card?: Card
  can: {
    /** This is the visitor's own room. */
    open: boolean
    /** Staff: open the room in the panel. */
    stop: boolean
  }
  /** The live element that the room's socket keeps up to date (state, feed, outs, reason). */
  media?: Child
  parts?: RoomParts
}

export function RoomPage(props: RoomProps) {
  const { frame, room, parts = {} } = props
  const on = room.state !== 'off'
  return (
    <SitePage
      frame={frame}
      card={props.card}
      title={on && room.title ? `${room.title}, ${room.handle}` : room.handle}
      description={room.about}
      scripts={[...(props.scripts ?? []), ...(parts.scripts ?? [])]}
      room
    >
      {props.media}
      <div class={`room${parts.tip ? ' has-tip' : ''}`}>
        <RoomPhoneHead room={room} />
        <div class="room-main">
          <StageFrame
            label={on ? say.rooms.onStage(room.handle) : say.rooms.darkStage(room.handle)}
            data={{ room: room.name, state: room.state }}
            picture={
              <>
                <Player
                  handle={room.handle}
                  posterHref={room.posterHref}
                  hlsHref={props.hlsHref}
                  hidden={room.state === 'off'}
                />
                <div id="slate" class="slate-place" role="status">
                  <RoomSlate room={room} now={props.now} zone={props.zone} />
                </div>
                {parts.over ? <div class="picture-over">{parts.over}</div> : null}
              </>
            }
            lamps={parts.lamps}
            lip={
              parts.goal ?? (
                <div class="lip-line" id="lip">
                  <RoomLip room={room} now={props.now} zone={props.zone} />
                </div>
              )
            }
            act={parts.tip}
          />
          <RoomTitle {...props} />
          {parts.below ? <div class="room-below">{parts.below}</div> : null}
        </div>
        <RoomSide {...props} />
      </div>
      {parts.sheets}
      <Dialog id="keys" title={say.parts.keys}>
        <KeyList />
      </Dialog>
    </SitePage>
  )
}

const RoomPhoneHead = ({ room }: { room: RoomView }) => (
  <div class="room-phone-head">
    <a class="you-button" href={paths.front} aria-label={say.rooms.backToRooms}>
      <Icon name="back" size={24} />
    </a>
    <Avatar person={room} size={32} />
    <div class="row-grow">
      <p class="name">{room.handle}</p>
      <p class="meta">
        <span class="room-count" id="room-count">
          <RoomCount room={room} />
        </span>
      </p>
    </div>
  </div>
)

/** "Live · 212 watching": pushed again when the number changes. */
export function RoomCount({ room }: { room: Pick<RoomView, 'state' | 'viewers'> }) {
  if (room.state === 'off') return <LiveLamp on={false} size={12} />
  return (
    <span class="live">
      <LiveLamp on={room.state === 'live'} size={12} words={room.state === 'away' ? say.rooms.away : say.parts.live} />
      <span>{say.rooms.dotWatching(number(room.viewers))}</span>
    </span>
  )
}

const awayWords = (): Record<NonNullable<RoomView['away']>, { title: string; words(handle: string): string }> => ({
  paused: { title: say.rooms.backSoon, words: handle => say.rooms.takesBreak(handle) },
  still: { title: say.errors.oneMoment, words: handle => say.rooms.standsStill(handle) },
  lost: {
    title: say.rooms.backSoon,
    words: handle => say.rooms.lineBroke(handle),
  },
  house: { title: say.rooms.backSoon, words: () => say.rooms.houseMends },
})

/** What lies over the stage while there is no picture. Empty while live: the player is on top. */
export function RoomSlate({ room, now, zone }: Pick<RoomProps, 'room' | 'now' | 'zone'>) {
  if (room.state === 'live') return null
  if (room.state === 'away') {
    const { title, words } = awayWords()[room.away ?? 'lost']
    return <Slate title={title} words={words(room.handle)} over />
  }
  const next = room.dates[0]
  return (
    <Slate
      title={say.rooms.stageDark}
      ghost={!room.held}
      words={
        room.held ? (
          say.rooms.houseStopped
        ) : next ? (
          <>
            {weave(say.rooms.isBack, {
              who: room.handle,
              when: (
                <b>
                  <Moment at={next.startsAt} as="soon" now={now} zone={zone} />
                </b>
              ),
            })}
            , <Moment at={next.startsAt} as="until" now={now} zone={zone} />.
          </>
        ) : (
          say.rooms.noDateSet(room.handle)
        )
      }
      act={
        <>
          <LinkButton look="primary" icon="bell" href={paths.follow(room.name)}>
            {say.following.tellMe}
          </LinkButton>
          {next && !room.held ? (
            <LinkButton look="edge" icon="calendar" href={paths.roomCalendar(room.name)}>
              {say.following.calendar.add}
            </LinkButton>
          ) : (
            <LinkButton look="edge" href={paths.front}>
              {say.errors.seeWhoIsOn}
            </LinkButton>
          )}
        </>
      }
    />
  )
}

/** The line under the lamps, of fixed height, where there is no goal: the broadcast. */
export function RoomLip({ room, now, zone }: Pick<RoomProps, 'room' | 'now' | 'zone'>) {
  if (room.state === 'off') {
    const next = room.dates[0]
    return (
      <>
        <LiveLamp on={false} />
        <span>
          {next
            ? weave(say.rooms.next, { when: <Moment at={next.startsAt} as="soon" now={now} zone={zone} /> })
            : say.rooms.noDate}
        </span>
      </>
    )
  }
  return (
    <span>
      {room.startedAt
        ? weave(say.rooms.onAirSince, {
            time: (
              <b>
                <Moment at={room.startedAt} as="time" now={now} zone={zone} />
              </b>
            ),
          })
        : say.studio.onAir}
    </span>
  )
}

/** At the head of the side column: how many are here, while there is something to watch. */
const SideCount = ({ room }: { room: Pick<RoomView, 'state' | 'viewers'> }) => (
  <span class="eye side-count" id="side-count">
    {room.state === 'off' ? null : (
      <>
        <Icon name="eye" size={16} />
        <span>{weave(say.rooms.watching, { n: <b id="viewers">{number(room.viewers)}</b> })}</span>
      </>
    )}
  </span>
)

/** Title, name and tags beside the face. */
function RoomWords({ room, now, zone }: Pick<RoomProps, 'room' | 'now' | 'zone'>) {
  const on = room.state !== 'off'
  return (
    <>
      <h1 class="room-name">{on && room.title ? room.title : room.handle}</h1>
      <div class="room-line">
        {on ? (
          <>
            <LiveLamp on={room.state === 'live'} words={<span class="name">{room.handle}</span>} />
            {room.startedAt ? (
              <span class="meta">
                {weave(say.rooms.since, { time: <Moment at={room.startedAt} as="time" now={now} zone={zone} /> })}
              </span>
            ) : null}
          </>
        ) : (
          <span class="second">{room.about}</span>
        )}
        <TagRow tags={room.tags} />
      </div>
    </>
  )
}

export interface MediaProps {
  /** The room's feed; empty while there is no picture. */
  feed: string
  state: RoomState | 'stalled'
  paused: boolean
  /** What the feed offers, to compare with what it offered before. */
  outs: string
  /** A word: why it is off or away. */
  reason: string
  /** Only in a page's own first frame: what it shows to get a pass. */
  seat?: string
}

/** What the player reads: the state of the picture, pushed with every change. */
export const Media = ({ feed, state, paused, outs, reason, seat }: MediaProps) => (
  <fl-media
    id="media"
    feed={feed}
    state={state}
    outs={outs}
    reason={reason}
    paused={paused ? '' : undefined}
    seat={seat}
    hidden
  />
)

/** Pushed to an open page when the stage changes: each part takes the place of the one with its id. */
export function RoomPush({ room, now, zone, media }: Pick<RoomProps, 'room' | 'now' | 'zone'> & { media: MediaProps }) {
  return (
    <>
      <Media {...media} />
      <div id="slate" class="slate-place" role="status">
        <RoomSlate room={room} now={now} zone={zone} />
      </div>
      <div class="lip-line" id="lip">
        <RoomLip room={room} now={now} zone={zone} />
      </div>
      <SideCount room={room} />
      <span class="room-count" id="room-count">
        <RoomCount room={room} />
      </span>
      <div class="row-grow" id="room-words">
        <RoomWords room={room} now={now} zone={zone} />
      </div>
    </>
  )
}

/** Pushed when only the number changed. */
export const CountPush = ({ room }: { room: Pick<RoomView, 'state' | 'viewers'> }) => (
  <>
    <b id="viewers">{number(room.viewers)}</b>
    <span class="room-count" id="room-count">
      <RoomCount room={room} />
    </span>
  </>
)

function RoomTitle({ room, can, now, zone, shareHref, parts }: RoomProps) {
  return (
    <div class="room-title">
      <Avatar person={room} size={52} />
      <div class="row-grow" id="room-words">
        <RoomWords room={room} now={now} zone={zone} />
      </div>
      {parts?.acts ? <div class="acts room-acts">{parts.acts}</div> : null}
      {shareHref || can.open || can.stop ? (
        <div class="acts">
          {shareHref ? (
            <button class="btn btn-edge share" type="button" data-copy={shareHref} data-share={room.handle}>
              <Icon name="link" />
              <span data-copy-word="Copied">{say.rooms.copyLink}</span>
            </button>
          ) : null}
          {can.open ? (
            <LinkButton look="edge" href={paths.studio} icon="stage">
              {say.rooms.openStudio}
            </LinkButton>
          ) : null}
          {can.stop ? (
            <LinkButton look="edge" href={`${paths.panel}#${room.name}`} icon="shield">
              {say.rooms.inPanel}
            </LinkButton>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

/** Chat, board and about in tabs; the panel that the address names is shown, else the first one. */
function RoomSide(props: RoomProps) {
  const { room, parts } = props
  if (!parts?.chat) {
    return (
      <aside class="room-side" aria-label={say.rooms.about(room.handle)}>
        <div class="side-panel side-first side-about">
          <RoomAbout {...props} />
        </div>
      </aside>
    )
  }
  const first = room.state === 'off' ? 'about' : 'chat'
  const panels = [
    { name: 'chat', words: say.chat.side.chat, markup: parts.chat },
    ...(parts.board ? [{ name: 'board', words: say.chat.side.board, markup: parts.board }] : []),
    { name: 'about', words: say.chat.side.about, markup: <RoomAbout {...props} /> },
  ]
  return (
    <aside class="room-side" id="side" aria-label={say.chat.side.label}>
      <div class="side-head">
        <nav class="side-tabs" aria-label={say.chat.side.label}>
          {panels.map(({ name, words }) => (
            <a class="side-tab" id={`side-tab-${name}`} href={`#side-${name}`} data-shows={name}>
              {words}
            </a>
          ))}
        </nav>
        <SideCount room={room} />
      </div>
      {panels.map(({ name, markup }) => (
        <section
          class={`side-panel side-${name}${name === first ? ' side-first' : ''}`}
          id={`side-${name}`}
          aria-labelledby={`side-tab-${name}`}
          data-panel={name}
        >
          {markup}
        </section>
      ))}
    </aside>
  )
}

function RoomAbout({ frame, room, now, zone }: RoomProps) {
  const links = (room.links ?? []).flatMap(link => {
    const href = safeUrl(link.href)
    return href ? [{ words: link.words, href }] : []
  })
  return (
    <>
      <section class="side-part">
        <h2 class="section-title">{say.rooms.nextEvenings}</h2>
        {room.dates.length > 0 ? (
          <NextDates
            dates={room.dates}
            now={now}
            zone={zone}
            handle={room.handle}
            press={{ from: paths.room(room.name), nonce: frame.nonce }}
          />
        ) : (
          <p class="second">{say.rooms.noDatesYet(room.handle)}</p>
        )}
      </section>
      <section class="side-part">
        <h2 class="section-title">{say.rooms.about(room.handle)}</h2>
        {room.coverHref ? (
          <img
            class="about-cover"
            src={room.coverHref}
            alt=""
            width="720"
            height="240"
            loading="lazy"
            decoding="async"
          />
        ) : null}
        <div class="prose" hx-ignore="true">
          {(room.bio?.trim() || room.about || say.rooms.nothingWritten).split(/\n+/).map(line => (
            <p>{line}</p>
          ))}
        </div>
        {room.gallery && room.gallery.length > 0 ? (
          <ul class="gallery" aria-label={say.following.profile.gallery}>
            {room.gallery.map((picture, at) => (
              <li>
                <a href={picture.href} aria-label={say.following.profile.picture(at + 1)}>
                  <img src={picture.smallHref} alt="" loading="lazy" decoding="async" />
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {links.length > 0 ? (
          <ul class="side-links">
            {links.map(link => (
              <li>
                <Icon name="link" size={16} />
                <a href={link.href} rel="nofollow noopener ugc">
                  {link.words}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
      </section>
      <p class="side-foot">
        <a href={paths.reportRoom(room.name)}>{say.rooms.reportHere}</a>
      </p>
    </>
  )
}

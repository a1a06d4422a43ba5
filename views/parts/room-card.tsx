import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { BellButton } from '../rooms/bell.tsx'
import { FollowButton } from '../rooms/follow.tsx'
import { say } from '../words/index.ts'
import { Avatar } from './avatar.tsx'
import { Pill, Tag, Viewers } from './chip.tsx'
import { LiveLamp } from './lamps.tsx'
import { Moment } from './moment.tsx'

export interface LiveRoom {
  /** The room's place in its address. */
  name: string
  handle: string
  hue: number
  avatarHref?: string
  title: string
  tags: readonly string[]
  viewers: number
  startedAt: number
  /** The last thumbnail; the curtain stands in where there is none. */
  pictureHref?: string
  /** For the large card. */
  posterHref?: string
  /** "Back in a moment": the picture is the last one. */
  away?: boolean
  /** Why it stands here: "You follow". */
  why?: string
  /** How the visitor stands to it; nothing where there is nothing to press. */
  star?: 'follows' | 'not'
}

/** What the buttons of a list need: the page to come back to, and its nonce. */
export interface Pressing {
  from: string
  nonce: string
}

/** A room on air. The first of the page is shown large, with its face and tags. */
export function RoomCard(props: {
  room: LiveRoom
  large?: boolean
  eager?: boolean
  now: number
  zone: string
  press?: Pressing
}) {
  const { room, large } = props
  const href = paths.room(room.name)
  return (
    <article class={`card${large ? ' card-large' : ''}`}>
      <div class="card-picture">
        {room.pictureHref ? (
          <img
            src={(large && room.posterHref) || room.pictureHref}
            alt=""
            width="640"
            height="360"
            loading={props.eager ? 'eager' : 'lazy'}
            decoding="async"
          />
        ) : (
          <span class="card-curtain" />
        )}
        {room.star && props.press ? (
          <span class="card-star">
            <FollowButton room={room} stands={room.star} small {...props.press} />
          </span>
        ) : null}
        {room.away ? (
          <span class="picture-notes">
            <Pill>{say.rooms.backSoon}</Pill>
          </span>
        ) : null}
      </div>
      <div class="show-words">
        {large ? <Avatar person={room} size={52} /> : null}
        <div class="row-grow">
          {large ? (
            <>
              <h2 class="card-title">
                <a class="card-link" href={href}>
                  {room.title}
                </a>
              </h2>
              <p class="card-line">
                <LiveLamp on={!room.away} words={<span class="name">{room.handle}</span>} />
                <span>
                  {weave(say.rooms.since, {
                    time: <Moment at={room.startedAt} as="time" now={props.now} zone={props.zone} />,
                  })}
                </span>
                <Viewers viewers={room.viewers} />
              </p>
              <div class="card-foot">
                <TagRow tags={room.tags} />
                {room.why ? <p class="card-why">{room.why}</p> : null}
              </div>
            </>
          ) : (
            <>
              <div class="show-head">
                <h2 class="show-name">
                  <LiveLamp
                    on={!room.away}
                    words={
                      <a class="name card-link" href={href}>
                        {room.handle}
                      </a>
                    }
                  />
                </h2>
                <Viewers viewers={room.viewers} />
              </div>
              <p class="card-one">{room.title}</p>
              <p class="card-why">
                {room.why ? `${room.why} · ` : room.tags.length > 0 ? `${room.tags.slice(0, 3).join(', ')} · ` : ''}
                {weave(say.rooms.onAirFor, {
                  length: <Moment at={room.startedAt} as="on-air" now={props.now} zone={props.zone} />,
                })}
              </p>
            </>
          )}
        </div>
      </div>
    </article>
  )
}

export function TagRow({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return null
  return (
    <div class="tag-row">
      {tags.map(tag => (
        <Tag href={paths.tag(tag)}>{tag}</Tag>
      ))}
    </div>
  )
}

export interface DatedRoom {
  name: string
  handle: string
  hue: number
  avatarHref?: string
  startsAt: number
  title: string
  id: string
  /** Whether the visitor will be reminded; nothing where there is nothing to press. */
  bell?: boolean
}

export function DateRow(props: { date: DatedRoom; now: number; zone: string; press?: Pressing }) {
  const { date } = props
  return (
    <li class="date-row">
      <Moment class="date-time" at={date.startsAt} as="time" now={props.now} zone={props.zone} />
      <Avatar person={date} size={40} />
      <span class="row-grow row-two">
        <a class="name" href={paths.room(date.name)}>
          {date.handle}
        </a>
        <span class="second date-title">{date.title}</span>
      </span>
      {date.bell !== undefined && props.press ? <BellButton date={date} on={date.bell} {...props.press} /> : null}
    </li>
  )
}

export interface NextDate {
  startsAt: number
  title: string
  repeats?: 'once' | 'weekly'
  id?: string
  /** Whether the visitor will be reminded; nothing where there is nothing to press. */
  bell?: boolean
}

/** A performer's own dates: day and hour left, what it is beside it. */
export function NextDates(props: {
  dates: readonly NextDate[]
  now: number
  zone: string
  handle?: string
  press?: Pressing
}) {
  return (
    <ul class="rows next-dates">
      {props.dates.map(date => (
        <li>
          <span class="next-when">
            <b>
              <Moment at={date.startsAt} as="short-day" now={props.now} zone={props.zone} />
            </b>
            <Moment class="second" at={date.startsAt} as="time" now={props.now} zone={props.zone} />
          </span>
          <span class="row-grow row-two">
            <span>{date.title}</span>
            {date.repeats === 'weekly' ? <span class="meta">{say.rooms.everyWeek}</span> : null}
          </span>
          {date.bell !== undefined && date.id && props.press ? (
            <BellButton
              date={{ id: date.id, handle: props.handle ?? '', title: date.title }}
              on={date.bell}
              {...props.press}
            />
          ) : null}
        </li>
      ))}
    </ul>
  )
}

export interface QuietRoom {
  name: string
  handle: string
  hue: number
  avatarHref?: string
  about: string
  next?: NextDate
  star?: 'follows' | 'not'
}

/** A room that is off air: unlit lamp, and when it is back. */
export function QuietCard(props: { room: QuietRoom; now: number; zone: string; press?: Pressing }) {
  const { room } = props
  return (
    <li class="quiet-card">
      <Avatar person={room} size={52} />
      <span class="row-grow row-two">
        <a class="name" href={paths.room(room.name)}>
          {room.handle}
        </a>
        <span class="second date-title">{room.about}</span>
        <LiveLamp
          on={false}
          size={12}
          words={
            <span class="meta">
              {room.next
                ? weave(say.rooms.backAt, {
                    when: <Moment at={room.next.startsAt} as="soon" now={props.now} zone={props.zone} />,
                  })
                : say.rooms.noDate}
            </span>
          }
        />
      </span>
      {room.star && props.press ? <FollowButton room={room} stands={room.star} small {...props.press} /> : null}
    </li>
  )
}

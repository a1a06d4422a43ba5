import { day as dayOf } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SearchForm, SitePage } from '../layout/site.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { LinkButton } from '../parts/button.tsx'
import { Chip } from '../parts/chip.tsx'
import { hx } from '../parts/hx.ts'
import { Icon } from '../parts/icons.tsx'
import { LiveLamp } from '../parts/lamps.tsx'
import { Moment } from '../parts/moment.tsx'
import { Empty } from '../parts/notice.tsx'
import {
  type DatedRoom,
  DateRow,
  type LiveRoom,
  type Pressing,
  QuietCard,
  type QuietRoom,
  RoomCard,
} from '../parts/room-card.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface FrontProps {
  frame: Frame
  now: number
  /** The house's time zone: dates are told in it. */
  zone: string
  /** Rooms on air, busiest first. */
  live: readonly LiveRoom[]
  /** Dates of rooms that are off air, soonest first. */
  dates: readonly DatedRoom[]
  /** Rooms off air. */
  quiet: readonly QuietRoom[]
  tags: readonly { tag: string; rooms: number }[]
  categories?: readonly { slug: string; name: string; rooms: number }[]
  /** Its name; `chosenSlug` is its place in the address. */
  chosenCategory?: string
  chosenSlug?: string
  /** On top: rooms that the visitor follows, those on air first. */
  followed?: readonly FollowedRoom[]
  chosenTag?: string
  search?: string
  /** Nobody has a room yet: who reads this decides what is offered. */
  firstRun?: { invite: boolean; studio: boolean }
  /** Where this very list is, to look again. */
  selfHref: string
  /** The lists of rooms before and after this one. */
  pages?: { beforeHref?: string; afterHref?: string }
  /** All that were found, on every page of the list. */
  rooms: number
}

export interface FollowedRoom {
  name: string
  handle: string
  hue: number
  avatarHref?: string
  on: boolean
  title: string
  next?: number
}

const LOOK_AGAIN = '20s'

/** The list alone: the page looks again by itself, and only what is different changes. */
export const FrontRooms = (props: FrontProps) =>
  props.firstRun ? <FirstRun {...props.firstRun} name={props.frame.site.name} /> : <Rooms {...props} />

export function FrontPage(props: FrontProps) {
  const { frame, search, chosenTag, chosenCategory } = props
  const filtered = Boolean(search || chosenTag || chosenCategory)
  return (
    <SitePage
      frame={{ ...frame, search }}
      title={
        search
          ? say.rooms.searchTitle(search)
          : chosenTag
            ? say.rooms.tagTitle(chosenTag)
            : (chosenCategory ?? frame.site.name)
      }
      description={say.rooms.liveRoomsOf(frame.site.name)}
    >
      <h1 class="unseen">{filtered ? say.rooms.roomsFound : say.rooms.liveRooms}</h1>
      <div
        id="rooms"
        {...hx({ nonce: frame.nonce, get: props.selfHref, trigger: `every ${LOOK_AGAIN}`, swap: 'innerMorph' })}
      >
        <FrontRooms {...props} />
      </div>
    </SitePage>
  )
}

function FirstRun({ invite, studio, name }: { invite: boolean; studio: boolean; name: string }) {
  return (
    <Empty
      title={say.rooms.emptyHouse}
      words={invite ? say.rooms.emptyOwner : studio ? say.rooms.emptyPerformer : say.rooms.emptyGuest(name)}
      act={
        invite ? (
          <>
            <LinkButton look="primary" href={`${paths.panelPeople}#invite`}>
              {say.rooms.invitePerformer}
            </LinkButton>
            <LinkButton look="edge" href={paths.panel}>
              {say.rooms.openPanel}
            </LinkButton>
          </>
        ) : studio ? (
          <LinkButton look="primary" href={paths.studio}>
            {say.rooms.openStudio}
          </LinkButton>
        ) : null
      }
    />
  )
}

function Rooms(props: FrontProps) {
  const { live, quiet, dates, now, zone, search, chosenTag, chosenCategory, pages } = props
  const filtered = Boolean(search || chosenTag || chosenCategory)
  const press = { from: props.selfHref, nonce: props.frame.nonce }
  const nothing = live.length === 0 && quiet.length === 0
  return (
    <>
      {props.followed && props.followed.length > 0 ? (
        <FollowedRow rooms={props.followed} now={now} zone={zone} />
      ) : null}
      <div class="front-bar">
        {filtered ? (
          <p class="front-found">
            {search
              ? say.rooms.roomsFor(search)
              : chosenTag
                ? say.rooms.roomsTagged(chosenTag)
                : say.following.front.inCategory(chosenCategory ?? '')}{' '}
            <a href={paths.front}>{say.rooms.showAll}</a>
          </p>
        ) : null}
        <TagChips {...props} />
      </div>
      {nothing && filtered ? (
        <Empty
          title={say.rooms.nobodyBy}
          words={say.rooms.lookedIn}
          act={
            <>
              <div class="front-again">
                <SearchForm frame={props.frame} id="search-again" />
              </div>
              <LinkButton look="edge" href={paths.front}>
                {say.rooms.showAllRooms}
              </LinkButton>
            </>
          }
        />
      ) : null}
      {live.length > 0 ? (
        <section class={`cards${live.length < 3 ? ' cards-few' : ''}`} aria-label={say.studio.onAir}>
          {live.map((room, at) => (
            <RoomCard room={room} large={at === 0} eager={at < 3} now={now} zone={zone} press={press} />
          ))}
        </section>
      ) : null}
      {live.length === 0 && !filtered && !pages?.beforeHref ? <AllDark dates={dates} /> : null}
      {dates.length > 0 ? <NextOnStage dates={dates} now={now} zone={zone} press={press} /> : null}
      {quiet.length > 0 ? (
        <section class="front-part">
          <h2 class="section-title">{live.length > 0 ? say.parts.offAir : say.rooms.theRooms}</h2>
          <ul class="quiet-cards">
            {quiet.map(room => (
              <QuietCard room={room} now={now} zone={zone} press={press} />
            ))}
          </ul>
        </section>
      ) : null}
      {pages?.beforeHref || pages?.afterHref ? (
        <nav class="front-pages" aria-label={say.rooms.moreRooms}>
          {pages.beforeHref ? (
            <LinkButton look="edge" href={pages.beforeHref}>
              {say.rooms.roomsBefore}
            </LinkButton>
          ) : null}
          <span class="meta">{say.rooms.rooms(props.rooms)}</span>
          {pages.afterHref ? (
            <LinkButton look="edge" href={pages.afterHref}>
              {say.rooms.moreRooms}
            </LinkButton>
          ) : null}
        </nav>
      ) : null}
    </>
  )
}

function AllDark({ dates }: { dates: readonly DatedRoom[] }) {
  return <Empty title={say.rooms.allDark} words={dates.length > 0 ? say.rooms.nobodyDates : say.rooms.nobodyOn} />
}

function TagChips({ tags, categories = [], chosenTag, chosenSlug, search, rooms }: FrontProps) {
  if (tags.length === 0 && categories.length === 0) return null
  const chosen = chosenTag !== undefined || chosenSlug !== undefined || search !== undefined
  const all = tags.map(({ tag, rooms }) => (
    <Chip href={paths.tag(tag)} words={tag} count={rooms} current={tag === chosenTag} />
  ))
  return (
    <nav class="chips chips-row" aria-label={categories.length > 0 ? say.following.front.categories : say.rooms.tags}>
      <Chip href={paths.front} words={say.rooms.all} count={chosen ? undefined : rooms} current={!chosen} />
      {categories.map(({ slug, name, rooms }) => (
        <Chip href={paths.category(slug)} words={name} count={rooms} current={slug === chosenSlug} />
      ))}
      {categories.length === 0 ? (
        all
      ) : tags.length > 0 ? (
        <details class="more-tags" open={chosenTag !== undefined}>
          <summary class="chip">
            <Icon name="plus" size={16} /> {say.following.front.moreTags}
          </summary>
          <div class="chips">{all}</div>
        </details>
      ) : null}
    </nav>
  )
}

/** The rooms that one follows, each with its lamp. */
function FollowedRow({ rooms, now, zone }: { rooms: readonly FollowedRoom[]; now: number; zone: string }) {
  const words = say.following.front
  return (
    <nav class="followed" aria-label={words.followed}>
      <ul>
        {rooms.map(room => (
          <li class={room.on ? 'followed-room' : 'followed-room followed-dark'}>
            <span class="followed-face">
              <Avatar person={room} size={52} />
              <LiveLamp on={room.on} size={12} words="" />
            </span>
            <span class="row-two">
              <a class="name" href={paths.room(room.name)}>
                {room.handle}
              </a>
              <span class="meta followed-line">
                {room.on ? (
                  words.onNow(room.title)
                ) : room.next ? (
                  <Moment at={room.next} as="soon" now={now} zone={zone} />
                ) : (
                  words.noDate
                )}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type Listing = Pick<FrontProps, 'dates' | 'now' | 'zone'> & { press: Pressing }

function NextOnStage(props: Listing) {
  return (
    <section class="front-part">
      <div class="front-head">
        <h2 class="section-title">{say.rooms.nextOnStage}</h2>
        <a href={paths.week}>{say.following.front.week}</a>
      </div>
      <Days {...props} most={3} />
    </section>
  )
}

/** Dates by their day; a script groups them anew by the reader's own. */
function Days({ dates, now, zone, press, most }: Listing & { most: number }) {
  const days = new Map<string, DatedRoom[]>()
  for (const date of dates) {
    const key = dayOf(date.startsAt, zone)
    const others = days.get(key)
    if (others) others.push(date)
    else days.set(key, [date])
  }
  return (
    <div class="days" data-days>
      {[...days.values()].slice(0, most).map(ofDay => (
        <section>
          <h3 class="day-title">
            <Moment at={ofDay[0]?.startsAt ?? now} as="day-title" now={now} zone={zone} />
          </h3>
          <ul>
            {ofDay.map(date => (
              <DateRow date={date} now={now} zone={zone} press={press} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** Every date of seven days. */
export function WeekPage(props: Pick<FrontProps, 'frame' | 'dates' | 'now' | 'zone' | 'selfHref'>) {
  const words = say.following.week
  return (
    <SitePage frame={props.frame} title={words.title}>
      <div class="page-head">
        <h1 class="page-title">{words.title}</h1>
      </div>
      {props.dates.length === 0 ? (
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
        <Days {...props} press={{ from: props.selfHref, nonce: props.frame.nonce }} most={9} />
      )}
    </SitePage>
  )
}

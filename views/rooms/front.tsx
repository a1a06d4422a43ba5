import { count, day as dayOf } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SearchForm, SitePage } from '../layout/site.tsx'
import { LinkButton } from '../parts/button.tsx'
import { Chip } from '../parts/chip.tsx'
import { hx } from '../parts/hx.ts'
import { Moment } from '../parts/moment.tsx'
import { Empty } from '../parts/notice.tsx'
import { type DatedRoom, DateRow, type LiveRoom, QuietCard, type QuietRoom, RoomCard } from '../parts/room-card.tsx'
import { paths } from '../paths.ts'

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

const LOOK_AGAIN = '20s'

/** The list alone: the page looks again by itself, and only what is different changes. */
export const FrontRooms = (props: FrontProps) =>
  props.firstRun ? <FirstRun {...props.firstRun} name={props.frame.site.name} /> : <Rooms {...props} />

export function FrontPage(props: FrontProps) {
  const { frame, search, chosenTag } = props
  const filtered = Boolean(search || chosenTag)
  return (
    <SitePage
      frame={{ ...frame, search }}
      title={search ? `Search: ${search}` : chosenTag ? `Tag: ${chosenTag}` : frame.site.name}
      description={`Live rooms of ${frame.site.name}.`}
    >
      <h1 class="unseen">{filtered ? 'Rooms found' : 'Live rooms'}</h1>
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
      title="The house is ready, the stage is empty"
      words={
        invite
          ? 'Invite your first performer. Their room opens here as soon as you have approved them.'
          : studio
            ? 'Your room is ready. It appears here the moment you go on air.'
            : `${name} has just opened. Rooms appear here when somebody goes on air.`
      }
      act={
        invite ? (
          <>
            <LinkButton look="primary" href={`${paths.panelPeople}#invite`}>
              Invite a performer
            </LinkButton>
            <LinkButton look="edge" href={paths.panel}>
              Open the panel
            </LinkButton>
          </>
        ) : studio ? (
          <LinkButton look="primary" href={paths.studio}>
            Open the studio
          </LinkButton>
        ) : null
      }
    />
  )
}

function Rooms(props: FrontProps) {
  const { live, quiet, dates, now, zone, search, chosenTag, pages } = props
  const filtered = Boolean(search || chosenTag)
  const nothing = live.length === 0 && quiet.length === 0
  return (
    <>
      <div class="front-bar">
        {filtered ? (
          <p class="front-found">
            {search ? `Rooms for “${search}”` : `Rooms tagged “${chosenTag}”`} <a href={paths.front}>Show all</a>
          </p>
        ) : null}
        <TagChips {...props} />
      </div>
      {nothing && filtered ? (
        <Empty
          title="Nobody here by that word"
          words="We looked in names, titles and tags. Try fewer letters or another word."
          act={
            <>
              <div class="front-again">
                <SearchForm frame={props.frame} id="search-again" />
              </div>
              <LinkButton look="edge" href={paths.front}>
                Show all rooms
              </LinkButton>
            </>
          }
        />
      ) : null}
      {live.length > 0 ? (
        <section class={`cards${live.length < 3 ? ' cards-few' : ''}`} aria-label="On air">
          {live.map((room, at) => (
            <RoomCard room={room} large={at === 0} eager={at < 3} now={now} zone={zone} />
          ))}
        </section>
      ) : null}
      {live.length === 0 && !filtered && !pages?.beforeHref ? <AllDark dates={dates} /> : null}
      {dates.length > 0 ? <NextOnStage dates={dates} now={now} zone={zone} /> : null}
      {quiet.length > 0 ? (
        <section class="front-part">
          <h2 class="section-title">{live.length > 0 ? 'Off air' : 'The rooms'}</h2>
          <ul class="quiet-cards">
            {quiet.map(room => (
              <QuietCard room={room} now={now} zone={zone} />
            ))}
          </ul>
        </section>
      ) : null}
      {pages?.beforeHref || pages?.afterHref ? (
        <nav class="front-pages" aria-label="More rooms">
          {pages.beforeHref ? (
            <LinkButton look="edge" href={pages.beforeHref}>
              Rooms before
            </LinkButton>
          ) : null}
          <span class="meta">{count(props.rooms, 'room', 'rooms')}</span>
          {pages.afterHref ? (
            <LinkButton look="edge" href={pages.afterHref}>
              More rooms
            </LinkButton>
          ) : null}
        </nav>
      ) : null}
    </>
  )
}

function AllDark({ dates }: { dates: readonly DatedRoom[] }) {
  return (
    <Empty
      title="All stages are dark"
      words={dates.length > 0 ? 'Nobody is on air right now. The next dates are below.' : 'Nobody is on air right now.'}
    />
  )
}

function TagChips({ tags, chosenTag, search, rooms }: FrontProps) {
  if (tags.length === 0) return null
  return (
    <nav class="chips chips-row" aria-label="Tags">
      <Chip
        href={paths.front}
        words="All"
        count={chosenTag || search ? undefined : rooms}
        current={!chosenTag && !search}
      />
      {tags.map(({ tag, rooms }) => (
        <Chip href={paths.tag(tag)} words={tag} count={rooms} current={tag === chosenTag} />
      ))}
    </nav>
  )
}

function NextOnStage({ dates, now, zone }: Pick<FrontProps, 'dates' | 'now' | 'zone'>) {
  const days = new Map<string, DatedRoom[]>()
  for (const date of dates) {
    const key = dayOf(date.startsAt, zone)
    const others = days.get(key)
    if (others) others.push(date)
    else days.set(key, [date])
  }
  return (
    <section class="front-part">
      <h2 class="section-title">Next on stage</h2>
      <div class="days" data-days>
        {[...days.values()].slice(0, 3).map(ofDay => (
          <section>
            <h3 class="day-title">
              <Moment at={ofDay[0]?.startsAt ?? now} as="day-title" now={now} zone={zone} />
            </h3>
            <ul>
              {ofDay.map(date => (
                <DateRow date={date} now={now} zone={zone} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  )
}

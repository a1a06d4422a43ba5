import type { Child } from 'hono/jsx'
import type { Summary } from '../../src/broadcasts/index.ts'
import { clock, length, number, soon, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Spark } from '../parts/chart.tsx'
import { Pill } from '../parts/chip.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SelectField, Switch, TextField } from '../parts/field.tsx'
import { hx } from '../parts/hx.ts'
import { Icon } from '../parts/icons.tsx'
import { Lamps, LiveLamp, ReadyLight } from '../parts/lamps.tsx'
import { LevelMeter } from '../parts/meter.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { ENDED, type HealthView } from './words.ts'

/** What the studio script may set on #studio: the style sheet shows what belongs to it. */
export type StudioState = 'before' | 'count' | 'live' | 'paused' | 'lost'

export interface StudioProps extends NoticesProps {
  frame: Frame
  now: number
  scripts?: readonly string[]
  room: { name: string; title: string; tags: readonly string[]; posterHref?: string }
  /** As the server knows it; `before` when nothing is on air, or when this page shall take over. */
  state: StudioState
  /** Where the picture comes from while this page only looks on: "OBS by SRT". */
  elsewhere?: string
  startedAt?: number
  viewers: number
  mostAtOnce: number
  health?: HealthView
  /** What was typed for the title, and refused. */
  typed?: { title: string; tags: string }
  errors?: TitleErrors
}

export interface NoticesProps {
  /** Why Start must stay shut, whatever the lights say. */
  closed?: { title: string; words: string }
  /** The broadcast that has just ended. */
  last?: Summary
}

interface TitleErrors {
  title?: string
  tags?: string
}

export function StudioPage(props: StudioProps) {
  const { frame, room, state, elsewhere } = props
  return (
    <SitePage
      frame={frame}
      title="Studio"
      scripts={props.scripts}
      unlisted
      studio
      aside={
        <span class="on-air when-live">
          <LiveLamp on words="On air" />
          <span id="clock" data-since={props.startedAt === undefined ? undefined : String(props.startedAt)}>
            {props.startedAt === undefined ? '0:00' : clock(props.now - props.startedAt)}
          </span>
        </span>
      }
    >
      <noscript>
        <Notice
          tone="warn"
          title="Going live from here needs scripts."
          words="Turn on JavaScript for this site, or broadcast with OBS: that works without."
        />
      </noscript>
      <div
        class="studio"
        id="studio"
        data-state={state}
        data-place={elsewhere === undefined ? 'here' : 'elsewhere'}
        data-room={room.name}
      >
        <div class="page-head when-before">
          <h1 class="page-title">Ready?</h1>
          <p class="second">Nobody sees you yet. The room shows its slate.</p>
        </div>
        <h1 class="unseen when-live">On air</h1>
        <div id="studio-banner" class="stack stack-close" />
        <div id="studio-notices" class="stack stack-close">
          <Notices closed={props.closed} last={props.last} />
        </div>
        <div class="studio-columns">
          <div class="studio-main">
            <StudioStage {...props} />
            {elsewhere === undefined ? <StartRow closed={props.closed !== undefined} /> : null}
            <TitleForm room={room} typed={props.typed} errors={props.errors} nonce={frame.nonce} />
            <div class="when-live">
              <HealthLine health={props.health} />
              <p class="unseen" role="status" id="health-said" />
            </div>
            <LiveActs elsewhere={elsewhere !== undefined} />
          </div>
          <div class="studio-side">
            <div class="when-live">
              <LiveFigures viewers={props.viewers} mostAtOnce={props.mostAtOnce} />
            </div>
            {elsewhere === undefined ? (
              <>
                <DeviceBox />
                <div class="when-before stack stack-close">
                  <UploadBox />
                  <Box title="With OBS instead">
                    <p class="second">Three protocols, the key and the settings that suit this house.</p>
                    <div>
                      <LinkButton look="edge" href={paths.studioObs} icon="monitor">
                        Open the OBS card
                      </LinkButton>
                    </div>
                  </Box>
                </div>
              </>
            ) : (
              <Elsewhere from={elsewhere} />
            )}
            <div class="when-live">
              <Box title="Your room">
                <p class="second">
                  <a href={paths.room(room.name)} target="_blank" rel="noopener">
                    See it as a guest does
                  </a>
                  , in another tab. The sound there is yours, so keep it low.
                </p>
              </Box>
            </div>
          </div>
        </div>
        {elsewhere === undefined ? <TakeOver /> : null}
        <template id="banner-ok">
          <Notice tone="ok" title="-" words="-" />
        </template>
        <template id="banner-warn">
          <Notice tone="warn" title="-" words="-" />
        </template>
        <template id="banner-bad">
          <Notice tone="bad" title="-" words="-" />
        </template>
      </div>
    </SitePage>
  )
}

/** Pushed again whenever one of them comes or goes. */
export function Notices({ closed, last }: NoticesProps) {
  return (
    <>
      {closed ? <Notice tone="warn" title={closed.title} words={closed.words} live /> : null}
      {last ? <Ended last={last} /> : null}
    </>
  )
}

function Elsewhere({ from }: { from: string }) {
  return (
    <Box title="On air, but not from this page">
      <p class="second">
        The picture comes from <b id="elsewhere-from">{from}</b>. Taking over here ends that one; viewers stay.
      </p>
      <div>
        <LinkButton look="edge" href={paths.studioHere} icon="camera">
          Broadcast from this page instead
        </LinkButton>
      </div>
    </Box>
  )
}

function TakeOver() {
  return (
    <Dialog id="take-over" title="You are on air already">
      <p class="second">
        The picture comes from <b id="elsewhere-from">elsewhere</b>. If you start here, that one ends and your viewers
        stay.
      </p>
      <Acts end>
        <Button type="button" look="bare" does="leave-it">
          Leave it
        </Button>
        <Button type="button" look="primary" does="take-over">
          Take over
        </Button>
      </Acts>
    </Dialog>
  )
}

function StudioStage({ room, elsewhere, viewers }: StudioProps) {
  const here = elsewhere === undefined
  return (
    <section class="stage" id="stage" aria-label="Your picture">
      <div class="picture picture-mirrored" id="picture">
        {here ? (
          <video
            id="preview"
            class="preview"
            autoplay
            playsinline
            muted
            aria-label="Your picture, as you see yourself"
          />
        ) : room.posterHref ? (
          <img
            class="poster"
            id="poster"
            src={room.posterHref}
            alt="Your picture, some seconds ago"
            width="1280"
            height="720"
          />
        ) : null}
        {here ? (
          <div class="picture-ask" id="ask">
            <p class="slate-title">Your camera and microphone</p>
            <p class="slate-text" id="ask-words">
              We need them to send your picture and sound, for nothing else. The browser asks you; nobody sees you
              before you press Start.
            </p>
            <Button type="button" look="primary" does="allow" id="allow" busy="Opening">
              Turn on camera and microphone
            </Button>
          </div>
        ) : null}
        <svg class="guide" id="guide-lines" viewBox="0 0 16 9" preserveAspectRatio="none" aria-hidden="true" hidden>
          <path d="M5.333 0v9M10.667 0v9M0 3h16M0 6h16" />
        </svg>
        <div class="picture-notes">
          <span class="when-before">
            <Pill icon="eye-off">Only you</Pill>
          </span>
          <span class="when-live">
            <Pill icon="eye">
              <span>
                <span data-viewers>{number(viewers)}</span> watching
              </span>
            </Pill>
          </span>
          <Pill id="picture-facts">{here ? 'No picture yet' : `From ${elsewhere}`}</Pill>
        </div>
        {here ? (
          <button class="control flip" type="button" id="flip" data-do="flip" aria-label="Other camera" hidden>
            <Icon name="refresh" />
          </button>
        ) : null}
        <div class="countdown" id="countdown" role="status" hidden>
          <span id="countdown-number">3</span>
          <Button type="button" look="edge" does="cancel">
            Cancel
          </Button>
        </div>
        <div class="slate slate-over when-paused" id="paused-slate">
          <div class="slate-words">
            <p class="slate-title">Paused</p>
            <p class="slate-text">The room shows “Back in a moment”. Nobody sees or hears you.</p>
          </div>
        </div>
      </div>
      <div class="lip">
        <div class="when-live">
          <Lamps lit={0} size={20} />
        </div>
        {here ? (
          <div class="meter-row">
            <span class="meter-words">
              <Icon name="mic" size={16} />
              <span id="meter-words">Speak now</span>
            </span>
            <LevelMeter id="meter" />
            <span class="meter-value" id="meter-value">
              quiet
            </span>
          </div>
        ) : null}
      </div>
    </section>
  )
}

function StartRow({ closed }: { closed: boolean }) {
  return (
    <section class="box start-row when-before" aria-label="Ready lights">
      <div class="ready-lights">
        <ReadyLight ready={{ id: 'light-picture', title: 'Picture', fact: 'Camera not on yet', on: false }} />
        <ReadyLight ready={{ id: 'light-sound', title: 'Sound', fact: 'Nothing heard yet', on: false }} />
        <ReadyLight ready={{ id: 'light-upload', title: 'Upload', fact: 'Not tried yet', on: false }} />
      </div>
      <div class="start">
        <Button type="button" look="primary" size="big" id="start" does="start" disabled describedby="start-words">
          Start broadcast
        </Button>
        <p class="meta" id="start-words" role="status" data-closed={closed ? 'true' : undefined}>
          {closed ? 'Closed for now, see above' : 'Turn on your camera first'}
        </p>
      </div>
    </section>
  )
}

/** Saved by itself, and by the button where there are no scripts. */
const TITLE_SAYS = {
  open: 'On your card and over your room',
  whole: 'Saved.',
  covered: 'Saved, with a part covered: it leads to another place.',
} as const

export function TitleForm(props: {
  room: Pick<StudioProps['room'], 'title' | 'tags'>
  /** As typed, where it was refused. */
  typed?: { title: string; tags: string }
  errors?: TitleErrors
  saved?: 'whole' | 'covered'
  nonce: string
}) {
  const { room, typed, errors, nonce } = props
  return (
    <form
      class="title-form"
      id="title-form"
      method="post"
      action={paths.studioBroadcast}
      novalidate
      {...hx({
        nonce,
        post: paths.studioBroadcast,
        target: '#title-form',
        swap: 'outerMorph',
        trigger: 'change, submit',
      })}
    >
      <TextField
        name="title"
        label="Title"
        value={typed?.title ?? room.title}
        maxlength={120}
        optional
        error={errors?.title}
        hint={TITLE_SAYS[props.saved ?? 'open']}
        placeholder="What will you do tonight?"
      />
      <TextField
        name="tags"
        label="Tags"
        value={typed?.tags ?? room.tags.join(', ')}
        maxlength={160}
        optional
        error={errors?.tags}
        hint="At most six, with commas"
        placeholder="painting, oil"
        autocomplete="off"
      />
      <Button look="edge" busy="Saving">
        Save title
      </Button>
    </form>
  )
}

function DeviceBox() {
  return (
    <Box title="Picture and sound">
      <SelectField name="camera" label="Camera" icon="camera" options={[{ value: '', words: 'Not on yet' }]} />
      <SelectField name="microphone" label="Microphone" icon="mic" options={[{ value: '', words: 'Not on yet' }]} />
      <Switch
        name="mirror"
        label="Mirror my preview"
        hint="Viewers always see it the right way round"
        checked
        does="mirror"
      />
      <Switch
        name="voice"
        label="Clean up my voice"
        hint="Off for music: it takes instruments for noise"
        checked
        does="voice"
      />
      <Switch name="guide" label="Framing guide" hint="Thirds over the picture, only for you" does="guide" />
    </Box>
  )
}

const RUNGS = [
  ['1080', '1080p', '4.5 Mb/s'],
  ['720', '720p', '2.5'],
  ['480', '480p', '1.1'],
  ['240', '240p', '0.4'],
] as const

/** The script draws #upload-line and #upload-area by their `d`, and marks each rung with data-fits. */
function UploadBox() {
  return (
    <Box
      title="Upload check"
      aside={
        <Button type="button" look="bare" size="small" does="check" id="check">
          Check now
        </Button>
      }
    >
      <svg class="chart upload-chart" viewBox="0 0 320 56" preserveAspectRatio="none" aria-hidden="true">
        <line class="chart-grid" x1="0" x2="320" y1="18" y2="18" />
        <line class="chart-grid" x1="0" x2="320" y1="55" y2="55" />
        <path class="chart-area" id="upload-area" d="" />
        <path class="chart-line" id="upload-line" d="" />
      </svg>
      <div class="upload-words">
        <span class="second" id="upload-words" role="status">
          Eight seconds of real sending, before anybody sees you.
        </span>
        <b id="upload-verdict" />
      </div>
      <ul class="rungs">
        {RUNGS.map(([id, words, needs]) => (
          <li class="rung" id={`rung-${id}`}>
            <b>
              <Icon name="check" size={16} />
              <Icon name="close" size={16} />
              {words}
            </b>
            <span class="meta">{needs}</span>
          </li>
        ))}
      </ul>
    </Box>
  )
}

/** Pushed again every few seconds while on air. */
export function HealthLine({ health }: { health?: HealthView }) {
  const shown: HealthView = health ?? {
    tone: 'ok',
    title: 'Measuring.',
    words: 'The first figures come in a moment.',
    spark: [],
  }
  const icon = shown.tone === 'ok' ? 'check' : shown.tone === 'warn' ? 'alert' : 'bug'
  return (
    <section class="health" id="health" aria-label="Health of your broadcast">
      <span class={`state state-${shown.tone}`}>
        <Icon name={icon} />
      </span>
      <p class="row-grow">
        <b>{shown.title}</b> <span class="second">{shown.words}</span>
      </p>
      {shown.spark.length > 1 ? (
        <span class="health-spark">
          <Spark values={shown.spark} width={176} />
          <span class="meta">5 min</span>
        </span>
      ) : null}
    </section>
  )
}

function LiveActs({ elsewhere }: { elsewhere: boolean }) {
  return (
    <div class="live-acts when-live">
      {elsewhere ? null : (
        <>
          <Button type="button" icon="mic" does="mute" id="mute" pressed={false}>
            <span id="mute-words">Mute</span>
          </Button>
          <Button type="button" icon="pause" does="pause" id="pause" pressed={false}>
            <span id="pause-words">Pause</span>
          </Button>
        </>
      )}
      <form method="post" action={paths.studioStop} id="stop-form" class="live-stop">
        <Button look="danger" icon="stop" id="stop" busy="Stopping">
          Stop broadcast
        </Button>
      </form>
    </div>
  )
}

/** Pushed again when a figure changes. */
export function LiveFigures({ viewers, mostAtOnce }: Pick<StudioProps, 'viewers' | 'mostAtOnce'>) {
  return (
    <section class="box live-figures" id="live-figures" aria-label="Figures of this broadcast">
      <LiveFigure value={<span data-viewers>{number(viewers)}</span>} words="watching" />
      <LiveFigure value={number(mostAtOnce)} words="most at once" />
    </section>
  )
}

const LiveFigure = ({ value, words }: { value: Child; words: string }) => (
  <p>
    <b class="figure-value">{value}</b>
    <span class="second">{words}</span>
  </p>
)

function Ended({ last }: { last: Summary }) {
  return (
    <Box title="Your broadcast has ended" aside={ENDED[last.why](last.byBrowser)}>
      <div class="ended" role="status">
        <LiveFigure value={length(last.endedAt - last.startedAt)} words="on air" />
        <LiveFigure value={number(last.mostAtOnce)} words="most at once" />
        <LiveFigure value={number(last.views)} words={last.views === 1 ? 'viewer' : 'viewers'} />
        <LiveFigure value={length(last.watchedSeconds * 1000)} words="watched in all" />
      </div>
    </Box>
  )
}

/** Reasons for a shut Start, in our words. */
export function closedWords(
  closed: { why: string; until: number | null; reason: string },
  { now, zone }: { now: number; zone: Zone },
): { title: string; words: string } {
  const again = closed.until === null ? '' : ` It opens again ${soon(closed.until, now, zone)}.`
  const reason = closed.reason === '' ? '' : `The reason: “${closed.reason}”.`
  switch (closed.why) {
    case 'not-approved':
      return {
        title: 'The house has not approved you yet.',
        words: 'Set up picture, sound and title meanwhile. Start opens as soon as somebody of the house says yes.',
      }
    case 'held':
      return { title: 'The house holds your room closed.', words: `${reason}${again}`.trim() }
    case 'banned':
      return {
        title: closed.until === null ? 'You may not broadcast here.' : 'You are suspended.',
        words: `${reason}${again} Write to the house if you think that this is wrong.`.trim(),
      }
    default:
      return { title: 'You cannot go on air just now.', words: 'Try again in a moment.' }
  }
}

import type { Child } from 'hono/jsx'
import { clock, length, number, until } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box } from '../parts/box.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Spark } from '../parts/chart.tsx'
import { Pill } from '../parts/chip.tsx'
import { SelectField, Switch, TextField } from '../parts/field.tsx'
import { Icon } from '../parts/icons.tsx'
import { Lamps, LiveLamp, ReadyLight } from '../parts/lamps.tsx'
import { LevelMeter } from '../parts/meter.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'

/** What the studio script may set on #studio: the style sheet shows what belongs to it. */
export type StudioState = 'before' | 'count' | 'live' | 'paused' | 'lost'

export interface StudioProps {
  frame: Frame
  now: number
  zone: string
  scripts?: readonly string[]
  room: { name: string; title: string; tags: readonly string[]; posterHref?: string }
  /** As the server knows it; `before` when nothing is on air. */
  state: StudioState
  /** Where the picture comes from while on air. */
  source: 'browser' | 'encoder'
  muted: boolean
  startedAt?: number
  viewers: number
  mostAtOnce: number
  health?: HealthView
  /** Why Start must stay shut, whatever the lights say. */
  closed?: { title: string; words: string }
  /** The broadcast that has just ended. */
  last?: { startedAt: number; endedAt: number; mostAtOnce: number; views: number; why: string }
  /** Refusals of the title form. */
  errors?: { title?: string; tags?: string }
}

export interface HealthView {
  tone: 'ok' | 'warn' | 'bad'
  /** "All good." */
  title: string
  /** "1080p at 30 frames, 4.8 Mb/s, 0.1 % lost." */
  words: string
  /** Bit rate of the last five minutes. */
  spark: readonly number[]
}

export function StudioPage(props: StudioProps) {
  const { frame, room, state, source } = props
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
      <div class="studio" id="studio" data-state={state} data-source={source} data-room={room.name}>
        <div class="page-head when-before">
          <h1 class="page-title">Ready?</h1>
          <p class="second">Nobody sees you yet. The room shows its slate.</p>
        </div>
        <h1 class="unseen when-live">On air</h1>
        <div id="studio-notices" role="status" class="stack stack-close">
          {props.closed ? <Notice tone="warn" title={props.closed.title} words={props.closed.words} /> : null}
          {props.last ? <Ended last={props.last} /> : null}
        </div>
        <div class="studio-columns">
          <div class="studio-main">
            <StudioStage {...props} />
            <StartRow closed={props.closed !== undefined} />
            <TitleForm room={room} errors={props.errors} />
            <div class="when-live">
              <HealthLine health={props.health} />
            </div>
            <LiveActs muted={props.muted} state={state} source={source} />
          </div>
          <div class="studio-side">
            <div class="when-live">
              <LiveFigures viewers={props.viewers} mostAtOnce={props.mostAtOnce} />
            </div>
            <div class="when-before stack stack-close">
              <DeviceBox />
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
            <div class="when-live">
              <Box title="Your room">
                <p class="second">
                  <a href={paths.room(room.name)}>See it as a guest does</a>. The sound there is yours, so keep it low.
                </p>
              </Box>
            </div>
          </div>
        </div>
      </div>
    </SitePage>
  )
}

function StudioStage({ room, source, viewers }: StudioProps) {
  return (
    <section class="stage" id="stage" aria-label="Your picture">
      <div class="picture" id="picture">
        {source === 'browser' ? (
          <video
            id="preview"
            class="preview"
            autoplay
            playsinline
            muted
            aria-label="Your picture, as you see yourself"
          />
        ) : room.posterHref ? (
          <img class="poster" src={room.posterHref} alt="Your picture, some seconds ago" width="1280" height="720" />
        ) : null}
        {source === 'browser' ? (
          <div class="picture-ask when-before" id="ask">
            <p class="slate-title">Your camera and microphone</p>
            <p class="slate-text">The browser asks once. Nothing leaves this computer before you press Start.</p>
            <Button type="button" look="primary" does="allow">
              Turn on camera and microphone
            </Button>
          </div>
        ) : null}
        <svg class="guide" id="guide" viewBox="0 0 16 9" preserveAspectRatio="none" aria-hidden="true" hidden>
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
          <Pill id="picture-facts">{source === 'browser' ? 'No picture yet' : 'From your encoder'}</Pill>
        </div>
        <div class="countdown" id="countdown" role="status" hidden>
          <span id="countdown-number">3</span>
          <Button type="button" look="edge" does="cancel">
            Cancel
          </Button>
        </div>
        <div class="slate slate-over when-paused">
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
        {source === 'browser' ? (
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
export function TitleForm({ room, errors }: { room: StudioProps['room']; errors?: StudioProps['errors'] }) {
  return (
    <form class="title-form" id="title-form" method="post" action={paths.studioBroadcast}>
      <TextField
        name="title"
        label="Title"
        value={room.title}
        maxlength={120}
        error={errors?.title}
        placeholder="What will you do tonight?"
      />
      <TextField
        name="tags"
        label="Tags"
        value={room.tags.join(', ')}
        maxlength={140}
        optional
        error={errors?.tags}
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
      <SelectField name="camera" label="Camera" icon="camera" options={[{ value: '', words: 'Camera not on yet' }]} />
      <SelectField
        name="microphone"
        label="Microphone"
        icon="mic"
        options={[{ value: '', words: 'Microphone not on yet' }]}
      />
      <Switch
        name="mirror"
        label="Mirror my preview"
        hint="Viewers always see it the right way round"
        checked
        does="mirror"
      />
      <Switch name="thirds" label="Framing guide" hint="Thirds over the picture, only for you" does="guide" />
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
      <p class="row-grow" role="status">
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

function LiveActs({ muted, state, source }: Pick<StudioProps, 'muted' | 'state' | 'source'>) {
  return (
    <div class="live-acts when-live">
      {source === 'browser' ? (
        <>
          <Button type="button" icon={muted ? 'mic-off' : 'mic'} does="mute" id="mute" pressed={muted}>
            <span id="mute-words">{muted ? 'Unmute' : 'Mute'}</span>
          </Button>
          <Button type="button" icon="pause" does="pause" id="pause" pressed={state === 'paused'}>
            <span id="pause-words">{state === 'paused' ? 'Go on' : 'Pause'}</span>
          </Button>
        </>
      ) : null}
      <form method="post" action={`${paths.studioBroadcast}/stop`} id="stop-form" class="live-stop">
        <Button look="danger" icon="stop" does="stop" busy="Stopping">
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

function Ended({ last }: { last: NonNullable<StudioProps['last']> }) {
  return (
    <Box title="Your broadcast has ended" aside={last.why}>
      <div class="ended">
        <LiveFigure value={length(last.endedAt - last.startedAt)} words="on air" />
        <LiveFigure value={number(last.mostAtOnce)} words="most at once" />
        <LiveFigure value={number(last.views)} words={last.views === 1 ? 'visit' : 'visits'} />
      </div>
    </Box>
  )
}

/** Reasons for a shut Start, in our words. */
export const closedWords = {
  'not-approved': {
    title: 'The house has not approved you yet.',
    words: 'Set up your picture and sound meanwhile. Start opens as soon as somebody of the house says yes.',
  },
  banned: { title: 'You may not broadcast here.', words: 'Write to the house if you think that this is wrong.' },
} as const

export const heldWords = (until_ms: number, now: number, reason: string) => ({
  title: 'The house has stopped your broadcast.',
  words: `“${reason}” You can start again ${until(until_ms, now)}.`,
})

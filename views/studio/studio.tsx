import type { Child } from 'hono/jsx'
import type { Summary } from '../../src/broadcasts/index.ts'
import { bitrate, clock, length, number, soon, type Zone } from '../format.ts'
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
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { endedWords, type HealthView } from './words.ts'

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
  /** Beside the picture while on air, and the dialogs that belong to it. */
  chat?: Child
  /** Among the figures while on air: the goal and what comes in. */
  goal?: Child
  sheets?: Child
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
      title={say.studio.studio}
      scripts={props.scripts}
      unlisted
      studio
      aside={
        <span class="on-air when-live">
          <LiveLamp on words={say.studio.onAir} />
          <span id="clock" data-since={props.startedAt === undefined ? undefined : String(props.startedAt)}>
            {props.startedAt === undefined ? '0:00' : clock(props.now - props.startedAt)}
          </span>
        </span>
      }
    >
      <noscript>
        <Notice tone="warn" title={say.studio.needsScripts} words={say.studio.needsScriptsWords} />
      </noscript>
      <div
        class="studio"
        id="studio"
        data-state={state}
        data-place={elsewhere === undefined ? 'here' : 'elsewhere'}
        data-room={room.name}
      >
        <div class="page-head when-before">
          <h1 class="page-title">{say.studio.ready}</h1>
          <p class="second">{say.studio.nobodySees}</p>
        </div>
        <h1 class="unseen when-live">{say.studio.onAir}</h1>
        <div id="studio-banner" class="stack stack-close" />
        <div id="studio-notices" class="stack stack-close">
          <Notices closed={props.closed} last={props.last} />
        </div>
        {props.chat ? (
          <nav class="studio-tabs when-live" id="air" aria-label={say.chat.side.label}>
            <a class="side-tab" href="#air">
              {say.studio.onAir}
            </a>
            <a class="side-tab" href="#chat">
              {say.chat.side.chat}
            </a>
          </nav>
        ) : null}
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
                  <Box title={say.studio.obsInstead}>
                    <p class="second">{say.studio.obsInsteadWords}</p>
                    <div>
                      <LinkButton look="edge" href={paths.studioObs} icon="monitor">
                        {say.studio.openObs}
                      </LinkButton>
                    </div>
                  </Box>
                </div>
              </>
            ) : (
              <Elsewhere from={elsewhere} />
            )}
            {props.goal ? <div class="when-live">{props.goal}</div> : null}
            <div class="when-live">
              <Box title={say.studio.yourRoom}>
                <p class="second">
                  {weave(say.studio.asGuest, {
                    room: words => (
                      <a href={paths.room(room.name)} target="_blank" rel="noopener">
                        {words}
                      </a>
                    ),
                  })}
                </p>
              </Box>
            </div>
          </div>
        </div>
        {props.chat ? (
          <aside class="studio-chat when-live" aria-label={say.chat.side.chat}>
            {props.chat}
          </aside>
        ) : null}
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
      {props.sheets}
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
    <Box title={say.studio.elsewhere}>
      <p class="second">{weave(say.studio.elsewhereWords, { from: <b id="elsewhere-from">{from}</b> })}</p>
      <div>
        <LinkButton look="edge" href={paths.studioHere} icon="camera">
          {say.studio.fromHere}
        </LinkButton>
      </div>
    </Box>
  )
}

function TakeOver() {
  return (
    <Dialog id="take-over" title={say.studio.already}>
      <p class="second">{weave(say.studio.alreadyWords, { from: words => <b id="elsewhere-from">{words}</b> })}</p>
      <Acts end>
        <Button type="button" look="bare" does="leave-it">
          {say.studio.leaveIt}
        </Button>
        <Button type="button" look="primary" does="take-over">
          {say.studio.takeOver}
        </Button>
      </Acts>
    </Dialog>
  )
}

function StudioStage({ room, elsewhere, viewers }: StudioProps) {
  const here = elsewhere === undefined
  return (
    <section class="stage" id="stage" aria-label={say.studio.yourPicture}>
      <div class="picture picture-mirrored" id="picture">
        {here ? (
          <video id="preview" class="preview" autoplay playsinline muted aria-label={say.studio.asYouSee} />
        ) : room.posterHref ? (
          <img class="poster" id="poster" src={room.posterHref} alt={say.studio.secondsAgo} width="1280" height="720" />
        ) : null}
        {here ? (
          <div class="picture-ask" id="ask">
            <p class="slate-title">{say.studio.cameraAndMic}</p>
            <p class="slate-text" id="ask-words">
              {say.studio.cameraWords}
            </p>
            <Button type="button" look="primary" does="allow" id="allow" busy={say.studio.opening}>
              {say.studio.turnOn}
            </Button>
          </div>
        ) : null}
        <svg class="guide" id="guide-lines" viewBox="0 0 16 9" preserveAspectRatio="none" aria-hidden="true" hidden>
          <path d="M5.333 0v9M10.667 0v9M0 3h16M0 6h16" />
        </svg>
        <div class="picture-notes">
          <span class="when-before">
            <Pill icon="eye-off">{say.studio.onlyYou}</Pill>
          </span>
          <span class="when-live">
            <Pill icon="eye">
              <span>{weave(say.studio.watching, { n: <span data-viewers>{number(viewers)}</span> })}</span>
            </Pill>
          </span>
          <Pill id="picture-facts">{here ? say.studio.noPicture : say.studio.from(elsewhere)}</Pill>
        </div>
        {here ? (
          <button
            class="control flip"
            type="button"
            id="flip"
            data-do="flip"
            aria-label={say.studio.otherCamera}
            hidden
          >
            <Icon name="refresh" />
          </button>
        ) : null}
        <div class="countdown" id="countdown" role="status" hidden>
          <span id="countdown-number">3</span>
          <Button type="button" look="edge" does="cancel">
            {say.studio.cancel}
          </Button>
        </div>
        <div class="slate slate-over when-paused" id="paused-slate">
          <div class="slate-words">
            <p class="slate-title">{say.studio.paused}</p>
            <p class="slate-text">{say.studio.pausedWords}</p>
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
              <span id="meter-words">{say.studio.speakNow}</span>
            </span>
            <LevelMeter id="meter" />
            <span class="meter-value" id="meter-value">
              {say.studio.quiet}
            </span>
          </div>
        ) : null}
      </div>
    </section>
  )
}

function StartRow({ closed }: { closed: boolean }) {
  return (
    <section class="box start-row when-before" aria-label={say.studio.readyLights}>
      <div class="ready-lights">
        <ReadyLight ready={{ id: 'light-picture', title: say.studio.picture, fact: say.studio.cameraOff, on: false }} />
        <ReadyLight ready={{ id: 'light-sound', title: say.studio.sound, fact: say.studio.nothingHeard, on: false }} />
        <ReadyLight ready={{ id: 'light-upload', title: say.studio.upload, fact: say.studio.notTried, on: false }} />
      </div>
      <div class="start">
        <Button type="button" look="primary" size="big" id="start" does="start" disabled describedby="start-words">
          {say.studio.start}
        </Button>
        <p class="meta" id="start-words" role="status" data-closed={closed ? 'true' : undefined}>
          {closed ? say.studio.closedAbove : say.studio.cameraFirst}
        </p>
      </div>
    </section>
  )
}

/** Saved by itself, and by the button where there are no scripts. */
const titleSays = () =>
  ({
    open: say.studio.titleOpen,
    whole: say.parts.saved,
    covered: say.studio.titlePart,
  }) as const

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
        label={say.studio.title}
        value={typed?.title ?? room.title}
        maxlength={120}
        optional
        error={errors?.title}
        hint={titleSays()[props.saved ?? 'open']}
        placeholder={say.studio.titlePlaceholder}
      />
      <TextField
        name="tags"
        label={say.studio.tags}
        value={typed?.tags ?? room.tags.join(', ')}
        maxlength={160}
        optional
        error={errors?.tags}
        hint={say.studio.tagsHint}
        placeholder={say.studio.tagsPlaceholder}
        autocomplete="off"
      />
      <Button look="edge" busy={say.parts.saving}>
        {say.studio.saveTitle}
      </Button>
    </form>
  )
}

function DeviceBox() {
  return (
    <Box title={say.studio.pictureAndSound}>
      <SelectField
        name="camera"
        label={say.studio.camera}
        icon="camera"
        options={[{ value: '', words: say.studio.notOn }]}
      />
      <SelectField
        name="microphone"
        label={say.studio.microphone}
        icon="mic"
        options={[{ value: '', words: say.studio.notOn }]}
      />
      <Switch name="mirror" label={say.studio.mirror} hint={say.studio.mirrorHint} checked does="mirror" />
      <Switch name="voice" label={say.studio.cleanVoice} hint={say.studio.cleanVoiceHint} checked does="voice" />
      <Switch name="guide" label={say.studio.guide} hint={say.studio.guideHint} does="guide" />
    </Box>
  )
}

const RUNGS = [
  ['1080', '1080p', 4_500_000],
  ['720', '720p', 2_500_000],
  ['480', '480p', 1_100_000],
  ['240', '240p', 400_000],
] as const

/** The script draws #upload-line and #upload-area by their `d`, and marks each rung with data-fits. */
function UploadBox() {
  return (
    <Box
      title={say.studio.uploadCheck}
      aside={
        <Button type="button" look="bare" size="small" does="check" id="check">
          {say.studio.checkNow}
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
          {say.studio.uploadWords}
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
            <span class="meta">{bitrate(needs)}</span>
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
    title: say.studio.measuring,
    words: say.studio.figuresSoon,
    spark: [],
  }
  const icon = shown.tone === 'ok' ? 'check' : shown.tone === 'warn' ? 'alert' : 'bug'
  return (
    <section class="health" id="health" aria-label={say.studio.health}>
      <span class={`state state-${shown.tone}`}>
        <Icon name={icon} />
      </span>
      <p class="row-grow">
        <b>{shown.title}</b> <span class="second">{shown.words}</span>
      </p>
      {shown.spark.length > 1 ? (
        <span class="health-spark">
          <Spark values={shown.spark} width={176} />
          <span class="meta">{say.studio.fiveMin}</span>
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
            <span id="mute-words">{say.studio.mute}</span>
          </Button>
          <Button type="button" icon="pause" does="pause" id="pause" pressed={false}>
            <span id="pause-words">{say.studio.pause}</span>
          </Button>
        </>
      )}
      <form method="post" action={paths.studioStop} id="stop-form" class="live-stop">
        <Button look="danger" icon="stop" id="stop" busy={say.studio.stopping}>
          {say.studio.stop}
        </Button>
      </form>
    </div>
  )
}

/** Pushed again when a figure changes. */
export function LiveFigures({ viewers, mostAtOnce }: Pick<StudioProps, 'viewers' | 'mostAtOnce'>) {
  return (
    <section class="box live-figures" id="live-figures" aria-label={say.studio.figures}>
      <LiveFigure value={<span data-viewers>{number(viewers)}</span>} words={say.studio.watchingNow} />
      <LiveFigure value={number(mostAtOnce)} words={say.studio.mostAtOnce} />
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
    <Box title={say.studio.ended} aside={endedWords()[last.why](last.byBrowser)}>
      <div class="ended" role="status">
        <LiveFigure value={length(last.endedAt - last.startedAt)} words={say.studio.onAirWord} />
        <LiveFigure value={number(last.mostAtOnce)} words={say.studio.mostAtOnce} />
        <LiveFigure value={number(last.views)} words={say.studio.viewersWord(last.views)} />
        <LiveFigure value={length(last.watchedSeconds * 1000)} words={say.studio.watchedInAll} />
      </div>
    </Box>
  )
}

/** Reasons for a shut Start, in our words. */
export function closedWords(
  closed: { why: string; until: number | null; reason: string },
  { now, zone }: { now: number; zone: Zone },
): { title: string; words: string } {
  const parts = [
    closed.reason === '' ? '' : say.studio.theReason(closed.reason),
    closed.until === null ? '' : say.studio.opensAgain(soon(closed.until, now, zone)),
  ]
  const words = (...more: string[]) => [...parts, ...more].filter(Boolean).join(' ')
  switch (closed.why) {
    case 'not-approved':
      return {
        title: say.studio.notApproved,
        words: say.studio.notApprovedWords,
      }
    case 'held':
      return { title: say.studio.held, words: words() }
    case 'banned':
      return {
        title: closed.until === null ? say.studio.mayNot : say.studio.suspended,
        words: words(say.studio.writeIfWrong),
      }
    default:
      return { title: say.studio.notNow, words: say.parts.tryAgainSoon }
  }
}

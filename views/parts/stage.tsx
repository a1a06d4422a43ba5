import type { Child } from 'hono/jsx'
import { say } from '../words/index.ts'
import { Button } from './button.tsx'
import { Switch } from './field.tsx'
import { Icon, type IconName } from './icons.tsx'
import { Lamps, LiveLamp } from './lamps.tsx'

// The stage is one object: the picture, then the lip with the lamps at its upper edge. Its boxes stand from the first
// byte, so that nothing moves when the video comes. Scripts find their handles by id and by `data-do`.

export interface StageFrameProps {
  label: string
  /** Lies in the 16:9 box. */
  picture: Child
  /** The row of lamps; twenty dark ones where nothing is counted. */
  lamps?: Child
  /** Below the lamps, left: one or two lines. */
  lip?: Child
  /** Below the lamps, right. */
  act?: Child
  mirrored?: boolean
  /** For scripts: what they need to know of this stage. */
  data?: { room?: string; state?: string }
}

export function StageFrame(props: StageFrameProps) {
  return (
    <section
      class="stage"
      id="stage"
      aria-label={props.label}
      data-room={props.data?.room}
      data-state={props.data?.state}
    >
      {/* A press on the picture gives it the keys. */}
      <div class={`picture${props.mirrored ? ' picture-mirrored' : ''}`} id="picture" tabindex={-1}>
        {props.picture}
      </div>
      <div class="lip">
        {props.lamps ?? <Lamps lit={0} size={20} />}
        {props.lip || props.act ? (
          <div class="lip-row">
            <div class="lip-left">{props.lip}</div>
            {props.act ? <div class="lip-act">{props.act}</div> : null}
          </div>
        ) : null}
      </div>
    </section>
  )
}

/** The one bulb that theatres leave burning on an empty stage. */
function GhostLight() {
  return (
    <svg class="slate-ghost" viewBox="0 0 240 400" aria-hidden="true" focusable="false">
      <defs>
        <radialGradient id="ghost-glow">
          <stop offset="0" stop-color="#ffb45e" stop-opacity=".34" />
          <stop offset=".45" stop-color="#e58a3c" stop-opacity=".12" />
          <stop offset="1" stop-color="#e58a3c" stop-opacity="0" />
        </radialGradient>
        <radialGradient id="ghost-pool">
          <stop offset="0" stop-color="#e58a3c" stop-opacity=".22" />
          <stop offset="1" stop-color="#e58a3c" stop-opacity="0" />
        </radialGradient>
      </defs>
      <circle cx="120" cy="90" r="210" fill="url(#ghost-glow)" />
      <ellipse cx="120" cy="368" rx="180" ry="30" fill="url(#ghost-pool)" />
      <path
        d="M120 122v244M98 368h44M104 368l16-8 16 8"
        stroke="#5d5a67"
        stroke-width="4"
        stroke-linecap="round"
        fill="none"
      />
      <path
        d="M108 120h24M104 84c-6-22 38-22 32 0l-6 34h-20ZM120 68v50M104 84h32M107 102h26"
        stroke="#5d5a67"
        stroke-width="1.6"
        fill="none"
      />
      <circle cx="120" cy="89" r="10" fill="#ffe6b0" />
    </svg>
  )
}

export interface SlateProps {
  title: string
  words?: Child
  act?: Child
  /** Only an empty stage has it; a pause, a private show or a cover does not. */
  ghost?: boolean
  /** Over the last frame instead of the curtain. */
  over?: boolean
  /** The title is the page's first heading where the stage is dark. */
  level?: 1
}

export function Slate(props: SlateProps) {
  return (
    <div class={`slate${props.over ? ' slate-over' : ''}`}>
      {props.ghost ? <GhostLight /> : null}
      <div class="slate-words">
        {props.level === 1 ? <h1 class="slate-title">{props.title}</h1> : <p class="slate-title">{props.title}</p>}
        {props.words ? <p class="slate-text">{props.words}</p> : null}
        {props.act ? <div class="acts">{props.act}</div> : null}
      </div>
    </div>
  )
}

function Control(props: {
  does: string
  a: IconName
  b?: IconName
  label: string
  key?: string
  hidden?: boolean
  expands?: string
}) {
  return (
    <button
      class="control"
      type="button"
      data-do={props.does}
      data-now="a"
      aria-label={props.label}
      title={props.key ? `${props.label} (${props.key})` : props.label}
      data-key={props.key}
      aria-expanded={props.expands ? 'false' : undefined}
      aria-controls={props.expands}
      hidden={props.hidden}
    >
      {props.b ? (
        <>
          <Icon name={props.a} when="a" />
          <Icon name={props.b} when="b" />
        </>
      ) : (
        <Icon name={props.a} />
      )}
    </button>
  )
}

export interface Mode {
  value: 'auto' | 'real' | 'steady'
  words: string
  hint: string
}

export const modes = (): readonly Mode[] => [
  { value: 'auto', words: say.parts.auto, hint: say.parts.autoHint },
  { value: 'real', words: say.parts.realTime, hint: say.parts.realTimeHint },
  { value: 'steady', words: say.parts.smooth, hint: say.parts.smoothHint },
]

/**
 * Video and its controls. The script shows what the browser can do: `data-now` on a control swaps its two icons,
 * `hidden` falls from picture-in-picture where it exists, `data-quiet` on #picture fades the scrim.
 */
export function Player(props: {
  posterHref?: string
  handle: string
  hidden?: boolean
  mode?: Mode['value']
  /** The module that plays LL-HLS, fetched when it is needed. */
  hlsHref?: string
}) {
  return (
    <div class="player" id="player" data-hls={props.hlsHref} hidden={props.hidden}>
      {props.posterHref ? (
        <img class="poster" id="poster" src={props.posterHref} alt="" width="1280" height="720" />
      ) : null}
      <video id="video" playsinline muted preload="none" aria-label={say.parts.whoLive(props.handle)} />
      <noscript>
        <Slate title={say.parts.needsScripts} words={say.parts.needsScriptsWords} over />
      </noscript>
      <button class="tap-sound" type="button" id="tap-sound" data-do="sound" hidden>
        <Icon name="sound-off" />
        {say.parts.tapForSound}
      </button>
      <p class="player-note" id="player-note" role="status" hidden />
      <div class="slate slate-over player-card" id="player-card" role="alert" hidden>
        <div class="slate-words">
          <p class="slate-title" />
          <p class="slate-text" />
          <div class="acts">
            <Button type="button" look="edge" does="again">
              {say.parts.tryAgain}
            </Button>
          </div>
        </div>
      </div>
      <div class="controls" id="controls">
        <Control does="play" a="pause" b="play" label={say.parts.pause} key="k" />
        <Control does="sound" a="sound-off" b="sound" label={say.parts.soundOn} key="m" />
        <input class="range" id="volume" type="range" min="0" max="100" value="80" aria-label={say.parts.volume} />
        <LiveLamp on />
        <span class="behind" id="behind" />
        <span class="controls-gap" />
        <Control does="keys" a="keyboard" label={say.parts.keys} key="?" />
        <Control does="options" a="sliders" label={say.parts.quality} key="q" expands="player-options" />
        <Control does="pip" a="pip" label={say.parts.pip} key="p" hidden />
        <Control does="full" a="full" b="full-off" label={say.parts.fullScreen} key="f" />
      </div>
      <div class="player-menu" id="player-options" role="menu" aria-label={say.parts.quality} hidden>
        {modes().map(mode => (
          <button
            class="menu-item"
            type="button"
            role="menuitemradio"
            aria-checked={mode.value === (props.mode ?? 'auto') ? 'true' : 'false'}
            data-mode={mode.value}
          >
            <Icon name="check" />
            {mode.words}
            <small>{mode.hint}</small>
          </button>
        ))}
      </div>
    </div>
  )
}

const keyWords = (): readonly [key: string, words: string][] => [
  [say.parts.keySpace, say.parts.keyPause],
  ['m', say.parts.keySound],
  ['↑ ↓', say.parts.keyVolume],
  ['f', say.parts.fullScreen],
  ['p', say.parts.pip],
  ['q', say.parts.quality],
  ['?', say.parts.keyList],
]

export function KeyList() {
  return (
    <>
      <dl class="keys">
        {keyWords().map(([key, words]) => (
          <div>
            <dt>
              <kbd class="key">{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Switch name="keys" id="keys-on" label={say.parts.useKeys} checked does="keys-on" />
    </>
  )
}

import type { Child } from 'hono/jsx'
import type { Board, Overlay } from '../../src/tips/index.ts'
import { ChatLine, type LineView, linesId } from '../chat/line.tsx'
import { number } from '../format.ts'
import { Icon } from '../parts/icons.tsx'
import { say, speaking } from '../words/index.ts'
import { BoardList } from './board.tsx'
import { GoalLine, type GoalView, RoomLamps } from './goal.tsx'

/** What its address may say: `?theme=light&size=l&sound=on&min_tokens=25&seconds=6`. */
export interface OverlayOptions {
  theme: 'dark' | 'light' | 'plain'
  size: 's' | 'm' | 'l'
  sound: boolean
  min_tokens: number
  seconds: number
}

export interface OverlayProps {
  part: Overlay
  options: OverlayOptions
  cssHref: string
  iconHref: string
  scriptHref: string
  nonce: string
  /** The newest tip that is not to be shown. */
  after: number
  room: string
  goal?: GoalView
  board?: Board
  lines?: readonly LineView[]
  viewers?: number
}

/** A page that lies over the picture in another program: transparent, and nothing in it can be pressed. */
export function OverlayPage(props: OverlayProps) {
  const { part, options, nonce } = props
  return (
    <html lang={speaking()} data-theme={options.theme === 'light' ? 'light' : 'dark'} class="overlay-root">
      <head>
        <meta charset="utf-8" />
        <title>{say.tips.overlay.parts[part]}</title>
        <meta name="robots" content="noindex" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" type="image/svg+xml" href={props.iconHref} />
        <link rel="stylesheet" href={props.cssHref} />
        <script type="module" src={props.scriptHref} nonce={nonce} />
      </head>
      <body
        class={`overlay overlay-${part} overlay-${options.size} overlay-${options.theme}`}
        data-part={part}
        data-after={String(props.after)}
        data-min={String(options.min_tokens)}
        data-seconds={String(options.seconds)}
        data-sound={options.sound ? 'on' : 'off'}
      >
        {partOf(props)}
      </body>
    </html>
  )
}

function partOf(props: OverlayProps): Child {
  switch (props.part) {
    case 'alerts':
      return <div class="overlay-cards" id="tip-cards" data-more={say.tips.card.more('{n}')} />
    case 'goal':
      return (
        <div class="overlay-panel">
          <RoomLamps goal={props.goal} />
          <GoalLine goal={props.goal} />
        </div>
      )
    case 'chat':
      return (
        <div class="overlay-lines lines" id={linesId(props.room)}>
          {(props.lines ?? []).map(line => (
            <ChatLine line={line} />
          ))}
        </div>
      )
    case 'board':
      return <div class="overlay-panel">{props.board ? <BoardList board={props.board} /> : null}</div>
    case 'viewers':
      return (
        <div class="overlay-panel overlay-viewers">
          <Icon name="eye" size={24} />
          <b id="viewers">{number(props.viewers ?? 0)}</b>
        </div>
      )
    default:
      return props.part satisfies never
  }
}

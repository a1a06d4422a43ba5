import type { Child } from 'hono/jsx'
import type { Frame } from '../layout/frame.ts'
import { Page, Said } from '../layout/page.tsx'
import { Button } from '../parts/button.tsx'
import { Icon } from '../parts/icons.tsx'
import { Empty } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { Happened } from '../rooms/wire.tsx'
import { say } from '../words/index.ts'
import { AfloatLine, type AfloatView, ChatLine, type LineView, linesId } from './line.tsx'

export interface LinesProps {
  room: string
  lines: readonly LineView[]
  /** After them: what could not be stored yet. */
  afloat?: readonly AfloatView[]
  /** There are earlier ones. */
  earlier: boolean
}

export interface SayBoxProps {
  room: string
  /** Where the answer comes back to without scripts. */
  place: 'room' | 'chat'
  key: string
  guest: boolean
  text?: string
  /** The line that it answers. */
  answers?: { n: number; handle: string }
  /** Why the line stayed here. */
  error?: string
  /** Why nobody writes here now, or not this person: there is no box then. */
  closed?: string
  /** Milliseconds until the next line may be said. */
  waitMs?: number
  /** Milliseconds until the closed box may be open again. */
  againMs?: number
  /** Under the box, left: "One line every 5 s". */
  state?: Child
  /** Within the field, right: emoji, stickers. */
  tools?: Child
  /** Above the box: lines that wait. */
  held?: Child
}

export interface ChatProps extends LinesProps {
  /** Where the room has come to: a page that was away says what it has seen. */
  change: number
  me?: string
  /** Whom this reader does not want to read. */
  deaf: readonly string[]
  /** At the head, above the lines: pinned, poll. */
  head?: Child
  box: SayBoxProps
  /** The chat in a window of its own. */
  popHref?: string
}

/** The chat as it stands in the room's page and in its own window. */
export function Chat(props: ChatProps) {
  const { room } = props
  return (
    <div
      class="chat"
      id="chat"
      data-room={room}
      data-change={props.change}
      data-me={props.me}
      data-deaf={props.deaf.length > 0 ? JSON.stringify(props.deaf) : undefined}
      data-words={JSON.stringify(say.chat.client)}
    >
      <div class="chat-head" id="chat-head">
        {props.head}
      </div>
      {/* Grows from its lower edge: the newest line is in sight before any script runs. */}
      <div class="chat-scroll" id="chat-scroll" role="log" aria-label={say.chat.lines} tabindex={0}>
        <Lines {...props} />
      </div>
      <div class="chat-foot">
        <button class="chat-new" id="chat-new" type="button" hidden>
          <Icon name="down" size={16} />
          <span />
        </button>
        <noscript>
          <p class="chat-reload">
            <a href={props.box.place === 'room' ? paths.roomReloaded(room, props.change) : paths.roomChat(room)}>
              {say.chat.reload}
            </a>
          </p>
        </noscript>
        {props.box.held}
        <SayBox {...props.box} popHref={props.popHref} />
      </div>
    </div>
  )
}

/** Pushed whole to a page that was away too long. */
export function Lines({ room, lines, earlier, afloat = [] }: LinesProps) {
  return (
    <div class="chat-lines" id={linesId(room)}>
      {earlier ? <Earlier room={room} before={lines[0]?.n ?? 0} /> : null}
      {lines.length === 0 ? <p class="chat-empty">{say.chat.empty}</p> : null}
      {lines.map(line => (
        <ChatLine line={line} />
      ))}
      {afloat.map(line => (
        <AfloatLine line={line} />
      ))}
    </div>
  )
}

const Earlier = ({ room, before }: { room: string; before: number }) => (
  <a class="chat-earlier" href={paths.roomLinesBefore(room, before)} data-before={before}>
    {say.chat.earlier}
  </a>
)

/** What scrolling up fetches: goes ahead of the lines that are there. */
export const EarlierLines = ({ room, lines, earlier }: LinesProps) => (
  <>
    {earlier ? <Earlier room={room} before={lines[0]?.n ?? 0} /> : null}
    {lines.map(line => (
      <ChatLine line={line} />
    ))}
  </>
)

/** The page has heard of everything up to here. */
export const CaughtUp = ({ change }: { change: number }) => <Happened kind="caught-up" data={{ change }} />

export function SayBox(props: SayBoxProps & { popHref?: string }) {
  const { room, closed, answers } = props
  return (
    <form
      class="say"
      id="say"
      method="post"
      action={paths.roomLines(room)}
      data-guest={props.guest ? '' : undefined}
      data-wait={props.waitMs}
      data-again={props.againMs}
    >
      <input type="hidden" name="key" value={props.key} />
      <input type="hidden" name="reply" value={answers?.n ?? ''} />
      <input type="hidden" name="place" value={props.place} />
      <div class="say-reply" id="say-reply" hidden={!answers}>
        <Icon name="reply" size={16} />
        <span id="say-reply-words">
          {answers ? say.chat.client.answering.replace('NAME', () => answers.handle) : null}
        </span>
        <button class="btn btn-bare btn-icon btn-small" type="button" id="say-reply-end" aria-label={say.chat.noReply}>
          <Icon name="close" size={16} />
        </button>
      </div>
      <p class="say-why" id="say-why" role="alert">
        {props.error}
      </p>
      <p class="say-closed" id="say-closed" role="status" hidden={!closed}>
        {closed}
      </p>
      <div class="say-row" id="say-row" hidden={Boolean(closed)}>
        <div class="say-field">
          <textarea
            class="say-text"
            id="say-text"
            name="text"
            rows={1}
            maxlength={1000}
            placeholder={say.chat.placeholder}
            aria-label={say.chat.yourLine}
            aria-describedby="say-why say-state"
            autocomplete="off"
            enterkeyhint="send"
          >
            {props.text}
          </textarea>
          {props.tools}
          <Button look="quiet" size="small" icon="send" label={say.chat.send} id="say-send" />
        </div>
      </div>
      <div class="say-names" id="say-names" role="listbox" tabindex={-1} aria-label={say.chat.names} hidden />
      <div class="say-foot">
        <span class="say-state" id="say-state">
          {props.state ?? (props.guest ? say.chat.guest : null)}
        </span>
        <span class="say-hints">
          <span class="say-count" id="say-count" hidden />
          <span class="say-enter">{say.chat.enterSends}</span>
          {props.popHref ? (
            <a class="say-pop" id="say-pop" href={props.popHref} title={say.chat.popOut}>
              <Icon name="pop-out" size={16} label={say.chat.popOut} />
            </a>
          ) : null}
        </span>
      </div>
    </form>
  )
}

export interface ChatPageProps {
  frame: Frame
  handle: string
  chat?: ChatProps
  /** Earlier lines, a page at a time. */
  old?: LinesProps & { laterHref?: string }
  scripts: readonly string[]
  sheets?: Child
}

/** The chat in a window of its own, for a second screen; and its earlier lines, for whoever has no scripts. */
export function ChatPage(props: ChatPageProps) {
  const { frame, handle, chat, old } = props
  const room = chat?.room ?? old?.room ?? ''
  return (
    <Page frame={frame} title={say.chat.window(handle)} scripts={props.scripts} bodyClass="chat-page" unlisted>
      <header class="chat-page-head">
        <a class="you-button" href={paths.room(room)} aria-label={say.chat.backToRoom}>
          <Icon name="back" size={24} />
        </a>
        <h1 class="chat-page-title">{say.chat.window(handle)}</h1>
      </header>
      <main class="chat-page-main" id="main" tabindex={-1}>
        <Said frame={frame} />
        {chat ? <Chat {...chat} /> : null}
        {old ? (
          <div class="chat-old">
            {old.lines.length === 0 ? <Empty title={say.chat.noEarlier} words={say.chat.noEarlierWords} /> : null}
            <Lines {...old} />
            <p class="chat-old-later">
              <a href={old.laterHref ?? paths.roomChat(room)}>{old.laterHref ? say.chat.later : say.chat.newest}</a>
            </p>
          </div>
        ) : null}
      </main>
      {props.sheets}
    </Page>
  )
}

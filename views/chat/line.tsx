import type { Child } from 'hono/jsx'
import { number } from '../format.ts'
import { Icon } from '../parts/icons.tsx'
import { Lamp } from '../parts/lamps.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { LineText } from './text.tsx'

/** How somebody stands in a room: the badge beside the name. */
export type Badge = 'stage' | 'moderator' | 'staff'

export interface Speaker {
  handle: string
  hue: number
  badge?: Badge
  /** The account is deleted. */
  gone?: boolean
}

export interface LineView {
  /** The room's place in its address. */
  room: string
  n: number
  change: number
  kind: 'plain' | 'sticker' | 'tip' | 'gift' | 'act' | 'note' | 'shout' | 'goal' | 'whisper'
  by?: Speaker
  /** Whom it was whispered to. */
  to?: string
  text: string
  at: number
  reply?: { n: number; handle: string; hue: number; text: string }
  removed?: boolean
  /** Only its writer sees it; shown to whoever keeps the room. */
  silent?: boolean
  links?: boolean
  tokens?: bigint
  gift?: { words: string; pictureHref?: string }
  /** A sentence of the catalogue, made for the reader. */
  sentence?: string
  sticker?: { words: string; href: string }
}

export const lineId = (room: string, n: number): string => `l-${room}-${n}`
/** The list that the room's lines are added to. */
export const linesId = (room: string): string => `lines-${room}`

const WASH = 25n
const WASH2 = 100n

/** One line: the push is the same function as the page. */
export function ChatLine({ line }: { line: LineView }) {
  const shape = (more: string, children: Child) => (
    <div
      class={more === '' ? 'line' : `line ${more}`}
      id={lineId(line.room, line.n)}
      data-n={line.n}
      data-c={line.change}
      data-at={line.at}
      data-by={line.by && !line.by.gone ? line.by.handle : undefined}
    >
      {children}
    </div>
  )
  if (line.removed) return shape('line-removed', <span class="line-words">{say.chat.line.removed}</span>)
  const amount =
    line.tokens === undefined ? null : (
      <span class="line-amount">
        <Icon name="token" size={16} />
        {number(line.tokens)}
      </span>
    )
  const text = <LineText text={line.text} links={line.links} />
  switch (line.kind) {
    case 'plain':
    case 'sticker':
      return shape(
        line.silent ? 'line-silent' : line.reply ? 'line-answer' : '',
        <>
          <Quoted line={line} />
          <Who line={line} /> {line.sticker ? <Sticker sticker={line.sticker} /> : text}
          {line.silent ? <small class="line-only">{say.chat.line.silent}</small> : null}
        </>,
      )
    case 'whisper':
      return shape(
        'line-whisper',
        <>
          <Icon name="lock" size={16} /> <Who line={line} />{' '}
          <span class="line-meta">{say.chat.line.whispers(line.to ?? '')}</span> {text}
        </>,
      )
    case 'tip':
      return shape(
        `line-tip${(line.tokens ?? 0n) >= WASH2 ? ' line-wash2' : (line.tokens ?? 0n) >= WASH ? ' line-wash' : ''}`,
        <>
          <span class="line-first">
            <span>
              <Who line={line} /> {line.sentence ?? say.chat.line.tipped}
            </span>
            {amount}
          </span>
          {line.text === '' ? null : <span class="line-note">{text}</span>}
        </>,
      )
    case 'gift':
      return shape(
        'line-gift line-wash2',
        <>
          {line.gift?.pictureHref ? (
            <img class="gift-picture" src={line.gift.pictureHref} alt="" width="64" height="64" loading="lazy" />
          ) : null}
          <span class="gift-words">
            <b>{line.gift?.words}</b>
            <span>
              <Who line={line} /> {line.sentence}
            </span>
            {amount}
            {line.text === '' ? null : <span class="line-note">{text}</span>}
          </span>
        </>,
      )
    case 'act':
      return shape(
        'line-act',
        <>
          <Icon name="shield" size={16} /> <span class="line-words">{line.sentence ?? text}</span>
        </>,
      )
    case 'note':
    case 'goal':
      return shape(
        'line-between',
        <span class="line-words">
          {line.kind === 'goal' ? <Lamp on size={12} /> : null}
          {line.sentence ?? text}
        </span>,
      )
    case 'shout':
      return shape(
        'line-shout line-wash2',
        <>
          <span class="line-first">
            <span>
              <Who line={line} /> <span class="line-meta">{line.sentence ?? say.chat.line.shouts}</span>
            </span>
            {amount}
          </span>
          <span class="line-loud">{text}</span>
        </>,
      )
    default:
      return line.kind satisfies never
  }
}

/** A line that is not written down yet. */
export interface AfloatView {
  id: string
  room: string
  by: Speaker
  text: string
}

export const AfloatLine = ({ line: { id, room, by, text } }: { line: AfloatView }) => (
  <div class="line line-afloat" id={id} data-by={by.handle}>
    <Name room={room} who={by} /> <LineText text={text} /> <small class="line-only">{say.chat.line.afloat}</small>
  </div>
)

/** In its place, once the line stands above or below with its number. */
export const Landed = ({ id }: { id: string }) => <div id={id} hidden />

/** The name chip: in its hue, with the badge; it opens the card. */
function Who({ line: { by, room, n } }: { line: LineView }) {
  if (!by) return <b class="who">{say.chat.line.nobody}</b>
  if (by.gone) return <b class="who">{say.chat.line.gone}</b>
  return <Name room={room} n={n} who={by} />
}

export function Name({ room, n, who }: { room: string; n?: number; who: Speaker }) {
  const hosts = who.badge === 'stage'
  return (
    <>
      {who.badge === 'moderator' || who.badge === 'staff' ? (
        <span class="badge-icon" title={say.chat.badge[who.badge]}>
          <Icon name="shield" size={16} />
          <span class="unseen">{say.chat.badge[who.badge]}</span>
        </span>
      ) : null}
      <a class={hosts ? 'who who-host' : `who hue-${who.hue}`} href={paths.roomPerson(room, who.handle, n)}>
        <bdi>{who.handle}</bdi>
      </a>
      {hosts ? <span class="badge">{say.chat.badge.stage}</span> : null}
    </>
  )
}

const Quoted = ({ line: { reply } }: { line: LineView }) =>
  reply ? (
    <span class="line-quoted">
      <Icon name="reply" size={16} />
      <bdi>
        {reply.handle}: {reply.text}
      </bdi>
    </span>
  ) : null

const Sticker = ({ sticker }: { sticker: NonNullable<LineView['sticker']> }) => (
  <img class="sticker" src={sticker.href} alt={sticker.words} title={sticker.words} width="72" height="72" />
)

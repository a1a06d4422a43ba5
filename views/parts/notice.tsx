import type { Child } from 'hono/jsx'
import { say } from '../words/index.ts'
import { Icon, type IconName } from './icons.tsx'
import { Lamps } from './lamps.tsx'

export interface NoticeProps {
  tone?: 'plain' | 'ok' | 'warn' | 'bad'
  /** One bold sentence: what is. */
  title: string
  /** Then what to do. */
  words?: Child
  /** A number to quote to the people of the house. */
  note?: string
  act?: Child
  id?: string
  /** Read out at once, not when convenient. */
  alert?: boolean
  /** The whole sits in a live region of its own. */
  live?: boolean
  hidden?: boolean
  children?: Child
}

const icons: Record<NonNullable<NoticeProps['tone']>, IconName> = {
  plain: 'info',
  ok: 'check',
  warn: 'alert',
  bad: 'bug',
}

export function Notice(props: NoticeProps) {
  const { tone = 'plain' } = props
  return (
    <div
      class={`notice${tone === 'plain' ? '' : ` notice-${tone}`}`}
      id={props.id}
      hidden={props.hidden}
      role={props.alert ? 'alert' : props.live ? 'status' : undefined}
    >
      <Icon name={icons[tone]} />
      <div class="notice-words">
        <p>
          <b>{props.title}</b>
          {props.words ? <> {props.words}</> : null}
          {props.note ? <span class="notice-note"> {say.parts.note(props.note)}</span> : null}
        </p>
        {props.children}
      </div>
      {props.act ? <div class="notice-act">{props.act}</div> : null}
    </div>
  )
}

/** Says what will be here and offers the one next step. */
export function Empty(props: { title: string; words?: Child; act?: Child; level?: 1 | 2 }) {
  return (
    <div class="empty">
      <Lamps lit={0} of={10} size={8} />
      {props.level === 1 ? <h1 class="empty-title">{props.title}</h1> : <h2 class="empty-title">{props.title}</h2>}
      {props.words ? <p class="empty-words">{props.words}</p> : null}
      {props.act ? <div class="acts">{props.act}</div> : null}
    </div>
  )
}

import type { Child } from 'hono/jsx'
import { number } from '../format.ts'
import { say } from '../words/index.ts'
import { Icon, type IconName } from './icons.tsx'

export function Chip(props: { href: string; words: string; count?: number; current?: boolean }) {
  return (
    <a class="chip" href={props.href} aria-current={props.current ? 'true' : undefined}>
      <span>{props.words}</span>
      {props.count === undefined ? null : <span class="chip-count">{number(props.count)}</span>}
    </a>
  )
}

export type Tone = 'plain' | 'new' | 'ok' | 'warn' | 'bad'

const toneIcons: Partial<Record<Tone | 'off', IconName>> = { ok: 'check', warn: 'alert', bad: 'bug' }

/** A tone never speaks by colour alone: its icon comes with it. */
export function Tag(props: { tone?: Tone; href?: string; children?: Child }) {
  const { tone = 'plain' } = props
  const icon = toneIcons[tone]
  const inside = (
    <>
      {icon ? <Icon name={icon} size={16} /> : null}
      {props.children}
    </>
  )
  const look = tone === 'plain' ? 'tag' : `tag tag-${tone}`
  return props.href ? (
    <a class={look} href={props.href}>
      {inside}
    </a>
  ) : (
    <span class={look}>{inside}</span>
  )
}

/** On a picture: dark and opaque enough over white. */
export function Pill(props: { icon?: IconName; children?: Child; id?: string }) {
  return (
    <span class="pill" id={props.id}>
      {props.icon ? <Icon name={props.icon} size={16} /> : null}
      {props.children}
    </span>
  )
}

/** State of a row: an icon and a word. */
export function State(props: { tone: 'ok' | 'warn' | 'bad' | 'off'; children?: Child }) {
  const icon = toneIcons[props.tone]
  return (
    <span class={`state state-${props.tone}`}>
      {icon ? <Icon name={icon} size={16} /> : null}
      {props.children}
    </span>
  )
}

export function Viewers({ viewers }: { viewers: number }) {
  return (
    <span class="eye">
      <Icon name="eye" size={16} />
      <span>{number(viewers)}</span>
      <span class="unseen">{say.parts.watching}</span>
    </span>
  )
}

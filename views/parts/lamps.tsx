import type { Child } from 'hono/jsx'
import { say } from '../words/index.ts'

export type LampSize = 8 | 12 | 14 | 16 | 20 | 32

export function Lamp(props: { on?: boolean; half?: boolean; size?: LampSize; tone?: 'warm' | 'ok'; id?: string }) {
  const { size = 14, tone = 'warm' } = props
  const state = props.on ? ' on' : props.half ? ' half' : ''
  return (
    <i
      class={`lamp${size === 14 ? '' : ` lamp-${size}`}${tone === 'ok' ? ' lamp-ok' : ''}${state}`}
      id={props.id}
      aria-hidden="true"
    />
  )
}

export interface LampsProps {
  /** How many burn; a half counts from half of the next share. */
  lit: number
  of?: number
  size?: LampSize
  /** Given when the row counts something: it is then a progress bar with these words. */
  label?: string
}

/** A row of lamps on a line. Of a goal it is always 20, five per cent each. */
export function Lamps({ lit, of = 20, size = 14, label }: LampsProps) {
  const whole = Math.floor(lit)
  const half = lit - whole >= 0.5
  const row = Array.from({ length: of }, (_, at) => <Lamp size={size} on={at < whole} half={half && at === whole} />)
  return label ? (
    <div
      class="lamps"
      role="progressbar"
      aria-label={label}
      aria-valuemin="0"
      aria-valuemax={String(of)}
      aria-valuenow={String(lit)}
    >
      {row}
    </div>
  ) : (
    <div class="lamps" aria-hidden="true">
      {row}
    </div>
  )
}

/** A lit lamp and the word; off air an unlit one and the next date. */
export function LiveLamp(props: { on: boolean; words?: Child; size?: LampSize }) {
  return (
    <span class="live">
      <Lamp on={props.on} size={props.size ?? 14} />
      <span class={props.on ? 'live-word' : 'second'}>
        {props.words ?? (props.on ? say.parts.live : say.parts.offAir)}
      </span>
    </span>
  )
}

export interface Ready {
  id: string
  title: string
  /** Green only with its fact: "6.2 Mb/s, 0.1 % lost". */
  fact: string
  on: boolean
}

/** A studio script turns `on` of #ID-lamp and the words of #ID-fact. */
export function ReadyLight({ ready }: { ready: Ready }) {
  return (
    <div class="ready" id={ready.id}>
      <Lamp on={ready.on} size={32} tone="ok" id={`${ready.id}-lamp`} />
      <div>
        <p class="ready-title">{ready.title}</p>
        <p class="ready-fact" id={`${ready.id}-fact`}>
          {ready.fact}
        </p>
      </div>
    </div>
  )
}

export interface Step {
  slug: string
  words: string
  done: boolean
  href?: string
}

/** One lamp a step, and the list of steps: done, the one at hand, those to come. */
export function Steps(props: { label: string; steps: readonly Step[]; at: string }) {
  const done = props.steps.filter(step => step.done).length
  const here = props.steps.findIndex(step => step.slug === props.at)
  return (
    <nav class="steps" aria-label={props.label}>
      <div
        class="lamps"
        role="progressbar"
        aria-label={say.parts.stepsDone(props.label, done, props.steps.length)}
        aria-valuemin="0"
        aria-valuemax={String(props.steps.length)}
        aria-valuenow={String(done)}
      >
        {props.steps.map((step, at) => (
          <Lamp size={16} on={step.done} half={!step.done && at === here} />
        ))}
      </div>
      <ol class="steps-list">
        {props.steps.map((step, at) => (
          <li class={step.slug === props.at ? 'step step-here' : 'step'}>
            <StepMark done={step.done && at !== here} number={at + 1} />
            {step.href && at !== here ? (
              <a href={step.href}>{step.words}</a>
            ) : (
              <span aria-current={at === here ? 'step' : undefined}>{step.words}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

function StepMark({ done, number }: { done: boolean; number: number }) {
  return (
    <span class="step-mark">
      {done ? (
        <svg class="icon icon-16" viewBox="0 0 20 20" role="img" aria-label={say.parts.done}>
          <path d="m4 10.6 3.8 3.8L16 6" />
        </svg>
      ) : (
        number
      )}
    </span>
  )
}

import type { Child } from 'hono/jsx'
import { say } from '../words/index.ts'
import { Spark } from './chart.tsx'
import { Icon } from './icons.tsx'

export function Box(props: { title?: string; aside?: Child; id?: string; level?: 2 | 3; children?: Child }) {
  const title = props.title ? (
    props.level === 3 ? (
      <h3 class="box-title">{props.title}</h3>
    ) : (
      <h2 class="box-title">{props.title}</h2>
    )
  ) : null
  return (
    <section class="box" id={props.id}>
      {title || props.aside ? (
        <div class="box-head">
          {title}
          {props.aside ? <div class="meta">{props.aside}</div> : null}
        </div>
      ) : null}
      {props.children}
    </section>
  )
}

export interface Figure {
  label: string
  value: string
  unit?: string
  /** Every figure opens its list. */
  href?: string
  spark?: readonly number[]
}

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <div class="figures">
      {figures.map(figure => {
        const inside = (
          <>
            <span class="figure-label">{figure.label}</span>
            <span>
              <span class="figure-value">{figure.value}</span>
              {figure.unit ? <span class="figure-unit"> {figure.unit}</span> : null}
            </span>
            {figure.spark && figure.spark.length > 1 ? <Spark values={figure.spark} /> : null}
          </>
        )
        return figure.href ? (
          <a class="figure" href={figure.href}>
            {inside}
          </a>
        ) : (
          <div class="figure">{inside}</div>
        )
      })}
    </div>
  )
}

/** A line to carry elsewhere: the text can be selected, the button copies it. */
export function Copy(props: { label: string; text: string }) {
  return (
    <div class="field">
      <span class="field-label">{props.label}</span>
      <div class="copy">
        <code class="copy-text" hx-ignore="true">
          {props.text}
        </code>
        <button
          class="btn btn-bare btn-small"
          type="button"
          data-copy={props.text}
          aria-label={say.parts.copyWhat(props.label)}
        >
          <Icon name="copy" size={16} />
          <span data-copy-word="Copied">{say.parts.copy}</span>
        </button>
      </div>
    </div>
  )
}

// Charts are drawn by the server as SVG attributes: no script, no inline style. A table stands behind each.

import { number } from '../format.ts'

const at = (value: number) => String(Math.round(value * 100) / 100)

function points(values: readonly number[], width: number, height: number, top: number): [number, number][] {
  const last = Math.max(1, values.length - 1)
  return values.map((value, index) => [(index / last) * width, height - (top > 0 ? (value / top) * height : 0)])
}

const line = (dots: readonly [number, number][]) =>
  dots.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('')

/** A small line beside a figure: it has no words, the figure says it. */
export function Spark({
  values,
  width = 96,
  height = 28,
}: {
  values: readonly number[]
  width?: number
  height?: number
}) {
  const inner = height - 8
  const dots = points(values, width - 8, inner, Math.max(...values, 1))
  const [x, y] = dots.at(-1) ?? [0, inner]
  return (
    <svg class="spark" viewBox={`-4 -4 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <path class="chart-line" d={line(dots)} />
      <circle class="chart-dot" cx={at(x)} cy={at(y)} r="3" />
    </svg>
  )
}

export interface ChartProps {
  title: string
  values: readonly number[]
  /** One word under each value; empty words leave a gap. */
  ticks: readonly string[]
  /** What the last point is called: "812 now". */
  now: string
  before?: readonly number[]
  unit?: string
  /** What each value is called in the table behind the picture. */
  labels?: readonly string[]
}

const LEFT = 11
const WIDE = 70
const HEAD = 6
const HIGH = 80

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000]

/** Three grid lines with round numbers, none above the tallest by more than a step. */
export function grid(tallest: number): number[] {
  const step = steps.find(each => each * 3 >= tallest) ?? Math.ceil(tallest / 3)
  return [0, step, step * 2, step * 3]
}

/**
 * Percentages and a stretched inner drawing: the line follows the width it is given, words and dots keep their true size.
 */
export function LineChart(props: ChartProps) {
  const lines = grid(Math.max(...props.values, ...(props.before ?? []), 1))
  const top = lines.at(-1) ?? 1
  const dots = points(props.values, 100, 100, top)
  const before = points(props.before ?? [], 100, 100, top)
  const [, y] = dots.at(-1) ?? [100, 100]
  const last = Math.max(1, props.ticks.length - 1)
  const across = (share: number) => `${at(LEFT + share * WIDE)}%`
  const down = (share: number) => `${at(HEAD + (share / 100) * HIGH)}%`
  return (
    <figure>
      <svg class="chart" width="100%" height="208" role="img" aria-label={`${props.title}: ${props.now}`}>
        {lines.map(value => (
          <>
            <line
              class="chart-grid"
              x1={across(0)}
              x2="100%"
              y1={down(100 - (value / top) * 100)}
              y2={down(100 - (value / top) * 100)}
            />
            <text x="0" y={down(100 - (value / top) * 100)} dy="4">
              {number(value)}
            </text>
          </>
        ))}
        <svg
          class="chart-plot"
          x={`${LEFT}%`}
          y={`${HEAD}%`}
          width={`${WIDE}%`}
          height={`${HIGH}%`}
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
        >
          <path class="chart-area" d={`${line(dots)}L100 100L0 100Z`} />
          {before.length > 1 ? <path class="chart-before" d={line(before)} /> : null}
          <path class="chart-line" d={line(dots)} />
        </svg>
        <circle class="chart-dot" cx={across(1)} cy={down(y)} r="4" />
        <text class="chart-now" x={across(1)} y={down(y)} dx="10" dy="4">
          {props.now}
        </text>
        {props.ticks.map((tick, index) =>
          tick ? (
            <text x={across(index / last)} y="99%" text-anchor="middle">
              {tick}
            </text>
          ) : null,
        )}
      </svg>
      <Behind {...props} />
    </figure>
  )
}

/** The same as a table, for whoever does not see the picture. */
function Behind(props: ChartProps) {
  return (
    <div class="unseen">
      <table>
        <caption>{props.title}</caption>
        <tbody>
          {props.values.map((value, index) => (
            <tr>
              <th scope="row">{props.labels?.[index] || props.ticks[index] || String(index + 1)}</th>
              <td>
                {number(value)}
                {props.unit ? ` ${props.unit}` : ''}
              </td>
              {props.before ? <td>{number(props.before[index] ?? 0)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Bars with round tops, like lamps: what is compared with stands left of what is. */
export function BarChart(props: ChartProps) {
  const all = [...(props.before ?? []), ...props.values]
  const lines = grid(Math.max(...all, 1))
  const top = lines.at(-1) ?? 1
  const each = (100 - LEFT) / Math.max(all.length, 1)
  const wide = each * 0.6
  const high = HIGH - HEAD
  const down = (value: number) => `${at(HEAD + (1 - value / top) * high)}%`
  const split = props.before?.length ?? 0
  return (
    <figure>
      <svg class="chart" width="100%" height="208" role="img" aria-label={`${props.title}: ${props.now}`}>
        {lines.map(value => (
          <>
            <line class="chart-grid" x1={`${LEFT}%`} x2="100%" y1={down(value)} y2={down(value)} />
            <text x="0" y={down(value)} dy="4">
              {number(value)}
            </text>
          </>
        ))}
        {all.map((value, index) =>
          value > 0 ? (
            <rect
              class={index < split ? 'chart-bar-before' : 'chart-bar'}
              x={`${at(LEFT + each * index + (each - wide) / 2)}%`}
              width={`${at(wide)}%`}
              y={down(value)}
              height={`${at((value / top) * high)}%`}
              rx="3"
            />
          ) : null,
        )}
        {props.ticks.map((tick, index) =>
          tick ? (
            <text x={`${at(LEFT + each * (index + split) + each / 2)}%`} y="99%" text-anchor="middle">
              {tick}
            </text>
          ) : null,
        )}
      </svg>
      <Behind {...props} />
    </figure>
  )
}

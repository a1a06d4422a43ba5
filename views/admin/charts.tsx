import { dateTime, number, time, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box } from '../parts/box.tsx'
import { BarChart, LineChart } from '../parts/chart.tsx'
import { ListTable, type ListView } from '../parts/listing.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

export interface StepView {
  at: number
  watching: number
  lines: number
  tip_tokens: bigint
}

export interface ChartsView {
  quarters: readonly StepView[]
  quartersBefore: readonly StepView[] | null
  hours: readonly StepView[]
  hoursBefore: readonly StepView[] | null
}

const labels = (steps: readonly StepView[], zone: Zone) => steps.map(step => time(step.at, zone))
/** A word under every so many, so that they do not run into each other on a phone. */
const ticks = (steps: readonly StepView[], zone: Zone, every: number) =>
  steps.map((step, index) => ((steps.length - 1 - index) % every === 0 ? time(step.at, zone) : ''))

const hourTicks = (steps: readonly StepView[], zone: Zone, every: number) =>
  ticks(steps, zone, every).map(tick => tick.slice(0, 2))

/** Who watched, what was tipped and said over the last twelve hours; the same hours of the day before behind it. */
export function Charts({ charts, zone, watching }: { charts: ChartsView; zone: Zone; watching: number }) {
  const words = say.cases.charts
  const { quarters, quartersBefore, hours, hoursBefore } = charts
  const more = <a href={paths.panelSamples}>{words.minutes}</a>
  return (
    <div class="charts">
      <Box title={words.watching} aside={quartersBefore ? words.yesterday : more}>
        <LineChart
          title={words.watching}
          values={quarters.map(step => step.watching)}
          {...(quartersBefore ? { before: quartersBefore.map(step => step.watching) } : {})}
          ticks={ticks(quarters, zone, 12)}
          labels={labels(quarters, zone)}
          now={words.now(number(watching))}
        />
      </Box>
      <TokensChart charts={charts} zone={zone} />
      <Box title={words.lines} aside={more}>
        <BarChart
          title={words.lines}
          values={hours.map(step => step.lines)}
          {...(hoursBefore ? { before: hoursBefore.map(step => step.lines) } : {})}
          ticks={hourTicks(hours, zone, 3)}
          labels={labels(hours, zone)}
          now={words.now(number(hours.at(-1)?.lines ?? 0))}
        />
      </Box>
    </div>
  )
}

export function TokensChart({ charts: { hours, hoursBefore }, zone }: { charts: ChartsView; zone: Zone }) {
  const words = say.cases.charts
  return (
    <Box title={words.tokens} aside={<a href={paths.panelSamples}>{words.minutes}</a>}>
      <BarChart
        title={words.tokens}
        values={hours.map(step => Number(step.tip_tokens))}
        {...(hoursBefore ? { before: hoursBefore.map(step => Number(step.tip_tokens)) } : {})}
        ticks={hourTicks(hours, zone, 3)}
        labels={labels(hours, zone)}
        now={words.now(number(hours.at(-1)?.tip_tokens ?? 0n))}
      />
    </Box>
  )
}

export interface SampleView {
  at: number
  rooms: number
  watching: number
  lines: number
  tips: number
  tip_tokens: bigint
}

/** The table behind the charts: a minute a line. */
export function SamplesPage(props: {
  frame: Frame
  desk: DeskProps
  rows: readonly SampleView[]
  list: ListView
  zone: Zone
}) {
  const words = say.cases.charts
  return (
    <PanelPage frame={props.frame} title={words.minutes} {...props.desk}>
      <Box>
        <ListTable
          list={props.list}
          none={{ title: words.none, words: words.noneWords }}
          caption={words.minutes}
          rows={props.rows}
          columns={[
            { title: words.minute, kind: 'lead', cell: row => dateTime(row.at, props.zone) },
            { title: say.admin.roomsOnAir, kind: 'number', cell: row => number(row.rooms) },
            { title: words.watching, kind: 'number', cell: row => number(row.watching) },
            { title: words.lines, kind: 'number', cell: row => number(row.lines) },
            { title: words.tips, kind: 'number', cell: row => number(row.tips) },
            { title: words.tokens, kind: 'number', cell: row => number(row.tip_tokens) },
          ]}
        />
      </Box>
    </PanelPage>
  )
}

import { dateTime } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box, type Figure, Figures } from '../parts/box.tsx'
import { LinkButton } from '../parts/button.tsx'
import { paths } from '../paths.ts'
import { type Check, Checks } from '../setup/setup.tsx'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

export interface HealthProps {
  frame: Frame
  desk: DeskProps
  now: number
  zone: string
  /** CPU, memory, disk, event loop. */
  figures: readonly Figure[]
  groups: readonly { title: string; checks: readonly Check[] }[]
  facts: readonly { label: string; value: string; href?: string }[]
  versions: readonly { label: string; value: string }[]
}

export function HealthPage(props: HealthProps) {
  return (
    <PanelPage
      frame={props.frame}
      title={say.layout.health}
      {...props.desk}
      aside={
        <div class="acts">
          <span class="meta">{say.admin.lookedAt(dateTime(props.now, props.zone))}</span>
          <LinkButton look="edge" icon="refresh" href={paths.panelHealth}>
            {say.setup.lookAgain}
          </LinkButton>
        </div>
      }
    >
      <div class="stack">
        <Figures figures={props.figures} />
        <div class="panel-columns">
          <div class="stack">
            {props.groups.map(group => (
              <Box title={group.title}>
                <Checks checks={group.checks} />
              </Box>
            ))}
          </div>
          <div class="stack">
            <Facts title={say.admin.now} facts={props.facts} />
            <Facts title={say.admin.versions} facts={props.versions} />
          </div>
        </div>
      </div>
    </PanelPage>
  )
}

const Facts = (props: { title: string; facts: HealthProps['facts'] }) => (
  <Box title={props.title}>
    <dl class="facts facts-lines">
      {props.facts.map(each => (
        <>
          <dt>{each.label}</dt>
          <dd>{each.href ? <a href={each.href}>{each.value}</a> : each.value}</dd>
        </>
      ))}
    </dl>
  </Box>
)

import { dateTime } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box, type Figure, Figures } from '../parts/box.tsx'
import { LinkButton } from '../parts/button.tsx'
import { paths } from '../paths.ts'
import { type Check, Checks } from '../setup/setup.tsx'
import type { DeskProps } from '../support/reports.tsx'

export interface HealthProps {
  frame: Frame
  desk: DeskProps
  now: number
  zone: string
  /** CPU, memory, disk, event loop. */
  figures: readonly Figure[]
  groups: readonly { title: string; checks: readonly Check[] }[]
  versions: readonly { label: string; value: string }[]
}

export function HealthPage(props: HealthProps) {
  return (
    <PanelPage
      frame={props.frame}
      title="Health"
      {...props.desk}
      aside={
        <div class="acts">
          <span class="meta">Looked at {dateTime(props.now, props.zone)}</span>
          <LinkButton look="edge" icon="refresh" href={paths.panelHealth}>
            Look again
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
          <Box title="Versions">
            <dl class="facts facts-lines">
              {props.versions.map(each => (
                <>
                  <dt>{each.label}</dt>
                  <dd>{each.value}</dd>
                </>
              ))}
            </dl>
          </Box>
        </div>
      </div>
    </PanelPage>
  )
}

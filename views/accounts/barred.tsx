import { dateTime, soon } from '../format.ts'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Box } from '../parts/box.tsx'
import { Acts, LinkButton } from '../parts/button.tsx'
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'

export interface BarredProps {
  frame: Frame
  now: number
  zone: string
  handle: string
  barred: {
    kind: 'suspension' | 'ban'
    rule: string
    reason: string
    at: number
    until: number | null
    decision: string
  }
}

/** For somebody who proved who it is and may not come in: why, by which rule, until when, and whom to write to. */
export function BarredPage({ frame, now, zone, handle, barred }: BarredProps) {
  const heading = barred.kind === 'ban' ? say.accounts.banned(handle) : say.accounts.suspended(handle)
  return (
    <BarePage
      frame={frame}
      title={heading}
      heading={heading}
      lead={barred.until === null ? say.accounts.cannotSignIn : say.accounts.againAt(soon(barred.until, now, zone))}
      unlisted
    >
      <Box>
        <dl class="facts" hx-ignore="true">
          <dt>{say.accounts.rule}</dt>
          <dd>{barred.rule}</dd>
          <dt>{say.accounts.reason}</dt>
          <dd>{barred.reason}</dd>
          <dt>{say.accounts.since}</dt>
          <dd>{dateTime(barred.at, zone)}</dd>
          <dt>{say.accounts.until}</dt>
          <dd>{barred.until === null ? say.accounts.withoutEnd : dateTime(barred.until, zone)}</dd>
        </dl>
        <Acts>
          <LinkButton look="edge" href={paths.decision(barred.decision)}>
            {say.cases.statement.read}
          </LinkButton>
        </Acts>
      </Box>
      <p class="bare-else">
        {weave(say.accounts.disagree, {
          write: words => <a href={paths.page('contact')}>{words}</a>,
          rules: words => <a href={paths.page('rules')}>{words}</a>,
        })}
      </p>
    </BarePage>
  )
}

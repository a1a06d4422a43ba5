import { dateTime, soon } from '../format.ts'
import { BarePage } from '../layout/bare.tsx'
import type { Frame } from '../layout/frame.ts'
import { Box } from '../parts/box.tsx'
import { paths } from '../paths.ts'

export interface BarredProps {
  frame: Frame
  now: number
  zone: string
  handle: string
  barred: { kind: 'suspension' | 'ban'; rule: string; reason: string; at: number; until: number | null }
}

/** For somebody who proved who it is and may not come in: why, by which rule, until when, and whom to write to. */
export function BarredPage({ frame, now, zone, handle, barred }: BarredProps) {
  const heading = barred.kind === 'ban' ? `${handle} is banned here` : `${handle} is suspended`
  return (
    <BarePage
      frame={frame}
      title={heading}
      heading={heading}
      lead={
        barred.until === null
          ? 'You cannot sign in any more.'
          : `You can sign in again ${soon(barred.until, now, zone)}. Your account stays as it is until then.`
      }
      unlisted
    >
      <Box>
        <dl class="facts" hx-ignore="true">
          <dt>Rule</dt>
          <dd>{barred.rule}</dd>
          <dt>Reason</dt>
          <dd>{barred.reason}</dd>
          <dt>Since</dt>
          <dd>{dateTime(barred.at, zone)}</dd>
          <dt>Until</dt>
          <dd>{barred.until === null ? 'without end' : dateTime(barred.until, zone)}</dd>
        </dl>
      </Box>
      <p class="bare-else">
        You see it differently? <a href={paths.page('contact')}>Write to us</a> or read the{' '}
        <a href={paths.page('rules')}>house rules</a>.
      </p>
    </BarePage>
  )
}

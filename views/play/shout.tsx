import { Icon } from '../parts/icons.tsx'
import { say } from '../words/index.ts'

export interface ShoutView {
  who?: { handle: string; hue: number }
  words: string
}

/** The place is there all along, so that what comes into it is read out once. */
export const ShoutPlace = ({ shout }: { shout: ShoutView | null }) => (
  <div class="shout-place" role="status" aria-atomic="true">
    <Shout shout={shout} />
  </div>
)

export function Shout({ shout }: { shout: ShoutView | null }) {
  if (!shout) return <div id="shout" hidden />
  return (
    <div class="shout" id="shout">
      <Icon name="flag" />
      <span class="shout-words">
        {shout.who ? <b class={`hue-${shout.who.hue}`}>{say.play.shout.thanks(shout.who.handle)}</b> : null}
        {shout.words === '' ? null : <span>{shout.words}</span>}
      </span>
    </div>
  )
}

import type { Child } from 'hono/jsx'
import { say } from '../words/index.ts'
import { Icon } from './icons.tsx'

/** A native dialog. A button with `opens="ID"` shows it; its cross and Escape put it away. */
export function Dialog(props: { id: string; title: string; open?: boolean; children?: Child }) {
  return (
    <dialog class="dialog" id={props.id} open={props.open} aria-labelledby={`${props.id}-title`}>
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 class="dialog-title" id={`${props.id}-title`}>
            {props.title}
          </h2>
          <form method="dialog">
            <button class="btn btn-bare btn-icon" type="submit" aria-label={say.parts.close}>
              <Icon name="close" />
            </button>
          </form>
        </div>
        {props.children}
      </div>
    </dialog>
  )
}

import { TextArea } from '../../parts/field.tsx'
import { say } from '../../words/index.ts'

/** Why somebody moves money or shuts a wallet: kept in the trail, and `shown` to whom it concerns. */
export const Because = (props: {
  id?: string
  shown?: boolean
  rows?: number
  typed: string | undefined
  error: string | undefined
}) => (
  <TextArea
    name="because"
    id={props.id}
    label={say.money.because}
    hint={props.shown ? say.money.becauseShown : say.money.becauseHint}
    rows={props.rows ?? 3}
    maxlength={1000}
    value={props.typed}
    error={props.error}
  />
)

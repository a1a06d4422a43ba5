import type { Child } from 'hono/jsx'
import type { RoomRules } from '../../../src/chat/index.ts'
import { length } from '../../format.ts'
import { Button } from '../../parts/button.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icons.tsx'
import { paths } from '../../paths.ts'
import { say } from '../../words/index.ts'

/** What a form typed and why it was refused, by the act that it asks for. */
export interface Wrong {
  act: string
  words: string
  typed: Readonly<Record<string, string>>
}

export interface ToolFormProps {
  room: string
  /** The act's word on the room's socket; with scripts the form goes there. */
  act: string
  /** Where it is posted without scripts, below the room's address. */
  at: readonly string[]
  /** Where the answer leads back to without scripts. */
  back?: string
  wrong?: Wrong
  /** Several of one act on a page: which one it is. */
  of?: string
  class?: string
  children?: Child
}

/** One act of whoever keeps a room: posted as a form, or sent through the room's socket where it is open. */
export function ToolForm({ room, act, at, back, wrong, of, class: look, children }: ToolFormProps) {
  const isWrong = wrong?.act === act && (of === undefined || wrong.typed.id === of)
  return (
    <form
      class={look ?? 'tool-form'}
      method="post"
      action={paths.roomTool(room, ...at)}
      data-act={act}
      novalidate={isWrong}
    >
      {of === undefined ? null : <input type="hidden" name="id" value={of} />}
      {back ? <input type="hidden" name="back" value={back} /> : null}
      {children}
      <p class="tool-why" role="alert" hidden={!isWrong}>
        {isWrong ? (
          <>
            <Icon name="bug" size={16} /> {wrong.words}
          </>
        ) : null}
      </p>
    </form>
  )
}

/** What was typed into a field of a refused form, else what stands there. */
export const typed = (wrong: Wrong | undefined, act: string, field: string, now = ''): string =>
  wrong?.act === act ? (wrong.typed[field] ?? now) : now

interface RuleForm {
  room: string
  rules: Readonly<RoomRules>
  back?: string
  wrong?: Wrong
  /** Unique ids where a form is on a page twice. */
  prefix: string
}

export const SLOW_STEPS_MS = [0, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000]
export const AGE_STEPS_MS = [0, 600_000, 3_600_000, 86_400_000, 604_800_000, 2_592_000_000]

const steps = (all: readonly number[], now: number) => [...new Set([...all, now])].sort((a, b) => a - b)

export function SlowForm({ room, rules, back, wrong, prefix }: RuleForm) {
  return (
    <ToolForm room={room} act="slow" at={['rules', 'slow']} back={back} wrong={wrong}>
      <SelectField
        name="ms"
        id={`${prefix}-slow`}
        label={say.tools.page.slow}
        hint={say.tools.page.slowHint}
        value={typed(wrong, 'slow', 'ms', String(rules.slow_mode_ms))}
        options={steps(SLOW_STEPS_MS, rules.slow_mode_ms).map(ms => ({
          value: String(ms),
          words: ms === 0 ? say.tools.slow.off : say.tools.slow.every(length(ms)),
        }))}
      />
      <div>
        <Button look="edge">{say.tools.bar.set}</Button>
      </div>
    </ToolForm>
  )
}

const WRITERS = ['everybody', 'followers', 'holders', 'trusted', 'nobody'] as const

export function WritersForm({ room, rules, back, wrong, prefix }: RuleForm) {
  const words = say.tools.writers
  return (
    <ToolForm room={room} act="writers" at={['rules', 'writers']} back={back} wrong={wrong}>
      <SelectField
        name="writers"
        id={`${prefix}-writers`}
        label={say.tools.page.writers}
        value={typed(wrong, 'writers', 'writers', rules.writers)}
        options={WRITERS.map(value => ({ value, words: words[value] }))}
      />
      <div class="tool-tokens">
        <TextField
          name="tokens"
          id={`${prefix}-tokens`}
          label={say.tools.page.tokens}
          hint={say.tools.page.tokensHint}
          value={typed(wrong, 'writers', 'tokens', String(rules.needed_tokens))}
          inputmode="numeric"
          maxlength={7}
        />
      </div>
      <SelectField
        name="age"
        id={`${prefix}-age`}
        label={say.tools.page.age}
        value={typed(wrong, 'writers', 'age', String(rules.account_age_ms))}
        options={steps(AGE_STEPS_MS, rules.account_age_ms).map(ms => ({
          value: String(ms),
          words: ms === 0 ? say.tools.age.any : say.tools.age.least(length(ms)),
        }))}
      />
      <div>
        <Button look="edge">{say.tools.bar.set}</Button>
      </div>
    </ToolForm>
  )
}

/** A rule that is on or off: the button says what a press does. */
export function OnOffForm(props: {
  room: string
  act: 'hold' | 'whispers' | 'links'
  on: boolean
  title: string
  hint: string
  back?: string
  wrong?: Wrong
}) {
  const { room, act, on, back, wrong } = props
  return (
    <ToolForm room={room} act={act} at={['rules', act]} back={back} wrong={wrong} class="tool-switch">
      <input type="hidden" name="on" value={on ? 'off' : 'on'} />
      <span class="row-grow row-two">
        <b>{props.title}</b>
        <span class="meta">{props.hint}</span>
      </span>
      <button class="switch-act" type="submit" role="switch" aria-checked={String(on)} aria-label={props.title}>
        <span class="switch-track" />
      </button>
    </ToolForm>
  )
}

export function PinForm({ room, rules, back, wrong, prefix }: RuleForm) {
  return (
    <>
      <ToolForm room={room} act="pin" at={['pin']} back={back} wrong={wrong}>
        <TextField
          name="text"
          id={`${prefix}-pin`}
          label={say.tools.bar.pinned}
          hint={say.tools.page.pinnedHint}
          value={typed(wrong, 'pin', 'text', rules.pinned)}
          maxlength={500}
        />
        <div>
          <Button look="edge" icon="flag">
            {say.tools.bar.pin}
          </Button>
        </div>
      </ToolForm>
      <UnpinForm room={room} rules={rules} back={back} prefix={prefix} />
    </>
  )
}

/** Pushed when the pinned line comes or goes. */
export const UnpinForm = ({ room, rules, back, prefix }: RuleForm) => (
  <div id={`${prefix}-unpin-${room}`} hidden={rules.pinned === ''}>
    <ToolForm room={room} act="unpin" at={['pin', 'remove']} back={back}>
      <div>
        <Button look="bare">{say.tools.bar.unpin}</Button>
      </div>
    </ToolForm>
  </div>
)

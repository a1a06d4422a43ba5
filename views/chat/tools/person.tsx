import type { Child } from 'hono/jsx'
import { soon, type Zone } from '../../format.ts'
import { Button } from '../../parts/button.tsx'
import { Checkbox, SelectField, TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icons.tsx'
import { say } from '../../words/index.ts'
import { ToolForm, typed, type Wrong } from './forms.tsx'

export interface PersonToolsProps {
  room: string
  handle: string
  /** The line that this is about, where it can still be removed. */
  line?: number
  can: {
    remove: boolean
    sweep: boolean
    pin: boolean
    mute: boolean
    good: boolean
    kick: boolean
    block: boolean
    lists: boolean
  }
  muted?: { id: string; until: number | null; silent: boolean }
  /** The block in force. */
  blocked?: string
  trusted: boolean
  moderator: boolean
  /** Staff always say why. */
  mustSayWhy: boolean
  now: number
  zone: Zone
  back?: string
  wrong?: Wrong
}

const LENGTHS = ['5m', '1h', '24h', 'good'] as const

/** What whoever keeps the room may do about a person and a line of theirs. */
export function PersonTools(props: PersonToolsProps) {
  const { room, handle, line, can, back, wrong, muted, blocked } = props
  const about = { room, back, wrong }
  const why = (act: string, hint: string, label = say.tools.line.because) => (
    <TextField
      name="because"
      id={`${act}-because`}
      label={label}
      hint={hint || undefined}
      placeholder={say.tools.line.becausePlaceholder}
      value={typed(wrong, act, 'because')}
      maxlength={200}
      optional={!props.mustSayWhy}
    />
  )
  const More = ({ act, words, children }: { act: string; words: string; children?: Child }) => (
    <details class="tool-more" open={wrong?.act === act}>
      <summary class="btn btn-edge">{words}</summary>
      {children}
    </details>
  )
  const whom = <input type="hidden" name="handle" value={handle} />
  const anything =
    can.remove || can.sweep || can.pin || can.mute || can.kick || can.block || can.lists || muted || blocked
  if (!anything) return null
  return (
    <section class="person-tools" aria-label={say.tools.line.title}>
      <h2 class="person-tools-title">
        <Icon name="shield" size={16} /> {say.tools.line.title}
      </h2>
      {muted ? (
        <ToolForm {...about} act="unmute" at={['mutes', muted.id, 'lift']} of={muted.id} class="tool-row">
          <span class="row-grow">
            {muted.until === null
              ? say.tools.line.mutedForGood
              : (muted.silent ? say.tools.line.mutedSilently : say.tools.line.mutedUntil)(
                  soon(muted.until, props.now, props.zone),
                )}
          </span>
          <Button look="edge" size="small">
            {say.tools.line.unmute}
          </Button>
        </ToolForm>
      ) : null}
      {blocked ? (
        <ToolForm {...about} act="unblock" at={['blocks', blocked, 'lift']} of={blocked} class="tool-row">
          <span class="row-grow">{say.tools.line.blocked}</span>
          <Button look="edge" size="small">
            {say.tools.line.unblock}
          </Button>
        </ToolForm>
      ) : null}
      <div class="tool-stack">
        {can.remove && line !== undefined ? (
          <ToolForm
            {...about}
            act="line-remove"
            at={['lines', String(line), 'remove']}
            of={String(line)}
            class="tool-inline"
          >
            {why('line-remove', '', say.tools.line.becausePublic)}
            <Button look="danger" icon="trash">
              {say.tools.line.remove}
            </Button>
          </ToolForm>
        ) : null}
        {can.sweep ? (
          <More act="lines-remove" words={say.tools.line.removeAll}>
            <ToolForm {...about} act="lines-remove" at={['removals']}>
              {whom}
              <p class="second">{say.tools.line.removeAllHint}</p>
              {why('lines-remove', '', say.tools.line.becausePublic)}
              <div>
                <Button look="danger" icon="trash">
                  {say.tools.line.removeAll}
                </Button>
              </div>
            </ToolForm>
          </More>
        ) : null}
        {can.pin && line !== undefined ? (
          <ToolForm {...about} act="pin" at={['pin']}>
            <input type="hidden" name="line" value={line} />
            <Button look="edge" icon="flag" wide>
              {say.tools.line.pin}
            </Button>
          </ToolForm>
        ) : null}
        {can.mute ? (
          <More act="mute" words={say.tools.line.mute}>
            <ToolForm {...about} act="mute" at={['mutes']}>
              {whom}
              <SelectField
                name="length"
                id="mute-length"
                label={say.tools.line.muteFor}
                value={typed(wrong, 'mute', 'length', '5m')}
                options={LENGTHS.filter(each => can.good || each !== 'good').map(value => ({
                  value,
                  words: say.tools.lengths[value],
                }))}
              />
              <Checkbox
                name="silent"
                id="mute-silent"
                label={say.tools.line.silent}
                hint={say.tools.line.silentHint}
                checked={typed(wrong, 'mute', 'silent') === 'on'}
              />
              {why('mute', say.tools.line.becauseHint)}
              <div>
                <Button look="danger">{say.tools.line.mute}</Button>
              </div>
            </ToolForm>
          </More>
        ) : null}
        {can.kick ? (
          <More act="kick" words={say.tools.line.kick}>
            <ToolForm {...about} act="kick" at={['kicks']}>
              {whom}
              <p class="second">{say.tools.line.kickHint}</p>
              {why('kick', say.tools.line.becauseHint)}
              <div>
                <Button look="danger" icon="leave">
                  {say.tools.line.kick}
                </Button>
              </div>
            </ToolForm>
          </More>
        ) : null}
        {can.block && !blocked ? (
          <More act="block" words={say.tools.line.block}>
            <ToolForm {...about} act="block" at={['blocks']}>
              {whom}
              <p class="second">{say.tools.line.blockHint}</p>
              {why('block', say.tools.line.becauseHint)}
              <div>
                <Button look="danger" icon="ban">
                  {say.tools.line.block}
                </Button>
              </div>
            </ToolForm>
          </More>
        ) : null}
        {can.lists ? (
          <>
            <ToolForm
              {...about}
              act={props.trusted ? 'trust-remove' : 'trust'}
              at={['trusted', ...(props.trusted ? ['remove'] : [])]}
            >
              {whom}
              <Button look="bare" wide>
                {props.trusted ? say.tools.line.distrust : say.tools.line.trust}
              </Button>
            </ToolForm>
            <ToolForm
              {...about}
              act={props.moderator ? 'moderator-remove' : 'moderator'}
              at={['moderators', ...(props.moderator ? ['remove'] : [])]}
            >
              {whom}
              <Button look="bare" wide>
                {props.moderator ? say.tools.line.noModerator : say.tools.line.moderator}
              </Button>
            </ToolForm>
          </>
        ) : null}
      </div>
    </section>
  )
}

export interface WhisperProps {
  room: string
  handle: string
  back?: string
  wrong?: Wrong
}

/** To one person who is here; nobody else reads it. */
export function WhisperForm({ room, handle, back, wrong }: WhisperProps) {
  return (
    <details class="tool-more" open={wrong?.act === 'whisper'}>
      <summary class="btn btn-edge">
        <Icon name="lock" size={16} />
        {say.tools.whisper.to(handle)}
      </summary>
      <ToolForm room={room} act="whisper" at={['whispers']} back={back} wrong={wrong}>
        <input type="hidden" name="handle" value={handle} />
        <TextField
          name="text"
          id="whisper-text"
          label={say.tools.whisper.label}
          hint={say.tools.whisper.hint}
          value={typed(wrong, 'whisper', 'text')}
          maxlength={500}
        />
        <div>
          <Button look="primary" icon="lock">
            {say.tools.whisper.send}
          </Button>
        </div>
      </ToolForm>
    </details>
  )
}

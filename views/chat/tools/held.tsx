import type { HeldLine } from '../../../src/chat/index.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icons.tsx'
import { say } from '../../words/index.ts'
import { ToolForm, typed, type Wrong } from './forms.tsx'

export const heldMineId = (room: string): string => `held-mine-${room}`
export const heldQueueId = (room: string): string => `held-${room}`

/** The writer's own lines that wait: dashed, and only for her. */
export function HeldMine(props: { room: string; keeper: string; lines: readonly HeldLine[]; refused?: HeldLine }) {
  const { room, keeper, lines, refused } = props
  return (
    <div class="held-mine" id={heldMineId(room)}>
      {lines.map(line => (
        <div class="line-held">
          <p>
            <b class={`who hue-${line.hue}`}>{line.handle}</b> <bdi dir="auto">{line.text}</bdi>
          </p>
          <ToolForm
            room={room}
            act="held-take-back"
            at={['held', line.id, 'take-back']}
            of={line.id}
            class="line-held-foot"
          >
            <Icon name="clock" size={16} />
            <span class="row-grow">{say.tools.held.only(keeper)}</span>
            <button class="link-button" type="submit">
              {say.tools.held.takeBack}
            </button>
          </ToolForm>
        </div>
      ))}
      {refused ? (
        <div class="line-held line-refused" role="status">
          <p>
            <bdi dir="auto">{refused.text}</bdi>
          </p>
          <p class="line-held-foot">
            <Icon name="bug" size={16} />
            {refused.because === '' ? say.tools.held.refused : say.tools.held.refusedBecause(refused.because)}
          </p>
        </div>
      ) : null}
    </div>
  )
}

/** What waits in a room, for whoever keeps it: the oldest first. */
export function HeldQueue(props: { room: string; lines: readonly HeldLine[]; back?: string; wrong?: Wrong }) {
  const { room, lines, back, wrong } = props
  return (
    <div class="held-queue" id={heldQueueId(room)}>
      {lines.length === 0 ? (
        <p class="second">
          <b>{say.tools.held.none}</b> {say.tools.held.noneWords}
        </p>
      ) : (
        <ul class="held-lines">
          {lines.map(line => (
            <li class="held-line">
              <p>
                <b class={`who hue-${line.hue}`}>{line.handle}</b> <bdi dir="auto">{line.text}</bdi>
              </p>
              <p class="meta">{say.tools.held.why[line.why]}</p>
              <div class="held-acts">
                <ToolForm
                  room={room}
                  act="held-show"
                  at={['held', line.id, 'show']}
                  of={line.id}
                  back={back}
                  wrong={wrong}
                >
                  <Button look="edge" size="small" icon="check">
                    {say.tools.held.show}
                  </Button>
                </ToolForm>
                <details class="tool-more">
                  <summary class="btn btn-bare btn-small">{say.tools.held.refuse}</summary>
                  <ToolForm
                    room={room}
                    act="held-refuse"
                    at={['held', line.id, 'refuse']}
                    of={line.id}
                    back={back}
                    wrong={wrong}
                  >
                    <TextField
                      name="because"
                      id={`refuse-${line.id}`}
                      label={say.tools.line.because}
                      hint={say.tools.line.becauseHint}
                      value={typed(wrong, 'held-refuse', 'because')}
                      maxlength={200}
                      optional
                    />
                    <div>
                      <Button look="danger" size="small">
                        {say.tools.held.refuse}
                      </Button>
                    </div>
                  </ToolForm>
                </details>
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

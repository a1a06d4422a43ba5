import type { Child } from 'hono/jsx'
import type { HeldLine, RoomRules } from '../../../src/chat/index.ts'
import { length, number } from '../../format.ts'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { paths } from '../../paths.ts'
import { say } from '../../words/index.ts'
import { type ActView, KeepNews } from './acts.tsx'
import { OnOffForm, PinForm, SlowForm, WritersForm } from './forms.tsx'
import { HeldQueue } from './held.tsx'

export const pinnedId = (room: string): string => `pinned-${room}`

/** The line at the head of the chat, for everybody; an empty place where there is none. */
export const Pinned = ({ room, text }: { room: string; text: string }) => (
  <div class="pinned" id={pinnedId(room)} hidden={text === ''}>
    <Icon name="flag" size={16} label={say.tools.bar.pinned} />
    <bdi dir="auto">{text}</bdi>
  </div>
)

export interface BarProps {
  room: string
  rules: Readonly<RoomRules>
  held: readonly HeldLine[]
  news?: ActView
  /** Removes a line by one press; staff say why first. */
  atOnce: boolean
}

export const barId = (room: string, part: 'slow' | 'writers' | 'held' | 'pin'): string => `bar-${part}-${room}`

const Tool = (props: { id: string; icon: IconName; words: string; on: boolean; bare?: boolean; children?: Child }) => (
  <span class={props.on ? 'tool-words is-on' : 'tool-words'} id={props.id}>
    <Icon name={props.icon} size={16} />
    <span class={props.bare ? 'unseen' : undefined}>{props.words}</span>
  </span>
)

/** The words on the tools, pushed when a rule or the queue changes: an open form underneath stays as it is. */
export const BarWords = {
  Slow: ({ room, rules }: Pick<BarProps, 'room' | 'rules'>) => (
    <Tool
      id={barId(room, 'slow')}
      icon="clock"
      words={rules.slow_mode_ms === 0 ? say.tools.bar.slow : say.tools.bar.slowIs(length(rules.slow_mode_ms))}
      on={rules.slow_mode_ms > 0}
    />
  ),
  Writers: ({ room, rules }: Pick<BarProps, 'room' | 'rules'>) => (
    <Tool
      id={barId(room, 'writers')}
      icon="people"
      words={rules.writers === 'everybody' ? say.tools.bar.writers : say.tools.writers[rules.writers]}
      on={rules.writers !== 'everybody'}
      bare={rules.writers === 'everybody'}
    />
  ),
  Held: ({ room, held }: Pick<BarProps, 'room' | 'held'>) => (
    <Tool
      id={barId(room, 'held')}
      icon="eye"
      words={held.length === 0 ? say.tools.bar.held : say.tools.bar.heldIs(held.length, number(held.length))}
      on={held.length > 0}
    />
  ),
  Pin: ({ room, rules }: Pick<BarProps, 'room' | 'rules'>) => (
    <Tool id={barId(room, 'pin')} icon="flag" words={say.tools.bar.pinned} on={rules.pinned !== ''} bare />
  ),
}

const HoldForm = ({ room, rules }: Pick<BarProps, 'room' | 'rules'>) => (
  <OnOffForm
    room={room}
    act="hold"
    on={rules.holds_all === 1}
    title={say.tools.page.hold}
    hint={say.tools.page.holdHint}
  />
)

/** The bar's forms as they stand after somebody else's change: a page takes over what is not being chosen in it. */
export const RuleForms = (props: Pick<BarProps, 'room' | 'rules'>) => (
  <>
    <SlowForm {...props} prefix="bar" />
    <WritersForm {...props} prefix="bar" />
    <HoldForm {...props} />
    <PinForm {...props} prefix="bar" />
  </>
)

/** Over the chat of whoever keeps the room. Each tool opens without scripts too. */
export function KeepBar(props: BarProps) {
  const { room, rules, held } = props
  const form = { room, rules, prefix: 'bar' }
  return (
    <section
      class="keep-bar"
      aria-label={say.tools.bar.label}
      data-words={props.atOnce ? JSON.stringify({ remove: say.tools.line.remove, pin: say.tools.line.pin }) : undefined}
    >
      <div class="keep-tools">
        <details class="keep-tool" name="keep">
          <summary>
            <BarWords.Slow {...props} />
          </summary>
          <div class="keep-sheet">
            <SlowForm {...form} />
          </div>
        </details>
        <details class="keep-tool" name="keep">
          <summary>
            <BarWords.Writers {...props} />
          </summary>
          <div class="keep-sheet">
            <WritersForm {...form} />
          </div>
        </details>
        <details class="keep-tool" name="keep">
          <summary>
            <BarWords.Held {...props} />
          </summary>
          <div class="keep-sheet">
            <HoldForm {...props} />
            <HeldQueue room={room} lines={held} />
          </div>
        </details>
        <details class="keep-tool" name="keep">
          <summary>
            <BarWords.Pin {...props} />
          </summary>
          <div class="keep-sheet">
            <PinForm {...form} />
          </div>
        </details>
        <a class="keep-all" href={paths.roomTools(room)} title={say.tools.bar.all}>
          <Icon name="sliders" size={16} label={say.tools.bar.all} />
        </a>
      </div>
      <KeepNews room={room} news={props.news} />
    </section>
  )
}

/** Said to whoever comes in; a browser that has read these words hides them. */
export const Welcome = ({ room, text }: { room: string; text: string }) => (
  <div class="welcome" id={`welcome-${room}`} data-welcome={room}>
    <Icon name="info" size={16} />
    <bdi dir="auto">{text}</bdi>
    <button class="btn btn-bare btn-icon btn-small" type="button" data-do="welcomed" aria-label={say.parts.close}>
      <Icon name="close" size={16} />
    </button>
  </div>
)

import { bitrate, count, length, number, time, until, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Box, Figures } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Form, SelectField, type SelectOption, TextArea } from '../parts/field.tsx'
import { hx } from '../parts/hx.ts'
import { Icon } from '../parts/icons.tsx'
import { Lamp } from '../parts/lamps.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'

export interface OnAirRow {
  room: string
  handle: string
  hue: number
  title: string
  pictureHref?: string
  startedAt: number
  viewers: number
  bitrate?: number
  health: { tone: 'ok' | 'warn' | 'bad'; words: string }
}

export interface HoldRow {
  id: string
  room: string
  by: string
  rule: string
  because: string
  until: number
}

export interface ChecklistItem {
  words: string
  done: boolean
  act?: { href: string; words: string }
}

export interface NowProps {
  rooms: readonly OnAirRow[]
  watching: number
  inBitrate: number
  outBitrate: number
  uplinkMbit: number
  errors: number
  holds: readonly HoldRow[]
  now: number
  zone: Zone
  nonce: string
  /** Where errors are explained: the health page. */
  errorsHref: string
}

const megabits = (bits: number) => (bits === 0 ? '0' : (bits / 1_000_000).toFixed(bits >= 10_000_000 ? 0 : 1))

/** Everything on the overview that moves: it is asked for again every few seconds and morphed in place. */
export function Now(props: NowProps) {
  const { rooms, holds, now, nonce } = props
  return (
    <div
      class="stack"
      id="now"
      {...hx({ nonce, get: paths.panelLive, trigger: 'every 4s', target: '#now', swap: 'outerMorph', sync: 'this' })}
    >
      <Figures
        figures={[
          { label: 'Rooms on air', value: number(rooms.length), href: '#on-air' },
          { label: 'Watching', value: number(props.watching), href: '#on-air' },
          {
            label: `Uplink, of ${number(props.uplinkMbit)} Mb/s`,
            value: megabits(props.outBitrate),
            unit: `out, ${megabits(props.inBitrate)} in`,
            href: '#on-air',
          },
          { label: 'Errors, last hour', value: number(props.errors), href: props.errorsHref },
        ]}
      />
      <Box title="On air now" id="on-air">
        {rooms.length === 0 ? (
          <Empty
            title="The stages are dark"
            words="A room appears here the moment its performer goes live, and can be stopped from here."
          />
        ) : (
          <Table
            caption="Rooms on air"
            rows={rooms}
            id={row => `on-air-${row.room}`}
            columns={[
              {
                title: 'Room',
                kind: 'lead',
                cell: row => (
                  <span class="table-room">
                    {row.pictureHref ? (
                      <img class="thumb" src={row.pictureHref} alt="" width="72" height="41" decoding="async" />
                    ) : (
                      <Avatar person={row} size={40} />
                    )}
                    <span class="row-two">
                      <a class="name" href={paths.room(row.room)}>
                        {row.handle}
                      </a>
                      <span class="meta" hx-ignore="true">
                        {row.title}
                      </span>
                    </span>
                  </span>
                ),
              },
              {
                title: 'Since',
                cell: row => (
                  <span>
                    {time(row.startedAt, props.zone)} <span class="meta">{length(now - row.startedAt)}</span>
                  </span>
                ),
              },
              { title: 'Watching', kind: 'number', cell: row => number(row.viewers) },
              { title: 'Sends', kind: 'number', cell: row => (row.bitrate ? bitrate(row.bitrate) : 'not yet') },
              { title: 'Health', label: '', cell: row => <State tone={row.health.tone}>{row.health.words}</State> },
              {
                title: 'Acts',
                kind: 'act',
                cell: row => (
                  <LinkButton
                    look="danger"
                    size="small"
                    href={paths.panelStop(row.room)}
                    label={`Stop ${row.handle}`}
                    hx={hx({ nonce, get: paths.panelStop(row.room), target: '#sheet', swap: 'innerHTML' })}
                  >
                    Stop
                  </LinkButton>
                ),
              },
            ]}
          />
        )}
      </Box>
      <Box title="Held off air" id="holds">
        {holds.length === 0 ? (
          <p class="meta">No room is held. A stopped room stays closed for as long as you choose.</p>
        ) : (
          <Table
            caption="Rooms held off air"
            rows={holds}
            id={row => `hold-${row.id}`}
            columns={[
              {
                title: 'Room',
                kind: 'lead',
                cell: row => (
                  <a class="name" href={paths.room(row.room)}>
                    {row.room}
                  </a>
                ),
              },
              { title: 'Opens', cell: row => until(row.until, now) },
              {
                title: 'Why',
                label: '',
                cell: row => (
                  <span class="row-two" hx-ignore="true">
                    <span>{row.rule}</span>
                    <span class="meta">{row.because}</span>
                  </span>
                ),
              },
              { title: 'By', cell: row => row.by },
              {
                title: 'Acts',
                kind: 'act',
                cell: row => (
                  <form method="post" action={paths.panelHoldLift(row.id)}>
                    <Button look="edge" size="small">
                      Lift<span class="unseen"> the hold on {row.room}</span>
                    </Button>
                  </form>
                ),
              },
            ]}
          />
        )}
      </Box>
    </div>
  )
}

export interface Standing {
  words: string
  fact: string
  tone: 'ok' | 'warn' | 'bad'
}

export function OverviewPage(props: {
  frame: Frame
  desk: DeskProps
  scripts: readonly string[]
  now: NowProps
  checklist: readonly ChecklistItem[]
  health: readonly Standing[]
}) {
  const done = props.checklist.filter(item => item.done).length
  const well = props.health.filter(one => one.tone === 'ok').length
  return (
    <PanelPage frame={props.frame} title="Overview" {...props.desk} scripts={props.scripts}>
      <div class="panel-columns">
        <Now {...props.now} />
        <div class="stack">
          {props.checklist.length > 0 && done < props.checklist.length ? (
            <Box title="Opening night" aside={`${done} of ${props.checklist.length}`}>
              <div
                class="lamps"
                role="progressbar"
                aria-label={`Opening night: ${done} of ${props.checklist.length} done`}
                aria-valuemin="0"
                aria-valuemax={String(props.checklist.length)}
                aria-valuenow={String(done)}
              >
                {props.checklist.map((_, at) => (
                  <Lamp size={16} on={at < done} />
                ))}
              </div>
              <ul class="rows rows-plain">
                {props.checklist.map(item => (
                  <li>
                    {item.done ? (
                      <span class="state state-ok">
                        <Icon name="check" label="done" />
                      </span>
                    ) : (
                      <span class="todo-ring" role="img" aria-label="to do" />
                    )}
                    <span class={`row-grow${item.done ? ' meta' : ''}`}>{item.words}</span>
                    {item.act && !item.done ? (
                      <LinkButton look="edge" size="small" href={item.act.href}>
                        {item.act.words}
                      </LinkButton>
                    ) : null}
                  </li>
                ))}
              </ul>
            </Box>
          ) : null}
          <Box title="Health" aside={<a href={paths.panelHealth}>All of it</a>}>
            <ul class="rows rows-plain">
              {props.health
                .filter(one => one.tone !== 'ok')
                .map(one => (
                  <li>
                    <span class={`state state-${one.tone}`}>
                      <Icon
                        name={one.tone === 'bad' ? 'bug' : 'alert'}
                        label={one.tone === 'bad' ? 'wrong' : 'look at this'}
                      />
                    </span>
                    <span class="row-grow row-two">
                      <span>{one.words}</span>
                      <span class="meta">{one.fact}</span>
                    </span>
                  </li>
                ))}
              {well > 0 ? (
                <li>
                  <span class="state state-ok">
                    <Icon name="check" label="good" />
                  </span>
                  <span class="row-grow">
                    {well === props.health.length
                      ? 'All is well.'
                      : count(well, 'other thing is well', 'other things are well')}
                  </span>
                </li>
              ) : null}
            </ul>
          </Box>
        </div>
      </div>
      <div id="sheet" />
    </PanelPage>
  )
}

export interface StopForm {
  room: string
  handle: string
  /** Not on air now: the hold alone is placed. */
  dark: boolean
  viewers: number
  rule: string
  because: string
  minutes: string
  rules: readonly string[]
  wrong: { rule?: string; because?: string; minutes?: string }
}

export const HOLD_CHOICES: readonly SelectOption[] = [
  { value: '10', words: '10 minutes' },
  { value: '60', words: '1 hour' },
  { value: '360', words: '6 hours' },
  { value: '1440', words: '1 day' },
  { value: '10080', words: '7 days' },
]

function StopFields({ form, nonce }: { form: StopForm; nonce?: string }) {
  const action = paths.panelStop(form.room)
  return (
    <Form
      action={action}
      id="stop-form"
      novalidate={Object.keys(form.wrong).length > 0}
      hx={
        nonce ? hx({ nonce, post: action, target: '#stop-form', select: '#stop-form', swap: 'outerMorph' }) : undefined
      }
    >
      <p class="second">
        {form.dark
          ? 'Nobody is on this stage now. The room is held closed all the same.'
          : `${count(form.viewers, 'viewer sees', 'viewers see')} the curtain at once. The performer reads your reason.`}
      </p>
      <SelectField
        name="rule"
        label="Rule"
        value={form.rule}
        options={[{ value: '', words: 'Choose the rule' }, ...form.rules.map(rule => ({ value: rule, words: rule }))]}
        error={form.wrong.rule}
      />
      <TextArea
        name="because"
        label="Reason"
        rows={3}
        value={form.because}
        maxlength={1000}
        hint="What you saw, in a sentence."
        error={form.wrong.because}
      />
      <SelectField
        name="minutes"
        label="Hold the room closed for"
        value={form.minutes}
        options={HOLD_CHOICES}
        hint="OBS tries again by itself; until then it stays out."
        error={form.wrong.minutes}
      />
      <Acts end>
        {nonce ? null : (
          <LinkButton look="bare" href={paths.panel}>
            Leave it on
          </LinkButton>
        )}
        <Button look="cut" busy="Stopping">
          {form.dark ? 'Hold the room' : 'Stop the broadcast'}
        </Button>
      </Acts>
    </Form>
  )
}

/** Laid over the overview by a script; the page below says the same without. */
export const StopSheet = ({ form, nonce }: { form: StopForm; nonce: string }) => (
  <Dialog id="stop" title={`Stop ${form.handle}`}>
    <StopFields form={form} nonce={nonce} />
  </Dialog>
)

export function StopPage(props: { frame: Frame; desk: DeskProps; form: StopForm }) {
  return (
    <PanelPage frame={props.frame} title={`Stop ${props.form.handle}`} {...props.desk}>
      <div class="panel-form">
        {Object.keys(props.form.wrong).length > 0 ? (
          <Notice tone="bad" title="Not stopped yet." words="One thing is missing below." alert />
        ) : null}
        <Box>
          <StopFields form={props.form} />
        </Box>
      </div>
    </PanelPage>
  )
}

import { ago, bitrate, decimal, length, money, number, time, until, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { PanelPage, Urgent } from '../layout/panel.tsx'
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
import { weave } from '../parts/weave.tsx'
import { paths } from '../paths.ts'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'
import { Charts, type ChartsView, TokensChart } from './charts.tsx'

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
  /** The last hours in a few strokes, beside their figures. */
  sparks: { rooms: readonly number[]; watching: readonly number[] }
  /** Reports that have to be looked at now. */
  urgent: number
  waits: Waits
}

const megabits = (bits: number) => (bits === 0 ? '0' : decimal(bits / 1_000_000, bits >= 10_000_000 ? 0 : 1))

/** Everything on the overview that moves: it is asked for again every few seconds and morphed in place. */
export function Now(props: NowProps) {
  const { rooms, holds, now, nonce } = props
  return (
    <div
      class="stack"
      id="now"
      {...hx({ nonce, get: paths.panelLive, trigger: 'every 4s', target: '#now', swap: 'outerMorph', sync: 'this' })}
    >
      <Urgent urgent={props.urgent} />
      <Figures
        figures={[
          { label: say.admin.roomsOnAir, value: number(rooms.length), href: '#on-air', spark: props.sparks.rooms },
          {
            label: say.admin.watching,
            value: number(props.watching),
            href: paths.panelSamples,
            spark: props.sparks.watching,
          },
          {
            label: say.admin.uplinkOf(number(props.uplinkMbit)),
            value: megabits(props.outBitrate),
            unit: say.admin.outIn(megabits(props.inBitrate)),
            href: '#on-air',
          },
          { label: say.ops.errorsLastHour, value: number(props.errors), href: props.errorsHref },
        ]}
      />
      <Box title={say.admin.onAirNow} id="on-air">
        {rooms.length === 0 ? (
          <Empty title={say.admin.stagesDark} words={say.admin.stagesDarkWords} />
        ) : (
          <Table
            caption={say.admin.roomsOnAir}
            rows={rooms}
            id={row => `on-air-${row.room}`}
            columns={[
              {
                title: say.admin.room,
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
                title: say.admin.since,
                cell: row => (
                  <span>
                    {time(row.startedAt, props.zone)} <span class="meta">{length(now - row.startedAt)}</span>
                  </span>
                ),
              },
              { title: say.admin.watching, kind: 'number', cell: row => number(row.viewers) },
              {
                title: say.admin.sends,
                kind: 'number',
                cell: row => (row.bitrate ? bitrate(row.bitrate) : say.admin.notYet),
              },
              {
                title: say.admin.health,
                label: '',
                cell: row => <State tone={row.health.tone}>{row.health.words}</State>,
              },
              {
                title: say.admin.acts,
                kind: 'act',
                cell: row => (
                  <LinkButton
                    look="danger"
                    size="small"
                    href={paths.panelStop(row.room)}
                    label={say.admin.stopWho(row.handle)}
                    hx={hx({ nonce, get: paths.panelStop(row.room), target: '#sheet', swap: 'innerHTML' })}
                  >
                    {say.admin.stop}
                  </LinkButton>
                ),
              },
            ]}
          />
        )}
      </Box>
      <Box title={say.admin.heldOff} id="holds" aside={<a href={paths.panelHolds}>{say.cases.records.allHolds}</a>}>
        {holds.length === 0 ? (
          <p class="meta">{say.admin.noneHeld}</p>
        ) : (
          <Table
            caption={say.admin.roomsHeld}
            rows={holds}
            id={row => `hold-${row.id}`}
            columns={[
              {
                title: say.admin.room,
                kind: 'lead',
                cell: row => (
                  <a class="name" href={paths.room(row.room)}>
                    {row.room}
                  </a>
                ),
              },
              { title: say.admin.opens, cell: row => until(row.until, now) },
              {
                title: say.admin.why,
                label: '',
                cell: row => (
                  <span class="row-two" hx-ignore="true">
                    <span>{row.rule}</span>
                    <span class="meta">{row.because}</span>
                  </span>
                ),
              },
              { title: say.admin.by, cell: row => row.by },
              {
                title: say.admin.acts,
                kind: 'act',
                cell: row => (
                  <form method="post" action={paths.panelHoldLift(row.id)}>
                    <Button look="edge" size="small">
                      {weave(say.admin.lift(row.room), { more: words => <span class="unseen">{words}</span> })}
                    </Button>
                  </form>
                ),
              },
            ]}
          />
        )}
      </Box>
      <Waiting waits={props.waits} now={now} />
    </div>
  )
}

export interface Standing {
  words: string
  fact: string
  tone: 'ok' | 'warn' | 'bad'
}

/** What waits for somebody of the house, and when it is due. */
export interface Waits {
  reports: { n: number; due: number | null }
  appeals: { n: number; due: number | null }
  approvals: number
  /** The page of backups is the owner's. */
  backup: { at: number; proved: boolean; href?: string } | null
}

/** What the house owes in tokens, and for which money: for those who may open its pages. */
export interface Owed {
  wallets_tokens: bigint
  held_tokens: bigint
  deferred_minor: bigint
  currency: string
  /** Transfers that nobody has matched. */
  transfers: number
}

function OwedFigures({ owed }: { owed: Owed }) {
  const words = say.cases.waits
  const { held, deferred } = say.money.tokens
  return (
    <Figures
      figures={[
        { label: words.owed, value: number(owed.wallets_tokens + owed.held_tokens), href: paths.panelTokens },
        { label: held, value: number(owed.held_tokens), href: `${paths.panelWallets}?is=held` },
        { label: deferred, value: money(owed.deferred_minor, owed.currency), href: `${paths.panelOrders}?state=paid` },
        { label: words.transfers, value: number(owed.transfers), href: `${paths.panelTransfers}?state=open` },
      ]}
    />
  )
}

function Waiting({ waits, now }: { waits: Waits; now: number }) {
  const words = say.cases.waits
  const due = ({ due: at }: Waits['reports']) =>
    at === null ? undefined : at <= now ? words.late(length(now - at)) : words.due(until(at, now))
  return (
    <Figures
      figures={[
        { label: words.reports, value: number(waits.reports.n), unit: due(waits.reports), href: paths.panelReports },
        { label: words.appeals, value: number(waits.appeals.n), unit: due(waits.appeals), href: paths.panelAppeals },
        { label: words.approvals, value: number(waits.approvals), href: `${paths.panelApprovals}?state=open` },
        {
          label: words.backup,
          value: waits.backup ? ago(waits.backup.at, now) : words.noBackup,
          href: waits.backup?.href,
        },
      ]}
    />
  )
}

export function OverviewPage(props: {
  frame: Frame
  desk: DeskProps
  scripts: readonly string[]
  now: NowProps
  checklist: readonly ChecklistItem[]
  health: readonly Standing[]
  charts: ChartsView
  owed?: Owed
}) {
  const done = props.checklist.filter(item => item.done).length
  const well = props.health.filter(one => one.tone === 'ok').length
  return (
    <PanelPage frame={props.frame} title={say.layout.overview} {...props.desk} urgent={0} scripts={props.scripts}>
      <div class="panel-columns">
        <div class="stack">
          <Now {...props.now} />
          {props.owed ? <OwedFigures owed={props.owed} /> : null}
          <Charts charts={props.charts} zone={props.now.zone} watching={props.now.watching} />
        </div>
        <div class="stack">
          {props.checklist.length > 0 && done < props.checklist.length ? (
            <Box title={say.admin.openingNight} aside={say.admin.doneOf(done, props.checklist.length)}>
              <div
                class="lamps"
                role="progressbar"
                aria-label={say.admin.openingDone(done, props.checklist.length)}
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
                        <Icon name="check" label={say.admin.done} />
                      </span>
                    ) : (
                      <span class="todo-ring" role="img" aria-label={say.admin.toDo} />
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
          <Box title={say.admin.health} aside={<a href={paths.panelHealth}>{say.admin.allOfIt}</a>}>
            <ul class="rows rows-plain">
              {props.health
                .filter(one => one.tone !== 'ok')
                .map(one => (
                  <li>
                    <span class={`state state-${one.tone}`}>
                      <Icon
                        name={one.tone === 'bad' ? 'bug' : 'alert'}
                        label={one.tone === 'bad' ? say.parts.wrong : say.parts.lookAtThis}
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
                    <Icon name="check" label={say.parts.good} />
                  </span>
                  <span class="row-grow">
                    {well === props.health.length ? say.admin.allWell : say.admin.othersWell(well)}
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

/** The overview of whoever looks after the money: each figure opens a list of hers. */
export function MoneyOverviewPage(props: {
  frame: Frame
  desk: DeskProps
  approvals: number
  owed: Owed
  charts: ChartsView
  zone: Zone
}) {
  const words = say.cases.waits
  return (
    <PanelPage frame={props.frame} title={say.layout.overview} {...props.desk}>
      <div class="stack">
        <Figures
          figures={[
            { label: words.approvals, value: number(props.approvals), href: `${paths.panelApprovals}?state=open` },
          ]}
        />
        <OwedFigures owed={props.owed} />
        <TokensChart charts={props.charts} zone={props.zone} />
      </div>
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

export const holdChoices = (): readonly SelectOption[] => [
  { value: '10', words: say.admin.tenMinutes },
  { value: '60', words: say.admin.oneHour },
  { value: '360', words: say.admin.sixHours },
  { value: '1440', words: say.admin.oneDay },
  { value: '10080', words: say.admin.sevenDays },
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
      <p class="second">{form.dark ? say.admin.nobodyOnStage : say.admin.viewersSee(form.viewers)}</p>
      <SelectField
        name="rule"
        label={say.admin.rule}
        value={form.rule}
        options={[
          { value: '', words: say.admin.chooseRule },
          ...form.rules.map(rule => ({ value: rule, words: rule })),
        ]}
        error={form.wrong.rule}
      />
      <TextArea
        name="because"
        label={say.admin.reason}
        rows={3}
        value={form.because}
        maxlength={1000}
        hint={say.admin.reasonHint}
        error={form.wrong.because}
      />
      <SelectField
        name="minutes"
        label={say.admin.holdFor}
        value={form.minutes}
        options={holdChoices()}
        hint={say.admin.holdHint}
        error={form.wrong.minutes}
      />
      <Acts end>
        {nonce ? null : (
          <LinkButton look="bare" href={paths.panel}>
            {say.admin.leaveOn}
          </LinkButton>
        )}
        <Button look="cut" busy={say.admin.stopping}>
          {form.dark ? say.admin.holdRoom : say.admin.stopBroadcast}
        </Button>
      </Acts>
    </Form>
  )
}

/** Laid over the overview by a script; the page below says the same without. */
export const StopSheet = ({ form, nonce }: { form: StopForm; nonce: string }) => (
  <Dialog id="stop" title={say.admin.stopWho(form.handle)}>
    <StopFields form={form} nonce={nonce} />
  </Dialog>
)

export function StopPage(props: { frame: Frame; desk: DeskProps; form: StopForm }) {
  return (
    <PanelPage frame={props.frame} title={say.admin.stopWho(props.form.handle)} {...props.desk}>
      <div class="panel-form">
        {Object.keys(props.form.wrong).length > 0 ? (
          <Notice tone="bad" title={say.admin.notStopped} words={say.admin.oneMissing} alert />
        ) : null}
        <Box>
          <StopFields form={props.form} />
        </Box>
      </div>
    </PanelPage>
  )
}

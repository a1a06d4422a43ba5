import { booked, dateTime, money, type Zone } from '../../format.ts'
import type { Frame } from '../../layout/frame.ts'
import { PanelPage } from '../../layout/panel.tsx'
import { Box } from '../../parts/box.tsx'
import { Acts, Button } from '../../parts/button.tsx'
import { State } from '../../parts/chip.tsx'
import { Checkbox, Form, TextField } from '../../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../../parts/listing.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Table } from '../../parts/table.tsx'
import { paths } from '../../paths.ts'
import type { DeskProps } from '../../support/reports.tsx'
import { say } from '../../words/index.ts'
import { OrderStaffMark } from '../buy.tsx'
import type { OrderState, OrderWhy } from '../kinds.ts'
import { Because } from './because.tsx'
import { noRows } from './no-rows.ts'

export type ReceiptState = 'open' | 'matched' | 'returned'

export interface ReceiptView {
  id: string
  at: number
  booked_on: string
  amount_minor: bigint
  left_minor: bigint
  currency: string
  reference: string
  why: OrderWhy | 'unknown' | 'currency' | null
  state: ReceiptState
  /** Null: sealed with another key. */
  payer: { name: string; iban: string; text: string } | null
}

const TONES = { open: 'warn', matched: 'ok', returned: 'off' } as const
const ReceiptMark = ({ state }: { state: ReceiptState }) => (
  <State tone={TONES[state]}>{say.money.transfers.states[state]}</State>
)

export interface TypedLine {
  date: string
  amount: string
  name: string
  iban: string
  text: string
}

export interface TransfersProps {
  frame: Frame
  desk: DeskProps
  list: ListView
  rows: readonly ReceiptView[]
  zone: Zone
  /** The house's account in groups of four; empty: none yet. */
  iban: string
  currency: string
  imports: readonly { at: number; by: string; kind: string; lines: number; fresh: number; matched: number }[]
  /** What became of a file that was just brought. */
  took?: {
    fresh: number
    known: number
    matched: number
    outgoing: number
    wrong: readonly { line: number; words: string }[]
  }
  fileError?: string
  confirmError?: string
  typed?: TypedLine
  typedErrors?: Partial<Record<keyof TypedLine, string>>
}

const WRONG_SHOWN = 30

export function TransfersPage(props: TransfersProps) {
  const { frame, desk, list, rows, zone, took } = props
  const words = say.money.transfers
  return (
    <PanelPage frame={frame} title={words.title} {...desk}>
      <div class="stack">
        <div class="panel-columns">
          <Box title={words.title} aside={<ListSearch list={list} label={words.search} />}>
            <ListChips
              list={list}
              name="state"
              label={words.stateLabel}
              usual={say.money.list.all}
              options={(['open', 'matched', 'returned'] as const).map(state => ({
                value: state,
                words: words.states[state],
              }))}
            />
            <ListTable
              list={list}
              none={noRows(list)}
              caption={words.title}
              rows={rows}
              columns={[
                {
                  title: words.from,
                  kind: 'lead',
                  cell: row => (
                    <>
                      <a href={paths.panelTransfer(row.id)} hx-ignore="true">
                        {row.payer?.name || row.reference || row.id.slice(0, 8)}
                      </a>
                      <span class="line-because" hx-ignore="true">
                        {row.payer?.text}
                      </span>
                    </>
                  ),
                },
                { title: words.amount, kind: 'number', cell: row => money(row.amount_minor, row.currency) },
                {
                  title: words.left,
                  kind: 'number',
                  cell: row => (row.left_minor === 0n ? '' : money(row.left_minor, row.currency)),
                },
                {
                  title: say.money.list.state,
                  label: '',
                  cell: row =>
                    row.state === 'open' && row.why ? (
                      <State tone="warn">{words.why[row.why]}</State>
                    ) : (
                      <ReceiptMark state={row.state} />
                    ),
                },
                { title: words.booked, cell: row => <span class="day">{booked(row.booked_on)}</span> },
              ]}
            />
          </Box>
          <div class="stack">
            <Box title={words.importTitle} id="import">
              {took ? (
                <>
                  <Notice
                    tone="ok"
                    title={words.done(took.fresh, took.known, took.matched)}
                    words={took.outgoing > 0 ? words.skipped(took.outgoing) : undefined}
                    live
                  />
                  {took.wrong.length > 0 ? (
                    <Notice
                      tone="warn"
                      title={`${words.wrongLines(took.wrong.length)}.`}
                      words={words.wrongWords}
                      alert
                    >
                      <ul class="wrong-lines">
                        {took.wrong.slice(0, WRONG_SHOWN).map(one => (
                          <li>
                            {words.line(one.line)} {one.words}
                          </li>
                        ))}
                      </ul>
                    </Notice>
                  ) : null}
                </>
              ) : null}
              {props.iban === '' ? (
                <p class="second">
                  {words.errors['no-bank']}{' '}
                  {frame.visitor?.role === 'owner' ? (
                    <a href={`${paths.panelMoney}#bank`}>{say.money.nav.money}</a>
                  ) : null}
                </p>
              ) : (
                <form
                  class="form"
                  method="post"
                  action={`${paths.panelTransfersImport}#import`}
                  enctype="multipart/form-data"
                >
                  <p class="second">{words.importWords}</p>
                  <div class={`field${props.fileError ? ' field-wrong' : ''}`}>
                    <label class="field-label" for="file">
                      {words.file}
                    </label>
                    <input
                      class="file-input"
                      type="file"
                      id="file"
                      name="file"
                      accept=".xml,.csv,text/xml,application/xml,text/csv"
                      required
                      aria-describedby={props.fileError ? 'file-error' : 'file-hint'}
                    />
                    {props.fileError ? (
                      <p class="field-error" id="file-error" role="alert">
                        <span>{props.fileError}</span>
                      </p>
                    ) : (
                      <p class="field-hint" id="file-hint">
                        {words.fileHint}
                      </p>
                    )}
                  </div>
                  <Checkbox name="confirm" label={words.confirm(props.iban)} error={props.confirmError} />
                  <Acts>
                    <Button look="primary" busy={words.busy}>
                      {words.submit}
                    </Button>
                  </Acts>
                </form>
              )}
            </Box>
            {props.iban === '' ? null : (
              <Box title={words.typedTitle} id="typed">
                <Form action={`${paths.panelTransfersTyped}#typed`} novalidate={props.typedErrors !== undefined}>
                  <p class="second">{words.typedWords}</p>
                  <TextField
                    name="date"
                    label={words.date}
                    type="date"
                    value={props.typed?.date}
                    error={props.typedErrors?.date}
                  />
                  <TextField
                    name="amount"
                    label={words.amount}
                    inputmode="decimal"
                    maxlength={14}
                    unit={props.currency}
                    value={props.typed?.amount}
                    error={props.typedErrors?.amount}
                  />
                  <TextField
                    name="text"
                    label={words.text}
                    maxlength={300}
                    value={props.typed?.text}
                    error={props.typedErrors?.text}
                  />
                  <TextField name="name" label={words.name} maxlength={140} value={props.typed?.name} optional />
                  <TextField name="iban" label={words.iban} maxlength={50} value={props.typed?.iban} code optional />
                  <Acts>
                    <Button look="edge" busy={words.busy}>
                      {words.typedSubmit}
                    </Button>
                  </Acts>
                </Form>
              </Box>
            )}
            {props.imports.length > 0 ? (
              <Box title={words.imports}>
                <ul class="rows">
                  {props.imports.map(one => (
                    <li class="row">
                      <span class="row-two">
                        <span>{dateTime(one.at, zone)}</span>
                        <span class="meta">{words.done(one.fresh, one.lines - one.fresh, one.matched)}</span>
                      </span>
                      <span class="meta">{one.by}</span>
                    </li>
                  ))}
                </ul>
              </Box>
            ) : null}
          </div>
        </div>
      </div>
    </PanelPage>
  )
}

export interface OrderLine {
  id: string
  reference: string
  state: OrderState
  amount_minor: bigint
  currency: string
  handle: string | null
  made_at: number
}

export interface TransferProps {
  frame: Frame
  desk: DeskProps
  receipt: ReceiptView
  uses: readonly (OrderLine & { used_minor: bigint })[]
  fits: readonly OrderLine[]
  zone: Zone
  /** It waits for a second person already. */
  proposed: boolean
  born: string
  match?: { typed: string; error: string }
  back?: { typed: string; error: string }
}

export function TransferPage(props: TransferProps) {
  const { frame, desk, receipt, zone, match, back } = props
  const words = say.money.transfers
  const { payer } = receipt
  return (
    <PanelPage
      frame={frame}
      title={money(receipt.amount_minor, receipt.currency)}
      {...desk}
      aside={<ReceiptMark state={receipt.state} />}
    >
      <div class="panel-columns">
        <div class="stack">
          {receipt.left_minor > 0n ? (
            <>
              {receipt.why ? <Notice tone="warn" title={`${words.why[receipt.why]}.`} /> : null}
              <Box title={words.match} id="match">
                <Form action={`${paths.panelTransfer(receipt.id)}/match#match`} novalidate={match !== undefined}>
                  <p class="second">{words.matchWords}</p>
                  <TextField
                    name="order"
                    label={words.matchOrder}
                    maxlength={60}
                    value={match?.typed ?? receipt.reference}
                    error={match?.error}
                    code
                  />
                  <Acts>
                    <Button look="primary" busy={words.matchBusy}>
                      {words.matchSubmit}
                    </Button>
                  </Acts>
                </Form>
                {props.fits.length > 0 ? (
                  <>
                    <h3 class="box-title">{words.matchFits}</h3>
                    <Table
                      caption={words.matchFits}
                      rows={props.fits}
                      columns={[
                        {
                          title: say.money.orders.member,
                          kind: 'lead',
                          cell: row => <a href={paths.panelOrder(row.id)}>{row.handle ?? row.id.slice(0, 8)}</a>,
                        },
                        { title: words.reference, cell: row => <code class="meta">{row.reference}</code> },
                        { title: say.money.list.state, label: '', cell: row => <OrderStaffMark state={row.state} /> },
                        {
                          title: words.pick,
                          kind: 'act',
                          cell: row => (
                            <form method="post" action={`${paths.panelTransfer(receipt.id)}/match`}>
                              <input type="hidden" name="order" value={row.id} />
                              <Button look="edge" size="small">
                                {words.pick}
                              </Button>
                            </form>
                          ),
                        },
                      ]}
                    />
                  </>
                ) : null}
              </Box>
              <Box title={words.giveBack} id="back">
                {props.proposed ? (
                  <Notice
                    title={words.said.proposed.title}
                    words={<a href={paths.panelApprovals}>{words.said.proposed.words}</a>}
                  />
                ) : (
                  <Form action={`${paths.panelTransfer(receipt.id)}/back#back`} novalidate={back !== undefined}>
                    <input type="hidden" name="key" value={props.born} />
                    <p class="second">{words.giveBackWords}</p>
                    <Because typed={back?.typed} error={back?.error} />
                    <Acts>
                      <Button look="danger">{words.giveBackSubmit}</Button>
                    </Acts>
                  </Form>
                )}
              </Box>
            </>
          ) : null}
          {props.uses.length > 0 ? (
            <Box title={words.uses}>
              <Table
                caption={words.uses}
                rows={props.uses}
                columns={[
                  {
                    title: say.money.orders.member,
                    kind: 'lead',
                    cell: row => <a href={paths.panelOrder(row.id)}>{row.handle ?? row.id.slice(0, 8)}</a>,
                  },
                  { title: words.reference, cell: row => <code class="meta">{row.reference}</code> },
                  { title: words.amount, kind: 'number', cell: row => money(row.used_minor, row.currency) },
                  { title: say.money.list.state, label: '', cell: row => <OrderStaffMark state={row.state} /> },
                ]}
              />
            </Box>
          ) : null}
        </div>
        <Box title={say.money.vouchers.facts}>
          <dl class="facts">
            <dt>{words.from}</dt>
            <dd hx-ignore="true">{payer?.name}</dd>
            <dt>{words.iban}</dt>
            <dd>{payer?.iban}</dd>
            <dt>{words.text}</dt>
            <dd hx-ignore="true">{payer?.text}</dd>
            <dt>{words.reference}</dt>
            <dd>{receipt.reference || words.noReference}</dd>
            <dt>{words.left}</dt>
            <dd>{money(receipt.left_minor, receipt.currency)}</dd>
            <dt>{words.booked}</dt>
            <dd>{booked(receipt.booked_on)}</dd>
            <dt>{say.money.list.when}</dt>
            <dd>{dateTime(receipt.at, zone)}</dd>
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

import { booked, dateTime, money, number, type Zone } from '../../format.ts'
import type { Frame } from '../../layout/frame.ts'
import { PanelPage } from '../../layout/panel.tsx'
import { Box } from '../../parts/box.tsx'
import { Acts, Button } from '../../parts/button.tsx'
import { Form } from '../../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../../parts/listing.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Table } from '../../parts/table.tsx'
import { paths } from '../../paths.ts'
import type { DeskProps } from '../../support/reports.tsx'
import { say } from '../../words/index.ts'
import { OrderStaffMark } from '../buy.tsx'
import type { OrderState, OrderWhy } from '../kinds.ts'
import { reasonWords } from '../wallet.tsx'
import { Because } from './because.tsx'
import { noRows } from './no-rows.ts'
import { TakeBack, type TakeBackTyped } from './take-back.tsx'

export interface OrderRow {
  id: string
  account_id: string
  handle: string | null
  tokens: bigint
  amount_minor: bigint
  currency: string
  reference: string
  state: OrderState
  made_at: number
}

const STATES = ['open', 'pending', 'review', 'paid', 'expired', 'failed', 'refunded'] as const

export interface OrdersProps {
  frame: Frame
  desk: DeskProps
  list: ListView
  rows: readonly OrderRow[]
  zone: Zone
}

export function OrdersPage({ frame, desk, list, rows, zone }: OrdersProps) {
  const words = say.money.orders
  return (
    <PanelPage frame={frame} title={words.title} {...desk} aside={<ListSearch list={list} label={words.search} />}>
      <Box>
        <ListChips
          list={list}
          name="state"
          label={say.money.list.state}
          usual={say.money.list.all}
          options={STATES.map(state => ({ value: state, words: words.states[state] }))}
        />
        <ListTable
          list={list}
          none={noRows(list)}
          caption={words.title}
          rows={rows}
          columns={[
            {
              title: words.member,
              kind: 'lead',
              cell: row => <a href={paths.panelOrder(row.id)}>{row.handle ?? say.money.vouchers.nobody}</a>,
            },
            { title: words.reference, cell: row => <code class="meta">{row.reference}</code> },
            { title: say.money.list.tokens, kind: 'number', cell: row => number(row.tokens) },
            { title: say.money.list.amount, kind: 'number', cell: row => money(row.amount_minor, row.currency) },
            { title: say.money.list.state, label: '', cell: row => <OrderStaffMark state={row.state} /> },
            { title: words.made, cell: row => dateTime(row.made_at, zone) },
          ]}
        />
      </Box>
    </PanelPage>
  )
}

export interface OrderFileProps {
  frame: Frame
  desk: DeskProps
  order: OrderRow & { why: OrderWhy | null; ends_at: number; tax_minor: bigint; posting: number | null }
  steps: readonly { at: number; state: OrderState; by: string; because: string }[]
  /** Money that it took, and money under its reference that waits. */
  money: readonly { id: string; name: string; used_minor: bigint; left_minor: bigint; booked_on: string }[]
  due_minor: bigint
  spends: readonly { n: number; at: number; reason: string; tokens: bigint; performer: string | null }[]
  unspent_tokens: bigint
  refunded_tokens: bigint
  zone: Zone
  born: string
  proposed: boolean
  decline?: { typed: string; error: string }
  refund?: TakeBackTyped
}

/** One order from its payment to where its tokens went: everything on one page. */
export function OrderFilePage(props: OrderFileProps) {
  const { frame, desk, order, zone, decline, refund } = props
  const words = say.money.orders
  const open = order.state === 'open' || order.state === 'pending' || order.state === 'review'
  return (
    <PanelPage
      frame={frame}
      title={`${say.wallet.tokens(order.tokens)}, ${money(order.amount_minor, order.currency)}`}
      {...desk}
      aside={<OrderStaffMark state={order.state} />}
    >
      <div class="panel-columns">
        <div class="stack">
          {order.state === 'review' && order.why ? (
            <Notice tone="warn" title={say.wallet.order.why[order.why]} />
          ) : null}
          <Box title={words.money}>
            {props.money.length === 0 ? (
              <p class="second">{words.noMoney}</p>
            ) : (
              <Table
                caption={words.money}
                rows={props.money}
                columns={[
                  {
                    title: say.money.transfers.from,
                    kind: 'lead',
                    cell: row => (
                      <a href={paths.panelTransfer(row.id)} hx-ignore="true">
                        {row.name || row.id.slice(0, 8)}
                      </a>
                    ),
                  },
                  { title: say.money.transfers.booked, cell: row => booked(row.booked_on) },
                  {
                    title: say.money.transfers.amount,
                    kind: 'number',
                    cell: row => (row.used_minor === 0n ? '' : money(row.used_minor, order.currency)),
                  },
                  {
                    title: say.money.transfers.left,
                    kind: 'number',
                    cell: row => (row.left_minor === 0n ? '' : money(row.left_minor, order.currency)),
                  },
                  {
                    title: words.accept,
                    kind: 'act',
                    cell: row =>
                      open && row.left_minor > 0n ? (
                        <form method="post" action={`${paths.panelTransfer(row.id)}/match`}>
                          <input type="hidden" name="order" value={order.id} />
                          <Button look="edge" size="small">
                            {say.money.transfers.pick}
                          </Button>
                        </form>
                      ) : (
                        ''
                      ),
                  },
                ]}
              />
            )}
            {open && props.due_minor > 0n && props.money.length > 0 ? (
              <p class="field-hint">{words.errors.due(money(props.due_minor, order.currency))}</p>
            ) : null}
          </Box>
          {order.posting === null ? null : (
            <Box title={words.tokens}>
              <p class="second">{words.tokensWords}</p>
              {props.spends.length === 0 ? (
                <p class="second">{words.noTokens}</p>
              ) : (
                <Table
                  caption={words.tokens}
                  rows={props.spends}
                  columns={[
                    {
                      title: say.wallet.page.what,
                      kind: 'lead',
                      cell: row => reasonWords({ ...row, shared: 1, free_tokens: -row.tokens }),
                    },
                    { title: say.money.list.when, cell: row => dateTime(row.at, zone) },
                    { title: words.posting, kind: 'number', cell: row => row.n },
                    { title: say.money.list.tokens, kind: 'number', cell: row => number(row.tokens) },
                  ]}
                />
              )}
            </Box>
          )}
          {order.state === 'review' || order.state === 'open' || order.state === 'pending' ? (
            <Box title={words.decline} id="decline">
              <Form action={`${paths.panelOrder(order.id)}/decline#decline`} novalidate={decline !== undefined}>
                <p class="second">{words.declineWords}</p>
                <Because shown typed={decline?.typed} error={decline?.error} />
                <Acts>
                  <Button look="danger">{words.decline}</Button>
                </Acts>
              </Form>
            </Box>
          ) : null}
          {order.state === 'paid' && props.unspent_tokens > 0n ? (
            <TakeBack
              action={`${paths.panelOrder(order.id)}/refund`}
              id="refund"
              born={props.born}
              most_tokens={props.unspent_tokens}
              proposed={props.proposed}
              words={{
                title: words.refund,
                words: words.refundWords,
                tokens: words.refundTokens,
                most: words.refundMost,
              }}
              typed={refund}
            />
          ) : null}
        </div>
        <div class="stack">
          <Box title={say.money.vouchers.facts}>
            <dl class="facts">
              <dt>{words.member}</dt>
              <dd>
                <a href={paths.panelWallet(order.account_id)}>{order.handle ?? say.money.vouchers.nobody}</a>
              </dd>
              <dt>{words.reference}</dt>
              <dd>
                <code>{order.reference}</code>
              </dd>
              {order.tax_minor > 0n ? (
                <>
                  <dt>{say.wallet.receipt.tax}</dt>
                  <dd>{money(order.tax_minor, order.currency)}</dd>
                </>
              ) : null}
              <dt>{words.made}</dt>
              <dd>{dateTime(order.made_at, zone)}</dd>
              {open ? (
                <>
                  <dt>{words.ends}</dt>
                  <dd>{dateTime(order.ends_at, zone)}</dd>
                </>
              ) : null}
              {order.posting === null ? null : (
                <>
                  <dt>{words.posting}</dt>
                  <dd>{order.posting}</dd>
                  <dt>{words.left}</dt>
                  <dd>{number(props.unspent_tokens)}</dd>
                </>
              )}
              {props.refunded_tokens > 0n ? (
                <>
                  <dt>{say.wallet.order.state.refunded}</dt>
                  <dd>{number(props.refunded_tokens)}</dd>
                </>
              ) : null}
            </dl>
          </Box>
          <Box title={words.steps}>
            <ol class="rows">
              {props.steps.map(step => (
                <li class="row">
                  <span class="row-two">
                    <span>{say.money.orders.states[step.state]}</span>
                    <span class="meta" hx-ignore="true">
                      {dateTime(step.at, zone)}, {step.by}
                      {step.because === '' ? '' : `: ${step.because}`}
                    </span>
                  </span>
                </li>
              ))}
            </ol>
          </Box>
        </div>
      </div>
    </PanelPage>
  )
}

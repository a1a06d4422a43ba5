import { dateTime, money, number, type Zone } from '../../format.ts'
import type { Frame } from '../../layout/frame.ts'
import { Page } from '../../layout/page.tsx'
import { PanelPage } from '../../layout/panel.tsx'
import { Box, Figures } from '../../parts/box.tsx'
import { Acts, Button, LinkButton } from '../../parts/button.tsx'
import { State } from '../../parts/chip.tsx'
import { Form, TextField } from '../../parts/field.tsx'
import { ListChips, ListSearch, ListTable, type ListView } from '../../parts/listing.tsx'
import { Notice } from '../../parts/notice.tsx'
import { paths } from '../../paths.ts'
import type { DeskProps } from '../../support/reports.tsx'
import { say } from '../../words/index.ts'
import { Qr } from '../buy.tsx'
import type { QrPicture } from '../kinds.ts'
import { Because } from './because.tsx'
import { noRows } from './no-rows.ts'
import { TakeBack, type TakeBackProps } from './take-back.tsx'

export type VoucherState = 'made' | 'sold' | 'redeemed' | 'void'

export interface CardView {
  id: string
  batch_id: string
  number: number
  count: number
  note: string
  tokens: bigint
  price_minor: bigint
  currency: string
  state: VoucherState
  made_at: number
  /** When its state was reached. */
  moved_at: number | null
  redeemed?: { id: string; handle: string | null }
}

const TONES = { made: 'off', sold: 'warn', redeemed: 'ok', void: 'bad' } as const

export const CardState = ({ state }: { state: VoucherState }) => (
  <State tone={TONES[state]}>{say.money.vouchers.states[state]}</State>
)

const priceWords = ({ price_minor, currency }: Pick<CardView, 'price_minor' | 'currency'>) =>
  price_minor === 0n ? say.money.vouchers.free : money(price_minor, currency)

export interface CardsProps {
  frame: Frame
  desk: DeskProps
  list: ListView
  rows: readonly CardView[]
  zone: Zone
}

/** Every card, whatever its batch. */
export function CardsPage({ frame, desk, list, rows, zone }: CardsProps) {
  const words = say.money.vouchers
  return (
    <PanelPage
      frame={frame}
      title={words.title}
      {...desk}
      aside={
        <Acts>
          <LinkButton look="edge" href={paths.panelBatches}>
            {words.batches}
          </LinkButton>
          <LinkButton look="primary" icon="plus" href={`${paths.panelBatches}#make`}>
            {words.make}
          </LinkButton>
        </Acts>
      }
    >
      <Box title={words.all} aside={<ListSearch list={list} label={words.search} />}>
        <ListChips
          list={list}
          name="state"
          label={words.stateLabel}
          usual={say.money.list.all}
          options={(['made', 'sold', 'redeemed', 'void'] as const).map(state => ({
            value: state,
            words: words.states[state],
          }))}
        />
        <ListTable
          list={list}
          none={noRows(list)}
          caption={words.all}
          rows={rows}
          columns={[
            {
              title: words.card,
              kind: 'lead',
              cell: row => (
                <>
                  <a href={paths.panelCard(row.id)}>{words.of(row.number, row.count)}</a>{' '}
                  <a class="meta" href={paths.panelBatch(row.batch_id)} hx-ignore="true">
                    {row.note}
                  </a>
                </>
              ),
            },
            { title: say.money.list.tokens, kind: 'number', cell: row => number(row.tokens) },
            { title: words.price, kind: 'number', cell: priceWords },
            { title: say.money.list.state, label: '', cell: row => <CardState state={row.state} /> },
            {
              title: words.redeemedBy,
              cell: row =>
                row.redeemed ? (
                  <a href={paths.panelWallet(row.redeemed.id)}>{row.redeemed.handle ?? words.nobody}</a>
                ) : (
                  ''
                ),
            },
            {
              title: say.money.list.when,
              label: '',
              cell: row => dateTime(row.moved_at ?? row.made_at, zone),
            },
          ]}
        />
      </Box>
    </PanelPage>
  )
}

export interface BatchView {
  id: string
  note: string
  count: number
  tokens: bigint
  price_minor: bigint
  currency: string
  made_at: number
  made_by: string
  states: Readonly<Record<VoucherState, number>>
}

type BatchField = 'count' | 'tokens' | 'price' | 'note'
export interface BatchesProps {
  frame: Frame
  desk: DeskProps
  list: ListView
  rows: readonly BatchView[]
  zone: Zone
  currency: string
  /** Born with this page. */
  born: string
  typed?: Readonly<Record<BatchField, string>>
  errors?: Readonly<Partial<Record<BatchField, string>>>
}

export function BatchesPage({ frame, desk, list, rows, zone, currency, born, typed, errors }: BatchesProps) {
  const words = say.money.vouchers
  return (
    <PanelPage
      frame={frame}
      title={words.batchesTitle}
      {...desk}
      aside={
        <LinkButton look="edge" href={paths.panelVouchers}>
          {words.all}
        </LinkButton>
      }
    >
      <div class="panel-columns">
        <Box title={words.batches} aside={<ListSearch list={list} label={words.searchBatches} />}>
          <ListTable
            list={list}
            none={noRows(list)}
            caption={words.batches}
            rows={rows}
            columns={[
              {
                title: words.batch,
                kind: 'lead',
                cell: row => (
                  <a href={paths.panelBatch(row.id)} hx-ignore="true">
                    {row.note}
                  </a>
                ),
              },
              { title: words.title, kind: 'number', cell: row => number(row.count) },
              { title: say.money.list.tokens, kind: 'number', cell: row => number(row.tokens) },
              { title: words.price, kind: 'number', cell: priceWords },
              { title: words.states.redeemed, kind: 'number', cell: row => number(row.states.redeemed) },
              { title: words.made, cell: row => dateTime(row.made_at, zone) },
            ]}
          />
        </Box>
        <Box title={words.make} id="make">
          <Form action={`${paths.panelBatches}#make`} novalidate={errors !== undefined}>
            <input type="hidden" name="key" value={born} />
            <p class="second">{words.makeWords}</p>
            <TextField
              name="count"
              label={words.count}
              inputmode="numeric"
              maxlength={10}
              value={typed?.count}
              error={errors?.count}
            />
            <TextField
              name="tokens"
              label={words.tokens}
              inputmode="numeric"
              maxlength={10}
              value={typed?.tokens}
              error={errors?.tokens}
            />
            <TextField
              name="price"
              label={words.price}
              inputmode="decimal"
              maxlength={14}
              unit={currency}
              optional
              hint={words.priceHint}
              value={typed?.price}
              error={errors?.price}
            />
            <TextField
              name="note"
              label={words.note}
              maxlength={120}
              hint={words.noteHint}
              value={typed?.note}
              error={errors?.note}
            />
            <Acts>
              <Button look="primary" busy={words.busy}>
                {words.submit}
              </Button>
            </Acts>
          </Form>
        </Box>
      </div>
    </PanelPage>
  )
}

export interface BatchProps {
  frame: Frame
  desk: DeskProps
  batch: BatchView
  zone: Zone
  refused?: { typed: string; error: string }
}

const VoidForm = (props: { action: string; submit: string; refused?: { typed: string; error: string } }) => (
  <Form action={props.action} novalidate={props.refused !== undefined}>
    <p class="second">{say.money.vouchers.voidWords}</p>
    <Because typed={props.refused?.typed} error={props.refused?.error} />
    <Acts>
      <Button look="danger" busy={say.money.vouchers.voidBusy}>
        {props.submit}
      </Button>
    </Acts>
  </Form>
)

export function BatchPage({ frame, desk, batch, zone, refused }: BatchProps) {
  const words = say.money.vouchers
  const { states } = batch
  const left = states.made + states.sold
  return (
    <PanelPage frame={frame} title={batch.note} {...desk}>
      <div class="stack">
        <Figures
          figures={(['made', 'sold', 'redeemed', 'void'] as const).map(state => ({
            label: words.states[state],
            value: number(states[state]),
            href: `${paths.panelVouchers}?batch=${batch.id}&state=${state}`,
          }))}
        />
        <div class="panel-columns">
          <div class="stack">
            {batch.price_minor > 0n && states.made > 0 ? (
              <Box title={words.sellTitle}>
                <p class="second">{words.sellWords}</p>
                <form method="post" action={paths.panelBatchSold(batch.id)}>
                  <Button look="primary" busy={words.sellBusy}>
                    {words.sellAll(states.made)}
                  </Button>
                </form>
              </Box>
            ) : null}
            {left > 0 ? (
              <Box title={words.voidTitle}>
                <VoidForm action={paths.panelBatchVoid(batch.id)} submit={words.voidAll(left)} refused={refused} />
              </Box>
            ) : null}
            <p>
              <a href={`${paths.panelVouchers}?batch=${batch.id}`}>{words.cards(batch.count)}</a>
            </p>
          </div>
          <Box title={words.facts}>
            <dl class="facts">
              <dt>{words.tokens}</dt>
              <dd>{number(batch.tokens)}</dd>
              <dt>{words.price}</dt>
              <dd>{priceWords(batch)}</dd>
              <dt>{words.made}</dt>
              <dd>{dateTime(batch.made_at, zone)}</dd>
              <dt>{say.money.list.by}</dt>
              <dd>{batch.made_by}</dd>
            </dl>
          </Box>
        </div>
      </div>
    </PanelPage>
  )
}

export interface CardProps {
  frame: Frame
  desk: DeskProps
  card: CardView & {
    soldBy: string | null
    sold_at: number | null
    voidedBy: string | null
    voided_because: string | null
    posting: number | null
    refunded_tokens: bigint
  }
  zone: Zone
  refused?: { typed: string; error: string }
  /** Unspent tokens of it can be paid back. */
  back?: TakeBackProps
}

export function CardPage({ frame, desk, card, zone, refused, back }: CardProps) {
  const words = say.money.vouchers
  const open = card.state === 'made' || card.state === 'sold'
  return (
    <PanelPage
      frame={frame}
      title={`${words.card} ${words.of(card.number, card.count)}`}
      {...desk}
      aside={<CardState state={card.state} />}
    >
      <div class="panel-columns">
        <div class="stack">
          {card.state === 'made' && card.price_minor > 0n ? (
            <Box title={words.sellTitle}>
              <p class="second">{words.sellWords}</p>
              <form method="post" action={`${paths.panelCard(card.id)}/sold`}>
                <Button look="primary" busy={words.sellBusy}>
                  {words.sell}
                </Button>
              </form>
            </Box>
          ) : null}
          {open ? (
            <Box title={words.voidTitle}>
              <VoidForm action={`${paths.panelCard(card.id)}/void`} submit={words.voidOne} refused={refused} />
            </Box>
          ) : null}
          {open ? null : <Notice title={words.states[card.state]} words={card.voided_because ?? undefined} />}
          {back ? <TakeBack {...back} /> : null}
        </div>
        <Box title={words.facts}>
          <dl class="facts">
            <dt>{words.batch}</dt>
            <dd>
              <a href={paths.panelBatch(card.batch_id)} hx-ignore="true">
                {card.note}
              </a>
            </dd>
            <dt>{words.tokens}</dt>
            <dd>{number(card.tokens)}</dd>
            <dt>{words.price}</dt>
            <dd>{priceWords(card)}</dd>
            <dt>{words.made}</dt>
            <dd>{dateTime(card.made_at, zone)}</dd>
            {card.sold_at === null ? null : (
              <>
                <dt>{words.states.sold}</dt>
                <dd>
                  {dateTime(card.sold_at, zone)}, {card.soldBy}
                </dd>
              </>
            )}
            {card.redeemed ? (
              <>
                <dt>{words.redeemedBy}</dt>
                <dd>
                  <a href={paths.panelWallet(card.redeemed.id)}>{card.redeemed.handle ?? words.nobody}</a>
                  {card.moved_at === null ? '' : `, ${dateTime(card.moved_at, zone)}`}
                </dd>
                <dt>{say.money.orders.posting}</dt>
                <dd>{card.posting}</dd>
              </>
            ) : null}
            {card.refunded_tokens > 0n ? (
              <>
                <dt>{say.wallet.order.state.refunded}</dt>
                <dd>{number(card.refunded_tokens)}</dd>
              </>
            ) : null}
            {card.state === 'void' ? (
              <>
                <dt>{words.states.void}</dt>
                <dd>
                  {card.moved_at === null ? '' : `${dateTime(card.moved_at, zone)}, `}
                  {card.voidedBy}
                </dd>
              </>
            ) : null}
          </dl>
        </Box>
      </div>
    </PanelPage>
  )
}

export interface PrintProps {
  frame: Frame
  batch: { id: string; tokens: bigint }
  cards: readonly { number: number; code: string; qr: QrPicture }[]
  /** Where people type it: host and path. */
  host: string
}

/** Cards with their codes: shown once, made for paper. */
export function PrintPage({ frame, batch, cards, host }: PrintProps) {
  const words = say.money.vouchers.print
  return (
    <Page frame={frame} title={words.title} unlisted bodyClass="print-page">
      <main id="main" tabindex={-1}>
        <div class="print-head">
          <h1 class="page-title">{words.title}</h1>
          <Notice tone="warn" title={words.once} words={words.onceWords} alert />
          <Acts>
            <button class="btn btn-primary scripts-only" type="button" data-print="true">
              {words.print}
            </button>
            <LinkButton look="edge" href={paths.panelBatch(batch.id)}>
              {words.done}
            </LinkButton>
          </Acts>
        </div>
        <ol class="paper-cards">
          {cards.map(card => (
            <li class="card-paper">
              <Qr qr={card.qr} label={words.qr(card.number)} />
              <div class="card-words">
                <p class="card-house">{frame.site.name}</p>
                <p class="card-tokens">{say.wallet.tokens(batch.tokens)}</p>
                <p class="card-code">
                  <code>{card.code}</code>
                </p>
                <p class="card-host">{words.redeemAt(host)}</p>
                <p class="card-number">{say.money.vouchers.number(card.number)}</p>
              </div>
            </li>
          ))}
        </ol>
      </main>
    </Page>
  )
}

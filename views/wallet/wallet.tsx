import { dateTime, money, number, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box, Figures } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Checkbox, Form, SelectField, Switch, TextField } from '../parts/field.tsx'
import { ListChips, ListFoot, ListSearch, type ListView } from '../parts/listing.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { OrderMark, RedeemForm } from './buy.tsx'
import type { OrderState } from './kinds.ts'

export interface LineView {
  n: number
  at: number
  reason: string
  because: string | null
  about: string
  free_tokens: bigint
  held_tokens: bigint
  after_tokens: bigint | null
  performer: string | null
  shared: number
}

const WITH = ['tip', 'gift', 'media', 'message', 'club', 'show', 'ticket'] as const
type With = (typeof WITH)[number]
const isWith = (reason: string): reason is With => (WITH as readonly string[]).includes(reason)

/** Why a line is there, in words. */
export function reasonWords(line: Pick<LineView, 'reason' | 'performer' | 'shared' | 'free_tokens'>): string {
  const words = say.wallet.reason
  const { reason } = line
  if (isWith(reason)) {
    const who = line.performer ?? words.somebody
    return words[reason](line.shared > 1 ? words.several(who, line.shared - 1) : who)
  }
  switch (reason) {
    case 'promo':
      return line.free_tokens < 0n ? words.promoTaken : words.promo
    case 'dispute-won':
      return words.disputeWon
    case 'order':
    case 'voucher':
    case 'site':
    case 'hold':
    case 'unhold':
    case 'return':
    case 'correct':
    case 'refund':
    case 'dispute':
    case 'expire':
      return words[reason]
    default:
      return words.other
  }
}

/** "+100", "−20": with a real minus. */
export const signed = (tokens: bigint): string =>
  tokens > 0n ? `+${number(tokens)}` : tokens < 0n ? `−${number(-tokens)}` : '0'

export interface LimitView {
  what: 'spend' | 'buy'
  span: 'day' | 'week' | 'month'
  most_tokens: bigint | null
  used_tokens: bigint
  coming: { most_tokens: bigint | null; from_at: number } | null
}

export interface WalletProps {
  frame: Frame
  balance_tokens: bigint
  held_tokens: bigint
  holds: readonly { about: string; left_tokens: bigint; until: number }[]
  orders: readonly {
    id: string
    state: OrderState
    tokens: bigint
    amount_minor: bigint
    currency: string
    made_at: number
  }[]
  lines: readonly LineView[]
  list: ListView
  limits: readonly LimitView[]
  /** Told each hour what was spent in it. */
  notes: boolean
  typedLimits?: Readonly<Record<string, string>>
  limitErrors?: Readonly<Record<string, string>>
  pausedUntil: number | null
  pauseTyped?: { lasts: string; sure: boolean }
  pauseErrors?: { lasts?: string; sure?: string }
  /** The house has closed it. */
  closed: boolean
  zone: Zone
}

export function WalletPage(props: WalletProps) {
  const { frame, list, zone } = props
  const words = say.wallet.page
  const paused = props.pausedUntil
  return (
    <SitePage frame={frame} title={words.title} unlisted>
      <div class="wallet-page">
        <div class="page-head">
          <h1 class="page-title">{words.title}</h1>
          <LinkButton look="primary" icon="plus" href={paths.walletBuy}>
            {say.wallet.buy.title}
          </LinkButton>
        </div>
        {props.closed ? <Notice tone="warn" title={say.wallet.refused.closed} /> : null}
        {paused === null ? null : (
          <Notice title={say.wallet.pause.now(dateTime(paused, zone))} words={say.wallet.pause.nowWords} />
        )}
        <Figures
          figures={[
            { label: words.free, value: number(props.balance_tokens) },
            {
              label: words.held,
              value: number(props.held_tokens),
              ...(props.held_tokens > 0n ? { href: '#aside' } : {}),
            },
          ]}
        />
        {props.orders.length > 0 ? (
          <Box title={say.wallet.order.waiting}>
            <Table
              caption={say.wallet.order.waiting}
              rows={props.orders}
              columns={[
                {
                  title: say.wallet.order.title,
                  kind: 'lead',
                  cell: order => <a href={paths.walletOrder(order.id)}>{say.wallet.tokens(order.tokens)}</a>,
                },
                { title: words.when, cell: order => dateTime(order.made_at, zone) },
                { title: '', label: '', cell: order => <OrderMark state={order.state} /> },
                {
                  title: say.wallet.order.amount,
                  kind: 'number',
                  cell: order => money(order.amount_minor, order.currency),
                },
              ]}
            />
          </Box>
        ) : null}
        {props.holds.length > 0 ? (
          <Box title={words.holdsTitle} id="aside">
            <ul class="rows">
              {props.holds.map(hold => (
                <li class="row">
                  <span>{say.wallet.tokens(hold.left_tokens)}</span>
                  <span class="meta">
                    {words.holdUntil} {dateTime(hold.until, zone)}
                  </span>
                </li>
              ))}
            </ul>
          </Box>
        ) : null}
        <div class="wallet-columns">
          <div class="wallet-side">
            <Box title={say.wallet.redeem.title} id="redeem">
              <RedeemForm back={paths.wallet} />
              <p class="second">
                <a href={paths.walletRedeem}>{say.wallet.redeem.scan}</a>
              </p>
            </Box>
          </div>
          <Box title={words.history} id="lines" aside={<ListSearch list={list} label={words.search} />}>
            <ListChips
              list={list}
              name="kind"
              label={words.kindLabel}
              options={[
                { value: '', words: words.kinds.all },
                ...(['bought', 'spent', 'aside', 'back'] as const).map(kind => ({
                  value: kind,
                  words: words.kinds[kind],
                })),
              ]}
            />
            {props.lines.length === 0 ? (
              list.chosen.length > 0 ? (
                <Empty title={words.noneFound} words={words.noneFoundWords} />
              ) : (
                <Empty title={words.none} words={words.noneWords} />
              )
            ) : (
              <>
                <Table
                  caption={words.history}
                  rows={props.lines}
                  columns={[
                    {
                      title: words.what,
                      kind: 'lead',
                      cell: line => (
                        <>
                          <a href={paths.walletReceipt(line.n)}>{reasonWords(line)}</a>
                          {line.because && line.reason !== 'hold' ? (
                            <span class="line-because" hx-ignore="true">
                              {line.because}
                            </span>
                          ) : null}
                        </>
                      ),
                    },
                    { title: words.when, label: '', cell: line => dateTime(line.at, zone) },
                    {
                      title: words.amount,
                      kind: 'number',
                      cell: line =>
                        line.free_tokens === 0n && line.held_tokens !== 0n ? (
                          words.heldMove(signed(line.held_tokens))
                        ) : (
                          <b class={line.free_tokens > 0n ? 'plus' : ''}>{signed(line.free_tokens)}</b>
                        ),
                    },
                    {
                      title: words.after,
                      kind: 'number',
                      cell: line => (line.after_tokens === null ? '' : number(line.after_tokens)),
                    },
                  ]}
                />
                <ListFoot list={list} />
              </>
            )}
          </Box>
        </div>
        <div class="wallet-columns">
          <Box title={say.wallet.limits.title} id="limits">
            <Limits {...props} />
          </Box>
          <Box title={say.wallet.pause.title} id="pause">
            <PauseForm {...props} />
          </Box>
        </div>
      </div>
    </SitePage>
  )
}

function Limits({ limits, typedLimits, limitErrors, notes, zone }: WalletProps) {
  const words = say.wallet.limits
  return (
    <Form action={`${paths.walletLimits}#limits`} novalidate={limitErrors !== undefined}>
      <p class="second">{words.words}</p>
      {(['spend', 'buy'] as const).map(what => (
        <fieldset class="field limit-row bare-labels">
          <legend class="field-label">{words[what]}</legend>
          {limits
            .filter(limit => limit.what === what)
            .map(limit => {
              const name = `${what}-${limit.span}`
              const value = limit.coming ? limit.coming.most_tokens : limit.most_tokens
              return (
                <TextField
                  name={name}
                  label={say.wallet.span[limit.span]}
                  value={typedLimits?.[name] ?? (value === null ? '' : String(value))}
                  inputmode="numeric"
                  maxlength={20}
                  placeholder={words.none}
                  unit={words.unit}
                  optional
                  error={limitErrors?.[name]}
                  hint={
                    limit.coming
                      ? limit.coming.most_tokens === null
                        ? words.comingNone(dateTime(limit.coming.from_at, zone))
                        : words.coming(number(limit.coming.most_tokens), dateTime(limit.coming.from_at, zone))
                      : words.used(number(limit.used_tokens))
                  }
                />
              )
            })}
        </fieldset>
      ))}
      <Switch name="notes" label={words.notes} hint={words.notesHint} checked={notes} />
      <Acts>
        <Button look="edge" busy={words.saveBusy}>
          {words.save}
        </Button>
      </Acts>
    </Form>
  )
}

function PauseForm({ pausedUntil, pauseErrors, pauseTyped }: WalletProps) {
  const words = say.wallet.pause
  return (
    <Form action={`${paths.walletPause}#pause`} novalidate={pauseErrors !== undefined}>
      <p class="second">{words.words}</p>
      <SelectField
        name="lasts"
        label={words.lasts}
        value={pauseTyped?.lasts ?? '1'}
        options={(['1', '3', '7', '14', '42'] as const).map(days => ({ value: days, words: words.options[days] }))}
        error={pauseErrors?.lasts}
      />
      <Checkbox name="sure" label={words.sure} checked={pauseTyped?.sure} error={pauseErrors?.sure} />
      <Acts>
        <Button look="edge" busy={words.busy}>
          {pausedUntil === null ? words.submit : words.longer}
        </Button>
      </Acts>
    </Form>
  )
}

export interface ReceiptProps {
  frame: Frame
  line: LineView
  /** What was paid in money, where it was. */
  paid?: { amount_minor: bigint; tax_minor: bigint; currency: string }
  order?: { id: string; reference: string }
  /** It was just redeemed, or had been before. */
  fresh?: 'now' | 'again'
  balance_tokens: bigint
  back: string
  zone: Zone
}

export function ReceiptPage({ frame, line, paid, order, fresh, back, zone, balance_tokens }: ReceiptProps) {
  const words = say.wallet.receipt
  const tokens = line.free_tokens === 0n ? line.held_tokens : line.free_tokens
  return (
    <SitePage frame={frame} title={words.title} unlisted>
      <div class="buy-page">
        <h1 class="page-title">{words.title}</h1>
        {fresh === 'now' ? (
          <Notice
            tone="ok"
            title={words.done(say.wallet.tokens(tokens))}
            words={words.doneWords(say.wallet.tokens(balance_tokens))}
            live
          />
        ) : null}
        {fresh === 'again' ? <Notice title={words.again} live /> : null}
        <Box>
          <dl class="facts">
            <dt>{words.what}</dt>
            <dd>{reasonWords(line)}</dd>
            {line.because && line.reason !== 'hold' ? (
              <>
                <dt />
                <dd hx-ignore="true">{line.because}</dd>
              </>
            ) : null}
            <dt>{words.tokens}</dt>
            <dd>
              <b>{signed(tokens)}</b>
            </dd>
            {paid ? (
              <>
                <dt>{words.price}</dt>
                <dd>{money(paid.amount_minor, paid.currency)}</dd>
                {paid.tax_minor > 0n ? (
                  <>
                    <dt>{words.tax}</dt>
                    <dd>{money(paid.tax_minor, paid.currency)}</dd>
                  </>
                ) : null}
              </>
            ) : null}
            {line.after_tokens === null ? null : (
              <>
                <dt>{words.balance}</dt>
                <dd>{number(line.after_tokens)}</dd>
              </>
            )}
            <dt>{words.date}</dt>
            <dd>{dateTime(line.at, zone)}</dd>
            <dt>{words.number}</dt>
            <dd>{line.n}</dd>
            {order ? (
              <>
                <dt>{words.order}</dt>
                <dd>
                  <a href={paths.walletOrder(order.id)}>{order.reference}</a>
                </dd>
              </>
            ) : null}
            <dt>{words.house}</dt>
            <dd>{frame.site.name}</dd>
          </dl>
        </Box>
        <Acts>
          {back === '/' ? null : (
            <LinkButton look={fresh ? 'primary' : 'edge'} href={back}>
              {back.startsWith('/rooms/') ? say.wallet.order.back : say.wallet.order.backPlain}
            </LinkButton>
          )}
          <LinkButton look={fresh && back === '/' ? 'primary' : 'edge'} href={paths.wallet}>
            {say.wallet.order.toWallet}
          </LinkButton>
          <button class="btn btn-bare scripts-only" type="button" data-print="true">
            {words.print}
          </button>
        </Acts>
      </div>
    </SitePage>
  )
}

import type { Child } from 'hono/jsx'
import { dateTime, money, number, unitPrice, type Zone } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { State } from '../parts/chip.tsx'
import { Form, TextField } from '../parts/field.tsx'
import { type HxAttributes, hx } from '../parts/hx.ts'
import { Icon } from '../parts/icons.tsx'
import { Empty, Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import type { OrderState, OrderWhy, QrPicture } from './kinds.ts'

/** The steps of buying. Each is a page of its own, and the same markup inside the room's sheet, where `sheet` is the page's nonce. */
interface Step {
  /** The page to go back to when all is done. */
  back: string
  sheet?: string
}

const inSheet = (sheet: string | undefined, post: string): HxAttributes | undefined =>
  sheet === undefined
    ? undefined
    : hx({ nonce: sheet, post, target: '#buy-step', swap: 'outerHTML', disable: 'find button' })

const Kept = ({ back, sheet }: Step) => (
  <>
    <input type="hidden" name="back" value={back} />
    {sheet === undefined ? null : <input type="hidden" name="sheet" value="1" />}
  </>
)

export interface PackView {
  id: string
  tokens: bigint
  price_minor: bigint
  tax_minor: bigint
  currency: string
  /** The price of one token, in millionths. */
  each_micros: bigint
}

export interface BuyProps extends Step {
  /** Born with this page. */
  born: string
  packs: readonly PackView[]
  transfers: boolean
  typed?: { pack?: string; way?: string }
  error?: { title: string; words?: string }
  /** A tip that waits for these tokens. */
  kept?: { tokens: bigint; missing_tokens: bigint; handle: string }
}

export function BuyStep(props: BuyProps) {
  const { packs, back, sheet, typed = {} } = props
  const words = say.wallet.buy
  // The smallest that is enough for the tip, where one waits.
  const fitting = props.kept && packs.find(pack => pack.tokens >= props.kept!.missing_tokens)
  const chosen = packs.find(pack => pack.id === typed.pack) ?? fitting ?? packs[1] ?? packs[0]
  const way = typed.way === 'transfer' && props.transfers ? 'transfer' : 'voucher'
  return (
    <div class="buy-step" id="buy-step">
      {props.kept ? (
        <Notice
          title={words.kept(number(props.kept.tokens), props.kept.handle, number(props.kept.missing_tokens))}
          live
        />
      ) : null}
      {packs.length === 0 ? (
        <Empty
          title={words.noPacks}
          words={words.noPacksWords}
          act={
            <LinkButton look="edge" href={paths.walletRedeemFrom(back)}>
              {words.toRedeem}
            </LinkButton>
          }
        />
      ) : (
        <Form action={paths.walletBuy} class="form buy-form" error={props.error} hx={inSheet(sheet, paths.walletBuy)}>
          <Kept back={back} sheet={sheet} />
          <input type="hidden" name="key" value={props.born} />
          <fieldset class="field">
            <legend class="unseen">{words.packs}</legend>
            {packs.map(pack => (
              <label class="choice option pack">
                <input type="radio" name="pack" value={pack.id} checked={pack === chosen} />
                <span class="choice-words">
                  <span class="choice-title">{say.wallet.tokens(pack.tokens)}</span>
                  <span class="meta">{words.each(unitPrice(pack.each_micros, pack.currency))}</span>
                </span>
                <b class="pack-price">{money(pack.price_minor, pack.currency)}</b>
                <span class="pack-tax meta">
                  {pack.tax_minor > 0n ? words.tax(money(pack.tax_minor, pack.currency)) : words.noTax}
                </span>
              </label>
            ))}
          </fieldset>
          <fieldset class="field">
            <legend class="field-label">{words.payWith}</legend>
            <Way
              value="voucher"
              checked={way === 'voucher'}
              words={words.voucher}
              hint={words.voucherHint}
              icon="key"
            />
            {props.transfers ? (
              <Way
                value="transfer"
                checked={way === 'transfer'}
                words={words.transfer}
                hint={words.transferHint}
                icon="card"
              />
            ) : (
              <p class="field-hint">{words.noTransfer}</p>
            )}
          </fieldset>
          <Button look="primary" size="big" wide busy={words.nextBusy}>
            {words.next}
          </Button>
          <p class="buy-terms">
            {words.terms} <a href={paths.page('terms')}>{words.termsLink}</a>
          </p>
        </Form>
      )}
    </div>
  )
}

const Way = (props: { value: string; checked: boolean; words: string; hint: string; icon: 'key' | 'card' }) => (
  <label class="choice option way">
    <input type="radio" name="way" value={props.value} checked={props.checked} />
    <span class="choice-words">
      <span class="choice-title">{props.words}</span>
      <span class="choice-hint">{props.hint}</span>
    </span>
    <Icon name={props.icon} />
  </label>
)

export interface RedeemProps extends Step {
  typed?: string
  error?: string
  /** About the whole: a pause, a closed wallet. */
  refused?: { title: string; words?: string }
  /** This page may use the camera. */
  camera?: boolean
}

export function RedeemForm({ back, sheet, typed, error, refused, camera, id = 'code' }: RedeemProps & { id?: string }) {
  const words = say.wallet.redeem
  return (
    <Form
      action={paths.walletRedeem}
      class="form redeem-form"
      novalidate={error !== undefined}
      error={refused}
      hx={inSheet(sheet, paths.walletRedeem)}
    >
      <Kept back={back} sheet={sheet} />
      <TextField
        name="code"
        id={id}
        label={words.code}
        hint={words.hint}
        error={error}
        value={typed}
        maxlength={60}
        placeholder="01234-56789-ABCDE-FGHJK-H"
        code
        spellcheck={false}
      />
      {camera ? (
        <div class="scan" data-scan-none={words.scanNone} data-scan-refused={words.scanRefused}>
          <button class="btn btn-edge" type="button" data-scan="start" hidden>
            <Icon name="camera" />
            {words.scan}
          </button>
          <div class="scan-box" data-scan="box" hidden>
            <video class="scan-picture" data-scan="picture" muted playsinline />
            <p class="field-hint">{words.scanning}</p>
            <button class="btn btn-edge btn-small" type="button" data-scan="stop">
              {words.scanStop}
            </button>
          </div>
          <p class="field-hint" role="status" data-scan="said" />
        </div>
      ) : null}
      <Button look="primary" wide busy={words.busy}>
        {words.submit}
      </Button>
    </Form>
  )
}

export function RedeemStep(props: RedeemProps) {
  return (
    <div class="buy-step" id="buy-step">
      <RedeemForm {...props} />
      <p class="second">{say.wallet.redeem.where}</p>
      {props.sheet === undefined ? null : (
        <p>
          <a href={paths.walletRedeemFrom(props.back)}>{say.wallet.redeem.scan}</a>
        </p>
      )}
    </div>
  )
}

export interface OrderView {
  id: string
  state: OrderState
  why: OrderWhy | null
  tokens: bigint
  amount_minor: bigint
  /** As a form of a bank takes it: 22.99. */
  amount_plain: string
  currency: string
  reference: string
  /** What staff wrote when it ended it. */
  because: string
  ends_at: number
  /** The line of the wallet that paid it. */
  posting: number | null
}

export interface OrderProps extends Step {
  order: OrderView
  bank: { name: string; iban: string; bic: string }
  /** Where banks read such a picture. */
  qr?: QrPicture
  balance_tokens: bigint
  zone: Zone
  /** The page's nonce: while the order waits, the page asks again by itself. */
  nonce: string
}

export function OrderStep(props: OrderProps) {
  const { order, bank, back, sheet, nonce } = props
  const words = say.wallet.order
  const waits = order.state === 'open' || order.state === 'pending' || order.state === 'review'
  const form = (action: string, button: Child) => (
    <form method="post" action={action} {...(inSheet(sheet, action) ?? {})}>
      <Kept back={back} sheet={sheet} />
      {button}
    </form>
  )
  const look = `${paths.walletOrder(order.id)}${sheet === undefined ? '' : '?sheet=1'}`
  return (
    <div
      class="buy-step"
      id="buy-step"
      data-waits={waits ? 'true' : undefined}
      {...(waits
        ? hx({ nonce, get: look, target: '#buy-step', swap: 'outerHTML', trigger: 'every 5s, buy-look' })
        : {})}
    >
      <div class="order-head">
        <p class="order-of">
          <b>{words.of(say.wallet.tokens(order.tokens))}</b>
          <span>{money(order.amount_minor, order.currency)}</span>
        </p>
        <OrderMark state={order.state} />
      </div>
      {order.state === 'paid' || order.state === 'refunded' ? (
        <Done
          back={back}
          sheet={sheet}
          title={
            order.state === 'paid' ? say.wallet.receipt.done(say.wallet.tokens(order.tokens)) : words.state.refunded
          }
          words={
            order.state === 'paid'
              ? say.wallet.receipt.doneWords(say.wallet.tokens(props.balance_tokens))
              : words.says.refunded
          }
          posting={order.posting}
        />
      ) : (
        <>
          <Notice
            tone={order.state === 'review' ? 'warn' : 'plain'}
            title={`${words.state[order.state]}.`}
            words={
              order.state === 'review' && order.why
                ? `${words.why[order.why]} ${words.says.review}`
                : `${order.because === '' ? '' : `${order.because} `}${words.says[order.state]}`
            }
            live
          />
          {order.state === 'open' || order.state === 'pending' ? (
            <>
              <div class="transfer">
                <dl class="facts">
                  <Fact title={words.to} text={bank.name} />
                  <Fact title={words.iban} text={bank.iban} copy={bank.iban.replaceAll(' ', '')} />
                  {bank.bic ? <Fact title={words.bic} text={bank.bic} copy={bank.bic} /> : null}
                  <Fact
                    title={words.amount}
                    text={money(order.amount_minor, order.currency)}
                    copy={order.amount_plain}
                  />
                  <Fact title={words.reference} text={order.reference} copy={order.reference.replaceAll(' ', '')} />
                  <dt>{words.until}</dt>
                  <dd>{dateTime(order.ends_at, props.zone)}</dd>
                </dl>
                {props.qr ? (
                  <figure class="transfer-qr">
                    <Qr qr={props.qr} label={words.qrLabel} />
                    <figcaption class="field-hint">{words.qr}</figcaption>
                  </figure>
                ) : null}
              </div>
              <Acts>
                {order.state === 'open'
                  ? form(
                      paths.walletOrderSent(order.id),
                      <Button look="primary" busy={words.sentBusy}>
                        {words.sent}
                      </Button>,
                    )
                  : null}
                {form(paths.walletOrderCancel(order.id), <Button look="edge">{words.cancel}</Button>)}
              </Acts>
            </>
          ) : null}
          {waits ? (
            <p class="field-hint">
              <a href={paths.walletOrder(order.id)}>{words.look}</a>
              <span class="scripts-only"> {words.watching}</span>
            </p>
          ) : null}
          <Back back={back} sheet={sheet} />
        </>
      )}
    </div>
  )
}

const TONES = {
  open: 'off',
  pending: 'off',
  paid: 'ok',
  review: 'warn',
  expired: 'off',
  failed: 'off',
  refunded: 'off',
} as const

export const OrderMark = ({ state }: { state: OrderState }) => (
  <State tone={TONES[state]}>{say.wallet.order.state[state]}</State>
)

/** The same as staff says it. */
export const OrderStaffMark = ({ state }: { state: OrderState }) => (
  <State tone={TONES[state]}>{say.money.orders.states[state]}</State>
)

function Fact({ title, text, copy }: { title: string; text: string; copy?: string }) {
  return (
    <>
      <dt>{title}</dt>
      <dd class="fact-copy">
        <span hx-ignore="true">{text}</span>
        {copy ? (
          <button class="btn btn-bare btn-icon btn-small" type="button" data-copy={copy} aria-label={title}>
            <Icon name="copy" size={16} />
          </button>
        ) : null}
      </dd>
    </>
  )
}

export const Qr = ({ qr, label }: { qr: QrPicture; label: string }) => (
  <svg class="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={label} shape-rendering="crispEdges">
    <rect class="qr-paper" width={qr.size} height={qr.size} />
    <path class="qr-ink" d={qr.d} />
  </svg>
)

const Back = ({ back, sheet }: Step) => (
  <Acts>
    {sheet === undefined ? (
      <LinkButton look="edge" href={back === '/' ? paths.wallet : back}>
        {back.startsWith('/rooms/')
          ? say.wallet.order.back
          : back === '/'
            ? say.wallet.order.toWallet
            : say.wallet.order.backPlain}
      </LinkButton>
    ) : (
      <button class="btn btn-edge" type="button" data-buy="close">
        {say.wallet.order.back}
      </button>
    )}
  </Acts>
)

/** The tokens are there: how many, the balance, the receipt, the way back. */
export function Done(props: Step & { title: string; words: string; posting: number | null }) {
  return (
    <div class="done">
      <Notice tone="ok" title={props.title} words={props.words} live />
      <Acts>
        {props.sheet === undefined ? (
          <LinkButton look="primary" href={props.back === '/' ? paths.wallet : props.back}>
            {props.back.startsWith('/rooms/')
              ? say.wallet.order.back
              : props.back === '/'
                ? say.wallet.order.toWallet
                : say.wallet.order.backPlain}
          </LinkButton>
        ) : (
          <button class="btn btn-primary" type="button" data-buy="close">
            {say.wallet.order.back}
          </button>
        )}
        {props.posting === null ? null : (
          <LinkButton look="edge" href={paths.walletReceipt(props.posting)}>
            {say.wallet.receipt.title}
          </LinkButton>
        )}
      </Acts>
    </div>
  )
}

/** What stands in the sheet after a code was redeemed there. */
export const DoneStep = (props: Parameters<typeof Done>[0]) => (
  <div class="buy-step" id="buy-step">
    <Done {...props} />
  </div>
)

const Narrow = (props: { frame: Frame; title: string; scripts?: readonly string[]; children?: Child }) => (
  <SitePage frame={props.frame} title={props.title} scripts={props.scripts} unlisted>
    <div class="buy-page">
      <h1 class="page-title">{props.title}</h1>
      {props.children}
    </div>
  </SitePage>
)

export const BuyPage = ({ frame, ...step }: BuyProps & { frame: Frame }) => (
  <Narrow frame={frame} title={say.wallet.buy.title}>
    <BuyStep {...step} />
  </Narrow>
)

export const RedeemPage = ({ frame, scripts, ...step }: RedeemProps & { frame: Frame; scripts: readonly string[] }) => (
  <Narrow frame={frame} title={say.wallet.redeem.title} scripts={scripts}>
    <RedeemStep {...step} />
    <p class="second">
      <a href={paths.walletBuyFrom(step.back)}>{say.wallet.buy.toBuy}</a>
    </p>
  </Narrow>
)

export const OrderPage = ({ frame, scripts, ...step }: OrderProps & { frame: Frame; scripts: readonly string[] }) => (
  <Narrow frame={frame} title={say.wallet.order.title} scripts={scripts}>
    <OrderStep {...step} />
  </Narrow>
)

/** In the room, over the chat: the picture stays free. Opened by the purse and by too few tokens; `again` begins anew. */
export const BuySheet = ({ again, nonce, children }: { again: string; nonce: string; children?: Child }) => (
  <dialog class="sheet buy-sheet" id="buy-sheet" aria-labelledby="buy-sheet-title">
    <div class="sheet-head">
      <h2 class="sheet-title" id="buy-sheet-title">
        {say.wallet.buy.title}
      </h2>
      <button class="btn btn-bare btn-icon" type="button" data-buy="close" aria-label={say.wallet.buy.close}>
        <Icon name="close" />
      </button>
    </div>
    <div class="buy-body" {...hx({ nonce, get: again, target: '#buy-step', swap: 'outerHTML', trigger: 'buy-open' })}>
      {children}
    </div>
  </dialog>
)

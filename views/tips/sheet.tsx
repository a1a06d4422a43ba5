import type { Child } from 'hono/jsx'
import type { GiftName } from '../../src/tips/index.ts'
import { number } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { Icon } from '../parts/icons.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { Happened } from '../rooms/wire.tsx'
import { say } from '../words/index.ts'
import { GiftPicture } from './gift-picture.tsx'
import { GoalLamps, type GoalView } from './goal.tsx'
import { Tokens } from './tokens.tsx'

export const AMOUNTS = [5, 25, 100, 250, 500] as const
export const NOTE_MOST = 200

/** What was chosen, as it was typed. */
export interface TipTyped {
  way: 'tokens' | 'wish' | 'gift'
  /** One of the amounts, or `other`. */
  amount: string
  other: string
  /** `ID:PRICE`. */
  wish: string
  /** `NAME:PRICE`. */
  gift: string
  note: string
  anonymous: boolean
}

export const UNTYPED: TipTyped = {
  way: 'tokens',
  amount: '25',
  other: '',
  wish: '',
  gift: '',
  note: '',
  anonymous: false,
}

export interface TipFormProps {
  room: { name: string; handle: string }
  /** Born with this page. */
  born: string
  balance_tokens: bigint
  wishes: readonly { id: string; words: string; price_tokens: bigint }[]
  gifts: readonly { name: GiftName; price_tokens: bigint }[]
  goal?: GoalView
  typed?: TipTyped
  errors?: { amount?: string; note?: string }
  /** About the whole: what is, and what to do. */
  wrong?: { title: string; words?: string; act?: Child }
  /** It was asked whether they mean it; this press says so. */
  sure?: { tokens: bigint; words: string }
}

/** The same form in the room's sheet and on a page of its own. */
export function TipForm(props: TipFormProps) {
  const { room, typed = UNTYPED, errors = {}, balance_tokens } = props
  const words = say.tips.sheet
  return (
    <form
      class="tip-form"
      id="tip-form"
      method="post"
      action={paths.tips(room.name)}
      novalidate
      data-balance={String(balance_tokens)}
      data-moved={props.goal && !props.goal.reached ? String(props.goal.moved_tokens) : undefined}
      data-target={props.goal && !props.goal.reached ? String(props.goal.target_tokens) : undefined}
    >
      <input type="hidden" name="key" value={props.born} />
      {props.wrong ? (
        <Notice tone="warn" title={props.wrong.title} words={props.wrong.words} act={props.wrong.act} alert />
      ) : null}
      {props.sure ? (
        <>
          <Notice tone="warn" title={props.sure.words} alert />
          <input type="hidden" name="sure" value={String(props.sure.tokens)} />
        </>
      ) : null}
      <fieldset class="tip-ways">
        <legend class="unseen">{words.ways}</legend>
        <div class="segments">
          {(
            [
              ['tokens', words.amounts],
              ['wish', words.menu],
              ['gift', words.gifts],
            ] as const
          ).map(([value, title]) => (
            <label class="segment">
              <input type="radio" name="way" value={value} checked={typed.way === value} />
              {title}
            </label>
          ))}
        </div>
      </fieldset>
      <div class="tip-way tip-way-tokens">
        <fieldset class="tip-amounts">
          <legend class="unseen">{words.amount}</legend>
          {AMOUNTS.map(amount => (
            <label class="tip-amount">
              <input type="radio" name="amount" value={String(amount)} checked={typed.amount === String(amount)} />
              <Tokens n={amount} />
            </label>
          ))}
          <label class="tip-amount tip-amount-other">
            <input type="radio" name="amount" value="other" checked={typed.amount === 'other'} />
            {words.other}
          </label>
        </fieldset>
        <div class={`field tip-other${errors.amount ? ' field-wrong' : ''}`}>
          <label class="field-label" for="tip-other">
            {words.otherLabel}
          </label>
          <div class="field-box">
            <input
              type="text"
              id="tip-other"
              name="other"
              value={typed.other}
              inputmode="numeric"
              autocomplete="off"
              maxlength={12}
              aria-invalid={errors.amount ? 'true' : undefined}
              aria-describedby={errors.amount ? 'tip-other-error' : undefined}
            />
            <span class="field-unit">{words.amounts}</span>
          </div>
        </div>
        {errors.amount ? <FieldError id="tip-other-error" words={errors.amount} /> : null}
      </div>
      <WishWay room={room} wishes={props.wishes} chosen={typed.wish} />
      <GiftWay room={room} gifts={props.gifts} chosen={typed.gift} />
      {props.goal && !props.goal.reached ? (
        <div class="tip-goal">
          <div class="tip-goal-lamps">
            <GoalLamps goal={props.goal} size={12} />
          </div>
          <p class="tip-goal-words">
            <span hx-ignore="true">{props.goal.name}</span>
            <span
              data-tip-towards="true"
              data-words={say.tips.goal.towards('{from}', '{to}', number(props.goal.target_tokens))}
            >
              {number(props.goal.moved_tokens)} {say.tips.goal.ofShort(number(props.goal.target_tokens))}
            </span>
          </p>
        </div>
      ) : null}
      <div class={`field${errors.note ? ' field-wrong' : ''}`}>
        <label class="field-label" for="tip-note">
          {words.note}
          <span class="field-optional"> {say.tips.sheet.optional}</span>
        </label>
        <div class="field-box">
          <input
            type="text"
            id="tip-note"
            name="note"
            value={typed.note}
            maxlength={NOTE_MOST}
            autocomplete="off"
            aria-invalid={errors.note ? 'true' : undefined}
            aria-describedby={errors.note ? 'tip-note-error' : undefined}
          />
          <span class="field-unit" data-tip-left="true" data-words={words.left('{used}', number(NOTE_MOST))} />
        </div>
        {errors.note ? <FieldError id="tip-note-error" words={errors.note} /> : null}
      </div>
      <label class="choice choice-check">
        <input type="checkbox" name="anonymous" value="on" checked={typed.anonymous} />
        <span class="choice-words">
          <span class="choice-title">{words.anonymous}</span>
          <span class="choice-hint">{words.anonymousHint(room.handle)}</span>
        </span>
      </label>
      <div class="tip-sum">
        <span class="second" data-tip-balance="true" data-words={words.balance('{n}')}>
          {words.balance(number(balance_tokens))}
        </span>
        <span data-tip-after="true" data-words={words.after} data-missing={words.missing('{n}')} />
      </div>
      <Button look={props.wrong?.act ? 'edge' : 'primary'} size="big" wide busy={say.tips.acts.sending} id="tip-send">
        <span
          data-tip-words="true"
          data-plain={words.submitPlain}
          data-one={words.submit('1', true)}
          data-many={words.submit('{n}', false)}
          data-sure-one={words.again('1', true)}
          data-sure-many={words.again('{n}', false)}
        >
          {props.sure ? words.again(number(props.sure.tokens), props.sure.tokens === 1n) : words.submitPlain}
        </span>
      </Button>
    </form>
  )
}

/** The menu within the form. `chosen`: `ID:PRICE`; else the first one is. */
function WishWay(props: Pick<TipFormProps, 'room' | 'wishes'> & { chosen?: string }) {
  const { room, wishes, chosen = '' } = props
  const words = say.tips.sheet
  return (
    <div class="tip-way tip-way-wish" data-way="wish">
      {wishes.length === 0 ? (
        <p class="second">{words.noWishes(room.handle)}</p>
      ) : (
        <fieldset class="tip-list">
          <legend class="unseen">{words.wish}</legend>
          {wishes.map((wish, at) => (
            <label class="tip-item">
              <input
                type="radio"
                name="wish"
                value={`${wish.id}:${wish.price_tokens}`}
                checked={chosen === '' ? at === 0 : chosen === `${wish.id}:${wish.price_tokens}`}
              />
              <span class="tip-item-words" hx-ignore="true">
                {wish.words}
              </span>
              <Tokens n={wish.price_tokens} />
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}

/** The gifts within the form, likewise. */
function GiftWay(props: Pick<TipFormProps, 'room' | 'gifts'> & { chosen?: string }) {
  const { room, gifts, chosen = '' } = props
  const words = say.tips.sheet
  return (
    <div class="tip-way tip-way-gift" data-way="gift">
      {gifts.length === 0 ? (
        <p class="second">{words.noGifts(room.handle)}</p>
      ) : (
        <fieldset class="tip-gifts">
          <legend class="unseen">{words.gift}</legend>
          {gifts.map((gift, at) => (
            <label class="tip-gift">
              <input
                type="radio"
                name="gift"
                value={`${gift.name}:${gift.price_tokens}`}
                checked={chosen === '' ? at === 0 : chosen === `${gift.name}:${gift.price_tokens}`}
              />
              <GiftPicture gift={gift.name} size={48} />
              <span class="tip-gift-name">{say.tips.gift[gift.name]}</span>
              <Tokens n={gift.price_tokens} />
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}

const FieldError = ({ id, words }: { id: string; words: string }) => (
  <p class="field-error" id={id}>
    <Icon name="bug" size={16} />
    <span>{words}</span>
  </p>
)

/** Over the chat on a wide screen, up to the lamps on a phone; the picture stays free. */
export function TipSheet({ open, ...props }: TipFormProps & { open?: boolean }) {
  return (
    <dialog class="sheet tip-sheet" id="tip-sheet" aria-labelledby="tip-sheet-title" open={open}>
      <div class="sheet-head">
        <h2 class="sheet-title" id="tip-sheet-title">
          {say.tips.sheet.title(props.room.handle)}
        </h2>
        <a
          class="btn btn-bare btn-icon"
          href={paths.room(props.room.name)}
          data-do="tip-close"
          aria-label={say.tips.sheet.close}
        >
          <Icon name="close" />
        </a>
      </div>
      <TipForm {...props} />
    </dialog>
  )
}

/** The same without scripts, and where a form was refused without them. */
export function TipPage({ frame, ...props }: TipFormProps & { frame: Frame }) {
  return (
    <SitePage frame={frame} title={say.tips.sheet.title(props.room.handle)} unlisted>
      <div class="page tip-page">
        <div class="page-head">
          <h1 class="page-title">{say.tips.sheet.title(props.room.handle)}</h1>
        </div>
        <TipForm {...props} />
        <p>
          <a href={paths.room(props.room.name)}>{say.tips.sheet.back(props.room.handle)}</a>
        </p>
      </div>
    </SitePage>
  )
}

/** In the lip: three amounts, a gift, and the sheet. */
export function TipActs(props: {
  room: { name: string; handle: string }
  born: string
  /** May tip at once; else each leads where they can. */
  may: 'tip' | 'sign-in' | 'no'
}) {
  const { room, may } = props
  const words = say.tips.acts
  if (may === 'no') return <div class="tip-acts" id="tip-acts" />
  const href = (query: string) => {
    const there = `${paths.room(room.name)}?${query}`
    return may === 'tip' ? there : paths.signInFrom(there)
  }
  const quick = [5, 25, 100] as const
  return (
    <div class="tip-acts" id="tip-acts">
      {may === 'tip' ? (
        <form class="tip-quick" id="tip-quick" method="post" action={paths.tips(room.name)}>
          <input type="hidden" name="key" value={props.born} />
          <input type="hidden" name="way" value="tokens" />
          {quick.map(n => (
            <button
              class="btn btn-edge tip-n"
              type="submit"
              name="amount"
              value={String(n)}
              aria-label={words.quick(n)}
            >
              {number(n)}
            </button>
          ))}
        </form>
      ) : (
        quick.map(n => (
          <a class="btn btn-edge tip-n" href={href(`tip=${n}`)} aria-label={words.quick(n)}>
            {number(n)}
          </a>
        ))
      )}
      <LinkButton look="edge" icon="gift" href={href('tip=gift')} label={words.gift} />
      <a class="btn btn-primary tip-open" href={href('tip=25')} data-tip="open" title={words.tipKey}>
        <Icon name="token" />
        {words.tip}
      </a>
      <p class="unseen" role="status" id="tip-said" />
    </div>
  )
}

/** Without scripts: the last press has sent it. */
export const TipSent = ({ tokens }: { tokens: string | null }) =>
  tokens === null ? null : <Notice tone="ok" title={say.tips.acts.sent(Number(tokens))} live />

/** The first wishes of the menu, under the title. */
export function WishRow(props: {
  room: { name: string }
  wishes: TipFormProps['wishes']
  may: 'tip' | 'sign-in' | 'no'
}) {
  const { room, wishes, may } = props
  const href = (query: string) => {
    const there = `${paths.room(room.name)}?${query}`
    return may === 'sign-in' ? paths.signInFrom(there) : there
  }
  return (
    <section class="wishes" id="wishes" data-may={may} aria-label={say.tips.wishes.label}>
      {wishes.slice(0, 4).map(wish =>
        may === 'no' ? (
          <span class="wish">
            <span class="wish-words">{wish.words}</span>
            <Tokens n={wish.price_tokens} />
          </span>
        ) : (
          <a class="wish" href={href(`tip=wish&wish=${wish.id}`)} data-wish={wish.id}>
            <span class="wish-words">{wish.words}</span>
            <Tokens n={wish.price_tokens} />
          </a>
        ),
      )}
      {wishes.length > 4 && may !== 'no' ? (
        <a class="wish wish-all" href={href('tip=wish')}>
          {say.tips.wishes.all(wishes.length)}
        </a>
      ) : null}
      <button
        class="wish wish-sounds"
        type="button"
        id="tip-sounds"
        aria-pressed="false"
        aria-label={say.tips.acts.sounds}
        title={say.tips.acts.sounds}
        hidden
      >
        <Icon name="bell" size={16} />
      </button>
    </section>
  )
}

/**
 * The menu or the gifts are others now: to the modules of each open page, which put it into the form that may be half filled
 * in. The row under the title is there for each who may stand before it.
 */
export const MenuPush = (props: Pick<TipFormProps, 'room' | 'wishes' | 'gifts'>) => (
  <Happened kind="menu">
    {(['tip', 'sign-in', 'no'] as const).map(may => (
      <WishRow room={props.room} wishes={props.wishes} may={may} />
    ))}
    <WishWay room={props.room} wishes={props.wishes} />
    <GiftWay room={props.room} gifts={props.gifts} />
  </Happened>
)

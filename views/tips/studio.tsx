import type { GiftName, Overlay } from '../../src/tips/index.ts'
import { ago, date, number } from '../format.ts'
import type { Frame } from '../layout/frame.ts'
import { SitePage } from '../layout/site.tsx'
import { Box, Copy } from '../parts/box.tsx'
import { Acts, Button, LinkButton } from '../parts/button.tsx'
import { Checkbox, Form, Switch, TextField } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { say } from '../words/index.ts'
import { GiftPicture } from './gift-picture.tsx'
import { GoalLamps, type GoalView } from './goal.tsx'
import { Tokens } from './tokens.tsx'

export interface TipRowView {
  n: number
  at: number
  tokens: bigint
  name: string
  /** The room does not see the name. */
  anonymous: boolean
  kind: 'tip' | 'wish' | 'gift'
  item: string
  note: string
  done: boolean
  returned: boolean
}

export interface WishRowView {
  id: string
  words: string
  price_tokens: bigint
  hidden: boolean
}

export interface GoalRowView {
  id: string
  name: string
  target_tokens: bigint
  moved_tokens: bigint
  repeats: boolean
  times: number
}

export interface NowProps {
  goal?: GoalView
  evening: { tokens: bigint; people: number; wishes: { open: number; done: number } }
  tips: readonly TipRowView[]
  wishes: readonly TipRowView[]
  now: number
  /** The sums are of the broadcast that is on, not of the day. */
  onAir: boolean
}

/** What comes in now: pushed again with each tip. */
export function TipsNow({ goal, evening, tips, wishes, now, onAir }: NowProps) {
  const words = say.tips.studio
  return (
    <div class="tips-now" id="tips-now">
      <p class="tips-now-sums">
        <b>{number(evening.tokens)}</b> {onAir ? words.onAir : words.today} · {words.people(evening.people)}
      </p>
      {goal ? (
        <div class="tip-goal">
          <GoalLamps goal={goal} size={12} />
          <p class="tip-goal-words">
            <span>{goal.name}</span>
            <span>
              <b>{number(goal.moved_tokens)}</b> {say.tips.goal.ofShort(number(goal.target_tokens))}
            </span>
          </p>
        </div>
      ) : null}
      {wishes.length > 0 ? (
        <>
          <h3 class="box-title">
            {words.wishes} <small class="meta">{words.openDone(evening.wishes.open, evening.wishes.done)}</small>
          </h3>
          <ul class="rows">
            {wishes.map(wish => (
              <li>
                <span class="row-grow">
                  {wish.item} <span class="second">{words.forWhom(wish.name)}</span>
                </span>
                <Tokens n={wish.tokens} />
                <form method="post" action={paths.studioGranted(wish.n)}>
                  <Button look="edge" size="small">
                    {words.done}
                  </Button>
                </form>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <h3 class="box-title">{words.last}</h3>
      {tips.length === 0 ? (
        <p class="second">{words.noTips}</p>
      ) : (
        <ul class="rows">
          {tips.map(tip => (
            <li>
              <span class="row-grow row-two">
                <span>
                  <b>{tip.name}</b> {tip.anonymous ? <span class="tag">{words.nameless}</span> : null}{' '}
                  {tip.kind === 'tip' ? null : (
                    <span class="second">
                      {tip.kind === 'gift' ? (say.tips.gift[tip.item as GiftName] ?? tip.item) : tip.item}
                    </span>
                  )}
                </span>
                {tip.note ? <span class="second">{tip.note}</span> : null}
                <span class="meta">{ago(tip.at, now)}</span>
              </span>
              <Tokens n={tip.tokens} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Among the figures of a broadcast. */
export const TipsBeside = (props: NowProps) => (
  <Box title={say.tips.studio.title} aside={<a href={paths.studioTips}>{say.tips.studio.change}</a>}>
    <TipsNow {...props} />
  </Box>
)

interface Drafts {
  wish?: { words: string; price: string; errors: { words?: string; price?: string }; id?: string }
  goal?: { name: string; target: string; repeats: boolean; errors: { name?: string; target?: string }; id?: string }
  rules?: { card: string; sound: string; errors: { card?: string; sound?: string } }
  test?: { errors: { tokens?: string }; tokens: string }
}

export interface StudioTipsProps extends NowProps {
  frame: Frame
  scripts?: readonly string[]
  room: { name: string; handle: string }
  menu: readonly WishRowView[]
  goals: readonly GoalRowView[]
  past: readonly { name: string; target_tokens: bigint; times: number; at: number }[]
  gifts: readonly { name: GiftName; price_tokens: bigint; off: boolean }[]
  rules: { card_from_tokens: bigint; sound_from_tokens: bigint }
  zone: string
  drafts?: Drafts
}

export function StudioTipsPage(props: StudioTipsProps) {
  const { frame, drafts = {}, menu, goals, gifts, rules } = props
  const words = say.tips.studio
  return (
    <SitePage frame={frame} title={words.title} scripts={props.scripts} unlisted studio>
      <div class="page-head">
        <h1 class="page-title">{words.title}</h1>
        <LinkButton look="edge" href={paths.studioEarnings}>
          {words.earnings}
        </LinkButton>
      </div>
      <div class="tips-columns">
        <div class="stack">
          <Box title={words.now} aside={<span class="live-note">{words.nowHint}</span>}>
            <TipsNow {...props} />
          </Box>
          <Box title={words.test}>
            <p class="second">{words.testHint}</p>
            <Form action={paths.studioTipTest} class="form form-row" novalidate>
              <TextField
                name="tokens"
                id="test-tokens"
                label={words.testTokens}
                value={drafts.test?.tokens ?? '100'}
                inputmode="numeric"
                unit={say.tips.sheet.amounts}
                error={drafts.test?.errors.tokens}
              />
              <Button look="edge">{words.sendTest}</Button>
            </Form>
            <div class="tip-test-place" id="tip-test" aria-live="polite" />
          </Box>
          <Box title={words.thresholds}>
            <Form action={paths.studioTipRules} novalidate>
              <Amount
                name="card"
                label={words.cardFrom}
                value={drafts.rules?.card ?? String(rules.card_from_tokens)}
                error={drafts.rules?.errors.card}
                hint={words.cardFromHint}
              />
              <Amount
                name="sound"
                label={words.soundFrom}
                value={drafts.rules?.sound ?? String(rules.sound_from_tokens)}
                error={drafts.rules?.errors.sound}
                hint={words.soundFromHint}
              />
              <fieldset class="field">
                <legend class="field-label">{words.gifts}</legend>
                <div class="gift-switches">
                  {gifts.map(gift => (
                    <div class="gift-switch">
                      <GiftPicture gift={gift.name} size={32} />
                      <Checkbox
                        name={`gift-${gift.name}`}
                        label={say.tips.gift[gift.name]}
                        hint={say.tips.tokens(gift.price_tokens)}
                        checked={!gift.off}
                      />
                    </div>
                  ))}
                </div>
              </fieldset>
              <Button look="primary" busy={say.parts.saving}>
                {words.save}
              </Button>
            </Form>
          </Box>
          <Box title={words.overlays}>
            <p class="second">{words.overlaysHint}</p>
            <div>
              <LinkButton look="edge" href={paths.studioOverlays} icon="monitor">
                {words.openOverlays}
              </LinkButton>
            </div>
          </Box>
        </div>
        <div class="stack">
          <Box title={words.goals} id="goals">
            {goals.length === 0 ? <p class="second">{words.noGoals}</p> : null}
            <ol class="edit-rows">
              {goals.map((goal, at) => (
                <GoalRow goal={goal} at={at} draft={drafts.goal?.id === goal.id ? drafts.goal : undefined} />
              ))}
            </ol>
            <details class="edit-more" open={goals.length === 0 || (drafts.goal !== undefined && !drafts.goal.id)}>
              <summary>{words.addGoal}</summary>
              <GoalForm action={paths.studioGoals} draft={drafts.goal && !drafts.goal.id ? drafts.goal : undefined} />
            </details>
            {props.past.length > 0 ? (
              <details class="edit-more">
                <summary>{words.reachedGoals}</summary>
                <ul class="rows">
                  {props.past.map(goal => (
                    <li>
                      <span class="row-grow">{goal.name}</span>
                      <span class="meta">{date(goal.at, props.zone)}</span>
                      <Tokens n={goal.target_tokens * BigInt(goal.times)} />
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
          </Box>
          <Box title={words.menu} id="menu" aside={words.menuHint}>
            {menu.length === 0 ? <p class="second">{words.noMenu}</p> : null}
            <ol class="edit-rows">
              {menu.map((wish, at) => (
                <WishEdit wish={wish} at={at} draft={drafts.wish?.id === wish.id ? drafts.wish : undefined} />
              ))}
            </ol>
            <details class="edit-more" open={menu.length === 0 || (drafts.wish !== undefined && !drafts.wish.id)}>
              <summary>{words.addWish}</summary>
              <WishForm action={paths.studioWishes} draft={drafts.wish && !drafts.wish.id ? drafts.wish : undefined} />
            </details>
          </Box>
        </div>
      </div>
    </SitePage>
  )
}

const Amount = (props: { name: string; id?: string; label: string; value: string; error?: string; hint?: string }) => (
  <TextField
    name={props.name}
    id={props.id}
    label={props.label}
    value={props.value}
    inputmode="numeric"
    unit={say.tips.sheet.amounts}
    error={props.error}
    hint={props.hint}
  />
)

/** Under the form of a row: it is kept or ended where it is there already, else added. */
const RowActs = ({ old, end, endWords }: { old: boolean; end: string; endWords: string }) => (
  <Acts>
    <Button look={old ? 'edge' : 'primary'} name="act" value="save">
      {old ? say.tips.studio.save : say.tips.studio.addThis}
    </Button>
    {old ? (
      <Button look="danger" name="act" value={end} formnovalidate>
        {endWords}
      </Button>
    ) : null}
  </Acts>
)

const Up = ({ action, of, first }: { action: string; of: string; first: boolean }) => (
  <form method="post" action={action}>
    <Button look="bare" size="small" icon="up" name="act" value="up" label={say.tips.studio.up(of)} disabled={first} />
  </form>
)

function WishForm({ action, wish, draft }: { action: string; wish?: WishRowView; draft?: Drafts['wish'] }) {
  const words = say.tips.studio
  const id = wish?.id ?? 'new'
  return (
    <Form action={action} novalidate>
      <TextField
        name="words"
        id={`wish-words-${id}`}
        label={words.wishWords}
        value={draft?.words ?? wish?.words ?? ''}
        maxlength={80}
        error={draft?.errors.words}
        placeholder={words.wishPlaceholder}
      />
      <Amount
        name="price"
        id={`wish-price-${id}`}
        label={words.price}
        value={draft?.price ?? (wish ? String(wish.price_tokens) : '')}
        error={draft?.errors.price}
      />
      <RowActs old={wish !== undefined} end="remove" endWords={words.remove} />
    </Form>
  )
}

function WishEdit({ wish, at, draft }: { wish: WishRowView; at: number; draft?: Drafts['wish'] }) {
  const words = say.tips.studio
  const action = paths.studioWish(wish.id)
  return (
    <li class="edit-row">
      <div class="edit-line">
        <Up action={action} of={wish.words} first={at === 0} />
        <span class={`row-grow${wish.hidden ? ' second' : ''}`}>
          {wish.words} {wish.hidden ? <span class="tag">{words.hidden}</span> : null}
        </span>
        <Tokens n={wish.price_tokens} />
        <form method="post" action={action}>
          <Button look="bare" size="small" name="act" value={wish.hidden ? 'show' : 'hide'}>
            {wish.hidden ? words.show : words.hide}
          </Button>
        </form>
      </div>
      <details class="edit-more" open={draft !== undefined}>
        <summary>{words.change}</summary>
        <WishForm action={action} wish={wish} draft={draft} />
      </details>
    </li>
  )
}

function GoalForm({ action, goal, draft }: { action: string; goal?: GoalRowView; draft?: Drafts['goal'] }) {
  const words = say.tips.studio
  const id = goal?.id ?? 'new'
  return (
    <Form action={action} novalidate>
      <TextField
        name="name"
        id={`goal-name-${id}`}
        label={words.goalName}
        value={draft?.name ?? goal?.name ?? ''}
        maxlength={80}
        error={draft?.errors.name}
        placeholder={words.goalPlaceholder}
      />
      <Amount
        name="target"
        id={`goal-target-${id}`}
        label={words.target}
        value={draft?.target ?? (goal ? String(goal.target_tokens) : '')}
        error={draft?.errors.target}
        hint={words.targetHint}
      />
      <Switch
        name="repeats"
        id={`goal-repeats-${id}`}
        label={words.repeats}
        hint={words.repeatsHint}
        checked={draft?.repeats ?? goal?.repeats ?? false}
      />
      <RowActs old={goal !== undefined} end="end" endWords={words.endGoal} />
    </Form>
  )
}

function GoalRow({ goal, at, draft }: { goal: GoalRowView; at: number; draft?: Drafts['goal'] }) {
  const words = say.tips.studio
  return (
    <li class="edit-row">
      <div class="edit-line">
        <Up action={paths.studioGoal(goal.id)} of={goal.name} first={at === 0} />
        <span class="row-grow row-two">
          <span>
            {goal.name} {goal.repeats ? <span class="tag">{words.again}</span> : null}
          </span>
          <span class="meta">
            {at === 0 ? words.moved(number(goal.moved_tokens), number(goal.target_tokens)) : words.waits}
            {goal.times > 0 ? ` · ${words.timesReached(goal.times)}` : ''}
          </span>
        </span>
        <Tokens n={goal.target_tokens} />
      </div>
      <details class="edit-more" open={draft !== undefined}>
        <summary>{words.change}</summary>
        <GoalForm action={paths.studioGoal(goal.id)} goal={goal} draft={draft} />
      </details>
    </li>
  )
}

export interface OverlaysProps {
  frame: Frame
  scripts?: readonly string[]
  /** Shown this once. */
  fresh?: readonly { part: Overlay; href: string }[]
  madeAt: number | null
  zone: string
}

export function OverlaysPage({ frame, fresh, madeAt, zone, scripts }: OverlaysProps) {
  const words = say.tips.overlay
  return (
    <SitePage frame={frame} title={words.title} scripts={scripts} unlisted studio>
      <div class="page-head">
        <h1 class="page-title">{words.title}</h1>
        <a href={paths.studioTips}>{say.tips.studio.title}</a>
      </div>
      <div class="tips-columns">
        <Box title={words.addresses}>
          {fresh ? (
            <>
              <Notice tone="warn" title={words.once} words={words.onceHint} />
              {fresh.map(one => (
                <Copy label={words.parts[one.part]} text={one.href} />
              ))}
            </>
          ) : (
            <p class="second">{madeAt === null ? words.none : words.made(date(madeAt, zone))}</p>
          )}
          <Acts>
            <form method="post" action={paths.studioOverlays}>
              <Button look={madeAt === null ? 'primary' : 'edge'} icon="key">
                {madeAt === null ? words.make : words.replace}
              </Button>
            </form>
            {madeAt === null ? null : (
              <form method="post" action={paths.studioOverlaysEnd}>
                <Button look="danger">{words.end}</Button>
              </form>
            )}
            {madeAt === null ? null : (
              <form method="post" action={paths.studioTipTest}>
                <input type="hidden" name="tokens" value="100" />
                <input type="hidden" name="from" value="overlays" />
                <Button look="edge">{words.sendTest}</Button>
              </form>
            )}
          </Acts>
        </Box>
        <Box title={words.how}>
          <ol class="prose">
            {words.steps.map(step => (
              <li>{step}</li>
            ))}
          </ol>
          <h3 class="box-title">{words.options}</h3>
          <dl class="overlay-options">
            {words.optionList.map(([name, meaning]) => (
              <div>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd class="second">{meaning}</dd>
              </div>
            ))}
          </dl>
        </Box>
      </div>
    </SitePage>
  )
}

import type { GiftName } from '../../src/tips/index.ts'
import { number } from '../format.ts'
import { Icon } from '../parts/icons.tsx'
import { Happened } from '../rooms/wire.tsx'
import { say } from '../words/index.ts'
import { GiftPicture } from './gift-picture.tsx'

export interface TipCardView {
  /** The tip's place among all; 0 for one that moves nothing. */
  n: number
  tokens: bigint
  /** As the room may see it. */
  name: string
  hue?: number
  kind: 'tip' | 'wish' | 'gift'
  gift?: GiftName
  wish?: string
  note: string
  test?: boolean
}

/** Lower left over the picture; one at a time. */
export const TipCard = ({ tip }: { tip: TipCardView }) => (
  <div class={`tip-card${tip.gift ? ' tip-card-gift' : ''}`}>
    {tip.gift ? <GiftPicture gift={tip.gift} size={64} lively /> : <Icon name="token" size={24} />}
    <b class="tip-card-n">{number(tip.tokens)}</b>
    <div class="tip-card-words">
      <p class="tip-card-name">
        {tip.test ? <span class="tip-card-test">{say.tips.card.test} </span> : null}
        <b class={tip.hue === undefined ? undefined : `hue-${tip.hue}`}>{tip.name}</b>
      </p>
      {tip.gift ? <p class="tip-card-what">{say.tips.gift[tip.gift]}</p> : null}
      {tip.wish ? <p class="tip-card-what">{tip.wish}</p> : null}
      {tip.note ? <p class="tip-card-note">{tip.note}</p> : null}
    </div>
  </div>
)

/** To the page's modules: what happened, with the card that they show when its turn comes. */
export const TipHappened = ({ tip, card, sound }: { tip: TipCardView; card: boolean; sound: boolean }) => (
  <Happened
    kind="tip"
    data={{
      n: tip.n,
      tokens: Number(tip.tokens),
      gift: tip.gift ?? '',
      card: card ? 1 : 0,
      sound: sound ? 1 : 0,
      test: tip.test ? 1 : 0,
    }}
  >
    {card ? <TipCard tip={tip} /> : null}
  </Happened>
)

/** In the picture's box: the light from the lamps, and the card's place. */
export const TipOver = () => (
  <>
    <div class="glow" id="glow" aria-hidden="true">
      <div class="glow-foot" />
      <div class="glow-beams" />
    </div>
    <div class="tip-cards" id="tip-cards" aria-live="off" data-more={say.tips.card.more('{n}')} />
  </>
)

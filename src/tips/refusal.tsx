import { number, soon } from '../../views/format.ts'
import { refusalWords } from '../../views/moderation/words.ts'
import { LinkButton } from '../../views/parts/button.tsx'
import { paths } from '../../views/paths.ts'
import type { TipFormProps, TipTyped } from '../../views/tips/sheet.tsx'
import { say } from '../../views/words/index.ts'
import { houseZone } from '../base/zone.ts'
import type { Room } from '../rooms/index.ts'
import type { World } from '../world.ts'
import { keepTip } from './kept.ts'
import type { NotTipped } from './tip.ts'
import type { TipRead, TipSaid } from './typed.ts'

export type Refused = NotTipped | Extract<TipRead, { ok: false }>

export interface Refusal extends Pick<TipFormProps, 'errors' | 'wrong' | 'sure'> {
  why: Refused['why']
  typed: TipTyped
  status: 403 | 409 | 422 | 429
}

/** Where the buying of tokens leads back to: the room, with the tip in its sheet. */
export const keptPath = (room: string): string => `${paths.room(room)}?tip=kept`

/** Why a tip did not go, in its place in the form; what was typed stays. A tip that lacks tokens alone is kept. */
export function refusalOf(
  world: World,
  refused: Refused,
  asked: { room: Room; said: TipSaid; tokens: bigint; account: string },
): Refusal {
  const { said, tokens, room } = asked
  const words = say.tips.wrong
  const typed: TipTyped = {
    ...said,
    // One of the three buttons in the lip may have sent it.
    amount: ['5', '25', '100', '250', '500', 'other'].includes(said.amount) ? said.amount : 'other',
    other: said.amount === 'other' ? said.other : '',
  }
  const { why } = refused
  const whole = (sentence: string, status: Refusal['status'] = 422): Refusal => ({
    why,
    typed,
    status,
    wrong: { title: sentence, words: words.title },
  })
  const amount = (sentence: string): Refusal => ({
    why,
    typed:
      said.way === 'tokens'
        ? { ...typed, amount: 'other', other: said.other || (said.amount === 'other' ? '' : said.amount) }
        : typed,
    status: 422,
    errors: { amount: sentence },
  })
  const note = (sentence: string): Refusal => ({ why, typed, status: 422, errors: { note: sentence } })
  switch (refused.why) {
    case 'empty':
    case 'not-a-number':
    case 'not-whole':
    case 'too-small':
      return amount(words.amount[refused.why])
    case 'nothing':
      return amount(words.amount['too-small'])
    case 'too-large':
      return amount(words.amount['too-large'](number(10_000)))
    case 'too-much':
      return amount(words.tooMuch(number(refused.most_tokens)))
    case 'not-enough':
      keepTip(world, asked.account, {
        room_id: room.id,
        way: said.way,
        item:
          said.way === 'wish'
            ? (said.wish.split(':')[0] ?? '')
            : said.way === 'gift'
              ? (said.gift.split(':')[0] ?? '')
              : '',
        tokens,
        note: said.note.slice(0, 200),
        anonymous: said.anonymous ? 1 : 0,
      })
      return {
        why,
        typed,
        status: 422,
        wrong: {
          title: words.notEnough(number(tokens), number(refused.missing_tokens)),
          act: (
            <LinkButton look="primary" href={paths.walletBuyFrom(keptPath(room.name))} icon="token">
              {say.tips.sheet.more}
            </LinkButton>
          ),
        },
      }
    case 'sure':
      return {
        why,
        typed,
        status: 422,
        sure: {
          tokens,
          words:
            refused.over === 'sum'
              ? words.sureSum(number(tokens))
              : words.sureHalf(number(tokens), number(refused.has_tokens)),
        },
      }
    case 'price': {
      const now = String(refused.now_tokens)
      const priced = (text: string) => `${text.split(':')[0]}:${now}`
      return {
        ...whole(words.price(number(refused.now_tokens)), 409),
        typed: { ...typed, ...(said.way === 'wish' ? { wish: priced(said.wish) } : { gift: priced(said.gift) }) },
      }
    }
    case 'note':
      return note(refused.refusal === 'word' ? say.chat.refused.word : refusalWords(refused.refusal))
    case 'held-note':
      return note(words.heldNote)
    case 'long-note':
      return note(words.longNote(number(200)))
    case 'muted':
      return note(words.muted)
    case 'key-reused':
      return whole(words.keyReused, 409)
    case 'no-key':
      return whole(words.noKey)
    case 'own-room':
      return whole(words.ownRoom, 403)
    case 'too-fast':
      return whole(words.tooFast, 429)
    case 'no-wish':
      return whole(words.noWish)
    case 'no-gift':
      return whole(words.noGift)
    case 'blocked':
      return whole(words.blocked, 403)
    case 'kicked':
      return whole(words.kicked, 403)
    case 'barred':
      return whole(words.barred, 403)
    case 'closed':
      return whole(words.closed, 403)
    case 'no-wallet':
      return whole(words.noWallet, 403)
    case 'paused':
      return whole(words.paused(soon(refused.until, world.clock.now(), houseZone(world))), 403)
    case 'limit':
      return whole(words.limit, 403)
    default:
      return refused satisfies never
  }
}

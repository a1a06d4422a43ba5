import { readTokens, type TokensRead } from '../ledger/index.ts'
import { isGift } from './gift.ts'
import { TIP } from './tip.ts'

/** What a form or a page's socket said, before anything is known to be right. */
export interface TipSaid {
  way: 'tokens' | 'wish' | 'gift'
  amount: string
  other: string
  wish: string
  gift: string
  note: string
  anonymous: boolean
}

export type TipRead =
  | { ok: true; tokens: bigint; wish?: string; gift?: string }
  | { ok: false; why: Extract<TokensRead, { ok: false }>['why'] | 'no-wish' | 'no-gift' }

/** The tokens that are meant, and what for. A wish and a gift carry the price that the page showed. */
export function readTip(said: TipSaid): TipRead {
  switch (said.way) {
    case 'tokens':
      return readTokens(said.amount === 'other' ? said.other : said.amount, TIP.most)
    case 'wish': {
      const [, wish, price] = /^([a-z2-7]{26}):([0-9]{1,5})$/.exec(said.wish) ?? []
      return wish && price ? { ok: true, tokens: BigInt(price), wish } : { ok: false, why: 'no-wish' }
    }
    case 'gift': {
      const [, gift = '', price] = /^([a-z-]{1,20}):([0-9]{1,5})$/.exec(said.gift) ?? []
      return price && isGift(gift) ? { ok: true, tokens: BigInt(price), gift } : { ok: false, why: 'no-gift' }
    }
    default:
      return said.way satisfies never
  }
}

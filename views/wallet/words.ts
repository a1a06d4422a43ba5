import { dateTime, number, type Zone } from '../format.ts'
import { say } from '../words/index.ts'

/** A refusal of the wallet as a view is told it: plain values. */
export type RefusalView =
  | { why: 'no-wallet' | 'barred' | 'closed' }
  | { why: 'paused'; until: number }
  | {
      why: 'limit'
      limit: {
        what: 'spend' | 'buy'
        span: 'day' | 'week' | 'month'
        most_tokens: bigint
        left_tokens: bigint
        opens_at: number | null
      }
    }

/** What keeps somebody from spending or buying, and when that ends: for every page and sheet that asks. */
export function refusalWords(refusal: RefusalView, zone: Zone): { title: string; words?: string } {
  const words = say.wallet.refused
  switch (refusal.why) {
    case 'paused':
      return { title: words.paused(dateTime(refusal.until, zone)) }
    case 'limit': {
      const { what, span, most_tokens, left_tokens, opens_at } = refusal.limit
      const title = what === 'spend' ? words.limitSpend : words.limitBuy
      return {
        title: title(say.wallet.tokens(most_tokens), say.wallet.span[span], number(left_tokens)),
        words: opens_at === null ? words.never : words.opens(dateTime(opens_at, zone)),
      }
    }
    default:
      return { title: words[refusal.why] }
  }
}

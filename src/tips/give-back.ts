import { grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import { answered, entriesOf, isFrozen, post, returnLines, termsById, termsOfReceived } from '../ledger/index.ts'
import { tellMoved } from '../wallet/index.ts'
import type { World } from '../world.ts'
import { type Tip, tipOf } from './tip.ts'

export type GivenBack =
  | { ok: true; tip: Tip; again: boolean }
  /** `gone`: no such tip, or it was corrected whole. `over`: so much of it is not left. */
  | { ok: false; why: 'gone' | 'over' | 'frozen' }

const q = prepared(sql => ({
  insert: sql.run('INSERT INTO tip_returns (posting, tip, tokens, earned_minor) VALUES ($n, $tip, $tokens, $earned)'),
}))

/**
 * The house gives a part of a tip back, or all of it: the tokens are the member's again, and her part goes from what matures,
 * then from what is free to pay, then is owed. Boards, sums and a goal that still runs follow; lamps that have burnt do not.
 * Units: whole tokens. Once for each key. Source: money.md 3, `return`.
 */
export function giveBack(
  world: World,
  { tip: n, tokens, because, by, key }: { tip: number; tokens: bigint; because: string; by: string; key: string },
): GivenBack {
  return grouped(world, (): GivenBack => {
    const tip = tipOf(world, n)
    if (!tip) return { ok: false, why: 'gone' }
    const input = { tip: n, tokens }
    const known = answered(world, key, input)
    if (known) return known.ok ? { ok: true, tip, again: true } : { ok: false, why: 'gone' }
    if (tip.returned !== null) return { ok: false, why: 'gone' }
    if (isFrozen(world)) return { ok: false, why: 'frozen' }
    if (tokens < 1n || tip.back_tokens + tokens > tip.tokens) return { ok: false, why: 'over' }
    // By the terms that it was given on, whatever counts now.
    const received = entriesOf(world, n).find(line => line.book.kind === 'received')
    const terms = termsById(world, termsOfReceived(received?.book.owner ?? '') ?? 0)
    if (!terms) return { ok: false, why: 'gone' }
    const posted = post(world, {
      key,
      input,
      reason: 'return',
      about: `room:${tip.room_id}`,
      by,
      because: because.replace(/\s+/g, ' '),
      entries: returnLines(world, { member: tip.member_id, of: [{ terms, tokens }] }),
    })
    if (!posted.ok) return { ok: false, why: posted.why === 'frozen' ? 'frozen' : 'over' }
    const earned = posted.entries
      .filter(({ book }) => ['earned', 'payable', 'owed'].includes(book.kind) && book.owner === tip.performer_id)
      .reduce((sum, line) => sum - line.amount_minor, 0n)
    q(world).insert({ n: posted.n, tip: n, tokens, earned })
    tellMoved(world, tip.member_id)
    return { ok: true, tip: tipOf(world, n)!, again: false }
  })
}

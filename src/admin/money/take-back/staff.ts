import type { TakeBackTyped } from '../../../../views/wallet/panel/take-back.tsx'
import { say } from '../../../../views/words/index.ts'
import type { Asking } from '../../../accounts/access.ts'
import { actorOf } from '../../../accounts/index.ts'
import { bornKey, propose } from '../../../audit/index.ts'
import { seeOther } from '../../../base/html/reply.ts'
import { line, text } from '../../../base/http/form.ts'
import { readTokens } from '../../../ledger/index.ts'
import type { World } from '../../../world.ts'

type Staff = Asking & { request: Request; body: unknown }

/** Proposes to give tokens back, from the form that each thing that was paid for has: how many, and why. A second person does it. */
export function proposeBack(
  world: World,
  { body, request, visitor, address }: Staff,
  back: {
    kind: string
    /** Whose tokens they were or become. */
    account: string | null
    detail: Record<string, string | number>
    most_tokens: bigint
    /** The page of the thing. */
    href: string
    refuse(typed: TakeBackTyped): Response
  },
): Response {
  const typed = { tokens: line(body, 'tokens').slice(0, 20), because: text(body, 'because').slice(0, 2000) }
  const read = readTokens(typed.tokens)
  if (!read.ok || read.tokens > back.most_tokens) {
    return back.refuse({ ...typed, errors: { tokens: say.money.orders.errors.tokens } })
  }
  const asked = propose(world, {
    kind: back.kind,
    subject: `account:${back.account}`,
    detail: { ...back.detail, tokens: String(read.tokens) },
    reason: typed.because,
    by: actorOf(visitor!, address),
    ...bornKey(line(body, 'key')),
  })
  if (!asked.ok) return back.refuse({ ...typed, errors: { because: say.money.becauseWrong } })
  return seeOther(request, `${back.href}?said=proposed`)
}

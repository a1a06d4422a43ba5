import { afterCommit, grouped } from '../base/db/durable.ts'
import { prepared } from '../base/db/prepared.ts'
import {
  answered,
  balanceOf,
  book,
  type Currency,
  endHold,
  type Hold,
  holdOf,
  holdsOf,
  type Input,
  type NotPosted,
  type Posted,
  placeHold,
  post,
  type Reason,
  type Share,
  type SpendReason,
  spendLines,
  termsFor,
} from '../ledger/index.ts'
import type { World } from '../world.ts'
import { type OverLimit, overLimit } from './limit.ts'
import type { WalletListeners } from './listeners.ts'

export interface Balance {
  /** Free to spend. */
  tokens: bigint
  /** Set aside for something that is under way. */
  held_tokens: bigint
}

export const balance = (world: Pick<World, 'db'>, member: string): Balance => ({
  tokens: balanceOf(world, book('wallet', member)),
  held_tokens: balanceOf(world, book('held', member)),
})

export const holds = (world: Pick<World, 'db'>, member: string): Hold[] => holdsOf(world, member)

const listening = new WeakMap<World, Pick<WalletListeners, 'moved' | 'ordered'>>()

/** Tied in wiring.ts: who hears that a wallet moved, whoever moved it. */
export function hearWallets(world: World, told: Pick<WalletListeners, 'moved' | 'ordered'>): void {
  listening.set(world, told)
}

/** Tells, once it is stored, that these wallets moved. */
export function tellMoved(world: World, ...accounts: string[]): void {
  afterCommit(world, () => {
    for (const account of accounts) listening.get(world)?.moved(account)
  })
}

/** Tells, once it is stored, that an order of this account has gone a step. */
export const tellOrdered = (world: World, account: string): void =>
  afterCommit(world, () => listening.get(world)?.ordered(account))

interface Guard {
  role: string
  barred: number
  frozen: number
  paused_until: number | null
  limited: number
}

const q = prepared(sql => ({
  guard: sql.one<Guard>(`SELECT a.role,
      EXISTS (SELECT 1 FROM sanctions WHERE account_id = a.id AND lifted_at IS NULL AND (until IS NULL OR until > $now)) AS barred,
      EXISTS (SELECT 1 FROM wallet_freezes WHERE account_id = a.id AND lifted_at IS NULL) AS frozen,
      (SELECT MAX(until) FROM own_pauses WHERE account_id = a.id AND until > $now) AS paused_until,
      EXISTS (SELECT 1 FROM own_limits WHERE account_id = a.id AND dropped_at IS NULL) AS limited
    FROM accounts a WHERE a.id = $member AND a.deleted_at IS NULL`),
}))

export type Refusal =
  /** Nobody has this wallet, or it is one of the staff, who have none. */
  | { ok: false; why: 'no-wallet' }
  /** Suspended or banned. */
  | { ok: false; why: 'barred' }
  /** The house has closed this wallet for a while. */
  | { ok: false; why: 'closed' }
  | { ok: false; why: 'paused'; until: number }
  | { ok: false; why: 'limit'; limit: OverLimit }

/** What keeps this member from moving these tokens now, money aside. Buying asks the same. */
export function refusal(
  world: World,
  member: string,
  move?: { what: 'spend' | 'buy'; tokens: bigint },
): Refusal | null {
  const guard = q(world).guard({ member, now: world.clock.now() })
  if (!guard || (guard.role !== 'member' && guard.role !== 'performer')) return { ok: false, why: 'no-wallet' }
  if (guard.barred) return { ok: false, why: 'barred' }
  if (guard.frozen) return { ok: false, why: 'closed' }
  if (guard.paused_until !== null) return { ok: false, why: 'paused', until: guard.paused_until }
  if (move && guard.limited) {
    const limit = overLimit(world, { account: member, ...move })
    if (limit) return { ok: false, why: 'limit', limit }
  }
  return null
}

export interface Spending {
  /** From `formKey`, or natural. */
  key: string
  member: string
  /** Who receives, each on the own terms that are in force. */
  to: readonly { performer: string; tokens: bigint }[]
  reason: SpendReason
  /** `tip:ID`, `show:ID`. */
  about: string
  /** What else the form said: the same key with another input is refused. */
  input?: Input
}

export type NotSpent =
  | Refusal
  | { ok: false; why: 'not-enough'; has_tokens: bigint; needs_tokens: bigint }
  | { ok: false; why: 'key-reused' }
  /** Above what one tip may be. */
  | { ok: false; why: 'too-large'; most_tokens: bigint }
export type Spent = Posted | NotSpent

/** What one tip or gift may be at most. Source: money.md 9. */
export const TIP_MOST = 10_000n

const inputOf = ({ member, to, reason, about, input }: Omit<Spending, 'key'>): Input => ({
  ...input,
  member,
  reason,
  about,
  to: to.map(one => `${one.performer}=${one.tokens}`).join(),
})

const total = (to: Spending['to']): bigint => to.reduce((sum, one) => sum + one.tokens, 0n)

export const currencyOf = (world: Pick<World, 'settings'>): Currency => world.settings.get('currency')

const sharesOf = (world: World, to: Spending['to']): Share[] =>
  to.map(({ performer, tokens }) => ({ terms: termsFor(world, performer, currencyOf(world)), tokens }))

/** The ledger's refusal in the words of a wallet. */
function inTokens(posted: Posted | NotPosted, needs_tokens: bigint): Spent {
  if (posted.ok) return posted
  if (posted.why === 'not-enough') return { ok: false, why: 'not-enough', has_tokens: posted.has_minor, needs_tokens }
  // What freezes the ledger stops the house's own money; a member's spending goes on.
  return posted.why === 'frozen' ? { ok: false, why: 'closed' } : { ok: false, why: 'key-reused' }
}

/**
 * The one door for everything that a member spends: tips, gifts and what else goes to performers. Refuses whoever is barred, closed,
 * paused or at a limit of his own. The same key answers what it answered the first time. Inside a verb of yours it joins it; nobody
 * may hear of it before `durable`, which HTTP answers wait for by themselves and answers on a socket must wait for.
 * Units: whole tokens, each part above zero.
 */
export function spend(world: World, spending: Spending): Spent {
  const { key, member, to, reason, about } = spending
  const input = inputOf(spending)
  return grouped(world, () => {
    const tokens = total(to)
    const known = answered(world, key, input)
    if (known) return inTokens(known, tokens)
    const refused = refusal(world, member, { what: 'spend', tokens })
    if (refused) return refused
    if ((reason === 'tip' || reason === 'gift') && tokens > TIP_MOST) {
      return { ok: false, why: 'too-large', most_tokens: TIP_MOST }
    }
    const posted = post(world, {
      key,
      input,
      reason,
      about,
      by: `account:${member}`,
      entries: spendLines(world, { member, to: sharesOf(world, to) }),
    })
    if (posted.ok && !posted.again) tellMoved(world, member)
    return inTokens(posted, tokens)
  })
}

export interface Holding {
  key: string
  member: string
  about: string
  tokens: bigint
  until: number
}

/** Sets tokens aside, or adds to what is set aside for the same thing. They go back by themselves at `until`. */
export function hold(world: World, { key, member, about, tokens, until }: Holding): Spent {
  const input: Input = { member, about, tokens }
  return grouped(world, () => {
    const known = answered(world, key, input)
    if (known) return inTokens(known, tokens)
    const refused = refusal(world, member, { what: 'spend', tokens })
    if (refused) return refused
    const by = `account:${member}`
    const posted = placeHold(world, { key, input, by, owner: member, about, tokens, until })
    if (posted.ok && !posted.again) tellMoved(world, member)
    return inTokens(posted, tokens)
  })
}

/** Takes from a hold what was delivered. It was let through when it was placed, so no limit stops it now. */
export function charge(
  world: World,
  spending: Spending & { reason: Extract<Reason, 'show' | 'ticket' | 'message'> },
): Spent {
  const { key, member, to, reason, about } = spending
  return grouped(world, () => {
    const posted = post(world, {
      key,
      input: inputOf(spending),
      reason,
      about,
      by: `account:${member}`,
      entries: spendLines(world, { member, from: 'held', to: sharesOf(world, to) }),
    })
    if (posted.ok && !posted.again) tellMoved(world, member)
    return inTokens(posted, total(to))
  })
}

/** Gives back what is left of a hold; null when there is nothing to give back. */
export function unhold(
  world: World,
  { member, about, by }: { member: string; about: string; by: string },
): Spent | null {
  return grouped(world, () => {
    const open = holdOf(world, member, about)
    if (!open || open.left_tokens === 0n) return null
    const posted = endHold(world, open, by)
    if (posted.ok && !posted.again) tellMoved(world, member)
    return inTokens(posted, open.left_tokens)
  })
}

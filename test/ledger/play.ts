import {
  answered,
  balanceOf,
  book,
  giveLines,
  type NotPosted,
  type Posted,
  placeHold,
  post,
  recount,
  spendLines,
  termsFor,
  unholdLines,
} from '../../src/ledger/index.ts'
import type { World } from '../../src/world.ts'
import type { Answer, Event, Model } from './model.ts'

/** Numbers from a seed: the same in every run, on every machine. */
export function chanceOf(seed: number): (n: number) => number {
  let state = seed >>> 0
  return n => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
  }
}

const MEMBERS = ['ada', 'ben', 'cy', 'dot', 'eve']
const PAYEES = ['p', 'q', 'r']
const WHAT = ['buy', 'tip', 'tip', 'tip', 'tip', 'hold', 'charge', 'charge', 'unhold'] as const

export function eventOf(chance: (n: number) => number, n: number, past: Event[]): Event {
  const again = past.length > 0 && chance(8) === 0 ? past[chance(past.length)]! : null
  // A second press of the same form; one of four has another body.
  if (again && chance(4) > 0) return again
  return {
    what: WHAT[chance(WHAT.length)]!,
    key: again?.key ?? `event:${n}`,
    member: MEMBERS[chance(MEMBERS.length)]!,
    payee: PAYEES[chance(PAYEES.length)]!,
    tokens: BigInt(1 + chance(chance(10) === 0 ? 5000 : 60)),
  }
}

/** Does the event to the ledger. Each member has one hold, for `show:MEMBER`. */
export function play(world: World, event: Event): Answer {
  const { what, key, member, payee, tokens } = event
  const about = `show:${member}`
  const ask = { key, input: { what, member, payee, tokens }, by: `account:${member}` }
  const to = () => [{ terms: termsFor(world, payee, 'EUR'), tokens }]
  const held = balanceOf(world, book('held', member))
  let done: Posted | NotPosted
  if (what === 'hold') done = placeHold(world, { ...ask, owner: member, about, tokens, until: 1_900_000_000_000 })
  else if (what === 'buy')
    done = post(world, { ...ask, reason: 'promo', about: key, entries: giveLines(member, tokens) })
  else if (what === 'tip')
    done = post(world, { ...ask, reason: 'tip', about: key, entries: spendLines(world, { member, to: to() }) })
  else if (what === 'charge')
    done = post(world, {
      ...ask,
      reason: 'show',
      about,
      entries: spendLines(world, { member, from: 'held', to: to() }),
    })
  else if (held > 0n) done = post(world, { ...ask, reason: 'unhold', about, entries: unholdLines(member, held) })
  else done = answered(world, key, ask.input) ?? { ok: false, why: 'not-enough', book: '', has_minor: 0n }
  if (done.ok) return 'yes'
  if (done.why === 'frozen') throw new Error('frozen')
  return done.why
}

/** Where ledger and model differ; empty when they agree and the ledger recounts clean. */
export function differences(world: World, model: Model): string[] {
  const wrong: string[] = []
  const compare = (what: string, ours: bigint, theirs: bigint) => {
    if (ours !== theirs) wrong.push(`${what}: ${ours}, the model has ${theirs}`)
  }
  for (const member of MEMBERS) {
    compare(`wallet:${member}`, balanceOf(world, book('wallet', member)), model.wallets.get(member) ?? 0n)
    compare(`held:${member}`, balanceOf(world, book('held', member)), model.held(member))
  }
  for (const payee of PAYEES)
    compare(`earned:${payee}`, balanceOf(world, book('earned', payee, 'EUR')), model.earned(payee))
  const found = recount(world)
  if (!found.ok) wrong.push(...found.differences.map(one => `${one.where} ${one.why}`))
  const keys = (world.db.query('SELECT key FROM postings').all() as { key: string }[]).map(row => row.key)
  compare('postings', BigInt(keys.length), BigInt(model.answers.size))
  for (const key of keys) if (!model.answers.has(key)) wrong.push(`${key}: the model knows nothing of it`)
  return wrong
}

export const PER_TIPPER = 1_000_000
/** The event of a tipper by its number alone, so that another process knows it. */
export const eventAt = (seed: number, tipper: number, i: number): Event => {
  const n = tipper * PER_TIPPER + i
  return eventOf(chanceOf(seed * 7919 + n), n, [])
}
export const eventOfKey = (seed: number, key: string): Event => {
  const n = Number(key.replace('event:', ''))
  return eventAt(seed, Math.floor(n / PER_TIPPER), n % PER_TIPPER)
}

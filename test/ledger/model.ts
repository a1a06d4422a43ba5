/** The ledger as anybody would write it on one page: what it must agree with, whatever happens. */
export interface Event {
  what: 'buy' | 'tip' | 'hold' | 'charge' | 'unhold'
  key: string
  member: string
  payee: string
  tokens: bigint
}
export type Answer = 'yes' | 'not-enough' | 'key-reused'

export class Model {
  readonly wallets = new Map<string, bigint>()
  readonly holds = new Map<string, bigint>()
  readonly received = new Map<string, bigint>()
  readonly answers = new Map<string, string>()

  do(event: Event): Answer {
    const known = this.answers.get(event.key)
    const asked = fingerprint(event)
    if (known !== undefined) return known === asked ? 'yes' : 'key-reused'
    const { what, member, payee, tokens } = event
    const rest = what === 'unhold' ? this.held(member) : tokens
    const from = what === 'buy' ? null : what === 'tip' || what === 'hold' ? this.wallets : this.holds
    if (rest === 0n || (from && (from.get(member) ?? 0n) < rest)) return 'not-enough'
    if (from) from.set(member, (from.get(member) ?? 0n) - rest)
    const [to, whose] =
      what === 'hold'
        ? [this.holds, member]
        : what === 'buy' || what === 'unhold'
          ? [this.wallets, member]
          : [this.received, payee]
    to.set(whose, (to.get(whose) ?? 0n) + rest)
    this.answers.set(event.key, asked)
    return 'yes'
  }
  held = (member: string): bigint => this.holds.get(member) ?? 0n
  /** At 0.05 a token. */
  earned = (payee: string): bigint => (this.received.get(payee) ?? 0n) * 5n
}

export const fingerprint = (event: Event): string => [event.what, event.member, event.payee, event.tokens].join()

import type { Role } from './role.ts'

export interface Person {
  id: string
  handle: string
  role: Role
}

/** What a sanction says to the person it stops at the door. */
export interface Barred {
  kind: 'suspension' | 'ban'
  rule: string
  reason: string
  at: number
  /** Null: without end. */
  until: number | null
  /** The code that leads to the reasons and to an appeal, without signing in. */
  decision: string
}

/** What accounts tell others, inside the verb's own transaction: outside effects wait for its commit. */
export interface AccountListeners {
  joined(person: Person): void
  roleChanged(person: Person, before: Role): void
  approved(accountId: string): void
  revoked(accountId: string): void
  /** The session's SHA-256 id; its sockets and passes end with it. */
  sessionEnded(session: string): void
  deleted(person: Person): void
  /** Another hue, stored already. */
  lookChanged(accountId: string): void
  /** A question: the sanction that keeps this account out now. */
  barred(accountId: string): Barred | null
  /** A question: whether the house shows such a name. Whoever asks from this network is written down by it alone. */
  nameFits(handle: string, address: string): boolean
}

import type { Actor } from '../audit/index.ts'
import type { Case } from './case.ts'
import type { Sanction } from './sanction.ts'
import type { Statement } from './statement.ts'

/** What moderation tells others, inside the verb's own transaction: outside effects wait for its commit. */
export interface ModerationListeners {
  sanctioned(sanction: Sanction): void
  lifted(sanction: Sanction): void
  /** Something was done to a person, who hears why. */
  stated(statement: Statement): void
}

export type SubjectKind = 'line' | 'room' | 'account'

/** What a report is about, as what stands to the right knows it. */
export interface CaseSubject {
  kind: SubjectKind
  /** `ROOM:SEQ`, the id of a room, of an account. */
  id: string
  /** Whose it is. */
  account: string | null
  /** The room's id, where there is one. */
  room: string | null
}

export interface SeenLine {
  seq: number
  at: number
  kind: string
  account: string | null
  handle: string
  text: string
  removed: boolean
  reported: boolean
  /** What a tip, a gift, a sticker or the house's own line says besides its text: rendered in the reader's language. */
  said?: {
    tokens?: string
    sentence?: { of: string; name: string; given?: readonly (string | number)[] }
    title?: { of: string; name: string; given?: readonly (string | number)[] } | string
    /** One of ours by its key, another by the name it had. */
    sticker?: { drawn: string | null; name: string }
    /** The room read no name. */
    anonymous?: true
  }
}

export interface SeenPerson {
  account: string
  handle: string
  role: string
  /** Times kept out, warned or silenced until then. */
  sanctions: number
  joined: number
}

export interface SeenRoom {
  id: string
  name: string
  handle: string
  title: string
  about: string
  live: boolean
  viewers: number
  since: number | null
}

/** What stands around a reported thing at the moment of the report: this is what is sealed. */
export interface Around {
  lines: SeenLine[]
  people: SeenPerson[]
  room: SeenRoom | null
}

/** What cases ask of what stands to their right; tied in wiring.ts. */
export interface CaseListeners {
  /** A question: what an address, a name, or a line of a room names. Null: nothing of ours. */
  find(typed: { subject: string; line: string; by: string | null }): CaseSubject | null
  /** A question: the same thing again, later; null when it is gone. */
  known(kind: SubjectKind, id: string): CaseSubject | null
  around(subject: CaseSubject): Around
  /** A line is taken from the room, or put back. */
  removeLine(id: string, by: Actor): boolean
  restoreLine(id: string, by: Actor): boolean
  /** What is on air in the room ends, and stays off for an hour; its statement of reasons belongs to the case. */
  cut(asked: { room: string; by: Actor; rule: string; because: string; case: string }): string | null
  /** The hold of a cut is lifted. */
  letBack(statement: Statement, by: Actor): boolean
  reported(of: Case): void
  /** A case is closed: its reporters may read why. */
  decided(of: Case): void
}

import { assert } from '../base/assert.ts'
import { DAY, HOUR } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { digest } from './chain.ts'
import { type Actor, record } from './entry.ts'

/** What two persons have to want lapses when the second one has not spoken by then. */
export const APPROVAL_LASTS_MS = 72 * HOUR
/** Who is alone in the house may confirm her own proposal after a night. */
export const ALONE_AFTER_MS = DAY
export const APPROVAL_REASON_MOST = 1000

export const APPROVAL_STATES = ['open', 'approved', 'refused', 'withdrawn', 'lapsed'] as const
export type ApprovalState = (typeof APPROVAL_STATES)[number]

export interface Approval {
  id: string
  /** Field's words with a dot: `account.ban`, `wallet.credit`. */
  kind: string
  /** Whom or what it concerns: `account:ID`. */
  subject: string
  /** The facts that are approved, as JSON. */
  detail: string
  reason: string
  /** SHA-256 over kind, subject, detail and reason: what was read is what is approved. */
  hash: string
  proposed_by: string
  proposed_at: number
  ends_at: number
  state: ApprovalState
  approved_by: string | null
  closed_by: string | null
  closed_at: number | null
  because: string
  /** 1: the house has one person alone, who confirmed her own proposal. */
  single_review: number
}

/** Integers of money are bigint: they travel as texts. */
export type ApprovalDetail = Readonly<Record<string, string | number | boolean | null>>

export interface Described {
  /** "Ban mara_voss for good": what happens when the second person says yes. */
  title: string
  /** What one has to know to decide. */
  facts: readonly { label: string; words: string; href?: string }[]
}

/** Who of the staff has a say. What is a moderator's or finance's is an owner's as well. */
export type Rank = 'owner' | 'moderator' | 'finance'

/** Who besides an owner reads proposals of a field; what is not listed is the owner's alone. */
const READERS: Readonly<Record<string, Rank>> = {
  account: 'moderator',
  wallet: 'finance',
  order: 'finance',
  transfer: 'finance',
  voucher: 'finance',
  tip: 'finance',
}

/** The fields whose proposals somebody may read; null: all of them. */
const fieldsOf = (reader: Rank): string | null =>
  reader === 'owner' ? null : JSON.stringify(Object.keys(READERS).filter(field => READERS[field] === reader))

/** Whether a proposal of this kind is somebody's business. */
export const mayReadApproval = (kind: string, reader: Rank): boolean =>
  reader === 'owner' || READERS[kind.split('.')[0]!] === reader

/** What a domain registers for a kind of proposal in wiring.ts. */
export interface Approving {
  /** Who may be the second person, besides an owner. */
  second: Rank
  describe(asked: Approval): Described
  /** Does it, inside the transaction of the approval. A refusal, in words, leaves the proposal open. */
  perform(asked: Approval, by: Actor): { ok: true } | { ok: false; words: string }
}

/** What stands to the right answers for approvals: tied in wiring.ts. */
export interface ApprovalListeners {
  kinds: Readonly<Record<string, Approving>>
  /** A question: everybody of the staff who may sign in now. */
  staff(): readonly { id: string; role: Rank }[]
}

const STATE = `CASE WHEN state = 'open' AND ends_at <= $now THEN 'lapsed' ELSE state END`
const READABLE = "($fields IS NULL OR substr(kind, 1, instr(kind, '.') - 1) IN (SELECT value FROM json_each($fields)))"
const COLUMNS = `id, kind, subject, detail, reason, hash, proposed_by, proposed_at, ends_at, ${STATE} AS state, approved_by,
  closed_by, closed_at, because, single_review`

const q = prepared(sql => ({
  insert: sql.run(`INSERT INTO approvals (id, kind, subject, detail, reason, hash, proposed_by, proposed_at, ends_at)
    VALUES ($id, $kind, $subject, $detail, $reason, $hash, $by, $at, $ends)`),
  one: sql.one<Approval>(`SELECT ${COLUMNS} FROM approvals WHERE id = $id`),
  same: sql.one<Approval>(`SELECT ${COLUMNS} FROM approvals
    WHERE kind = $kind AND subject = $subject AND state = 'open' AND ends_at > $now ORDER BY proposed_at DESC LIMIT 1`),
  close: sql.run(`UPDATE approvals SET state = $state, approved_by = $approved, closed_by = $by, closed_at = $now,
    because = $because, single_review = $single WHERE id = $id AND state = 'open'`),
  page: sql.all<Approval>(`SELECT ${COLUMNS} FROM approvals
    WHERE ($state = '' OR ${STATE} = $state) AND ${READABLE} AND ($kind = '' OR kind = $kind) AND ($subject = '' OR subject = $subject)
      AND ($q = '' OR instr(lower(reason), lower($q)) > 0)
      AND (proposed_at, id) < ($before, $beforeId)
    ORDER BY proposed_at DESC, id DESC LIMIT $limit`),
  open: sql.one<{ n: number }>(`SELECT count(*) AS n FROM approvals
    WHERE state = 'open' AND ends_at > $now AND ${READABLE}`),
}))

const hashOf = ({ kind, subject, detail, reason }: Pick<Approval, 'kind' | 'subject' | 'detail' | 'reason'>): string =>
  digest(JSON.stringify(['footlight/approval/1', kind, subject, detail, reason]))

/** The facts that were proposed. */
export const detailOf = <T extends ApprovalDetail = ApprovalDetail>({ detail }: Pick<Approval, 'detail'>): T =>
  JSON.parse(detail) as T

export interface Proposal {
  kind: string
  subject: string
  detail?: ApprovalDetail
  reason: string
  by: Actor
  /** The key that was born with the form: the same key is the same proposal. */
  key?: string
}

/** The key of a form as it came back; what none of our forms bears is left out. */
export const bornKey = (typed: string): Pick<Proposal, 'key'> => (/^[a-z2-7]{26}$/.test(typed) ? { key: typed } : {})

export type Proposed = { ok: true; approval: Approval } | { ok: false; why: 'reason' | 'key' }

/** Asks for a second person. Nothing of it happens before. */
export function propose(world: World, { kind, subject, detail = {}, reason, by, key }: Proposal): Proposed {
  const because = reason.trim()
  if (because === '' || Array.from(because).length > APPROVAL_REASON_MOST) return { ok: false, why: 'reason' }
  return tx(world, () => {
    const now = world.clock.now()
    const id = key ?? world.ids.next()
    const facts = { kind, subject, detail: JSON.stringify(detail), reason: because }
    const hash = hashOf(facts)
    const known = q(world).one({ id, now })
    if (known) return known.hash === hash ? { ok: true, approval: known } : { ok: false, why: 'key' }
    q(world).insert({ id, ...facts, hash, by: by.id, at: now, ends: now + APPROVAL_LASTS_MS })
    record(world, {
      actor: by,
      act: 'approval.proposed',
      subject,
      reason: because,
      detail: { kind, approval: id, hash },
    })
    return { ok: true, approval: q(world).one({ id, now })! }
  })
}

export const approvalById = (world: World, id: string): Approval | null => q(world).one({ id, now: world.clock.now() })

/** The proposal of this kind that waits for this subject now. */
export const openApproval = (world: World, kind: string, subject: string): Approval | null =>
  q(world).same({ kind, subject, now: world.clock.now() })

export const openApprovals = (world: World, reader: Rank = 'owner'): number =>
  q(world).open({ now: world.clock.now(), fields: fieldsOf(reader) })!.n

export interface ApprovalsAsked {
  /** Who reads; everything, where nobody is named. */
  reader?: Rank
  state?: ApprovalState | ''
  kind?: string
  subject?: string
  q?: string
  before?: { at: number; id: string } | null
  limit: number
}

/** Newest first. */
export const approvals = (world: World, asked: ApprovalsAsked): Approval[] =>
  q(world).page({
    state: asked.state ?? '',
    kind: asked.kind ?? '',
    subject: asked.subject ?? '',
    fields: fieldsOf(asked.reader ?? 'owner'),
    q: asked.q ?? '',
    before: asked.before?.at ?? Number.MAX_SAFE_INTEGER,
    beforeId: asked.before?.id ?? '',
    limit: asked.limit,
    now: world.clock.now(),
  })

export type ApprovalRefusal =
  /** Somebody was faster, or the three days are over. */
  | 'over'
  /** The page shows other facts than the ones that are stored. */
  | 'changed'
  /** One's own proposal, and there are others who could speak, or the house wants two in any case. */
  | 'same-person'
  /** Alone in the house: a day has to pass first. */
  | 'wait'
  /** It concerns whoever wants to approve it. */
  | 'own-person'
  | 'rank'
  | 'unknown-kind'
  | 'reason'

export type ProposalApproved =
  | { ok: true }
  | { ok: false; why: ApprovalRefusal }
  | { ok: false; why: 'undone'; words: string }

const hasSay = (role: Rank, asked: Rank): boolean => role === 'owner' || role === asked

/** Whether this person may be the second one, before a word is typed. */
export function mayApprove(
  world: World,
  told: ApprovalListeners,
  asked: Approval,
  by: string,
): { ok: true; single: boolean } | { ok: false; why: ApprovalRefusal } {
  const no = (why: ApprovalRefusal) => ({ ok: false, why }) as const
  if (asked.state !== 'open') return no('over')
  const kind = told.kinds[asked.kind]
  if (!kind) return no('unknown-kind')
  const staff = told.staff()
  const who = staff.find(({ id }) => `account:${id}` === by)
  if (!who || !hasSay(who.role, kind.second)) return no('rank')
  if (asked.subject === by) return no('own-person')
  if (asked.proposed_by !== by) return { ok: true, single: false }
  const others = staff.some(
    ({ id, role }) => id !== who.id && hasSay(role, kind.second) && asked.subject !== `account:${id}`,
  )
  const alone = world.settings.get('second_person') === 'owner_alone' && who.role === 'owner' && !others
  if (!alone) return no('same-person')
  return world.clock.now() - asked.proposed_at < ALONE_AFTER_MS ? no('wait') : { ok: true, single: true }
}

/** The second person says yes: what was proposed happens in the same transaction. */
export function approveProposal(
  world: World,
  told: ApprovalListeners,
  { id, by, hash, because = '' }: { id: string; by: Actor; hash: string; because?: string },
): ProposalApproved {
  if (Array.from(because.trim()).length > APPROVAL_REASON_MOST) return { ok: false, why: 'reason' }
  const undone = new Undone()
  try {
    return tx(world, () => {
      const asked = approvalById(world, id)
      if (!asked) return { ok: false, why: 'over' } as const
      const may = mayApprove(world, told, asked, by.id)
      if (!may.ok) return may
      assert(hashOf(asked) === asked.hash, 'a proposal is what it was when it was made')
      if (hash !== asked.hash) return { ok: false, why: 'changed' } as const
      close(world, asked, 'approved', by, because, may.single)
      const done = told.kinds[asked.kind]!.perform(asked, by)
      if (done.ok) return { ok: true } as const
      undone.words = done.words
      // Rolls back what was written so far; the proposal stays open.
      throw undone
    })
  } catch (error) {
    if (error === undone) return { ok: false, why: 'undone', words: undone.words }
    throw error
  }
}

class Undone extends Error {
  words = ''
}

export type ProposalRefused = { ok: true } | { ok: false; why: 'over' | 'reason' | 'rank' }

/** The second person says no; whoever proposed it takes it back the same way. */
export function refuseProposal(
  world: World,
  told: ApprovalListeners,
  { id, by, because }: { id: string; by: Actor; because: string },
): ProposalRefused {
  if (because.trim() === '' || Array.from(because.trim()).length > APPROVAL_REASON_MOST) {
    return { ok: false, why: 'reason' }
  }
  return tx(world, () => {
    const asked = approvalById(world, id)
    if (asked?.state !== 'open') return { ok: false, why: 'over' } as const
    const who = told.staff().find(each => `account:${each.id}` === by.id)
    const own = asked.proposed_by === by.id
    if (!own && (!who || !hasSay(who.role, told.kinds[asked.kind]?.second ?? 'owner'))) {
      return { ok: false, why: 'rank' } as const
    }
    close(world, asked, own ? 'withdrawn' : 'refused', by, because, false)
    return { ok: true } as const
  })
}

function close(
  world: World,
  { id, kind, subject }: Approval,
  state: 'approved' | 'refused' | 'withdrawn',
  by: Actor,
  because: string,
  single: boolean,
): void {
  const changed = q(world).close({
    id,
    state,
    approved: state === 'approved' ? by.id : null,
    by: by.id,
    because: because.trim(),
    single: single ? 1 : 0,
    now: world.clock.now(),
  })
  assert(changed === 1, 'an open proposal is closed once')
  record(world, {
    actor: by,
    act: `approval.${state}`,
    subject,
    reason: because.trim(),
    detail: { kind, approval: id, ...(single ? { single_review: true } : {}) },
  })
}

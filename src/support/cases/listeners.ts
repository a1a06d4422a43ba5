import { admits, staffAccounts } from '../../accounts/index.ts'
import { MINUTE } from '../../base/clock.ts'
import { afterCommit } from '../../base/db/tx.ts'
import { type BroadcastListeners, type HoldAsked, liftHold, placeHold } from '../../broadcasts/index.ts'
import { type ChatListeners, removeLine, restoreLine } from '../../chat/index.ts'
import {
  barred,
  type Case,
  type CaseListeners,
  FIRST_KINDS,
  mayNotRead,
  reportsOfCase,
  type Statement,
  statementCode,
} from '../../moderation/index.ts'
import { notify } from '../../rooms/index.ts'
import type { World } from '../../world.ts'
import { around, findSubject, knownSubject, lineOf } from './subjects.ts'

/** A cut from a case holds the room for so long: time to talk. */
const CUT_MS = 60 * MINUTE

/** What cases ask of rooms, broadcasts and chat. */
export function caseListeners(
  world: World,
  told: { broadcasts: BroadcastListeners; chat: ChatListeners; stated(statement: Statement): void },
): CaseListeners {
  const cut = (asked: Omit<HoldAsked, 'minutes'>): string | null => {
    const placed = placeHold(world, told.broadcasts, { ...asked, minutes: CUT_MS / MINUTE })
    if (!placed.ok) return null
    told.stated(placed.statement)
    return placed.statement.id
  }
  return {
    find: typed => findSubject(world, typed),
    known: (kind, id) => knownSubject(world, kind, id),
    around: subject => around(world, subject),
    removeLine(id, by) {
      const line = lineOf(world, id)
      return line !== null && removeLine(world, told.chat, { room: line.room_id, seq: line.seq, by: by.id }) !== null
    },
    restoreLine(id) {
      const line = lineOf(world, id)
      return line !== null && restoreLine(world, told.chat, { room: line.room_id, seq: line.seq }) !== null
    },
    cut,
    letBack: ({ scope }, by) => liftHold(world, told.broadcasts, scope.slice('hold '.length), by),
    reported(of) {
      afterCommit(world, () => world.log.info('reported', { case: of.id, kind: of.kind }))
      if (FIRST_KINDS.includes(of.kind)) tellStaff(world, of)
    },
    decided(of) {
      for (const { account_id, id } of reportsOfCase(world, of.id)) {
        if (account_id !== null)
          notify(world, account_id, { kind: 'report', about: id, facts: { href: `/account/reports/${id}` } })
      }
    },
  }
}

/** Whoever may look at what cannot wait hears of it once, by each way that leads out of the house; nothing says what it is. */
function tellStaff(world: World, of: Case): void {
  for (const { id, role } of staffAccounts(world)) {
    if (!admits('staff:moderator', role) || barred(world, id) || mayNotRead(world, of, { id, role })) continue
    notify(world, id, { kind: 'urgent', about: of.id, facts: { href: `/panel/reports/${of.id}` } })
  }
}

/** The person whom a measure concerns hears of it, wherever the person reads. */
export function tellStated(world: World, statement: Statement): void {
  notify(world, statement.account_id, {
    kind: 'decision',
    about: statement.id,
    facts: { href: `/decisions/${statementCode(world, statement.id)}` },
  })
}

import { say } from '../../views/words/index.ts'
import { accountById, type StaffRole } from '../accounts/index.ts'
import { exported, openApprovals } from '../audit/index.ts'
import { tx } from '../base/db/tx.ts'
import { alertsOpen, openAppeals, openCases, performersWaiting, urgentCases } from '../moderation/index.ts'
import { receiptsWaiting } from '../wallet/index.ts'
import type { World } from '../world.ts'

/** What every page of the panel shows at its edge: who waits for a decision, and whether pictures flow. */
export interface Desk {
  waiting: {
    people: number
    approvals: Record<StaffRole, number>
    reports: number
    appeals: number
    filter: number
    transfers: number
  }
  /** Reports that have to be looked at now. */
  urgent: number
  /** What is wrong with the media server, in a sentence; null while all is well. */
  trouble: { bad: boolean; title: string; words: string } | null
}

/** Who an audit entry or a record calls `account:ID`, `console` or `system`, in words. */
export function actorName(world: World, id: string | null): string {
  if (id === null || id === '' || id === 'system') return say.support.theHouse
  if (id === 'console') return say.support.theConsole
  if (!id.startsWith('account:')) return id
  return accountById(world, id.slice('account:'.length))?.handle ?? say.support.deletedAccount
}

/** For a list that somebody of the staff takes out as a file: written down with what it was filtered by. */
export const takenOut =
  (world: World, { visitor, address }: { visitor: { id: string } | null; address: string }) =>
  (list: string, asked: Record<string, string>): void =>
    tx(world, () => exported(world, { id: `account:${visitor!.id}`, address }, list, asked))

export function desk(world: World): Desk {
  return {
    waiting: {
      people: performersWaiting(world),
      approvals: {
        owner: openApprovals(world),
        moderator: openApprovals(world, 'moderator'),
        finance: openApprovals(world, 'finance'),
      },
      reports: openCases(world).n,
      appeals: openAppeals(world).n,
      filter: alertsOpen(world),
      transfers: receiptsWaiting(world),
    },
    urgent: urgentCases(world),
    trouble: trouble(world),
  }
}

function trouble(world: World): Desk['trouble'] {
  const { state, say: why } = world.media.status()
  switch (state) {
    case 'up':
      return null
    case 'starting':
      return { bad: false, title: say.support.mediaStarting, words: why || say.support.mediaStartingWords }
    case 'down':
      return {
        bad: true,
        title: say.support.mediaDown,
        words: why || say.support.mediaDownWords,
      }
    case 'crash-loop':
      return {
        bad: true,
        title: say.support.mediaEnds,
        words: why || say.support.mediaEndsWords,
      }
    case 'missing':
      return {
        bad: true,
        title: say.support.mediaNone,
        words: why || say.support.mediaNoneWords,
      }
    default:
      return state satisfies never
  }
}

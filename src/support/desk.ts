import { openApprovals } from '../audit/index.ts'
import { prepared } from '../base/db/prepared.ts'
import { alertsOpen, openAppeals, openCases } from '../moderation/index.ts'
import type { World } from '../world.ts'

const q = prepared(sql => ({
  handle: sql.one<{ handle: string }>('SELECT handle FROM accounts WHERE id = $id AND deleted_at IS NULL'),
  unapproved: sql.one<{ n: number }>(`SELECT count(*) AS n FROM accounts a
    WHERE a.role = 'performer' AND a.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM approvals_to_broadcast ok WHERE ok.account_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM sanctions s WHERE s.account_id = a.id AND s.lifted_at IS NULL
        AND (s.until IS NULL OR s.until > $now))`),
}))

/** What every page of the panel shows at its edge: who waits for a decision, and whether pictures flow. */
export interface Desk {
  waiting: { people: number; approvals: number; reports: number; appeals: number; filter: number }
  /** What is wrong with the media server, in a sentence; null while all is well. */
  trouble: { bad: boolean; title: string; words: string } | null
}

/** Who an audit entry or a record calls `account:ID`, `console` or `system`, in words. */
export function actorName(world: World, id: string | null): string {
  if (id === null || id === '' || id === 'system') return 'the house'
  if (id === 'console') return 'the console'
  if (!id.startsWith('account:')) return id
  return q(world).handle({ id: id.slice(8) })?.handle ?? 'a deleted account'
}

export function desk(world: World): Desk {
  return {
    waiting: {
      people: q(world).unapproved({ now: world.clock.now() })?.n ?? 0,
      approvals: openApprovals(world),
      reports: openCases(world).n,
      appeals: openAppeals(world).n,
      filter: alertsOpen(world),
    },
    trouble: trouble(world),
  }
}

function trouble(world: World): Desk['trouble'] {
  const { state, say } = world.media.status()
  switch (state) {
    case 'up':
      return null
    case 'starting':
      return { bad: false, title: 'The media server is starting.', words: say || 'Pictures come back by themselves.' }
    case 'down':
      return {
        bad: true,
        title: 'The media server is down.',
        words: say || 'Nobody can go on air or watch. It is started again by itself.',
      }
    case 'crash-loop':
      return {
        bad: true,
        title: 'The media server keeps ending.',
        words: say || 'Five times within a minute. Pages work; nobody can go on air. The log says why.',
      }
    case 'missing':
      return {
        bad: true,
        title: 'There is no media server.',
        words: say || 'Pages work; nobody can go on air. Start with --mediamtx FILE.',
      }
    default:
      return state satisfies never
  }
}

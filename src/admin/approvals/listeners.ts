import { liftlessWords, standingWords } from '../../../views/admin/people-words.ts'
import { say } from '../../../views/words/index.ts'
import { type AccountListeners, accountById, changeRole, type Role } from '../../accounts/index.ts'
import { type Approval, type ApprovalListeners, type Approving, detailOf } from '../../audit/index.ts'
import { BAN_KIND, banApproved, type ModerationListeners, sanctionNow } from '../../moderation/index.ts'
import { actorName } from '../../support/index.ts'
import type { World } from '../../world.ts'
import { ROLE_KIND } from '../people/role.ts'

interface Told {
  accounts: AccountListeners
  moderation: ModerationListeners
}

const personOf = (asked: Approval): string => asked.subject.slice('account:'.length)

function personFact(world: World, asked: Approval) {
  const id = personOf(asked)
  return { label: say.cases.approvals.who, words: actorName(world, asked.subject), href: `/panel/people/${id}` }
}

/** What of accounts and moderation waits for a second person, in words and as an act. */
export function approvingPeople(world: World, told: Told): ApprovalListeners['kinds'] {
  const words = () => say.cases.approvals
  const ban: Approving = {
    second: 'moderator',
    describe(asked) {
      const { rule } = detailOf<{ rule: string }>(asked)
      const held = sanctionNow(world, personOf(asked))
      return {
        title: words().banTitle(actorName(world, asked.subject)),
        facts: [
          personFact(world, asked),
          { label: words().rule, words: rule },
          { label: words().meanwhile, words: held ? words().suspended : words().notSuspended },
        ],
      }
    },
    perform(asked, by) {
      const done = banApproved(world, told, asked, by)
      return done.ok ? { ok: true } : { ok: false, words: liftlessWords(done.why) }
    },
  }
  const role: Approving = {
    second: 'owner',
    describe(asked) {
      const { role: to } = detailOf<{ role: Role }>(asked)
      return {
        title: words().roleTitle(actorName(world, asked.subject), words().roles[to]),
        facts: [
          personFact(world, asked),
          { label: words().roleNow, words: words().roles[accountById(world, personOf(asked))?.role ?? 'member'] },
        ],
      }
    },
    perform(asked, by) {
      const done = changeRole(world, told.accounts, {
        by,
        byRole: 'owner',
        account: personOf(asked),
        role: detailOf<{ role: Role }>(asked).role,
        because: asked.reason,
        approval: asked.id,
      })
      return done.ok ? { ok: true } : { ok: false, words: done.why === 'reason' ? '' : standingWords(done.why) }
    },
  }
  return { [BAN_KIND]: ban, [ROLE_KIND]: role }
}

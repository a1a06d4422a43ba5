import type { StandingRefusal } from '../../src/accounts/index.ts'
import type { Lifted, SanctionRefusal } from '../../src/moderation/index.ts'
import { say } from '../words/index.ts'
import type { PersonProps } from './people.tsx'

const notOneself = () => say.admin.nobodySelf
const lastOwner = () => say.admin.lastOwner

export const reasonWords = (because: string): string => (because === '' ? say.admin.writeWhy : say.admin.longThousand)

export function standingWords(why: Exclude<StandingRefusal, 'reason'>): string {
  switch (why) {
    case 'unknown':
      return say.admin.deletedMeanwhile
    case 'not-performer':
      return say.admin.performersOnly
    case 'already':
      return say.admin.doneAlready
    case 'self':
      return notOneself()
    case 'not-owner':
      return say.admin.ownerRoles
    case 'last-owner':
      return lastOwner()
    case 'second-person':
      return say.admin.secondPerson
    case 'other-side':
      return say.admin.apart
    default:
      return why satisfies never
  }
}

export function sanctionWords(why: SanctionRefusal): NonNullable<PersonProps['errors']> {
  switch (why) {
    case 'unknown':
      return { all: say.admin.deletedMeanwhile }
    case 'self':
      return { all: notOneself() }
    case 'rank':
      return { all: say.admin.ownerPeople }
    case 'last-owner':
      return { all: lastOwner() }
    case 'rule':
      return { rule: say.admin.chooseBroken }
    case 'reason':
      return { reason: say.admin.sayWhy }
    case 'until':
      return { days: say.admin.suspendMost }
    case 'already':
      return { all: say.admin.banWaits }
    default:
      return why satisfies never
  }
}

/** The same as one sentence, where there is no form to put it into. */
export const liftlessWords = (why: SanctionRefusal): string => Object.values(sanctionWords(why))[0] ?? ''

export function liftWords(why: Exclude<Extract<Lifted, { ok: false }>['why'], 'reason'>): string {
  switch (why) {
    case 'unknown':
      return say.admin.deletedMeanwhile
    case 'self':
      return notOneself()
    case 'rank':
      return say.admin.ownerPeople
    case 'over':
      return say.admin.sanctionOver
    default:
      return why satisfies never
  }
}

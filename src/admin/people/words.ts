import type { PersonProps } from '../../../views/admin/people.tsx'
import type { StandingRefusal } from '../../accounts/index.ts'
import type { Lifted, SanctionRefusal } from '../../moderation/index.ts'

const SELF = 'Nobody decides about their own account.'
const LAST_OWNER = 'The last owner stays: without one nobody could change the house.'

export const reasonWords = (because: string): string =>
  because === '' ? 'Write why, in a sentence.' : 'That is longer than 1,000 characters.'

export function standingWords(why: Exclude<StandingRefusal, 'reason'>): string {
  switch (why) {
    case 'unknown':
      return 'This account was deleted meanwhile.'
    case 'not-performer':
      return 'Only performers are approved for the air.'
    case 'already':
      return 'Somebody was faster: that is done already.'
    case 'self':
      return SELF
    case 'not-owner':
      return 'Only an owner decides about roles.'
    case 'last-owner':
      return LAST_OWNER
    case 'second-person':
      return 'That takes a second person.'
    case 'other-side':
      return 'Audience and staff are apart: who is both has two accounts.'
    default:
      return why satisfies never
  }
}

export function sanctionWords(why: SanctionRefusal): NonNullable<PersonProps['errors']> {
  switch (why) {
    case 'unknown':
      return { all: 'This account was deleted meanwhile.' }
    case 'self':
      return { all: SELF }
    case 'rank':
      return { all: 'Only an owner decides about the people of the house.' }
    case 'last-owner':
      return { all: LAST_OWNER }
    case 'rule':
      return { rule: 'Choose the rule that was broken.' }
    case 'reason':
      return { reason: 'Say why, in 1,000 characters at most.' }
    case 'until':
      return { days: 'A moderator suspends for 30 days at most, an owner for a year.' }
    case 'already':
      return { all: 'A ban waits for its second person already.' }
    default:
      return why satisfies never
  }
}

/** The same as one sentence, where there is no form to put it into. */
export const liftlessWords = (why: SanctionRefusal): string => Object.values(sanctionWords(why))[0] ?? ''

export function liftWords(why: Exclude<Extract<Lifted, { ok: false }>['why'], 'reason'>): string {
  switch (why) {
    case 'unknown':
      return 'This account was deleted meanwhile.'
    case 'self':
      return SELF
    case 'rank':
      return 'Only an owner decides about the people of the house.'
    case 'over':
      return 'Somebody was faster: that sanction has ended.'
    default:
      return why satisfies never
  }
}

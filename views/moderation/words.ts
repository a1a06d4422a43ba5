import type { FilterAct, FilterClass, Refusal, What } from '../../src/moderation/index.ts'

/** What a class is, for people of the house. */
export const CLASS_WORDS: Readonly<Record<FilterClass, string>> = {
  'minor-safety': 'Safety of minors',
  threat: 'Threats',
  doxxing: 'Private facts of others',
  trafficking: 'Trafficking',
  hate: 'Hate',
  'non-consent': 'Without consent',
  'off-site-payment': 'Payment elsewhere',
  link: 'Links',
  harassment: 'Harassment',
  flood: 'Bulk messages',
  'account-number': 'Card and account numbers',
  contact: 'Ways to reach elsewhere',
  profanity: 'Rude words',
}

/** Why a text stays in its field, for who wrote it. */
export function refusalWords(why: Refusal): string {
  switch (why) {
    case 'link':
      return 'Links stay out of here. Say it without the address.'
    case 'contact':
      return 'Numbers, addresses and names of other places stay out of here.'
    case 'account-number':
      return 'Card and account numbers stay out of here.'
    case 'off-site-payment':
      return 'Payment outside this house stays out of here.'
    case 'hate':
    case 'non-consent':
      return 'This holds words that this house does not show. Say it another way.'
    case 'threat':
    case 'doxxing':
    case 'trafficking':
      return 'This cannot be shown here. A person of the house looks at it.'
    case 'harassment':
      return 'This could hurt somebody. Say it another way.'
    case 'flood':
      return 'This reads like a bulk message. Say it in your own words.'
    case 'profanity':
      return 'Rude words stay out of here. Say it another way.'
    // Neither says what it was: whoever tries words until one passes learns nothing.
    case 'minor-safety':
    case 'waiting':
      return 'This cannot be shown here now.'
    default:
      return why satisfies never
  }
}

/** What became of a text. */
export const ACT_WORDS: Readonly<Record<FilterAct, string>> = {
  block: 'Refused',
  drop: 'Refused',
  hold: 'Refused',
  mask: 'Covered',
  allow: 'Let through',
}

/** Where it stood. */
export const WHAT_WORDS: Readonly<Record<What, string>> = {
  title: 'a title',
  bio: 'a room page',
  tag: 'tags',
  date: 'a date',
  name: 'a wished name',
  search: 'a search',
  chat: 'a line of chat',
  whisper: 'a whisper',
  notice: 'a word of a room',
  wish: 'a wish of a menu',
}

export const TRIED_WORDS: Readonly<Record<FilterAct, string>> = {
  block: 'This would be refused.',
  drop: 'This would be refused.',
  hold: 'This would be refused.',
  mask: 'This would be shown with a part covered.',
  allow: 'This would be shown as it is.',
}

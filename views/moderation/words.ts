import type { FilterAct, FilterClass, Refusal, What } from '../../src/moderation/index.ts'
import { say } from '../words/index.ts'

/** What a class is, for people of the house. */
export const classWords = (): Readonly<Record<FilterClass, string>> => ({
  'minor-safety': say.moderation.minorSafety,
  threat: say.moderation.threat,
  doxxing: say.moderation.doxxing,
  trafficking: say.moderation.trafficking,
  hate: say.moderation.hate,
  'non-consent': say.moderation.nonConsent,
  'off-site-payment': say.moderation.offSitePayment,
  link: say.moderation.links,
  harassment: say.moderation.harassment,
  flood: say.moderation.flood,
  'account-number': say.moderation.accountNumber,
  contact: say.moderation.contact,
  profanity: say.moderation.profanity,
})

/** Why a text stays in its field, for who wrote it. */
export function refusalWords(why: Refusal): string {
  switch (why) {
    case 'link':
      return say.moderation.refusedLink
    case 'contact':
      return say.moderation.refusedContact
    case 'account-number':
      return say.moderation.refusedNumber
    case 'off-site-payment':
      return say.moderation.refusedPayment
    case 'hate':
    case 'non-consent':
      return say.moderation.refusedHate
    case 'threat':
    case 'doxxing':
    case 'trafficking':
      return say.moderation.refusedThreat
    case 'harassment':
      return say.moderation.refusedHarassment
    case 'flood':
      return say.moderation.refusedFlood
    case 'profanity':
      return say.moderation.refusedProfanity
    // Neither says what it was: whoever tries words until one passes learns nothing.
    case 'minor-safety':
    case 'waiting':
      return say.moderation.refusedNow
    default:
      return why satisfies never
  }
}

/** What became of a text. */
export const actWords = (): Readonly<Record<FilterAct, string>> => ({
  block: say.moderation.actRefused,
  drop: say.moderation.actRefused,
  hold: say.moderation.actHeld,
  mask: say.moderation.actCovered,
  allow: say.moderation.actAllowed,
})

/** Where it stood. */
export const whatWords = (): Readonly<Record<What, string>> => ({
  title: say.moderation.inTitle,
  bio: say.moderation.inBio,
  tag: 'tags',
  date: say.moderation.inDate,
  name: say.moderation.inName,
  search: say.moderation.inSearch,
  chat: say.moderation.inChat,
  whisper: say.moderation.inWhisper,
  notice: say.moderation.inNotice,
  wish: say.moderation.inWish,
})

export const triedWords = (): Readonly<Record<FilterAct, string>> => ({
  block: say.moderation.wouldRefuse,
  drop: say.moderation.wouldRefuse,
  hold: say.moderation.wouldHold,
  mask: say.moderation.wouldCover,
  allow: say.moderation.wouldShow,
})

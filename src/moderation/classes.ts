import type { SettingValues } from '../base/settings.ts'

/** What a text may be refused, held or covered for. The order is the order of weight. */
export const CLASSES = [
  'minor-safety',
  'threat',
  'doxxing',
  'trafficking',
  'hate',
  'non-consent',
  'off-site-payment',
  'link',
  'harassment',
  'flood',
  'account-number',
  'contact',
  'profanity',
] as const
export type FilterClass = (typeof CLASSES)[number]

export const isClass = (typed: string): typed is FilterClass => CLASSES.some(name => name === typed)

/** `hold` waits for a moderator of the room; where nobody can hold a text, it stops there. */
export const ACTS = ['block', 'hold', 'drop', 'mask', 'allow'] as const
export type FilterAct = (typeof ACTS)[number]

/** Three classes are the owner's to set; nothing loosens the others. */
const FIXED: Record<Exclude<FilterClass, 'link' | 'contact' | 'profanity'>, FilterAct> = {
  'minor-safety': 'block',
  threat: 'block',
  doxxing: 'block',
  trafficking: 'block',
  hate: 'block',
  'non-consent': 'block',
  'off-site-payment': 'block',
  harassment: 'hold',
  flood: 'drop',
  'account-number': 'mask',
}

/** What the owner may choose for a class, the default first. */
export const CHOICES = {
  filter_link: ['block', 'mask', 'allow'],
  filter_contact: ['mask', 'block', 'allow'],
  filter_profanity: ['allow', 'mask', 'block'],
} as const satisfies Partial<Record<keyof SettingValues, readonly FilterAct[]>>
export type ChoiceSetting = keyof typeof CHOICES

export type Rules = Readonly<Record<FilterClass, FilterAct>>

export const rulesOf = (settings: Pick<SettingValues, ChoiceSetting>): Rules => ({
  ...FIXED,
  link: settings.filter_link,
  contact: settings.filter_contact,
  profanity: settings.filter_profanity,
})

/** Somebody of the house looks at each of these. */
export const ALERTS: readonly FilterClass[] = ['minor-safety', 'threat', 'doxxing', 'trafficking']
/** Refused as a name, and finds nothing in the search. */
export const NEVER: readonly FilterClass[] = ['minor-safety', 'threat', 'doxxing', 'trafficking', 'hate', 'non-consent']

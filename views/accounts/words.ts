import type { HandleRefusal, PasswordRefusal, WishFaults } from '../../src/accounts/index.ts'

/** Why a wished name is refused, and what would do. */
export function handleWords(why: HandleRefusal | 'taken' | 'unfit', typed: string, like = ''): string {
  switch (why) {
    case 'length':
      return 'Between 3 and 24 characters, please.'
    case 'letters':
      return 'Letters, digits, - and _ only, with at least one letter. No spaces.'
    case 'ends':
      return 'Begin and end with a letter or a digit.'
    case 'scripts':
      return 'Keep to one alphabet. Letters of two can make a name look like another one.'
    case 'staff':
      return 'This name sounds like the people who run the house. Choose another one.'
    case 'unfit':
      return 'This name does not fit this house. Choose another one.'
    case 'taken':
      return typed.toLowerCase() === like.toLowerCase()
        ? `${like} is taken. Try another one.`
        : `Too close to ${like}. Try one that nobody could mistake.`
    default:
      return why satisfies never
  }
}

export function passwordWords(why: PasswordRefusal): string {
  switch (why) {
    case 'short':
      return 'At least 15 characters. Four words in a row are easy to keep.'
    case 'long':
      return 'At most 128 characters.'
    case 'common':
      return 'This one is on every list of guesses. Choose one that only you would think of.'
    case 'name':
      return 'Your name or ours alone is the first guess. Add words that have nothing to do with it.'
    default:
      return why satisfies never
  }
}

export interface WishWords {
  handle?: string
  password?: string
  adult?: string
}

/** The sentence for each field of a new account; undefined when nothing is wrong. */
export function wishWords(faults: WishFaults, typed: string): WishWords | undefined {
  const words: WishWords = {}
  if (faults.handle) words.handle = handleWords(faults.handle, typed, faults.like)
  if (faults.password) words.password = passwordWords(faults.password)
  if (faults.adult) words.adult = 'This house is for adults. Tick the box if you are one.'
  return Object.keys(words).length > 0 ? words : undefined
}

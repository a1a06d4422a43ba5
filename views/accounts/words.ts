import type { HandleRefusal, PasswordRefusal, WishFaults } from '../../src/accounts/index.ts'
import { say } from '../words/index.ts'

/** Why a wished name is refused, and what would do. */
export function handleWords(why: HandleRefusal | 'taken' | 'unfit', typed: string, like = ''): string {
  switch (why) {
    case 'length':
      return say.accounts.handleLength
    case 'letters':
      return say.accounts.handleLetters
    case 'ends':
      return say.accounts.handleEnds
    case 'scripts':
      return say.accounts.handleScripts
    case 'staff':
      return say.accounts.handleStaff
    case 'unfit':
      return say.accounts.handleUnfit
    case 'taken':
      return typed.toLowerCase() === like.toLowerCase()
        ? say.accounts.handleTaken(like)
        : say.accounts.handleClose(like)
    default:
      return why satisfies never
  }
}

export function passwordWords(why: PasswordRefusal): string {
  switch (why) {
    case 'short':
      return say.accounts.passwordShort
    case 'long':
      return say.accounts.passwordLong
    case 'common':
      return say.accounts.passwordCommon
    case 'name':
      return say.accounts.passwordName
    default:
      return why satisfies never
  }
}

/** A browser as its session remembers it, "Firefox on Linux" or "A browser". */
export function deviceWords(agent: string): string {
  const [browser = '', system] = agent.split(' on ')
  const named = browser === 'A browser' ? say.accounts.aBrowser : browser
  if (system === undefined) return named
  return system === 'a Mac' ? say.accounts.browserOnMac(named) : say.accounts.browserOn(named, system)
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
  if (faults.adult) words.adult = say.accounts.adultsOnly
  return Object.keys(words).length > 0 ? words : undefined
}

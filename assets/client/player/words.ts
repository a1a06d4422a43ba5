import { decimal, number } from '../../../views/format.ts'
import { spoken } from '../words/player.ts'
import type { Card, Note } from './player.ts'

/** "0.3 s behind", "12 s behind"; nothing while it is not known. Never zero: the camera and the encoder take time too. */
export function behindWords(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return ''
  return spoken().behind(seconds < 9.95 ? decimal(Math.max(0.1, seconds), 1) : number(Math.round(seconds)))
}

export const noteWords = (): Record<Exclude<Note, ''>, string> => ({
  getting: spoken().getting,
  slow: spoken().slow,
  resting: spoken().resting,
  full: spoken().full,
  silent: spoken().silent,
  'no-real': spoken().noReal,
  'no-steady': spoken().noSteady,
  none: '',
})

export const cardWords = (): Record<Exclude<Card, ''>, { title: string; words: string; act: string }> => ({
  elsewhere: {
    title: spoken().elsewhere,
    words: spoken().elsewhereWords,
    act: spoken().watchHere,
  },
  'too-many': {
    title: spoken().twoPlaces,
    words: spoken().twoPlacesWords,
    act: spoken().tryAgain,
  },
  codec: {
    title: spoken().cannotShow,
    words: spoken().cannotShowWords,
    act: spoken().tryAgain,
  },
  line: {
    title: spoken().noPicture,
    words: spoken().noPictureWords,
    act: spoken().tryNow,
  },
})

import { refusalWords } from '../moderation/words.ts'
import { say } from '../words/index.ts'

export type PlayFault = 'empty' | 'long' | 'few' | 'many' | 'same' | 'unknown' | Parameters<typeof refusalWords>[0]

/** What is wrong with a field of what a room or the house gives people to play with; `most` is what it may hold. */
export function faultWords(fault: PlayFault | undefined, most: number): string | undefined {
  const words = say.play.studio.faults
  switch (fault) {
    case undefined:
      return undefined
    case 'long':
      return words.long(most)
    case 'empty':
    case 'few':
    case 'many':
    case 'same':
    case 'unknown':
      return words[fault]
    default:
      return refusalWords(fault)
  }
}

import type { MessageRefusal } from '../../src/chat/index.ts'
import { number, until } from '../format.ts'
import { refusalWords } from '../moderation/words.ts'
import { say } from '../words/index.ts'

const minutes = (ms: number): number => Math.max(1, Math.ceil(ms / 60_000))
const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000))

/** Why a line stays in its box, for whoever wrote it. */
export function messageWords(refused: MessageRefusal, now: number, most: number): string {
  const words = say.chat.refused
  switch (refused.why) {
    case 'empty':
    case 'key':
    case 'staff':
    case 'banned':
    case 'blocked':
    case 'followers':
    case 'trusted':
    case 'nobody':
    case 'fast':
    case 'again':
    case 'word':
      return words[refused.why]
    case 'long':
      return words.long(most, refused.letters)
    case 'held-many':
      return words.heldMany
    case 'holders':
      return words.holders(number(refused.tokens))
    case 'kicked':
      return words.kicked(minutes(refused.until - now))
    case 'young':
      return words.young(until(refused.until, now))
    case 'muted':
      return refused.until === null
        ? words.mutedForGood(refused.because)
        : words.muted(minutes(refused.until - now), refused.because)
    case 'slow':
      return words.slow(seconds(refused.until - now))
    case 'loud':
    case 'run':
    case 'stack':
      return words.bulk
    default:
      return refusalWords(refused.why)
  }
}

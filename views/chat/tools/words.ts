import type { KeepRefusal, RoomAct } from '../../../src/chat/index.ts'
import { length, number } from '../../format.ts'
import { refusalWords } from '../../moderation/words.ts'
import { say } from '../../words/index.ts'

/** Why an act was not done, for whoever tried. */
export function keepWords(refused: KeepRefusal | { why: 'over' }): string {
  const words = say.tools.refused
  switch (refused.why) {
    case 'filter':
      return refusalWords(refused.refusal)
    case 'long':
      return words.long(number(refused.most))
    case 'word':
      return refused.what === 'short' ? words.wordShort(refused.word) : words.wordLong(refused.word)
    default:
      return words[refused.why]
  }
}

const tokensOf = (rules: unknown): bigint => {
  const { needed_tokens = '1' } = (rules ?? {}) as { needed_tokens?: string }
  return BigInt(needed_tokens)
}

/** An act as one sentence: "juno muted kestrel for 5 minutes". */
export function actWords(act: RoomAct): string {
  const { did, lengths, somebody, house } = say.tools
  const who = act.as_role === 'staff' ? house : (act.handle ?? somebody)
  const about = act.about ?? somebody
  const after = (act.detail.after ?? {}) as Record<string, unknown>
  const lasts = lengths[(act.detail.length as keyof typeof lengths | undefined) ?? '5m']
  switch (act.act) {
    case 'muted':
      return act.detail.length === 'good' ? did.mutedForGood(who, about) : did.muted(who, about, lasts)
    case 'muted-silently':
      return did['muted-silently'](who, about, lasts)
    case 'slow-mode': {
      const ms = Number(after.slow_mode_ms ?? 0)
      return ms === 0 ? did.slowOff(who) : did.slowOn(who, length(ms))
    }
    case 'writers': {
      const writers = String(after.writers) as keyof typeof say.tools.writers
      const tokens = tokensOf(after)
      const named = say.tools.writers[writers]
      return did.writers(
        who,
        writers === 'holders' || typeof named !== 'string'
          ? say.tools.writers.holdersOf(tokens, number(tokens))
          : named,
      )
    }
    case 'hold':
      return after.holds_all === 1 ? did.holdOn(who) : did.holdOff(who)
    case 'whispers':
      return after.whispers === 1 ? did.whispersOn(who) : did.whispersOff(who)
    case 'links':
      return act.detail.after === true ? did.linksOn(who) : did.linksOff(who)
    case 'words-added': {
      const words = Array.isArray(act.detail.words) ? act.detail.words.length : 0
      return did['words-added'](who, words, number(words))
    }
    case 'lines-removed': {
      const lines = Array.isArray(act.detail.lines) ? act.detail.lines.length : 0
      return did['lines-removed'](who, about, lines, number(lines))
    }
    case 'pinned':
    case 'unpinned':
    case 'welcome':
    case 'notice-added':
    case 'notice-removed':
    case 'word-removed':
      return did[act.act](who)
    case 'line-removed':
    case 'unmuted':
    case 'kicked':
    case 'blocked':
    case 'unblocked':
    case 'line-shown':
    case 'line-refused':
    case 'moderator-granted':
    case 'moderator-revoked':
    case 'trusted':
    case 'distrusted':
      return did[act.act](who, about)
    default:
      return act.act satisfies never
  }
}

/** What an act was about, where it has words of its own: the pinned line, the notice, the word. */
export function actDetail(act: RoomAct): string {
  const after = (act.detail.after ?? {}) as Record<string, unknown>
  switch (act.act) {
    case 'pinned':
      return String(after.pinned ?? '')
    case 'welcome':
      return String(after.welcome ?? '')
    case 'notice-added':
    case 'notice-removed':
      return String(act.detail.text ?? '')
    case 'word-removed':
      return String(act.detail.word ?? '')
    case 'words-added':
      return (act.detail.words as { word: string }[]).map(({ word }) => word).join(', ')
    default:
      return act.because
  }
}

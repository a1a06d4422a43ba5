import { Matcher, readTerm } from './matcher.ts'
import { fold } from './normalise.ts'

/** A short list of literals that somebody wrote for a place of her own, ready to look for. */
export interface Literals<Tag> {
  /** Each place of each, in the text as it was typed. */
  find(text: string): { tag: Tag; from: number; to: number }[]
}

/** Whether a literal means enough to be looked for. */
export const isLiteral = (text: string): boolean => readTerm(text) !== null

/** Case, accents, look-alikes, repetition and signs between the letters change nothing about a literal. */
export function literals<Tag>(all: readonly { text: string; tag: Tag }[]): Literals<Tag> {
  const matcher = Matcher.of(all.map(({ text }, at) => ({ text, tag: at })))
  return {
    find: text =>
      matcher.size === 0
        ? []
        : matcher.matches(fold(text)).map(({ tag, from, to }) => ({ tag: all[tag]!.tag, from, to })),
  }
}

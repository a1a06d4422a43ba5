import { CONSOLE } from '../audit/index.ts'
import type { World } from '../world.ts'
import { CLASSES } from './classes.ts'
import { importList, LIST_BYTES, type ListFaults, TERMS_MOST } from './lists.ts'

export interface Said {
  ok: boolean
  say: string
}

const LINES_MOST = 20

/** `footlight lists import FILE`. A running site notices at its next text. */
export function importCommand(
  world: World,
  wishes: { bytes: Uint8Array; class: string; source: string; licence: string; language: string },
): Said {
  const imported = importList(world, wishes, CONSOLE)
  if (!imported.ok) return { ok: false, say: faultWords(imported.faults) }
  const { list, skipped } = imported
  const left =
    skipped.length === 0
      ? ''
      : ` Left out as no terms: line ${skipped.slice(0, LINES_MOST).join(', ')}${skipped.length > LINES_MOST ? ` and ${skipped.length - LINES_MOST} more` : ''}.`
  return {
    ok: true,
    say: `${list.terms === 1 ? '1 term filters' : `${list.terms} terms filter`} as ${list.class} from now on. Hash ${list.mark.slice(0, 12)}.${left}`,
  }
}

function faultWords({ class: named, source, licence, language, terms, lines }: ListFaults): string {
  const words: string[] = []
  if (named) words.push(`Say what the list is for: --class with one of ${CLASSES.join(', ')}.`)
  if (source) words.push('Say where it comes from, in up to 200 characters: --source.')
  if (licence) words.push('Say by which licence you may use it, in up to 200 characters: --licence.')
  if (language) words.push('--language takes a short code such as en, de or pt-BR.')
  if (terms) words.push(termsWords(terms, lines))
  return words.join('\n')
}

function termsWords(why: NonNullable<ListFaults['terms']>, lines: number[] = []): string {
  switch (why) {
    case 'empty':
      return 'The file holds no term: one a line, # begins a comment.'
    case 'no-term':
      return `No line is a term: each needs at least two letters and at most eighty. Look at line ${lines.join(', ')}.`
    case 'long':
      return `The file is larger than ${LIST_BYTES / 1024 / 1024} MB. Import it in parts.`
    case 'many':
      return `That are more than ${TERMS_MOST} terms in one list, or too many in all. Remove a list first.`
    case 'not-utf-8':
      return 'The file is no UTF-8 text. Save it as UTF-8 first.'
    case 'known':
      return 'The same terms are there already, for the same class.'
    default:
      return why satisfies never
  }
}

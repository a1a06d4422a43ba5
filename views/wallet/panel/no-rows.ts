import type { ListView } from '../../parts/listing.tsx'
import { say } from '../../words/index.ts'

/** What a list about money says where it has no rows. */
export function noRows(list: ListView): { title: string; words?: string } {
  const words = say.money.list
  return list.chosen.length > 0 ? { title: words.noneFound, words: words.noneFoundWords } : { title: words.none }
}

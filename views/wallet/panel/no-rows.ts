import type { ListView } from '../../parts/listing.tsx'
import { say } from '../../words/index.ts'

interface None {
  title: string
  words?: string
}

/** What a list about money says where it has no rows: nothing fits, or there are none at all. */
export function noRows(list: ListView, none: None = { title: say.money.list.none }): None {
  const words = say.money.list
  return list.chosen.length > 0 ? { title: words.noneFound, words: words.noneFoundWords } : none
}

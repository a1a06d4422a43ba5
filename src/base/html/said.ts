import type { Frame } from '../../../views/layout/frame.ts'

type Said = NonNullable<Frame['said']>

/** What the last act did, named in the address by a word of a closed list: `?said=lifted`. Unknown words say nothing. */
export function said(request: Request, list: Record<string, Said>): { said?: Said } {
  const word = new URL(request.url).searchParams.get('said') ?? ''
  return Object.hasOwn(list, word) ? { said: list[word] } : {}
}

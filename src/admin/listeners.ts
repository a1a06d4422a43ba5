/** What the overview asks of what stands right of it: answered by ops/, tied in wiring.ts. */
export interface AdminListeners {
  /** "Opening night": what is left to do before the house is ready. */
  checklist(): { words: string; done: boolean; act?: { href: string; words: string } }[]
  /** When the newest backup was made, and whether it was opened and recounted; null when there is none. */
  backup(): { at: number; proved: boolean } | null
  /** The health page in a few lines. */
  standing(): Promise<{ words: string; fact: string; tone: 'ok' | 'warn' | 'bad' }[]>
}

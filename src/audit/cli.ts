import type { World } from '../world.ts'
import { verify } from './chain.ts'

const WHY = {
  gap: 'an entry is missing',
  link: 'it does not continue the entry before it',
  row: 'its facts were changed',
  detail: 'its detail was changed',
}

/** `footlight audit verify`: the exit code and the sentence to print. */
export function verifyCommand(world: Pick<World, 'db'>): { code: 0 | 1; say: string } {
  const found = verify(world)
  if (found.ok) {
    const entries = found.entries === 1 ? '1 entry' : `${found.entries} entries`
    return { code: 0, say: `The audit chain is whole: ${entries}, head ${found.head.slice(0, 16)}.` }
  }
  return {
    code: 1,
    say: `The audit chain is broken at entry ${found.seq}: ${WHY[found.why]}. Compare with a backup from before.`,
  }
}

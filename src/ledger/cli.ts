import { CONSOLE } from '../audit/index.ts'
import type { World } from '../world.ts'
import { freeze, isFrozen, unfreeze } from './freeze.ts'
import { recount } from './recount.ts'

export interface Said {
  code: 0 | 1
  say: string[]
}

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString('en')} ${many}`

/**
 * `footlight ledger recount`: the exit code and the lines to print. A difference freezes the ledger; a clean recount of the
 * whole of it is what frees it.
 */
export function recountCommand(world: Pick<World, 'db' | 'clock' | 'log'>, since = 0): Said {
  const found = recount(world, { since })
  if (!found.ok) {
    const [first] = found.differences
    freeze(world, `${first!.where} ${first!.why}`)
    return {
      code: 1,
      say: [
        'The ledger does not agree with itself. Runs, refunds and staff money wait until it does; tips go on.',
        ...found.differences.map(({ where, why }) => `  ${where} ${why}`),
        'Compare with a backup from before, and ask who had the file.',
      ],
    }
  }
  const was = isFrozen(world)
  if (was && since === 0) unfreeze(world, CONSOLE, 'a clean recount of the whole ledger')
  const of = since === 0 ? 'The ledger is whole' : `The ledger is whole since posting ${since}`
  const words = `${of}: ${counted(found.postings, 'posting', 'postings')}, ${counted(found.entries, 'line', 'lines')}, head ${found.head.slice(0, 16)}.`
  return { code: 0, say: was && since === 0 ? [words, 'It was frozen and is free again.'] : [words] }
}

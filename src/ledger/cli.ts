import { CONSOLE } from '../audit/index.ts'
import type { World } from '../world.ts'
import { freeze, isFrozen, unfreeze } from './freeze.ts'
import { isCurrency, plainMoney } from './money.ts'
import { recount } from './recount.ts'
import { verifyStatement } from './statement.ts'

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

/** `footlight ledger verify FILE`: needs the file alone, no site. */
export function verifyCommand(text: string): Said {
  const found = verifyStatement(text)
  if (!found.ok) return { code: 1, say: [`This statement is not good: ${found.why}.`] }
  const amount = (minor: string, unit: string) =>
    isCurrency(unit) ? `${plainMoney(BigInt(minor), unit)} ${unit}` : `${minor} tokens`
  return {
    code: 0,
    say: [
      `Complete and unaltered up to posting ${found.n}, signed ${new Date(found.at).toISOString().slice(0, 16).replace('T', ' ')} UTC by ${found.signer}.`,
      ...found.books.map(
        ({ name, unit, lines, from, to }) =>
          `  ${name}: ${counted(lines, 'line', 'lines')}, from ${amount(from, unit)} to ${amount(to, unit)}`,
      ),
      'It cannot show a tip that was never posted. Compare the checkpoint with the one that others keep.',
    ],
  }
}

import { findings, inForce, mayFind, rulesOf } from '../../src/moderation/index.ts'
import { findRooms } from '../../src/rooms/index.ts'
import { HOSTILE } from '../../test/help/hostile.ts'
import { testSite } from '../../test/help/visit.ts'
import { safeUrl } from '../../views/parts/safe-url.ts'
import { absolute, say } from './lib.ts'
import type { Asked } from './run.ts'

/**
 * F13: 64 KiB of hostile text to the filter, the search, an address: the dearest of all of them, in one piece, although no field of
 * the product takes so much. In this process: it is the reading that is measured.
 */
export default async function hostile({ quick }: Asked): Promise<void> {
  const { world } = testSite()
  const lists = inForce(world)
  const rules = rulesOf({ filter_link: 'block', filter_contact: 'mask', filter_profanity: 'allow' })
  const readers: [name: string, read: (text: string) => unknown][] = [
    ['filter', text => findings(text, lists, rules)],
    ['search', text => [mayFind(world, text, null, '198.51.100.0/24'), findRooms(world, { search: text, tag: text })]],
    ['url', text => safeUrl(text)],
  ]
  for (const [name, read] of readers) {
    let worst = 0
    let of = ''
    for (const [what, text] of HOSTILE) {
      for (let i = 0; i < 3; i++) read(text)
      const times: number[] = []
      for (let i = 0; i < (quick ? 5 : 25); i++) {
        const from = performance.now()
        read(text)
        times.push(performance.now() - from)
      }
      const ms = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!
      if (ms > worst) {
        worst = ms
        of = what
      }
    }
    say(`F13 ${name}: dearest is “${of}”`)
    absolute(
      { case: `F13.${name}`, unit: 'ms for 64 KiB', better: 'lower', must: 10, moonshot: 1 },
      worst,
      quick ? 5 : 25,
    )
  }
}

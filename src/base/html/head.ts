import type { Visitor } from '../../../views/layout/frame.ts'
import type { World } from '../../world.ts'

/** What a domain shows of a person in the header of every page. One short query each: it runs for every page. */
export type InHead = (account: string) => Partial<Omit<Visitor, 'handle' | 'role'>>

const heads = new WeakMap<World['db'], InHead[]>()

/** The wiring registers each once. */
export function inHead(world: World, tell: InHead): void {
  const known = heads.get(world.db)
  if (known) known.push(tell)
  else heads.set(world.db, [tell])
}

export const headOf = (world: World, account: string): ReturnType<InHead> =>
  Object.assign({}, ...(heads.get(world.db) ?? []).map(tell => tell(account)))

import {
  type Account,
  type AccountListeners,
  findLink,
  join,
  linkPath,
  makeLink,
  roleCounts,
  spendLink,
  voidLinks,
} from '../accounts/index.ts'
import { CONSOLE, record } from '../audit/index.ts'
import { HOUR } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'

/** The wizard's steps in their order. Each is kept as a row once it is done; leaving and returning goes on where one was. */
export const STEPS = ['you', 'name', 'address', 'kind', 'doctor'] as const
export type SetupStep = (typeof STEPS)[number]

export const isStep = (text: string): text is SetupStep => (STEPS as readonly string[]).includes(text)

const q = prepared(sql => ({
  done: sql.all<{ step: string }>('SELECT step FROM setup_steps'),
  mark: sql.run('INSERT INTO setup_steps (step, done_at) VALUES ($step, $at) ON CONFLICT DO NOTHING'),
}))

export const hasOwner = (world: World): boolean => roleCounts(world).owner > 0

export const stepsDone = (world: World): Set<SetupStep> =>
  new Set(
    q(world)
      .done()
      .map(row => row.step)
      .filter(isStep),
  )

export const markStep = (world: World, step: SetupStep): void => {
  q(world).mark({ step, at: world.clock.now() })
}

/** The first step that is not done, or null. */
export function nextStep(world: World): SetupStep | null {
  const done = stepsDone(world)
  return STEPS.find(step => !done.has(step)) ?? null
}

/** A path with a fresh code; earlier ones end. Null once there is an owner. */
export function setupLink(world: World): string | null {
  return tx(world, () => {
    if (hasOwner(world)) return null
    voidLinks(world, 'setup')
    record(world, { actor: CONSOLE, act: 'setup.link-made', subject: 'site' })
    return linkPath(makeLink(world, { kind: 'setup', by: CONSOLE, lastsMs: HOUR }))
  })
}

export const isSetupCode = (world: World, code: string): boolean => findLink(world, code)?.kind === 'setup'

export type Owned =
  | { ok: true; account: Account }
  | { ok: false; why: 'over' }
  | { ok: false; why: 'taken'; like: string }

/** Spends the code and makes the owner in one step: two people with one link cannot both win. */
export function becomeOwner(
  world: World,
  told: AccountListeners,
  { code, handle, hash, address }: { code: string; handle: string; hash: string; address: string },
): Owned {
  return tx(world, () => {
    if (!isSetupCode(world, code) || hasOwner(world)) return { ok: false, why: 'over' } as const
    const joined = join(world, told, { handle, hash, role: 'owner', address })
    if (!joined.ok) return joined
    spendLink(world, code, 'setup', joined.account.id)
    markStep(world, 'you')
    return joined
  })
}

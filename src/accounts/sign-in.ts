import { record } from '../audit/index.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { type Account, accountByHandle, accountById, actorOf, rehash } from './account.ts'
import { deviceOf, rememberDevice } from './device.ts'
import { allowTry, challengeFor } from './guess.ts'
import { foldHandle } from './handle.ts'
import type { AccountListeners, Barred } from './listeners.ts'
import { passwords } from './password.ts'
import { type Begun, beginSession, type Presented } from './session.ts'

/** What a browser brings besides what was typed. */
export interface Browser {
  /** "Firefox on Linux". */
  agent: string
  address: string
  /** Secrets of the device cookie. */
  devices: readonly string[]
  /** Sessions it presents, which a new one replaces. */
  sessions: Presented[]
}

export type Entered =
  | { ok: true; account: Account; session: Begun; device: string | null }
  | { ok: false; why: 'barred'; account: Account; barred: Barred }

export type SignedIn =
  | Entered
  | { ok: false; why: 'wrong'; challenge: string }
  | { ok: false; why: 'work'; challenge: string }
  | { ok: false; why: 'network'; waitMs: number }
  | { ok: false; why: 'busy' }

/** A name that is unknown gets the same work, the same counts and the same answers as a known one. */
export async function signIn(
  world: World,
  told: AccountListeners,
  asked: { handle: string; password: string; challenge: string; answer: string; browser: Browser },
): Promise<SignedIn> {
  const { browser } = asked
  const name = foldHandle(asked.handle.slice(0, 200))
  const account = accountByHandle(world, asked.handle)
  const device = account ? deviceOf(world, account.id, browser.devices) : null
  const allowed = allowTry(world, {
    name,
    address: browser.address,
    device,
    challenge: asked.challenge,
    answer: asked.answer,
  })
  if (!allowed.ok) return allowed
  const lane = allowed.known ? 'known' : 'unknown'
  const checked = await passwords(world).check(asked.password, account?.password_hash ?? null, lane)
  if (checked.answer === 'busy') {
    allowed.forgive()
    return { ok: false, why: 'busy' }
  }
  if (checked.answer === 'wrong' || !account) {
    return { ok: false, why: 'wrong', challenge: allowed.known ? '' : challengeFor(world, name) }
  }
  allowed.forgive()
  let { password_hash } = account
  if (checked.stale) {
    const hash = await passwords(world).hash(asked.password, lane)
    if (hash !== null && rehash(world, account, hash)) password_hash = hash
  }
  const now = accountById(world, account.id)
  if (now?.password_hash !== password_hash) return { ok: false, why: 'wrong', challenge: challengeFor(world, name) }
  return enter(world, told, now, browser, 'password')
}

/** Opens the door to somebody who has proved who it is; a sanction is told at the door. */
export function enter(
  world: World,
  told: AccountListeners,
  account: Account,
  browser: Browser,
  by: 'password' | 'link' | 'recovery' | 'joining',
): Entered {
  return tx(world, () => {
    const barred = told.barred(account.id)
    if (barred) return { ok: false, why: 'barred', account, barred } as const
    const session = beginSession(world, told, {
      account,
      agent: browser.agent,
      address: browser.address,
      instead: browser.sessions,
    })
    const device = rememberDevice(world, account.id, browser.agent, browser.devices)
    record(world, {
      actor: actorOf(account, browser.address),
      act: 'account.signed-in',
      subject: `account:${account.id}`,
      detail: { by },
    })
    return { ok: true, account, session, device } as const
  })
}

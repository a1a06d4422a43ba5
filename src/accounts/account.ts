import { type Actor, record } from '../audit/index.ts'
import { assert } from '../base/assert.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import type { World } from '../world.ts'
import { forgetDevices } from './device.ts'
import { allowAgain } from './guess.ts'
import { foldHandle, type HandleRefusal, hueOf, readHandle, skeletonOf } from './handle.ts'
import { voidInvitesBy, voidLinksOf } from './link.ts'
import type { AccountListeners } from './listeners.ts'
import { type PasswordRefusal, passwordRefusal, passwords } from './password.ts'
import type { Role } from './role.ts'
import { endSessions } from './session.ts'

export const THEMES = ['auto', 'dark', 'light'] as const
export type Theme = (typeof THEMES)[number]

export interface Account {
  id: string
  handle: string
  skeleton: string
  role: Role
  password_hash: string
  hue: number
  theme: Theme
  adult_declared_at: number
  created_at: number
  deleted_at: number | null
}

const q = prepared(sql => ({
  byId: sql.one<Account>('SELECT * FROM accounts WHERE id = $id AND deleted_at IS NULL'),
  bySkeleton: sql.one<Account>('SELECT * FROM accounts WHERE skeleton = $skeleton AND deleted_at IS NULL'),
  insert: sql.run(`INSERT INTO accounts (id, handle, skeleton, role, password_hash, hue, adult_declared_at, created_at)
    VALUES ($id, $handle, $skeleton, $role, $hash, $hue, $at, $at)`),
  password: sql.run('UPDATE accounts SET password_hash = $hash WHERE id = $id AND password_hash = $was'),
  look: sql.run('UPDATE accounts SET theme = $theme, hue = $hue WHERE id = $id'),
  remove: sql.run(
    `UPDATE accounts SET handle = $handle, skeleton = $id, password_hash = '', language = NULL, language_heard = NULL,
      deleted_at = $at WHERE id = $id`,
  ),
  unapprove: sql.run('DELETE FROM approvals_to_broadcast WHERE account_id = $id'),
  owners: sql.one<{ n: number }>("SELECT count(*) AS n FROM accounts WHERE role = 'owner' AND deleted_at IS NULL"),
}))

export const accountById = (world: World, id: string): Account | null => q(world).byId({ id })

/** By name as a person types it: case and width do not matter, look-alike letters do. */
export function accountByHandle(world: World, typed: string): Account | null {
  if (typed.length > 200) return null
  const found = q(world).bySkeleton({ skeleton: skeletonOf(typed) })
  return found && foldHandle(found.handle) === foldHandle(typed) ? found : null
}

export const actorOf = (account: { id: string }, address: string): Actor => ({ id: `account:${account.id}`, address })

export const isLastOwner = (world: World, account: Pick<Account, 'role'>): boolean =>
  account.role === 'owner' && q(world).owners()!.n === 1

export interface Wishes {
  handle: string
  password: string
  adult: boolean
  role: Role
}

/** What is wrong with each field; nothing when all is well. */
export interface WishFaults {
  handle?: HandleRefusal | 'taken' | 'unfit'
  /** The name that the wished one is too close to. */
  like?: string
  password?: PasswordRefusal
  adult?: 'undeclared'
}

/** Checks all fields at once, so that a person mends them in one go. */
export function wishFaults(world: World, { handle, password, adult, role }: Wishes): WishFaults {
  const faults: WishFaults = {}
  const site = world.settings.get('site_name')
  const read = readHandle(handle, site, role)
  if (!read.ok) faults.handle = read.why
  else {
    const taken = q(world).bySkeleton({ skeleton: read.skeleton })
    if (taken) {
      faults.handle = 'taken'
      faults.like = taken.handle
    }
  }
  const refusal = passwordRefusal(password, [handle, site, 'footlight'])
  if (refusal) faults.password = refusal
  if (!adult) faults.adult = 'undeclared'
  return faults
}

export const isFaulty = (faults: WishFaults): boolean => Object.keys(faults).length > 0

export type Joined = { ok: true; account: Account } | { ok: false; why: 'taken'; like: string }

/** Stores the account whose wishes have been checked. `hash` comes from `passwords(world).hash`. */
export function join(
  world: World,
  told: AccountListeners,
  wishes: { handle: string; hash: string; role: Role; by?: Actor; address: string },
): Joined {
  const { role, hash } = wishes
  const read = readHandle(wishes.handle, world.settings.get('site_name'), role)
  assert(read.ok, 'a wish was checked before it is stored')
  return tx(world, () => {
    const taken = q(world).bySkeleton({ skeleton: read.skeleton })
    if (taken) return { ok: false, why: 'taken', like: taken.handle } as const
    const id = world.ids.next()
    q(world).insert({
      id,
      handle: read.handle,
      skeleton: read.skeleton,
      role,
      hash,
      hue: hueOf(read.skeleton),
      at: world.clock.now(),
    })
    const account = q(world).byId({ id })!
    record(world, {
      actor: wishes.by ?? actorOf(account, wishes.address),
      act: 'account.joined',
      subject: `account:${id}`,
      detail: { role },
    })
    told.joined({ id, handle: account.handle, role })
    return { ok: true, account } as const
  })
}

export type Asked<Why extends string> = { ok: true } | { ok: false; why: Why }

/** The password of somebody who is signed in, asked again. */
async function confirm(world: World, account: Account, password: string): Promise<Asked<'wrong' | 'busy' | 'often'>> {
  const again = allowAgain(world, account.id)
  if (!again.ok) return { ok: false, why: 'often' }
  const { answer } = await passwords(world).check(password, account.password_hash, 'known')
  if (answer !== 'wrong') again.forgive()
  return answer === 'right' ? { ok: true } : { ok: false, why: answer }
}

export type PasswordChanged = Asked<'wrong' | 'busy' | 'often' | PasswordRefusal>

/** Ends the other sessions and voids every code that led into the account. */
export async function changePassword(
  world: World,
  told: AccountListeners,
  asked: { account: string; session: string; current: string; next: string; address: string },
): Promise<PasswordChanged> {
  const account = accountById(world, asked.account)
  assert(account, 'whoever is signed in has an account')
  const refusal = passwordRefusal(asked.next, [account.handle, world.settings.get('site_name'), 'footlight'])
  if (refusal) return { ok: false, why: refusal }
  const confirmed = await confirm(world, account, asked.current)
  if (!confirmed.ok) return confirmed
  const hash = await passwords(world).hash(asked.next, 'known')
  if (hash === null) return { ok: false, why: 'busy' }
  return tx(world, () => {
    if (q(world).password({ id: account.id, was: account.password_hash, hash }) === 0)
      return { ok: false, why: 'wrong' }
    endSessions(world, told, account.id, asked.session)
    voidLinksOf(world, account.id)
    forgetDevices(world, account.id)
    record(world, {
      actor: actorOf(account, asked.address),
      act: 'account.password-changed',
      subject: `account:${account.id}`,
    })
    return { ok: true }
  })
}

/** For whoever came by a recovery link: no old password, every session ends, and so do invites that somebody else may have made. Call it inside the tx that spends the link. */
export function recoverPassword(world: World, told: AccountListeners, account: Account, hash: string, by: Actor): void {
  q(world).password({ id: account.id, was: account.password_hash, hash })
  endSessions(world, told, account.id)
  voidLinksOf(world, account.id)
  voidInvitesBy(world, account.id)
  forgetDevices(world, account.id)
  record(world, { actor: by, act: 'account.recovered', subject: `account:${account.id}` })
}

/** A right password is stored anew when what it costs has changed. */
export const rehash = (world: World, account: Account, hash: string): boolean =>
  q(world).password({ id: account.id, was: account.password_hash, hash }) === 1

export const isTheme = (typed: string): typed is Theme => THEMES.some(theme => theme === typed)

/** Theme of the pages and hue of the name. */
export function setLook(world: World, account: string, { theme, hue }: { theme: Theme; hue: number }): void {
  q(world).look({ id: account, theme, hue })
}

/** Signs the account out of every browser, this one too, and forgets them. */
export function signOutEverywhere(world: World, told: AccountListeners, account: string, address: string): number {
  return tx(world, () => {
    const ended = endSessions(world, told, account)
    forgetDevices(world, account)
    record(world, {
      actor: actorOf({ id: account }, address),
      act: 'account.signed-out-everywhere',
      subject: `account:${account}`,
      detail: { sessions: ended },
    })
    return ended
  })
}

/** The name is free again; sessions, devices, codes, approval and room are gone. What must be kept by law keeps the bare id. */
export async function deleteAccount(
  world: World,
  told: AccountListeners,
  asked: { account: string; password: string; address: string },
): Promise<Asked<'wrong' | 'busy' | 'often' | 'last-owner'>> {
  const account = accountById(world, asked.account)
  assert(account, 'whoever is signed in has an account')
  if (isLastOwner(world, account)) return { ok: false, why: 'last-owner' }
  const confirmed = await confirm(world, account, asked.password)
  if (!confirmed.ok) return confirmed
  return tx(world, () => {
    const now = accountById(world, account.id)
    if (now?.password_hash !== account.password_hash) return { ok: false, why: 'wrong' }
    if (isLastOwner(world, now)) return { ok: false, why: 'last-owner' }
    endSessions(world, told, account.id)
    forgetDevices(world, account.id)
    voidLinksOf(world, account.id)
    voidInvitesBy(world, account.id)
    q(world).unapprove({ id: account.id })
    q(world).remove({ id: account.id, handle: `gone-${account.id.slice(-16)}`, at: world.clock.now() })
    record(world, {
      actor: actorOf(account, asked.address),
      act: 'account.deleted',
      subject: `account:${account.id}`,
      detail: { role: account.role },
    })
    told.deleted({ id: account.id, handle: account.handle, role: account.role })
    return { ok: true }
  })
}

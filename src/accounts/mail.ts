import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { DAY } from '../base/clock.ts'
import { prepared } from '../base/db/prepared.ts'
import { tx } from '../base/db/tx.ts'
import { base64url } from '../base/ids.ts'
import type { World } from '../world.ts'

/** An address for notices: nobody signs in by it, and it is never shown to anybody but its owner. */
export interface MailAddress {
  address: string
  confirmed: boolean
  /** The last mail to it was refused for good. */
  refused: boolean
  at: number
}

const CODE_MS = DAY

const q = prepared(sql => ({
  of: sql.one<{
    address_sealed: Uint8Array
    address_mark: string
    at: number
    confirmed_at: number | null
    refused_at: number | null
  }>('SELECT * FROM mail_addresses WHERE account_id = $account'),
  put: sql.run(`INSERT INTO mail_addresses (account_id, address_sealed, address_mark, at)
    VALUES ($account, $sealed, $mark, $at)
    ON CONFLICT (account_id) DO UPDATE SET address_sealed = excluded.address_sealed,
      address_mark = excluded.address_mark, at = excluded.at, confirmed_at = NULL, refused_at = NULL`),
  confirm: sql.run(`UPDATE mail_addresses SET confirmed_at = $now, refused_at = NULL
    WHERE account_id = $account AND address_mark = $mark`),
  refused: sql.run('UPDATE mail_addresses SET refused_at = $now, confirmed_at = NULL WHERE account_id = $account'),
  drop: sql.run('DELETE FROM mail_addresses WHERE account_id = $account'),
  addCode: sql.run(
    'INSERT INTO mail_codes (id, account_id, address_mark, ends_at) VALUES ($id, $account, $mark, $ends)',
  ),
  code: sql.one<{ account_id: string; address_mark: string }>(
    'SELECT account_id, address_mark FROM mail_codes WHERE id = $id AND used_at IS NULL AND ends_at > $now',
  ),
  useCode: sql.run('UPDATE mail_codes SET used_at = $now WHERE id = $id AND used_at IS NULL AND ends_at > $now'),
  dropCodes: sql.run('DELETE FROM mail_codes WHERE account_id = $account'),
  sweep: sql.run('DELETE FROM mail_codes WHERE ends_at < $before'),
}))

const placeOf = (account: string) => ({ table: 'mail_addresses', column: 'address_sealed', row: account })
const codeId = (code: string): string => createHash('sha256').update(code).digest('hex')

/** The same address is the same mark, however its domain was written. */
const markOf = (world: World, address: string): string => world.seal.mark('columns', `mail ${address.toLowerCase()}`)

export type ReadAddress = { ok: true; address: string } | { ok: false; why: 'empty' | 'shape' | 'long' }

/**
 * An address that a mail server takes: one @, no blank, no quotes, a domain with a dot. Its owner proves the rest. Source: RFC
 * 5321, 4.5.3.1.
 */
export function readAddress(typed: string): ReadAddress {
  const address = typed.normalize('NFC').trim()
  if (address === '') return { ok: false, why: 'empty' }
  if (address.length > 254) return { ok: false, why: 'long' }
  const [, local = '', domain = ''] =
    /^([^\s@"(),:;<>[\]\\\p{Cc}\p{Cf}]{1,64})@([^\s@"(),:;<>[\]\\\p{Cc}\p{Cf}]{3,255})$/u.exec(address) ?? []
  if (local === '' || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return no
  const host = URL.parse(`https://${domain}/`)?.hostname ?? ''
  if (!host.includes('.') || host.endsWith('.') || isIP(host) !== 0 || host.startsWith('[')) return no
  return { ok: true, address: `${local}@${host}` }
}

const no = { ok: false, why: 'shape' } as const

/** Stores the address as not yet proved and answers the code that proves it, this once. */
export function askAddress(world: World, account: string, address: string): string {
  const code = base64url(world.ids.bytes(32))
  const now = world.clock.now()
  tx(world, () => {
    const sealed = world.seal.close('columns', placeOf(account), new TextEncoder().encode(address))
    const mark = markOf(world, address)
    q(world).put({ account, sealed, mark, at: now })
    q(world).dropCodes({ account })
    q(world).addCode({ id: codeId(code), account, mark, ends: now + CODE_MS })
    q(world).sweep({ before: now - DAY })
  })
  return code
}

const CODE = /^[A-Za-z0-9_-]{43}$/

/** Whose address the code proves; looking spends nothing. */
export const accountOfCode = (world: World, code: string): string | null =>
  CODE.test(code) ? (q(world).code({ id: codeId(code), now: world.clock.now() })?.account_id ?? null) : null

/** Spends the code: the address is proved, if it is still the one that was asked. */
export function confirmAddress(world: World, code: string): string | null {
  if (!CODE.test(code)) return null
  return tx(world, () => {
    const now = world.clock.now()
    const id = codeId(code)
    const found = q(world).code({ id, now })
    if (!found || q(world).useCode({ id, now }) !== 1) return null
    const proved = q(world).confirm({ account: found.account_id, mark: found.address_mark, now })
    return proved === 1 ? found.account_id : null
  })
}

export function mailAddressOf(world: World, account: string): MailAddress | null {
  const row = q(world).of({ account })
  const opened = row && world.seal.open('columns', placeOf(account), row.address_sealed)
  if (!row || !opened) return null
  return {
    address: new TextDecoder().decode(opened),
    confirmed: row.confirmed_at !== null,
    refused: row.refused_at !== null,
    at: row.at,
  }
}

/** Where notices go; null without a proved address. */
export function mailTo(world: World, account: string): string | null {
  const known = mailAddressOf(world, account)
  return known?.confirmed ? known.address : null
}

/** A counter for asking: the same for an address whoever types it. */
export const addressMark = (world: World, address: string): string => markOf(world, address).slice(0, 24)

export const dropAddress = (world: World, account: string): boolean =>
  tx(world, () => {
    q(world).dropCodes({ account })
    return q(world).drop({ account }) > 0
  })

/** A server will never take anything for it: it has to be proved anew. */
export const addressRefused = (world: World, account: string): boolean =>
  q(world).refused({ account, now: world.clock.now() }) > 0

/**
 * What ends the mails to this address by one click, without signing in and for as long as the address stays: it is computed,
 * not stored.
 */
export function stopCode(world: World, account: string): string {
  const mark = q(world).of({ account })?.address_mark ?? ''
  return `${account}.${stopMark(world, account, mark)}`
}

const stopMark = (world: World, account: string, mark: string): string =>
  Buffer.from(world.seal.mark('secrets', `stop mail ${account} ${mark}`), 'hex')
    .subarray(0, 18)
    .toString('base64url')

/** Whose mails the code ends; null when the address is another by now, or the code none of ours. */
export function accountOfStop(world: World, code: string): string | null {
  const [account = '', given = ''] = code.split('.')
  if (!/^[a-z2-7]{26}$/.test(account) || !/^[A-Za-z0-9_-]{24}$/.test(given)) return null
  const mark = q(world).of({ account })?.address_mark
  if (mark === undefined) return null
  return timingSafeEqual(Buffer.from(given), Buffer.from(stopMark(world, account, mark))) ? account : null
}

import { isIP } from 'node:net'
import { readAddress } from '../../accounts/index.ts'
import { type Actor, record } from '../../audit/index.ts'
import { tx } from '../../base/db/tx.ts'
import { tryAgain } from '../../base/mail/outbox.ts'
import type { SmtpServer } from '../../base/mail/smtp.ts'
import { dropSecret, keepSecret, secretOf } from '../../base/seal/secrets.ts'
import type { SettingValues } from '../../base/settings.ts'
import type { World } from '../../world.ts'

export type MailSetting = 'smtp_host' | 'smtp_port' | 'smtp_security' | 'smtp_user' | 'mail_from'
export type TypedMail = Record<MailSetting, string> & {
  /** Empty: it stays as it is. */
  password: string
  /** The stored password goes. */
  forget: boolean
}
/** Closed words; the page says each in a sentence. */
export type MailWrong = 'empty' | 'not-a-host' | 'port' | 'unknown' | 'not-an-address' | 'long' | 'clear'
export type MailFaults = Partial<Record<MailSetting | 'password', MailWrong>>

type Values = Pick<SettingValues, MailSetting>

const isHost = (host: string): boolean =>
  isIP(host) !== 0 || /^(?=.{1,253}$)(?!-)[0-9a-z-]{1,63}(\.(?!-)[0-9a-z-]{1,63})*$/.test(host)

/**
 * The server is the owner's choice, so it may stand in the house's own network: no member can name one. An empty host switches
 * mail off.
 */
export function readMail(typed: TypedMail): { ok: true; values: Values } | { ok: false; wrong: MailFaults } {
  const wrong: MailFaults = {}
  const smtp_host = typed.smtp_host.trim().toLowerCase()
  if (smtp_host !== '' && !isHost(smtp_host)) wrong.smtp_host = 'not-a-host'
  const smtp_port = /^[0-9]{1,5}$/.test(typed.smtp_port.trim()) ? Number(typed.smtp_port) : 0
  if (smtp_port < 1 || smtp_port > 65_535) wrong.smtp_port = 'port'
  const security = (['tls', 'starttls', 'none'] as const).find(one => one === typed.smtp_security)
  if (!security) wrong.smtp_security = 'unknown'
  const smtp_user = typed.smtp_user.trim()
  if (smtp_user.length > 200) wrong.smtp_user = 'long'
  if (typed.password.length > 500) wrong.password = 'long'
  const from = readAddress(typed.mail_from)
  if (!from.ok && (smtp_host !== '' || from.why !== 'empty')) {
    wrong.mail_from = from.why === 'empty' ? 'empty' : 'not-an-address'
  }
  // A password would travel for everybody to read; a relay on this machine needs none.
  if (security === 'none' && smtp_user !== '' && !isOwn(smtp_host)) wrong.smtp_security = 'clear'
  if (Object.keys(wrong).length > 0) return { ok: false, wrong }
  const values = { smtp_host, smtp_port, smtp_security: security!, smtp_user, mail_from: from.ok ? from.address : '' }
  return { ok: true, values }
}

const isOwn = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host)

/** The server as it was typed, with the stored password where none was. */
export const serverOf = (world: World, { password, forget }: TypedMail, values: Values): SmtpServer => ({
  host: values.smtp_host,
  port: values.smtp_port,
  security: values.smtp_security,
  user: values.smtp_user,
  password: forget ? '' : password === '' ? (secretOf(world, 'smtp') ?? '') : password,
  from: values.mail_from,
  name: world.settings.get('site_name'),
})

/** Writes what differs; a password is written and never shown, and the trail says only that it changed. */
export function setMail(world: World, typed: TypedMail, by: Actor): { ok: true } | { ok: false; wrong: MailFaults } {
  const read = readMail(typed)
  if (!read.ok) return read
  const names = Object.keys(read.values) as MailSetting[]
  const changed = names.filter(name => world.settings.get(name) !== read.values[name])
  const password = typed.forget ? 'removed' : typed.password !== '' ? 'replaced' : ''
  if (changed.length > 0 || password !== '') {
    tx(world, () => {
      const detail = Object.fromEntries([
        ...changed.map(name => [name, { from: world.settings.get(name), to: read.values[name] }] as const),
        ...(password === '' ? [] : [['password', password] as const]),
      ])
      record(world, { actor: by, act: 'mail.changed', subject: 'site', detail })
      for (const name of changed) world.settings.set(name, read.values[name], world.clock.now())
      if (password === 'removed') dropSecret(world, 'smtp')
      else if (password === 'replaced') keepSecret(world, 'smtp', typed.password)
    })
    tryAgain(world)
  }
  return { ok: true }
}

import { isIP } from 'node:net'
import { isLanguage } from '../../../views/words/language.ts'
import { type Actor, record } from '../../audit/index.ts'
import { tx } from '../../base/db/tx.ts'
import { base32 } from '../../base/ids.ts'
import type { SettingValues } from '../../base/settings.ts'
import { zones } from '../../base/zone.ts'
import type { World } from '../../world.ts'

/** What the owner changes on the settings page; the passphrase has an act of its own. */
export const EDITABLE = [
  'site_name',
  'language',
  'zone',
  'gel_hue',
  'sign_up',
  'second_person',
  'public_url',
  'public_host',
  'viewers_at_peak',
  'uplink_mbit',
  'backup_hour',
  'backup_keep',
] as const
export type Editable = (typeof EDITABLE)[number]
export type TypedSettings = Record<Editable, string>

/** Closed words; the page says each in a sentence. */
export type SettingWrong =
  | 'empty'
  | 'long'
  | 'number'
  | 'low'
  | 'high'
  | 'unknown'
  | 'not-an-address'
  | 'needs-https'
  | 'not-a-host'
  | 'not-a-zone'

export const LIMITS = {
  site_name: 40,
  gel_hue: { least: 42, most: 362 },
  viewers_at_peak: { least: 1, most: 20_000 },
  uplink_mbit: { least: 1, most: 100_000 },
  backup_hour: { least: 0, most: 23 },
  backup_keep: { least: 1, most: 365 },
} as const

/** MediaMTX reads these when it starts. */
const NEEDS_RESTART: readonly Editable[] = ['public_host', 'public_url', 'viewers_at_peak']

export const currentSettings = (world: World): TypedSettings =>
  Object.fromEntries(EDITABLE.map(name => [name, String(world.settings.get(name))])) as TypedSettings

type Values = Pick<SettingValues, Editable>
type Wrong = Partial<Record<Editable, SettingWrong>>

export function readSettings(typed: TypedSettings): { ok: true; values: Values } | { ok: false; wrong: Wrong } {
  const wrong: Wrong = {}
  const whole = (name: 'gel_hue' | 'viewers_at_peak' | 'uplink_mbit' | 'backup_hour' | 'backup_keep'): number => {
    const { least, most } = LIMITS[name]
    const text = typed[name].trim()
    const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (text === '') wrong[name] = 'empty'
    else if (Number.isNaN(value)) wrong[name] = 'number'
    else if (value < least) wrong[name] = 'low'
    else if (value > most) wrong[name] = 'high'
    return value
  }
  const site_name = typed.site_name.trim()
  if (site_name === '') wrong.site_name = 'empty'
  else if ([...site_name].length > LIMITS.site_name) wrong.site_name = 'long'
  const zone = typed.zone.trim()
  if (zone !== '' && !isZone(zone)) wrong.zone = 'not-a-zone'
  if (!isLanguage(typed.language)) wrong.language = 'unknown'
  const sign_up = typed.sign_up === 'open' || typed.sign_up === 'closed' ? typed.sign_up : null
  if (!sign_up) wrong.sign_up = 'unknown'
  const second_person =
    typed.second_person === 'another' || typed.second_person === 'owner_alone' ? typed.second_person : null
  if (!second_person) wrong.second_person = 'unknown'
  const public_url = origin(typed.public_url.trim())
  if (public_url === null) wrong.public_url = 'not-an-address'
  else if (public_url.startsWith('http:') && !isLocal(public_url)) wrong.public_url = 'needs-https'
  const public_host = typed.public_host.trim().toLowerCase()
  if (public_host !== '' && !isHost(public_host)) wrong.public_host = 'not-a-host'
  const values: Values = {
    site_name,
    language: isLanguage(typed.language) ? typed.language : 'en',
    zone,
    sign_up: sign_up ?? 'open',
    second_person: second_person ?? 'another',
    public_url: public_url ?? '',
    public_host,
    gel_hue: whole('gel_hue'),
    viewers_at_peak: whole('viewers_at_peak'),
    uplink_mbit: whole('uplink_mbit'),
    backup_hour: whole('backup_hour'),
    backup_keep: whole('backup_keep'),
  }
  return Object.keys(wrong).length > 0 ? { ok: false, wrong } : { ok: true, values }
}

export type Changed = { ok: true; changed: Editable[]; needsRestart: boolean } | { ok: false; wrong: Wrong }

/** Writes what differs, each old and new value into the audit trail. */
export function changeSettings(world: World, typed: TypedSettings, by: Actor): Changed {
  const read = readSettings(typed)
  if (!read.ok) return read
  const changed = EDITABLE.filter(name => world.settings.get(name) !== read.values[name])
  if (changed.length > 0) {
    tx(world, () => {
      const detail = Object.fromEntries(
        changed.map(name => [name, { from: world.settings.get(name), to: read.values[name] }]),
      )
      record(world, { actor: by, act: 'settings.changed', subject: 'site', detail })
      for (const name of changed) world.settings.set(name, read.values[name], world.clock.now())
    })
  }
  return { ok: true, changed, needsRestart: changed.some(name => NEEDS_RESTART.includes(name)) }
}

/**
 * A new SRT passphrase of 24 base32 characters. MediaMTX closes every live path for it, so it begins anew: encoders on SRT
 * stay out until they have the new one.
 */
export function replacePassphrase(world: World, by: Actor): void {
  tx(world, () => {
    record(world, { actor: by, act: 'srt.passphrase-replaced', subject: 'site' })
    world.settings.set('srt_passphrase', base32(world.ids.bytes(15)), world.clock.now())
  })
}

/** The restart itself runs on; what becomes of it stands on the health page. */
export function restartMedia(world: World, by: Actor): void {
  tx(world, () => record(world, { actor: by, act: 'media.restarted', subject: 'site' }))
  void world.media.restart().catch(error => world.log.error('media restart failed', { error: String(error) }))
}

function origin(typed: string): string | null {
  if (typed === '') return ''
  const url = URL.parse(typed)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return null
  if (url.pathname !== '/' || url.search || url.hash || !isHost(url.hostname.replace(/^\[|\]$/g, ''))) return null
  return url.origin
}

const isLocal = (url: string): boolean => {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]' || hostname.endsWith('.localhost')
}

/** What ends in a number is read as an address by every browser. */
const isHost = (host: string): boolean =>
  isIP(host) !== 0 ||
  (host.length <= 253 &&
    /^(?=[^.])(?:(?!-)[0-9a-z-]{1,63}(?<!-)(?:\.|$))+$/.test(host) &&
    !/(^|\.)[0-9]+\.?$/.test(host))

const isZone = (zone: string): boolean => zone === 'UTC' || zones().includes(zone)

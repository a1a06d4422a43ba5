import type { Database } from 'bun:sqlite'
import type { Language } from '../../views/words/language.ts'
import { prepared } from './db/prepared.ts'
import { afterCommit } from './db/tx.ts'

/** What the owner changes while the site runs. Each has a default, so an empty table is a working site. */
export interface SettingValues {
  site_name: string
  /** Hue of what can be pressed, 42-362 (look.md). */
  gel_hue: number
  rating: 'general'
  /** The language for whoever asks for none that we have, and of what the house says by itself. */
  language: Language
  /** Zone of the house's own clock, such as Europe/Lisbon; empty: the machine's. */
  zone: string
  /** Overrides `--public-url` once the owner has typed an address. */
  public_url: string
  public_host: string
  sign_up: 'open' | 'closed'
  /** LL-HLS part length follows it: <= 200 -> 200 ms, <= 500 -> 333, more -> 500. */
  viewers_at_peak: number
  uplink_mbit: number
  /** SRT passphrase, 24 base32 characters; made at first start. */
  srt_passphrase: string
  backup_hour: number
  backup_keep: number
  /** The server that carries our mail; empty: none is sent. Its password is sealed in house_secrets. */
  smtp_host: string
  smtp_port: number
  smtp_security: 'tls' | 'starttls' | 'none'
  smtp_user: string
  mail_from: string
  /** What becomes of links, of ways to reach somebody elsewhere, and of rude words, in texts that others see. */
  filter_link: 'block' | 'mask' | 'allow'
  filter_contact: 'mask' | 'block' | 'allow'
  filter_profanity: 'allow' | 'mask' | 'block'
  /** What tokens are sold for and earned in; fixed once money moved. */
  currency: 'EUR' | 'USD' | 'GBP' | 'CHF' | 'CAD' | 'AUD' | 'SEK' | 'PLN' | 'CZK' | 'JPY' | 'KWD'
  /** The account that transfers go to; without one, transfers are not offered. */
  bank_name: string
  bank_iban: string
  bank_bic: string
  /** Tax within a price, in hundredths of a per cent of the price without it: 1900 is 19 %. */
  tax_bp: number
  /** Whose tax: the book it is kept in, such as DE. */
  tax_place: string
  /** A pack leaves the house at least this part of its price, in hundredths of a per cent. */
  margin_least_bp: number
  orders_hour_most: number
  orders_day_most: number
  /** Paid within 30 days, in minor units; above it somebody looks first. */
  paid_month_most_minor: number
  /** Who confirms what one may not do alone: always another person, or the owner herself while she is the only one of the staff. */
  second_person: 'another' | 'owner_alone'
}

export const DEFAULTS: SettingValues = {
  site_name: 'Footlight',
  gel_hue: 64,
  rating: 'general',
  language: 'en',
  zone: '',
  public_url: '',
  public_host: '',
  sign_up: 'open',
  viewers_at_peak: 200,
  uplink_mbit: 100,
  srt_passphrase: '',
  backup_hour: 4,
  backup_keep: 14,
  smtp_host: '',
  smtp_port: 587,
  smtp_security: 'starttls',
  smtp_user: '',
  mail_from: '',
  filter_link: 'block',
  filter_contact: 'mask',
  filter_profanity: 'allow',
  currency: 'EUR',
  bank_name: '',
  bank_iban: '',
  bank_bic: '',
  tax_bp: 0,
  tax_place: '',
  margin_least_bp: 500,
  orders_hour_most: 5,
  orders_day_most: 10,
  paid_month_most_minor: 200_000,
  second_person: 'another',
}

export interface Settings {
  get<K extends keyof SettingValues>(name: K): SettingValues[K]
  set<K extends keyof SettingValues>(name: K, value: SettingValues[K], at: number): void
}

const q = prepared(sql => ({
  all: sql.all<{ name: string; value: string }>('SELECT name, value FROM settings'),
  put: sql.run(`INSERT INTO settings (name, value, changed_at) VALUES ($name, $value, $at)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at`),
}))

/** Settings live in memory and are written through; call `set` inside the verb's own tx. Read again after its commit. */
export function openSettings(db: Database): Settings {
  const values: SettingValues = { ...DEFAULTS }
  for (const { name, value } of q({ db }).all()) {
    if (name in DEFAULTS) Object.assign(values, { [name]: JSON.parse(value) })
  }
  return {
    get: name => values[name],
    set(name, value, at) {
      q({ db }).put({ name, value: JSON.stringify(value), at })
      afterCommit({ db }, () => {
        values[name] = value
      })
    },
  }
}

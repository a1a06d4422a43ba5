/** What every page is told about the site and about who asked for it. Plain values only. */

export type Theme = 'dark' | 'light' | 'auto'

export type StaffRole = 'owner' | 'moderator' | 'finance'
export type Role = 'member' | 'performer' | StaffRole
export type InvitedRole = Exclude<Role, 'member' | 'owner'>

/** A place in the eight name hues, 0 to 7. */
export type Hue = number

export interface Site {
  name: string
  /** The bundle, hashed. */
  cssHref: string
  /** The owner's gel, hashed (views/gel.ts writes it). */
  themeHref: string
  /** The sign as an icon, hashed: img/sign.svg. */
  iconHref?: string
  /** Module scripts that every page loads, in order. */
  scriptHrefs: readonly string[]
}

export interface Visitor {
  handle: string
  hue: Hue
  role: Role
  avatarHref?: string
  /** Free in the wallet; staff have none. */
  tokens?: bigint
  /** The way to a decision about this person that was not read yet. */
  decision?: string
  /** Notices that were not read yet. */
  unread?: number
}

export interface Frame {
  site: Site
  nonce: string
  visitor?: Visitor
  /** The path of this request, to mark where one is and to come back after signing in. */
  path: string
  theme: Theme
  /** This page's path and query, to come back after choosing a language; the path where it is left out. */
  here?: string
  /** The absolute address of this page, where the site knows its own. */
  canonical?: string
  /** What was searched for, to stay in the header's box. */
  search?: string
  /** Said once at the top of the next page: "Saved." */
  said?: { tone: 'ok' | 'warn' | 'bad'; title: string; words?: string }
}

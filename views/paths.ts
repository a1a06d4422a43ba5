/** Every address that a page links to or a form posts to, in one place. Nouns; the method is the verb. */

const part = encodeURIComponent

export const paths = {
  front: '/',
  search: (query: string) => `/?q=${part(query)}`,
  tag: (tag: string) => `/?tag=${part(tag)}`,
  room: (name: string) => `/rooms/${part(name)}`,

  signIn: '/sign-in',
  signInFrom: (path: string) => (path === '/' ? '/sign-in' : `/sign-in?from=${part(path)}`),
  signUp: '/sign-up',
  signUpFrom: (path: string) => (path === '/' ? '/sign-up' : `/sign-up?from=${part(path)}`),
  /** A sign-in link without its code: that waits in a cookie. */
  signInLink: '/sign-in/link',
  recover: '/recover',
  signOut: '/sign-out',
  invite: '/invite',
  account: '/account',
  accountProfile: '/account/profile',
  accountPassword: '/account/password',
  accountSessionEnd: (id: string) => `/account/sessions/${part(id)}/end`,
  accountSessionsEnd: '/account/sessions/end',
  accountDelete: '/account/delete',

  studio: '/studio',
  studioBroadcast: '/studio/broadcast',
  studioRoom: '/studio/room',
  studioDates: '/studio/dates',
  studioDate: (id: string) => `/studio/dates/${part(id)}`,
  studioObs: '/studio/obs',
  studioKey: '/studio/key',

  /** terms, privacy, rules, contact, report. */
  page: (slug: string) => `/${part(slug)}`,
  report: '/report',
  reportRoom: (room: string) => `/report?room=${part(room)}`,
  reportCode: (code: string) => `/report/${part(code)}`,

  panel: '/panel',
  panelLive: '/panel/live',
  panelStop: (room: string) => `/panel/rooms/${part(room)}/stop`,
  panelHoldLift: (id: string) => `/panel/holds/${part(id)}/lift`,
  panelReports: '/panel/reports',
  panelReport: (id: string) => `/panel/reports/${part(id)}`,
  panelPeople: '/panel/people',
  panelPerson: (id: string) => `/panel/people/${part(id)}`,
  panelPersonApproval: (id: string) => `/panel/people/${part(id)}/approval`,
  panelPersonSanctions: (id: string) => `/panel/people/${part(id)}/sanctions`,
  panelInvites: '/panel/invites',
  panelInvite: (id: string) => `/panel/invites/${part(id)}`,
  panelSettings: '/panel/settings',
  panelSettingsPassphrase: '/panel/settings/passphrase',
  panelSettingsRestart: '/panel/settings/restart',
  panelPages: '/panel/pages',
  panelPage: (slug: string) => `/panel/pages/${part(slug)}`,
  panelPageVersion: (slug: string, version: number) => `/panel/pages/${part(slug)}/${version}`,
  panelAudit: '/panel/audit',
  panelAuditVerify: '/panel/audit/verify',
  panelAuditCsv: '/panel/audit.csv',
  panelHealth: '/panel/health',
  panelBackups: '/panel/backups',

  setup: '/setup',
  setupStep: (step: string) => `/setup/${part(step)}`,
} as const

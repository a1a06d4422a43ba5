/** An account stands on one side: audience (member, performer) or staff. Who is both has two accounts. */
export const STAFF_ROLES = ['owner', 'moderator', 'finance'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]
export const ROLES = [...STAFF_ROLES, 'performer', 'member'] as const
export type Role = (typeof ROLES)[number]

export type SessionKind = 'audience' | 'performer' | 'staff'

export const isStaff = (role: Role): role is StaffRole => (STAFF_ROLES as readonly Role[]).includes(role)

/** Who keeps order in rooms, and reads what was reported. Whoever looks after the money does neither. */
export const mayModerate = (role: Role): boolean => role === 'owner' || role === 'moderator'

export const sessionKind = (role: Role): SessionKind =>
  isStaff(role) ? 'staff' : role === 'performer' ? 'performer' : 'audience'

/**
 * Who a route admits. `account` is anyone who is signed in; `member` the audience side; `staff` everybody of the house;
 * `staff:ROLE` that role and the owner. `hook`, `door`, `key:SCOPE` read no cookie.
 */
export const ACCESS = [
  'anyone',
  'account',
  'member',
  'performer',
  'staff',
  'staff:moderator',
  'staff:finance',
  'staff:owner',
  'setup',
  'key:stream',
  'key:rtc',
  'key:mail',
  'key:overlay',
] as const
export type Access = (typeof ACCESS)[number]

/** Whether a cookie identifies the caller there; such routes obey the origin rule. */
export const readsCookie = (access: Access): boolean => !access.startsWith('key:')

export function admits(access: Access, role: Role | null): boolean {
  switch (access) {
    case 'anyone':
    case 'setup':
    case 'key:stream':
    case 'key:rtc':
    case 'key:overlay':
    case 'key:mail':
      return true
    case 'account':
      return role !== null
    case 'member':
      return role === 'member' || role === 'performer'
    case 'performer':
      return role === 'performer'
    case 'staff':
      return role !== null && isStaff(role)
    case 'staff:moderator':
      return role !== null && mayModerate(role)
    case 'staff:finance':
      return role === 'finance' || role === 'owner'
    case 'staff:owner':
      return role === 'owner'
    default:
      return access satisfies never
  }
}

import type { Role } from './role.ts'

/** Whoever made this request and is signed in. */
export interface Visitor {
  id: string
  handle: string
  role: Role
  hue: number
  theme: 'auto' | 'dark' | 'light'
  /** SHA-256 id of the session: for listeners that end sockets and passes; never shown. */
  session: string
}

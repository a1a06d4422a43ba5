export interface CookieShape {
  path?: string
  maxAgeSeconds?: number
  sameSite?: 'Lax' | 'Strict'
}

/** The one cookie writer: Secure and HttpOnly always, because Elysia sets neither. Browsers accept Secure on localhost. */
export function cookie(
  name: string,
  value: string,
  { path = '/', maxAgeSeconds, sameSite = 'Lax' }: CookieShape = {},
): string {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${Math.floor(maxAgeSeconds)}`
  return `${name}=${value}; Path=${path}${age}; HttpOnly; Secure; SameSite=${sameSite}`
}

export const clearCookie = (name: string, path = '/'): string => cookie(name, '', { path, maxAgeSeconds: 0 })

/** Every value sent under the name, in order: a pass may be sent for two overlapping paths. */
export function readCookies(request: Request, name: string): string[] {
  const header = request.headers.get('cookie')
  if (header === null) return []
  const found: string[] = []
  for (const pair of header.split(';')) {
    const cut = pair.indexOf('=')
    if (cut > 0 && pair.slice(0, cut).trim() === name) found.push(pair.slice(cut + 1).trim())
  }
  return found
}

/**
 * Security headers of every answer (OWASP ASVS 5.0 level 2). A page brings its own Content-Security-Policy with its nonce;
 * whatever brings none gets the one that allows nothing.
 */
export interface HeaderPolicy {
  /** Strict-Transport-Security is sent only once TLS answers on the public address. */
  tls: boolean
}

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

export interface PageNeeds {
  /** Trusted Types are left out where hls.js attaches its worker. */
  player?: boolean
  /** Camera and microphone for the studio page. */
  capture?: boolean
}

export function pagePolicy(nonce: string, needs: PageNeeds = {}): string {
  const directives = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  if (!needs.player) directives.push("require-trusted-types-for 'script'", 'trusted-types htmx footlight')
  return directives.join('; ')
}

export const CAPTURE_PERMISSIONS = 'camera=(self), microphone=(self), display-capture=(), geolocation=()'
const CLOSED_PERMISSIONS = 'camera=(), microphone=(), display-capture=(), geolocation=()'

/** Adds what every response carries; keeps what a route has set itself. */
export function secure(response: Response, policy: HeaderPolicy): Response {
  const headers = response.headers
  const set = (name: string, value: string) => {
    if (!headers.has(name)) headers.set(name, value)
  }
  set('content-security-policy', NOTHING)
  set('x-content-type-options', 'nosniff')
  set('cross-origin-opener-policy', 'same-origin')
  set('cross-origin-resource-policy', 'same-origin')
  set('permissions-policy', CLOSED_PERMISSIONS)
  set('referrer-policy', 'same-origin')
  if (policy.tls) set('strict-transport-security', 'max-age=31536000')
  return response
}

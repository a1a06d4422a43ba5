// Addresses that came from people are allowed by shape: our own paths, and http(s) links without credentials.
// Everything else (javascript:, data:, //host, control characters that browsers drop) becomes an empty string.

const HIDDEN = /[\p{C}\p{Z}\\]/u

export function safeUrl(value: string | undefined | null): string {
  if (!value || value.length > 2048 || HIDDEN.test(value)) return ''
  if (value.startsWith('/')) return value.startsWith('//') ? '' : value
  if (!/^https?:\/\//i.test(value)) return ''
  let url: URL
  try {
    url = new URL(value)
  } catch {
    return ''
  }
  return url.username || url.password ? '' : url.href
}

/** A path of this site, or the fallback: for "where to go after signing in". */
export function safePath(value: string | undefined | null, fallback = '/'): string {
  const url = safeUrl(value)
  return url.startsWith('/') ? url : fallback
}

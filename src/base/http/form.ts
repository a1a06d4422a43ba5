/**
 * One text of a submitted form, whatever was really sent: a missing, repeated or foreign value is an empty text. Line breaks
 * become plain ones; other control characters are dropped.
 */
export function text(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return ''
  const value = (body as Record<string, unknown>)[name]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return ''
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .toWellFormed()
}

/** A text of one line. */
export const line = (body: unknown, name: string): string => text(body, name).replace(/\s+/g, ' ').trim()

/** A ticked box. */
export const ticked = (body: unknown, name: string): boolean => text(body, name) === 'on'

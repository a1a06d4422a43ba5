import { systemClock } from '../clock.ts'
import { Refused } from './refused.ts'

/** The longest honest form has a few thousand letters, nine bytes each when they are sent. */
export const MOST_FORM_BYTES = 64 * 1024

/** Whoever sends a body has this long, and a second more for each 16 KiB that came: nobody holds a request open by drops. */
const PATIENCE_MS = 10_000
const PACE_BYTES = 16 * 1024

/** Null when there is more; a body without a length is counted while it comes. Throws 408 when it comes too slowly. */
export async function readAtMost(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const told = Number(request.headers.get('content-length') ?? Number.NaN)
  if (told > most) return null
  const slow = Promise.withResolvers<never>()
  let late: ReturnType<typeof setTimeout> | undefined
  let size = 0
  const from = systemClock.monotonic()
  const watch = () => {
    const left = PATIENCE_MS + (size / PACE_BYTES) * 1000 - (systemClock.monotonic() - from)
    if (left <= 0) slow.reject(new Refused(408))
    else late = setTimeout(watch, left)
  }
  watch()
  try {
    // The server reads no more than the length that it was told. A stream costs several times what most forms do.
    if (told <= PACE_BYTES) return new Uint8Array(await Promise.race([request.arrayBuffer(), slow.promise]))
    const reader = request.body?.getReader()
    if (!reader) return new Uint8Array()
    const chunks: Uint8Array[] = []
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), slow.promise])
      if (done) return new Uint8Array(Buffer.concat(chunks))
      size += value.length
      if (size > most) return null
      chunks.push(value)
    }
  } finally {
    clearTimeout(late)
  }
}

/** The fields that were sent, as a form or as JSON; any other kind of body is a form with nothing in it. */
export async function readForm(request: Request, most: number): Promise<unknown> {
  const bytes = await readAtMost(request, most)
  if (!bytes) throw new Refused(413)
  const sent = new TextDecoder().decode(bytes)
  switch ((request.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase()) {
    case 'application/x-www-form-urlencoded':
      return fieldsOf(new URLSearchParams(sent))
    case 'application/json':
      try {
        return JSON.parse(sent)
      } catch {
        throw new Refused(400)
      }
    default:
      return {}
  }
}

/** A field that was sent twice is a list. `fromEntries` makes an own field of every name, `__proto__` too. */
function fieldsOf(sent: URLSearchParams): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of sent) {
    const known = fields.get(name)
    if (known === undefined) fields.set(name, value)
    else if (typeof known === 'string') fields.set(name, [known, value])
    else known.push(value)
  }
  return Object.fromEntries(fields)
}

/**
 * One text of a submitted form, whatever was really sent: a missing, repeated or foreign value is an empty text. Line breaks
 * become plain ones; other control characters are dropped, and so are those that turn the direction of what follows them.
 */
export function text(body: unknown, name: string): string {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return ''
  const value = (body as Record<string, unknown>)[name]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return ''
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .toWellFormed()
}

/** A text of one line. */
export const line = (body: unknown, name: string): string => text(body, name).replace(/\s+/g, ' ').trim()

/** A ticked box. */
export const ticked = (body: unknown, name: string): boolean => text(body, name) === 'on'

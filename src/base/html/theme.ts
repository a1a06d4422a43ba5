import { createHash } from 'node:crypto'
import { gelStylesheet } from '../../../views/gel.ts'

const made = new Map<string, string>()
const named = new Map<number, string>()

/** Address of the owner's gel as one style sheet, named by its content: immutable. */
export function themeHref(hue: number): string {
  const known = named.get(hue)
  if (known) return known
  const text = gelStylesheet(hue)
  const href = `/assets/theme-${createHash('sha256').update(text).digest('hex').slice(0, 10)}.css`
  made.set(href, text)
  named.set(hue, href)
  return href
}

/** Old pages may still ask for the sheet they were born with; after a restart only the present one is made. */
export function themeResponse(href: string): Response | null {
  const text = made.get(href)
  if (text === undefined) return null
  return new Response(text, {
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
  })
}

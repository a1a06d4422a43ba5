import { CAPTURE_PERMISSIONS, type PageNeeds, pagePolicy } from '../http/headers.ts'

type Markup = { toString(): string | Promise<string> } | string

export interface ReplyShape extends PageNeeds {
  nonce: string
  status?: number
  headers?: Record<string, string>
  /** Several cookies may be set at once. */
  cookies?: string[]
}

const VARY = 'HX-Request, Cookie, Accept-Language'

/** A whole page: doctype, its own Content-Security-Policy, never cached by anybody between us and the person. */
export function page(markup: Markup, shape: ReplyShape): Response {
  return html(`<!doctype html>${markup}`, shape)
}

/** A part of a page for htmx: same policy header, so that its nonce is known. */
export function partial(markup: Markup, shape: ReplyShape): Response {
  return html(String(markup), shape)
}

function html(body: string, { nonce, status = 200, headers = {}, cookies = [], ...needs }: ReplyShape): Response {
  const response = new Response(body, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      vary: VARY,
      'content-security-policy': pagePolicy(nonce, needs),
      ...(needs.capture ? { 'permissions-policy': CAPTURE_PERMISSIONS } : {}),
      ...headers,
    },
  })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** After a form: 303 for plain browsers; htmx follows `HX-Redirect`, because it would swap the target page in. */
export function seeOther(request: Request, location: string, cookies: string[] = []): Response {
  const asked = wantsPartial(request)
  const response = new Response(null, {
    status: asked ? 204 : 303,
    headers: { [asked ? 'hx-redirect' : 'location']: location, 'cache-control': 'no-store', vary: VARY },
  })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

export const wantsPartial = (request: Request): boolean => request.headers.get('hx-request') === 'true'

/** A path of ours to come back to; anything else becomes the fallback, so that no link leads away. */
export function ownPath(value: unknown, fallback = '/'): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[\x21-\x7e]{0,400}$/.test(value) || value.includes('\\'))
    return fallback
  return value
}

// htmx 4 attributes, typed: TypeScript would let `hx-taget` pass. Every element is stamped with the page's nonce,
// because the hx-csp extension strips hx-* from elements that carry none.

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete'

export type Swap =
  | 'innerHTML'
  | 'outerHTML'
  | 'innerMorph'
  | 'outerMorph'
  | 'textContent'
  | 'beforebegin'
  | 'afterbegin'
  | 'beforeend'
  | 'afterend'
  | 'delete'
  | 'none'

type Modifier = `scroll:${string}` | `show:${string}` | `swap:${string}` | `transition:${'true' | 'false'}`

type Request = { [V in Verb]?: string }

export interface Hx extends Request {
  nonce: string
  /** A CSS selector, or one of htmx's words. */
  target?: `#${string}` | `.${string}` | 'this' | 'body' | `closest ${string}` | `find ${string}`
  swap?: Swap | `${Swap} ${Modifier}`
  trigger?: string
  include?: `#${string}` | 'this' | `closest ${string}`
  select?: `#${string}`
  indicator?: `#${string}` | 'this' | `closest ${string}`
  /** Elements that are disabled while the request is under way. */
  disable?: 'this' | `find ${string}` | `closest ${string}` | `#${string}`
  sync?: `${string}:${'drop' | 'abort' | 'replace' | 'queue'}` | 'this'
  confirm?: string
  push?: boolean | `/${string}`
  replace?: boolean | `/${string}`
  /** What to do with answers of one status: { '422': 'target:#form-errors' }. */
  status?: Readonly<Record<string, string>>
  headers?: Readonly<Record<string, string>>
  vals?: Readonly<Record<string, string | number>>
  preserve?: boolean
}

const names = {
  get: 'hx-get',
  post: 'hx-post',
  put: 'hx-put',
  patch: 'hx-patch',
  delete: 'hx-delete',
  target: 'hx-target',
  swap: 'hx-swap',
  trigger: 'hx-trigger',
  include: 'hx-include',
  select: 'hx-select',
  indicator: 'hx-indicator',
  disable: 'hx-disable',
  sync: 'hx-sync',
  confirm: 'hx-confirm',
} as const

export type HxAttributes = Record<string, string>

export function hx(wanted: Hx): HxAttributes {
  const attributes: HxAttributes = { 'hx-nonce': wanted.nonce }
  for (const [key, name] of Object.entries(names)) {
    const value = wanted[key as keyof typeof names]
    if (value !== undefined) attributes[name] = value
  }
  if (wanted.push !== undefined) attributes['hx-push-url'] = String(wanted.push)
  if (wanted.replace !== undefined) attributes['hx-replace-url'] = String(wanted.replace)
  if (wanted.headers) attributes['hx-headers'] = JSON.stringify(wanted.headers)
  if (wanted.vals) attributes['hx-vals'] = JSON.stringify(wanted.vals)
  if (wanted.preserve) attributes['hx-preserve'] = 'true'
  for (const [status, rule] of Object.entries(wanted.status ?? {})) attributes[`hx-status:${status}`] = rule
  return attributes
}

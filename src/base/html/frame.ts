import type { Frame, Role, Theme } from '../../../views/layout/frame.ts'
import type { World } from '../../world.ts'
import { headOf } from './head.ts'
import { ownPath } from './reply.ts'
import { themeHref } from './theme.ts'

interface Asked {
  request: Request
  nonce: string
  visitor: { id?: string; handle: string; hue: number; role: Role; theme: Theme } | null
}

/** What the layout is told about the site and the visitor: `frame(world, context)`. */
export function frame(world: World, { request, nonce, visitor }: Asked, more: Partial<Frame> = {}): Frame {
  return {
    site: {
      name: world.settings.get('site_name'),
      cssHref: world.assets.href('app.css'),
      themeHref: themeHref(world.settings.get('gel_hue')),
      iconHref: world.assets.href('img/sign.svg'),
      scriptHrefs: [world.assets.href('site.js')],
    },
    nonce,
    ...(visitor
      ? {
          visitor: {
            handle: visitor.handle,
            hue: visitor.hue,
            role: visitor.role,
            ...(visitor.id ? headOf(world, visitor.id) : {}),
          },
        }
      : {}),
    path: new URL(request.url).pathname,
    here: here(request),
    theme: visitor?.theme ?? 'auto',
    ...more,
  }
}

/** What a form answers is no page to come back to: then it is the one with the form. Nothing is said twice. */
function here(request: Request): string {
  const asked = request.method === 'GET' ? request.url : request.headers.get('referer')
  const url = asked ? URL.parse(asked) : null
  if (!url) return '/'
  url.searchParams.delete('said')
  return ownPath(url.pathname + url.search)
}

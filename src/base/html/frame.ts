import type { Frame, Role, Theme } from '../../../views/layout/frame.ts'
import type { World } from '../../world.ts'
import { themeHref } from './theme.ts'

interface Asked {
  request: Request
  nonce: string
  visitor: { handle: string; hue: number; role: Role; theme: Theme } | null
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
    ...(visitor ? { visitor: { handle: visitor.handle, hue: visitor.hue, role: visitor.role } } : {}),
    path: new URL(request.url).pathname,
    theme: visitor?.theme ?? 'auto',
    ...more,
  }
}

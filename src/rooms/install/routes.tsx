import { Elysia } from 'elysia'
import { OfflinePage } from '../../../views/rooms/offline.tsx'
import { speaking } from '../../../views/words/index.ts'
import { access } from '../../accounts/access.ts'
import { frame } from '../../base/html/frame.ts'
import { ICON_SIZES, type IconSize, signPng } from '../../base/html/icon.ts'
import { page } from '../../base/html/reply.ts'
import { Refused } from '../../base/http/refused.ts'
import type { World } from '../../world.ts'

const NIGHT = '#0e0c12'
/** What fits below an icon. */
const SHORT_MOST = 12

/** The words of the name that fit; a first word that does not is cut between its letters. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/)
  while (words.length > 1 && words.join(' ').length > SHORT_MOST) words.pop()
  const letters = [...new Intl.Segmenter().segment(words.join(' '))].map(({ segment }) => segment)
  return letters.slice(0, SHORT_MOST).join('')
}

/** What makes the site something to keep on a phone. */
export const installRoutes = (world: World) =>
  new Elysia({ name: 'install' })
    .use(access(world))
    .get(
      '/manifest.webmanifest',
      () => {
        const name = world.settings.get('site_name')
        const icon = (size: IconSize, purpose: 'any' | 'maskable') => ({
          src: `/icons/${purpose === 'any' ? '' : 'maskable-'}${size}.png`,
          sizes: `${size}x${size}`,
          type: 'image/png',
          purpose,
        })
        return Response.json(
          {
            id: '/',
            name,
            short_name: shortName(name),
            lang: speaking(),
            start_url: '/',
            scope: '/',
            display: 'standalone',
            background_color: NIGHT,
            theme_color: NIGHT,
            icons: [icon(192, 'any'), icon(512, 'any'), icon(192, 'maskable'), icon(512, 'maskable')],
          },
          {
            headers: {
              'content-type': 'application/manifest+json',
              'cache-control': 'public, max-age=600',
              vary: 'Accept-Language, Cookie',
            },
          },
        )
      },
      { access: 'anyone' },
    )
    .get(
      '/icons/:icon',
      ({ params }) => {
        const [, mask, size = ''] = /^(maskable-)?(\d+)\.png$/.exec(params.icon) ?? []
        const known = ICON_SIZES.find(one => String(one) === size)
        if (!known) throw new Refused(404)
        return new Response(signPng(known, mask !== undefined), {
          headers: {
            'content-type': 'image/png',
            'cache-control': 'public, max-age=86400',
            // Link cards are drawn by other sites.
            'cross-origin-resource-policy': 'cross-origin',
          },
        })
      },
      { access: 'anyone' },
    )
    .get(
      '/service-worker.js',
      ({ request }) => {
        const answer = world.assets.respond(request, world.assets.href('service-worker.js'))
        if (!answer) throw new Refused(404)
        // Its address is always the same, so it is asked for anew; what it may fetch is this site alone.
        answer.headers.set('cache-control', 'no-cache')
        answer.headers.set('content-security-policy', "default-src 'none'; connect-src 'self'")
        return answer
      },
      { access: 'anyone' },
    )
    .get(
      '/offline',
      context =>
        page(<OfflinePage frame={frame(world, { ...context, visitor: null })} />, {
          nonce: context.nonce,
          headers: { 'cache-control': 'public, max-age=0' },
        }),
      { access: 'anyone' },
    )

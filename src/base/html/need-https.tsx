import type { Server } from 'bun'
import { NeedHttpsPage } from '../../../views/setup/need-https.tsx'
import { languageAsked, speak } from '../../../views/words/index.ts'
import type { World } from '../../world.ts'
import { secure } from '../http/headers.ts'
import { type PlainWhy, plainRefused } from '../http/plain.ts'
import { speaksTls } from '../http/public-url.ts'
import type { Served } from '../http/server.ts'
import { base64url } from '../ids.ts'
import { frame } from './frame.ts'
import { page } from './reply.ts'

/** Serves plain HTTP to this machine and to named proxies alone; everybody else gets the one page that says what is missing. */
export function onlySecure(world: World, served: Served): Served {
  if (speaksTls(world)) return served
  return {
    ...served,
    fetch(request, server: Server<unknown>) {
      const peer = server.requestIP(request)?.address ?? ''
      const why = plainRefused(request, peer, world.config.trustedProxies)
      if (why === null || isHarmless(request)) return served.fetch(request, server)
      return secure(needHttps(world, request, why, peer.replace(/^::ffff:/, '')), { tls: false })
    },
  }
}

/** The page's own style sheets, and whether the process is alive: nothing of anybody. */
const isHarmless = (request: Request): boolean =>
  request.method === 'GET' && /^\/(assets\/[^/]+|health)$/.test(new URL(request.url).pathname)

export function needHttps(world: World, request: Request, why: PlainWhy, peer: string): Response {
  const nonce = base64url(world.ids.bytes(16))
  const local = `http://localhost:${world.config.http.port}`
  const language = languageAsked(request.headers.get('accept-language') ?? '', world.settings.get('language'))
  return speak(language, () =>
    page(
      <NeedHttpsPage frame={frame(world, { request, nonce, visitor: null })} why={why} proxy={peer} local={local} />,
      { nonce, status: 403 },
    ),
  )
}

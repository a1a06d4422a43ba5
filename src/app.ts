import type { Server } from 'bun'
import { Elysia } from 'elysia'
import { speak } from '../views/words/index.ts'
import { type Asking, access, languageOf, peers } from './accounts/access.ts'
import { accountRoutes } from './accounts/routes.ts'
import { adminRoutes } from './admin/staff.ts'
import { answering } from './base/db/durable.ts'
import { errorReply } from './base/html/failed.tsx'
import { themeResponse } from './base/html/theme.ts'
import { MOST_FORM_BYTES, readForm } from './base/http/form.ts'
import { secure } from './base/http/headers.ts'
import { Refused } from './base/http/refused.ts'
import type { Served } from './base/http/server.ts'
import { briefly } from './base/log.ts'
import { servePicture } from './base/picture/index.ts'
import { pinged } from './base/realtime/pings.ts'
import { cameTo, hearing, isSocket } from './base/realtime/socket.ts'
import { roomSocket } from './broadcasts/live.tsx'
import { broadcastRoutes } from './broadcasts/routes.tsx'
import { playRoutes } from './chat/play/routes.tsx'
import { chatRoutes } from './chat/routes.tsx'
import { toolRoutes } from './chat/tools/routes.tsx'
import { ledgerRoutes } from './ledger/routes.ts'
import { mediaRoutes } from './media/index.ts'
import { opsRoutes } from './ops/routes.ts'
import { opsStaffRoutes } from './ops/staff.ts'
import { followingRoutes } from './rooms/following/routes.tsx'
import { frontRoutes } from './rooms/front/routes.tsx'
import { installRoutes } from './rooms/install/routes.tsx'
import { bellSocket } from './rooms/notices/live.tsx'
import { noticeRoutes } from './rooms/notices/routes.tsx'
import { profileRoutes } from './rooms/profile/routes.tsx'
import { roomRoutes } from './rooms/routes.tsx'
import { wishRoutes } from './rooms/wishes/routes.tsx'
import { caseRoutes } from './support/cases/staff.ts'
import { supportRoutes } from './support/routes.ts'
import { supportStaffRoutes } from './support/staff.ts'
import { earningRoutes } from './tips/earnings/routes.tsx'
import { overlayRoutes } from './tips/overlays/routes.tsx'
import { tipRoutes } from './tips/routes.tsx'
import { giftStaffRoutes } from './tips/staff.tsx'
import { studioTipRoutes } from './tips/studio/routes.tsx'
import { walletRoutes } from './wallet/routes.tsx'
import type { Told } from './wiring.ts'
import type { World } from './world.ts'

/** These read, and limit, a form with a file in it by themselves. */
export const UPLOADS =
  /^\/(?:account\/picture|studio\/room\/pictures\/[^/]+|panel\/play\/(?:stickers|sounds)|panel\/transfers\/import)$/

/** Forms are posted; session descriptions are read by their own routes too. */
function hasForm({ method, headers }: Request, path: string): boolean {
  const type = headers.get('content-type') ?? ''
  return method === 'POST' && !/^application\/sdp\b/i.test(type) && !(UPLOADS.test(path) && /^multipart\//i.test(type))
}

/** A text of the house has 40,000 letters at most; a word list that is typed or pasted is about as long. */
const LONG_FORMS = /^\/panel\/(?:pages\/|lists$)/
const MOST_PAGE_BYTES = 512 * 1024

/** The site map: every domain's routes in the order of the house. */
export function buildApp(world: World, told: Told) {
  const app = new Elysia({ name: 'footlight' })
    .onError({ as: 'global' }, context => {
      const { request, error, code, route, nonce, visitor } = context as typeof context & Partial<Asking>
      return errorReply(world, request, { error, code, route, nonce, visitor })
    })
    .onParse({ as: 'global' }, ({ request, path }) =>
      hasForm(request, path) ? readForm(request, LONG_FORMS.test(path) ? MOST_PAGE_BYTES : MOST_FORM_BYTES) : {},
    )
    .use(access(world))
    .get(
      '/assets/*',
      ({ request, path }) => {
        const answer = world.assets.respond(request, path) ?? themeResponse(path)
        if (!answer) throw new Refused(404)
        return answer
      },
      {
        access: 'anyone',
      },
    )
    .get(
      '/pictures/*',
      async ({ path }) => {
        const answer = await servePicture(world, path)
        if (!answer) throw new Refused(404)
        return answer
      },
      { access: 'anyone' },
    )
    .use(accountRoutes(world, told.accounts))
    .use(frontRoutes(world, told.rooms))
    .use(roomRoutes(world, told.rooms))
    .use(profileRoutes(world, told.rooms))
    .use(followingRoutes(world, told.rooms))
    .use(noticeRoutes(world))
    .use(wishRoutes(world))
    .use(installRoutes(world))
    .use(bellSocket(world))
    .use(roomSocket(world, told))
    .use(broadcastRoutes(world, told.broadcasts))
    .use(chatRoutes(world, told.chatEdges))
    .use(playRoutes(world, told.chat))
    .use(toolRoutes(world, told.chat))
    .use(walletRoutes(world, told.wallet))
    .use(tipRoutes(world, told.tips))
    .use(studioTipRoutes(world))
    .use(earningRoutes(world))
    .use(giftStaffRoutes(world))
    .use(overlayRoutes(world, told.tips))
    .use(ledgerRoutes(world))
    .use(supportRoutes(world, told))
    .use(caseRoutes(world, told))
    .use(supportStaffRoutes(world))
    .use(mediaRoutes(world))
    .use(adminRoutes(world, told))
    .use(opsRoutes(world, told.accounts))
    .use(opsStaffRoutes(world))
  return app
}

/** What the server needs of the app: one place adds the peer's address and the security headers to everything. */
export function serveApp(world: World, app: ReturnType<typeof buildApp>, tls: () => boolean): Served {
  app.compile()
  const answer = async (request: Request, server: Server<unknown>): Promise<Response> => {
    peers.set(request, server.requestIP(request)?.address ?? '')
    cameTo(request, server)
    const head = request.method === 'HEAD'
    // Anybody sees a picture whose name they know: no session is read for it.
    const picture = request.url.includes('/pictures/') ? await servePicture(world, new URL(request.url).pathname) : null
    if (picture && (head || request.method === 'GET'))
      return secure(head ? new Response(null, picture) : picture, { tls: tls() })
    const asked = head ? new Request(request, { method: 'GET' }) : request
    if (head) peers.set(asked, peers.get(request) ?? '')
    const stored = answering(world)
    const language = languageOf(world, request)
    let response = (await speak(language, () => app.fetch(asked))) as Response | undefined
    try {
      await stored()
    } catch (error) {
      response = speak(language, () => errorReply(world, request, { error, code: '' }))
    }
    if (response === undefined || isSocket(request)) return undefined as never
    const sent = head ? new Response(null, { status: response.status, headers: response.headers }) : response
    return secure(sent, { tls: tls() })
  }
  return {
    fetch: answer,
    websocket: {
      ...hearing(error => world.log.error('fault', { error: briefly(error) })),
      ping: socket => pinged(socket, world.clock.monotonic()),
      idleTimeout: 60,
      maxPayloadLength: 4096,
      backpressureLimit: 1024 * 1024,
      closeOnBackpressureLimit: true,
      perMessageDeflate: false,
    } as Served['websocket'],
    fault: error => world.log.error('fault', { error: briefly(error) }),
  }
}

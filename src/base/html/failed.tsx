import { BrokenPage, ForbiddenPage, NotFoundPage, RefusedPage } from '../../../views/layout/errors.tsx'
import type { Role, Theme } from '../../../views/layout/frame.ts'
import { paths } from '../../../views/paths.ts'
import { say } from '../../../views/words/index.ts'
import type { World } from '../../world.ts'
import { NotStored } from '../db/durable.ts'
import { Refused } from '../http/refused.ts'
import { base64url } from '../ids.ts'
import { briefly } from '../log.ts'
import { frame } from './frame.ts'
import { ownPath, page, seeOther } from './reply.ts'

interface Failed {
  error: unknown
  code: string | number
  /** Pattern of the path, `/links/:code`: the path itself may hold a code and is not written down. */
  route?: string | undefined
  nonce?: string | undefined
  visitor?: { handle: string; hue: number; role: Role; theme: Theme } | null | undefined
}

const sayings = (): Partial<Record<number, { title: string; words: string }>> => ({
  400: { title: say.errors.damaged, words: say.errors.damagedWords },
  408: { title: say.errors.tooSlow, words: say.errors.tooSlowWords },
  409: {
    title: say.errors.faster,
    words: say.errors.fasterWords,
  },
  410: { title: say.errors.gone, words: say.errors.goneWords },
  413: { title: say.errors.tooLarge, words: say.errors.tooLargeWords },
  415: { title: say.errors.wrongKind, words: say.errors.wrongKindWords },
  422: {
    title: say.errors.missing,
    words: say.errors.missingWords,
  },
  429: { title: say.errors.oneMoment, words: say.errors.oneMomentWords },
  503: { title: say.errors.busy, words: say.errors.busyWords },
})

/** Turns what went wrong into a page in our words: never the typed value, never a stack, always a way on. */
export function errorReply(world: World, request: Request, failed: Failed): Response {
  const { code, route = '', visitor = null } = failed
  // A refusal thrown while the body is parsed arrives wrapped.
  const wrapped = failed.error instanceof Error && failed.error.cause instanceof Refused
  const error = wrapped ? (failed.error as Error).cause : failed.error
  const status = statusOf(error, code)
  const nonce = failed.nonce ?? base64url(world.ids.bytes(16))
  const shape = frame(world, { request, nonce, visitor })
  const full = diskRefuses(error)
  if (full) world.log.error('the disk refuses', { route, error: briefly(error) })
  const words = full ? diskFull(request) : error instanceof Refused && error.say !== '' ? error.say : undefined
  const headers: Record<string, string> = {}
  if (error instanceof Refused && error.retryAfterSeconds > 0) headers['retry-after'] = String(error.retryAfterSeconds)
  // What is left of a body that comes too slowly is nothing to wait for.
  if (status === 408) headers.connection = 'close'
  const reply = (markup: Parameters<typeof page>[0]) => page(markup, { nonce, status, headers })

  if (status === 401) {
    const url = new URL(request.url)
    const from = request.method === 'GET' ? ownPath(url.pathname + url.search) : '/'
    if (wantsPage(request)) return seeOther(request, paths.signInFrom(from))
    return reply(<ForbiddenPage frame={shape} words={words ?? say.errors.signInFirst} />)
  }
  if (status === 403) return reply(<ForbiddenPage frame={shape} words={words} />)
  if (status === 404) return reply(<NotFoundPage frame={shape} words={words} />)
  if (status === 500) {
    const incident = Buffer.from(world.ids.bytes(3)).toString('hex').toUpperCase()
    world.log.error('request failed', {
      incident,
      method: request.method,
      route,
      error: briefly(error),
    })
    return reply(<BrokenPage frame={shape} incident={incident} />)
  }
  const said = sayings()[status] ?? sayings()[400]!
  return reply(<RefusedPage frame={shape} title={said.title} words={words ?? said.words} />)
}

/** A page load or a form, not a script's own request: those get the status and the words. */
function wantsPage(request: Request): boolean {
  return (request.headers.get('accept') ?? '').includes('text/html') || request.headers.get('hx-request') === 'true'
}

const MONEY = /^\/(?:wallet\b|rooms\/[^/]+\/tips\b)/
/** Where tokens are spent and bought, that nothing was charged comes first. */
const diskFull = (request: Request) =>
  MONEY.test(new URL(request.url).pathname) ? say.wallet.notStored : say.errors.diskFull

const diskRefuses = (error: unknown): boolean =>
  error instanceof NotStored || /^SQLITE_(FULL|READONLY|IOERR)/.test((error as { code?: string } | null)?.code ?? '')

function statusOf(error: unknown, code: string | number): number {
  if (error instanceof Refused) return error.status
  if (diskRefuses(error)) return 503
  switch (code) {
    case 'NOT_FOUND':
      return 404
    case 'VALIDATION':
      return 422
    case 'INVALID_FILE_TYPE':
      return 415
    case 'PARSE':
    case 'INVALID_COOKIE_SIGNATURE':
      return 400
    default:
      return 500
  }
}

import type { World } from '../../world.ts'
import { Refused } from '../http/refused.ts'
import { base64url } from '../ids.ts'
import { briefly } from '../log.ts'
import { page } from './reply.ts'

interface Failed {
  error: unknown
  code: string | number
  nonce?: string | undefined
  visitor?: { handle: string } | null | undefined
}

/** Turns what went wrong into a page in our words: never the typed value, never a stack, always a way on. */
export function errorReply(world: World, request: Request, { error, code, nonce, visitor }: Failed): Response {
  const status = statusOf(error, code)
  let incident = ''
  if (status === 500) {
    incident = base64url(world.ids.bytes(4)).toUpperCase()
    world.log.error('request failed', { incident, path: new URL(request.url).pathname, error: briefly(error) })
  }
  const say = error instanceof Refused ? error.say : ''
  const headers: Record<string, string> = {}
  if (error instanceof Refused && error.retryAfterSeconds > 0) headers['retry-after'] = String(error.retryAfterSeconds)
  return page(`<title>${status}</title><p>${status} ${visitor ? '' : ''}${say} ${incident}</p>`, {
    nonce: nonce ?? base64url(world.ids.bytes(16)),
    status,
    headers,
  })
}

function statusOf(error: unknown, code: string | number): number {
  if (error instanceof Refused) return error.status
  switch (code) {
    case 'NOT_FOUND':
      return 404
    case 'VALIDATION':
    case 'INVALID_FILE_TYPE':
      return 422
    case 'PARSE':
    case 'INVALID_COOKIE_SIGNATURE':
      return 400
    default:
      return 500
  }
}

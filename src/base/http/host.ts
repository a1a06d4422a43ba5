import { say } from '../../../views/words/index.ts'

const NAME = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9_.-]{0,252}))(:[0-9]{1,5})?$/i

const HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

/** Names that were read before: every request carries one, and it is nearly always the same. */
const known = new Set<string>()
const MOST_KNOWN = 100

/** A request whose Host is no name has no address that could be read: nobody's browser sends one. */
export function misnamed(request: Request): Response | null {
  const host = request.headers.get('host') ?? ''
  if (known.has(host)) return null
  if (NAME.test(host) && URL.canParse(request.url)) {
    if (known.size < MOST_KNOWN) known.add(host)
    return null
  }
  return new Response(`${say.errors.noHost}\n`, { status: 400, headers: HEADERS })
}

/** What is said when our own code has failed outside the app. Bun's page would show the source. */
export const broken = (): Response => new Response(`${say.errors.brokenPlain}\n`, { status: 500, headers: HEADERS })

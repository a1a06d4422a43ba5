import { expect, test } from 'bun:test'
import { sources } from '../help/sources.ts'

/** What may see HTTP and HTML. */
const EDGES = ['routes.ts', 'live.ts', 'staff.ts', 'hooks.ts', 'cli.ts', 'access.ts', 'listeners.ts', 'index.ts']
/** Adapters to the outside, edges as a whole: pictures over HTTP, and the machine. */
const ADAPTERS = ['src/base/', 'src/media/', 'src/ops/']
/** What knows no request: an address has a network, a site has an address, a certificate has an end, and languages have names. */
const PLAIN = [
  'src/base/http/rate.ts',
  'src/base/http/public-url.ts',
  'src/base/http/certificate.ts',
  'views/words/language.ts',
]

const isInside = (path: string): boolean =>
  /^src\/[^/]+\//.test(path) &&
  !path.startsWith('src/migrations/') &&
  !ADAPTERS.some(adapter => path.startsWith(adapter)) &&
  !EDGES.includes(path.split('/').pop()!) &&
  !path.endsWith('.tsx')

test('inside files know nothing of HTTP, HTML or Elysia', () => {
  const wrong: string[] = []
  let looked = 0
  for (const { path, imports } of sources('src/**/*.{ts,tsx}')) {
    if (!isInside(path)) continue
    looked++
    for (const { from, typeOnly } of imports) {
      if (typeOnly || PLAIN.includes(from)) continue
      const foreign =
        from === 'elysia' || from.startsWith('elysia/') || from.startsWith('views/') || from.startsWith('hono')
      if (foreign || from.startsWith('src/base/http/') || from.startsWith('src/base/html/'))
        wrong.push(`${path} imports ${from}`)
    }
  }
  expect(looked).toBeGreaterThan(20)
  expect(wrong).toEqual([])
})

test('only edges speak SQL to nobody: routes hold no statement', () => {
  const wrong = sources('src/**/{routes,staff,live,hooks}.ts', 'src/**/*.tsx')
    .filter(({ path }) => !path.startsWith('src/base/'))
    .filter(({ code }) => /\bprepared\(|\bdb\.(query|prepare|run|exec)\(/.test(code))
    .map(({ path }) => path)
  expect(wrong).toEqual([])
})

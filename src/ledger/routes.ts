import { Elysia } from 'elysia'
import { CheckpointsPage } from '../../views/ledger/checkpoints.tsx'
import { say, speaking } from '../../views/words/index.ts'
import { access } from '../accounts/access.ts'
import { frame } from '../base/html/frame.ts'
import { page } from '../base/html/reply.ts'
import { Refused } from '../base/http/refused.ts'
import { houseZone } from '../base/zone.ts'
import type { World } from '../world.ts'
import { hex } from './chain.ts'
import { bodyOf, type Checkpoint, checkpointKeys, checkpoints } from './checkpoint.ts'

const PAGE = 50

const beforeOf = (request: Request): number => {
  const typed = new URL(request.url).searchParams.get('before') ?? ''
  return /^[1-9][0-9]{0,14}$/.test(typed) ? Number(typed) : Number.MAX_SAFE_INTEGER
}

const shown = (one: Checkpoint) => ({
  n: one.n,
  body: one.body,
  key: one.key,
  signature: hex(one.signature),
})

/** What anybody may keep and compare: the signed state of all books, hour by hour, and a page that checks a statement alone. */
export const ledgerRoutes = (world: World) =>
  new Elysia({ name: 'ledger' })
    .use(access(world))
    .get(
      '/ledger/checkpoints',
      context => {
        const rows = checkpoints(world, { before: beforeOf(context.request), limit: PAGE + 1 })
        const last = rows.slice(0, PAGE).at(-1)
        return page(
          CheckpointsPage({
            frame: frame(world, context),
            zone: houseZone(world),
            rows: rows.slice(0, PAGE).map(row => ({ ...bodyOf(row), key: row.key, signature: hex(row.signature) })),
            keys: checkpointKeys(world).map(key => ({ id: key.id, public: hex(key.public), at: key.made_at })),
            ...(rows.length > PAGE && last ? { olderHref: `/ledger/checkpoints?before=${last.n}` } : {}),
          }),
          { nonce: context.nonce },
        )
      },
      { access: 'anyone' },
    )
    .get(
      '/ledger/checkpoints.json',
      ({ request }) =>
        Response.json(
          {
            keys: checkpointKeys(world).map(key => ({
              id: key.id,
              public: hex(key.public),
              made_at: key.made_at,
              announced: hex(key.announced),
            })),
            checkpoints: checkpoints(world, { before: beforeOf(request), limit: 1000 }).map(shown),
          },
          { headers: { 'cache-control': 'no-store' } },
        ),
      { access: 'anyone' },
    )
    .get(
      '/ledger/verify.html',
      async ({ request }) => {
        const script = await world.assets.respond(request, world.assets.href('verify.js'))?.text()
        if (!script) throw new Refused(404)
        return new Response(verifier(script, world.settings.get('site_name')), {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-disposition': 'attachment; filename="verify-statement.html"',
            'content-security-policy': "default-src 'none'; sandbox",
            'cache-control': 'no-store',
          },
        })
      },
      { access: 'anyone' },
    )

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** One file with everything in it, to be saved and opened without us: so that it need not be believed. */
function verifier(script: string, site: string): string {
  const { verify } = say.cases.ledger
  const words = JSON.stringify({
    good: verify.good,
    bad: verify.bad,
    books: verify.books,
    why: verify.why,
    cannot: verify.cannot,
  }).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html lang="${speaking()}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${escaped(verify.title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere; color-scheme: light dark }
</style>
<h1>${escaped(verify.title)}</h1>
<p>${escaped(verify.lead(site))}</p>
<p><label>${escaped(verify.choose)} <input id="file" type="file" accept=".json,application/json"></label></p>
<div id="out" role="status"></div>
<script type="application/json" id="words">${words}</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</html>
`
}

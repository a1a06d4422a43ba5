import { Database } from 'bun:sqlite'
import { randomBytes } from 'node:crypto'
import { HEADERS, type Peer, roomsPage } from './page.tsx'

/** Bun.serve and bun:sqlite, and nothing between them. */
const peer = JSON.parse(process.argv[2]!) as Peer
const db = new Database(peer.file, { readonly: true })
const render = roomsPage(
  {
    get:
      sql =>
      (...given) =>
        statement(sql).get(...given) as Record<string, unknown> | null,
    all:
      sql =>
      (...given) =>
        statement(sql).all(...given) as Record<string, unknown>[],
  },
  peer,
)
const statements = new Map<string, ReturnType<Database['prepare']>>()
function statement(sql: string) {
  let known = statements.get(sql)
  if (!known) {
    known = db.prepare(sql)
    statements.set(sql, known)
  }
  return known
}

Bun.serve({
  hostname: '127.0.0.1',
  port: peer.port,
  fetch(request) {
    const nonce = randomBytes(16).toString('base64url')
    const html = render(request.headers.get('cookie') ?? '', nonce)
    return html === null ? new Response('', { status: 401 }) : new Response(html, { headers: HEADERS(nonce) })
  },
})
